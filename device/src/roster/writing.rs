//! Rows of a roster as operations on people.

use rantang_core::enrolment::{EnrolmentState, EnrolmentStatus, Membership};
use rantang_core::identity::BirthPrecision;
use rantang_core::ids::{ContactId, PeriodId, PersonId, derived};
use rantang_core::people::operations::{NewEnrolment, PersonSet, Register};
use rantang_core::people::{Birth, ContactDetail, ContactRelation, Identity, Name, NikStatus};
use rantang_core::places::{Address, AreaCode};
use rantang_core::roster::entry::Entry;
use rantang_core::roster::field::RosterField;
use rantang_core::text::{Bounded, Line, Note};

/// What a new recipient is entered into.
#[derive(Clone, Debug)]
pub struct Entering {
    pub person: PersonId,
    /// `None`: there is no period yet; the person is there without an enrolment.
    pub period: Option<PeriodId>,
    pub from: chrono::NaiveDate,
    pub order_key: String,
}

/// What somebody has now of the registers that a roster can set.
#[derive(Clone, Debug)]
pub struct Current {
    pub name: Name,
    pub birth: Birth,
    pub address: Address,
    pub identity: Identity,
}

/// Enters a row as a new person, active from the first day on.
///
/// `None`: the row has no kelurahan, which no row has that is ready.
pub fn register(entry: &Entry, entering: Entering) -> Option<Register> {
    let person = entering.person;
    let enrolment = entering.period.map(|period| NewEnrolment {
        period,
        state: EnrolmentState {
            status: EnrolmentStatus::Active,
            date: entering.from,
            reason: Note::default(),
        },
        membership: Membership {
            route: None,
            order_key: text(&entering.order_key),
        },
    });
    Some(Register {
        person,
        name: Name {
            name: text(&entry.name),
            honorific: Line::default(),
            nickname: text(&entry.nickname),
        },
        birth: birth(entry, None),
        address: address(entry, None)?,
        address_ktp: None,
        access_note: text(&entry.note),
        phone: phone(entry),
        lives_alone: false,
        diet: entry.diet.clone(),
        identity: identity(entry, None),
        contacts: contact(entry, person).into_iter().collect(),
        enrolment,
    })
}

/// The register in which a field of a roster lives, with what the row says of it. Fields that the row
/// leaves empty keep what `current` has.
///
/// `None`: the field lives elsewhere ([`contact`]) or the row says nothing that could be written.
pub fn set(field: RosterField, entry: &Entry, current: &Current) -> Option<PersonSet> {
    match field {
        RosterField::Name | RosterField::Nickname => {
            let nickname = if entry.nickname.is_empty() {
                current.name.nickname.clone()
            } else {
                text(&entry.nickname)
            };
            let honorific = current.name.honorific.clone();
            Some(PersonSet::Name(Name {
                name: text(&entry.name),
                honorific,
                nickname,
            }))
        }
        RosterField::Nik | RosterField::Kk => Some(PersonSet::Identity(identity(
            entry,
            Some(&current.identity),
        ))),
        RosterField::BirthDate | RosterField::Age | RosterField::Sex => {
            Some(PersonSet::Birth(birth(entry, Some(&current.birth))))
        }
        RosterField::RtRw
        | RosterField::Rt
        | RosterField::Rw
        | RosterField::Kelurahan
        | RosterField::Address
        | RosterField::Landmark => address(entry, Some(&current.address)).map(PersonSet::Address),
        RosterField::Phone => Some(PersonSet::Phone(phone(entry))),
        RosterField::Diet => Some(PersonSet::Diet(entry.diet.clone())),
        RosterField::Note => Some(PersonSet::AccessNote(text(&entry.note))),
        RosterField::ContactName | RosterField::BirthPlace => None,
    }
}

/// Whom to ask about the person. Nobody has agreed to receive yet. One name gives one contact,
/// however often the file is read.
pub fn contact(entry: &Entry, person: PersonId) -> Option<(ContactId, ContactDetail)> {
    if entry.contact_name.is_empty() {
        return None;
    }
    let name = entry.contact_name.to_lowercase();
    let id = ContactId(derived(
        "roster contact",
        &[person.as_bytes(), name.as_bytes()],
    ));
    let detail = ContactDetail {
        name: text(&entry.contact_name),
        relation: ContactRelation::Other,
        phone: Line::default(),
        hint: Line::default(),
        may_receive: false,
    };
    Some((id, detail))
}

fn birth(entry: &Entry, current: Option<&Birth>) -> Birth {
    let known = entry
        .birth
        .map(|birth| (Some(birth.date()), birth.precision()));
    let before = current.map(|birth| (birth.date, birth.precision));
    let (date, precision) = known.or(before).unwrap_or((None, BirthPrecision::Day));
    let said = entry.sex.filter(|_| entry.sex_is_said);
    let sex = said.or(current.and_then(|birth| birth.sex)).or(entry.sex);
    Birth {
        date,
        precision,
        sex,
    }
}

fn address(entry: &Entry, current: Option<&Address>) -> Option<Address> {
    let kelurahan = entry
        .kelurahan
        .and_then(|kelurahan| AreaCode::parse(kelurahan.code).ok());
    let gang = if entry.address.is_empty() {
        current.map(|at| at.gang.clone())
    } else {
        Some(text(&entry.address))
    };
    let landmark = if entry.landmark.is_empty() {
        current.map(|at| at.landmark.clone())
    } else {
        Some(text(&entry.landmark))
    };
    Some(Address {
        kelurahan: kelurahan.or(current.map(|at| at.kelurahan.clone()))?,
        rw: entry.rw.or(current.and_then(|at| at.rw)),
        rt: entry.rt.or(current.and_then(|at| at.rt)),
        gang: gang.unwrap_or_default(),
        house_no: current.map(|at| at.house_no.clone()).unwrap_or_default(),
        landmark: landmark.unwrap_or_default(),
    })
}

fn identity(entry: &Entry, current: Option<&Identity>) -> Identity {
    let kk = entry
        .kk
        .as_ref()
        .map(|kk| text(kk.as_str()))
        .or(current.and_then(|known| known.kk.clone()));
    let nik = entry
        .nik
        .as_ref()
        .map(|nik| text(nik.as_str()))
        .or(current.and_then(|known| known.nik.clone()));
    let nik_status = match (&nik, current) {
        (Some(_), _) => NikStatus::Known,
        (None, Some(current)) => current.nik_status,
        (None, None) if entry.has_no_nik => NikStatus::None,
        (None, None) => NikStatus::Unknown,
    };
    Identity {
        nik_status,
        nik,
        kk,
    }
}

fn phone(entry: &Entry) -> Line {
    entry
        .phone
        .as_ref()
        .map(|phone| text(phone.as_str()))
        .unwrap_or_default()
}

/// The reader refuses what is longer than its field; empty can only be what it already refused.
fn text<const MAX: usize>(text: &str) -> Bounded<MAX> {
    Bounded::parse(text).unwrap_or_default()
}
