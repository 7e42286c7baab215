//! What a preview writes once it is accepted: all of it in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rantang_core::alerts::operations::Settle;
use rantang_core::enrolment::operations::{Edit as EditEnrolment, EnrolmentSet};
use rantang_core::enrolment::{
    EnrolmentState, EnrolmentStatus, Membership, registers as enrolment,
};
use rantang_core::ids::{EnrolmentId, OpId, PeriodId, PersonId};
use rantang_core::people::operations::{Edit, PersonSet, SetContact};
use rantang_core::people::{Birth, BirthPrecision, Identity, Name, NikStatus, registers as r};
use rantang_core::places::{Address, AreaCode};
use rantang_core::registers::{EntityKind, EntityRef, RegisterName, Row};
use rantang_core::roster::field::RosterField;
use rantang_core::roster::preview::{Other, Preview, Row as RosterRow, Standing};
use rantang_core::similar::pair_id;
use rantang_core::text::{Line, Note};
use rusqlite::Connection;
use uuid::Uuid;

use super::view::RosterCommitView;
use super::writing::{self, Current, Entering};
use crate::log::Draft;
use crate::store::{Result, rows};

/// What a person accepted of a preview. New people enter without being named here.
pub struct Accepted<'a> {
    /// Rows as the office counts them.
    pub changes: &'a [u32],
    pub gone: &'a [Uuid],
    pub file_name: &'a str,
    pub period: Option<PeriodId>,
    /// Where the import is made.
    pub kelurahan: AreaCode,
    pub today: NaiveDate,
}

/// The operations, and how many people each kind of them is about.
pub fn drafts(
    db: &Connection,
    preview: &Preview,
    accepted: &Accepted<'_>,
    mut mint: impl FnMut() -> Uuid,
) -> Result<(Vec<Draft>, RosterCommitView)> {
    let mut drafts = Vec::new();
    let mut done = RosterCommitView {
        added: 0,
        changed: 0,
        left: 0,
        unchanged: 0,
    };
    let accepted_rows: BTreeSet<usize> = accepted
        .changes
        .iter()
        .filter_map(|row| usize::try_from(*row).ok()?.checked_sub(1))
        .collect();
    let mut people: BTreeMap<usize, PersonId> = BTreeMap::new();
    for row in &preview.rows {
        let id = match row.standing {
            Standing::New => mint(),
            Standing::Enters(id) | Standing::Changed(id) | Standing::Unchanged(id) => id,
            Standing::Broken | Standing::Twin => continue,
        };
        people.insert(row.row, PersonId(id));
        match row.standing {
            Standing::New => {
                let entering = Entering {
                    person: PersonId(id),
                    period: accepted.period,
                    from: accepted.today,
                    order_key: order_key(row.row),
                };
                if let Some(registration) = writing::register(&row.entry, entering) {
                    drafts.push(registration.into());
                    done.added += 1;
                }
            }
            Standing::Enters(person) => {
                drafts.extend(enter(db, PersonId(person), row.row, accepted)?);
                done.added += 1;
                if accepted_rows.contains(&row.row) {
                    drafts.extend(edits(db, preview, row, PersonId(person))?);
                }
            }
            Standing::Changed(person) if accepted_rows.contains(&row.row) => {
                drafts.extend(edits(db, preview, row, PersonId(person))?);
                done.changed += 1;
            }
            Standing::Changed(_) | Standing::Unchanged(_) => done.unchanged += 1,
            Standing::Broken | Standing::Twin => {}
        }
    }
    drafts.extend(apart(preview, &people, &accepted.kelurahan));
    for person in preview
        .gone
        .iter()
        .filter(|person| accepted.gone.contains(person))
    {
        if let Some(draft) = leave(db, PersonId(*person), accepted)? {
            drafts.push(draft);
            done.left += 1;
        }
    }
    Ok((drafts, done))
}

/// *Orang lain* was said of these: *Perlu dicek* does not ask again.
fn apart(
    preview: &Preview,
    people: &BTreeMap<usize, PersonId>,
    kelurahan: &AreaCode,
) -> Vec<Draft> {
    let of_row = |row: &usize| people.get(row).copied();
    let pairs = preview.apart.iter().filter_map(|(row, other)| {
        let other = match other {
            Other::Row(other) => of_row(other)?,
            Other::Person(person) => PersonId(*person),
        };
        Some(pair_id(of_row(row)?, other))
    });
    pairs
        .map(|item| {
            Draft::from(Settle {
                item,
                kelurahan: kelurahan.clone(),
                note: Note::default(),
            })
        })
        .collect()
}

/// What the row says otherwise, each register once, with what stands in it now as seen.
fn edits(
    db: &Connection,
    preview: &Preview,
    row: &RosterRow,
    person: PersonId,
) -> Result<Vec<Draft>> {
    let delivery = rows::row(db, EntityRef::new(EntityKind::Person, person))?;
    let case = rows::row(db, EntityRef::new(EntityKind::PersonCase, person))?;
    let Some(current) = current(delivery.as_ref(), case.as_ref()) else {
        return Ok(Vec::new());
    };
    let fields = preview
        .changes
        .iter()
        .filter(|change| change.row == row.row)
        .map(|change| change.field);
    let mut sets: BTreeMap<&'static str, (PersonSet, Vec<OpId>)> = BTreeMap::new();
    let mut drafts = Vec::new();
    for field in fields {
        if field == RosterField::ContactName
            && let Some((contact, detail)) = writing::contact(&row.entry, person)
        {
            let kept = rows::row(db, EntityRef::new(EntityKind::Contact, contact))?;
            let saw = heads(kept.as_ref(), &r::DETAIL);
            drafts.push(
                SetContact {
                    person,
                    contact,
                    detail,
                    saw,
                }
                .into(),
            );
        }
        let Some(set) = writing::set(field, &row.entry, &current) else {
            continue;
        };
        let (key, owner, register) = match &set {
            PersonSet::Name(_) => ("name", &delivery, r::NAME),
            PersonSet::Birth(_) => ("birth", &delivery, r::BIRTH),
            PersonSet::Phone(_) => ("phone", &delivery, r::PHONE),
            PersonSet::LivesAlone(_) => ("lives_alone", &delivery, r::LIVES_ALONE),
            PersonSet::Address(_) => ("address", &delivery, r::ADDRESS),
            PersonSet::AccessNote(_) => ("access_note", &delivery, r::ACCESS_NOTE),
            PersonSet::Diet(_) => ("diet", &delivery, r::DIET),
            PersonSet::Identity(_) => ("identity", &case, r::IDENTITY),
            PersonSet::AddressKtp(_) => ("address_ktp", &case, r::ADDRESS_KTP),
        };
        sets.insert(key, (set, heads(owner.as_ref(), &register)));
    }
    if !sets.is_empty() {
        drafts.push(
            Edit {
                person,
                sets: sets.into_values().collect(),
            }
            .into(),
        );
    }
    Ok(drafts)
}

/// `None`: the person left this device since the preview.
fn current(delivery: Option<&Row>, case: Option<&Row>) -> Option<Current> {
    let delivery = delivery?;
    let unknown = Identity {
        nik_status: NikStatus::Unknown,
        nik: None,
        kk: None,
    };
    let unborn = Birth {
        date: None,
        precision: BirthPrecision::Day,
        sex: None,
    };
    Some(Current {
        name: delivery.read::<Name>(&r::NAME)?,
        birth: delivery.read(&r::BIRTH).unwrap_or(unborn),
        address: delivery.read::<Address>(&r::ADDRESS)?,
        identity: case
            .and_then(|case| case.read(&r::IDENTITY))
            .unwrap_or(unknown),
    })
}

fn enter(
    db: &Connection,
    person: PersonId,
    row: usize,
    accepted: &Accepted<'_>,
) -> Result<Option<Draft>> {
    let Some(period) = accepted.period else {
        return Ok(None);
    };
    let entity = EntityRef::new(EntityKind::Enrolment, EnrolmentId::of(person, period));
    let kept = rows::row(db, entity)?;
    let state = EnrolmentState {
        status: EnrolmentStatus::Active,
        date: accepted.today,
        reason: Note::default(),
    };
    let order_key = Line::parse(&order_key(row)).unwrap_or_default();
    let sets = vec![
        (
            EnrolmentSet::State(state),
            heads(kept.as_ref(), &enrolment::STATE),
        ),
        (
            EnrolmentSet::Membership(Membership {
                route: None,
                order_key,
            }),
            heads(kept.as_ref(), &enrolment::MEMBERSHIP),
        ),
    ];
    Ok(Some(
        EditEnrolment {
            person,
            period,
            sets,
        }
        .into(),
    ))
}

fn leave(db: &Connection, person: PersonId, accepted: &Accepted<'_>) -> Result<Option<Draft>> {
    let Some(period) = accepted.period else {
        return Ok(None);
    };
    let entity = EntityRef::new(EntityKind::Enrolment, EnrolmentId::of(person, period));
    let kept = rows::row(db, entity)?;
    let reason = format!("Tidak ada lagi di daftar {}", accepted.file_name);
    let state = EnrolmentState {
        status: EnrolmentStatus::Left,
        date: accepted.today,
        reason: Note::parse(&reason).unwrap_or_default(),
    };
    let sets = vec![(
        EnrolmentSet::State(state),
        heads(kept.as_ref(), &enrolment::STATE),
    )];
    Ok(Some(
        EditEnrolment {
            person,
            period,
            sets,
        }
        .into(),
    ))
}

fn heads(row: Option<&Row>, register: &RegisterName) -> Vec<OpId> {
    row.and_then(|row| row.register(register))
        .map(|register| register.head_ids())
        .unwrap_or_default()
}

/// People without a route keep the order of the list: as many digits as a file has rows, and an end
/// that is never a zero, so that there is room between any two.
fn order_key(row: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let digit = |power: u32| char::from(DIGITS[row / 36_usize.pow(power) % 36]);
    [3, 2, 1, 0].into_iter().map(digit).chain(['i']).collect()
}
