//! The server as devices meet it: real HTTP on a free port, a real store, a clock that the test holds.

mod agreement;
mod at_once;
mod backup;
mod bad_input;
#[cfg(feature = "s3")]
mod bucket;
mod cli;
mod cli_backups;
mod clocks;
mod commit_order;
mod contract;
mod copy;
mod covers;
mod cut_off;
mod device;
mod device_snapshots;
mod durable;
mod forgetting;
mod forms;
mod full_disk;
mod hello;
mod keys;
mod local;
mod media;
mod media_contract;
mod media_lane;
mod media_store;
mod migrations;
mod moves;
mod office;
mod on_postgres;
mod order;
mod pairing;
mod postgres;
mod pull;
mod push;
mod recover;
mod review;
mod rights;
mod sample;
mod sealed;
mod set_aside;
mod snapshots;
// The one of the whole project: the parts may not depend on the package that has it.
#[path = "../../../tests/src/throwaway_postgres.rs"]
mod throwaway_postgres;
mod work;
