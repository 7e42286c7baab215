//! What people do, and what they see of it afterwards.

use std::collections::BTreeSet;

use anyhow::ensure;
use rantang_core::ids::{OpId, PersonId, RouteId};
use rantang_core::registers::EntityKind;
use rantang_device::store::Error;
use uuid::Uuid;

use super::World;
use crate::simulation::acts::{Act, Eyes};
use crate::simulation::check::{self, Unseen};
use crate::simulation::disk;
use crate::simulation::model::{Expects, Said};
use crate::simulation::sabotage::Sabotage;

/// An app of another version, of a thousand acts in a world that has such apps.
const OF_ANOTHER_VERSION: u32 = 150;

impl World {
    /// Somebody does a few things in one go.
    pub(super) fn people_act(&mut self, at: usize) -> anyhow::Result<()> {
        if self.phones[at].is_twin {
            return Ok(());
        }
        let mut was_saved = false;
        for _ in 0..self.draws.between(1, 3) {
            was_saved = self.does(at, |eyes| eyes.act())?;
        }
        if self.is_mixed && self.draws.chance(OF_ANOTHER_VERSION) {
            self.an_app_of_tomorrow_writes(at, was_saved)?;
        }
        self.a_camera_is_used(at)
    }

    /// Says whether something was saved.
    pub(super) fn does(
        &mut self,
        at: usize,
        what: impl FnOnce(&mut Eyes<'_>) -> Result<Option<Act>, Error>,
    ) -> anyhow::Result<bool> {
        let phone = &self.phones[at];
        let device = phone.device()?.clone();
        let now_ms = self.now.ms();
        let within_ms = phone.knows_time_within_ms()?;
        let mut done: Option<Act> = None;
        let recorded = device.record_with(|db| {
            let mut eyes = Eyes {
                db,
                draws: &mut self.draws,
                holder: &phone.holder,
                model: &self.model,
                people: &mut self.people,
                now_ms,
                theirs_always_wins: self.plan.sabotage == Some(Sabotage::TheirsAlwaysWins),
            };
            done = what(&mut eyes)?;
            Ok::<_, Error>(done.as_ref().map(|act| act.draft.clone()))
        });
        let recorded = match recorded {
            // The screen says so, and nobody thinks that it is saved.
            Err(Error::DiskFull) => {
                ensure!(
                    phone.is_full(),
                    "a record was refused, and there was room for it"
                );
                self.counts.fault("acts refused by a full disk");
                return Ok(false);
            }
            recorded => recorded?,
        };
        let (Some(act), Some(op)) = (done, recorded.first()) else {
            return Ok(false);
        };
        self.was_recorded(at, act, *op, (now_ms, within_ms));
        Ok(true)
    }

    /// `time`: when it was, and how well the phone could know that.
    pub(super) fn was_recorded(&mut self, at: usize, act: Act, op: OpId, time: (i64, Option<i64>)) {
        let by_courier = !self.phones[at].holder.is_coordinator();
        let expects = if act.may_be_set_aside || (by_courier && self.was_reassigned) {
            Expects::MayBeSetAside
        } else {
            Expects::Applied
        };
        let said = Said {
            op,
            told: act.told,
            author: self.phones[at].holder.user,
            sets: act.sets,
            addressed: act.addressed,
            expects,
            at_ms: time.0,
            within_ms: time.1,
        };
        self.watches[at].add(&said);
        self.phones[at].has_recorded = true;
        self.was_saved(at, said);
    }

    fn was_saved(&mut self, at: usize, said: Said) {
        let phone = &mut self.phones[at];
        phone.wrote.insert(said.op);
        // A write wakes the loop.
        phone.due_ms = phone.due_ms.min(self.now.ms());
        let told = format!("{} {} ({})", phone.holder.name, said.told, said.op);
        self.tell(&told);
        self.model.heard(said);
    }

    /// The same act with a field that this version does not know, or from an app of yesterday; or
    /// something that this version knows nothing of at all.
    fn an_app_of_tomorrow_writes(&mut self, at: usize, was_saved: bool) -> anyhow::Result<()> {
        let phone = &self.phones[at];
        let directory = phone.directory().to_owned();
        let schema = self.draws.pick(&[0_u16, 2, 3]);
        if self.draws.chance(600) {
            // Before it is sent: it was written so from the start.
            if was_saved && !phone.is_syncing() {
                disk::write_last(&directory, false, |operation| {
                    operation.envelope.schema = schema;
                    if 1 < schema {
                        disk::add_field(&mut operation.body);
                    }
                })?;
                self.counts.fault("operations of another schema");
            }
            return Ok(());
        }
        let (op, entity) = (OpId(self.draws.uuid()), self.draws.uuid());
        let written = disk::write_last(&directory, true, |operation| {
            let envelope = &mut operation.envelope;
            envelope.op_id = op;
            envelope.entity = entity;
            envelope.schema = schema.max(2);
            envelope.kind = "tomorrow.record".to_owned();
            operation.body = [[7; 16].as_slice(), b"\xa1\x63who\x01"].concat();
        })?;
        if written.is_some() {
            self.counts.fault("operations of a kind of tomorrow");
            self.was_saved(
                at,
                Said {
                    op,
                    told: "writes what only tomorrow's app knows".to_owned(),
                    author: self.phones[at].holder.user,
                    sets: vec![],
                    addressed: None,
                    expects: Expects::Held,
                    at_ms: self.now.ms(),
                    // It bears the time of the one before it.
                    within_ms: None,
                },
            );
        }
        Ok(())
    }

    /// What people were told is saved must be on their screens.
    pub(super) async fn look(&mut self, at: usize) -> anyhow::Result<()> {
        let unseen = self.watches[at].look(&self.phones[at])?;
        if unseen.is_empty() {
            return Ok(());
        }
        let rows = check::server_rows(&*self.office()?.store).await?;
        let carries = self.carries(at).await?;
        for Unseen { op, on, register } in unseen {
            let holder = &self.phones[at].holder;
            let has_left = rows.get(&on).is_some_and(|row| {
                !holder.may_hold(&row.scope, &carries) || self.has_moved(row.owner)
            });
            // Who lost a route and has it again: the rows are on their way.
            let may_be_away = self.was_reassigned && !holder.is_coordinator();
            ensure!(
                has_left || may_be_away,
                "{} recorded {op}, and {register} of {on:?} does not show it any more",
                holder.name
            );
            self.watches[at].let_go(op);
        }
        Ok(())
    }

    async fn carries(&self, at: usize) -> anyhow::Result<BTreeSet<RouteId>> {
        let expected = self.model.expected(&self.receipts().await?);
        Ok(expected.carries(self.phones[at].holder.user))
    }

    /// Whether somebody was ever put on another route: their rows may have left a phone and come back.
    fn has_moved(&self, person: Option<PersonId>) -> bool {
        let said = self.model.said().iter().flat_map(|said| &said.sets);
        let memberships: BTreeSet<(Uuid, &[u8])> = said
            .filter(|set| set.of == person && set.on.kind == EntityKind::Enrolment)
            .filter(|set| set.register == "membership")
            .map(|set| (set.on.id, set.value.as_slice()))
            .collect();
        1 < memberships.len()
    }
}
