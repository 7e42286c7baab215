//! Decides one operation after the other, each in the world that the ones before it left.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::covers::Cover;
use rantang_core::ids::{OpId, PersonId, UserId};
use rantang_core::operation::{Operation, Payload, PayloadError};
use rantang_core::plan::{Plan, Stamp, plan_effects};
use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_core::scopes::{PersonScopes, Scope};
use rantang_core::sync::agreement::Tally;
use rantang_core::sync::judge::{Judgement, Sender, judge, judge_accepted};
use rantang_core::sync::protocol::{HeldCause, QuarantineCause, Verdict};
use rantang_core::time::{Anchor, BootId, Effective, effective};

use super::rights::{Assignment, reaches};
use super::world::{World, payload_of};

/// A stored operation of the same id.
#[derive(Clone, Debug)]
pub struct Existing {
    /// The store's own key.
    pub key: i64,
    pub content: blake3::Hash,
    pub verdict: Verdict,
}

/// An operation that the store does not have.
#[derive(Clone, Debug)]
pub struct Fresh {
    pub operation: Operation,
    pub content: blake3::Hash,
    pub time: Effective,
    pub outcome: Outcome,
}

#[derive(Clone, Debug)]
pub enum Outcome {
    Applied {
        touched: Vec<EntityRef>,
        left: Vec<(Scope, EntityRef)>,
        conflict: bool,
    },
    Held(HeldCause),
    Quarantined(QuarantineCause),
}

/// One place in the log.
#[derive(Clone, Debug)]
pub enum Entry {
    Fresh(Box<Fresh>),
    /// A copy of a stored operation.
    Stored {
        key: i64,
        op: OpId,
        verdict: Verdict,
    },
    /// A copy of an earlier operation of this batch: its index among the entries.
    Earlier(usize),
}

/// What the store has to write.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// In the order of the batch.
    pub entries: Vec<Entry>,
    pub puts: BTreeMap<EntityRef, Row>,
    /// Of the rows that the puts replace: where each stands and what it counts for there.
    pub replaced: BTreeMap<EntityRef, (Scope, Tally)>,
    pub removes: BTreeSet<(Scope, EntityRef)>,
    pub scopes: BTreeMap<PersonId, PersonScopes>,
    pub assignments: Vec<Assignment>,
    pub acceptances: Vec<Acceptance>,
}

/// What was set aside and may have an effect now: of users who have further rights, and operations
/// that somebody vouched for.
#[derive(Clone, Debug, Default)]
pub struct Gained {
    pub users: BTreeSet<UserId>,
    pub operations: BTreeSet<OpId>,
}

impl Gained {
    pub fn extend(&mut self, more: Self) {
        self.users.extend(more.users);
        self.operations.extend(more.operations);
    }
}

/// One `review.accept`, at its effective time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The operation that says so.
    pub by: OpId,
    pub user: UserId,
    pub op: OpId,
    pub content: [u8; 32],
    pub time: Effective,
}

/// Somebody who vouches for an operation that was or will be set aside, with their rights.
#[derive(Clone, Debug)]
pub struct Vouching {
    pub op: OpId,
    pub content: [u8; 32],
    pub sender: Sender,
    pub time: Effective,
}

/// Decides a batch. Cloned before a step that may fail.
#[derive(Clone, Debug)]
pub struct Decider {
    pub world: World,
    /// `None`: the server's own log, which is not judged.
    pub sender: Option<Sender>,
    /// The latest anchor of each boot of the device.
    pub anchors: BTreeMap<BootId, Anchor>,
    pub received_ms: i64,
    /// Of [`super::Intake::times`].
    pub times: BTreeMap<OpId, Effective>,
    /// Of the operations that are decided.
    pub vouching: Vec<Vouching>,
}

impl Decider {
    pub fn decide(&mut self, operation: Operation, stored: &[Existing], into: &mut Decided) {
        let content = operation.content_hash();
        let op = operation.envelope.op_id;
        if let Some(same) = stored.iter().find(|it| it.content == content) {
            into.entries.push(Entry::Stored {
                key: same.key,
                op,
                verdict: as_copy(same.verdict.clone()),
            });
            return;
        }
        let mut earlier = None;
        for (at, entry) in into.entries.iter().enumerate() {
            if let Entry::Fresh(fresh) = entry
                && fresh.operation.envelope.op_id == op
            {
                earlier = Some((at, fresh.content == content));
                if fresh.content == content {
                    break;
                }
            }
        }
        if let Some((at, true)) = earlier {
            into.entries.push(Entry::Earlier(at));
            return;
        }
        let time = self.time_of(&operation);
        let outcome = if earlier.is_some() || !stored.is_empty() {
            Outcome::Quarantined(QuarantineCause::IdReused)
        } else {
            self.outcome(&operation, time, into)
        };
        into.entries.push(Entry::Fresh(Box::new(Fresh {
            operation,
            content,
            time,
            outcome,
        })));
    }

    /// Decides a stored operation again, at the time that was fixed once.
    pub fn decide_again(
        &mut self,
        operation: &Operation,
        time: Effective,
        into: &mut Decided,
    ) -> Outcome {
        self.outcome(operation, time, into)
    }

    pub fn time_of(&self, operation: &Operation) -> Effective {
        if let Some(fixed) = self.times.get(&operation.envelope.op_id) {
            return *fixed;
        }
        let clock = &operation.envelope.clock;
        effective(
            clock,
            self.anchors.get(&clock.boot).copied(),
            self.received_ms,
        )
    }

    fn outcome(&mut self, operation: &Operation, time: Effective, into: &mut Decided) -> Outcome {
        let envelope = &operation.envelope;
        let payload = payload_of(operation);
        if let Some(sender) = &self.sender {
            let judged = judge(sender, envelope, &payload, time);
            let judged = match (judged, &payload) {
                (Judgement::Apply, Ok(payload)) => self.within_reach(sender, payload, operation),
                (judged, _) => judged,
            };
            match judged {
                Judgement::Apply => {}
                _ if self.is_vouched_for(operation, &payload) => {}
                Judgement::Hold(cause) => return Outcome::Held(cause),
                Judgement::Quarantine(cause) => return Outcome::Quarantined(cause),
            }
        }
        let Ok(payload) = payload else {
            return Outcome::Held(HeldCause::UnknownKind);
        };
        let effects = payload.effects(envelope.op_id);
        let stamp = Stamp {
            op: envelope.op_id,
            author: envelope.author,
            at_ms: time.at_ms,
            is_uncertain: time.is_uncertain(),
            scope: &envelope.scope,
        };
        let planned = plan_effects(stamp, &effects, &self.world.reads(&effects));
        into.note_replaced(&planned, &self.world);
        self.world.apply(&planned);
        if let Payload::RouteAssign(assign) = &payload {
            into.assignments.push(Assignment {
                op: envelope.op_id,
                route: assign.route,
                kelurahan: assign.kelurahan.clone(),
                courier: assign.courier,
                time,
            });
        }
        if let Payload::ReviewAccept(accept) = &payload {
            into.acceptances.push(Acceptance {
                by: envelope.op_id,
                user: envelope.author,
                op: accept.op,
                content: *accept.content,
                time,
            });
        }
        into.keep(planned, envelope.op_id)
    }

    fn within_reach(&self, sender: &Sender, payload: &Payload, operation: &Operation) -> Judgement {
        let effects = payload.effects(operation.envelope.op_id);
        if reaches(sender, &effects, &self.world) {
            Judgement::Apply
        } else {
            Judgement::Quarantine(QuarantineCause::OutOfScope)
        }
    }

    /// Whether a coordinator looked at exactly this operation and may do what it does.
    fn is_vouched_for(
        &self,
        operation: &Operation,
        payload: &Result<Payload, PayloadError>,
    ) -> bool {
        let Ok(known) = payload else {
            return false;
        };
        let of_this = |it: &&Vouching| {
            it.op == operation.envelope.op_id && it.content == *operation.content_hash().as_bytes()
        };
        self.vouching.iter().filter(of_this).any(|it| {
            judge_accepted(&it.sender, &operation.envelope, payload, it.time) == Judgement::Apply
                && self.within_reach(&it.sender, known, operation) == Judgement::Apply
        })
    }
}

impl Decided {
    /// Whose rights the batch may have extended, and for what it vouches.
    pub fn gained(&self) -> Gained {
        let couriers = self.assignments.iter().filter_map(|it| it.courier);
        let users = self
            .puts
            .keys()
            .filter(|entity| entity.kind == EntityKind::User)
            .map(|entity| UserId(entity.id));
        let covering = self.puts.values().filter_map(Cover::of);
        let covering = covering.map(|cover| cover.term.courier);
        Gained {
            users: couriers.chain(users).chain(covering).collect(),
            operations: self.acceptances.iter().map(|it| it.op).collect(),
        }
    }

    /// `world`: before the plan. What an earlier operation of the batch put is not stored yet.
    fn note_replaced(&mut self, planned: &Plan, world: &World) {
        for row in &planned.puts {
            if !self.puts.contains_key(&row.entity)
                && let Some(stored) = world.row(&row.entity)
            {
                let counted = (stored.scope.clone(), Tally::of(stored));
                self.replaced.insert(row.entity, counted);
            }
        }
    }

    fn keep(&mut self, planned: Plan, op: OpId) -> Outcome {
        let set_here = |row: &Row| {
            let mut conflicts = row.conflicts();
            conflicts.any(|(_, register)| register.heads().iter().any(|head| head.op == op))
        };
        let conflict = planned.puts.iter().any(set_here);
        let touched = planned.puts.iter().map(|row| row.entity).collect();
        for row in planned.puts {
            self.removes.remove(&(row.scope.clone(), row.entity));
            self.puts.insert(row.entity, row);
        }
        self.removes.extend(planned.removes.iter().cloned());
        self.scopes.extend(planned.scopes);
        Outcome::Applied {
            touched,
            left: planned.removes,
            conflict,
        }
    }
}

/// The answer to a copy: the first one's receipt, or what set the first one aside.
pub fn as_copy(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Applied {
            positions, time, ..
        } => Verdict::Duplicate { positions, time },
        other => other,
    }
}
