//! A range of one replica's log, column by column: equal things stand together and compress.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use uuid::Uuid;

use super::columns;
use crate::ids::{OpId, ReplicaId, UserId};
use crate::operation::{BODY_BYTES_MAX, Envelope, KIND_CHARS_MAX, Operation};
use crate::scopes::Scope;
use crate::time::{Anchor, BootId, ClockReading};

/// The most operations in one batch.
pub const OPERATIONS_MAX: usize = 1_000;
const ID_BYTES: usize = 16;
/// The most bytes of bodies in one batch.
pub const BODIES_BYTES_MAX: usize = 256 * 1024;

/// Operations `first_seq`, `first_seq + 1`, … of one replica.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    replica: ReplicaId,
    first_seq: u64,
    /// As the bodies, group by group.
    op_ids: ByteBuf,
    entities: ByteBuf,
    /// Dictionaries, and an index into them for each operation.
    kinds: (Vec<String>, Vec<u16>),
    scopes: (Vec<Scope>, Vec<u16>),
    authors: (Vec<UserId>, Vec<u16>),
    boots: (Vec<BootId>, Vec<u16>),
    anchors: (Vec<Option<Anchor>>, Vec<u16>),
    schemas: Vec<u16>,
    /// Differences to the one before.
    wall_ms: Vec<i64>,
    boot_ms: Vec<i64>,
    body_lengths: Vec<u32>,
    /// Bodies of one length form a group (see [`columns`]); the groups in the order in which each
    /// length comes first.
    bodies: ByteBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    #[error("the columns have different lengths")]
    Ragged,
    #[error("an index points outside its dictionary")]
    Index,
    #[error("the batch holds more than allowed")]
    TooLarge,
    #[error("a sequence number overflows")]
    Sequence,
}

impl Batch {
    /// Takes operations of one replica with consecutive sequence numbers.
    pub fn of(operations: &[Operation]) -> Self {
        let first = operations.first().map(|it| &it.envelope);
        let envelopes = || operations.iter().map(|it| &it.envelope);
        Self {
            replica: first.map_or(ReplicaId(Uuid::nil()), |it| it.replica),
            first_seq: first.map_or(1, |it| it.seq),
            op_ids: packed(operations, |it| it.envelope.op_id.as_bytes()),
            entities: packed(operations, |it| it.envelope.entity.as_bytes()),
            kinds: dictionary(envelopes().map(|it| it.kind.clone())),
            scopes: dictionary(envelopes().map(|it| it.scope.clone())),
            authors: dictionary(envelopes().map(|it| it.author)),
            boots: dictionary(envelopes().map(|it| it.clock.boot)),
            anchors: dictionary(envelopes().map(|it| it.clock.anchor)),
            schemas: envelopes().map(|it| it.schema).collect(),
            wall_ms: differences(envelopes().map(|it| it.clock.wall_ms)),
            boot_ms: differences(envelopes().map(|it| it.clock.boot_ms)),
            body_lengths: operations.iter().map(|it| it.body.len() as u32).collect(),
            bodies: packed(operations, |it| &it.body),
        }
    }

    pub fn replica(&self) -> ReplicaId {
        self.replica
    }

    pub fn first_seq(&self) -> u64 {
        self.first_seq
    }

    pub fn len(&self) -> usize {
        self.body_lengths.len()
    }

    pub fn is_empty(&self) -> bool {
        self.body_lengths.is_empty()
    }

    /// Reads the operations, checking every length and index.
    pub fn operations(&self) -> Result<Vec<Operation>, BatchError> {
        let n = self.len();
        let lengths = || self.body_lengths.iter().map(|length| *length as usize);
        let is_too_large =
            lengths().any(|length| BODY_BYTES_MAX < length) || BODIES_BYTES_MAX < lengths().sum();
        if OPERATIONS_MAX < n || is_too_large {
            return Err(BatchError::TooLarge);
        }
        let indexes = [
            &self.kinds.1,
            &self.scopes.1,
            &self.authors.1,
            &self.boots.1,
            &self.anchors.1,
        ];
        let even = indexes.iter().all(|column| column.len() == n)
            && [self.schemas.len(), self.wall_ms.len(), self.boot_ms.len()] == [n; 3];
        if !even {
            return Err(BatchError::Ragged);
        }
        let mut operations = Vec::with_capacity(n);
        let (mut wall_ms, mut boot_ms) = (0i64, 0i64);
        let op_ids = self.unpacked(&self.op_ids, |_| ID_BYTES)?;
        let entities = self.unpacked(&self.entities, |_| ID_BYTES)?;
        let mut bodies = self.unpacked(&self.bodies, |length| length)?;
        for at in 0..n {
            wall_ms = wall_ms.wrapping_add(self.wall_ms[at]);
            boot_ms = boot_ms.wrapping_add(self.boot_ms[at]);
            let kind = pick(&self.kinds, at)?;
            if KIND_CHARS_MAX < kind.len() {
                return Err(BatchError::TooLarge);
            }
            operations.push(Operation {
                envelope: Envelope {
                    op_id: OpId(id(&op_ids[at])?),
                    replica: self.replica,
                    seq: self
                        .first_seq
                        .checked_add(at as u64)
                        .ok_or(BatchError::Sequence)?,
                    kind,
                    schema: self.schemas[at],
                    scope: pick(&self.scopes, at)?,
                    entity: id(&entities[at])?,
                    author: pick(&self.authors, at)?,
                    clock: ClockReading {
                        wall_ms,
                        boot: pick(&self.boots, at)?,
                        boot_ms,
                        anchor: pick(&self.anchors, at)?,
                    },
                },
                body: std::mem::take(&mut bodies[at]),
            });
        }
        Ok(operations)
    }

    /// `width`: of a string whose operation has a body of this length.
    fn unpacked(
        &self,
        packed: &[u8],
        width: impl Fn(usize) -> usize,
    ) -> Result<Vec<Vec<u8>>, BatchError> {
        let mut strings = vec![Vec::new(); self.len()];
        let mut rest = packed;
        let lengths = self.body_lengths.iter().map(|length| *length as usize);
        for (length, places) in columns::groups(lengths) {
            let group = columns::take(&mut rest, width(length), places.len());
            let group = group.ok_or(BatchError::Ragged)?;
            for (place, string) in places.into_iter().zip(group) {
                strings[place] = string;
            }
        }
        if rest.is_empty() {
            Ok(strings)
        } else {
            Err(BatchError::Ragged)
        }
    }
}

/// One byte string of each operation, grouped by the lengths of the bodies.
fn packed<'a, T: AsRef<[u8]> + ?Sized + 'a>(
    operations: &'a [Operation],
    string: impl Fn(&'a Operation) -> &'a T,
) -> ByteBuf {
    let mut all = Vec::new();
    for (_, places) in columns::groups(operations.iter().map(|it| it.body.len())) {
        let group: Vec<&[u8]> = places
            .iter()
            .map(|at| string(&operations[*at]).as_ref())
            .collect();
        columns::put(&group, &mut all);
    }
    all.into()
}

/// How many of `sizes` (bytes of bodies, in order) fit into one batch.
pub fn fitting(sizes: impl IntoIterator<Item = usize>) -> usize {
    let mut bytes = 0;
    sizes
        .into_iter()
        .take(OPERATIONS_MAX)
        .take_while(|size| {
            bytes += size;
            bytes <= BODIES_BYTES_MAX
        })
        .count()
}

fn dictionary<T: PartialEq>(values: impl Iterator<Item = T>) -> (Vec<T>, Vec<u16>) {
    let mut words: Vec<T> = Vec::new();
    let indexes = values
        .map(|value| {
            // Batches hold few different values, the latest most often.
            let at = words
                .iter()
                .rposition(|word| *word == value)
                .unwrap_or_else(|| {
                    words.push(value);
                    words.len() - 1
                });
            at as u16
        })
        .collect();
    (words, indexes)
}

fn differences(values: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut last = 0i64;
    values
        .map(|value| {
            let difference = value.wrapping_sub(last);
            last = value;
            difference
        })
        .collect()
}

fn pick<T: Clone>((words, indexes): &(Vec<T>, Vec<u16>), at: usize) -> Result<T, BatchError> {
    words
        .get(usize::from(indexes[at]))
        .cloned()
        .ok_or(BatchError::Index)
}

fn id(bytes: &[u8]) -> Result<Uuid, BatchError> {
    Uuid::from_slice(bytes).map_err(|_| BatchError::Ragged)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::operation::tests::sample;

    fn operations(bodies: Vec<Vec<u8>>) -> Vec<Operation> {
        bodies
            .into_iter()
            .enumerate()
            .map(|(at, body)| {
                let mut operation = sample();
                operation.envelope.seq = 5 + at as u64;
                operation.envelope.clock.wall_ms = if at % 2 == 0 { i64::MAX } else { i64::MIN };
                operation.envelope.clock.anchor =
                    operation.envelope.clock.anchor.filter(|_| at % 3 == 0);
                operation.body = body;
                operation
            })
            .collect()
    }

    proptest! {
        #[test]
        fn a_batch_reads_back_what_it_writes(
            bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..20),
        ) {
            let operations = operations(bodies);
            let bytes = super::super::wire::encode(&Batch::of(&operations));
            let batch: Batch = super::super::wire::decode(&bytes).unwrap();
            prop_assert_eq!(batch.operations(), Ok(operations));
        }
    }

    #[test]
    fn a_batch_with_ragged_columns_is_refused() {
        let mut batch = Batch::of(&operations(vec![vec![1], vec![2]]));
        batch.schemas.pop();
        assert_eq!(batch.operations(), Err(BatchError::Ragged));
        let mut batch = Batch::of(&operations(vec![vec![1]]));
        batch.kinds.1[0] = 7;
        assert_eq!(batch.operations(), Err(BatchError::Index));
        let mut batch = Batch::of(&operations(vec![vec![1], vec![2]]));
        batch.first_seq = u64::MAX;
        assert_eq!(batch.operations(), Err(BatchError::Sequence));
    }
}
