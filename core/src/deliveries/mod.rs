//! Deliveries: attempts at doors, and the slot that counts one hand-over.

pub mod outcome;
