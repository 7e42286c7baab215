//! Pairs of people who are probably one, of whom one was registered lately: kept from one look to the next.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chrono::{Days, NaiveDate};
use rantang_core::ids::PersonId;
use rantang_core::similar::{Index, Similarity, Verdict};
use rantang_core::time::start_of_day_ms;
use rusqlite::{Connection, OptionalExtension};

use super::store::{Everybody, everybody, face_of, near};
use super::view::Pair;
use crate::device::Device;
use crate::store::sql::{self, blob};
use crate::store::{PeopleTable, Result, Since, Touched};

/// Whoever was registered before was asked about by then.
const DAYS_BACK: u64 = 35;
/// More people registered lately than this, and everybody is read once instead of asking for each.
const FEW: usize = 100;
/// A list with more people, brought in at one moment, was asked about by the importer; nobody would look
/// at its pairs one by one.
const LIST_MAX: i64 = 1_000;

#[derive(Debug, Default)]
pub(crate) struct PairCache {
    held: Mutex<Option<Held>>,
}

#[derive(Clone, Debug)]
struct Held {
    version: u64,
    today: NaiveDate,
    pairs: Vec<Pair>,
}

impl PairCache {
    /// `version`: of the store, taken before the transaction that `db` reads in.
    pub fn get(
        &self,
        device: &Device,
        db: &Connection,
        version: u64,
        today: NaiveDate,
    ) -> Result<Vec<Pair>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let known = held
            .as_ref()
            .filter(|known| known.today == today && known.version <= version);
        let since = since_ms(today);
        let pairs = match known {
            Some(known) if known.version == version => return Ok(known.pairs.clone()),
            Some(known) => match device.store.changes_since(known.version) {
                Since::Rows(touched) => mended(db, &known.pairs, &touched, since)?,
                Since::Everything => all(db, since)?,
            },
            None => all(db, since)?,
        };
        *held = Some(Held {
            version,
            today,
            pairs: pairs.clone(),
        });
        Ok(pairs)
    }
}

fn since_ms(today: NaiveDate) -> i64 {
    let first = today.checked_sub_days(Days::new(DAYS_BACK));
    start_of_day_ms(first.unwrap_or(NaiveDate::MIN))
}

fn all(db: &Connection, since: i64) -> Result<Vec<Pair>> {
    let sql = "SELECT n, first_at_ms FROM persons WHERE ?1 <= first_at_ms AND alias_of IS NULL
                 AND first_at_ms NOT IN (SELECT first_at_ms FROM persons WHERE ?1 <= first_at_ms
                     GROUP BY first_at_ms HAVING ?2 < count(*))";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((since, LIST_MAX), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (lately, moments): (Vec<i64>, BTreeSet<i64>) = found
        .collect::<rusqlite::Result<Vec<(i64, i64)>>>()?
        .into_iter()
        .unzip();
    let mut pairs = Vec::new();
    if lately.len() <= FEW {
        for n in lately {
            add(db, n, since, &mut pairs)?;
        }
        return Ok(pairs);
    }
    let Everybody { people, faces } = everybody(db)?;
    let index = Index::new(&faces);
    for (at, (person, at_ms)) in people.iter().enumerate() {
        if !moments.contains(at_ms) {
            continue;
        }
        for (other, similarity) in index.like(&faces[at], faces.len(), Verdict::Probable) {
            let (other_person, other_ms) = people[other];
            // Of two who were registered lately each finds the other.
            if other != at && (other < at || !moments.contains(&other_ms)) {
                let sides = [(*person, *at_ms), (other_person, other_ms)];
                pairs.push(pair(sides, similarity));
            }
        }
    }
    Ok(pairs)
}

/// The pairs as they are after these rows were written.
fn mended(db: &Connection, known: &[Pair], touched: &[Touched], since: i64) -> Result<Vec<Pair>> {
    let mut rows: BTreeSet<i64> = BTreeSet::new();
    for Touched { table, rowid } in touched {
        let sql = match table {
            PeopleTable::Persons => "SELECT n FROM persons WHERE n = ?1",
            PeopleTable::Cases => {
                "SELECT persons.n FROM person_cases JOIN persons ON persons.id = person_cases.id
                 WHERE person_cases.rowid = ?1"
            }
            PeopleTable::Enrolments | PeopleTable::Holds | PeopleTable::Deliveries => continue,
        };
        let found: Option<i64> = db
            .prepare_cached(sql)?
            .query_row([rowid], |row| row.get(0))
            .optional()?;
        rows.extend(found);
    }
    if rows.is_empty() {
        return Ok(known.to_vec());
    }
    if FEW < rows.len() {
        return all(db, since);
    }
    let mut changed: BTreeSet<PersonId> = BTreeSet::new();
    for n in &rows {
        let id = "SELECT id FROM persons WHERE n = ?1";
        changed.insert(
            db.prepare_cached(id)?
                .query_row([n], |row| sql::id(row, "id"))?,
        );
    }
    let is_kept = |pair: &&Pair| {
        !changed.contains(&PersonId(pair.first)) && !changed.contains(&PersonId(pair.second))
    };
    let mut pairs: Vec<Pair> = known.iter().filter(is_kept).cloned().collect();
    for n in rows {
        add(db, n, since, &mut pairs)?;
    }
    Ok(pairs)
}

/// The pairs of one person that are not among them yet.
fn add(db: &Connection, n: i64, since: i64, pairs: &mut Vec<Pair>) -> Result<()> {
    let Some((person, face)) = face_of(db, n)? else {
        return Ok(());
    };
    let at_ms = registered_ms(db, person)?;
    for other in near(db, &face, Some(person), Verdict::Probable)? {
        let other_ms = registered_ms(db, other.person)?;
        if at_ms.max(other_ms) < since {
            continue;
        }
        let pair = pair(
            [(person, at_ms), (other.person, other_ms)],
            other.similarity,
        );
        if pairs
            .iter()
            .all(|it| (it.first, it.second) != (pair.first, pair.second))
        {
            pairs.push(pair);
        }
    }
    Ok(())
}

fn registered_ms(db: &Connection, person: PersonId) -> Result<i64> {
    let sql = "SELECT first_at_ms FROM persons WHERE id = ?1";
    Ok(db
        .prepare_cached(sql)?
        .query_row([blob(person)], |row| row.get(0))?)
}

fn pair(mut sides: [(PersonId, i64); 2], similarity: Similarity) -> Pair {
    sides.sort_by_key(|(person, at_ms)| (*at_ms, *person));
    let [(first, _), (second, _)] = sides;
    Pair {
        first: first.0,
        second: second.0,
        score: similarity.score,
        reasons: similarity.reasons,
    }
}
