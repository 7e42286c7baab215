//! A paired device in a temporary directory, with clocks that tests set. All people are invented.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rantang_core::enrolment::{EnrolmentState, EnrolmentStatus, Membership};
use rantang_core::ids::{DeviceId, PeriodId, PersonId, RouteId, ServerId, UserId};
use rantang_core::people::operations::{NewEnrolment, Register};
use rantang_core::people::{Birth, BirthPrecision, Diet, Identity, Name, NikStatus};
use rantang_core::places::{Address, AreaCode, Rt, Rw};
use rantang_core::staff::{Role, UserProfile};
use rantang_core::sync::signing::PublicKey;
use rantang_core::text::{Line, Note};
use rantang_core::time::BootId;
use rantang_device::Device;
use rantang_device::platform::{Clock, Platform};
use rantang_device::store::facts::Pairing;
use tempfile::TempDir;
use uuid::Uuid;

/// 24 November 2026, 09.00 WIB.
pub const NINE: i64 = 1_795_485_600_000;
pub const KELURAHAN: &str = "31.71.08.1002";

/// A clock that stands still until a test moves it.
pub struct TestClock {
    pub wall_ms: AtomicI64,
    pub boot_ms: AtomicI64,
}

impl Clock for TestClock {
    fn wall_ms(&self) -> i64 {
        self.wall_ms.load(Ordering::Relaxed)
    }

    fn boot(&self) -> BootId {
        BootId(Uuid::from_u128(77))
    }

    fn boot_ms(&self) -> i64 {
        self.boot_ms.load(Ordering::Relaxed)
    }
}

pub struct World {
    pub directory: TempDir,
    pub clock: Arc<TestClock>,
}

impl World {
    pub fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            clock: Arc::new(TestClock {
                wall_ms: AtomicI64::new(NINE),
                boot_ms: AtomicI64::new(60_000),
            }),
        }
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn platform(&self) -> Platform {
        Platform {
            clock: self.clock.clone(),
            ..Platform::desktop(self.path())
        }
    }

    /// A minute passes.
    pub fn later(&self) {
        self.clock.wall_ms.fetch_add(60_000, Ordering::Relaxed);
        self.clock.boot_ms.fetch_add(60_000, Ordering::Relaxed);
    }

    /// Opens the directory without pairing.
    pub fn open(&self) -> Device {
        Device::open(self.path(), self.platform()).unwrap()
    }

    /// Opens the directory, paired with a server that nobody reaches.
    pub fn open_as(&self, roles: &[Role]) -> Device {
        let device = self.open();
        device
            .pair_offline(
                Pairing {
                    url: "http://127.0.0.1:9".to_owned(),
                    device: DeviceId(Uuid::from_u128(1)),
                    server: ServerId(Uuid::from_u128(2)),
                    server_key: PublicKey([0; 32]),
                    user: UserId(Uuid::from_u128(3)),
                    area: area(),
                    is_demo: false,
                },
                profile(),
                roles.to_vec(),
            )
            .unwrap();
        device
    }
}

pub fn profile() -> UserProfile {
    UserProfile {
        full_name: line("Dedi Contoh"),
        call_name: line("Pak Dedi"),
        phone: line("+6281200000001"),
        trainings: Vec::new(),
    }
}

pub fn area() -> AreaCode {
    AreaCode::parse(KELURAHAN).unwrap()
}

pub fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub fn note(text: &str) -> Note {
    Note::parse(text).unwrap()
}

pub fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x5000_0000 + number))
}

pub fn period() -> PeriodId {
    PeriodId(Uuid::from_u128(0x9000))
}

/// Somebody in RT 007 / RW 04 of Gang Mawar, on a route or none.
pub fn register(person: PersonId, name: &str, route: Option<RouteId>) -> Register {
    Register {
        person,
        name: Name {
            name: line(name),
            honorific: Line::default(),
            nickname: Line::default(),
        },
        birth: Birth {
            date: chrono::NaiveDate::from_ymd_opt(1946, 7, 1),
            precision: BirthPrecision::Year,
            sex: None,
        },
        address: Address {
            kelurahan: area(),
            rw: Rw::new(4).ok(),
            rt: Rt::new(7).ok(),
            gang: line("Mawar III"),
            house_no: Line::default(),
            landmark: note("rumah hijau di samping musala"),
        },
        address_ktp: None,
        access_note: Note::default(),
        phone: Line::default(),
        lives_alone: true,
        diet: Diet::default(),
        identity: Identity {
            nik_status: NikStatus::Unknown,
            nik: None,
            kk: None,
        },
        contacts: vec![],
        enrolment: Some(NewEnrolment {
            period: period(),
            state: EnrolmentState {
                status: EnrolmentStatus::Active,
                date: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
                reason: Note::default(),
            },
            membership: Membership {
                route,
                order_key: line("i"),
            },
        }),
    }
}
