//! Today is computed, never stored: from enrolments, holds, service days and what was recorded.
//!
//! # Where to look
//!
//! [`listing`] decides who is on a route's list, [`door`] what the attempts at a door add up to,
//! [`boxes`] where the boxes are, [`news`] what changed since yesterday, [`alerts`] what asks the
//! coordinator for an act, [`recap`] what is said at the end.

pub mod alerts;
pub mod boxes;
pub mod door;
pub mod listing;
pub mod news;
pub mod recap;
