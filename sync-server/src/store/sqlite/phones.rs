//! What the server observes of phones: when they last spoke, and how far they hold each list.
//!
//! No record says this; it is told to coordinators and is part of no log.

use rantang_core::ids::DeviceId;
use rantang_core::scopes::{Grant, Scope, ScopeClass};
use rantang_core::sync::protocol::{Hello, Phone};
use rusqlite::Connection;

use super::cbor::id;
use crate::intake::{Holding, phones_under};
use crate::store::StoreResult;

/// Notes what a device said in its hello.
pub fn note(db: &Connection, device: DeviceId, hello: &Hello, now_ms: i64) -> StoreResult<()> {
    db.prepare_cached("UPDATE devices SET contact_ms = ?2 WHERE device = ?1")?
        .execute((device.as_bytes(), now_ms))?;
    db.prepare_cached("DELETE FROM held WHERE device = ?1")?
        .execute([device.as_bytes()])?;
    let mut insert = db.prepare_cached(
        "INSERT OR REPLACE INTO held (device, scope, cursor) VALUES (?1, ?2, ?3)",
    )?;
    for (scope, cursor) in &hello.cursors {
        if scope.class() == ScopeClass::Delivery {
            let cursor = i64::try_from(*cursor).unwrap_or(i64::MAX);
            insert.execute((device.as_bytes(), scope.to_string(), cursor))?;
        }
    }
    Ok(())
}

/// The phones of couriers that hold lists under these grants, of each user the one heard last.
pub fn under(db: &Connection, grants: &[Grant]) -> StoreResult<Vec<Phone>> {
    let mut statement = db.prepare_cached(
        "SELECT devices.user, devices.device, devices.contact_ms, held.scope, held.cursor
         FROM devices JOIN held ON held.device = devices.device
         JOIN user_roles ON user_roles.user = devices.user AND user_roles.role = 'kurir'
         WHERE devices.revoked_ms IS NULL AND devices.contact_ms IS NOT NULL
         ORDER BY devices.user, devices.contact_ms, devices.device, held.scope",
    )?;
    let found = statement.query_map([], |row| {
        let scope: String = row.get(3)?;
        Ok((
            id(row, 0)?,
            id(row, 1)?,
            row.get(2)?,
            scope,
            row.get::<_, i64>(4)?,
        ))
    })?;
    let mut holdings = Vec::new();
    for found in found {
        let (user, device, contact_ms, scope, cursor) = found?;
        let Ok(scope) = Scope::parse(&scope) else {
            continue;
        };
        holdings.push(Holding {
            user,
            device,
            contact_ms,
            scope,
            cursor: cursor.max(0) as u64,
        });
    }
    Ok(phones_under(grants, holdings.into_iter()))
}
