//! A server in a few lines: plans operations with `core`, numbers what changes in each scope.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::ids::{OpId, PersonId, ReplicaId};
use rantang_core::operation::{ChainHash, Operation, Payload, next_hash};
use rantang_core::plan::{Reads, Stamp, plan, reads_of};
use rantang_core::registers::{EntityRef, Row};
use rantang_core::scopes::{PersonScopes, Scope};
use rantang_core::sync::agreement::{Manifest, Tally};
use rantang_core::sync::protocol::{Page, PullAnswer, PushAnswer, QuarantineCause, Verdict};
use rantang_core::time::Effective;

use crate::log::outgoing::Outgoing;

#[derive(Clone, Default)]
pub struct Office {
    rows: BTreeMap<EntityRef, (Row, u64)>,
    removals: BTreeMap<(Scope, EntityRef), u64>,
    heads: BTreeMap<Scope, u64>,
    persons: BTreeMap<PersonId, PersonScopes>,
    applied: BTreeMap<OpId, Vec<(Scope, u64)>>,
    logs: BTreeMap<ReplicaId, Vec<ChainHash>>,
    /// Set aside and not applied.
    pub quarantines: BTreeSet<OpId>,
    /// Told to be lost by whoever asks for them.
    pub closed: BTreeSet<Scope>,
    pub miscounts_by: u64,
    pub generation: u64,
}

impl Office {
    /// What the office has of a log.
    pub fn stored(&self, replica: ReplicaId) -> (u64, ChainHash) {
        let log = self.logs.get(&replica);
        log.and_then(|log| Some((log.len() as u64, *log.last()?)))
            .unwrap_or_default()
    }

    pub fn push(&mut self, sent: &Outgoing, at_ms: impl Fn(OpId) -> i64) -> PushAnswer {
        let mut hash = sent.previous;
        let mut verdicts = Vec::new();
        for operation in &sent.operations {
            hash = next_hash(hash, operation);
            let envelope = &operation.envelope;
            let log = self.logs.entry(envelope.replica).or_default();
            let at = (envelope.seq - 1) as usize;
            assert!(at <= log.len(), "a hole before {}", envelope.seq);
            if at == log.len() {
                log.push(hash);
            }
            assert_eq!(log[at], hash, "another history at {}", envelope.seq);
            verdicts.push((
                envelope.op_id,
                self.verdict(operation, at_ms(envelope.op_id)),
            ));
        }
        assert_eq!(hash, sent.hash);
        let replica = sent.operations[0].envelope.replica;
        PushAnswer {
            verdicts,
            stored: self.stored(replica),
            receipts: Default::default(),
            code: None,
        }
    }

    fn verdict(&mut self, operation: &Operation, at_ms: i64) -> Verdict {
        let op = operation.envelope.op_id;
        let time = Effective {
            at_ms,
            uncertainty_ms: 0,
        };
        if self.quarantines.contains(&op) {
            let cause = QuarantineCause::OutOfScope;
            return Verdict::Quarantined { cause, time };
        }
        if let Some(positions) = self.applied.get(&op) {
            let positions = positions.clone();
            return Verdict::Duplicate { positions, time };
        }
        let positions = self.apply(operation, at_ms);
        self.applied.insert(op, positions.clone());
        Verdict::Applied {
            positions,
            time,
            conflict: false,
        }
    }

    fn apply(&mut self, operation: &Operation, at_ms: i64) -> Vec<(Scope, u64)> {
        let envelope = &operation.envelope;
        let payload = Payload::decode(&envelope.kind, &operation.body).unwrap();
        let needs = reads_of(&payload.effects(envelope.op_id));
        let wanted = |row: &Row| {
            needs.rows.contains(&row.entity)
                || row.owner.is_some_and(|owner| needs.owned.contains(&owner))
        };
        let rows = self.rows.values().map(|(row, _)| row);
        let reads = Reads {
            rows: rows
                .filter(|row| wanted(row))
                .map(|row| (row.entity, row.clone()))
                .collect(),
            scopes: self.persons.clone(),
        };
        let stamp = Stamp {
            op: envelope.op_id,
            author: envelope.author,
            at_ms,
            is_uncertain: false,
            scope: &envelope.scope,
        };
        let planned = plan(stamp, &payload, &reads);
        self.persons.extend(planned.scopes);
        let mut positions = BTreeMap::new();
        for (scope, entity) in planned.removes {
            let position = self.next(&scope);
            self.removals.insert((scope.clone(), entity), position);
            positions.insert(scope, position);
        }
        for row in planned.puts {
            let position = self.next(&row.scope);
            self.removals.remove(&(row.scope.clone(), row.entity));
            positions.insert(row.scope.clone(), position);
            self.rows.insert(row.entity, (row, position));
        }
        positions.into_iter().collect()
    }

    fn next(&mut self, scope: &Scope) -> u64 {
        let head = self.heads.entry(scope.clone()).or_default();
        *head += 1;
        *head
    }

    fn manifest(&self, scope: &Scope, head: u64) -> Manifest {
        let rows = self.rows.values().map(|(row, _)| row);
        let mut tally: Tally = rows.filter(|row| row.scope == *scope).collect();
        tally.count += self.miscounts_by;
        Manifest {
            head,
            generation: self.generation,
            tally,
        }
    }

    /// At most `limit` changes of each scope behind its cursor.
    pub fn pull(&self, cursors: &[(Scope, u64)], limit: usize) -> PullAnswer {
        let mut answer = PullAnswer {
            pages: vec![],
            lost: vec![],
        };
        for (scope, cursor) in cursors {
            if self.closed.contains(scope) {
                answer.lost.push(scope.clone());
                continue;
            }
            let puts = self.rows.values().filter(|(row, _)| row.scope == *scope);
            let removals = self.removals.iter().filter(|((of, _), _)| of == scope);
            let mut changes: Vec<(u64, Result<Row, EntityRef>)> = puts
                .map(|(row, position)| (*position, Ok(row.clone())))
                .chain(removals.map(|((_, entity), position)| (*position, Err(*entity))))
                .filter(|(position, _)| cursor < position)
                .collect();
            changes.sort_by_key(|(position, _)| *position);
            let more = limit < changes.len();
            changes.truncate(limit);
            let head = self.heads.get(scope).copied().unwrap_or(0);
            let last = changes.last().map_or(*cursor, |(position, _)| *position);
            let mut page = Page {
                scope: scope.clone(),
                puts: vec![],
                removes: vec![],
                cursor: if more { last } else { head },
                more,
                anew: false,
                must_snapshot: false,
                manifest: (!more).then(|| self.manifest(scope, head)),
            };
            for (_, change) in changes {
                match change {
                    Ok(row) => page.puts.push(row),
                    Err(entity) => page.removes.push(entity),
                }
            }
            answer.pages.push(page);
        }
        answer
    }
}
