//! One row as a person.

use crate::areas::Kelurahan;
use crate::identity::Sex;
use crate::identity::birth::Birth;
use crate::identity::kk::Kk;
use crate::identity::nik::Nik;
use crate::identity::phone::Phone;
use crate::people::Diet;
use crate::places::{Rt, Rw};

/// What could be read of a row. A field with an error is empty here and named among the problems.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// As in the file, titles included, one space between words.
    pub name: String,
    pub nickname: String,
    pub nik: Option<Nik>,
    /// "Belum punya KTP" stands in the list, which is not the same as not knowing.
    pub has_no_nik: bool,
    pub kk: Option<Kk>,
    pub birth: Option<Birth>,
    pub birth_place: String,
    /// From the list, else from a title, else from the NIK.
    pub sex: Option<Sex>,
    /// Whether the list itself says the sex.
    pub sex_is_said: bool,
    pub rt: Option<Rt>,
    pub rw: Option<Rw>,
    pub kelurahan: Option<&'static Kelurahan>,
    pub address: String,
    pub landmark: String,
    pub phone: Option<Phone>,
    pub contact_name: String,
    pub diet: Diet,
    pub note: String,
}
