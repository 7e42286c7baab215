//! Records that go by hand: a file on a stick or in a messenger, for whoever has a connection.
//!
//! # Invariants
//!
//! * Nothing is marked as sent by exporting it: a record is sent when this device has the server's
//!   own answer, by line or carried back.
//! * A carrier reads nothing of what it delivers: the file is sealed to the server.
//! * The same record by hand and by line is one record: the server says *duplicate*.

mod answers;
pub mod carry;
pub mod commands;
pub mod handlers;
pub mod seal;
pub mod view;

pub use commands::*;
