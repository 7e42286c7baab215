//! A day to try things on: one kelurahan with its couriers and their doors, all invented.
//!
//! Everything is written as operations of the server's own log, so that devices get it by pull.
//! Ids follow from the tables' words: writing the sample again changes nothing, and a later day
//! adds only that day's hand-over of boxes. The two weeks behind the first day come with the sample, once.
//!
//! People, addresses and telephones are invented. So are the NIKs: their day of birth is 00,
//! which nobody has.

mod day;
mod past;
mod people;
mod staff;
mod table;

use chrono::{NaiveDate, NaiveTime};
use rantang_core::ids::{OpId, PeriodId, PersonId, ProgrammeId, RouteId, UserId, derived};
use rantang_core::operation::Payload;
use rantang_core::places::AreaCode;
use rantang_core::scopes::Scope;
use rantang_core::text::{Bounded, Line};
use rantang_core::time::hour_minute_ms;
use uuid::Uuid;

use crate::store::OwnOperation;

pub use table::{PersonRecord, StaffRecord, people as people_table, staff as staff_table};

/// Kampung Rawa, Johar Baru, Jakarta Pusat.
pub const AREA: &str = "31.71.08.1002";

/// The key of the one who coordinates.
pub const COORDINATOR: &str = "ratna";

/// When the sample is written: it stands around this day, and nothing in it is later than `now_ms`.
#[derive(Clone, Debug)]
pub struct Moment {
    pub area: AreaCode,
    pub today: NaiveDate,
    pub now_ms: i64,
    pub season: Season,
}

/// Which time of the year the sample shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Season {
    /// Every day is a service day, so that the sample can be tried on any.
    Usual,
    /// Today lies in Ramadan; who eats soft food does not fast.
    Ramadan,
    /// The kitchen rests at weekends and on national holidays.
    Holidays,
}

/// What the couriers brought in the two weeks behind the day, in order.
pub fn past(moment: &Moment) -> Vec<OwnOperation> {
    past::operations(moment)
}

/// Everything of the day, in order.
pub fn operations(moment: &Moment) -> Vec<OwnOperation> {
    let mut all = staff::operations(moment);
    all.extend(people::operations(moment));
    all.extend(day::operations(moment));
    all
}

pub fn user_id(key: &str) -> UserId {
    UserId(id("user", key))
}

pub fn route_id(courier: &str) -> RouteId {
    RouteId(id("route", courier))
}

pub fn person_id(name: &str) -> PersonId {
    PersonId(id("person", name))
}

pub fn programme_id() -> ProgrammeId {
    ProgrammeId(id("programme", "permakanan"))
}

pub fn period_id() -> PeriodId {
    PeriodId(id("period", "permakanan"))
}

fn id(what: &str, key: &str) -> Uuid {
    derived("sample", &[what.as_bytes(), key.as_bytes()])
}

impl Moment {
    /// An instant `days` from today, or now if that is earlier.
    fn at(&self, days: i64, hour: u32, minute: u32) -> i64 {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        hour_minute_ms(self.date(days), time).min(self.now_ms)
    }

    fn date(&self, days: i64) -> NaiveDate {
        self.today + chrono::TimeDelta::days(days)
    }

    fn plan(&self) -> Scope {
        Scope::Plan {
            area: self.area.clone(),
        }
    }
}

/// One operation, named by its label: the same label is the same operation.
fn operation(label: &str, scope: Scope, payload: impl Into<Payload>, at_ms: i64) -> OwnOperation {
    OwnOperation {
        op: op_id(label),
        scope,
        payload: payload.into(),
        at_ms,
        salt: *id("salt", label).as_bytes(),
    }
}

fn op_id(label: &str) -> OpId {
    OpId(id("op", label))
}

/// Text of our own tables: short enough, or left out.
fn text<const MAX: usize>(text: &str) -> Bounded<MAX> {
    Bounded::parse(text).unwrap_or_default()
}

fn line(words: &str) -> Line {
    text(words)
}
