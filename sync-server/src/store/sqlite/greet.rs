//! A hello: compares what the device and the server have of one log.

use rantang_core::ids::DeviceId;
use rantang_core::scopes::{Grant, Scope};
use rantang_core::staff::Role;
use rantang_core::sync::protocol::{Hello, HelloVerdict};
use rusqlite::Connection;

use super::{counts, durable, log, phones, review, scopes, staff};
use crate::intake::rights::{prefix_of_scopes, standing_scope};
use crate::intake::{KnownLog, KnownScopes, epoch_of_restore, raised_epoch, verdict_of_hello};
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
    let doubted = counts::report(db, device, &hello.disagreements, now_ms)?;
    let again = counts::counted_since(db, &hello.disagreements)?;
    durable::keep_promise(db, device, hello)?;

    let replica = log::replica(db, hello.replica)?;
    let known = match &replica {
        Some(replica) => Some(KnownLog {
            device: replica.device,
            stored: replica.stored,
            at_acknowledged: log::hash_at(db, replica.number, hello.acknowledged.0)?,
        }),
        None => None,
    };
    let verdict = verdict_of_hello(device, hello, known.as_ref(), record.revoked);
    let scopes = KnownScopes {
        epoch: server.epoch,
        raised_ms: durable::raised_ms(db)?,
        are_behind: scopes::are_behind(db, &hello.cursors)?,
    };
    let raised = raised_epoch(verdict, scopes, hello, now_ms);
    if let Some(raised) = raised {
        durable::begin_epoch(db, raised, now_ms, None)?;
    }
    let standing = staff::standing(db, record.user)?.filter(|_| !record.revoked);
    let grants = standing
        .as_ref()
        .map_or_else(Vec::new, |it| it.readable(now_ms));
    let set_aside = match &standing {
        Some(standing) => review::digest_for(db, standing, now_ms)?,
        None => None,
    };
    let is_coordinator = standing.is_some_and(|it| it.member.roles.contains(&Role::Koordinator));
    let phones = if is_coordinator {
        phones::under(db, &grants)?
    } else {
        Vec::new()
    };
    Ok(Greeting {
        epoch: raised.unwrap_or(server.epoch),
        epoch_raised: raised.is_some(),
        verdict,
        stored: known.map_or_else(Default::default, |known| known.stored),
        scopes: scopes_under(db, &grants)?,
        phones,
        doubted,
        again,
        set_aside,
        durable: replica.as_ref().map_or(0, |it| it.durable),
        settled: match &replica {
            Some(replica) if verdict != HelloVerdict::Forked => {
                log::settled(db, replica.number, &hello.set_aside)?
            }
            _ => Vec::new(),
        },
    })
}

pub fn begin_anew(db: &Connection, backup_ms: Option<i64>, now_ms: i64) -> StoreResult<u64> {
    let server = staff::server(db)?
        .ok_or_else(|| StoreError::Failed(anyhow::anyhow!("the server was not set up")))?;
    let epoch = epoch_of_restore(server.epoch, now_ms);
    durable::begin_epoch(db, epoch, now_ms, backup_ms)?;
    Ok(epoch)
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
        if let Some(prefix) = prefix_of_scopes(grant) {
            let begin = scopes::beginning_with(db, &prefix)?;
            all.extend(begin.into_iter().filter(|scope| grant.covers(scope)));
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}
