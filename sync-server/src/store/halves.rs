//! A row as it is stored: its registers in two halves, what may be read in the clear and what will be
//! sealed.

use std::collections::BTreeMap;

use anyhow::anyhow;
use rantang_core::ids::PersonId;
use rantang_core::registers::{
    EntityKind, EntityRef, Privacy, Register, RegisterName, Row, packed, privacy,
};
use rantang_core::scopes::Scope;
use uuid::Uuid;

use super::cbor::decode;
use super::{StoreError, StoreResult};

/// Both halves, packed.
pub struct Halves {
    pub clear: Vec<u8>,
    pub sealed: Vec<u8>,
}

impl Halves {
    pub fn of(row: &Row) -> StoreResult<Self> {
        let is_clear = |name: &RegisterName| privacy(row.entity.kind, name) == Privacy::Clear;
        let clear = row.registers.iter().filter(|(name, _)| is_clear(name));
        let sealed = row.registers.iter().filter(|(name, _)| !is_clear(name));
        Ok(Self {
            clear: packed::pack(clear),
            sealed: packed::pack(sealed),
        })
    }

    pub fn joined(&self) -> StoreResult<BTreeMap<RegisterName, Register>> {
        let mut registers = unpacked(&self.clear)?;
        registers.append(&mut unpacked(&self.sealed)?);
        Ok(registers)
    }
}

/// The first stores held them as CBOR maps.
fn unpacked(bytes: &[u8]) -> StoreResult<BTreeMap<RegisterName, Register>> {
    packed::unpack(bytes).or_else(|_| decode(bytes))
}

/// A row as its columns say it.
pub struct RawRow {
    pub place: i64,
    pub kind: String,
    pub entity: [u8; 16],
    pub owner: Option<PersonId>,
    pub halves: Halves,
}

impl RawRow {
    pub fn bytes(&self) -> usize {
        self.halves.clear.len() + self.halves.sealed.len()
    }

    pub fn into_row(self, scope: Scope) -> StoreResult<Row> {
        Ok(Row {
            entity: entity_of(&self.kind, self.entity)?,
            scope,
            owner: self.owner,
            registers: self.halves.joined()?,
        })
    }
}

pub fn entity_of(kind: &str, id: [u8; 16]) -> StoreResult<EntityRef> {
    let known = EntityKind::from_code(kind)
        .ok_or_else(|| StoreError::Failed(anyhow!("a stored row is of an unknown kind")))?;
    Ok(EntityRef::new(known, Uuid::from_bytes(id)))
}
