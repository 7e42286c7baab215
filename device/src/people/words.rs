//! Values of registers in words, for what is compared and what is told: *Perlu dicek*, the history.

use rantang_core::areas;
use rantang_core::deliveries::outcome::Outcome;
use rantang_core::deliveries::{DeliveryValue, registers as delivery};
use rantang_core::enrolment::{
    EnrolmentState, EnrolmentStatus, Membership, registers as enrolment,
};
use rantang_core::holds::{HoldReason, HoldTerm, registers as hold};
use rantang_core::identity::birth::Birth as KnownBirth;
use rantang_core::identity::{nik, phone::Phone, sex_label};
use rantang_core::ids::UserId;
use rantang_core::people::life::LifeFact;
use rantang_core::people::{
    Birth, BirthPrecision, ContactDetail, ContactRelation, Diet, Identity, Name, NikStatus,
    registers as r,
};
use rantang_core::places::Address;
use rantang_core::registers::{EntityKind, Head, RegisterName};
use rantang_core::roster::diet;
use rantang_core::routes::{RouteProfile, registers as route};
use rantang_core::runs::{HandedOver, RunFinished, RunStarted, registers as run};
use rantang_core::text::{Line, Note};
use rantang_core::time::plain_date;

use super::names::Names;

/// What one head of a register says. Empty: the value is empty.
pub(crate) fn register_text(
    kind: EntityKind,
    register: &RegisterName,
    head: &Head,
    names: &Names,
) -> String {
    read(kind, register, head, names)
        .unwrap_or_else(|| "isian yang belum bisa dibaca di sini".to_owned())
}

fn read(kind: EntityKind, register: &RegisterName, head: &Head, names: &Names) -> Option<String> {
    use EntityKind::*;
    let is = |name: &RegisterName| register == name;
    Some(match kind {
        Person if is(&r::NAME) => name_text(&head.read()?),
        Person if is(&r::BIRTH) => birth_text(&head.read()?),
        Person if is(&r::PHONE) => phone_text(&head.read()?),
        Person if is(&r::LIVES_ALONE) => yes_no(head.read()?).to_owned(),
        Person if is(&r::ADDRESS) => address_text(&head.read()?),
        Person if is(&r::ACCESS_NOTE) => head.read::<Note>()?.to_string(),
        Person if is(&r::DIET) => diet_text(&head.read()?),
        Person if is(&r::LEFT) => {
            super::moves::area_name(head.read::<rantang_core::places::AreaCode>()?.as_str())
        }
        Person if is(&r::LIFE) => life_text(&head.read()?),
        Person if is(&r::ALIAS) => match head.read::<Option<rantang_core::ids::PersonId>>()? {
            Some(_) => "orang yang sama dengan catatan lain".to_owned(),
            None => "orang tersendiri".to_owned(),
        },
        PersonCase if is(&r::IDENTITY) => identity_text(&head.read()?),
        PersonCase if is(&r::ADDRESS_KTP) => address_text(&head.read()?),
        Contact if is(&r::DETAIL) => contact_text(&head.read()?),
        Enrolment if is(&enrolment::STATE) => state_text(&head.read()?),
        Enrolment if is(&enrolment::MEMBERSHIP) => {
            names.route_text(head.read::<Membership>()?.route)
        }
        Enrolment if is(&enrolment::FASTING) => fasting_text(head.read()?).to_owned(),
        Hold if is(&hold::TERM) => hold_text(&head.read()?),
        Hold if is(&hold::ENDED) => {
            format!(
                "diantar lagi mulai {}",
                plain_date(head.read::<chrono::NaiveDate>()?)
            )
        }
        Route if is(&route::PROFILE) => head.read::<RouteProfile>()?.name.to_string(),
        Route if is(&route::COURIER) => match head.read::<Option<UserId>>()? {
            Some(user) => names.user(user),
            None => "belum ada kurir".to_owned(),
        },
        Delivery if is(&delivery::VALUE) => delivery_text(&head.read()?),
        DeliveryCase if is(&delivery::CASE) => head
            .read::<rantang_core::deliveries::DeliveryCase>()?
            .note
            .to_string(),
        Run if is(&run::START) => {
            format!(
                "mulai antar oleh {}",
                names.user(head.read::<RunStarted>()?.courier)
            )
        }
        Run if is(&run::HANDOVER) => {
            let given = head.read::<HandedOver>()?;
            joined([
                Some(format!("{} kotak", given.boxes)),
                filled(given.by.as_str()),
            ])
        }
        Run if is(&run::RECEIVED) => format!("{} kotak", head.read::<u32>()?),
        Run if is(&run::FINISH) => {
            format!("{} kotak kembali", head.read::<RunFinished>()?.boxes_back)
        }
        Delivery if is(&delivery::PERSON) => {
            match head.read::<Option<rantang_core::ids::PersonId>>()? {
                Some(person) => names.person(person).ok()??,
                None => "belum diketahui".to_owned(),
            }
        }
        _ => return None,
    })
}

pub(crate) fn name_text(name: &Name) -> String {
    let full = match name.honorific.as_str() {
        "" => name.name.to_string(),
        honorific => format!("{honorific} {}", name.name),
    };
    match name.nickname.as_str() {
        "" => full,
        nickname => format!("{full} (dipanggil {nickname})"),
    }
}

fn birth_text(birth: &Birth) -> String {
    use chrono::Datelike;
    let date = birth.date.and_then(|date| match birth.precision {
        BirthPrecision::Day => Some(KnownBirth::on(date)),
        BirthPrecision::Month => KnownBirth::in_month(date.year(), date.month()),
        BirthPrecision::Year => KnownBirth::in_year(date.year()),
    });
    let sex = birth.sex.map(|sex| sex_label(sex).to_lowercase());
    joined([date.map(|date| date.shown()), sex])
}

fn phone_text(phone: &Line) -> String {
    Phone::parse(phone.as_str()).map_or_else(|_| phone.to_string(), |phone| phone.shown())
}

fn yes_no(value: bool) -> &'static str {
    if value { "ya" } else { "tidak" }
}

/// "RT 007 / RW 04, Gang Mawar III, No. 12, pintu hijau, Galur".
fn address_text(address: &Address) -> String {
    let gang = filled(address.gang.as_str());
    let number = filled(address.house_no.as_str()).map(|number| format!("No. {number}"));
    let kelurahan = areas::by_code(address.kelurahan.as_str()).map_or_else(
        || address.kelurahan.to_string(),
        |area| area.name.to_owned(),
    );
    joined([
        place_text(
            address.rt.map(|rt| rt.to_string()),
            address.rw.map(|rw| rw.to_string()),
        ),
        gang,
        number,
        filled(address.landmark.as_str()),
        Some(kelurahan),
    ])
}

fn place_text(rt: Option<String>, rw: Option<String>) -> Option<String> {
    match (rt, rw) {
        (Some(rt), Some(rw)) => Some(format!("RT {rt} / RW {rw}")),
        (Some(rt), None) => Some(format!("RT {rt}")),
        (None, Some(rw)) => Some(format!("RW {rw}")),
        (None, None) => None,
    }
}

fn diet_text(diet: &Diet) -> String {
    match diet::shown(diet) {
        text if text.is_empty() => "makanan biasa".to_owned(),
        text => text,
    }
}

/// Masked, as everywhere.
fn identity_text(identity: &Identity) -> String {
    let nik = match (&identity.nik, identity.nik_status) {
        (Some(nik), _) => format!("NIK {}", nik::mask(nik.as_str())),
        (None, NikStatus::Known | NikStatus::Unknown) => "NIK tidak diketahui".to_owned(),
        (None, NikStatus::None) => "belum punya NIK".to_owned(),
        (None, NikStatus::NotShown) => "NIK tidak ditunjukkan".to_owned(),
    };
    let kk = identity
        .kk
        .as_ref()
        .map(|kk| format!("KK {}", nik::mask(kk.as_str())));
    joined([Some(nik), kk])
}

pub(crate) fn contact_text(contact: &ContactDetail) -> String {
    let relation = match contact.relation {
        ContactRelation::Neighbor => Some("tetangga"),
        ContactRelation::Family => Some("keluarga"),
        ContactRelation::RtHead => Some("ketua RT"),
        ContactRelation::Other => None,
    };
    joined([
        Some(contact.name.to_string()),
        relation.map(str::to_owned),
        filled(contact.hint.as_str()),
        filled(contact.phone.as_str()).map(|_| phone_text(&contact.phone)),
        contact
            .may_receive
            .then(|| "boleh menerima kotak".to_owned()),
    ])
}

fn life_text(fact: &LifeFact) -> String {
    let (said, note) = match fact {
        LifeFact::Reported { note } => ("dilaporkan meninggal dunia", note.as_str()),
        LifeFact::Withdrawn => ("laporan ditarik", ""),
        LifeFact::Confirmed { note, .. } => ("ditetapkan meninggal dunia", note.as_str()),
        LifeFact::Reversed { note } => ("ketetapan dibatalkan", note.as_str()),
    };
    joined([Some(said.to_owned()), filled(note)])
}

fn state_text(state: &EnrolmentState) -> String {
    let status = match state.status {
        EnrolmentStatus::Candidate => "calon",
        EnrolmentStatus::Verified => "diverifikasi",
        EnrolmentStatus::Active => "aktif",
        EnrolmentStatus::Suspended => "ditangguhkan",
        EnrolmentStatus::Left => "berhenti",
    };
    joined([
        Some(format!("{status} sejak {}", plain_date(state.date))),
        filled(state.reason.as_str()),
    ])
}

fn fasting_text(fasting: bool) -> &'static str {
    if fasting { "puasa" } else { "tidak puasa" }
}

pub(crate) fn hold_text(term: &HoldTerm) -> String {
    let reason = match term.reason {
        HoldReason::Away => "menginap / bepergian",
        HoldReason::Hospitalized => "dirawat",
        HoldReason::Evacuated => "mengungsi",
        HoldReason::DeathReported => "dilaporkan meninggal dunia",
        HoldReason::Deceased => "meninggal dunia",
        HoldReason::Suspended => "ditangguhkan",
        HoldReason::Other => "alasan lain",
    };
    let until = match term.until {
        Some(until) => format!("sampai {}", plain_date(until)),
        None => "sampai ada kabar".to_owned(),
    };
    joined([
        Some(format!("{reason}, {until}")),
        filled(term.note.as_str()),
    ])
}

fn delivery_text(value: &DeliveryValue) -> String {
    joined([
        Some(outcome_text(value.outcome).to_owned()),
        (value.boxes != 0).then(|| format!("{} kotak", value.boxes)),
        filled(value.received_by.as_str()).map(|by| format!("oleh {by}")),
    ])
}

fn outcome_text(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::ReceivedSelf => "diterima sendiri",
        Outcome::ReceivedFamily => "diterima keluarga",
        Outcome::LeftWithNeighbor => "dititipkan ke tetangga",
        Outcome::LeftAtPlace => "ditaruh di tempat biasa",
        Outcome::AlreadyReceived => "sudah terima dari kurir lain",
        Outcome::NoAnswer => "dipanggil, tidak menjawab",
        Outcome::NotHome => "sedang keluar (kata tetangga)",
        Outcome::Searching => "sedang dicari",
        Outcome::AccessBlocked => "jalan terhalang",
        Outcome::AddressNotFound => "rumahnya tidak ketemu",
        Outcome::RefusedToday => "hari ini tidak mau",
        Outcome::Away => "menginap / bepergian",
        Outcome::Hospitalized => "dirawat di RS/puskesmas",
        Outcome::Evacuated => "mengungsi",
        Outcome::Deceased => "meninggal dunia",
        Outcome::Moved => "pindah",
        Outcome::Declined => "tidak ingin diantar lagi",
        Outcome::Other => "lainnya",
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

pub(super) fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}

/// A register's name on the screens.
pub(super) fn label(register: &RegisterName) -> &'static str {
    match register.as_str() {
        "name" => "Nama",
        "birth" => "Lahir",
        "phone" => "Telepon",
        "lives_alone" => "Tinggal sendiri",
        "address" => "Alamat",
        "access_note" => "Cara mengetuk",
        "diet" => "Kebutuhan makan",
        "identity" => "NIK dan KK",
        "address_ktp" => "Alamat KTP",
        "state" => "Kepesertaan",
        "membership" => "Rute",
        "left" => "Pindah dari",
        "fasting" => "Puasa",
        "detail" => "Kontak",
        _ => "Catatan",
    }
}
