//! The parts together: what tests, benches and generators of the whole project share.

pub mod duplicates;
pub mod kills;
pub mod load;
pub mod mutants;
pub mod processes;
pub mod programs;
pub mod proxy;
pub mod roster_generator;
pub mod simulation;
pub mod slow_line;
pub mod throwaway_postgres;
