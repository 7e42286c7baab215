//! The table of recipients: searched, filtered, sorted, one page at a time.

use std::cmp::{Ordering, Reverse};

use chrono::{Datelike, NaiveDate};
use rantang_core::people::{BirthPrecision, Name, Sex};
use rantang_core::places::{Rt, Rw};
use rantang_core::text::Line;
use rusqlite::{Connection, OptionalExtension};

use super::index::{Entry, PeopleIndex, read};
use super::view::{PeopleCounts, PeoplePageView, PersonRow};
use super::{PeopleFilter, PeopleList, PeopleSort};
use crate::command::Failure;
use crate::day;
use crate::device::Device;
use crate::store::{self, search, sql};

/// Rows of one page.
const LIMIT_MAX: u32 = 500;

pub(super) fn list(device: &Device, args: &PeopleList) -> Result<PeoplePageView, Failure> {
    if LIMIT_MAX < args.limit {
        return Err(Failure::bad_request(format!(
            "limit paling banyak {LIMIT_MAX}"
        )));
    }
    let rw = match args.rw.as_deref() {
        Some(text) => Some(
            Rw::parse(text)
                .map_err(|_| Failure::bad_request("rw bukan angka 1 sampai 999"))?
                .number(),
        ),
        None => None,
    };
    read(device, |db, index| {
        let found = matching(db, &args.search)?;
        let mut entries: Vec<&Entry> = index
            .entries
            .iter()
            .filter(|entry| passes(entry, index, args.filter))
            .filter(|entry| {
                args.route_id
                    .is_none_or(|id| entry.route.is_some_and(|route| route.0 == id))
            })
            .filter(|entry| rw.is_none() || entry.rw == rw)
            .filter(|entry| {
                found
                    .as_ref()
                    .is_none_or(|ns| ns.binary_search(&entry.n).is_ok())
            })
            .collect();
        sort(&mut entries, index, args.sort, args.descending);
        let page = entries
            .iter()
            .skip(args.offset as usize)
            .take(args.limit as usize)
            .copied();
        Ok(PeoplePageView {
            rows: rows(db, index, page)?,
            matches: entries.len() as u32,
            counts: index.counts.clone(),
        })
    })
}

/// Rows of the search index that match; `None`: everybody.
fn matching(db: &Connection, query: &str) -> store::Result<Option<Vec<i64>>> {
    let Some(expression) = search::expression(db, query)? else {
        return Ok(None);
    };
    let sql = "SELECT rowid FROM persons_words WHERE persons_words MATCH ?1";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([expression], |row| row.get(0))?;
    let mut ns: Vec<i64> = found.collect::<rusqlite::Result<_>>()?;
    ns.sort_unstable();
    Ok(Some(ns))
}

fn passes(entry: &Entry, index: &PeopleIndex, filter: PeopleFilter) -> bool {
    match filter {
        PeopleFilter::All => true,
        PeopleFilter::WithoutRoute => entry.needs_route(),
        PeopleFilter::Held => entry.hold.is_some() && !entry.is_gone,
        PeopleFilter::SpecialDiet => entry.has_special_diet && !entry.is_gone,
        PeopleFilter::LongNotMet => entry.is_long_not_met,
        PeopleFilter::Left => entry.is_gone,
        PeopleFilter::DoneToday => index.serves_today && entry.is_visited_today() && entry.done,
        PeopleFilter::OpenToday => index.serves_today && entry.is_visited_today() && !entry.done,
    }
}

pub(super) fn count(index: &PeopleIndex) -> PeopleCounts {
    let of = |filter| {
        index
            .entries
            .iter()
            .filter(|entry| passes(entry, index, filter))
            .count() as u32
    };
    PeopleCounts {
        all: of(PeopleFilter::All),
        without_route: of(PeopleFilter::WithoutRoute),
        held: of(PeopleFilter::Held),
        special_diet: of(PeopleFilter::SpecialDiet),
        long_not_met: of(PeopleFilter::LongNotMet),
        left: of(PeopleFilter::Left),
        done_today: of(PeopleFilter::DoneToday),
        open_today: of(PeopleFilter::OpenToday),
    }
}

/// Entries come by name, and stay so within what is equal. What is not known stands at the end,
/// whatever the direction.
fn sort(entries: &mut [&Entry], index: &PeopleIndex, by: PeopleSort, descending: bool) {
    match by {
        PeopleSort::Name => {
            if descending {
                entries.reverse();
            }
        }
        // The oldest has the most years and the earliest birth.
        PeopleSort::Age => {
            entries.sort_by(|a, b| known(a.birth.map(Reverse), b.birth.map(Reverse), descending))
        }
        PeopleSort::Place => entries.sort_by(|a, b| {
            let key = |entry: &Entry| entry.rw.map(|rw| (rw, entry.rt.unwrap_or(u16::MAX)));
            a.kelurahan
                .cmp(&b.kelurahan)
                .then_with(|| known(key(a), key(b), descending))
        }),
        PeopleSort::Route => entries.sort_by(|a, b| {
            let key = |entry: &'_ Entry| {
                let route = entry.route?;
                let name = index.routes.get(&route).map(|route| route.name.as_str());
                Some((name, route))
            };
            known(key(a), key(b), descending).then_with(|| a.order_key.cmp(&b.order_key))
        }),
        PeopleSort::LastMet => {
            entries.sort_by(|a, b| known(a.last_met, b.last_met, descending));
        }
    }
}

fn known<T: Ord>(a: Option<T>, b: Option<T>, descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The rows of some people, in the order given.
pub(crate) fn rows<'a>(
    db: &Connection,
    index: &PeopleIndex,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> store::Result<Vec<PersonRow>> {
    let sql =
        "SELECT name, honorific, sex, birth_precision, gang, landmark FROM persons WHERE n = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = Vec::new();
    for entry in entries {
        let row = statement
            .query_row([entry.n], |row| {
                let name = Name {
                    name: day::line(row, "name")?,
                    honorific: day::line(row, "honorific")?,
                    nickname: Line::default(),
                };
                let sex: Option<Sex> = sql::maybe_from_code(row, "sex")?;
                let precision = sql::maybe_from_code(row, "birth_precision")?;
                let route = entry.route.and_then(|route| index.routes.get(&route));
                Ok(PersonRow {
                    id: entry.person.0,
                    name: day::display_name(&name, sex),
                    birth_year: entry.birth.map(|birth| birth.year()),
                    age: entry
                        .birth
                        .and_then(|birth| age(birth, precision, index.setting.today)),
                    rw: shown(entry.rw.and_then(|rw| Rw::new(rw).ok())),
                    rt: shown(entry.rt.and_then(|rt| Rt::new(rt).ok())),
                    gang: row.get("gang")?,
                    landmark: row.get("landmark")?,
                    kelurahan_code: entry.kelurahan.to_string(),
                    route_id: entry.route.map(|route| route.0),
                    route_name: route.map(|route| route.name.clone()),
                    courier_name: route.and_then(|route| route.courier_name.clone()),
                    status: entry.status,
                    hold: entry.hold.as_deref().cloned(),
                    has_special_diet: entry.has_special_diet,
                    today: entry.today.clone(),
                    last_met_on: entry.last_met,
                })
            })
            .optional()?;
        rows.extend(row);
    }
    Ok(rows)
}

pub(crate) fn shown<T: ToString>(number: Option<T>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// Full years, as well as the birth is known; a birth in the future has none.
fn age(birth: NaiveDate, precision: Option<BirthPrecision>, today: NaiveDate) -> Option<u32> {
    let years = today.year() - birth.year();
    let had_birthday = match precision.unwrap_or(BirthPrecision::Day) {
        BirthPrecision::Day => (birth.month(), birth.day()) <= (today.month(), today.day()),
        BirthPrecision::Month => birth.month() <= today.month(),
        BirthPrecision::Year => true,
    };
    u32::try_from(if had_birthday { years } else { years - 1 }).ok()
}
