//! One person's page: every register with what an edit has to name, and what happened.

use chrono::NaiveDate;
use rantang_core::enrolment::{EnrolmentState, registers as enrolment};
use rantang_core::ids::{ContactId, EnrolmentId, PersonId, UserId};
use rantang_core::people::life::Life;
use rantang_core::people::{Birth, ContactDetail, Diet, Identity, Name, registers as r};
use rantang_core::places::Address;
use rantang_core::registers::{EntityKind, EntityRef, RegisterName, Row};
use rantang_core::text::{Line, Note};
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;

use super::index::PeopleIndex;
use super::load::Who;
use super::names::Names;
use super::view::{ContactView, HoldView, LifeView, PersonView, RegisterView};
use super::{days, history, list, moves, values};
use crate::command::Failure;
use crate::day;
use crate::store::sql::{self, blob};
use crate::store::{Result, rows};

/// The page of a person, or of the person into whom a duplicate was merged.
pub(super) fn page(
    db: &Connection,
    today: NaiveDate,
    person: PersonId,
) -> std::result::Result<PersonView, Failure> {
    let asked = PeopleIndex::read(db, today, Who::These(&[person]))?;
    let canonical = asked.canonical(person);
    let index = if canonical == person {
        asked
    } else {
        PeopleIndex::read(db, today, Who::These(&[canonical]))?
    };
    let shown = list::rows(db, &index, index.entry(canonical))?.pop();
    let Some(shown) = shown else {
        return Err(Failure::not_found("Orang"));
    };
    let names = Names::read(db)?;
    let of = |kind| rows::row(db, EntityRef::new(kind, canonical));
    let main = of(EntityKind::Person)?;
    let case = of(EntityKind::PersonCase)?;
    let enrolled = match enrolment_of(db, &index, canonical)? {
        Some(id) => rows::row(db, EntityRef::new(EntityKind::Enrolment, id))?,
        None => None,
    };
    let main_of = Registers::of(main.as_ref(), &names);
    let case_of = Registers::of(case.as_ref(), &names);
    let enrolled_of = Registers::of(enrolled.as_ref(), &names);
    Ok(PersonView {
        row: shown,
        name: main_of.view(&r::NAME, |it: Name| values::name_value(&it)),
        birth: main_of.view(&r::BIRTH, |it: Birth| values::birth_value(&it)),
        phone: main_of.view(&r::PHONE, |it: Line| it.to_string()),
        lives_alone: main_of.view(&r::LIVES_ALONE, |it: bool| it),
        address: main_of.view(&r::ADDRESS, |it: Address| values::address_value(&it)),
        access_note: main_of.view(&r::ACCESS_NOTE, |it: Note| it.to_string()),
        diet: main_of.view(&r::DIET, |it: Diet| values::diet_view(&it)),
        identity: case_of.view(&r::IDENTITY, |it: Identity| values::identity_view(&it)),
        address_ktp: case_of.view(&r::ADDRESS_KTP, |it: Address| values::address_value(&it)),
        fasting: enrolled_of.view(&enrolment::FASTING, |it: bool| it),
        enrolment: enrolled_of.view(&enrolment::STATE, |it: EnrolmentState| {
            values::enrolment_value(&it)
        }),
        contacts: contacts(db, canonical, &names)?,
        holds: holds(db, canonical, today)?,
        life: life_view(main.as_ref(), &names),
        came_from: moves::came_from(main.as_ref()),
        moving_to: moves::moving_to(&index.setting.area, main.as_ref()),
        days: days::days(db, &index, canonical)?,
        history: history::history(db, &index, canonical, &names)?,
    })
}

/// The enrolment that screens show and edit: in the current period, else the last one.
pub(super) fn enrolment_of(
    db: &Connection,
    index: &PeopleIndex,
    person: PersonId,
) -> Result<Option<EnrolmentId>> {
    if let Some(period) = index.setting.period_id() {
        return Ok(Some(EnrolmentId::of(person, period)));
    }
    let sql = "SELECT id FROM enrolments WHERE person = ?1 ORDER BY status_date DESC LIMIT 1";
    Ok(db
        .prepare_cached(sql)?
        .query_row([blob(person)], |row| sql::id(row, "id"))
        .optional()?)
}

/// The registers of one entity, for views.
struct Registers<'a> {
    row: Option<&'a Row>,
    names: &'a Names<'a>,
}

impl<'a> Registers<'a> {
    fn of(row: Option<&'a Row>, names: &'a Names<'a>) -> Self {
        Self { row, names }
    }

    fn view<T: DeserializeOwned, V>(
        &self,
        name: &RegisterName,
        show: impl FnOnce(T) -> V,
    ) -> RegisterView<V> {
        let register = self.row.and_then(|row| row.register(name));
        let winner = register.and_then(|register| register.winner());
        RegisterView {
            value: winner.and_then(|head| head.read()).map(show),
            heads: register
                .map(|register| register.heads().iter().map(|head| head.op.0).collect())
                .unwrap_or_default(),
            in_conflict: register.is_some_and(|register| register.in_conflict()),
            changed_at_ms: winner.map(|head| head.at_ms),
            changed_by: winner.map(|head| self.names.user(head.author)),
        }
    }
}

/// Those who may receive come first, as at the door.
fn contacts(db: &Connection, person: PersonId, names: &Names<'_>) -> Result<Vec<ContactView>> {
    let sql = "SELECT id FROM contacts WHERE person = ?1 ORDER BY may_receive DESC, name, id";
    let mut statement = db.prepare_cached(sql)?;
    let ids = statement
        .query_map([blob(person)], |row| sql::id::<ContactId>(row, "id"))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    ids.into_iter()
        .map(|id| {
            let row = rows::row(db, EntityRef::new(EntityKind::Contact, id))?;
            let of = Registers::of(row.as_ref(), names);
            Ok(ContactView {
                id: id.0,
                detail: of.view(&r::DETAIL, |it: ContactDetail| values::contact_value(&it)),
            })
        })
        .collect()
}

/// The holds that are on, or will be.
fn holds(db: &Connection, person: PersonId, today: NaiveDate) -> Result<Vec<HoldView>> {
    let sql = "SELECT * FROM holds WHERE person = ?1 AND (until_date IS NULL OR ?2 <= until_date)
               AND (ended_on IS NULL OR (?2 < ended_on AND from_date < ended_on))
               ORDER BY from_date, id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((blob(person), sql::day(today)), |row| {
        let hold = day::hold(row)?;
        Ok(HoldView {
            id: Some(hold.hold.0),
            reason: hold.term.reason,
            from: hold.term.from,
            until: hold.term.until,
            note: hold.term.note.to_string(),
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn life_view(row: Option<&Row>, names: &Names<'_>) -> LifeView {
    let by = |user: UserId| names.user(user);
    match Life::of(row.and_then(|row| row.register(&r::LIFE))) {
        Life::Alive => LifeView::Alive,
        Life::Reported {
            by: user,
            at_ms,
            note,
        } => LifeView::Reported {
            by: by(user),
            at_ms,
            note: note.to_string(),
        },
        Life::Deceased {
            date,
            by: user,
            at_ms,
            ..
        } => LifeView::Deceased {
            date,
            by: by(user),
            at_ms,
        },
    }
}
