//! The server as devices meet it: real HTTP on a free port, a real store, a clock that the test holds.

mod device;
mod hello;
mod office;
mod pairing;
mod pull;
mod push;
mod rights;
mod set_aside;
mod work;
