//! What can be edited is a register with heads.
//!
//! # Invariants
//!
//! * A register's heads are the operations that no other operation names. Arrival order,
//!   grouping and repetition change nothing (property tests below).
//! * More than one head with different values is a conflict: all values are kept until an
//!   operation names them.
//! * No clock decides whether there is a conflict; the provisional winner is a pure function of
//!   the heads.

mod entity;
pub mod packed;
mod register;
mod row;

pub use entity::{EntityKind, EntityRef};
pub use register::{Head, Register};
pub use row::{Privacy, RegisterName, Row, keeps_facts, privacy};
