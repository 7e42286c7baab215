//! *Pindai kode*: an invitation, or the address of a relay, in a picture, for web views that cannot read codes
//! themselves.

mod commands;
pub mod handlers;
mod picture;
mod view;

pub use commands::CodeRead;
pub use view::CodeSeen;

#[cfg(test)]
mod tests;
