//! One test binary for everything that concerns more than one part.

mod roster;
mod tidy;
