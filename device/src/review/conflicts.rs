//! Registers with values that did not see each other.

use rantang_core::ids::{OpId, derived};
use rantang_core::operation::Resolve;
use rantang_core::registers::{EntityKind, EntityRef, Head, Register, RegisterName, Row};
use rusqlite::Connection;
use uuid::Uuid;

use super::view::{ConflictValue, ReviewBody, ReviewItem};
use super::{ConflictResolve, told};
use crate::command::{ErrorCode, Failure};
use crate::log::Draft;
use crate::people::edit::seen;
use crate::people::names::Names;
use crate::people::words;
use crate::store::sql;
use crate::store::{Result, rows};

pub(super) fn items(db: &Connection, names: &Names<'_>) -> Result<Vec<ReviewItem>> {
    let mut items = Vec::new();
    for Standing {
        row,
        name,
        register,
    } in standing(db)?
    {
        let entity = row.entity;
        items.push(ReviewItem {
            id: id(entity, &name, &register),
            person_id: row.owner.map(|person| person.0),
            person_name: match row.owner {
                Some(person) => names.person(person)?,
                None => None,
            },
            at_ms: register.winner().map_or(0, |head| head.at_ms),
            body: ReviewBody::Conflict {
                entity_kind: entity.kind.code().to_owned(),
                entity_id: entity.id,
                register: name.as_str().to_owned(),
                values: values(db, entity, &name, &register, names)?,
            },
        });
    }
    Ok(items)
}

/// A register in conflict.
struct Standing {
    row: Row,
    name: RegisterName,
    register: Register,
}

fn standing(db: &Connection) -> Result<Vec<Standing>> {
    let sql = "SELECT kind, id, register FROM conflicts ORDER BY kind, id, register";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        let code: String = row.get("kind")?;
        let Some(kind) = EntityKind::from_code(&code) else {
            continue;
        };
        let entity = EntityRef::new(kind, sql::id::<Uuid>(row, "id")?);
        let name = RegisterName::from(row.get::<_, String>("register")?);
        let Some(row) = rows::row(db, entity)? else {
            continue;
        };
        if let Some(register) = row.register(&name).cloned() {
            all.push(Standing {
                row,
                name,
                register,
            });
        }
    }
    Ok(all)
}

/// The operations that stand against each other.
pub(super) fn heads(db: &Connection) -> Result<Vec<OpId>> {
    let all = standing(db)?;
    Ok(all.iter().flat_map(|it| it.register.head_ids()).collect())
}

/// Keeps the latest or the earliest value of each of these items.
pub(super) fn resolve_all(
    db: &Connection,
    wanted: &[Uuid],
    latest: bool,
) -> std::result::Result<Vec<Draft>, Failure> {
    let mut drafts = Vec::new();
    for it in standing(db)? {
        if !wanted.contains(&id(it.row.entity, &it.name, &it.register)) {
            continue;
        }
        let order = |head: &&Head| (head.at_ms, head.op);
        let heads = it.register.heads().iter();
        let kept = if latest {
            heads.max_by_key(order)
        } else {
            heads.min_by_key(order)
        };
        if let Some(kept) = kept {
            let saw = it.register.head_ids();
            drafts.push(resolving(&it.row, it.name.clone(), kept, saw).into());
        }
    }
    Ok(drafts)
}

fn resolving(row: &Row, register: RegisterName, kept: &Head, saw: Vec<OpId>) -> Resolve {
    Resolve {
        entity: row.entity,
        owner: row.owner,
        kelurahan: row.scope.area().clone(),
        register,
        value: kept.value.clone(),
        saw,
    }
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
    db: &Connection,
    entity: EntityRef,
    name: &RegisterName,
    register: &Register,
    names: &Names<'_>,
) -> Result<Vec<ConflictValue>> {
    let provisional = register.winner().map(|head| head.op);
    let mut heads: Vec<_> = register.heads().iter().collect();
    heads.sort_by_key(|head| (head.at_ms, head.op));
    heads
        .into_iter()
        .map(|head| {
            Ok(ConflictValue {
                operation_id: head.op.0,
                text: words::register_text(entity.kind, name, head, names),
                by: names.user(head.author),
                by_phone: names.phone(head.author),
                phone: told::phone_of(db, head.op)?,
                at_ms: head.at_ms,
                is_provisional: provisional == Some(head.op),
            })
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
    Ok(vec![resolving(&row, name, kept, saw).into()])
}
