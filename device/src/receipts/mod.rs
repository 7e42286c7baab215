//! *Kode bukti*: what a courier reads out, verified at the desk.

mod commands;
pub mod handlers;
mod view;

pub use commands::ReceiptVerify;
pub use view::ReceiptView;
