//! Takes batches in: one transaction, all of it in bulk, one by one only after that has failed.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::anyhow;
use rantang_core::ids::{DeviceId, OpId, UserId};
use rantang_core::operation::{ChainHash, Operation};
use rantang_core::sync::judge::Sender;
use rantang_core::sync::protocol::{HeldCause, Verdict};
use rantang_core::time::{Anchor, BootId};
use rusqlite::{Connection, Transaction};

use super::cbor::id;
use super::write::write;
use super::{acceptances, log, rows, scopes, staff};
use crate::intake::{
    ChainFault, Decided, Decider, Entry, Existing, Fault, Fresh, Gained, Intake, LogState, Origin,
    Outcome, SetAside, Taken, World, as_copy, continue_log, needs,
};
use crate::store::{StoreError, StoreResult};

/// Where in the log the next entries go.
pub struct At {
    pub replica: i64,
    pub device: Option<DeviceId>,
    pub received_ms: i64,
}

pub fn take_in(tx: &mut Transaction<'_>, intake: &Intake) -> StoreResult<Result<Taken, Fault>> {
    let (device, user) = match intake.origin {
        Origin::Device { device, user } => (Some(device), Some(user)),
        Origin::Server => (None, None),
    };
    let known = log::replica(tx, intake.replica)?;
    if known.as_ref().is_some_and(|known| known.device != device) {
        return Ok(Err(Fault::Chain(ChainFault::OtherDevice)));
    }
    let stored = known.as_ref().map_or_else(Default::default, |it| it.stored);
    let (Some(first), Some(last)) = (intake.operations.first(), intake.operations.last()) else {
        return Ok(Ok(Taken {
            verdicts: Vec::new(),
            stored,
        }));
    };
    let mut state = LogState {
        stored,
        known: BTreeMap::new(),
    };
    if let Some(known) = &known {
        let before = first.envelope.seq.saturating_sub(1);
        state.known = log::hashes(tx, known.number, before, last.envelope.seq)?;
        if let Some(head) = &intake.head
            && let Some(hash) = log::hash_at(tx, known.number, head.seq)?
        {
            state.known.insert(head.seq, hash);
        }
    }
    let continuation = match continue_log(&state, intake) {
        Ok(continuation) => continuation,
        Err(fault) => return Ok(Err(Fault::Chain(fault))),
    };

    let replica = log::ensure_replica(tx, intake.replica, device)?;
    let at = At {
        replica: replica.number,
        device,
        received_ms: intake.received_ms,
    };
    let (copies, fresh) = intake.operations.split_at(continuation.known);
    let mut verdicts = Vec::with_capacity(intake.operations.len());
    for copy in copies {
        verdicts.push((copy.envelope.op_id, verdict_of_copy(tx, copy)?));
    }
    let mut end = stored;
    if !fresh.is_empty() {
        let decider = Decider {
            world: load(tx, fresh.iter())?,
            sender: sender(tx, user, device)?,
            anchors: device.map_or_else(|| Ok(BTreeMap::new()), |device| anchors(tx, device))?,
            received_ms: intake.received_ms,
            times: intake.times.clone(),
            vouching: acceptances::vouching(tx, fresh.iter())?,
        };
        let hashes = &continuation.hashes[continuation.known..];
        let taken = append(tx, &at, decider, fresh, hashes)?;
        verdicts.extend(taken.verdicts);
        end = (
            last.envelope.seq,
            hashes.last().copied().unwrap_or(stored.1),
        );
        let signature = intake.head.as_ref().map(|head| head.signature.as_slice());
        log::set_head(tx, replica.number, end, signature)?;
        settle(tx, taken.gained)?;
    }
    Ok(Ok(Taken {
        verdicts,
        stored: end,
    }))
}

/// What came of operations, and what else it may have settled.
#[derive(Default)]
struct Appended {
    verdicts: Vec<(OpId, Verdict)>,
    gained: Gained,
}

fn append(
    tx: &mut Transaction<'_>,
    at: &At,
    mut decider: Decider,
    operations: &[Operation],
    hashes: &[ChainHash],
) -> StoreResult<Appended> {
    let bulk = isolated(tx, |db| {
        let mut decided = Decided::default();
        let mut stored: BTreeMap<OpId, Vec<Existing>> = BTreeMap::new();
        for operation in operations {
            let op = operation.envelope.op_id;
            if let std::collections::btree_map::Entry::Vacant(vacant) = stored.entry(op) {
                vacant.insert(log::existing(db, op)?);
            }
            decider.decide(operation.clone(), &stored[&op], &mut decided);
        }
        let verdicts = write(db, at, &decided, &sequence(operations, hashes))?;
        Ok(Appended {
            verdicts,
            gained: decided.gained(),
        })
    })?;
    if let Attempt::Done(appended) = bulk {
        return Ok(appended);
    }
    // What the failed attempt left in it is of no store.
    decider.world = load(tx, operations.iter())?;
    one_by_one(tx, at, decider, operations, hashes)
}

/// One bad operation is held; the others of its batch have their effect.
fn one_by_one(
    tx: &mut Transaction<'_>,
    at: &At,
    mut decider: Decider,
    operations: &[Operation],
    hashes: &[ChainHash],
) -> StoreResult<Appended> {
    let mut all = Appended::default();
    for (operation, place) in operations.iter().zip(sequence(operations, hashes)) {
        let mut after = decider.clone();
        let attempt = isolated(tx, |db| {
            let stored = log::existing(db, operation.envelope.op_id)?;
            let mut decided = Decided::default();
            after.decide(operation.clone(), &stored, &mut decided);
            let verdicts = write(db, at, &decided, &[place])?;
            Ok(Appended {
                verdicts,
                gained: decided.gained(),
            })
        })?;
        let appended = match attempt {
            Attempt::Done(appended) => {
                decider = after;
                appended
            }
            Attempt::Failed(error) => {
                alarm(operation, &error);
                let mut decided = Decided::default();
                decided.entries.push(Entry::Fresh(Box::new(Fresh {
                    content: operation.content_hash(),
                    time: decider.time_of(operation),
                    operation: operation.clone(),
                    outcome: Outcome::Held(HeldCause::ApplyError),
                })));
                Appended {
                    verdicts: write(tx, at, &decided, &[place])?,
                    gained: Gained::default(),
                }
            }
        };
        all.verdicts.extend(appended.verdicts);
        all.gained.extend(appended.gained);
    }
    Ok(all)
}

fn alarm(operation: &Operation, error: &str) {
    tracing::error!(
        op = %operation.envelope.op_id,
        kind = operation.envelope.kind,
        error,
        "an operation could not be applied and is held"
    );
}

enum Attempt<T> {
    Done(T),
    /// Our own code or a constraint failed; nothing of it remains.
    Failed(String),
}

/// Runs within a savepoint. Circumstances of the whole store (a full disk) are errors for all.
fn isolated<T>(
    tx: &mut Transaction<'_>,
    run: impl FnOnce(&Connection) -> StoreResult<T>,
) -> StoreResult<Attempt<T>> {
    let savepoint = tx.savepoint()?;
    let error = match catch_unwind(AssertUnwindSafe(|| run(&savepoint))) {
        Ok(Ok(value)) => {
            savepoint.commit()?;
            return Ok(Attempt::Done(value));
        }
        Ok(Err(error)) if !is_of_one_operation(&error) => return Err(error),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "a panic".to_owned(),
    };
    // Dropped without commit, a savepoint rolls back.
    savepoint.finish()?;
    Ok(Attempt::Failed(error))
}

fn is_of_one_operation(error: &StoreError) -> bool {
    use rusqlite::ErrorCode::{ConstraintViolation, TooBig, TypeMismatch};
    match error {
        StoreError::Failed(cause) => cause.downcast_ref::<rusqlite::Error>().is_none_or(|sql| {
            matches!(
                sql.sqlite_error_code(),
                Some(ConstraintViolation | TooBig | TypeMismatch)
            )
        }),
        _ => false,
    }
}

fn sequence(operations: &[Operation], hashes: &[ChainHash]) -> Vec<(u64, ChainHash)> {
    let seqs = operations.iter().map(|it| it.envelope.seq);
    seqs.zip(hashes.iter().copied()).collect()
}

/// Judges again what these users sent and had no right to: a grant may have arrived later than
/// the work that was done under it.
pub fn judge_again(tx: &mut Transaction<'_>, users: &[UserId]) -> StoreResult<usize> {
    let users = users.iter().copied().collect();
    settle(
        tx,
        Gained {
            users,
            operations: BTreeSet::new(),
        },
    )
}

/// Judges again until nothing follows any more.
fn settle(tx: &mut Transaction<'_>, mut waiting: Gained) -> StoreResult<usize> {
    let mut done = Gained::default();
    let mut settled = 0;
    loop {
        let set_aside = if let Some(user) = waiting.users.pop_first() {
            if !done.users.insert(user) {
                continue;
            }
            log::wanting_rights(tx, user.as_bytes())?
        } else if let Some(op) = waiting.operations.pop_first() {
            if !done.operations.insert(op) {
                continue;
            }
            log::set_aside_of(tx, op)?
        } else {
            return Ok(settled);
        };
        let (count, gained) = again(tx, set_aside)?;
        settled += count;
        waiting.extend(gained);
    }
}

/// Tries again what was held, and judges again what was set aside for want of rights.
pub fn retry_set_aside(tx: &mut Transaction<'_>) -> StoreResult<usize> {
    let held = log::held(tx)?;
    let (count, mut gained) = again(tx, held)?;
    let users = staff::members(tx)?;
    gained.users.extend(users.iter().map(|member| member.user));
    Ok(count + settle(tx, gained)?)
}

fn again(tx: &mut Transaction<'_>, set_aside: Vec<SetAside>) -> StoreResult<(usize, Gained)> {
    let mut settled = 0;
    let mut all_gained = Gained::default();
    for it in set_aside {
        let user = match it.device {
            Some(device) => Some(staff::known_device(tx, device)?.user),
            None => None,
        };
        let mut decider = Decider {
            world: load(tx, std::iter::once(&it.operation))?,
            sender: sender(tx, user, it.device)?,
            anchors: BTreeMap::new(),
            received_ms: it.time.at_ms,
            times: BTreeMap::new(),
            vouching: acceptances::vouching(tx, std::iter::once(&it.operation))?,
        };
        let attempt = isolated(tx, |db| {
            let mut decided = Decided::default();
            let outcome = decider.decide_again(&it.operation, it.time, &mut decided);
            let verdict = super::write::write_effect(db, &decided, &outcome, it.time)?;
            log::set_verdict(db, it.key, &verdict)?;
            let is_applied = matches!(outcome, Outcome::Applied { .. });
            Ok((is_applied, decided.gained()))
        })?;
        match attempt {
            Attempt::Done((is_applied, gained)) => {
                settled += usize::from(is_applied);
                all_gained.extend(gained);
            }
            Attempt::Failed(error) => {
                alarm(&it.operation, &error);
                let (cause, time) = (HeldCause::ApplyError, it.time);
                log::set_verdict(tx, it.key, &Verdict::Held { cause, time })?;
            }
        }
    }
    Ok((settled, all_gained))
}

fn load<'a>(
    db: &Connection,
    operations: impl Iterator<Item = &'a Operation>,
) -> StoreResult<World> {
    let needs = needs(operations);
    let mut world = World::default();
    for entity in &needs.rows {
        if let Some(row) = rows::load(db, entity)? {
            world.insert(row);
        }
    }
    for owner in &needs.owned {
        for row in rows::load_owned(db, *owner)? {
            world.insert(row);
        }
    }
    for person in &needs.persons {
        if let Some(scopes) = scopes::of_person(db, *person)? {
            world.set_scopes(*person, scopes);
        }
    }
    Ok(world)
}

fn sender(
    db: &Connection,
    user: Option<UserId>,
    device: Option<DeviceId>,
) -> StoreResult<Option<Sender>> {
    let (Some(user), Some(device)) = (user, device) else {
        return Ok(None);
    };
    let revoked = staff::known_device(db, device)?.revoked;
    let standing = staff::standing(db, user)?
        .ok_or_else(|| StoreError::Failed(anyhow!("the user of a device is not defined")))?;
    Ok(Some(standing.sender(revoked)))
}

fn anchors(db: &Connection, device: DeviceId) -> StoreResult<BTreeMap<BootId, Anchor>> {
    let mut statement =
        db.prepare_cached("SELECT boot, boot_ms, server_ms FROM anchors WHERE device = ?1")?;
    let found = statement.query_map([device.as_bytes()], |row| {
        let boot = BootId(id(row, 0)?);
        let anchor = Anchor {
            boot,
            boot_ms: row.get(1)?,
            server_ms: row.get(2)?,
        };
        Ok((boot, anchor))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The chain proved that the operation is stored.
fn verdict_of_copy(db: &Connection, copy: &Operation) -> StoreResult<Verdict> {
    let content = copy.content_hash();
    log::existing(db, copy.envelope.op_id)?
        .into_iter()
        .find(|it| it.content == content)
        .map(|it| as_copy(it.verdict))
        .ok_or_else(|| StoreError::Failed(anyhow!("the log names an operation that is not stored")))
}
