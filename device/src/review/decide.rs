//! One decision for one item or for many of a kind: what is written.

use rantang_core::alerts::operations::{Accept, Reopen, Settle};
use rantang_core::alerts::registers as r;
use rantang_core::ids::ItemId;
use rantang_core::places::AreaCode;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::text::Note;
use rusqlite::Connection;
use serde_bytes::ByteArray;

use super::handlers::settled;
use super::{ReviewDecide, ReviewDecision, ReviewReopen, conflicts, set_aside};
use crate::command::Failure;
use crate::log::Draft;
use crate::store::rows;

/// More than a screen shows.
const ITEMS_MAX: usize = 2_000;

type Drafts = Result<Vec<Draft>, Failure>;

/// One operation for each item; nothing for what somebody settled before.
pub(super) fn drafts(db: &Connection, args: &ReviewDecide, kelurahan: AreaCode) -> Drafts {
    if ITEMS_MAX < args.item_ids.len() {
        return Err(Failure::bad_request("terlalu banyak sekaligus"));
    }
    let settled = settled(db)?;
    let open = || args.item_ids.iter().filter(|item| !settled.contains(item));
    match args.decision {
        ReviewDecision::Settle => {
            let note = Note::parse(&args.note)?;
            let settle = |item: &uuid::Uuid| {
                Draft::from(Settle {
                    item: ItemId(*item),
                    kelurahan: kelurahan.clone(),
                    note: note.clone(),
                })
            };
            Ok(open().map(settle).collect())
        }
        ReviewDecision::Accept => {
            let mut drafts = Vec::new();
            for item in open() {
                // Gone: it counts by now, or another coordinator decided.
                if let Some((op, content)) = set_aside::copy(db, ItemId(*item))? {
                    let accept = Accept {
                        op,
                        content: ByteArray::new(content),
                        kelurahan: kelurahan.clone(),
                    };
                    drafts.push(accept.into());
                }
            }
            Ok(drafts)
        }
        ReviewDecision::KeepLatest | ReviewDecision::KeepEarliest => {
            let latest = args.decision == ReviewDecision::KeepLatest;
            let wanted: Vec<uuid::Uuid> = open().copied().collect();
            conflicts::resolve_all(db, &wanted, latest)
        }
    }
}

/// Takes back what was settled; an item that nobody settled is left alone.
pub(super) fn reopening(db: &Connection, args: &ReviewReopen, kelurahan: &AreaCode) -> Drafts {
    let mut drafts = Vec::new();
    for item in &args.item_ids {
        let row = rows::row(db, EntityRef::new(EntityKind::Review, *item))?;
        let saw = row
            .as_ref()
            .and_then(|row| row.register(&r::SETTLED))
            .map(|register| register.head_ids())
            .unwrap_or_default();
        if !saw.is_empty() {
            let reopen = Reopen {
                item: ItemId(*item),
                kelurahan: kelurahan.clone(),
                saw,
            };
            drafts.push(reopen.into());
        }
    }
    Ok(drafts)
}
