//! Everybody whom this device knows, with what lists sort, filter and count by, in memory.
//!
//! A list of a hundred thousand people is sorted, filtered and counted without the database, which gives
//! only the texts of the page that is shown. After a write the people whom it touched are read again.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use rantang_core::day::listing::Due;
use rantang_core::enrolment::EnrolmentStatus;
use rantang_core::ids::{PersonId, RouteId};
use rusqlite::{Connection, OptionalExtension};

use super::list;
use super::load::{self, Loaded, Who};
use super::order::Orders;
use super::setting::Setting;
use super::view::{HoldView, PeopleCounts, TodayMark};
use crate::device::Device;
use crate::store::{Error, PeopleTable, Result, Since, Touched, sql};

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
    /// By name; namesakes in the order of their ids.
    fn place(&self) -> (&str, PersonId) {
        (&self.sort_name, self.person)
    }

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
    pub entries: Vec<Arc<Entry>>,
    /// Duplicates that were merged into another person.
    aliases: HashMap<PersonId, PersonId>,
    pub routes: HashMap<RouteId, RouteName>,
    pub serves_today: bool,
    pub counts: PeopleCounts,
    pub(super) orders: Orders,
}

impl PeopleIndex {
    pub fn read(db: &Connection, today: NaiveDate, who: Who<'_>) -> Result<Self> {
        let setting = Setting::read(db, today)?;
        let loaded = load::load(db, &setting, who)?;
        let entries = loaded.entries.into_iter().map(Arc::new).collect();
        Ok(Self::of(setting, entries, loaded.aliases, loaded.routes))
    }

    fn of(
        setting: Setting,
        entries: Vec<Arc<Entry>>,
        aliases: HashMap<PersonId, PersonId>,
        routes: HashMap<RouteId, RouteName>,
    ) -> Self {
        let mut index = Self {
            serves_today: setting.serves(setting.today),
            setting,
            entries,
            aliases,
            routes,
            counts: PeopleCounts::default(),
            orders: Orders::default(),
        };
        index.counts = list::count(&index);
        index
    }

    /// The index as it is after these rows were written; `None`: it has to be made anew.
    fn mended(&self, db: &Connection, touched: &[Touched]) -> Result<Option<Self>> {
        let Some(persons) = persons_of(db, touched)? else {
            return Ok(None);
        };
        let aliases = load::aliases(db)?;
        let meant = |person: &PersonId| {
            let before = self.canonical(*person);
            let now = aliases.get(person).copied().unwrap_or(*person);
            [*person, before, now]
        };
        let persons: BTreeSet<PersonId> = persons.iter().flat_map(meant).collect();
        let ids: Vec<PersonId> = persons.iter().copied().collect();
        let Loaded {
            entries,
            aliases,
            routes,
        } = load::load(db, &self.setting, Who::These(&ids))?;
        let kept: Vec<Arc<Entry>> = self
            .entries
            .iter()
            .filter(|entry| !persons.contains(&entry.person))
            .cloned()
            .collect();
        let entries = merged(kept, entries);
        Ok(Some(Self::of(
            self.setting.clone(),
            entries,
            aliases,
            routes,
        )))
    }

    /// Whom an id means: of a merged duplicate the person who stayed.
    pub fn canonical(&self, person: PersonId) -> PersonId {
        self.aliases.get(&person).copied().unwrap_or(person)
    }

    pub fn entry(&self, person: PersonId) -> Option<&Entry> {
        let canonical = self.canonical(person);
        let found = self.entries.iter().find(|it| it.person == canonical)?;
        Some(found)
    }

    /// The ids that stand for a person, their own first.
    pub fn ids_of(&self, person: PersonId) -> Vec<PersonId> {
        let merged = self.aliases.iter().filter(|(_, into)| **into == person);
        std::iter::once(person)
            .chain(merged.map(|(alias, _)| *alias))
            .collect()
    }
}

/// Two lists by name as one.
fn merged(kept: Vec<Arc<Entry>>, new: Vec<Entry>) -> Vec<Arc<Entry>> {
    let mut all = Vec::with_capacity(kept.len() + new.len());
    let mut rest = kept.as_slice();
    for entry in new {
        let at = rest.partition_point(|it| it.place() < entry.place());
        all.extend_from_slice(&rest[..at]);
        all.push(Arc::new(entry));
        rest = &rest[at..];
    }
    all.extend_from_slice(rest);
    all
}

/// Whose rows these are; `None`: of a door off the list nobody knows to whom it belonged before.
fn persons_of(db: &Connection, touched: &[Touched]) -> Result<Option<BTreeSet<PersonId>>> {
    let mut persons = BTreeSet::new();
    for Touched { table, rowid } in touched {
        let sql = match table {
            PeopleTable::Persons => {
                "SELECT id AS person, false AS off_list FROM persons WHERE n = ?1"
            }
            // Lists show nothing of it.
            PeopleTable::Cases => continue,
            PeopleTable::Enrolments => {
                "SELECT person, false AS off_list FROM enrolments WHERE rowid = ?1"
            }
            PeopleTable::Holds => "SELECT person, false AS off_list FROM holds WHERE rowid = ?1",
            PeopleTable::Deliveries => {
                "SELECT person, door IS NOT NULL AS off_list FROM deliveries WHERE rowid = ?1"
            }
        };
        let found: Option<(Option<PersonId>, bool)> = db
            .prepare_cached(sql)?
            .query_row([rowid], |row| {
                Ok((sql::maybe_id(row, "person")?, row.get("off_list")?))
            })
            .optional()?;
        match found {
            Some((_, true)) => return Ok(None),
            Some((person, false)) => persons.extend(person),
            None => {}
        }
    }
    Ok(Some(persons))
}

/// Keeps the index from one list to the next.
#[derive(Debug, Default)]
pub struct PeopleCache {
    held: Mutex<Option<Held>>,
}

#[derive(Debug)]
struct Held {
    version: u64,
    index: Arc<PeopleIndex>,
}

impl PeopleCache {
    fn get(
        &self,
        device: &Device,
        db: &Connection,
        version: u64,
        today: NaiveDate,
    ) -> Result<Arc<PeopleIndex>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let known = held
            .as_ref()
            .filter(|known| known.index.setting.today == today && known.version <= version);
        let mended = match known {
            Some(known) if known.version == version => return Ok(known.index.clone()),
            Some(known) => match device.store.changes_since(known.version) {
                Since::Rows(touched) => known.index.mended(db, &touched)?,
                Since::Everything => None,
            },
            None => None,
        };
        let index = match mended {
            Some(index) => index,
            None => PeopleIndex::read(db, today, Who::Everybody)?,
        };
        let index = Arc::new(index);
        *held = Some(Held {
            version,
            index: index.clone(),
        });
        Ok(index)
    }
}

/// Reads with the index of the same state of the view, or of a newer one.
pub(crate) fn read<T, E: From<Error>>(
    device: &Device,
    read: impl FnOnce(&Connection, &PeopleIndex) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let version = device.store.version();
    device.read(|db| {
        let today = device.today(db)?;
        let index = device.people.get(device, db, version, today)?;
        read(db, &index)
    })
}
