//! Who is like whom: whether two records are probably of one person, and why.
//!
//! One scorer for the roster importer, for the desk before somebody is registered, and for *Perlu
//! dicek*. It adds evidence (Fellegi and Sunter 1969): each thing that agrees or disagrees counts so many
//! bits for or against, set by hand from how often it happens by chance among elders of one kecamatan.
//! The sum is a score from 0 to 100, and every piece of evidence is a [`Reason`] that can be said aloud.
//!
//! # Invariants
//!
//! * A pure function of the two records: every device gives a pair the same score.
//! * It has no direction: `a` is as much like `b` as `b` is like `a`.
//! * What is not known counts neither way.

mod compare;
mod face;
mod index;
mod names;
mod reason;
#[cfg(test)]
mod tests;

pub use compare::{Similarity, Verdict, compare};
pub use face::Face;
pub use index::Index;
pub use reason::Reason;

use crate::ids::{ItemId, PersonId, derived};

/// *Perlu dicek*: these two may be one person. The same item whoever of them is named first.
pub fn pair_id(a: PersonId, b: PersonId) -> ItemId {
    let (first, second) = (a.min(b), a.max(b));
    ItemId(derived(
        "same_person",
        &[first.as_bytes(), second.as_bytes()],
    ))
}
