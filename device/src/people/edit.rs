//! What coordinators write about people, as operations.

use rantang_core::alerts::operations::Settle;
use rantang_core::enrolment::operations::{Edit as EditEnrolment, EnrolmentSet as Set};
use rantang_core::enrolment::{EnrolmentState, EnrolmentStatus, Membership, order_key_between};
use rantang_core::holds::operations::{End, Place};
use rantang_core::holds::{HoldReason, HoldTerm};
use rantang_core::ids::{ContactId, HoldId, OpId, PeriodId, PersonId, RouteId};
use rantang_core::people::life::{Life, LifeFact};
use rantang_core::people::operations::{
    Edit, NewEnrolment, PersonSet, Register, RemoveContact, SayLife, SetContact,
};
use rantang_core::people::{Identity, registers as r};
use rantang_core::places::Address;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::similar::pair_id;
use rantang_core::text::{Line, Note};
use rusqlite::Connection;
use uuid::Uuid;

use super::commands::*;
use super::setting::Setting;
use super::values;
use crate::command::{ErrorCode, Failure};
use crate::log::Draft;
use crate::store::sql::{self, blob};
use crate::store::{Result, rows};

type Drafts = std::result::Result<Vec<Draft>, Failure>;

pub(crate) fn exists(db: &Connection, person: PersonId) -> Result<bool> {
    let sql = "SELECT 1 FROM persons WHERE id = ?1";
    Ok(db.prepare_cached(sql)?.exists([blob(person)])?)
}

/// A new recipient, active from today. Nothing where the id is known: it was saved before.
pub(super) fn add(db: &Connection, setting: &Setting, args: &PersonAdd) -> Drafts {
    let person = PersonId(args.person_id);
    if exists(db, person)? {
        return Ok(Vec::new());
    }
    let enrolment = match (setting.period_id(), args.route_id) {
        (Some(period), route) => Some(NewEnrolment {
            period,
            state: EnrolmentState {
                status: EnrolmentStatus::Active,
                date: setting.today,
                reason: Note::default(),
            },
            membership: at_the_end(db, period, route.map(RouteId))?,
        }),
        (None, Some(_)) => return Err(no_period()),
        (None, None) => None,
    };
    let register = Register {
        person,
        name: values::name(&args.name)?,
        birth: values::birth(&args.birth, setting.today)?,
        address: values::address(&args.address, &setting.area)?,
        address_ktp: None,
        access_note: Note::parse(&args.access_note)?,
        phone: values::phone(&args.phone)?,
        lives_alone: args.lives_alone,
        diet: values::diet(&args.diet)?,
        identity: values::identity(&args.identity, None)?,
        contacts: Vec::new(),
        enrolment,
    };
    let mut drafts: Vec<Draft> = vec![register.into()];
    drafts.extend(args.different_from.iter().map(|other| {
        Draft::from(Settle {
            item: pair_id(person, PersonId(*other)),
            kelurahan: setting.area.clone(),
            note: Note::default(),
        })
    }));
    Ok(drafts)
}

fn at_the_end(
    db: &Connection,
    period: PeriodId,
    route: Option<RouteId>,
) -> std::result::Result<Membership, Failure> {
    let Some(route) = route else {
        return Ok(Membership {
            route: None,
            order_key: Line::default(),
        });
    };
    let known = db
        .prepare_cached("SELECT 1 FROM routes WHERE id = ?1")
        .and_then(|mut statement| statement.exists([blob(route)]))
        .map_err(crate::store::Error::from)?;
    if !known {
        return Err(Failure::not_found("Rute"));
    }
    let sql =
        "SELECT coalesce(max(order_key), '') FROM enrolments WHERE route = ?1 AND period = ?2";
    let last: String = db
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement.query_row((blob(route), blob(period)), |row| row.get(0))
        })
        .map_err(crate::store::Error::from)?;
    Ok(Membership {
        route: Some(route),
        order_key: Line::parse(&order_key_between(&last, None))?,
    })
}

pub(crate) fn no_period() -> Failure {
    Failure::new(
        ErrorCode::NoPeriod,
        "Belum ada periode program di perangkat ini, jadi belum bisa disimpan. \
         Kirim dan ambil data dulu; kalau tetap kosong, hubungi pengelola.",
    )
}

pub(super) fn edit(db: &Connection, setting: &Setting, args: &PersonEdit) -> Drafts {
    let person = PersonId(args.person_id);
    let set = match &args.edit {
        PersonEditValue::Name(value) => PersonSet::Name(values::name(value)?),
        PersonEditValue::Birth(value) => PersonSet::Birth(values::birth(value, setting.today)?),
        PersonEditValue::Phone(text) => PersonSet::Phone(values::phone(text)?),
        PersonEditValue::LivesAlone(value) => PersonSet::LivesAlone(*value),
        PersonEditValue::Address(value) => {
            let address = values::address(value, &setting.area)?;
            stays_here(db, person, &address)?;
            PersonSet::Address(address)
        }
        PersonEditValue::AccessNote(text) => PersonSet::AccessNote(Note::parse(text)?),
        PersonEditValue::Diet(value) => PersonSet::Diet(values::diet(value)?),
        PersonEditValue::Identity(value) => {
            let stored = rows::row(db, EntityRef::new(EntityKind::PersonCase, person))?
                .and_then(|row| row.read::<Identity>(&r::IDENTITY));
            PersonSet::Identity(values::identity(value, stored.as_ref())?)
        }
        PersonEditValue::AddressKtp(value) => {
            PersonSet::AddressKtp(values::address(value, &setting.area)?)
        }
    };
    let edit = Edit {
        person,
        sets: vec![(set, seen(&args.saw))],
    };
    Ok(vec![edit.into()])
}

/// To another kelurahan somebody moves with everything, by an operation of its own.
fn stays_here(
    db: &Connection,
    person: PersonId,
    address: &Address,
) -> std::result::Result<(), Failure> {
    let row = rows::row(db, EntityRef::new(EntityKind::Person, person))?;
    let lives: Option<Address> = row.and_then(|row| row.read(&r::ADDRESS));
    if lives.is_none_or(|lives| lives.kelurahan == address.kelurahan) {
        return Ok(());
    }
    Err(Failure::new(
        ErrorCode::PlaceInvalid,
        "Kelurahan yang lain dicatat lewat Pindah alamat. Belum ada yang berubah.",
    ))
}

pub(crate) fn seen(saw: &[Uuid]) -> Vec<OpId> {
    saw.iter().copied().map(OpId).collect()
}

pub(super) fn contact_save(args: &ContactSave) -> Drafts {
    let contact = SetContact {
        person: PersonId(args.person_id),
        contact: ContactId(args.contact_id),
        detail: values::contact(&args.detail)?,
        saw: seen(&args.saw),
    };
    Ok(vec![contact.into()])
}

/// Nothing where the contact is gone already.
pub(super) fn contact_remove(db: &Connection, args: &ContactRemove) -> Drafts {
    let (person, contact) = (PersonId(args.person_id), ContactId(args.contact_id));
    let contacts = rows::owned_by(db, EntityKind::Contact, person)?;
    if !contacts.contains(&EntityRef::new(EntityKind::Contact, contact)) {
        return Ok(Vec::new());
    }
    Ok(vec![RemoveContact { person, contact }.into()])
}

pub(super) fn hold_place(args: &HoldPlace, hold: HoldId) -> Drafts {
    if !matches!(
        args.reason,
        HoldReason::Away | HoldReason::Hospitalized | HoldReason::Evacuated | HoldReason::Other
    ) {
        return Err(Failure::bad_request(
            "alasan ini bukan untuk ditahan; tetapkan lewat kepesertaan atau kabar meninggal",
        ));
    }
    let place = Place {
        hold,
        person: PersonId(args.person_id),
        term: HoldTerm {
            reason: args.reason,
            from: args.from,
            until: args.until,
            note: Note::parse(&args.note)?,
        },
        saw: Vec::new(),
    };
    Ok(vec![place.into()])
}

/// Deliveries go on from today. Nothing where somebody ended the hold before.
pub(super) fn hold_end(db: &Connection, setting: &Setting, args: &HoldEnd) -> Drafts {
    let (person, hold) = (PersonId(args.person_id), HoldId(args.hold_id));
    let sql =
        "SELECT ended_on IS NOT NULL AND ended_on <= ?3 FROM holds WHERE id = ?1 AND person = ?2";
    let ended = db
        .prepare_cached(sql)
        .and_then(|mut statement| {
            let mut rows = statement.query((blob(hold), blob(person), sql::day(setting.today)))?;
            rows.next()?.map(|row| row.get::<_, bool>(0)).transpose()
        })
        .map_err(crate::store::Error::from)?;
    match ended {
        None => Err(Failure::not_found("Penahanan")),
        Some(true) => Ok(Vec::new()),
        Some(false) => Ok(vec![
            End {
                hold,
                person,
                on: setting.today,
            }
            .into(),
        ]),
    }
}

/// Answers every fact about the life that stands.
pub(super) fn death(db: &Connection, setting: &Setting, args: &DeathDecide) -> Drafts {
    let person = PersonId(args.person_id);
    let row = rows::row(db, EntityRef::new(EntityKind::Person, person))?;
    let register = row.as_ref().and_then(|row| row.register(&r::LIFE));
    let note = Note::parse(&args.note)?;
    let fact = match args.decision {
        DeathDecision::Confirm => {
            if args.date.is_some_and(|date| setting.today < date) {
                return Err(Failure::new(
                    ErrorCode::DateInvalid,
                    "Tanggal meninggalnya di masa depan. Perbaiki tanggalnya, lalu simpan lagi.",
                ));
            }
            LifeFact::Confirmed {
                date: args.date,
                note,
            }
        }
        DeathDecision::Reverse if Life::of(register) == Life::Alive => return Ok(Vec::new()),
        DeathDecision::Reverse => LifeFact::Reversed { note },
    };
    let say = SayLife {
        person,
        fact,
        saw: register.map(|it| it.head_ids()).unwrap_or_default(),
    };
    Ok(vec![say.into()])
}

pub(super) fn fasting(setting: &Setting, args: &FastingChoose) -> Drafts {
    let set = Set::Fasting(args.fasting);
    enrolment_edit(setting, args.person_id, set, &args.saw)
}

pub(super) fn enrolment(setting: &Setting, args: &EnrolmentSet) -> Drafts {
    let set = Set::State(values::enrolment(&args.value)?);
    enrolment_edit(setting, args.person_id, set, &args.saw)
}

fn enrolment_edit(setting: &Setting, person: Uuid, set: Set, saw: &[Uuid]) -> Drafts {
    let edit = EditEnrolment {
        person: PersonId(person),
        period: setting.period_id().ok_or_else(no_period)?,
        sets: vec![(set, seen(saw))],
    };
    Ok(vec![edit.into()])
}
