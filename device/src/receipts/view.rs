//! What a receipt code stands for.

use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReceiptView {
    /// The server holds these records.
    Safe {
        /// "K7QF-2M9P"
        code: String,
        call_name: String,
        device_name: String,
        records: u32,
        received_at_ms: i64,
        backed_up: bool,
    },
    /// It stands for nothing that the server holds.
    Unknown { code: String },
}
