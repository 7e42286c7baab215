//! Worlds from seeds: nothing is lost and all replicas agree with the model, whatever the network does.

mod bugs_made_to_order;
mod stories;
