//! A device that begins with much: by snapshots, over a line that breaks, and with work of its own on top.

mod line;
mod stories;
