//! One entity with all its registers and heads: the mirror, and the view on top of it.

use rantang_core::ids::{PersonId, RunId, UserId};
use rantang_core::operation::{Effect, Envelope, Payload};
use rantang_core::plan::{self, Stamp};
use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_core::scopes::Scope;
use rantang_core::time::Effective;
use rusqlite::{Connection, OptionalExtension, Rows};

use super::error::{Error, Result};
use super::sql::{self, blob};

/// An operation of the log that the mirror does not show yet, decoded once for all its entities.
#[derive(Clone, Debug)]
pub struct Pending {
    pub seq: u64,
    pub envelope: Envelope,
    /// Effective time, as well as it is known.
    pub at_ms: i64,
    /// The server could not tell its date.
    pub is_uncertain: bool,
    pub effects: Vec<Effect>,
}

impl Pending {
    fn stamp(&self) -> Stamp<'_> {
        Stamp {
            op: self.envelope.op_id,
            author: self.envelope.author,
            at_ms: self.at_ms,
            is_uncertain: self.is_uncertain,
            scope: &self.envelope.scope,
        }
    }
}

/// An entity as the screens show it: what the server has, with this device's own operations applied.
///
/// The heads of its registers are what an edit has to name as seen.
pub fn row(db: &Connection, entity: EntityRef) -> Result<Option<Row>> {
    let mirror = mirror_row(db, entity)?;
    let pending = pending_of(db, entity)?;
    Ok(overlay(entity, mirror, pending.iter()))
}

/// What operations of this device alone say of an entity, without anything that the server has.
pub fn recorded(entity: EntityRef, own: &[Pending]) -> Option<Row> {
    overlay(entity, None, own.iter())
}

/// Applies pending operations, in the order of the log, to what the server has.
pub(super) fn overlay<'a>(
    entity: EntityRef,
    mirror: Option<Row>,
    pending: impl Iterator<Item = &'a Pending> + Clone,
) -> Option<Row> {
    let Some(first) = pending.clone().next() else {
        return mirror;
    };
    let effects: Vec<(Stamp<'_>, Effect)> = pending
        .flat_map(|pending| {
            pending
                .effects
                .iter()
                .filter(move |effect| effect.entity == entity)
                .map(move |effect| (pending.stamp(), effect.clone()))
        })
        .collect();
    plan::overlay(mirror.as_ref(), &first.envelope.scope, &effects)
}

/// An entity as the server had it at the last pull.
pub fn mirror_row(db: &Connection, entity: EntityRef) -> Result<Option<Row>> {
    // While it moves it stands in two scopes; the one that came last counts.
    let sql = "SELECT row FROM mirror WHERE kind = ?1 AND id = ?2 AND row <> x''
               ORDER BY stale, rowid DESC LIMIT 1";
    let bytes: Option<Vec<u8>> = db
        .prepare_cached(sql)?
        .query_row((entity.kind.code(), blob(entity.id)), |row| row.get(0))
        .optional()?;
    bytes
        .map(|bytes| sql::from_cbor(&bytes, "a row of the mirror"))
        .transpose()
}

/// What stands on top of an entity's mirror row: what phones of the office handed over here, then the
/// operations of the log, in order.
pub fn pending_of(db: &Connection, entity: EntityRef) -> Result<Vec<Pending>> {
    let mut pending = handed_over(db, entity)?;
    pending.extend(own_pending_of(db, entity)?);
    Ok(pending)
}

fn handed_over(db: &Connection, entity: EntityRef) -> Result<Vec<Pending>> {
    let sql = "SELECT 0, operations.envelope, operations.body, operations.at_ms, NULL
               FROM office_overlay JOIN office_operations AS operations
                 ON operations.id = office_overlay.operation
               WHERE office_overlay.kind = ?1 AND office_overlay.id = ?2 ORDER BY operations.id";
    let mut statement = db.prepare_cached(sql)?;
    decode(statement.query((entity.kind.code(), blob(entity.id)))?)
}

fn own_pending_of(db: &Connection, entity: EntityRef) -> Result<Vec<Pending>> {
    let sql = "SELECT log.seq, log.envelope, log.body, log.at_ms, log.uncertainty_ms FROM overlay
               JOIN log ON log.seq = overlay.seq
               WHERE overlay.kind = ?1 AND overlay.id = ?2 ORDER BY overlay.seq";
    let mut statement = db.prepare_cached(sql)?;
    decode(statement.query((entity.kind.code(), blob(entity.id)))?)
}

/// What this device recorded about doors since it started a run; empty: it did not.
pub fn recorded_on_run(db: &Connection, run: RunId) -> Result<Vec<Pending>> {
    let sql = "SELECT seq, envelope, body, at_ms, uncertainty_ms FROM log
               WHERE (SELECT min(seq) FROM log WHERE entity = ?1 AND kind = 'run.start') < seq
                 AND kind IN ('delivery.record', 'delivery.correct', 'delivery.retract',
                              'delivery.close_doors')
               ORDER BY seq";
    let mut statement = db.prepare_cached(sql)?;
    decode(statement.query([blob(run)])?)
}

fn decode(mut rows: Rows<'_>) -> Result<Vec<Pending>> {
    let unreadable = || Error::Unreadable("an operation of the log");
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (seq, envelope, body): (i64, Vec<u8>, Vec<u8>) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let envelope = Envelope::decode(&envelope).map_err(|_| unreadable())?;
        let effects = Payload::decode(&envelope.kind, &body)
            .map_err(|_| unreadable())?
            .effects(envelope.op_id);
        let time = Effective {
            at_ms: row.get(3)?,
            uncertainty_ms: row.get::<_, Option<i64>>(4)?.unwrap_or(0),
        };
        found.push(Pending {
            seq: seq as u64,
            envelope,
            at_ms: time.at_ms,
            is_uncertain: time.is_uncertain(),
            effects,
        });
    }
    Ok(found)
}

/// Where the rows about a person live, as this device sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonPlace {
    pub kelurahan: Option<String>,
    pub rw: Option<u16>,
    pub route: Option<uuid::Uuid>,
    /// Whether there is an enrolment whose membership says so.
    pub has_membership: bool,
}

/// Reads a person's place from the view; `None`: not known here.
pub fn person_place(db: &Connection, person: PersonId) -> Result<Option<PersonPlace>> {
    let sql = "SELECT kelurahan, rw, membership_at_ms, route FROM persons
               LEFT JOIN enrolments ON enrolments.person = persons.id
               WHERE persons.id = ?1
               ORDER BY membership_at_ms DESC NULLS LAST, membership_op DESC LIMIT 1";
    let place = db
        .prepare_cached(sql)?
        .query_row([blob(person)], |row| {
            let has_membership: Option<i64> = row.get("membership_at_ms")?;
            Ok(PersonPlace {
                kelurahan: row.get("kelurahan")?,
                rw: row.get("rw")?,
                route: sql::maybe_id(row, "route")?,
                has_membership: has_membership.is_some(),
            })
        })
        .optional()?;
    Ok(place)
}

/// Whether this device has fetched a scope. One that an own operation has just opened may turn out not
/// to be granted, and nothing is to be addressed there until then.
pub fn holds(db: &Connection, scope: &Scope) -> Result<bool> {
    let sql = "SELECT 1 FROM scopes WHERE scope = ?1 AND pulled_ms IS NOT NULL";
    Ok(db.prepare_cached(sql)?.exists([scope.to_string()])?)
}

/// The author of the winning head of a register, with its time.
pub fn written(
    row: &Row,
    register: &rantang_core::registers::RegisterName,
) -> Option<(UserId, i64)> {
    let head = row.register(register)?.winner()?;
    Some((head.author, head.at_ms))
}

/// Every entity of one person in the view, for what has to look at all of them.
pub fn owned_by(db: &Connection, kind: EntityKind, person: PersonId) -> Result<Vec<EntityRef>> {
    let table = match kind {
        EntityKind::Contact => "contacts",
        EntityKind::Enrolment => "enrolments",
        EntityKind::Hold => "holds",
        EntityKind::Delivery => "deliveries",
        EntityKind::Incident => "incidents",
        EntityKind::Proposal => "proposals",
        EntityKind::Visit => "visits",
        EntityKind::Assessment => "assessments",
        _ => return Ok(Vec::new()),
    };
    let sql = format!("SELECT id FROM {table} WHERE person = ?1");
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map([blob(person)], |row| {
        Ok(EntityRef::new(kind, sql::id::<uuid::Uuid>(row, "id")?))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
