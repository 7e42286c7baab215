//! A device whose chance is drawn from a seed, so that two of them mint the same ids.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rantang_core::ids::{DeviceId, OpId, ReplicaId, ServerId, UserId};
use rantang_core::places::AreaCode;
use rantang_core::scopes::Scope;
use rantang_core::staff::{Role, UserProfile};
use rantang_core::sync::agreement::{Disagreement, DisagreementState};
use rantang_core::sync::protocol::{HelloAnswer, HelloVerdict};
use rantang_core::sync::signing::PublicKey;
use rantang_core::text::Line;
use rantang_core::time::BootId;
use tempfile::TempDir;
use uuid::Uuid;

use super::office::Office;
use crate::device::Device;
use crate::log::outgoing::outgoing;
use crate::platform::{Clock, Platform, Random};
use crate::store::facts::{self, Pairing};
use crate::store::{Error, mirror};
use crate::sync::agreement;
use crate::sync::exchange::{take_in_pages, take_in_verdicts};
use crate::sync::hello::{self, Clocks};

/// 24 November 2026, 09.00 WIB.
pub const NINE: i64 = 1_795_485_600_000;

struct Counted(AtomicU64);

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        // The last bytes tell one id from the next.
        let next = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (byte, from) in bytes.iter_mut().rev().zip(next.iter().rev()) {
            *byte = *from;
        }
    }
}

/// A clock that goes on by a second at each look.
struct Ticking(AtomicU64);

impl Clock for Ticking {
    fn wall_ms(&self) -> i64 {
        NINE + self.0.fetch_add(1_000, Ordering::Relaxed) as i64
    }

    fn boot(&self) -> BootId {
        BootId(Uuid::from_u128(7))
    }

    fn boot_ms(&self) -> i64 {
        0
    }
}

pub struct Phone {
    pub device: Device,
    _directory: TempDir,
}

pub fn area() -> AreaCode {
    AreaCode::parse("31.71.08.1002").unwrap()
}

impl Phone {
    pub fn new() -> Self {
        Self::drawing_from(1)
    }

    /// Two phones that draw from other numbers mint other ids.
    pub fn drawing_from(first: u64) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let platform = Platform {
            clock: Arc::new(Ticking(AtomicU64::new(0))),
            random: Arc::new(Counted(AtomicU64::new(first))),
            ..Platform::desktop(directory.path())
        };
        let device = Device::open(directory.path(), platform).unwrap();
        let pairing = Pairing {
            url: "http://127.0.0.1:9".to_owned(),
            device: DeviceId(Uuid::from_u128(1)),
            server: ServerId(Uuid::from_u128(2)),
            server_key: PublicKey([0; 32]),
            user: UserId(Uuid::from_u128(3)),
            area: area(),
            is_demo: false,
        };
        let profile = UserProfile {
            full_name: Line::parse("Ratna Contoh").unwrap(),
            call_name: Line::default(),
            phone: Line::default(),
            trainings: Vec::new(),
        };
        let roles = vec![Role::Koordinator, Role::Kurir];
        device.pair_offline(pairing, profile, roles).unwrap();
        Self {
            device,
            _directory: directory,
        }
    }

    pub fn replica(&self) -> ReplicaId {
        let replica = self.device.read::<_, Error>(|db| facts::REPLICA.get(db));
        replica.unwrap().unwrap()
    }

    pub fn hold(&self, scopes: &[Scope]) {
        let held = self.device.store.write::<_, Error>(|tx| {
            for scope in scopes {
                mirror::hold(tx, scope)?;
            }
            Ok(())
        });
        held.unwrap();
    }

    /// Says hello and takes the verdict in, as an office in `epoch` gives it.
    pub fn greet(&self, office: &Office, verdict: HelloVerdict, epoch: u64, scopes: Vec<Scope>) {
        let clocks = Clocks {
            wall_ms: NINE,
            boot: BootId(Uuid::from_u128(8)),
            boot_ms: 0,
        };
        let stored = office.stored(self.replica());
        let read = |db: &rusqlite::Connection| {
            Ok::<_, Error>((facts::PROFILE.get(db)?, facts::ROLES.get(db)?))
        };
        let (profile, roles) = self.device.read(read).unwrap();
        let told = self.device.read(|db| hello::message(db, clocks)).unwrap();
        let stopped = told.disagreements.into_iter().filter(|it| {
            it.state == DisagreementState::Stopped && it.told.generation != office.generation
        });
        let answer = HelloAnswer {
            area: None,
            phones: vec![],
            again: stopped.map(|it| it.scope).collect(),
            durable: 0,
            code: None,
            settled: vec![],
            set_aside: None,
            certificate: None,
            server_ms: NINE,
            epoch,
            challenge: vec![].into(),
            verdict,
            stored,
            scopes,
            profile: profile.unwrap(),
            roles: roles.unwrap(),
            sealing: None,
        };
        let fresh = ReplicaId(Uuid::from_u128(0xf00d));
        let taken = self
            .device
            .store
            .write::<_, Error>(|tx| hello::take_in(tx, &answer, clocks, clocks, fresh));
        taken.unwrap();
    }

    /// Sends the next batch; `answered`: the answer arrives. Says whether there was one.
    pub fn push(&self, office: &mut Office, answered: bool) -> bool {
        let found = self.device.read(|db| outgoing(db, usize::MAX)).unwrap();
        let Some(sent) = found else { return false };
        let times = self.times();
        let at_ms = |op: OpId| times[&op];
        let answer = office.push(&sent, at_ms);
        if answered {
            let last = sent.operations.last().unwrap();
            let through = (last.envelope.seq, sent.hash);
            let taken = self
                .device
                .store
                .write::<_, Error>(|tx| take_in_verdicts(tx, &answer, through, NINE));
            taken.unwrap();
        }
        true
    }

    /// Fetches one answer of pages; says whether there is more.
    pub fn pull(&self, office: &Office, limit: usize) -> bool {
        self.pull_at(office, limit, NINE)
    }

    pub fn pull_at(&self, office: &Office, limit: usize, now_ms: i64) -> bool {
        let cursors = self.device.read(mirror::cursors_to_pull).unwrap();
        let answer = office.pull(&cursors, limit);
        let taken = self
            .device
            .store
            .write::<_, Error>(|tx| take_in_pages(tx, answer, now_ms));
        taken.unwrap().more
    }

    /// What it would tell the server in a hello.
    pub fn disagreements(&self) -> Vec<Disagreement> {
        self.device.read(agreement::to_tell).unwrap()
    }

    /// Counts its mirror, as after a start.
    pub fn count_anew(&self) {
        let counted = self.device.store.write(|tx| mirror::count_anew(tx));
        counted.unwrap();
    }

    /// Something other than this program wrote into the store.
    pub fn tamper(&self, sql: &str) {
        let written = self
            .device
            .store
            .write::<_, Error>(|tx| Ok(tx.execute(sql, [])?));
        assert!(0 < written.unwrap(), "nothing was there to change");
    }

    /// From here on this is a courier's phone and nothing else.
    pub fn becomes_a_couriers(&self) {
        let set = |tx: &rusqlite::Transaction<'_>| facts::ROLES.set(tx, &vec![Role::Kurir]);
        self.device.store.write::<_, Error>(set).unwrap();
    }

    pub fn sync(&self, office: &mut Office) {
        while self.push(office, true) {}
        while self.pull(office, 3) {}
    }

    fn times(&self) -> std::collections::BTreeMap<OpId, i64> {
        let read = |db: &rusqlite::Connection| {
            let mut statement = db.prepare("SELECT op_id, at_ms FROM log")?;
            let found = statement.query_map([], |row| {
                Ok((crate::store::sql::id(row, "op_id")?, row.get("at_ms")?))
            })?;
            Ok::<_, Error>(found.collect::<rusqlite::Result<_>>()?)
        };
        self.device.read(read).unwrap()
    }

    pub fn count(&self, sql: &str) -> i64 {
        let read =
            |db: &rusqlite::Connection| Ok::<_, Error>(db.query_row(sql, [], |row| row.get(0))?);
        self.device.read(read).unwrap()
    }

    /// Everything that screens list, as text.
    pub fn view(&self) -> Vec<String> {
        const TABLES: &[&str] = &[
            "persons",
            "person_cases",
            "contacts",
            "enrolments",
            "holds",
            "deliveries",
            "delivery_cases",
            "runs",
            "routes",
            "conflicts",
        ];
        let mut all = Vec::new();
        for table in TABLES {
            let read = |db: &rusqlite::Connection| {
                let mut statement = db.prepare(&format!("SELECT * FROM {table}"))?;
                let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
                let found = statement.query_map([], |row| {
                    let mut text = format!("{table}:");
                    for (at, name) in names.iter().enumerate() {
                        // A row number says nothing.
                        if name != "n" {
                            text += &format!(" {name}={:?}", row.get_ref(at)?);
                        }
                    }
                    Ok(text)
                })?;
                Ok::<_, Error>(found.collect::<rusqlite::Result<Vec<_>>>()?)
            };
            all.extend(self.device.read(read).unwrap());
        }
        all.sort();
        all
    }
}
