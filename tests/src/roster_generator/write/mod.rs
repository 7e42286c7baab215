//! From sheets to the bytes of the four formats that offices send.

mod csv;
mod ods;
mod xls;
mod xlsx;

pub use csv::csv;
pub use ods::ods;
pub use xls::xls;
pub use xlsx::xlsx;
