//! A hello: compares what the device and the server have of one log.

use rantang_core::ids::DeviceId;
use rantang_core::scopes::{Grant, GrantPlace, Scope, ScopeClass};
use rantang_core::staff::Role;
use rantang_core::sync::protocol::{Hello, HelloVerdict};
use rusqlite::Connection;

use super::{log, phones, scopes, staff};
use crate::intake::rights::standing_scope;
use crate::store::{Greeting, StoreError, StoreResult};

pub fn greet(
    db: &Connection,
    device: DeviceId,
    hello: &Hello,
    now_ms: i64,
) -> StoreResult<Greeting> {
    let record = staff::known_device(db, device)?;
    let server = staff::server(db)?
        .ok_or_else(|| StoreError::Failed(anyhow::anyhow!("the server was not set up")))?;
    keep_anchor(db, device, hello, now_ms)?;
    phones::note(db, device, hello, now_ms)?;

    let replica = log::replica(db, hello.replica)?;
    let stored = replica
        .as_ref()
        .map_or_else(Default::default, |it| it.stored);
    let is_forked = match &replica {
        Some(replica) => replica.device != Some(device) || differs(db, replica, hello)?,
        None => false,
    };
    let lacks = stored.0 < hello.acknowledged.0;
    // Once for a restore: a device that greets again knows the new epoch only by our answer.
    let epoch_raised = !is_forked && lacks && server.epoch <= hello.epoch;
    let epoch = if epoch_raised {
        let raised = hello.epoch.saturating_add(1).min(i64::MAX as u64);
        staff::set_epoch(db, raised)?;
        raised
    } else {
        server.epoch
    };
    let verdict = if is_forked {
        HelloVerdict::Forked
    } else if lacks {
        HelloVerdict::Recover
    } else if record.revoked {
        HelloVerdict::Revoked
    } else {
        HelloVerdict::Ok
    };
    let standing = staff::standing(db, record.user)?.filter(|_| !record.revoked);
    let grants = standing
        .as_ref()
        .map_or_else(Vec::new, |it| it.readable(now_ms));
    let is_coordinator = standing.is_some_and(|it| it.member.roles.contains(&Role::Koordinator));
    let phones = if is_coordinator {
        phones::under(db, &grants)?
    } else {
        Vec::new()
    };
    Ok(Greeting {
        epoch,
        epoch_raised,
        verdict,
        stored,
        scopes: scopes_under(db, &grants)?,
        phones,
    })
}

/// The server has operations that the device does not know, or others at the same numbers.
fn differs(db: &Connection, replica: &log::Replica, hello: &Hello) -> StoreResult<bool> {
    let (stored_seq, stored_hash) = replica.stored;
    if hello.head.0 < stored_seq || (hello.head.0 == stored_seq && hello.head.1 != stored_hash) {
        return Ok(true);
    }
    let (seq, hash) = hello.acknowledged;
    if seq == 0 || stored_seq < seq {
        return Ok(false);
    }
    Ok(log::hash_at(db, replica.number, seq)?.is_some_and(|known| known != hash))
}

/// Of several hellos in one boot the quickest counts: the others, delayed or repeated, would put
/// the boot clock's zero too late.
fn keep_anchor(db: &Connection, device: DeviceId, hello: &Hello, now_ms: i64) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO anchors (device, boot, boot_ms, server_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (device, boot) DO UPDATE SET boot_ms = excluded.boot_ms, server_ms = excluded.server_ms
         WHERE excluded.server_ms - excluded.boot_ms < server_ms - boot_ms",
    )?
    .execute((
        device.as_bytes(),
        hello.boot.0.as_bytes(),
        // Bounded, so that no difference overflows.
        hello.boot_ms.clamp(0, i64::MAX / 4),
        now_ms,
    ))?;
    Ok(())
}

/// The scopes that exist under the grants, and those that always do.
fn scopes_under(db: &Connection, grants: &[Grant]) -> StoreResult<Vec<Scope>> {
    let mut all: Vec<Scope> = grants.iter().map(standing_scope).collect();
    for grant in grants {
        let GrantPlace::Area(area) = &grant.place else {
            continue;
        };
        let class = match grant.class {
            ScopeClass::Plan => "plan",
            ScopeClass::Delivery => "delivery",
            ScopeClass::Case => "case",
        };
        let begin = scopes::beginning_with(db, &format!("{class}/{area}"))?;
        all.extend(begin.into_iter().filter(|scope| grant.covers(scope)));
    }
    all.sort();
    all.dedup();
    Ok(all)
}
