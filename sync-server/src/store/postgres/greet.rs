//! A hello: compares what the device and the server have of one log.

use rantang_core::ids::DeviceId;
use rantang_core::scopes::{Grant, Scope, ScopeClass};
use rantang_core::staff::Role;
use rantang_core::sync::protocol::{Hello, HelloVerdict, Phone};
use tokio_postgres::Row;

use super::columns::{hash, id, named};
use super::db::{Db, ask};
use super::trouble::PgResult;
use super::{counts, durable, log, review, staff};
use crate::intake::rights::{prefix_of_scopes, standing_scope};
use crate::intake::{Holding, KnownLog, KnownScopes, phones_under, raised_epoch, verdict_of_hello};
use crate::store::Greeting;

/// Locks the device: of two hellos at once the second one sees the first.
const CONTACT: &str = "UPDATE devices SET contact_ms = $2 WHERE device = $1
     RETURNING device, user_id, public_key, name, revoked_ms IS NOT NULL";
/// Of several hellos in one boot the quickest counts: the others, delayed or repeated, would put
/// the boot clock's zero too late.
const ANCHOR: &str = "INSERT INTO anchors (device, boot, boot_ms, server_ms)
     VALUES ($1, $2, $3, $4)
     ON CONFLICT (device, boot) DO UPDATE
       SET boot_ms = excluded.boot_ms, server_ms = excluded.server_ms
       WHERE excluded.server_ms - excluded.boot_ms < anchors.server_ms - anchors.boot_ms";
const FORGET_HELD: &str = "DELETE FROM held WHERE device = $1";
const HELD: &str = "INSERT INTO held (device, scope, cursor)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[])
     ON CONFLICT (device, scope) DO UPDATE SET cursor = excluded.cursor";
const ACKNOWLEDGED: &str = "SELECT log.hash
     FROM replicas JOIN log ON log.place = (replicas.id << 40) | $2 WHERE replica = $1";
/// When the epoch was raised last, and whether a cursor is beyond the head of its scope.
const SET_BACK: &str = "SELECT
       (SELECT restored_ms FROM server),
       EXISTS (SELECT FROM unnest($1::text[], $2::bigint[]) AS told (name, cursor)
               LEFT JOIN scopes ON scopes.name = told.name COLLATE \"C\"
               WHERE coalesce(scopes.head, 0) < told.cursor)";
const UNDER: &str = "SELECT DISTINCT name FROM unnest($1::text[]) AS granted (prefix)
     JOIN scopes ON granted.prefix <= name AND name < granted.prefix || '~'";
const PHONES: &str =
    "SELECT devices.user_id, devices.device, devices.contact_ms, held.scope, held.cursor
     FROM devices JOIN held ON held.device = devices.device
     JOIN user_roles ON user_roles.user_id = devices.user_id AND user_roles.role = 'kurir'
     WHERE devices.revoked_ms IS NULL AND devices.contact_ms IS NOT NULL
     ORDER BY devices.user_id, devices.contact_ms, devices.device, held.scope";

pub async fn greet(
    db: &Db<'_>,
    device: DeviceId,
    hello: &Hello,
    now_ms: i64,
) -> PgResult<Greeting> {
    // Bounded, so that no difference overflows.
    let boot_ms = hello.boot_ms.clamp(0, i64::MAX / 4);
    let mut lists: Vec<_> = hello.cursors.iter().collect();
    let (names, cursors) = columns_of(&lists);
    lists.retain(|(scope, _)| scope.class() == ScopeClass::Delivery);
    lists.sort_unstable();
    lists.dedup_by(|later, first| later.0 == first.0);
    let (list_names, list_cursors) = columns_of(&lists);
    let acknowledged = i64::try_from(hello.acknowledged.0).unwrap_or(i64::MAX);
    let [
        contact,
        _,
        _,
        _,
        _,
        server,
        replica,
        at_acknowledged,
        set_back,
    ] = db
        .flight([
            ask(CONTACT, &[&device.0, &now_ms]),
            ask(ANCHOR, &[&device.0, &hello.boot.0, &boot_ms, &now_ms]),
            ask(FORGET_HELD, &[&device.0]),
            ask(HELD, &[&device.0, &list_names, &list_cursors]),
            ask(
                durable::KEEP_PROMISE,
                &[&hello.replica.0, &device.0, &acknowledged],
            ),
            ask(staff::SERVER, &[]),
            ask(log::REPLICA, &[&hello.replica.0]),
            ask(ACKNOWLEDGED, &[&hello.replica.0, &acknowledged]),
            ask(SET_BACK, &[&names, &cursors]),
        ])
        .await?;
    let record = staff::known(contact.first())?;
    let doubts = counts::report(db, device, &hello.disagreements, now_ms).await?;
    let server = staff::established(server.first())?;
    let replica = replica.first().map(log::replica_of).transpose()?;
    let known = match &replica {
        Some(replica) => Some(KnownLog {
            device: replica.device,
            stored: replica.stored,
            at_acknowledged: at_acknowledged
                .first()
                .map(|row| hash(row, 0))
                .transpose()?,
        }),
        None => None,
    };
    let verdict = verdict_of_hello(device, hello, known.as_ref(), record.revoked);
    let mut epoch = server.epoch;
    let mut epoch_raised = false;
    let scopes = known_scopes(epoch, set_back.first())?;
    if let Some(raised) = raised_epoch(verdict, scopes, hello, now_ms) {
        let (to, from) = (raised as i64, server.epoch as i64);
        epoch_raised = 0 < db.execute(durable::RAISE, &[&to, &from, &now_ms]).await?;
        let now = db.first(staff::SERVER, &[]).await?;
        epoch = staff::established(now.as_ref())?.epoch;
    }
    let standing = staff::standing(db, record.user).await?;
    let standing = standing.filter(|_| !record.revoked);
    let grants = standing
        .as_ref()
        .map_or_else(Vec::new, |it| it.readable(now_ms));
    let set_aside = match &standing {
        Some(standing) => review::digest_for(db, standing, now_ms).await?,
        None => None,
    };
    let is_coordinator = standing.is_some_and(|it| it.member.roles.contains(&Role::Koordinator));
    let prefixes: Vec<String> = grants.iter().filter_map(prefix_of_scopes).collect();
    let [under, phones] = db
        .flight([ask(UNDER, &[&prefixes]), ask(PHONES, &[])])
        .await?;
    Ok(Greeting {
        epoch,
        epoch_raised,
        verdict,
        stored: known.map_or_else(Default::default, |known| known.stored),
        scopes: scopes_under(&grants, &under)?,
        phones: if is_coordinator {
            phones_of(&grants, &phones)?
        } else {
            Vec::new()
        },
        set_aside,
        durable: replica.as_ref().map_or(0, |it| it.durable),
        settled: match &replica {
            Some(replica) if verdict != HelloVerdict::Forked => {
                durable::settled(db, replica.number, &hello.set_aside).await?
            }
            _ => Vec::new(),
        },
        doubted: doubts.doubted,
        again: doubts.again,
    })
}

fn columns_of(cursors: &[&(Scope, u64)]) -> (Vec<String>, Vec<i64>) {
    cursors
        .iter()
        .map(|(scope, cursor)| {
            let cursor = i64::try_from(*cursor).unwrap_or(i64::MAX);
            (scope.to_string(), cursor)
        })
        .unzip()
}

fn known_scopes(epoch: u64, set_back: Option<&Row>) -> PgResult<KnownScopes> {
    Ok(KnownScopes {
        epoch,
        raised_ms: set_back.map_or(Ok(None), |row| row.try_get(0))?,
        are_behind: set_back.map_or(Ok(false), |row| row.try_get(1))?,
    })
}

/// The scopes that exist under the grants, and those that always do.
fn scopes_under(grants: &[Grant], found: &[Row]) -> PgResult<Vec<Scope>> {
    let mut all: Vec<Scope> = grants.iter().map(standing_scope).collect();
    for row in found {
        let scope = named(row, 0)?;
        if grants.iter().any(|grant| grant.covers(&scope)) {
            all.push(scope);
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}

fn phones_of(grants: &[Grant], rows: &[Row]) -> PgResult<Vec<Phone>> {
    let mut holdings = Vec::with_capacity(rows.len());
    for row in rows {
        let Ok(scope) = Scope::parse(row.try_get(3)?) else {
            continue;
        };
        holdings.push(Holding {
            user: id(row, 0)?,
            device: id(row, 1)?,
            contact_ms: row.try_get(2)?,
            scope,
            cursor: row.try_get::<_, i64>(4)?.max(0) as u64,
        });
    }
    Ok(phones_under(grants, holdings.into_iter()))
}
