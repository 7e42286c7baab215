//! The first call of a sync: who we are, how far we are, what time it is.

use std::collections::BTreeSet;

use rantang_core::ids::ReplicaId;
use rantang_core::operation::SCHEMA;
use rantang_core::staff::Role;
use rantang_core::sync::protocol::{Hello, HelloAnswer, HelloVerdict};
use rantang_core::time::{Anchor, BootId};
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::agreement;
use super::exchange::keep_code;
use crate::device::Device;
use crate::log::outgoing::chain_anew;
use crate::log::purge::{beginning, hash_at, purge};
use crate::log::verdicts::{set_aside, settle, store_settled, take_back};
use crate::log::{self, LogState};
use crate::photos::store as photos;
use crate::relay::certified;
use crate::store::{Error, Result, facts, mirror, view};

/// The device's clocks around a call.
#[derive(Clone, Copy, Debug)]
pub struct Clocks {
    pub wall_ms: i64,
    pub boot: BootId,
    pub boot_ms: i64,
}

impl Clocks {
    pub fn of(device: &Device) -> Self {
        let clock = &*device.platform.clock;
        Self {
            wall_ms: clock.wall_ms(),
            boot: clock.boot(),
            boot_ms: clock.boot_ms(),
        }
    }
}

pub fn message(db: &Connection, clocks: Clocks) -> Result<Hello> {
    Ok(Hello {
        replica: facts::REPLICA.get(db)?.ok_or(Error::NotPaired)?,
        head: log::head(db)?,
        acknowledged: facts::ACKNOWLEDGED.get(db)?.unwrap_or_default(),
        epoch: facts::EPOCH.get(db)?.unwrap_or(0),
        schema: SCHEMA,
        wall_ms: clocks.wall_ms,
        boot: clocks.boot,
        boot_ms: clocks.boot_ms,
        cursors: mirror::cursors(db)?,
        disagreements: agreement::to_tell(db)?,
        set_aside: set_aside(db)?,
        certify: None,
    })
}

/// As long as the answer's challenge is good: what took longer says little of when it was made.
const ANCHOR_ROUND_TRIP_MS_MAX: i64 = 10 * 60_000;

/// The answer was made somewhere between. A restart between them makes an anchor of nothing, and so does a phone
/// that slept: better the one of before, or none, than one that is off by hours.
fn anchor(sent: Clocks, received: Clocks, server_ms: i64) -> Option<Anchor> {
    let took_ms = received.boot_ms.saturating_sub(sent.boot_ms);
    (sent.boot == received.boot && took_ms <= ANCHOR_ROUND_TRIP_MS_MAX).then(|| Anchor {
        boot: sent.boot,
        boot_ms: sent.boot_ms + took_ms / 2,
        server_ms,
    })
}

/// Takes in the answer to a hello that succeeded, in one transaction. Says whether what is shown changed.
///
/// `new_replica` is used where the server knows another history of ours.
pub fn take_in(
    tx: &Transaction<'_>,
    answer: &HelloAnswer,
    sent: Clocks,
    received: Clocks,
    new_replica: ReplicaId,
) -> Result<bool> {
    if let Some(anchor) = anchor(sent, received, answer.server_ms) {
        facts::ANCHOR.set(tx, &anchor)?;
    }
    let offset_ms = received.wall_ms.saturating_sub(answer.server_ms);
    facts::CLOCK_OFFSET_MS.set(tx, &offset_ms)?;
    facts::PROFILE.set(tx, &answer.profile)?;
    facts::ROLES.set(tx, &answer.roles)?;
    keep_area(tx, answer)?;
    let phones_changed = facts::PHONES.get(tx)?.unwrap_or_default() != answer.phones;
    facts::PHONES.set(tx, &answer.phones)?;
    keep_sealing_key(tx, answer)?;
    certified::keep(tx, answer)?;
    if answer.roles.contains(&Role::Koordinator) {
        // Made before it is needed: a desk that becomes a relay has no line then.
        certified::make_key(tx)?;
    }
    for scope in &answer.scopes {
        mirror::hold(tx, scope)?;
    }

    let mut touched = BTreeSet::new();
    let forked = is_forked(tx, answer)?;
    if !forked {
        for (seq, verdict) in &answer.settled {
            touched.extend(store_settled(tx, *seq, verdict)?);
        }
        facts::DURABLE.set(tx, &answer.durable)?;
        keep_code(tx, answer.stored.0, answer.code, answer.server_ms)?;
    }
    let known_epoch = facts::EPOCH.get(tx)?.unwrap_or(answer.epoch);
    facts::EPOCH.set(tx, &answer.epoch)?;
    agreement::told(tx, &answer.again, answer.server_ms)?;
    if known_epoch != answer.epoch {
        mirror::fetch_all_anew(tx)?;
        agreement::forget_all(tx)?;
        photos::doubt_all(tx)?;
        // Positions of before mean nothing now: what still waits for one asks for another.
        if let Some(first) = first_awaiting(tx)? {
            touched.extend(take_back(tx, first - 1)?);
        }
    }
    match answer.verdict {
        _ if forked => {
            tracing::warn!(
                "the server knows another history of this log: going on as a new replica"
            );
            chain_anew(tx, new_replica)?;
        }
        HelloVerdict::Ok | HelloVerdict::Revoked | HelloVerdict::Forked => {}
        HelloVerdict::Recover => {
            let acknowledged = facts::ACKNOWLEDGED.get(tx)?.unwrap_or_default().0;
            tracing::warn!(
                acknowledged,
                stored = answer.stored.0,
                "the server holds less than it acknowledged: sending again"
            );
            if answer.stored.0 < beginning(tx)?.0 {
                // What lies between is on no device any more: the rest goes on as a log of its own.
                chain_anew(tx, new_replica)?;
                touched.extend(take_back(tx, 0)?);
            } else {
                touched.extend(take_back(tx, answer.stored.0.min(acknowledged))?);
            }
        }
    }
    purge(tx, answer.server_ms)?;
    touched.extend(settle(tx)?.into_keys());
    view::refresh(tx, &touched)?;
    Ok(phones_changed || !touched.is_empty())
}

/// The server says so, or its log is another than ours at a number that both have: a copy of this
/// store went on first, and this one has since recorded more than the server holds.
fn is_forked(db: &Connection, answer: &HelloAnswer) -> Result<bool> {
    if answer.verdict == HelloVerdict::Forked {
        return Ok(true);
    }
    let (seq, hash) = answer.stored;
    let own = hash_at(db, seq)?;
    Ok(own.is_some_and(|own| own != hash))
}

/// The user may work for another office now.
fn keep_area(tx: &Transaction<'_>, answer: &HelloAnswer) -> Result<()> {
    let (Some(area), Some(pairing)) = (&answer.area, facts::PAIRING.get(tx)?) else {
        return Ok(());
    };
    if pairing.area == *area {
        return Ok(());
    }
    let area = area.clone();
    facts::PAIRING.set(tx, &facts::Pairing { area, ..pairing })
}

/// A key that the server's identity does not vouch for is left where it came from.
fn keep_sealing_key(tx: &Transaction<'_>, answer: &HelloAnswer) -> Result<()> {
    let (Some(sealing), Some(pairing)) = (&answer.sealing, facts::PAIRING.get(tx)?) else {
        return Ok(());
    };
    match sealing.verify(pairing.server, pairing.server_key) {
        Ok(()) => facts::SEALING.set(tx, &sealing.recipient),
        Err(error) => {
            tracing::error!(%error, "the key to seal to is not the server's");
            Ok(())
        }
    }
}

/// The first applied operation whose effect has not come back yet.
fn first_awaiting(db: &Connection) -> Result<Option<u64>> {
    let sql = "SELECT log.seq FROM overlay JOIN log ON log.seq = overlay.seq
               WHERE log.state = ?1 ORDER BY log.seq LIMIT 1";
    let first: Option<i64> = db
        .prepare_cached(sql)?
        .query_row([LogState::Applied.code()], |row| row.get(0))
        .optional()?;
    Ok(first.map(|seq| seq as u64))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(boot: u128, boot_ms: i64) -> Clocks {
        Clocks {
            wall_ms: 0,
            boot: BootId(Uuid::from_u128(boot)),
            boot_ms,
        }
    }

    #[test]
    fn only_an_answer_that_came_soon_and_in_the_same_boot_tells_the_time() {
        let soon = anchor(at(1, 1_000), at(1, 3_000), 50_000);
        let known = soon.map(|it| (it.boot_ms, it.server_ms));
        assert_eq!(known, Some((2_000, 50_000)), "half of the way back");
        let slept = at(1, 1_001 + ANCHOR_ROUND_TRIP_MS_MAX);
        assert_eq!(anchor(at(1, 1_000), slept, 50_000), None);
        assert_eq!(anchor(at(1, 1_000), at(2, 3_000), 50_000), None);
    }
}
