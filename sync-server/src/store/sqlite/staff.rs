//! Who the server is, its users with their rights, devices and invitations.

use anyhow::anyhow;
use rantang_core::ids::{DeviceId, UserId};
use rantang_core::places::AreaCode;
use rantang_core::registers::Row;
use rantang_core::scopes::Grant;
use rantang_core::staff::Role;
use rantang_core::sync::signing::PublicKey;
use rantang_core::time::Effective;
use rusqlite::{Connection, OptionalExtension};

use super::cbor::{decode, encode, id, optional_id, parsed};
use crate::intake::rights::{Assignment, Carried, Covered, Member, Standing};
use crate::store::projections::{CoverNow, RouteNow, UserNow};
use crate::store::{
    DeviceRecord, Enrolment, NewInvitation, NewServer, ServerRecord, StoreError, StoreResult,
};

pub fn establish(db: &Connection, new: &NewServer) -> StoreResult<()> {
    if server(db)?.is_some() {
        return Err(StoreError::Established);
    }
    db.execute(
        "INSERT INTO server (one, server_id, epoch, area, replica, operator, is_demo, created_ms)
         VALUES (1, ?1, 1, ?2, ?3, ?4, ?5, ?6)",
        (
            new.server.as_bytes(),
            new.area.as_str(),
            new.replica.as_bytes(),
            new.operator.as_bytes(),
            new.is_demo,
            new.created_ms,
        ),
    )?;
    Ok(())
}

pub fn server(db: &Connection) -> StoreResult<Option<ServerRecord>> {
    let found = db
        .prepare_cached("SELECT server_id, epoch, area, replica, operator, is_demo FROM server")?
        .query_row([], |row| {
            let area: String = row.get(2)?;
            let epoch = row.get::<_, i64>(1)? as u64;
            Ok((
                id(row, 0)?,
                epoch,
                area,
                id(row, 3)?,
                id(row, 4)?,
                row.get(5)?,
            ))
        })
        .optional()?;
    let Some((server, epoch, area, replica, operator, is_demo)) = found else {
        return Ok(None);
    };
    Ok(Some(ServerRecord {
        server,
        epoch,
        area: parsed(&area, AreaCode::parse)?,
        replica,
        operator,
        is_demo,
    }))
}

pub fn members(db: &Connection) -> StoreResult<Vec<Member>> {
    let mut statement = db.prepare_cached("SELECT user FROM users ORDER BY user")?;
    let users = statement.query_map([], |row| id::<UserId>(row, 0))?;
    let users = users.collect::<rusqlite::Result<Vec<_>>>()?;
    let members = users.into_iter().map(|user| member(db, user));
    members.filter_map(Result::transpose).collect()
}

pub fn member(db: &Connection, user: UserId) -> StoreResult<Option<Member>> {
    let found: Option<(String, Vec<u8>)> = db
        .prepare_cached("SELECT area, profile FROM users WHERE user = ?1")?
        .query_row([user.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((area, profile)) = found else {
        return Ok(None);
    };
    let mut statement =
        db.prepare_cached("SELECT role FROM user_roles WHERE user = ?1 ORDER BY role")?;
    let codes = statement.query_map([user.as_bytes()], |row| row.get::<_, String>(0))?;
    let codes = codes.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(Some(Member {
        user,
        area: parsed(&area, AreaCode::parse)?,
        profile: decode(&profile)?,
        roles: codes
            .iter()
            .filter_map(|code| Role::from_code(code))
            .collect(),
    }))
}

pub fn standing(db: &Connection, user: UserId) -> StoreResult<Option<Standing>> {
    let Some(member) = member(db, user)? else {
        return Ok(None);
    };
    let mut statement = db.prepare_cached("SELECT terms FROM grants WHERE user = ?1")?;
    let granted = statement.query_map([user.as_bytes()], |row| row.get::<_, Vec<u8>>(0))?;
    let granted: StoreResult<Vec<Grant>> = granted.map(|bytes| decode(&bytes?)).collect();
    Ok(Some(Standing {
        member,
        granted: granted?,
        history: history(db, user)?,
        carried: carried(db, user)?,
        covered: covered(db, user)?,
    }))
}

fn covered(db: &Connection, user: UserId) -> StoreResult<Vec<Covered>> {
    let mut statement = db.prepare_cached(
        "SELECT route, kelurahan, from_ms, until_ms FROM covers WHERE courier = ?1",
    )?;
    let found = statement.query_map([user.as_bytes()], |row| {
        Ok((
            id(row, 0)?,
            row.get::<_, String>(1)?,
            row.get(2)?,
            row.get(3)?,
        ))
    })?;
    found
        .map(|found| {
            let (route, kelurahan, from_ms, until_ms) = found?;
            Ok(Covered {
                route,
                kelurahan: parsed(&kelurahan, AreaCode::parse)?,
                from_ms,
                until_ms,
            })
        })
        .collect()
}

fn history(db: &Connection, user: UserId) -> StoreResult<Vec<Assignment>> {
    let mut statement = db.prepare_cached(
        "SELECT op_id, route, kelurahan, courier, at_ms, uncertainty_ms FROM route_assignments
         WHERE route IN (SELECT route FROM route_assignments WHERE courier = ?1)
         ORDER BY route, at_ms, op_id",
    )?;
    let found = statement.query_map([user.as_bytes()], |row| {
        let kelurahan: String = row.get(2)?;
        Ok((
            id(row, 0)?,
            id(row, 1)?,
            kelurahan,
            optional_id(row, 3)?,
            Effective {
                at_ms: row.get(4)?,
                uncertainty_ms: row.get(5)?,
            },
        ))
    })?;
    found
        .map(|found| {
            let (op, route, kelurahan, courier, time) = found?;
            Ok(Assignment {
                op,
                route,
                kelurahan: parsed(&kelurahan, AreaCode::parse)?,
                courier,
                time,
            })
        })
        .collect()
}

fn carried(db: &Connection, user: UserId) -> StoreResult<Vec<Carried>> {
    let mut statement =
        db.prepare_cached("SELECT route, kelurahan, since_ms FROM routes WHERE courier = ?1")?;
    let found = statement.query_map([user.as_bytes()], |row| {
        Ok((id(row, 0)?, row.get::<_, String>(1)?, row.get(2)?))
    })?;
    found
        .map(|found| {
            let (route, kelurahan, since_ms) = found?;
            Ok(Carried {
                route,
                kelurahan: parsed(&kelurahan, AreaCode::parse)?,
                since_ms,
            })
        })
        .collect()
}

/// Keeps the tables of users and routes in step with a row that was put.
pub fn project(db: &Connection, row: &Row) -> StoreResult<()> {
    if let Some(user) = UserNow::of(row) {
        project_user(db, &user)?;
    }
    if let Some(route) = RouteNow::of(row) {
        project_route(db, &route)?;
    }
    if let Some(cover) = CoverNow::of(row) {
        project_cover(db, &cover)?;
    }
    Ok(())
}

fn project_user(db: &Connection, now: &UserNow) -> StoreResult<()> {
    let user = now.user.as_bytes();
    db.prepare_cached(
        "INSERT INTO users (user, area, profile) VALUES (?1, ?2, ?3)
         ON CONFLICT (user) DO UPDATE SET area = excluded.area, profile = excluded.profile",
    )?
    .execute((user, now.area.as_str(), encode(&now.profile)?))?;
    db.execute("DELETE FROM user_roles WHERE user = ?1", [user])?;
    for role in &now.roles {
        db.prepare_cached("INSERT OR IGNORE INTO user_roles (user, role) VALUES (?1, ?2)")?
            .execute((user, role.code()))?;
    }
    Ok(())
}

fn project_route(db: &Connection, now: &RouteNow) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO routes (route, kelurahan, courier, since_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (route) DO UPDATE SET kelurahan = excluded.kelurahan,
           courier = excluded.courier, since_ms = excluded.since_ms",
    )?
    .execute((
        now.route.as_bytes(),
        now.kelurahan.as_str(),
        now.courier.map(|courier| *courier.as_bytes()),
        now.since_ms,
    ))?;
    Ok(())
}

fn project_cover(db: &Connection, now: &CoverNow) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO covers (cover, route, kelurahan, courier, from_ms, until_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (cover) DO UPDATE SET route = excluded.route, kelurahan = excluded.kelurahan,
           courier = excluded.courier, from_ms = excluded.from_ms, until_ms = excluded.until_ms",
    )?
    .execute((
        now.cover.as_bytes(),
        now.route.as_bytes(),
        now.kelurahan.as_str(),
        now.courier.as_bytes(),
        now.from_ms,
        now.until_ms,
    ))?;
    Ok(())
}

pub fn keep_assignment(db: &Connection, assignment: &Assignment) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO route_assignments (op_id, route, kelurahan, courier, at_ms, uncertainty_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute((
        assignment.op.as_bytes(),
        assignment.route.as_bytes(),
        assignment.kelurahan.as_str(),
        assignment.courier.map(|courier| *courier.as_bytes()),
        assignment.time.at_ms,
        assignment.time.uncertainty_ms,
    ))?;
    Ok(())
}

pub fn grant(db: &Connection, user: UserId, grant: &Grant) -> StoreResult<()> {
    let terms = encode(grant)?;
    db.execute(
        "INSERT INTO grants (user, terms) SELECT ?1, ?2
         WHERE NOT EXISTS (SELECT 1 FROM grants WHERE user = ?1 AND terms = ?2)",
        (user.as_bytes(), terms),
    )?;
    Ok(())
}

pub fn set_grants(db: &Connection, user: UserId, grants: &[Grant]) -> StoreResult<()> {
    db.execute("DELETE FROM grants WHERE user = ?1", [user.as_bytes()])?;
    for each in grants {
        grant(db, user, each)?;
    }
    Ok(())
}

pub fn revoke(db: &Connection, device: DeviceId, now_ms: i64) -> StoreResult<bool> {
    let changed = db.execute(
        "UPDATE devices SET revoked_ms = coalesce(revoked_ms, ?2) WHERE device = ?1",
        (device.as_bytes(), now_ms),
    )?;
    Ok(0 < changed)
}

pub fn invite(db: &Connection, invitation: &NewInvitation) -> StoreResult<()> {
    db.execute(
        "INSERT INTO invitations (code_hash, user, device_name, expires_ms) VALUES (?1, ?2, ?3, ?4)",
        (
            invitation.code_hash,
            invitation.user.as_bytes(),
            &invitation.device_name,
            invitation.expires_ms,
        ),
    )?;
    Ok(())
}

/// A repeated request with the same code and key gets the same device, also after the code's end.
pub fn enroll(db: &Connection, enrolment: &Enrolment) -> StoreResult<Option<DeviceRecord>> {
    let found = db
        .prepare_cached(
            "SELECT user, device_name, expires_ms, device FROM invitations WHERE code_hash = ?1",
        )?
        .query_row([enrolment.code_hash], |row| {
            let (name, expires_ms): (String, i64) = (row.get(1)?, row.get(2)?);
            Ok((
                id::<UserId>(row, 0)?,
                name,
                expires_ms,
                optional_id(row, 3)?,
            ))
        })
        .optional()?;
    let Some((user, invited_name, expires_ms, used_by)) = found else {
        return Ok(None);
    };
    if let Some(used_by) = used_by {
        let known = device(db, used_by)?;
        return Ok(known.filter(|known| known.key == enrolment.key));
    }
    if expires_ms <= enrolment.now_ms {
        return Ok(None);
    }
    let record = DeviceRecord {
        device: enrolment.device,
        user,
        key: enrolment.key,
        name: enrolment.name_in(invited_name),
        revoked: false,
    };
    db.execute(
        "INSERT INTO devices (device, user, public_key, name, enrolled_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            record.device.as_bytes(),
            user.as_bytes(),
            record.key.0,
            &record.name,
            enrolment.now_ms,
        ),
    )?;
    db.execute(
        "UPDATE invitations SET device = ?2 WHERE code_hash = ?1",
        (enrolment.code_hash, record.device.as_bytes()),
    )?;
    Ok(Some(record))
}

pub fn device(db: &Connection, device: DeviceId) -> StoreResult<Option<DeviceRecord>> {
    let found = db
        .prepare_cached(
            "SELECT user, public_key, name, revoked_ms IS NOT NULL FROM devices WHERE device = ?1",
        )?
        .query_row([device.as_bytes()], |row| {
            Ok(DeviceRecord {
                device,
                user: id(row, 0)?,
                key: PublicKey(row.get(1)?),
                name: row.get(2)?,
                revoked: row.get(3)?,
            })
        })
        .optional()?;
    Ok(found)
}

/// A device that was verified by the request that calls.
pub fn known_device(db: &Connection, of: DeviceId) -> StoreResult<DeviceRecord> {
    device(db, of)?.ok_or_else(|| StoreError::Failed(anyhow!("the device is gone")))
}
