//! The domain of Rantang: the same code on every side.
//!
//! No network, clock, randomness, async or SQL: whatever varies is passed in.

pub mod alerts;
pub mod areas;
pub mod assessments;
pub mod cbor;
pub mod covers;
pub mod day;
pub mod deliveries;
pub mod enrolment;
pub mod forms;
pub mod holds;
pub mod identity;
pub mod ids;
pub mod operation;
pub mod people;
pub mod permissions;
pub mod photos;
pub mod places;
pub mod plan;
pub mod programme;
pub mod registers;
pub mod roster;
pub mod routes;
pub mod runs;
pub mod scopes;
pub mod similar;
pub mod staff;
pub mod sync;
pub mod text;
pub mod time;
pub mod visits;
