//! A row that is somebody we know: who it is, and what it says anew.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::diet;
use super::entry::Entry;
use super::field::RosterField;
use super::known::KnownPerson;
use crate::areas;
use crate::identity::birth::Birth;
use crate::identity::name::{bare, collapse};
use crate::identity::nik::Nik;
use crate::identity::{BirthPrecision, sex_label};

/// A person of the store whose row in this file says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// From 0.
    pub row: usize,
    pub person: Uuid,
    pub field: RosterField,
    /// Numbers masked.
    pub before: String,
    pub after: String,
}

/// Finds who a row is, each known person at most once.
pub(super) struct Matcher<'a> {
    known: &'a [KnownPerson],
    by_nik: HashMap<&'a Nik, usize>,
    by_name: HashMap<String, Vec<usize>>,
    taken: HashSet<usize>,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(known: &'a [KnownPerson]) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, person) in known.iter().enumerate() {
            by_name.entry(plain(&person.name)).or_default().push(at);
        }
        let by_nik = known
            .iter()
            .enumerate()
            .filter_map(|(at, person)| Some((person.nik.as_ref()?, at)))
            .collect();
        Self {
            known,
            by_nik,
            by_name,
            taken: HashSet::new(),
        }
    }

    /// By NIK; for rows that have one.
    pub(super) fn by_nik(&mut self, entry: &Entry) -> Option<usize> {
        let at = *self.by_nik.get(entry.nik.as_ref()?)?;
        self.taken.insert(at).then_some(at)
    }

    /// Exactly the person of an earlier import, name, birth and door.
    pub(super) fn unchanged(&mut self, entry: &Entry) -> Option<usize> {
        self.by_name(entry, |person| {
            same_door(person, entry) && person.birth == entry.birth
        })
    }

    /// The same name, and either the door with a birth that can be the same, or a birth that is rare.
    /// Two who fit are nobody: that is for a person to decide.
    pub(super) fn nearly(&mut self, entry: &Entry) -> Option<usize> {
        let fits = |person: &KnownPerson| {
            let birth = match (person.birth, entry.birth) {
                (Some(one), Some(other)) => one.agrees_with(&other),
                _ => true,
            };
            let rare = entry
                .birth
                .is_some_and(|birth| !birth.is_stand_in() && person.birth == Some(birth));
            (same_door(person, entry) && birth) || rare
        };
        let candidates = self.by_name.get(&plain(&entry.name))?;
        let free = candidates
            .iter()
            .filter(|at| !self.taken.contains(at) && self.may_be(**at, entry));
        let fitting: Vec<usize> = free.copied().filter(|at| fits(&self.known[*at])).collect();
        match fitting.as_slice() {
            [one] => self.taken.insert(*one).then_some(*one),
            _ => None,
        }
    }

    /// A person decided it on the screen.
    pub(super) fn decided(&mut self, at: usize) -> bool {
        self.taken.insert(at)
    }

    pub(super) fn is_taken(&self, at: usize) -> bool {
        self.taken.contains(&at)
    }

    fn by_name(&mut self, entry: &Entry, fits: impl Fn(&KnownPerson) -> bool) -> Option<usize> {
        let candidates = self.by_name.get(&plain(&entry.name))?;
        let found = candidates.iter().copied().find(|at| {
            !self.taken.contains(at) && self.may_be(*at, entry) && fits(&self.known[*at])
        })?;
        self.taken.insert(found);
        Some(found)
    }

    fn may_be(&self, at: usize, entry: &Entry) -> bool {
        let person = &self.known[at];
        let numbers = person.nik.is_none() || entry.nik.is_none() || person.nik == entry.nik;
        let place = entry
            .kelurahan
            .is_none_or(|kelurahan| kelurahan.code == person.kelurahan_code);
        numbers && place && !entry.name.is_empty()
    }
}

fn plain(name: &str) -> String {
    bare(&collapse(name)).to_lowercase()
}

fn same_door(person: &KnownPerson, entry: &Entry) -> bool {
    person.rt == entry.rt && person.rw == entry.rw
}

/// What `entry` says otherwise than `person`. A field that is empty in the file says nothing.
pub(super) fn changes(row: usize, entry: &Entry, person: &KnownPerson) -> Vec<Change> {
    let mut found = Vec::new();
    let mut change = |field, before: String, after: String| {
        found.push(Change {
            row,
            person: person.id,
            field,
            before,
            after,
        });
    };
    let texts = [
        (RosterField::Name, &person.name, &entry.name),
        (RosterField::Nickname, &person.nickname, &entry.nickname),
        (RosterField::Address, &person.address, &entry.address),
        (RosterField::Landmark, &person.landmark, &entry.landmark),
        (RosterField::Note, &person.note, &entry.note),
    ];
    for (field, before, after) in texts {
        if !after.is_empty() && collapse(before).to_lowercase() != after.to_lowercase() {
            change(field, before.clone(), after.clone());
        }
    }
    let contact = entry.contact_name.to_lowercase();
    let is_known = person
        .contact_names
        .iter()
        .any(|name| collapse(name).to_lowercase() == contact);
    if !contact.is_empty() && !is_known {
        let before = person.contact_names.join(", ");
        change(RosterField::ContactName, before, entry.contact_name.clone());
    }
    if entry.diet.is_special() && entry.diet != person.diet {
        change(
            RosterField::Diet,
            diet::shown(&person.diet),
            diet::shown(&entry.diet),
        );
    }
    if let Some(nik) = entry
        .nik
        .as_ref()
        .filter(|nik| person.nik.as_ref() != Some(*nik))
    {
        change(
            RosterField::Nik,
            person.nik.as_ref().map(Nik::masked).unwrap_or_default(),
            nik.masked(),
        );
    }
    if let Some(kk) = entry
        .kk
        .as_ref()
        .filter(|kk| person.kk.as_ref() != Some(*kk))
    {
        let before = person.kk.as_ref().map(|kk| kk.masked()).unwrap_or_default();
        change(RosterField::Kk, before, kk.masked());
    }
    if let Some(birth) = entry
        .birth
        .filter(|birth| says_more(birth, person.birth.as_ref()))
    {
        let before = person.birth.map(|birth| birth.shown()).unwrap_or_default();
        change(RosterField::BirthDate, before, birth.shown());
    }
    let sex = entry
        .sex
        .filter(|sex| person.sex != Some(*sex) && (entry.sex_is_said || person.sex.is_none()));
    if let Some(sex) = sex {
        let before = person.sex.map(sex_label).unwrap_or_default();
        change(RosterField::Sex, before.into(), sex_label(sex).into());
    }
    if (entry.rt, entry.rw) != (person.rt, person.rw)
        && let (Some(rt), Some(rw)) = (entry.rt, entry.rw)
    {
        let before = match (person.rt, person.rw) {
            (Some(rt), Some(rw)) => format!("{rt}/{rw}"),
            _ => String::new(),
        };
        change(RosterField::RtRw, before, format!("{rt}/{rw}"));
    }
    if let Some(kelurahan) = entry
        .kelurahan
        .filter(|kelurahan| kelurahan.code != person.kelurahan_code)
    {
        let before = areas::by_code(&person.kelurahan_code).map_or("", |known| known.name);
        change(RosterField::Kelurahan, before.into(), kelurahan.name.into());
    }
    if let Some(phone) = entry
        .phone
        .as_ref()
        .filter(|phone| person.phone.as_ref() != Some(*phone))
    {
        let before = person
            .phone
            .as_ref()
            .map(|phone| phone.shown())
            .unwrap_or_default();
        change(RosterField::Phone, before, phone.shown());
    }
    found
}

/// Whether a birth adds to, or contradicts, what is known. "1946" says nothing against 2/11/1946, and
/// an age that comes from this year's list nothing against last year's.
fn says_more(birth: &Birth, known: Option<&Birth>) -> bool {
    match known {
        None => true,
        Some(known) if birth.precision() == BirthPrecision::Year => !birth.agrees_with(known),
        Some(known) => {
            birth != known && (birth.precision() <= known.precision() || !birth.agrees_with(known))
        }
    }
}
