//! The table of recipients: searched, filtered, sorted, one page at a time.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use rantang_core::people::{BirthPrecision, Name, Sex};
use rantang_core::places::{Rt, Rw};
use rantang_core::text::Line;
use rusqlite::{Connection, OptionalExtension};

use super::index::{Entry, PeopleIndex, read};
use super::view::{PeopleCounts, PeoplePageView, PersonRow};
use super::{PeopleFilter, PeopleList};
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
        let wanted = |entry: &&Entry| {
            let on_route = |id| entry.route.is_some_and(|route| route.0 == id);
            passes(entry, index, args.filter)
                && args.route_id.is_none_or(on_route)
                && (rw.is_none() || entry.rw == rw)
                && found.as_ref().is_none_or(|found| found.contains(entry.n))
        };
        let entries: Vec<&Entry> = match index.orders.get(index, args.sort, args.descending) {
            Some(order) => order
                .iter()
                .filter_map(|at| index.entries.get(*at as usize))
                .map(Arc::as_ref)
                .filter(wanted)
                .collect(),
            None => index
                .entries
                .iter()
                .map(Arc::as_ref)
                .filter(wanted)
                .collect(),
        };
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

/// Rows of the search index, a bit each.
#[derive(Default)]
struct Found {
    bits: Vec<u64>,
}

impl Found {
    fn add(&mut self, n: i64) {
        let Ok(n) = usize::try_from(n) else { return };
        if self.bits.len() <= n / 64 {
            self.bits.resize(n / 64 + 1, 0);
        }
        self.bits[n / 64] |= 1 << (n % 64);
    }

    fn contains(&self, n: i64) -> bool {
        usize::try_from(n).is_ok_and(|n| {
            let word = self.bits.get(n / 64);
            word.is_some_and(|word| word & 1 << (n % 64) != 0)
        })
    }
}

/// `None`: the query holds no word, so everybody matches.
fn matching(db: &Connection, query: &str) -> store::Result<Option<Found>> {
    let Some(expression) = search::expression(db, query)? else {
        return Ok(None);
    };
    let sql = "SELECT rowid FROM persons_words WHERE persons_words MATCH ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([expression])?;
    let mut found = Found::default();
    while let Some(row) = rows.next()? {
        found.add(row.get(0)?);
    }
    Ok(Some(found))
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
    let mut counts = PeopleCounts::default();
    for entry in &index.entries {
        let add = |filter, count: &mut u32| *count += u32::from(passes(entry, index, filter));
        add(PeopleFilter::All, &mut counts.all);
        add(PeopleFilter::WithoutRoute, &mut counts.without_route);
        add(PeopleFilter::Held, &mut counts.held);
        add(PeopleFilter::SpecialDiet, &mut counts.special_diet);
        add(PeopleFilter::LongNotMet, &mut counts.long_not_met);
        add(PeopleFilter::Left, &mut counts.left);
        add(PeopleFilter::DoneToday, &mut counts.done_today);
        add(PeopleFilter::OpenToday, &mut counts.open_today);
    }
    counts
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
pub(crate) fn age(
    birth: NaiveDate,
    precision: Option<BirthPrecision>,
    today: NaiveDate,
) -> Option<u32> {
    let years = today.year() - birth.year();
    let had_birthday = match precision.unwrap_or(BirthPrecision::Day) {
        BirthPrecision::Day => (birth.month(), birth.day()) <= (today.month(), today.day()),
        BirthPrecision::Month => birth.month() <= today.month(),
        BirthPrecision::Year => true,
    };
    u32::try_from(if had_birthday { years } else { years - 1 }).ok()
}
