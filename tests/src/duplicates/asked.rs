//! How long a device takes to say who is like somebody.

use std::time::{Duration, Instant};

use rantang_core::ids::{DeviceId, PersonId, ServerId, UserId};
use rantang_core::people::operations::Register;
use rantang_core::people::{Birth, BirthPrecision, Diet, Identity, Name, NikStatus};
use rantang_core::places::{Address, AreaCode, Rt, Rw};
use rantang_core::staff::{Role, UserProfile};
use rantang_core::sync::signing::PublicKey;
use rantang_core::text::{Line, Note};
use rantang_device::people::view::{AddressValue, BirthValue};
use rantang_device::platform::Platform;
use rantang_device::similar::{PeopleSimilar, handlers};
use rantang_device::store::facts::Pairing;
use rantang_device::{Device, Draft};
use uuid::Uuid;

use super::indonesian::{self, Written};

const QUESTIONS: usize = 200;
const AREA: &str = "31.71.08.1002";

/// The times of so many questions among `people` people, shortest first.
pub fn times(people: usize) -> anyhow::Result<Vec<Duration>> {
    let directory = tempfile::tempdir()?;
    let device = Device::open(directory.path(), Platform::desktop(directory.path()))?;
    let area = AreaCode::parse(AREA)?;
    device.pair_offline(
        Pairing {
            url: "http://127.0.0.1:9".to_owned(),
            device: DeviceId(Uuid::from_u128(1)),
            server: ServerId(Uuid::from_u128(2)),
            server_key: PublicKey([0; 32]),
            user: UserId(Uuid::from_u128(3)),
            area: area.clone(),
            is_demo: false,
        },
        UserProfile {
            full_name: Line::parse("Ani Contoh")?,
            call_name: Line::default(),
            phone: Line::default(),
            trainings: Vec::new(),
        },
        vec![Role::Koordinator],
    )?;
    let known = indonesian::written(1, people);
    for (part, some) in known.chunks(5_000).enumerate() {
        let drafts = some
            .iter()
            .enumerate()
            .map(|(at, it)| register(&area, part * 5_000 + at, it));
        let drafts = drafts.collect::<anyhow::Result<Vec<Draft>>>()?;
        device.record(drafts)?;
    }
    let mut times = Vec::with_capacity(QUESTIONS);
    for it in indonesian::written(2, QUESTIONS) {
        let question = question(&it);
        let started = Instant::now();
        handlers::similar(&device, &question)
            .map_err(|failure| anyhow::anyhow!("a question failed: {failure:?}"))?;
        times.push(started.elapsed());
    }
    times.sort();
    Ok(times)
}

fn register(area: &AreaCode, number: usize, it: &Written) -> anyhow::Result<Draft> {
    let register = Register {
        person: PersonId(Uuid::from_u128(0x5000_0000 + number as u128)),
        name: Name {
            name: Line::parse(&it.name)?,
            honorific: Line::default(),
            nickname: Line::default(),
        },
        birth: Birth {
            date: Some(it.born),
            precision: BirthPrecision::Day,
            sex: None,
        },
        address: Address {
            kelurahan: area.clone(),
            rw: Rw::new(it.rw).ok(),
            rt: Rt::new(it.rt).ok(),
            gang: Line::parse(&it.gang)?,
            house_no: Line::default(),
            landmark: Note::default(),
        },
        address_ktp: None,
        access_note: Note::default(),
        phone: Line::parse(&it.phone)?,
        lives_alone: false,
        diet: Diet::default(),
        identity: Identity {
            nik_status: NikStatus::Unknown,
            nik: None,
            kk: None,
        },
        contacts: Vec::new(),
        enrolment: None,
    };
    Ok(register.into())
}

fn question(it: &Written) -> PeopleSimilar {
    PeopleSimilar {
        name: it.name.clone(),
        nickname: String::new(),
        birth: BirthValue {
            date: Some(it.born),
            precision: BirthPrecision::Day,
            sex: None,
        },
        address: AddressValue {
            kelurahan_code: AREA.to_owned(),
            rw: it.rw.to_string(),
            rt: it.rt.to_string(),
            gang: it.gang.clone(),
            ..AddressValue::default()
        },
        phone: it.phone.clone(),
        nik: String::new(),
        kk: String::new(),
    }
}
