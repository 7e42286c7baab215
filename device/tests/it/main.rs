//! The device as its shells use it: a data directory, records, and what is shown of them.

mod ahead;
mod board;
mod calendar;
mod checks;
mod cli;
mod corpus;
mod desk;
mod lives;
mod morning;
mod people;
mod photos;
mod report;
mod review;
mod roster;
mod round;
mod routes;
mod similar;
mod store;
mod support;
mod survival;
mod sync;
mod timeline;
mod visits;
