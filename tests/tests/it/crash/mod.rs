//! Real processes that are killed: what a command confirmed is there afterwards.

mod killed;
