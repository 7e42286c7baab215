//! Reads a month from the view.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use rantang_core::areas;
use rantang_core::ids::{PersonId, UserId};
use rantang_core::places::{Rt, Rw};
use rantang_core::staff::Role;
use rantang_core::visits::{NextStep, VisitOutcome, VisitValue};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::view::{MonthlyCount, MonthlyRow, MonthlySum, MonthlyView};
use crate::checks::store as checks;
use crate::command::{ErrorCode, Failure};
use crate::device::{Device, author};
use crate::people::list::shown;
use crate::people::names::Names;
use crate::store::Result;
use crate::store::sql::{self, blob};
use crate::visits::view::ColleagueView;
use crate::visits::{coordinator, visitors};

/// Months that can be chosen, this one included: what an office still asks about.
const MONTHS: u32 = 12;

pub(super) fn monthly(
    device: &Device,
    db: &Connection,
    month: Option<&str>,
    psm: Option<Uuid>,
) -> std::result::Result<MonthlyView, Failure> {
    let today = device.today(db)?;
    let (first, last) = bounds(month, today)?;
    let who = author(db)?;
    let plans = who.roles.contains(&Role::Koordinator);
    let names = Names::read(db)?;
    let own = ColleagueView {
        id: who.user.0,
        name: names.user(who.user),
        phone: names.phone(who.user),
    };
    let colleagues = if plans {
        visitors(db)?
    } else {
        vec![own.clone()]
    };
    let psm = match psm {
        Some(id) if id == own.id => own,
        Some(id) => colleagues
            .iter()
            .find(|it| it.id == id)
            .cloned()
            .ok_or_else(|| {
                Failure::new(
                    ErrorCode::NotPermitted,
                    "Laporan orang lain hanya dibuka koordinator. Tidak ada yang berubah.",
                )
            })?,
        None => usual(db, &own, &colleagues, first, last)?,
    };
    let rows = rows(db, &names, UserId(psm.id), first, last)?;
    let code = who.area.as_str();
    Ok(MonthlyView {
        month: first.format("%Y-%m").to_string(),
        months: months(today),
        sums: sums(&rows),
        coordinator_name: match coordinator(db)? {
            Some(it) => full_name(db, it.id)?.unwrap_or(it.name),
            None => String::new(),
        },
        psm_full_name: full_name(db, psm.id)?.unwrap_or_else(|| psm.name.clone()),
        kelurahan_name: areas::by_code(code)
            .map_or_else(|| code.to_owned(), |area| area.name.to_owned()),
        psm,
        visitors: colleagues,
        rows,
    })
}

fn full_name(db: &Connection, user: Uuid) -> Result<Option<String>> {
    let sql = "SELECT full_name FROM users WHERE id = ?1 AND full_name <> ''";
    Ok(db
        .prepare_cached(sql)?
        .query_row([blob(user)], |row| row.get(0))
        .optional()?)
}

/// Whoever asks; a coordinator who went nowhere means the first who did.
fn usual(
    db: &Connection,
    own: &ColleagueView,
    colleagues: &[ColleagueView],
    first: NaiveDate,
    last: NaiveDate,
) -> Result<ColleagueView> {
    let sql = "SELECT 1 FROM visits WHERE visitor = ?1 AND made_on BETWEEN ?2 AND ?3";
    let mut statement = db.prepare_cached(sql)?;
    for it in std::iter::once(own).chain(colleagues) {
        if statement.exists((blob(it.id), sql::day(first), sql::day(last)))? {
            return Ok(it.clone());
        }
    }
    Ok(own.clone())
}

fn bounds(
    month: Option<&str>,
    today: NaiveDate,
) -> std::result::Result<(NaiveDate, NaiveDate), Failure> {
    let first = match month {
        Some(text) => format!("{text}-01").parse::<NaiveDate>().map_err(|_| {
            Failure::bad_request(format!("bulan {text} tidak terbaca; contoh: 2026-11"))
        })?,
        None => today.with_day(1).unwrap_or(today),
    };
    let last = first
        .checked_add_months(Months::new(1))
        .and_then(|next| next.pred_opt())
        .ok_or_else(|| Failure::bad_request("bulan di luar kalender"))?;
    Ok((first, last))
}

fn months(today: NaiveDate) -> Vec<String> {
    let first = today.with_day(1).unwrap_or(today);
    (0..MONTHS)
        .filter_map(|back| first.checked_sub_months(Months::new(back)))
        .map(|month| month.format("%Y-%m").to_string())
        .collect()
}

fn rows(
    db: &Connection,
    names: &Names<'_>,
    visitor: UserId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<MonthlyRow>> {
    let parts = parts(db, first, last)?;
    let sql = "SELECT visits.id, visits.person, visits.purpose, visits.made_on, visits.value, visits.verified,
                      persons.rw, persons.rt, persons.gang,
                      (SELECT count(*) FROM photos WHERE photos.entity = visits.id
                           AND photos.kind = 'visit' AND photos.entry = 'photo') AS photos
               FROM visits LEFT JOIN persons ON persons.id = visits.person
               WHERE visitor = ?1 AND made_on BETWEEN ?2 AND ?3 AND value IS NOT NULL
               ORDER BY made_on, value_at_ms, visits.id";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query((blob(visitor), sql::day(first), sql::day(last)))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let value: VisitValue = sql::value(row, "value")?;
        let visit_id: Uuid = sql::id(row, "id")?;
        let person: PersonId = sql::id(row, "person")?;
        let (rw, rt): (Option<u16>, Option<u16>) = (row.get("rw")?, row.get("rt")?);
        let verified: Option<String> = row.get("verified")?;
        let by = value.next.by.filter(|by| *by != visitor);
        rows.push(MonthlyRow {
            visit_id,
            person_id: person.0,
            date: sql::date(row, "made_on")?,
            purpose: sql::from_code(row, "purpose")?,
            person_name: names
                .person(person)?
                .unwrap_or_else(|| "orang yang tidak ada di perangkat ini".to_owned()),
            rw: shown(rw.and_then(|rw| Rw::new(rw).ok())),
            rt: shown(rt.and_then(|rt| Rt::new(rt).ok())),
            gang: row.get::<_, Option<String>>("gang")?.unwrap_or_default(),
            outcome: value.outcome,
            met: value.met.iter().copied().collect(),
            wellbeing: value.wellbeing,
            note: value.note.to_string(),
            parts: parts.get(&visit_id).cloned().unwrap_or_default(),
            next: value.next.step,
            next_on: value.next.on,
            next_by: by.map(|by| names.user(by)).unwrap_or_default(),
            verified: verified.as_deref() == Some("verified"),
            photos: row.get("photos")?,
        });
    }
    Ok(rows)
}

/// What was filled in at each visit.
fn parts(
    db: &Connection,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<Uuid, Vec<String>>> {
    let mut titles: BTreeMap<(String, String), String> = BTreeMap::new();
    for code in checks::codes(db)? {
        if let Some(form) = checks::form(db, &code)? {
            for part in &form.definition().parts {
                let key = (code.0.clone(), part.code.clone());
                titles.insert(key, part.title.id.clone());
            }
        }
    }
    let sql =
        "SELECT visit, form, part FROM assessments WHERE date BETWEEN ?1 AND ?2 ORDER BY at_ms, id";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query((sql::day(first), sql::day(last)))?;
    let mut parts: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    while let Some(row) = found.next()? {
        let (form, part): (String, String) = (row.get("form")?, row.get("part")?);
        let title = titles.get(&(form, part.clone())).cloned();
        let of = parts.entry(sql::id(row, "visit")?).or_default();
        of.push(title.unwrap_or(part));
    }
    Ok(parts)
}

fn sums(rows: &[MonthlyRow]) -> Vec<MonthlySum> {
    let sum = |what, wanted: &dyn Fn(&MonthlyRow) -> bool| {
        let visit_ids: Vec<Uuid> = rows
            .iter()
            .filter(|row| wanted(row))
            .map(|row| row.visit_id)
            .collect();
        let people: BTreeSet<Uuid> = rows.iter().map(|row| row.person_id).collect();
        MonthlySum {
            what,
            count: match what {
                MonthlyCount::People => people.len(),
                _ => visit_ids.len(),
            } as u32,
            visit_ids,
        }
    };
    let met = |row: &MonthlyRow| matches!(row.outcome, VisitOutcome::Met | VisitOutcome::Mourned);
    vec![
        sum(MonthlyCount::Visits, &|_| true),
        sum(MonthlyCount::People, &|_| true),
        sum(MonthlyCount::Met, &met),
        sum(MonthlyCount::NotMet, &|row| !met(row)),
        sum(MonthlyCount::Checks, &|row| !row.parts.is_empty()),
        sum(MonthlyCount::FollowUps, &|row| {
            row.next != NextStep::Nothing
        }),
    ]
}
