//! Who somebody is, as far as papers and lists say: numbers, names, birth, and where the door is.
//!
//! Values here are parsed once, at the edge, and cannot be wrong afterwards.

pub mod birth;
mod birth_reader;
pub mod birth_text;
mod birth_words;
pub mod kk;
pub mod name;
pub mod name_key;
pub mod nik;
pub mod phone;
pub mod rt_rw_text;
mod sex;

pub use crate::people::{BirthPrecision, Sex};
pub use sex::{parse_sex, sex_label};
