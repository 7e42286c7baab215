//! Which generated files a run looks at.

use crate::seeds::{first_fresh_seed, seeds as of_all};

/// Looked at in every run.
const FIXED: std::ops::Range<u64> = 0..10;
/// And as many that nobody has looked at before this commit.
const FRESH_COUNT: u64 = 10;

pub fn seeds() -> Vec<u64> {
    of_all(FIXED, FRESH_COUNT)
}

/// Where each seed costs a server and a device.
pub fn one_fixed_and_one_fresh() -> [u64; 2] {
    [FIXED.end, first_fresh_seed(FRESH_COUNT) + FRESH_COUNT]
}
