//! Dates and times as Jakarta writes them: "Selasa, 24 November 2026", "09.30 WIB".

use chrono::{Datelike, NaiveDate, Timelike};

use super::wib::WIB_OFFSET_MS;

const DAYS: [&str; 7] = [
    "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
];
const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// "Selasa, 24 November 2026".
pub fn long_date(date: NaiveDate) -> String {
    let day = DAYS[date.weekday().num_days_from_monday() as usize];
    format!("{day}, {}", plain_date(date))
}

/// "24 November 2026".
pub fn plain_date(date: NaiveDate) -> String {
    format!("{} {}", date.day(), month_of_year(date))
}

/// "November 2026".
pub fn month_of_year(date: NaiveDate) -> String {
    format!("{} {}", month_name(date.month()), date.year())
}

/// "November" of 11; what is no month has no name.
pub fn month_name(month: u32) -> &'static str {
    let at = (month as usize).wrapping_sub(1);
    MONTHS.get(at).copied().unwrap_or_default()
}

/// "09.30", in Jakarta.
pub fn clock_time(at_ms: i64) -> String {
    chrono::DateTime::from_timestamp_millis(at_ms.saturating_add(WIB_OFFSET_MS)).map_or_else(
        || "--.--".to_owned(),
        |at| format!("{:02}.{:02}", at.hour(), at.minute()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::start_of_day_ms;

    #[test]
    fn dates_and_times_are_written_as_in_jakarta() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        assert_eq!(long_date(date), "Selasa, 24 November 2026");
        assert_eq!(
            clock_time(start_of_day_ms(date) + (9 * 60 + 5) * 60_000),
            "09.05"
        );
        assert_eq!(clock_time(i64::MAX), "--.--");
    }
}
