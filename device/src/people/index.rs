//! Everybody whom this device knows, with what lists sort, filter and count by, in memory.
//!
//! Made anew from the view after a write. A list of a hundred thousand people is then sorted,
//! filtered and counted without the database, which gives only the texts of the page that is shown.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use rantang_core::day::listing::Due;
use rantang_core::enrolment::EnrolmentStatus;
use rantang_core::ids::{PersonId, RouteId};
use rusqlite::Connection;

use super::list;
use super::load::{self, Who};
use super::setting::Setting;
use super::view::{HoldView, PeopleCounts, TodayMark};
use crate::device::Device;
use crate::store::{Error, Result};

/// One person as lists need them.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Row of `persons`, and of the search index.
    pub n: i64,
    pub person: PersonId,
    pub sort_name: Box<str>,
    pub birth: Option<NaiveDate>,
    pub kelurahan: Arc<str>,
    pub rw: Option<u16>,
    pub rt: Option<u16>,
    pub status: EnrolmentStatus,
    pub route: Option<RouteId>,
    pub order_key: Box<str>,
    pub has_special_diet: bool,
    /// Left the programme, or died.
    pub is_gone: bool,
    pub due: Due,
    pub hold: Option<Box<HoldView>>,
    pub today: TodayMark,
    pub attempted: bool,
    /// The door of today is closed.
    pub done: bool,
    pub last_met: Option<NaiveDate>,
    pub is_long_not_met: bool,
}

impl Entry {
    /// On a courier's list today, or was at the door already.
    pub fn is_visited_today(&self) -> bool {
        self.route.is_some() && (matches!(self.due, Due::Visit { .. }) || self.attempted)
    }

    /// Ought to be on a route and is on none.
    pub fn needs_route(&self) -> bool {
        let served = matches!(
            self.status,
            EnrolmentStatus::Active | EnrolmentStatus::Suspended
        );
        self.route.is_none() && served && !self.is_gone
    }
}

/// A route as lists name it.
#[derive(Clone, Debug)]
pub struct RouteName {
    pub name: String,
    pub courier_name: Option<String>,
}

#[derive(Debug)]
pub struct PeopleIndex {
    pub setting: Setting,
    /// By name.
    pub entries: Vec<Entry>,
    by_person: HashMap<PersonId, u32>,
    /// Duplicates that were merged into another person.
    aliases: HashMap<PersonId, PersonId>,
    pub routes: HashMap<RouteId, RouteName>,
    pub serves_today: bool,
    pub counts: PeopleCounts,
}

impl PeopleIndex {
    pub fn read(db: &Connection, today: NaiveDate, who: Who<'_>) -> Result<Self> {
        let setting = Setting::read(db, today)?;
        let loaded = load::load(db, &setting, who)?;
        let by_person = (0..)
            .zip(&loaded.entries)
            .map(|(at, entry)| (entry.person, at))
            .collect();
        let mut index = Self {
            serves_today: setting.serves(today),
            setting,
            entries: loaded.entries,
            by_person,
            aliases: loaded.aliases,
            routes: loaded.routes,
            counts: PeopleCounts::default(),
        };
        index.counts = list::count(&index);
        Ok(index)
    }

    /// Whom an id means: of a merged duplicate the person who stayed.
    pub fn canonical(&self, person: PersonId) -> PersonId {
        self.aliases.get(&person).copied().unwrap_or(person)
    }

    pub fn entry(&self, person: PersonId) -> Option<&Entry> {
        let at = self.by_person.get(&self.canonical(person))?;
        self.entries.get(*at as usize)
    }

    /// The ids that stand for a person, their own first.
    pub fn ids_of(&self, person: PersonId) -> Vec<PersonId> {
        let merged = self.aliases.iter().filter(|(_, into)| **into == person);
        std::iter::once(person)
            .chain(merged.map(|(alias, _)| *alias))
            .collect()
    }
}

/// Keeps the index until the next write.
#[derive(Debug, Default)]
pub struct PeopleCache {
    held: Mutex<Option<Held>>,
}

#[derive(Debug)]
struct Held {
    version: u64,
    today: NaiveDate,
    index: Arc<PeopleIndex>,
}

impl PeopleCache {
    fn get(&self, db: &Connection, version: u64, today: NaiveDate) -> Result<Arc<PeopleIndex>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held
            .as_ref()
            .filter(|known| known.version == version && known.today == today)
        {
            return Ok(known.index.clone());
        }
        let index = Arc::new(PeopleIndex::read(db, today, Who::Everybody)?);
        *held = Some(Held {
            version,
            today,
            index: index.clone(),
        });
        Ok(index)
    }
}

/// Reads with the index of the same state of the view.
pub(crate) fn read<T, E: From<Error>>(
    device: &Device,
    read: impl FnOnce(&Connection, &PeopleIndex) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let version = device.store.version();
    device.read(|db| {
        let today = device.today(db)?;
        let index = device.people.get(db, version, today)?;
        read(db, &index)
    })
}
