//! The roster: a table kept by hand becomes people.
//!
//! Everything here is a pure function of the cells, of the people already known and of today's date:
//! [`preview::preview`] says what would enter, what cannot and why, and what would change. Offices
//! keep these tables by hand, so nothing is taken for granted about them, and nothing is guessed: a
//! value that cannot be read for certain is a [`problem::Problem`] with what could stand there.

pub mod changes;
pub mod diet;
pub mod duplicates;
pub mod entry;
pub mod field;
pub mod header;
mod header_split;
pub mod known;
pub mod layout;
pub mod nik_cell;
pub mod preview;
pub mod problem;
pub mod reader;
mod reader_birth;
mod reader_compare;
mod reader_place;
mod settle;
pub mod sheet;
mod synonym_list;
mod synonyms;
mod words;

#[cfg(test)]
mod tests;
