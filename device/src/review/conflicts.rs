//! Registers with values that did not see each other.

use rantang_core::ids::{OpId, PersonId, derived};
use rantang_core::operation::Resolve;
use rantang_core::registers::{EntityKind, EntityRef, Register, RegisterName};
use rusqlite::Connection;
use uuid::Uuid;

use super::ConflictResolve;
use super::view::{ConflictValue, ReviewBody, ReviewItem};
use crate::command::{ErrorCode, Failure};
use crate::log::Draft;
use crate::people::edit::seen;
use crate::people::names::Names;
use crate::people::words;
use crate::store::sql;
use crate::store::{Result, rows};

pub(super) fn items(db: &Connection, names: &Names<'_>) -> Result<Vec<ReviewItem>> {
    let sql = "SELECT kind, id, register, owner FROM conflicts ORDER BY kind, id, register";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    let mut items = Vec::new();
    while let Some(row) = found.next()? {
        let code: String = row.get("kind")?;
        let Some(kind) = EntityKind::from_code(&code) else {
            continue;
        };
        let entity = EntityRef::new(kind, sql::id::<Uuid>(row, "id")?);
        let name = RegisterName::from(row.get::<_, String>("register")?);
        let owner: Option<PersonId> = sql::maybe_id(row, "owner")?;
        let Some(shown) = rows::row(db, entity)? else {
            continue;
        };
        let Some(register) = shown.register(&name) else {
            continue;
        };
        items.push(ReviewItem {
            id: id(entity, &name, register),
            person_id: owner.map(|person| person.0),
            person_name: match owner {
                Some(person) => names.person(person)?,
                None => None,
            },
            at_ms: register.winner().map_or(0, |head| head.at_ms),
            body: ReviewBody::Conflict {
                entity_kind: code,
                entity_id: entity.id,
                register: name.as_str().to_owned(),
                values: values(entity, &name, register, names),
            },
        });
    }
    Ok(items)
}

/// Of these heads: a value that comes later asks anew.
fn id(entity: EntityRef, name: &RegisterName, register: &Register) -> Uuid {
    let heads: Vec<OpId> = register.head_ids();
    let mut parts: Vec<&[u8]> = vec![
        entity.kind.code().as_bytes(),
        entity.id.as_bytes(),
        name.as_str().as_bytes(),
    ];
    parts.extend(heads.iter().map(|head| head.as_bytes().as_slice()));
    derived("conflict", &parts)
}

/// Oldest first: the first value is what stood before the other came.
fn values(
    entity: EntityRef,
    name: &RegisterName,
    register: &Register,
    names: &Names<'_>,
) -> Vec<ConflictValue> {
    let provisional = register.winner().map(|head| head.op);
    let mut heads: Vec<_> = register.heads().iter().collect();
    heads.sort_by_key(|head| (head.at_ms, head.op));
    heads
        .into_iter()
        .map(|head| ConflictValue {
            operation_id: head.op.0,
            text: words::register_text(entity.kind, name, head, names),
            by: names.user(head.author),
            by_phone: names.phone(head.author),
            at_ms: head.at_ms,
            is_provisional: provisional == Some(head.op),
        })
        .collect()
}

/// Keeps the value of one head. What the screen did not show stays a conflict.
pub(super) fn resolve(
    db: &Connection,
    args: &ConflictResolve,
) -> std::result::Result<Vec<Draft>, Failure> {
    let kind = EntityKind::from_code(&args.entity_kind)
        .ok_or_else(|| Failure::bad_request("entity_kind tidak dikenal"))?;
    let entity = EntityRef::new(kind, args.entity_id);
    let name = RegisterName::from(args.register.clone());
    let row = rows::row(db, entity)?.ok_or_else(|| Failure::not_found("Catatan"))?;
    let kept = row
        .register(&name)
        .and_then(|register| register.heads().iter().find(|head| head.op.0 == args.keep))
        .ok_or_else(|| {
            Failure::new(
                ErrorCode::ChangedMeanwhile,
                "Perbedaan ini baru saja diselesaikan atau diubah orang lain, jadi pilihan Anda belum dipakai. \
                 Lihat isinya yang sekarang.",
            )
        })?;
    let mut saw = seen(&args.saw);
    if !saw.contains(&kept.op) {
        saw.push(kept.op);
    }
    let resolve = Resolve {
        entity,
        owner: row.owner,
        kelurahan: row.scope.area().clone(),
        register: name,
        value: kept.value.clone(),
        saw,
    };
    Ok(vec![resolve.into()])
}
