//! Where the bytes of photos are: on their phone until a backup has them, and gone when somebody took
//! them away.

use std::collections::BTreeMap;

use anyhow::ensure;
use rantang_core::ids::OpId;
use rantang_core::registers::{EntityRef, RegisterName};
use rantang_device::store::{Error, rows};
use rantang_server::media::MediaStore;

use crate::simulation::disk;
use crate::simulation::model::{Fate, Hash, Model, Receipt, Taken};
use crate::simulation::office::Office;
use crate::simulation::phone::Phone;

/// Where bytes may be.
pub struct Places<'a> {
    pub office: &'a Office,
    /// On another machine.
    pub backup: &'a MediaStore,
    pub phones: &'a [Phone],
}

impl Places<'_> {
    async fn server_has(&self, hash: &Hash) -> anyhow::Result<bool> {
        is_whole(&self.office.photos(), hash).await
    }

    async fn backup_has(&self, hash: &Hash) -> anyhow::Result<bool> {
        is_whole(self.backup, hash).await
    }

    fn a_phone_has(&self, hash: &Hash) -> anyhow::Result<bool> {
        for phone in self.phones {
            if on_phone(phone, hash)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Photos of which some bytes are nowhere any more.
    pub async fn nowhere(&self, model: &Model) -> anyhow::Result<Vec<OpId>> {
        let mut nowhere = Vec::new();
        let taken_away = model.taken_away_by_anybody();
        for Taken { said, hashes } in model.photos() {
            if taken_away.contains(&said.op) {
                continue;
            }
            for hash in &hashes {
                let is_somewhere = self.a_phone_has(hash)?
                    || self.server_has(hash).await?
                    || self.backup_has(hash).await?;
                if !is_somewhere {
                    nowhere.push(said.op);
                    break;
                }
            }
        }
        Ok(nowhere)
    }

    /// Invariant 12: a phone lets go of its own photo only when a verified backup has it, and never of
    /// a thumbnail.
    pub async fn nothing_left_too_early(&self, model: &Model) -> anyhow::Result<()> {
        let taken_away = model.taken_away_by_anybody();
        for Taken { said, hashes } in model.photos() {
            let [full, thumbnail] = &hashes;
            if taken_away.contains(&said.op) {
                continue;
            }
            for phone in self.phones.iter().filter(|it| it.wrote.contains(&said.op)) {
                let name = &phone.holder.name;
                ensure!(
                    on_phone(phone, full)? || self.backup_has(full).await?,
                    "{name}'s phone let go of the photo of {}, and no backup has it",
                    said.op
                );
                ensure!(
                    on_phone(phone, thumbnail)?,
                    "{name}'s phone let go of the thumbnail of {}",
                    said.op
                );
            }
        }
        Ok(())
    }

    /// At rest. `is_known`: the server was not set back without noticing it.
    pub async fn all_is_well(
        &self,
        model: &Model,
        receipts: &BTreeMap<OpId, Receipt>,
        is_known: bool,
    ) -> anyhow::Result<usize> {
        self.nothing_left_too_early(model).await?;
        let gone = model.expected(receipts).taken_away();
        let taken_away = model.taken_away_by_anybody();
        let mut arrived = 0;
        for Taken { said, hashes } in model.photos() {
            let fate = receipts.get(&said.op).map(|it| it.fate);
            for hash in &hashes {
                let is_on_server = self.server_has(hash).await?;
                if gone.contains(&said.op) {
                    ensure!(
                        !is_on_server,
                        "the photo of {} was taken away, and the server still has it",
                        said.op
                    );
                    self.left_phones(said.op, &said.sets, hash)?;
                } else if fate == Some(Fate::Applied) && !taken_away.contains(&said.op) {
                    let is_safe = is_on_server
                        || (self.backup_has(hash).await?
                            && !(is_known && self.a_phone_has(hash)?));
                    ensure!(
                        is_safe,
                        "the photo of {} ({}) did not come to the server",
                        said.op,
                        said.told
                    );
                    arrived += 1;
                } else if fate != Some(Fate::Applied) {
                    ensure!(
                        !is_on_server,
                        "the server took in a photo that no record with an effect names: {}",
                        said.op
                    );
                }
            }
        }
        Ok(arrived / 2)
    }

    /// Whoever knows that it was taken away has let go of it.
    fn left_phones(
        &self,
        op: OpId,
        sets: &[crate::simulation::model::Set],
        hash: &Hash,
    ) -> anyhow::Result<()> {
        let Some(on) = sets.first().map(|set| set.on) else {
            return Ok(());
        };
        for phone in self.phones.iter().filter(|it| !it.is_twin) {
            ensure!(
                !knows_removed(phone, on, op)? || !on_phone(phone, hash)?,
                "the photo of {op} was taken away, and {}'s phone still has it",
                phone.holder.name
            );
        }
        Ok(())
    }
}

fn knows_removed(phone: &Phone, on: EntityRef, op: OpId) -> anyhow::Result<bool> {
    let row = phone
        .device()?
        .read::<_, Error>(|db| rows::mirror_row(db, on))?;
    let register = row.and_then(|row| row.register(&RegisterName::new("photos")).cloned());
    Ok(register.is_some_and(|it| it.past().contains(&op)))
}

/// What bears the name and is what it says.
fn on_phone(phone: &Phone, hash: &Hash) -> anyhow::Result<bool> {
    let bytes = disk::photo(phone.directory(), hash)?;
    Ok(bytes.is_some_and(|bytes| blake3::hash(&bytes).as_bytes() == hash))
}

async fn is_whole(store: &MediaStore, hash: &Hash) -> anyhow::Result<bool> {
    let bytes = store.whole(hash).await?;
    Ok(bytes.is_some_and(|bytes| blake3::hash(&bytes).as_bytes() == hash))
}
