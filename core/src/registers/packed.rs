//! The registers of a row as bytes: what is stored, sent and fetched most.
//!
//! Registers that one operation set share its stamp. Numbers are LEB128, ids their 16 bytes:
//!
//! ```text
//! count of stamps,    each: operation, author, time (i64, little endian)
//! count of registers, each: name (length and bytes),
//!     count of heads, each: number of its stamp doubled, plus 1 where its time is uncertain;
//!         value (length and bytes)
//!     count of past operations, each: operation
//! ```
//!
//! Stamps stand in the order of their first use, registers in the order of their names: equal
//! registers have equal bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serializer};
use serde_bytes::ByteBuf;
use uuid::Uuid;

use super::{Head, Register, RegisterName};
use crate::ids::{OpId, UserId};

/// The bytes are not packed registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the registers of a row")]
pub struct NotRegisters;

type Registers = BTreeMap<RegisterName, Register>;

/// Packs registers that come in the order of their names.
pub fn pack<'a>(registers: impl IntoIterator<Item = (&'a RegisterName, &'a Register)>) -> Vec<u8> {
    let mut stamps: Vec<(OpId, UserId, i64)> = Vec::new();
    let mut body = Vec::with_capacity(320);
    let mut count = 0;
    for (name, register) in registers {
        count += 1;
        put_bytes(&mut body, name.as_str().as_bytes());
        put_number(&mut body, register.heads().len());
        for head in register.heads() {
            let stamp = (head.op, head.author, head.at_ms);
            let known = stamps.iter().position(|known| *known == stamp);
            let at = known.unwrap_or_else(|| {
                stamps.push(stamp);
                stamps.len() - 1
            });
            put_number(&mut body, at << 1 | usize::from(head.is_uncertain));
            put_bytes(&mut body, &head.value);
        }
        put_number(&mut body, register.past().len());
        for op in register.past() {
            body.extend_from_slice(op.as_bytes());
        }
    }
    let mut packed = Vec::with_capacity(4 + stamps.len() * STAMP_BYTES + body.len());
    put_number(&mut packed, stamps.len());
    for (op, author, at_ms) in &stamps {
        packed.extend_from_slice(op.as_bytes());
        packed.extend_from_slice(author.as_bytes());
        packed.extend_from_slice(&at_ms.to_le_bytes());
    }
    put_number(&mut packed, count);
    packed.extend_from_slice(&body);
    packed
}

/// Reads what [`pack`] wrote; bytes from outside are registers or an error.
pub fn unpack(bytes: &[u8]) -> Result<Registers, NotRegisters> {
    let mut rest = Rest(bytes);
    let stamps = rest.list(STAMP_BYTES, |rest| {
        let (op, author) = (OpId(rest.id()?), UserId(rest.id()?));
        Ok((op, author, i64::from_le_bytes(rest.array()?)))
    })?;
    let registers = rest.list(3, |rest| {
        let name = std::str::from_utf8(rest.bytes()?).map_err(|_| NotRegisters)?;
        let heads = rest.list(2, |rest| {
            let number = rest.number()?;
            let (op, author, at_ms) = *stamps.get(number >> 1).ok_or(NotRegisters)?;
            let value = ByteBuf::from(rest.bytes()?);
            Ok(Head {
                op,
                author,
                at_ms,
                is_uncertain: number & 1 == 1,
                value,
            })
        })?;
        let past = rest.list(ID_BYTES, |rest| Ok(OpId(rest.id()?)))?;
        let past: BTreeSet<OpId> = past.into_iter().collect();
        Ok((RegisterName::of(name), Register::from_parts(heads, past)))
    })?;
    if rest.0.is_empty() {
        Ok(registers.into_iter().collect())
    } else {
        Err(NotRegisters)
    }
}

/// As a field of a message.
pub fn serialize<S: Serializer>(registers: &Registers, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(&pack(registers))
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Registers, D::Error> {
    from.deserialize_any(Packed)
}

struct Packed;

impl<'de> Visitor<'de> for Packed {
    type Value = Registers;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("packed registers")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Registers, E> {
        unpack(bytes).map_err(E::custom)
    }

    /// As stores held them before they were packed.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Registers, A::Error> {
        Registers::deserialize(MapAccessDeserializer::new(map))
    }
}

const ID_BYTES: usize = 16;
const STAMP_BYTES: usize = 2 * ID_BYTES + 8;

fn put_number(to: &mut Vec<u8>, mut number: usize) {
    while 0x7f < number {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_number(to, bytes.len());
    to.extend_from_slice(bytes);
}

/// What is not read yet.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], NotRegisters> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(NotRegisters)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], NotRegisters> {
        self.take(N)?.try_into().map_err(|_| NotRegisters)
    }

    fn id(&mut self) -> Result<Uuid, NotRegisters> {
        Ok(Uuid::from_bytes(self.array()?))
    }

    /// At most four bytes: nothing here is as long as 256 MiB.
    fn number(&mut self) -> Result<usize, NotRegisters> {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let [byte] = self.array()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(NotRegisters)
    }

    fn bytes(&mut self) -> Result<&'a [u8], NotRegisters> {
        let count = self.number()?;
        self.take(count)
    }

    /// `least`: the bytes that one element has at the least, so that no count asks for more memory
    /// than there are bytes.
    fn list<T>(
        &mut self,
        least: usize,
        mut one: impl FnMut(&mut Self) -> Result<T, NotRegisters>,
    ) -> Result<Vec<T>, NotRegisters> {
        let count = self.number()?;
        if self.0.len() / least < count {
            return Err(NotRegisters);
        }
        (0..count).map(|_| one(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Operation, author, effective time, value.
    type RawHead = (u128, u128, i64, Vec<u8>);

    fn any_registers() -> impl Strategy<Value = Registers> {
        let head = (
            0u128..4,
            0u128..3,
            any::<i64>(),
            prop::collection::vec(any::<u8>(), 0..200),
        );
        let register = (
            prop::collection::vec(head, 0..4),
            prop::collection::btree_set((10u128..14).prop_map(op), 0..3),
        );
        prop::collection::btree_map("[a-z_]{1,12}", register, 0..5).prop_map(|registers| {
            let of = |(heads, past): (Vec<RawHead>, BTreeSet<OpId>)| {
                let mut heads: Vec<Head> = heads
                    .into_iter()
                    .map(|(id, author, at_ms, value)| Head {
                        op: op(id),
                        author: UserId(Uuid::from_u128(author)),
                        at_ms,
                        is_uncertain: at_ms % 3 == 0,
                        value: value.into(),
                    })
                    .collect();
                heads.sort_by_key(|head| head.op);
                heads.dedup_by_key(|head| head.op);
                Register::from_parts(heads, past)
            };
            registers
                .into_iter()
                .map(|(name, parts)| (RegisterName::of(&name), of(parts)))
                .collect()
        })
    }

    fn op(id: u128) -> OpId {
        OpId(Uuid::from_u128(id))
    }

    proptest! {
        #[test]
        fn registers_read_back_as_they_were(registers in any_registers()) {
            prop_assert_eq!(unpack(&pack(&registers)), Ok(registers));
        }

        #[test]
        fn truncated_registers_are_an_error(registers in any_registers(), cut in any::<prop::sample::Index>()) {
            let bytes = pack(&registers);
            prop_assert_eq!(unpack(&bytes[..cut.index(bytes.len())]), Err(NotRegisters));
        }

        #[test]
        fn any_bytes_are_registers_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            let _ = unpack(&bytes);
        }
    }

    #[test]
    fn registers_of_one_operation_share_its_stamp() {
        let head = |value: u8| Head {
            op: op(1),
            author: UserId(Uuid::from_u128(2)),
            at_ms: 3,
            is_uncertain: true,
            value: vec![value; 10].into(),
        };
        let registers: Registers = ["a", "b", "c"]
            .into_iter()
            .zip(1..)
            .map(|(name, value)| {
                let register = Register::from_parts(vec![head(value)], BTreeSet::new());
                (RegisterName::of(name), register)
            })
            .collect();
        assert_eq!(
            pack(&registers).len(),
            1 + STAMP_BYTES + 1 + 3 * (2 + 1 + 1 + 11 + 1)
        );
    }
}
