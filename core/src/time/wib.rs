//! WIB is UTC+7 all the year; days change at midnight WIB.

use chrono::{DateTime, NaiveDate, NaiveTime};

pub const WIB_OFFSET_MS: i64 = 7 * 3_600_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// The date in Jakarta at an instant. Instants that no calendar holds fall on its first day.
pub fn date_of(at_ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(at_ms.saturating_add(WIB_OFFSET_MS))
        .map_or(NaiveDate::MIN, |at| at.date_naive())
}

/// The instant of 00.00 WIB.
pub fn start_of_day_ms(date: NaiveDate) -> i64 {
    date.and_time(NaiveTime::MIN).and_utc().timestamp_millis() - WIB_OFFSET_MS
}

/// The first instant of the next day.
pub fn end_of_day_ms(date: NaiveDate) -> i64 {
    start_of_day_ms(date) + DAY_MS
}

/// The instant of a time of day in Jakarta, e.g. the cut-off of 10.00.
pub fn hour_minute_ms(date: NaiveDate, time: NaiveTime) -> i64 {
    date.and_time(time).and_utc().timestamp_millis() - WIB_OFFSET_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_jakarta() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        assert_eq!(date_of(start_of_day_ms(date)), date);
        assert_eq!(date_of(start_of_day_ms(date) - 1), date.pred_opt().unwrap());
        assert_eq!(date_of(end_of_day_ms(date)), date.succ_opt().unwrap());
    }

    #[test]
    fn an_absurd_instant_is_a_date_and_not_a_panic() {
        assert_eq!(date_of(i64::MAX), NaiveDate::MIN);
        assert_eq!(date_of(i64::MIN), NaiveDate::MIN);
    }
}
