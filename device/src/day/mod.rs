//! One day of one kelurahan as this device knows it: loaded once, shown as round, board, recap or sheet.

mod load;
mod model;
mod names;

pub(crate) use load::overrides;
pub use load::{DayQuery, Routes, delivery_value, hold, life, line, load_day, note, period_of};
pub use model::{
    ContactEntry, DayModel, Door, DoorAttempt, Moved, OffList, RouteDay, RunDay, Timed,
};
pub use names::display_name;
