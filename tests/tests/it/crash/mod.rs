//! Real processes that are killed: what a command confirmed is there afterwards.

mod killed_while_recording;
mod programs;
