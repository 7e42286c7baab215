//! One device: its store, its clock, and who is told when something changed.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use rantang_core::ids::{OpId, ReplicaId};
use rantang_core::registers::EntityRef;
use rantang_core::staff::{Role, UserProfile};
use rantang_core::time::{Anchor, ClockReading, date_of};
use rusqlite::Connection;
use serde_bytes::ByteBuf;
use tokio::sync::{Notify, broadcast};

use crate::log::{self, Author, Draft, Moment, Tried};
use crate::people::PeopleCache;
use crate::photos::room::Disk;
use crate::photos::{self, Photos};
use crate::platform::{Platform, mint_uuid};
use crate::relay::{Relay, hand_over};
use crate::roster::handlers::LastPreview;
use crate::store::facts::{self, Pairing};
use crate::store::{Error, Result, Store};
use crate::sync::view::{DeviceEvent, SendState};
use crate::sync::worker::Worker;
use crate::sync::{Portions, Standing, exchange};

/// Screens that are slower than this lose events; they load again at the next one.
const EVENTS_KEPT: usize = 64;

/// Everything that the commands of one device work on. Methods block on the disk.
pub struct Device {
    pub(crate) store: Store,
    pub(crate) platform: Platform,
    pub(crate) events: broadcast::Sender<DeviceEvent>,
    /// Wakes the sync loop.
    pub(crate) wake: Notify,
    pub(crate) people: PeopleCache,
    /// Whoever holds it compares people.
    pub(crate) comparing: Mutex<()>,
    /// Whoever holds it syncs.
    pub(crate) worker: tokio::sync::Mutex<Worker>,
    pub(crate) portions: Portions,
    standing: Mutex<Standing>,
    tried: Mutex<Tried>,
    pub(crate) last_preview: LastPreview,
    pub(crate) photos: Photos,
    pub(crate) relay: Relay,
}

impl Device {
    /// Opens a data directory; a new one gets its keys and its log.
    pub fn open(directory: &Path, platform: Platform) -> Result<Self> {
        let store = Store::open(directory, &platform)?;
        let found = store.read::<_, Error>(|db| facts::REPLICA.get(db))?;
        if found.is_none() {
            store.write::<(), Error>(|tx| {
                let mut key = vec![0; 32];
                platform.random.fill(&mut key);
                facts::SIGNING_KEY.set(tx, &ByteBuf::from(key))?;
                facts::REPLICA.set(tx, &ReplicaId(mint_uuid(&*platform.random)))
            })?;
        }
        let device = Self {
            photos: Photos::in_directory(directory),
            store,
            platform,
            events: broadcast::Sender::new(EVENTS_KEPT),
            wake: Notify::new(),
            people: PeopleCache::default(),
            comparing: Mutex::default(),
            worker: tokio::sync::Mutex::default(),
            portions: Portions::default(),
            standing: Mutex::default(),
            tried: Mutex::default(),
            last_preview: LastPreview::default(),
            relay: Relay::default(),
        };
        photos::sweep(&device)?;
        Ok(device)
    }

    /// Sends and fetches in other portions than the usual.
    pub fn in_portions(self, portions: Portions) -> Self {
        Self { portions, ..self }
    }

    /// Asks somebody else how full the disk is.
    pub fn on_disk(mut self, disk: Arc<dyn Disk>) -> Self {
        self.photos.disk = disk;
        self
    }

    /// Whether a record waits to be sent, or a sync is under way: photos come after it.
    pub(crate) async fn records_wait(self: &Arc<Self>) -> bool {
        if self.standing().is_syncing() {
            return true;
        }
        let device = self.clone();
        let unsent = tokio::task::spawn_blocking(move || device.read(exchange::has_unsent)).await;
        // A store that cannot be read sends nothing either.
        matches!(unsent, Ok(Ok(true)) | Ok(Err(_)) | Err(_))
    }

    /// A full disk, made to order: see [`Store::limit_pages`].
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        self.store.limit_pages(pages)
    }

    /// Reads from one consistent state of the view.
    pub fn read<T, E: From<Error>>(
        &self,
        read: impl FnOnce(&Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.store.read(read)
    }

    /// Records what a person did: durable and visible when this returns, all drafts or none.
    ///
    /// Wakes the sync loop and tells the open screens.
    pub fn record(&self, drafts: impl IntoIterator<Item = Draft>) -> Result<Vec<OpId>> {
        self.record_with(|_| Ok(drafts))
    }

    /// Like [`Device::record`], with drafts that are made from what the same transaction reads:
    /// what they name as seen is what stands there.
    pub fn record_with<D, E>(
        &self,
        draft: impl FnOnce(&Connection) -> std::result::Result<D, E>,
    ) -> std::result::Result<Vec<OpId>, E>
    where
        D: IntoIterator<Item = Draft>,
        E: From<Error>,
    {
        let recorded = self.store.write(|tx| {
            let drafts = draft(tx)?;
            let author = author(tx)?;
            let moment = self.moment(tx)?;
            let random = &*self.platform.random;
            Ok::<_, E>(log::record(tx, &author, moment, random, drafts)?)
        })?;
        if !recorded.is_empty() {
            self.changed();
            self.photos.makes_way.notify_waiters();
            self.wake.notify_one();
        }
        Ok(recorded)
    }

    /// Notes who holds this device from now on. Whatever was recorded before stays.
    ///
    /// Pairing with a server ends here; scripts and tests that need none begin here.
    pub fn pair_offline(
        &self,
        pairing: Pairing,
        profile: UserProfile,
        roles: Vec<Role>,
    ) -> Result<()> {
        self.store.write::<(), Error>(|tx| {
            facts::PAIRING.set(tx, &pairing)?;
            facts::PROFILE.set(tx, &profile)?;
            facts::ROLES.set(tx, &roles)
        })?;
        self.changed();
        Ok(())
    }

    /// Notes whom records are sealed to when they go by hand; the caller has verified who says so.
    pub fn keep_sealing_key(&self, recipient: &str) -> Result<()> {
        self.store
            .write(|tx| facts::SEALING.set(tx, &recipient.to_owned()))
    }

    /// Now, by the clock of the server as well as it is known here.
    pub fn now_ms(&self, db: &Connection) -> Result<i64> {
        Ok(self.moment(db)?.at_ms)
    }

    /// Today in Jakarta, by [`Device::now_ms`].
    pub fn today(&self, db: &Connection) -> Result<NaiveDate> {
        Ok(date_of(self.now_ms(db)?))
    }

    /// Where the record of an entity is; `None`: this device recorded nothing about it.
    pub fn send_state(&self, db: &Connection, entity: EntityRef) -> Result<Option<SendState>> {
        log::send_state_of(db, entity, self.tried(db)?)
    }

    /// What the device says of its own accord.
    pub fn events(&self) -> broadcast::Receiver<DeviceEvent> {
        self.events.subscribe()
    }

    pub(crate) fn changed(&self) {
        // Nobody listens: nobody has to be told.
        let _ = self.events.send(DeviceEvent::Changed);
    }

    pub(crate) fn moment(&self, db: &Connection) -> Result<Moment> {
        let clock = &*self.platform.clock;
        let reading = ClockReading {
            wall_ms: clock.wall_ms(),
            boot: clock.boot(),
            boot_ms: clock.boot_ms(),
            anchor: facts::ANCHOR.get(db)?,
        };
        Ok(Moment {
            reading,
            at_ms: estimate(&reading),
        })
    }

    pub(crate) fn standing(&self) -> Standing {
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn change_standing(&self, change: impl FnOnce(&mut Standing)) {
        change(&mut self.standing.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// How far what is pending has come.
    pub(crate) fn tried(&self, db: &Connection) -> Result<Tried> {
        let tried = *self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Tried {
            at_office_seq: hand_over::at_office(db)?.map_or(0, |(seq, _)| seq),
            ..tried
        })
    }

    pub(crate) fn set_tried(&self, tried: Tried) {
        *self.tried.lock().unwrap_or_else(PoisonError::into_inner) = tried;
    }
}

/// Who holds this device. Fails before it is paired.
pub fn author(db: &Connection) -> Result<Author> {
    let pairing = facts::PAIRING.get(db)?.ok_or(Error::NotPaired)?;
    Ok(Author {
        user: pairing.user,
        roles: facts::ROLES.get(db)?.unwrap_or_default(),
        area: pairing.area,
    })
}

/// The time that a reading stands for, before a server has fixed it.
///
/// An anchor of the same boot gives the time itself. One of an earlier boot only bounds it: it is
/// not earlier than that.
pub(crate) fn estimate(reading: &ClockReading) -> i64 {
    match reading.anchor {
        Some(Anchor {
            boot,
            boot_ms,
            server_ms,
        }) if boot == reading.boot => {
            server_ms.saturating_add(reading.boot_ms.saturating_sub(boot_ms))
        }
        Some(anchor) => reading.wall_ms.max(anchor.server_ms),
        None => reading.wall_ms,
    }
}

#[cfg(test)]
mod tests {
    use rantang_core::ids::{DeviceId, RouteId, ServerId, UserId};
    use rantang_core::places::AreaCode;
    use rantang_core::routes::RouteProfile;
    use rantang_core::routes::operations::Define;
    use rantang_core::sync::signing::PublicKey;
    use rantang_core::text::Line;
    use uuid::Uuid;

    use super::*;

    fn route(area: &AreaCode, number: u128) -> Draft {
        Draft::from(Define {
            route: RouteId(Uuid::from_u128(number)),
            kelurahan: area.clone(),
            profile: RouteProfile {
                name: Line::parse("Rute Melati").unwrap(),
            },
            saw: vec![],
        })
    }

    #[test]
    fn on_a_full_disk_nothing_is_half_written_and_work_goes_on_when_there_is_room() {
        let directory = tempfile::tempdir().unwrap();
        let device = Device::open(directory.path(), Platform::desktop(directory.path())).unwrap();
        let area = AreaCode::parse("31.71.08.1002").unwrap();
        let pairing = Pairing {
            url: "http://127.0.0.1:9".to_owned(),
            device: DeviceId(Uuid::from_u128(1)),
            server: ServerId(Uuid::from_u128(2)),
            server_key: PublicKey([0; 32]),
            user: UserId(Uuid::from_u128(3)),
            area: area.clone(),
            is_demo: false,
        };
        let profile = UserProfile {
            full_name: Line::parse("Ani Contoh").unwrap(),
            call_name: Line::default(),
            phone: Line::default(),
            trainings: Vec::new(),
        };
        device
            .pair_offline(pairing, profile, vec![Role::Koordinator])
            .unwrap();
        device.record([route(&area, 1)]).unwrap();

        device.limit_pages(1).unwrap();
        let refused = device.record((2..2_000).map(|number| route(&area, number)));
        assert!(matches!(refused, Err(Error::DiskFull)), "{refused:?}");
        let tally = device.read(log::tally).unwrap();
        assert_eq!((tally.operations, tally.pending), (1, 1));

        device.limit_pages(u32::MAX / 2).unwrap();
        device.record([route(&area, 2)]).unwrap();
        assert_eq!(device.read(log::tally).unwrap().operations, 2);
    }
}
