//! Compares whoever is new or changed with everybody, and keeps what is found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use chrono::NaiveDate;
use rantang_core::ids::PersonId;
use rantang_core::similar::{Index, Similarity, Verdict};
use rusqlite::{Connection, OptionalExtension, Transaction};
use tokio::sync::broadcast::error::RecvError;

use super::pairs::since_ms;
use super::store::{Everybody, everybody, face_of, near};
use crate::device::Device;
use crate::store::sql::{self, blob};
use crate::store::{Error, Result};
use crate::sync::view::DeviceEvent;

/// More people to compare than this, and everybody is read once instead of asking for each.
pub(super) const FEW: usize = 50;
/// A list with more people, brought in at one moment, was asked about by the importer; nobody would look
/// at its pairs one by one.
const LIST_MAX: i64 = 1_000;
/// The closest of somebody; more would not help to decide.
const KEPT_MAX: usize = 5;
/// Compared between two writes.
const SLICE: usize = 1_000;

/// Compares until the process ends, after each write.
pub(crate) async fn keep_compared(device: Arc<Device>) {
    let mut events = device.events();
    loop {
        let compares = device.clone();
        let compared = tokio::task::spawn_blocking(move || compare_due(&compares)).await;
        match compared {
            Ok(Ok(0)) => {}
            Ok(Ok(_)) => device.changed(),
            Ok(Err(error)) => tracing::error!(%error, "people were not compared"),
            Err(error) => tracing::error!(%error, "the comparing of people ended"),
        }
        loop {
            match events.recv().await {
                Ok(DeviceEvent::Changed) | Err(RecvError::Lagged(_)) => break,
                Ok(_) => {}
                Err(RecvError::Closed) => return,
            }
        }
    }
}

/// Compares everybody who is due, and says how many they were.
pub fn compare_due(device: &Device) -> Result<usize> {
    let _one = device
        .comparing
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let is_due = |db: &Connection| {
        let sql = "SELECT EXISTS (SELECT 1 FROM likeness_due)";
        Ok::<bool, Error>(db.query_row(sql, [], |row| row.get(0))?)
    };
    if !device.read(is_due)? {
        return Ok(0);
    }
    let due = device.store.write(take)?;
    let today = device.read(|db| device.today(db))?;
    if due.len() <= FEW {
        let found = device.read(|db| {
            let each = due.iter().map(|n| Ok((*n, of_one(db, *n, today)?)));
            each.collect::<Result<Vec<_>>>()
        })?;
        device.store.write(|tx| keep(tx, &found))?;
    } else {
        many(device, &due, today)?;
    }
    Ok(due.len())
}

/// Who is due, and whoever was like somebody who changed. What changes from now on is due again.
fn take(tx: &Transaction<'_>) -> Result<Vec<i64>> {
    tx.execute_batch(
        "INSERT INTO likeness_due (person, changed, taken)
             SELECT DISTINCT likeness.person, 0, 0 FROM likeness_due
             JOIN likeness ON likeness.other = likeness_due.person WHERE likeness_due.changed = 1
             ON CONFLICT DO NOTHING;
         UPDATE likeness_due SET taken = 1;",
    )?;
    due(tx, i64::MAX)
}

/// At most so many of who is to be compared.
pub(super) fn due(db: &Connection, most: i64) -> Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT person FROM likeness_due LIMIT ?1")?;
    let found = statement.query_map([most], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Somebody whom a person is like.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub n: i64,
    pub person: PersonId,
    pub similarity: Similarity,
    pub first_at_ms: i64,
    pub lately_ms: i64,
}

/// Whom one person is like, by the indexes of the store.
pub(super) fn of_one(db: &Connection, n: i64, today: NaiveDate) -> Result<Vec<Found>> {
    let since = since_ms(today);
    let Some((person, face)) = face_of(db, n)? else {
        return Ok(Vec::new());
    };
    let Some((_, at_ms)) = known(db, person)? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for other in near(db, &face, Some(person), Verdict::Probable)? {
        let Some((n, other_ms)) = known(db, other.person)? else {
            continue;
        };
        let lately_ms = at_ms.max(other_ms);
        if since <= lately_ms {
            found.push(Found {
                n,
                person: other.person,
                similarity: other.similarity,
                first_at_ms: other_ms,
                lately_ms,
            });
        }
    }
    found.truncate(KEPT_MAX);
    Ok(found)
}

/// The row of a person, and when they were registered.
pub(super) fn known(db: &Connection, person: PersonId) -> Result<Option<(i64, i64)>> {
    let sql = "SELECT n, first_at_ms FROM persons WHERE id = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_row([blob(person)], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(found.optional()?)
}

/// Everybody is read once, and no transaction stays open while they are compared.
fn many(device: &Device, due: &[i64], today: NaiveDate) -> Result<()> {
    let (Everybody { people, faces }, crowds) =
        device.read(|db| Ok::<_, Error>((everybody(db)?, crowds(db, today)?)))?;
    let since = since_ms(today);
    let is_lately =
        |at: usize| since <= people[at].first_at_ms && !crowds.contains(&people[at].first_at_ms);
    let index = Index::new(&faces);
    let places: BTreeMap<i64, usize> = people.iter().zip(0..).map(|(it, at)| (it.n, at)).collect();
    for slice in due.chunks(SLICE) {
        let each = slice.iter().map(|n| {
            let Some(at) = places.get(n).copied() else {
                return (*n, Vec::new());
            };
            let worth = |other: usize| other != at && (is_lately(at) || is_lately(other));
            let mut alike = index.like(&faces[at], worth, Verdict::Probable);
            alike.truncate(KEPT_MAX);
            let found = alike.into_iter().map(|(other, similarity)| Found {
                n: people[other].n,
                person: people[other].id,
                similarity,
                first_at_ms: people[other].first_at_ms,
                lately_ms: people[at].first_at_ms.max(people[other].first_at_ms),
            });
            (*n, found.collect())
        });
        let found: Vec<(i64, Vec<Found>)> = each.collect();
        device.store.write(|tx| keep(tx, &found))?;
    }
    Ok(())
}

/// The moments at which a list came in.
fn crowds(db: &Connection, today: NaiveDate) -> Result<BTreeSet<i64>> {
    let sql = "SELECT first_at_ms FROM persons WHERE ?1 <= first_at_ms
               GROUP BY first_at_ms HAVING ?2 < count(*)";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((since_ms(today), LIST_MAX), |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn keep(tx: &Transaction<'_>, found: &[(i64, Vec<Found>)]) -> Result<()> {
    for (n, alike) in found {
        tx.prepare_cached("DELETE FROM likeness WHERE person = ?1")?
            .execute([n])?;
        for other in alike {
            let sql = "INSERT INTO likeness (person, other, score, reasons, lately_ms)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            tx.prepare_cached(sql)?.execute((
                n,
                other.n,
                other.similarity.score,
                sql::cbor(&other.similarity.reasons)?,
                other.lately_ms,
            ))?;
        }
        tx.prepare_cached("DELETE FROM likeness_due WHERE person = ?1 AND taken = 1")?
            .execute([n])?;
    }
    Ok(())
}
