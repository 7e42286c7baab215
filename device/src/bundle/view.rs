//! What is told of a file that goes by hand.

use serde::Serialize;
use ts_rs::TS;

use crate::recap::view::FileView;

/// All that is unsent, in a file to hand on.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BundleView {
    pub records: u32,
    pub file: FileView,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum BundleKind {
    /// Records of other devices: they are at the server now.
    Delivered,
    /// The server's answers: records of this device have a verdict now.
    Answered,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BundleReadView {
    pub kind: BundleKind,
    /// Delivered: records that the server has. Answered: own records whose fate is known now.
    pub records: u32,
    /// Parts that the server refused, or answers that are for other devices.
    pub others: u32,
    /// Parts that the line did not carry any more: the same file again brings them.
    pub left: u32,
    /// What the server answered, to be carried back to the devices that recorded.
    pub answers: Option<FileView>,
}
