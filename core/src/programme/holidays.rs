//! National holidays and joint leave (SKB 3 Menteri), as a table that ships with the app.

use chrono::NaiveDate;

const TABLE: &str = include_str!("../../data/libur-nasional-2026-2027.csv");

/// The name of the holiday or joint leave on a date, if it is one.
pub fn holiday_on(date: NaiveDate) -> Option<&'static str> {
    let wanted = date.to_string();
    TABLE.lines().skip(1).find_map(|line| {
        let (day, rest) = line.split_once(',')?;
        let (name, _kind) = rest.rsplit_once(',')?;
        (day == wanted).then(|| name.trim_matches('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn christmas_is_a_holiday_and_the_day_of_the_first_round_is_not() {
        let on = |month, day| holiday_on(NaiveDate::from_ymd_opt(2026, month, day).unwrap());
        assert!(on(12, 25).is_some_and(|name| name.contains("Yesus")));
        assert_eq!(on(11, 24), None);
    }
}
