//! Time: what a clock said, what it was worth, and the calendar of Jakarta.

mod effective;
mod reading;
mod wib;
mod words;

pub use effective::{Effective, UNCERTAINTY_REVIEW_MS, effective};
pub use reading::{Anchor, BootId, ClockReading};
pub use wib::{WIB_OFFSET_MS, date_of, end_of_day_ms, hour_minute_ms, start_of_day_ms};
pub use words::{clock_time, long_date, month_name, month_of_year, plain_date};
