//! What must become of the bytes of every photo that somebody was told is saved.

use std::collections::BTreeSet;

use rantang_core::ids::OpId;

use super::{Expected, Means, Model, Said};

/// The name of a ciphertext.
pub type Hash = [u8; 32];

/// A photo, by the operation that names it.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    pub said: &'a Said,
    pub hashes: [Hash; 2],
}

impl Model {
    /// Every photo, except those that a fault destroyed.
    pub fn photos(&self) -> impl Iterator<Item = Taken<'_>> {
        self.said.iter().filter_map(|said| {
            let is_gone =
                self.destroyed.contains(&said.op) || self.destroyed_photos.contains(&said.op);
            let hashes = said.sets.iter().find_map(|set| match set.means {
                Means::Photo(hashes) => Some(hashes),
                _ => None,
            });
            hashes
                .filter(|_| !is_gone)
                .map(|hashes| Taken { said, hashes })
        })
    }

    /// What somebody took away, whatever the server says of it.
    pub fn taken_away_by_anybody(&self) -> BTreeSet<OpId> {
        let sets = self.said.iter().flat_map(|said| &said.sets);
        sets.filter(|set| set.register == "photos")
            .flat_map(|set| set.saw.iter().copied())
            .collect()
    }

    pub fn destroy_photo(&mut self, op: OpId) {
        self.destroyed_photos.insert(op);
    }

    pub fn destroyed_photos(&self) -> usize {
        self.destroyed_photos.len()
    }
}

impl Expected {
    /// What was taken away by an operation that has its effect.
    pub fn taken_away(&self) -> BTreeSet<OpId> {
        let registers = self
            .rows
            .values()
            .filter_map(|it| it.registers.get("photos"));
        registers
            .flat_map(|register| register.replaced.iter().copied())
            .collect()
    }
}
