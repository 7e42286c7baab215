//! What comes of a push and of a pull, each in one transaction.

use std::collections::BTreeSet;

use rantang_core::operation::{ChainHash, Operation};
use rantang_core::permissions::may_read_class;
use rantang_core::registers::{EntityRef, Row};
use rantang_core::scopes::Scope;
use rantang_core::sync::code::Code;
use rantang_core::sync::horizon::facts_since;
use rantang_core::sync::protocol::{PullAnswer, PushAnswer, Verdict};
use rantang_core::sync::receipt::read_macs;
use rantang_core::time::date_of;
use rusqlite::{Connection, Transaction};

use super::{agreement, snapshot};
use crate::log::verdicts::{acknowledge, settle, settle_told, store_verdict};
use crate::relay;
use crate::store::facts::Safe;
use crate::store::view::Shown;
use crate::store::{Result, facts, mirror};

/// Whether the answer speaks of exactly the operations that were sent.
pub fn answers(answer: &PushAnswer, sent: &[Operation]) -> bool {
    let told = answer.verdicts.iter().map(|(op, _)| *op);
    told.eq(sent.iter().map(|it| it.envelope.op_id))
}

/// Stores the verdicts of a batch that ended with operation `through` and the chain's hash there.
pub fn take_in_verdicts(
    tx: &Transaction<'_>,
    answer: &PushAnswer,
    through: (u64, ChainHash),
    now_ms: i64,
) -> Result<()> {
    hold_new_scopes(tx, answer)?;
    // A server of before gives none.
    let receipts = read_macs(&answer.receipts).unwrap_or_default();
    let mut receipts = receipts.into_iter();
    let mut told = Vec::with_capacity(answer.verdicts.len());
    let mut touched = BTreeSet::new();
    for (op, verdict) in &answer.verdicts {
        let stored = store_verdict(tx, *op, verdict, receipts.next())?;
        told.push(stored.seq);
        touched.extend(stored.touched);
    }
    acknowledge(tx, through.0, through.1)?;
    keep_code(tx, answer.stored.0, answer.code, now_ms)?;
    let mut shown = Shown::default();
    shown.settled(settle_told(tx, &told)?);
    shown.touched(touched);
    facts::LAST_SENT_AT_MS.set(tx, &now_ms)?;
    shown.write(tx)
}

/// The server's word for what it holds now; the time stays while the state does.
pub fn keep_code(db: &Connection, seq: u64, code: Option<Code>, now_ms: i64) -> Result<()> {
    let safe = code.map(|code| Safe {
        seq,
        code,
        at_ms: now_ms,
    });
    let before = facts::SAFE.get(db)?.flatten();
    if before.map(|it| (it.seq, it.code)) != safe.map(|it| (it.seq, it.code)) {
        facts::SAFE.set(db, &safe)?;
    }
    Ok(())
}

/// An operation may open a scope that no hello has named yet: the next pull fetches it, so that what
/// was recorded does not leave the screen in between. A scope that is not granted is lost there again.
fn hold_new_scopes(tx: &Transaction<'_>, answer: &PushAnswer) -> Result<()> {
    let mut scopes: BTreeSet<&Scope> = BTreeSet::new();
    for (_, verdict) in &answer.verdicts {
        if let Verdict::Applied { positions, .. } | Verdict::Duplicate { positions, .. } = verdict {
            scopes.extend(positions.iter().map(|(scope, _)| scope));
        }
    }
    let roles = facts::ROLES.get(tx)?.unwrap_or_default();
    for scope in scopes {
        let class = scope.class();
        if roles.iter().any(|role| may_read_class(*role, class)) {
            mirror::hold(tx, scope)?;
        }
    }
    Ok(())
}

/// What a pull brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pulled {
    pub rows: u32,
    pub more: bool,
    /// A scope is to be fetched as a snapshot.
    pub snapshot: bool,
    /// The answer brought something, so that asking again makes sense.
    pub progress: bool,
    /// What is shown changed.
    pub changed: bool,
}

/// Stores pages with their cursors, and lets go of what is no longer granted.
pub fn take_in_pages(tx: &Transaction<'_>, answer: PullAnswer, now_ms: i64) -> Result<Pulled> {
    let mut pulled = Pulled::default();
    let mut shown = Shown::default();
    let mut counts = mirror::Counts::default();
    let mut manifests = Vec::new();
    for page in answer.pages {
        let Some(held) = mirror::held(tx, &page.scope)? else {
            continue;
        };
        if page.must_snapshot {
            snapshot::want(tx, &page.scope)?;
            pulled.snapshot = true;
            pulled.more = true;
            continue;
        }
        snapshot::forget(tx, &page.scope)?;
        if page.anew {
            mirror::fetch_anew(tx, held.number)?;
        }
        pulled.rows += (page.puts.len() + page.removes.len()) as u32;
        pulled.more |= page.more;
        pulled.progress |= page.cursor != held.cursor;
        for row in page.puts {
            let row = Row {
                scope: page.scope.clone(),
                ..row
            };
            let fingerprint = mirror::put(tx, held.number, &row, &mut counts)?;
            shown.pulled(row, fingerprint);
        }
        for entity in page.removes {
            mirror::leave(tx, held.number, entity)?;
            shown.left(entity);
        }
        mirror::advance(tx, held.number, page.cursor)?;
        let at_head = page.manifest.filter(|told| told.head == page.cursor);
        manifests.extend(at_head.map(|told| (page.scope, told)));
    }
    counts.save(tx)?;
    for scope in &answer.lost {
        shown.touched(mirror::drop_scope(tx, scope)?);
    }
    if !pulled.more {
        shown.touched(mirror::completed(tx, now_ms)?);
        shown.touched(relay::overlay::settle(tx)?);
        facts::LAST_PULLED_AT_MS.set(tx, &now_ms)?;
        shown.touched(shed_old_facts(tx, now_ms)?);
        // All pages are of one moment, and nothing is behind any of them.
        if agreement::compare_all(tx, &manifests, now_ms)? {
            pulled.more = true;
            pulled.progress = true;
        }
    }
    // In the middle of pages no scope has come further; one that is gone is waited for no more.
    if !pulled.more || !answer.lost.is_empty() {
        shown.settled(settle(tx)?);
    }
    pulled.changed = !shown.is_empty();
    shown.write(tx)?;
    Ok(pulled)
}

/// Once a day: a phone keeps the facts of five weeks. The hello of this very sync has set the clock.
fn shed_old_facts(tx: &Transaction<'_>, now_ms: i64) -> Result<BTreeSet<EntityRef>> {
    let today = date_of(now_ms);
    let roles = facts::ROLES.get(tx)?.unwrap_or_default();
    let Some(since) = facts_since(&roles, today) else {
        return Ok(BTreeSet::new());
    };
    if facts::LAST_SHED_ON.get(tx)? == Some(today) {
        return Ok(BTreeSet::new());
    }
    facts::LAST_SHED_ON.set(tx, &today)?;
    mirror::shed(tx, since)
}

/// The rights of this device ended and everything was taken in: the rows of others leave it.
pub fn let_go_of_all(tx: &Transaction<'_>) -> Result<bool> {
    let scopes: Vec<Scope> = mirror::cursors(tx)?
        .into_iter()
        .map(|(scope, _)| scope)
        .collect();
    let mut touched = BTreeSet::new();
    for scope in &scopes {
        touched.extend(mirror::drop_scope(tx, scope)?);
    }
    let mut shown = Shown::default();
    shown.touched(touched);
    shown.settled(settle(tx)?);
    let changed = !shown.is_empty();
    shown.write(tx)?;
    Ok(changed)
}

/// Whether operations wait for their verdict.
pub fn has_unsent(db: &Connection) -> Result<bool> {
    let acknowledged = facts::ACKNOWLEDGED.get(db)?.unwrap_or_default().0;
    Ok(acknowledged < crate::log::head(db)?.0)
}
