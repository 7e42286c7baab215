//! The server equals the model, and each phone's mirror equals the server.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::ensure;
use rantang_core::ids::RouteId;
use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_device::store::{Error, rows};
use uuid::Uuid;

use super::differences;
use crate::simulation::model::Expected;
use crate::simulation::phone::Phone;

pub fn server(rows: &BTreeMap<EntityRef, Row>, expected: &Expected) -> anyhow::Result<()> {
    for (entity, row) in rows {
        if entity.kind == EntityKind::User {
            // The office's own business: no phone writes there.
            continue;
        }
        let Some(should) = expected.rows.get(entity) else {
            anyhow::bail!("the server has {entity:?}, of which nobody ever said anything");
        };
        let found = differences(row, should, true);
        ensure!(found.is_empty(), "the server's {entity:?}: {found:?}");
        let owner = expected.owner(should);
        ensure!(
            row.owner == owner,
            "the server's {entity:?} is about {:?}, expected {owner:?}",
            row.owner
        );
        if let Some(scope) = expected.scope(entity, should) {
            ensure!(
                row.scope == scope,
                "the server's {entity:?} lives in {}, expected {scope}",
                row.scope
            );
        }
    }
    let missing = expected
        .rows
        .keys()
        .find(|entity| !rows.contains_key(entity));
    ensure!(missing.is_none(), "the server lacks {missing:?}");
    Ok(())
}

/// The mirror holds every row of the scopes that its user may read, as the server has it, and no other.
pub fn phone(
    phone: &Phone,
    rows: &BTreeMap<EntityRef, Row>,
    carries: &BTreeSet<RouteId>,
) -> anyhow::Result<()> {
    let name = &phone.holder.name;
    let mirror = mirror(phone)?;
    for (entity, row) in rows {
        let is_here = mirror.get(entity);
        if !phone.holder.may_hold(&row.scope, carries) {
            ensure!(
                is_here.is_none(),
                "{name}'s phone keeps {entity:?} of {}, which {name} may not read",
                row.scope
            );
            continue;
        }
        ensure!(
            is_here.is_some(),
            "{name}'s phone lacks {entity:?} of {}",
            row.scope
        );
        ensure!(
            is_here == Some(row),
            "{name}'s phone has another {entity:?} than the server"
        );
    }
    let invented: BTreeSet<_> = mirror.keys().filter(|it| !rows.contains_key(it)).collect();
    ensure!(
        invented.is_empty(),
        "{name}'s phone keeps {invented:?}, which the server has not got"
    );
    Ok(())
}

fn mirror(phone: &Phone) -> anyhow::Result<BTreeMap<EntityRef, Row>> {
    let device = phone.device()?;
    Ok(device.read::<_, Error>(|db| {
        let mut statement = db.prepare("SELECT kind, id FROM mirror")?;
        let found = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, [u8; 16]>(1)?))
        })?;
        let mut all = BTreeMap::new();
        for found in found {
            let (kind, id) = found?;
            let kind = EntityKind::from_code(&kind).ok_or(Error::Unreadable("a kind"))?;
            let entity = EntityRef::new(kind, Uuid::from_bytes(id));
            if let Some(row) = rows::mirror_row(db, entity)? {
                all.insert(entity, row);
            }
        }
        Ok(all)
    })?)
}
