//! The log: everything that a person does here, in order, hashed into a chain.
//!
//! [`record`] is the only way to change a record of the device.

mod address;
pub mod outgoing;
pub mod purge;
mod state;
pub mod verdicts;

use std::collections::BTreeSet;

use rantang_core::ids::{OpId, UserId};
use rantang_core::operation::{
    BODY_BYTES_MAX, ChainHash, Envelope, Operation, Payload, SALT_BYTES, SCHEMA, next_hash,
};
use rantang_core::permissions::may_record;
use rantang_core::places::AreaCode;
use rantang_core::registers::EntityRef;
use rantang_core::scopes::Scope;
use rantang_core::staff::Role;
use rantang_core::time::ClockReading;
use rusqlite::{OptionalExtension, Transaction};

pub use state::{LogState, Tally, Tried, send_state_of, tally};

use crate::platform::{Random, mint_op_id};
use crate::store::rows::{self, Pending};
use crate::store::sql::blob;
use crate::store::{Error, Result, facts, view};

/// What somebody wants to record.
#[derive(Clone, Debug)]
pub struct Draft {
    payload: Payload,
    scope: Option<Scope>,
}

impl<P: Into<Payload>> From<P> for Draft {
    fn from(payload: P) -> Self {
        Self {
            payload: payload.into(),
            scope: None,
        }
    }
}

impl Draft {
    /// Addressed to a scope of the author's choice: a door off the list goes to the route at whose
    /// side it was found. Everything else finds its own address.
    pub fn addressed_to(payload: impl Into<Payload>, scope: Scope) -> Self {
        Self {
            payload: payload.into(),
            scope: Some(scope),
        }
    }
}

/// Who records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub user: UserId,
    pub roles: Vec<Role>,
    /// Where the user works: the address of what names no other place.
    pub area: AreaCode,
}

/// The moment of recording.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub reading: ClockReading,
    /// Effective time, as well as the device can tell: the server fixes it.
    pub at_ms: i64,
}

/// Records drafts in order, with their effect on the view. All of them or none.
///
/// # Errors
///
/// [`Error::InvalidIntent`], [`Error::NotPermitted`] and [`Error::TooLarge`] before anything is
/// written; the caller's transaction is to be rolled back on any error.
pub fn record(
    tx: &Transaction<'_>,
    author: &Author,
    moment: Moment,
    random: &dyn Random,
    drafts: impl IntoIterator<Item = Draft>,
) -> Result<Vec<OpId>> {
    let replica = facts::REPLICA.get(tx)?.ok_or(Error::NotPaired)?;
    let (mut seq, mut hash) = head(tx)?;
    let mut recorded = Vec::new();
    for Draft { payload, scope } in drafts {
        payload.check()?;
        if !author.roles.iter().any(|role| may_record(*role, &payload)) {
            return Err(Error::NotPermitted {
                kind: payload.kind(),
            });
        }
        let op_id = mint_op_id(random, moment.reading.wall_ms);
        let effects = payload.effects(op_id);
        let scope = match scope {
            Some(scope) => scope,
            None => address::of(tx, &author.area, &payload, &effects)?,
        };
        let mut salt = [0; SALT_BYTES];
        random.fill(&mut salt);
        let body = payload.encode(salt);
        if BODY_BYTES_MAX < body.len() {
            return Err(Error::TooLarge);
        }
        seq += 1;
        let operation = Operation {
            envelope: Envelope {
                op_id,
                replica,
                seq,
                kind: payload.kind().to_owned(),
                schema: SCHEMA,
                scope,
                entity: payload.entity(),
                author: author.user,
                clock: moment.reading,
            },
            body,
        };
        hash = next_hash(hash, &operation);
        let pending = Pending {
            seq,
            envelope: operation.envelope,
            at_ms: moment.at_ms,
            is_uncertain: false,
            effects,
        };
        append(tx, &pending, &operation.body, hash)?;
        recorded.push(op_id);
    }
    Ok(recorded)
}

/// The last operation of the log, and the chain's hash there.
pub fn head(db: &rusqlite::Connection) -> Result<(u64, ChainHash)> {
    let last: Option<(i64, [u8; 32])> = db
        .prepare_cached("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(last.map_or((0, ChainHash::START), |(seq, hash)| {
        (seq as u64, ChainHash(hash))
    }))
}

fn append(tx: &Transaction<'_>, pending: &Pending, body: &[u8], hash: ChainHash) -> Result<()> {
    let envelope = &pending.envelope;
    let sql = "INSERT INTO log (seq, op_id, kind, entity, envelope, body, hash, state, at_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    tx.prepare_cached(sql)?.execute((
        pending.seq as i64,
        blob(envelope.op_id),
        &envelope.kind,
        blob(envelope.entity),
        envelope.encode(),
        body,
        hash.0,
        LogState::Pending.code(),
        pending.at_ms,
    ))?;
    let entities: BTreeSet<EntityRef> = pending.effects.iter().map(|it| it.entity).collect();
    for entity in entities {
        let before = rows::pending_of(tx, entity)?;
        view::record(tx, entity, &before, pending)?;
    }
    Ok(())
}
