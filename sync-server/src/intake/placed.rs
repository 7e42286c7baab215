//! Gives what was decided its positions, once the store has locked the scopes.

use std::collections::BTreeMap;

use rantang_core::registers::{EntityRef, Row};
use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::{Manifest, Tally};
use rantang_core::sync::protocol::Verdict;
use rantang_core::time::Effective;

use super::decide::{Decided, Fresh, Outcome};

/// Rows and removals with their positions.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    pub puts: Vec<(Row, u64)>,
    pub removes: Vec<(Scope, EntityRef, u64)>,
    heads: BTreeMap<Scope, u64>,
    /// By how much the rows of a scope count differently.
    differences: BTreeMap<Scope, Tally>,
    rows_at: BTreeMap<EntityRef, (Scope, u64)>,
    removed_at: BTreeMap<(Scope, EntityRef), u64>,
}

/// What is kept of a verdict: an operation has one receipt, whoever asks again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub verdict: Verdict,
    pub time: Effective,
}

/// Every scope that `decided` writes to, to be locked in this order.
pub fn scopes_of(decided: &Decided) -> std::collections::BTreeSet<Scope> {
    let put = decided.puts.values().map(|row| row.scope.clone());
    let left = decided.removes.iter().map(|(scope, _)| scope.clone());
    let counted = decided.replaced.values().map(|(scope, _)| scope.clone());
    put.chain(left).chain(counted).collect()
}

/// `heads`: the positions of the scopes so far. Each row and each removal gets the next one.
pub fn place(decided: &Decided, mut heads: BTreeMap<Scope, u64>) -> Placed {
    let mut placed = Placed::default();
    let mut next = |scope: &Scope| {
        let head = heads.entry(scope.clone()).or_default();
        *head += 1;
        *head
    };
    for (scope, entity) in &decided.removes {
        let position = next(scope);
        placed.removes.push((scope.clone(), *entity, position));
        placed.removed_at.insert((scope.clone(), *entity), position);
    }
    for row in decided.puts.values() {
        let position = next(&row.scope);
        placed.puts.push((row.clone(), position));
        placed
            .rows_at
            .insert(row.entity, (row.scope.clone(), position));
    }
    placed.heads = heads;
    placed.differences = differences(decided);
    placed
}

fn differences(decided: &Decided) -> BTreeMap<Scope, Tally> {
    let mut differences: BTreeMap<Scope, Tally> = BTreeMap::new();
    for row in decided.puts.values() {
        *differences.entry(row.scope.clone()).or_default() += Tally::of(row);
    }
    for (scope, stored) in decided.replaced.values() {
        *differences.entry(scope.clone()).or_default() -= *stored;
    }
    differences
}

impl Placed {
    /// What stands in a scope after this, of which `before` stood before.
    pub fn manifest(&self, scope: &Scope, before: Manifest) -> Manifest {
        let mut after = before;
        after.head = self.heads.get(scope).copied().unwrap_or(before.head);
        after.tally += self.differences.get(scope).copied().unwrap_or_default();
        after
    }

    pub fn receipt(&self, fresh: &Fresh) -> Receipt {
        Receipt {
            verdict: self.verdict(&fresh.outcome, fresh.time),
            time: fresh.time,
        }
    }

    /// The effect stands where its rows stand after the batch: a later operation of the batch may
    /// have moved them on, and a cursor that stops before has not seen them.
    pub fn verdict(&self, outcome: &Outcome, time: Effective) -> Verdict {
        match outcome {
            Outcome::Held(cause) => Verdict::Held {
                cause: *cause,
                time,
            },
            Outcome::Quarantined(cause) => Verdict::Quarantined {
                cause: *cause,
                time,
            },
            Outcome::Applied {
                touched,
                left,
                conflict,
            } => {
                let rows = touched.iter().filter_map(|entity| self.rows_at.get(entity));
                let removals = left.iter().filter_map(|it| {
                    let position = self.removed_at.get(it)?;
                    Some((it.0.clone(), *position))
                });
                let mut positions: BTreeMap<Scope, u64> = BTreeMap::new();
                for (scope, position) in rows.cloned().chain(removals) {
                    let furthest = positions.entry(scope).or_default();
                    *furthest = position.max(*furthest);
                }
                Verdict::Applied {
                    positions: positions.into_iter().collect(),
                    time,
                    conflict: *conflict,
                }
            }
        }
    }
}
