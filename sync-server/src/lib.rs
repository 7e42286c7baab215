//! The sync server: HTTP, central store, administration.
//!
//! [`http`] speaks the protocol, [`store`] keeps what is true, [`intake`] decides what becomes of
//! pushed operations, [`media`] keeps the bytes of photos, [`cli`] is the administrator's door, [`sample`] a day to try things on.

pub mod agreement;
pub mod audit;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod codes;
pub mod copy;
pub mod http;
pub mod identity;
pub mod intake;
pub mod keys;
pub mod media;
pub mod office;
pub mod sample;
pub mod sealing;
pub mod site;
pub mod snapshots;
pub mod store;
