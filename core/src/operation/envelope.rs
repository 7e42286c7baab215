//! The envelope and its one encoding: length-prefixed, hashed as it stands, never JSON.

use std::io::Write;
use std::ops::Range;

use uuid::Uuid;

use crate::ids::{OpId, ReplicaId, UserId};
use crate::scopes::Scope;
use crate::time::{Anchor, BootId, ClockReading};

/// The version of the payloads that this code writes.
pub const SCHEMA: u16 = 1;
/// A body is a salt and a payload; larger ones are refused when they are recorded.
pub const BODY_BYTES_MAX: usize = 32 * 1024;
/// What makes equal payloads unlike, so that a hash tells nothing of a body.
pub const SALT_BYTES: usize = 16;

const DOMAIN: &[u8] = b"rantang.op.v1";
/// Where replica and sequence number stand in every envelope: behind tag and operation.
const REPLICA: Range<usize> = 41..57;
const SEQ: Range<usize> = 61..69;
const TEXT_BYTES_MAX: usize = 200;

/// Who did what, where and when, around a body that only readers of the kind open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    pub op_id: OpId,
    pub replica: ReplicaId,
    /// 1, 2, 3 … without holes.
    pub seq: u64,
    /// E.g. "delivery.record"; may be one that this app does not know.
    pub kind: String,
    pub schema: u16,
    /// As the author saw it; the effect lands in the entity's scope of the moment.
    pub scope: Scope,
    /// What the operation is mainly about.
    pub entity: Uuid,
    pub author: UserId,
    pub clock: ClockReading,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    pub envelope: Envelope,
    /// Salt and payload, hashed as received and recoverable byte for byte.
    pub body: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    #[error("the bytes end too early")]
    Truncated,
    #[error("the bytes do not start with {tag:?}", tag = "rantang.op.v1")]
    NotAnEnvelope,
    #[error("a field is not of its form")]
    Field,
    #[error("bytes remain after the last field")]
    Trailing,
}

impl Envelope {
    /// The bytes that are hashed. Each field is a length (u32, little endian) and its bytes;
    /// numbers are little endian.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        let clock = &self.clock;
        field(&mut out, DOMAIN);
        field(&mut out, self.op_id.as_bytes());
        field(&mut out, self.replica.as_bytes());
        field(&mut out, &self.seq.to_le_bytes());
        field(&mut out, self.kind.as_bytes());
        field(&mut out, &self.schema.to_le_bytes());
        text_field(&mut out, &self.scope);
        field(&mut out, self.entity.as_bytes());
        field(&mut out, self.author.as_bytes());
        field(&mut out, &clock.wall_ms.to_le_bytes());
        field(&mut out, clock.boot.0.as_bytes());
        field(&mut out, &clock.boot_ms.to_le_bytes());
        match clock.anchor {
            None => field(&mut out, &[]),
            Some(anchor) => {
                let mut bytes = anchor.boot.0.as_bytes().to_vec();
                bytes.extend_from_slice(&anchor.boot_ms.to_le_bytes());
                bytes.extend_from_slice(&anchor.server_ms.to_le_bytes());
                field(&mut out, &bytes);
            }
        }
        out
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut fields = Fields { rest: bytes };
        if fields.next()? != DOMAIN {
            return Err(DecodeError::NotAnEnvelope);
        }
        let envelope = Self {
            op_id: OpId(fields.id()?),
            replica: ReplicaId(fields.id()?),
            seq: u64::from_le_bytes(fields.array()?),
            kind: fields.text()?,
            schema: u16::from_le_bytes(fields.array()?),
            scope: Scope::parse(&fields.text()?).map_err(|_| DecodeError::Field)?,
            entity: fields.id()?,
            author: UserId(fields.id()?),
            clock: ClockReading {
                wall_ms: i64::from_le_bytes(fields.array()?),
                boot: BootId(fields.id()?),
                boot_ms: i64::from_le_bytes(fields.array()?),
                anchor: fields.anchor()?,
            },
        };
        if fields.rest.is_empty() {
            Ok(envelope)
        } else {
            Err(DecodeError::Trailing)
        }
    }
}

impl Operation {
    pub fn body_hash(&self) -> blake3::Hash {
        blake3::hash(&self.body)
    }

    /// The hash of the content: what two copies of one operation share although their replicas differ.
    pub fn content_hash(&self) -> blake3::Hash {
        let mut envelope = self.envelope.encode();
        envelope[REPLICA].fill(0);
        envelope[SEQ].fill(0);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&envelope);
        hasher.update(self.body_hash().as_bytes());
        hasher.finalize()
    }
}

fn field(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    out.extend_from_slice(bytes);
}

/// A field whose text is written in place.
fn text_field(out: &mut Vec<u8>, text: &impl std::fmt::Display) {
    let before = out.len();
    out.extend_from_slice(&[0; 4]);
    write!(out, "{text}").expect("writing to memory does not fail");
    let length = (out.len() - before - 4) as u32;
    out[before..before + 4].copy_from_slice(&length.to_le_bytes());
}

struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    fn next(&mut self) -> Result<&'a [u8], DecodeError> {
        let (len, rest) = self
            .rest
            .split_at_checked(4)
            .ok_or(DecodeError::Truncated)?;
        let len = u32::from_le_bytes(len.try_into().map_err(|_| DecodeError::Truncated)?);
        let (bytes, rest) = rest
            .split_at_checked(len as usize)
            .ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        self.next()?.try_into().map_err(|_| DecodeError::Field)
    }

    fn id(&mut self) -> Result<Uuid, DecodeError> {
        Ok(Uuid::from_bytes(self.array()?))
    }

    fn text(&mut self) -> Result<String, DecodeError> {
        let bytes = self.next()?;
        if TEXT_BYTES_MAX < bytes.len() {
            return Err(DecodeError::Field);
        }
        std::str::from_utf8(bytes)
            .map(str::to_owned)
            .map_err(|_| DecodeError::Field)
    }

    fn anchor(&mut self) -> Result<Option<Anchor>, DecodeError> {
        let bytes = self.next()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| DecodeError::Field)?;
        let part = |from: usize| -> [u8; 8] { std::array::from_fn(|at| bytes[from + at]) };
        Ok(Some(Anchor {
            boot: BootId(Uuid::from_bytes(std::array::from_fn(|at| bytes[at]))),
            boot_ms: i64::from_le_bytes(part(16)),
            server_ms: i64::from_le_bytes(part(24)),
        }))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::places::AreaCode;
    use proptest::prelude::*;

    pub(crate) fn sample() -> Operation {
        let boot = BootId(Uuid::from_u128(9));
        Operation {
            envelope: Envelope {
                op_id: OpId(Uuid::from_u128(1)),
                replica: ReplicaId(Uuid::from_u128(2)),
                seq: 3,
                kind: "delivery.record".into(),
                schema: SCHEMA,
                scope: Scope::Plan {
                    area: AreaCode::parse("31.71.08.1002").unwrap(),
                },
                entity: Uuid::from_u128(4),
                author: UserId(Uuid::from_u128(5)),
                clock: ClockReading {
                    wall_ms: 1_795_572_000_000,
                    boot,
                    boot_ms: 42,
                    anchor: Some(Anchor {
                        boot,
                        boot_ms: 1,
                        server_ms: 1_795_571_000_000,
                    }),
                },
            },
            body: vec![7; 24],
        }
    }

    #[test]
    fn an_envelope_reads_back_what_it_writes() {
        let envelope = sample().envelope;
        assert_eq!(Envelope::decode(&envelope.encode()), Ok(envelope.clone()));
        let without = Envelope {
            clock: ClockReading {
                anchor: None,
                ..envelope.clock
            },
            ..envelope
        };
        assert_eq!(Envelope::decode(&without.encode()), Ok(without));
    }

    #[test]
    fn a_copy_under_another_replica_has_the_same_content() {
        let original = sample();
        let mut copy = original.clone();
        copy.envelope.replica = ReplicaId(Uuid::from_u128(99));
        copy.envelope.seq = 1;
        assert_eq!(copy.content_hash(), original.content_hash());
        copy.body[0] ^= 1;
        assert_ne!(copy.content_hash(), original.content_hash());
        // Nothing else is left out.
        let mut other = original.clone();
        other.envelope.schema += 1;
        assert_ne!(other.content_hash(), original.content_hash());
        other = original.clone();
        other.envelope.op_id = OpId(Uuid::from_u128(77));
        assert_ne!(other.content_hash(), original.content_hash());
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_envelope_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(envelope) = Envelope::decode(&bytes) {
                prop_assert_eq!(envelope.encode(), bytes);
            }
        }

        #[test]
        fn a_truncated_envelope_is_an_error(cut in 0usize..200) {
            let bytes = sample().envelope.encode();
            prop_assume!(cut < bytes.len());
            prop_assert!(Envelope::decode(&bytes[..cut]).is_err());
        }
    }
}
