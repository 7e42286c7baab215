//! Takes batches in: one transaction in a few round trips, one by one only after that has failed.
//!
//! What a batch needs is read first, unlocked, and decided upon. That names the locks. If what was
//! read has changed until they are held, it is read and decided again; if that needs other locks,
//! the transaction begins anew with all of them.

use std::collections::BTreeMap;

use futures_util::future::try_join4;
use rantang_core::ids::{DeviceId, OpId, UserId};
use rantang_core::operation::{ChainHash, Operation};
use rantang_core::sync::judge::Sender;
use rantang_core::sync::protocol::{HeldCause, Verdict};
use rantang_core::time::{Anchor, BootId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::attempts::Try;
use super::batch::Batch;
use super::columns::id;
use super::db::{Db, ask};
use super::locks::Held;
use super::log::{self, At};
use super::rows::{Loaded, Wanted, load};
use super::trouble::{PgResult, Trouble};
use super::{acceptances, set_aside, staff, write};
use crate::intake::rights::Standing;
use crate::intake::{
    ChainFault, Decided, Entry, Existing, Fault, Fresh, Gained, Intake, LogState, Origin, Outcome,
    Taken, Vouching, as_copy, continue_log, needs,
};
use crate::store::StoreError;

const ANCHORS: &str = "SELECT boot, boot_ms, server_ms FROM anchors WHERE device = $1";

/// Everything that a batch is decided upon.
struct Read {
    log: Option<log::Replica>,
    hashes: BTreeMap<u64, ChainHash>,
    existing: BTreeMap<OpId, Vec<Existing>>,
    is_revoked: bool,
    anchors: BTreeMap<BootId, Anchor>,
    standing: Option<Standing>,
    loaded: Loaded,
    vouching: Vec<Vouching>,
}

pub async fn take_in(
    db: &Db<'_>,
    intake: &Intake,
    this_try: &Try,
) -> PgResult<Result<Taken, Fault>> {
    let (device, user) = match intake.origin {
        Origin::Device { device, user } => (Some(device), Some(user)),
        Origin::Server => (None, None),
    };
    let wanted = Wanted::of(&needs(intake.operations.iter()));
    let read = read(db, intake, device, user, &wanted).await?;
    let continuation = match continuation(&read, intake, device) {
        Ok(continuation) => continuation,
        Err(fault) => return Ok(Err(Fault::Chain(fault))),
    };
    let stored = read
        .log
        .as_ref()
        .map_or_else(Default::default, |it| it.stored);
    let Some((known, hashes)) = continuation else {
        let verdicts = Vec::new();
        return Ok(Ok(Taken { verdicts, stored }));
    };
    let (copies, fresh) = intake.operations.split_at(known);
    let copies = copies.iter().map(|copy| {
        let verdict = verdict_of_copy(&read.existing, copy)?;
        Ok((copy.envelope.op_id, verdict))
    });
    let mut verdicts = copies.collect::<PgResult<Vec<_>>>()?;
    let (Some(last), Some(end)) = (fresh.last(), hashes.last()) else {
        return Ok(Ok(Taken { verdicts, stored }));
    };
    let number = match &read.log {
        Some(log) => log.number,
        None => log::make_replica(db, intake.replica, device).await?,
    };
    let seqs = fresh.iter().map(|it| it.envelope.seq);
    let sequence: Vec<(u64, ChainHash)> = seqs.zip(hashes.iter().skip(known).copied()).collect();
    let at = At {
        replica: number,
        device,
        received_ms: intake.received_ms,
        sequence: &sequence,
    };
    let batch = Batch {
        operations: fresh,
        existing: &read.existing,
        anchors: &read.anchors,
        is_revoked: read.is_revoked,
        received_ms: intake.received_ms,
        times: &intake.times,
        vouching: &read.vouching,
    };
    let (mut held, appended) = append(
        db,
        &batch,
        user,
        &at,
        (read.loaded, read.standing),
        &wanted,
        this_try,
    )
    .await?;
    verdicts.extend(appended.verdicts);
    let end = (last.envelope.seq, *end);
    let signature = intake.head.as_ref().map(|head| head.signature.as_slice());
    db.query(
        log::SET_HEAD,
        &[&number, &(end.0 as i64), &end.1.0.as_slice(), &signature],
    )
    .await?;
    set_aside::settle(db, &mut held, appended.gained).await?;
    Ok(Ok(Taken {
        verdicts,
        stored: end,
    }))
}

/// One round trip. The lock of the log stands before what is read of it.
async fn read(
    db: &Db<'_>,
    intake: &Intake,
    device: Option<DeviceId>,
    user: Option<UserId>,
    wanted: &Wanted,
) -> PgResult<Read> {
    let first = intake.operations.first().map_or(1, |it| it.envelope.seq);
    let last = intake.operations.last().map_or(0, |it| it.envelope.seq);
    let head = intake.head.as_ref().map_or(0, |head| head.seq);
    let (before, last, head) = (signed(first.saturating_sub(1)), signed(last), signed(head));
    let ids: Vec<Uuid> = intake
        .operations
        .iter()
        .map(|it| it.envelope.op_id.0)
        .collect();
    let device = device.map(|it| it.0);
    let of_log = async {
        db.flight([
            ask(log::LOCK_REPLICA, &[&intake.replica.0]),
            ask(log::HASHES, &[&intake.replica.0, &before, &last, &head]),
            ask(log::EXISTING, &[&ids]),
            ask(acceptances::OF, &[&ids]),
        ])
        .await
    };
    let of_device = async {
        db.flight([ask(staff::DEVICE, &[&device]), ask(ANCHORS, &[&device])])
            .await
    };
    let of_user = async {
        match user {
            Some(user) => staff::standing(db, user).await,
            None => Ok(None),
        }
    };
    let (of_log, of_device, standing, loaded) =
        try_join4(of_log, of_device, of_user, load(db, wanted)).await?;
    let [replica, hashes, existing, accepted] = of_log;
    let [record, anchors] = of_device;
    Ok(Read {
        log: replica.first().map(log::replica_of).transpose()?,
        hashes: log::hashes_of(&hashes)?,
        existing: log::existing_of(&existing)?,
        is_revoked: match device {
            Some(_) => staff::known(record.first())?.revoked,
            None => false,
        },
        anchors: anchors_of(&anchors)?,
        standing,
        loaded,
        vouching: acceptances::vouching(db, &accepted).await?,
    })
}

/// Numbers beyond are in no log.
fn signed(seq: u64) -> i64 {
    const SEQ_MAX: u64 = (1 << crate::store::place::POSITION_BITS) - 1;
    seq.min(SEQ_MAX) as i64
}

fn anchors_of(rows: &[Row]) -> PgResult<BTreeMap<BootId, Anchor>> {
    let anchors = rows.iter().map(|row| {
        let boot = BootId(id(row, 0)?);
        let anchor = Anchor {
            boot,
            boot_ms: row.try_get(1)?,
            server_ms: row.try_get(2)?,
        };
        Ok((boot, anchor))
    });
    anchors.collect()
}

/// How many operations are stored already, and all hashes. `None`: the batch is empty.
type Continued = Option<(usize, Vec<ChainHash>)>;

fn continuation(
    read: &Read,
    intake: &Intake,
    device: Option<DeviceId>,
) -> Result<Continued, ChainFault> {
    let log = read.log.as_ref();
    if log.is_some_and(|log| log.device != device) {
        return Err(ChainFault::OtherDevice);
    }
    if intake.operations.is_empty() {
        return Ok(None);
    }
    let state = LogState {
        stored: log.map_or_else(Default::default, |it| it.stored),
        known: read.hashes.clone(),
    };
    let continuation = continue_log(&state, intake)?;
    Ok(Some((continuation.known, continuation.hashes)))
}

/// The chain proved that the operation is stored.
fn verdict_of_copy(
    existing: &BTreeMap<OpId, Vec<Existing>>,
    copy: &Operation,
) -> PgResult<Verdict> {
    let content = copy.content_hash();
    let same = existing
        .get(&copy.envelope.op_id)
        .and_then(|all| all.iter().find(|it| it.content == content));
    let missing = || StoreError::Failed(anyhow::anyhow!("the log names what is not stored"));
    Ok(as_copy(same.ok_or_else(missing)?.verdict.clone()))
}

/// What came of operations, and what else it may have settled.
#[derive(Default)]
struct Appended {
    verdicts: Vec<(OpId, Verdict)>,
    gained: Gained,
}

async fn append(
    db: &Db<'_>,
    batch: &Batch<'_>,
    user: Option<UserId>,
    at: &At<'_>,
    (mut loaded, standing): (Loaded, Option<Standing>),
    wanted: &Wanted,
    this_try: &Try,
) -> PgResult<(Held, Appended)> {
    let mut locks = this_try.locks.clone();
    let mut decided = None;
    if this_try.one_by_one {
        batch.lock_each(batch.sender(user, &standing)?, &loaded, &mut locks);
    } else {
        let all = batch.decide(batch.sender(user, &standing)?, &loaded)?;
        locks.extend(&batch.locks(&all, &loaded));
        decided = Some(all);
    }
    let mut held = Held::acquire(db, locks, user).await?;
    let is_current = loaded.is_current(&held) && held.all_new && held.standing == standing;
    let sender = batch.sender(user, &held.standing)?;
    if !is_current {
        loaded = load(db, wanted).await?;
        decided = None;
    }
    if this_try.one_by_one {
        let appended = one_by_one(db, batch, sender, at, loaded, &mut held).await?;
        return Ok((held, appended));
    }
    let decided = match decided {
        Some(decided) => decided,
        None => {
            let all = batch.decide(sender, &loaded)?;
            held.cover(&batch.locks(&all, &loaded))?;
            all
        }
    };
    let verdicts = write::write(db, &mut held, &mut loaded.places, at, &decided).await?;
    let gained = decided.gained();
    Ok((held, Appended { verdicts, gained }))
}

/// One bad operation is held; the others of its batch have their effect.
async fn one_by_one(
    db: &Db<'_>,
    batch: &Batch<'_>,
    sender: Option<Sender>,
    at: &At<'_>,
    mut loaded: Loaded,
    held: &mut Held,
) -> PgResult<Appended> {
    let mut all = Appended::default();
    let mut decider = batch.decider(sender, &loaded);
    for (operation, place) in batch.operations.iter().zip(at.sequence) {
        let at = At {
            sequence: std::slice::from_ref(place),
            ..*at
        };
        let ids = [operation.envelope.op_id.0];
        let existing = log::existing_of(&db.query(log::EXISTING, &[&ids.as_slice()]).await?)?;
        let mut after = decider.clone();
        let attempt = match batch.decide_one(&mut after, operation, &existing) {
            Ok(decided) => {
                held.cover(&batch.locks(&decided, &loaded))?;
                db.run("SAVEPOINT operation").await?;
                let written = write::write(db, held, &mut loaded.places, &at, &decided).await;
                written.map(|verdicts| (verdicts, decided.gained()))
            }
            Err(trouble) => {
                db.run("SAVEPOINT operation").await?;
                Err(trouble)
            }
        };
        match attempt {
            Ok((verdicts, gained)) => {
                db.run("RELEASE SAVEPOINT operation").await?;
                decider = after;
                all.verdicts.extend(verdicts);
                all.gained.extend(gained);
            }
            Err(Trouble::Refused(error) | Trouble::Taken(error)) => {
                db.run("ROLLBACK TO SAVEPOINT operation").await?;
                set_aside::alarm(operation, &error);
                let mut decided = Decided::default();
                decided.entries.push(Entry::Fresh(Box::new(Fresh {
                    content: operation.content_hash(),
                    time: decider.time_of(operation),
                    operation: operation.clone(),
                    outcome: Outcome::Held(HeldCause::ApplyError),
                })));
                let verdicts = write::write(db, held, &mut loaded.places, &at, &decided).await?;
                all.verdicts.extend(verdicts);
            }
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(all)
}
