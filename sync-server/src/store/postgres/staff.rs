//! Who the server is, its users with their rights, devices and invitations.

use anyhow::anyhow;
use rantang_core::ids::{DeviceId, UserId};
use rantang_core::places::AreaCode;
use rantang_core::scopes::Grant;
use rantang_core::staff::Role;
use rantang_core::sync::signing::PublicKey;
use rantang_core::time::Effective;
use tokio_postgres::Row;

use super::columns::{bytes32, cbor, id, optional_id};
use super::db::{Db, ask};
use super::trouble::{PgResult, Trouble};
use crate::intake::rights::{Assignment, Carried, Covered, Member, Standing};
use crate::store::cbor::{encode, parsed};
use crate::store::{DeviceRecord, Enrolment, NewInvitation, NewServer, ServerRecord, StoreError};

const ESTABLISH: &str =
    "INSERT INTO server (server_id, epoch, area, replica, operator, is_demo, created_ms)
     VALUES ($1, 1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

pub async fn establish(db: &Db<'_>, new: &NewServer) -> PgResult<()> {
    let written = db
        .execute(
            ESTABLISH,
            &[
                &new.server.0,
                &new.area.as_str(),
                &new.replica.0,
                &new.operator.0,
                &new.is_demo,
                &new.created_ms,
            ],
        )
        .await?;
    if written == 0 {
        return Err(StoreError::Established.into());
    }
    Ok(())
}

pub const SERVER: &str = "SELECT server_id, epoch, area, replica, operator, is_demo FROM server";

pub fn server_of(row: &Row) -> PgResult<ServerRecord> {
    Ok(ServerRecord {
        server: id(row, 0)?,
        epoch: row.try_get::<_, i64>(1)? as u64,
        area: area(row, 2)?,
        replica: id(row, 3)?,
        operator: id(row, 4)?,
        is_demo: row.try_get(5)?,
    })
}

pub async fn server(db: &Db<'_>) -> PgResult<Option<ServerRecord>> {
    let found = db.first(SERVER, &[]).await?;
    found.as_ref().map(server_of).transpose()
}

/// A server that was set up: everything else came after that.
pub fn established(row: Option<&Row>) -> PgResult<ServerRecord> {
    let row = row.ok_or_else(|| StoreError::Failed(anyhow!("the server was not set up")))?;
    server_of(row)
}

fn area(row: &Row, column: usize) -> PgResult<AreaCode> {
    Ok(parsed(row.try_get(column)?, AreaCode::parse)?)
}

const MEMBERS: &str = "SELECT user_id, area, profile,
       ARRAY(SELECT role FROM user_roles WHERE user_roles.user_id = users.user_id ORDER BY role)
     FROM users ORDER BY user_id";
pub const MEMBER: &str = "SELECT user_id, area, profile,
       ARRAY(SELECT role FROM user_roles WHERE user_roles.user_id = users.user_id ORDER BY role)
     FROM users WHERE user_id = $1";
pub const GRANTS: &str = "SELECT terms FROM grants WHERE user_id = $1 ORDER BY terms";
pub const HISTORY: &str = "SELECT op_id, route, kelurahan, courier, at_ms, uncertainty_ms
     FROM route_assignments
     WHERE route IN (SELECT route FROM route_assignments WHERE courier = $1)
     ORDER BY route, at_ms, op_id";
pub const CARRIED: &str =
    "SELECT route, kelurahan, since_ms FROM routes WHERE courier = $1 ORDER BY route";

pub const COVERED: &str = "SELECT route, kelurahan, from_ms, until_ms FROM covers
     WHERE courier = $1 ORDER BY cover";

pub async fn members(db: &Db<'_>) -> PgResult<Vec<Member>> {
    let found = db.query(MEMBERS, &[]).await?;
    found.iter().map(member_of).collect()
}

fn member_of(row: &Row) -> PgResult<Member> {
    let codes: Vec<&str> = row.try_get(3)?;
    Ok(Member {
        user: id(row, 0)?,
        area: area(row, 1)?,
        profile: cbor(row, 2)?,
        roles: codes.into_iter().filter_map(Role::from_code).collect(),
    })
}

/// One round trip; `None`: not defined.
pub async fn standing(db: &Db<'_>, user: UserId) -> PgResult<Option<Standing>> {
    let [member, granted, history, carried, covered] = db
        .flight([
            ask(MEMBER, &[&user.0]),
            ask(GRANTS, &[&user.0]),
            ask(HISTORY, &[&user.0]),
            ask(CARRIED, &[&user.0]),
            ask(COVERED, &[&user.0]),
        ])
        .await?;
    standing_of(&member, &granted, &history, &carried, &covered)
}

/// From the answers to [`MEMBER`], [`GRANTS`], [`HISTORY`], [`CARRIED`] and [`COVERED`].
pub fn standing_of(
    member: &[Row],
    granted: &[Row],
    history: &[Row],
    carried: &[Row],
    covered: &[Row],
) -> PgResult<Option<Standing>> {
    let Some(member) = member.first() else {
        return Ok(None);
    };
    let granted = granted.iter().map(|row| cbor(row, 0));
    let history = history.iter().map(|row| {
        Ok(Assignment {
            op: id(row, 0)?,
            route: id(row, 1)?,
            kelurahan: area(row, 2)?,
            courier: optional_id(row, 3)?,
            time: Effective {
                at_ms: row.try_get(4)?,
                uncertainty_ms: row.try_get(5)?,
            },
        })
    });
    let carried = carried.iter().map(|row| {
        Ok(Carried {
            route: id(row, 0)?,
            kelurahan: area(row, 1)?,
            since_ms: row.try_get(2)?,
        })
    });
    let covered = covered.iter().map(|row| {
        Ok(Covered {
            route: id(row, 0)?,
            kelurahan: area(row, 1)?,
            from_ms: row.try_get(2)?,
            until_ms: row.try_get(3)?,
        })
    });
    Ok(Some(Standing {
        member: member_of(member)?,
        granted: granted.collect::<PgResult<_>>()?,
        history: history.collect::<PgResult<_>>()?,
        carried: carried.collect::<PgResult<_>>()?,
        covered: covered.collect::<PgResult<_>>()?,
    }))
}

/// The standing of a device's user: devices are made for users that are defined.
pub fn defined(standing: Option<Standing>) -> PgResult<Standing> {
    let undefined = || StoreError::Failed(anyhow!("the user of a device is not defined"));
    Ok(standing.ok_or_else(undefined)?)
}

const GRANT: &str = "INSERT INTO grants (user_id, terms) VALUES ($1, $2) ON CONFLICT DO NOTHING";

pub async fn grant(db: &Db<'_>, user: UserId, grant: &Grant) -> PgResult<()> {
    db.execute(GRANT, &[&user.0, &encode(grant)?]).await?;
    Ok(())
}

const FORGET_GRANTS: &str = "DELETE FROM grants WHERE user_id = $1";

pub async fn set_grants(db: &Db<'_>, user: UserId, grants: &[Grant]) -> PgResult<()> {
    db.execute(FORGET_GRANTS, &[&user.0]).await?;
    for each in grants {
        grant(db, user, each).await?;
    }
    Ok(())
}

const REVOKE: &str = "UPDATE devices SET revoked_ms = coalesce(revoked_ms, $2) WHERE device = $1";

pub async fn revoke(db: &Db<'_>, device: DeviceId, now_ms: i64) -> PgResult<bool> {
    Ok(0 < db.execute(REVOKE, &[&device.0, &now_ms]).await?)
}

const INVITE: &str = "INSERT INTO invitations (code_hash, user_id, device_name, expires_ms)
     VALUES ($1, $2, $3, $4)";

pub async fn invite(db: &Db<'_>, new: &NewInvitation) -> PgResult<()> {
    db.execute(
        INVITE,
        &[
            &new.code_hash.as_slice(),
            &new.user.0,
            &new.device_name,
            &new.expires_ms,
        ],
    )
    .await?;
    Ok(())
}

/// Two that redeem one code take turns.
const INVITATION: &str = "SELECT user_id, device_name, expires_ms, device FROM invitations
     WHERE code_hash = $1 FOR UPDATE";
const PAIR: &str = "INSERT INTO devices (device, user_id, public_key, name, enrolled_ms)
     VALUES ($1, $2, $3, $4, $5)";
const USE_INVITATION: &str = "UPDATE invitations SET device = $2 WHERE code_hash = $1";

/// A repeated request with the same code and key gets the same device, also after the code's end.
pub async fn enroll(db: &Db<'_>, enrolment: &Enrolment) -> PgResult<Option<DeviceRecord>> {
    let code = enrolment.code_hash.as_slice();
    let Some(found) = db.first(INVITATION, &[&code]).await? else {
        return Ok(None);
    };
    if let Some(used_by) = optional_id(&found, 3)? {
        let known = device(db, used_by).await?;
        return Ok(known.filter(|known| known.key == enrolment.key));
    }
    let expires_ms: i64 = found.try_get(2)?;
    if expires_ms <= enrolment.now_ms {
        return Ok(None);
    }
    let record = DeviceRecord {
        device: enrolment.device,
        user: id(&found, 0)?,
        key: enrolment.key,
        name: enrolment.name_in(found.try_get(1)?),
        revoked: false,
    };
    let key = record.key.0.as_slice();
    db.flight([
        ask(
            PAIR,
            &[
                &record.device.0,
                &record.user.0,
                &key,
                &record.name,
                &enrolment.now_ms,
            ],
        ),
        ask(USE_INVITATION, &[&code, &record.device.0]),
    ])
    .await?;
    Ok(Some(record))
}

pub const DEVICE: &str = "SELECT device, user_id, public_key, name, revoked_ms IS NOT NULL
     FROM devices WHERE device = $1";

pub fn device_of(row: &Row) -> PgResult<DeviceRecord> {
    Ok(DeviceRecord {
        device: id(row, 0)?,
        user: id(row, 1)?,
        key: PublicKey(bytes32(row, 2)?),
        name: row.try_get(3)?,
        revoked: row.try_get(4)?,
    })
}

pub async fn device(db: &Db<'_>, device: DeviceId) -> PgResult<Option<DeviceRecord>> {
    let found = db.first(DEVICE, &[&device.0]).await?;
    found.as_ref().map(device_of).transpose()
}

/// A device that was verified by the request that calls.
pub fn known(row: Option<&Row>) -> PgResult<DeviceRecord> {
    let gone = || Trouble::Store(StoreError::Failed(anyhow!("the device is gone")));
    device_of(row.ok_or_else(gone)?)
}
