//! One test binary for everything that concerns more than one part.

mod carried;
mod covered;
mod crash;
mod duplicates;
mod first_sync;
mod load;
mod paired_again;
mod photos;
mod postgres;
mod relayed;
mod roster;
mod sample_day;
mod seeds;
mod simulation;
mod tidy;
mod visits;
