//! Whether a device and the server hold the same rows of a scope.
//!
//! Each side counts its own rows and adds up their digests; the numbers are compared where both stand
//! at the same position. Neither side takes over the other's number: it would agree with its own loss.

use serde::{Deserialize, Serialize};

use crate::registers::Row;
use crate::scopes::Scope;

/// Fetched anew so often without agreement, a scope is pulled no more.
pub const ROUNDS_MAX: u32 = 2;

/// What the rows of a scope add up to, in any order. Wraps, so that a difference is one as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub count: u64,
    /// The sum of the rows' digests modulo 2^64.
    pub checksum: u64,
}

impl Tally {
    pub fn of(row: &Row) -> Self {
        Self::of_digest(digest(row))
    }

    /// Of one row with this digest.
    pub fn of_digest(digest: u64) -> Self {
        Self {
            count: 1,
            checksum: digest,
        }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.count = self.count.wrapping_add(other.count);
        self.checksum = self.checksum.wrapping_add(other.checksum);
    }
}

impl std::ops::SubAssign for Tally {
    fn sub_assign(&mut self, other: Self) {
        self.count = self.count.wrapping_sub(other.count);
        self.checksum = self.checksum.wrapping_sub(other.checksum);
    }
}

impl<'a> FromIterator<&'a Row> for Tally {
    fn from_iter<T: IntoIterator<Item = &'a Row>>(rows: T) -> Self {
        let mut tally = Self::default();
        for row in rows {
            tally += Self::of(row);
        }
        tally
    }
}

/// The first eight bytes of a hash over everything a row says. The scope is left out: whoever counts
/// knows it, and a row that moves keeps its digest.
pub fn digest(row: &Row) -> u64 {
    let mut bytes = Vec::with_capacity(512);
    let mut field = |field: &[u8]| {
        bytes.extend_from_slice(&(field.len() as u32).to_le_bytes());
        bytes.extend_from_slice(field);
    };
    field(b"rantang.row.v1");
    field(row.entity.kind.code().as_bytes());
    field(row.entity.id.as_bytes());
    field(row.owner.as_ref().map_or(&[], |owner| owner.as_bytes()));
    for (name, register) in &row.registers {
        field(name.as_str().as_bytes());
        field(&(register.heads().len() as u32).to_le_bytes());
        for head in register.heads() {
            field(head.op.as_bytes());
            field(head.author.as_bytes());
            field(&head.at_ms.to_le_bytes());
            field(&head.value);
            if head.is_uncertain {
                field(b"uncertain");
            }
        }
        field(&(register.past().len() as u32).to_le_bytes());
        for op in register.past() {
            field(op.as_bytes());
        }
    }
    let hash = blake3::hash(&bytes);
    let first = hash.as_bytes().first_chunk().copied();
    u64::from_le_bytes(first.unwrap_or_default())
}

/// What the server has of a scope at a position; the last page of a pull carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The last position that was given.
    pub head: u64,
    /// Another one: the server counted anew, or rows changed that no position tells of.
    pub generation: u64,
    pub tally: Tally,
}

impl Manifest {
    /// Of a scope that never had a row.
    pub const EMPTY: Self = Self {
        head: 0,
        generation: 1,
        tally: Tally {
            count: 0,
            checksum: 0,
        },
    };
}

/// What follows from a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    Agreed,
    FetchAnew,
    /// The scope is pulled no more until somebody has looked.
    Stop,
}

/// Compares at the manifest's head, when everything up to it was taken in.
///
/// `rounds`: how often the scope has been fetched anew since the last agreement.
pub fn compare(own: Tally, told: &Manifest, rounds: u32) -> Agreement {
    if own == told.tally {
        Agreement::Agreed
    } else if rounds + 1 < ROUNDS_MAX {
        Agreement::FetchAnew
    } else {
        Agreement::Stop
    }
}

/// A comparison that failed, as the device tells the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    pub scope: Scope,
    /// What the server had said.
    pub told: Manifest,
    /// What the device's rows added up to at that head.
    pub own: Tally,
    pub state: DisagreementState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisagreementState {
    /// The scope is being fetched anew.
    Fetching,
    /// After that both agreed.
    Healed,
    /// They did not: the device pulls the scope no more.
    Stopped,
}

impl DisagreementState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Fetching => "fetching",
            Self::Healed => "healed",
            Self::Stopped => "stopped",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Fetching, Self::Healed, Self::Stopped]
            .into_iter()
            .find(|it| it.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_bytes::ByteBuf;
    use uuid::Uuid;

    use super::*;
    use crate::ids::{OpId, PersonId, UserId};
    use crate::places::AreaCode;
    use crate::registers::{EntityKind, EntityRef, Head, Register, RegisterName};

    fn row(id: u128, value: &[u8]) -> Row {
        let scope = Scope::Plan {
            area: AreaCode::parse("31.71.08.1002").unwrap(),
        };
        let entity = EntityRef::new(EntityKind::Person, Uuid::from_u128(id));
        let mut row = Row::new(entity, scope, Some(PersonId(Uuid::from_u128(id))));
        let mut register = Register::default();
        let head = Head {
            op: OpId(Uuid::from_u128(7)),
            author: UserId(Uuid::from_u128(8)),
            at_ms: 9,
            is_uncertain: false,
            value: ByteBuf::from(value.to_vec()),
        };
        register.apply(head, &[OpId(Uuid::from_u128(6))]);
        row.registers.insert(RegisterName::new("name"), register);
        row
    }

    #[test]
    fn a_digest_is_the_one_that_the_protocol_page_gives() {
        assert_eq!(digest(&row(1, b"Karto")), 0xb8d0_0d49_95c8_f8fa);
    }

    #[test]
    fn whatever_a_row_says_changes_its_digest() {
        let before = row(1, b"Karto");
        let mut changed = vec![row(2, b"Karto"), row(1, b"Kasman")];
        changed.push(Row {
            owner: None,
            ..before.clone()
        });
        let mut past = before.clone();
        let head = Head {
            op: OpId(Uuid::from_u128(7)),
            author: UserId(Uuid::from_u128(8)),
            at_ms: 9,
            is_uncertain: false,
            value: ByteBuf::from(b"Karto".to_vec()),
        };
        let name = RegisterName::new("name");
        let register = past.registers.get_mut(&name).unwrap();
        register.apply(head, &[OpId(Uuid::from_u128(5))]);
        changed.push(past);
        let mut late = before.clone();
        let register = late.registers.get_mut(&name).unwrap();
        register.set_time(OpId(Uuid::from_u128(7)), 10);
        changed.push(late);
        let mut renamed = before.clone();
        let register = renamed.registers.remove(&name).unwrap();
        renamed
            .registers
            .insert(RegisterName::new("phone"), register);
        changed.push(renamed);
        for other in changed {
            assert_ne!(digest(&other), digest(&before), "{other:?}");
        }
    }

    #[test]
    fn a_scope_is_fetched_anew_once_and_then_stops() {
        let own = Tally::of_digest(5);
        let told = |tally| Manifest {
            head: 1,
            generation: 1,
            tally,
        };
        let other = told(Tally::of_digest(6));
        assert_eq!(compare(own, &told(own), 1), Agreement::Agreed);
        assert_eq!(compare(own, &other, 0), Agreement::FetchAnew);
        assert_eq!(compare(own, &other, 1), Agreement::Stop);
    }

    proptest! {
        /// Rows come, change and go; what is kept beside them is what they add up to.
        #[test]
        fn a_tally_that_is_kept_is_the_one_that_is_counted(
            changes in prop::collection::vec((0u128..5, prop::option::of(any::<u8>())), 0..40)
        ) {
            let mut rows = std::collections::BTreeMap::new();
            let mut kept = Tally::default();
            for (id, value) in changes {
                let before = match value {
                    Some(value) => {
                        let new = row(id, &[value]);
                        kept += Tally::of(&new);
                        rows.insert(id, new)
                    }
                    None => rows.remove(&id),
                };
                if let Some(before) = before {
                    kept -= Tally::of(&before);
                }
            }
            prop_assert_eq!(kept, rows.values().collect::<Tally>());
        }
    }
}
