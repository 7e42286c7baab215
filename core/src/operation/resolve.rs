//! `conflict.resolve`: one of the values, or another, settles the heads that it names.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use uuid::Uuid;

use super::{Effect, Home, Intent, InvalidIntent};
use crate::ids::{OpId, PersonId};
use crate::places::AreaCode;
use crate::registers::{EntityKind, EntityRef, RegisterName};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolve {
    pub entity: EntityRef,
    /// Whom the entity is about; `None` for entities of the plan.
    pub owner: Option<PersonId>,
    pub kelurahan: AreaCode,
    pub register: RegisterName,
    /// The value that stays, as CBOR of the register's type.
    pub value: ByteBuf,
    pub saw: Vec<OpId>,
}

impl Intent for Resolve {
    fn entity(&self) -> Uuid {
        self.entity.id
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.saw.is_empty() {
            Err(InvalidIntent::Empty)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let case = matches!(
            self.entity.kind,
            EntityKind::PersonCase | EntityKind::DeliveryCase
        );
        let home = match self.owner {
            Some(person) if case => Home::Case(person),
            Some(person) => Home::Delivery(person),
            None => Home::Plan(self.kelurahan.clone()),
        };
        vec![Effect {
            entity: self.entity,
            home,
            register: self.register.clone(),
            value: self.value.clone(),
            saw: self.saw.clone(),
        }]
    }
}
