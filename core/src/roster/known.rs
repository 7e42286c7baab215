//! People who are already in the store, as far as a roster can speak of them.

use uuid::Uuid;

use crate::identity::Sex;
use crate::identity::birth::Birth;
use crate::identity::kk::Kk;
use crate::identity::nik::Nik;
use crate::identity::phone::Phone;
use crate::people::Diet;
use crate::places::{Rt, Rw};

#[derive(Clone, Debug, PartialEq)]
pub struct KnownPerson {
    pub id: Uuid,
    pub standing: KnownStanding,
    pub name: String,
    pub nickname: String,
    pub nik: Option<Nik>,
    pub kk: Option<Kk>,
    pub birth: Option<Birth>,
    pub sex: Option<Sex>,
    pub rt: Option<Rt>,
    pub rw: Option<Rw>,
    pub kelurahan_code: String,
    pub address: String,
    pub landmark: String,
    pub phone: Option<Phone>,
    /// Of all contacts.
    pub contact_names: Vec<String>,
    pub diet: Diet,
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownStanding {
    /// Has an enrolment that has not ended.
    Enrolled,
    /// Known, and in no enrolment of the current period: a list that has them enters them.
    NotEnrolled,
    Left,
    Deceased,
}
