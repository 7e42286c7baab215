//! What coordinators look at: operations without an effect, facts that came late, and from which
//! phones operations came. The rules; a store finds the operations.

use std::collections::BTreeSet;

use rantang_core::alerts::{DATED_KINDS, late_id, set_aside_id};
use rantang_core::ids::{ItemId, PersonId};
use rantang_core::operation::Operation;
use rantang_core::scopes::{Grant, PersonScopes};
use rantang_core::staff::Role;
use rantang_core::sync::protocol::{Origin, ReviewAnswer, ToReview, Verdict, Why};
use rantang_core::time::Effective;
use serde_bytes::{ByteArray, ByteBuf};

use super::payload_of;
use super::rights::Standing;

/// The most operations whose origin is told at once.
pub const ORIGINS_MAX: usize = 1_000;
/// The most that is told at once; the rest comes when these are settled.
const ITEMS_MAX: usize = 1_000;
const BYTES_MAX: usize = 1024 * 1024;

/// The rights to look; `None`: not a coordinator.
pub fn grants(standing: &Standing, now_ms: i64) -> Option<Vec<Grant>> {
    let is_coordinator = standing.member.roles.contains(&Role::Koordinator);
    is_coordinator.then(|| standing.readable(now_ms))
}

/// An operation as a store found it.
pub struct Found {
    pub content: [u8; 32],
    pub operation: Operation,
    pub received_ms: i64,
    pub time: Effective,
    pub verdict: Verdict,
    pub device_name: String,
}

impl Found {
    /// Why it is looked at, and under which item that is settled. `None`: it is not a question, or
    /// not that of somebody with these rights.
    pub fn question(&self, grants: &[Grant]) -> Option<(Why, ItemId)> {
        let envelope = &self.operation.envelope;
        if !grants.iter().any(|grant| grant.covers(&envelope.scope)) {
            return None;
        }
        let set_aside = set_aside_id(envelope.op_id);
        match &self.verdict {
            Verdict::Held { cause, .. } => Some((Why::Held(*cause), set_aside)),
            Verdict::Quarantined { cause, .. } => Some((Why::Quarantined(*cause), set_aside)),
            Verdict::Applied { .. } | Verdict::Duplicate { .. } => {
                let bears_a_date = DATED_KINDS.contains(&envelope.kind.as_str());
                bears_a_date.then_some((Why::Late, late_id(envelope.op_id)))
            }
        }
    }

    /// Of whom it speaks; `None`: nobody can read it.
    pub fn persons(&self) -> Option<BTreeSet<PersonId>> {
        let payload = payload_of(&self.operation).ok()?;
        let effects = payload.effects(self.operation.envelope.op_id);
        Some(effects.iter().filter_map(|effect| effect.owner()).collect())
    }

    fn told(self, why: Why, with_body: bool) -> ToReview {
        let envelope = self.operation.envelope;
        ToReview {
            op: envelope.op_id,
            content: ByteArray::new(self.content),
            kind: envelope.kind,
            scope: envelope.scope,
            author: envelope.author,
            origin: Origin {
                op: envelope.op_id,
                device_name: self.device_name,
                received_ms: self.received_ms,
            },
            time: self.time,
            why,
            body: with_body.then(|| ByteBuf::from(self.operation.body)),
        }
    }
}

/// Whether somebody with these rights may read what is said of a person who lives there.
pub fn may_see(grants: &[Grant], home: &PersonScopes) -> bool {
    let covered = |scope| grants.iter().any(|grant| grant.covers(scope));
    covered(&home.delivery) && covered(&home.case)
}

/// As much as one answer holds.
#[derive(Default)]
pub struct Told {
    items: Vec<ToReview>,
    bytes: usize,
    pub more: bool,
}

impl Told {
    /// `false`: it is full.
    pub fn add(&mut self, found: Found, why: Why, with_body: bool) -> bool {
        if self.items.len() == ITEMS_MAX || BYTES_MAX < self.bytes {
            self.more = true;
            return false;
        }
        let item = found.told(why, with_body);
        self.bytes += item.body.as_ref().map_or(0, |body| body.len());
        self.items.push(item);
        true
    }

    /// Changes whenever what is told changes.
    pub fn digest(&self) -> ByteArray<32> {
        let mut hasher = blake3::Hasher::new();
        for item in &self.items {
            hasher.update(item.op.as_bytes());
            hasher.update(item.content.as_slice());
            let why = match item.why {
                Why::Held(cause) => cause.code(),
                Why::Quarantined(cause) => cause.code(),
                Why::Late => "late",
            };
            hasher.update(why.as_bytes());
        }
        ByteArray::new(*hasher.finalize().as_bytes())
    }

    pub fn answer(self, origins: Vec<Origin>) -> ReviewAnswer {
        ReviewAnswer {
            digest: self.digest(),
            set_aside: self.items,
            more: self.more,
            origins,
        }
    }
}
