//! The server as devices meet it: real HTTP on a free port, a real store, a clock that the test holds.

mod agreement;
mod bad_input;
mod cli;
mod clocks;
mod contract;
mod device;
mod full_disk;
mod hello;
mod local;
mod migrations;
mod office;
mod order;
mod pairing;
mod pull;
mod push;
mod rights;
mod sample;
mod set_aside;
mod work;
