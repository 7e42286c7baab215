//! What must hold at every moment: what somebody was told is saved stays on their screen until the
//! server's own version of it is there.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rantang_core::ids::OpId;
use rantang_core::registers::{EntityRef, RegisterName, Row};
use rantang_device::store::{Error, rows};

use crate::simulation::model::Said;
use crate::simulation::phone::Phone;

/// Own operations whose effect the mirror has not shown yet, one phone each.
#[derive(Default)]
pub struct Watch {
    open: BTreeMap<OpId, Vec<(EntityRef, &'static str)>>,
}

impl Watch {
    pub fn add(&mut self, said: &Said) {
        let sets = said.sets.iter().map(|set| (set.on, set.register));
        self.open.insert(said.op, sets.collect());
    }

    /// Lets go of what has come back from the server, and says what the screen does not show any more.
    pub fn look(&mut self, phone: &Phone) -> anyhow::Result<Vec<Unseen>> {
        let device = phone.device()?;
        let mut settled = Vec::new();
        let mut unseen = Vec::new();
        device.read::<_, Error>(|db| {
            let mut read: BTreeMap<EntityRef, (Option<Row>, Option<Row>)> = BTreeMap::new();
            for (op, sets) in &self.open {
                let mut is_back = true;
                for (on, register) in sets {
                    let name = RegisterName::new(register);
                    let (mirror, shown) = match read.entry(*on) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(new) => {
                            new.insert((rows::mirror_row(db, *on)?, rows::row(db, *on)?))
                        }
                    };
                    is_back &= knows(mirror.as_ref(), &name, *op);
                    if !knows(shown.as_ref(), &name, *op) {
                        unseen.push(Unseen {
                            op: *op,
                            on: *on,
                            register,
                        });
                    }
                }
                if is_back {
                    settled.push(*op);
                }
            }
            Ok(())
        })?;
        for op in settled {
            self.let_go(op);
        }
        Ok(unseen)
    }

    /// The phone is as it was when it knew of no others.
    pub fn keep_only(&mut self, known: &BTreeSet<OpId>) {
        self.open.retain(|op, _| known.contains(op));
    }

    pub fn let_go(&mut self, op: OpId) {
        self.open.remove(&op);
    }
}

/// A register that does not know an operation of its own phone.
#[derive(Clone, Copy, Debug)]
pub struct Unseen {
    pub op: OpId,
    pub on: EntityRef,
    pub register: &'static str,
}

/// Whether an operation stands in a register, or stood there until somebody replaced it.
fn knows(row: Option<&Row>, register: &RegisterName, op: OpId) -> bool {
    row.and_then(|row| row.register(register))
        .is_some_and(|it| it.past().contains(&op) || it.heads().iter().any(|head| head.op == op))
}
