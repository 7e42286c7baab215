//! What PSM and coordinators write about visits, as operations.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use rantang_core::ids::{OpId, PersonId, UserId, VisitId, derived};
use rantang_core::text::Note;
use rantang_core::visits::operations::{Assign, Cancel, Correct, Plan, Record, Verify};
use rantang_core::visits::{
    Cause, Made, NextAction, NextStep, Purpose, Verification, VisitPlan, VisitValue, registers as r,
};
use rusqlite::Connection;

use super::commands::*;
use super::store;
use super::view::{VisitReason, VisitValueView};
use crate::command::{ErrorCode, Failure};
use crate::device::author;
use crate::log::Draft;

/// What is written down later than this is a slip of the date.
const YEAR: Months = Months::new(12);

type Drafts = std::result::Result<Vec<Draft>, Failure>;

/// A visit, and the next one where the visitor goes there again.
pub(super) fn record(db: &Connection, today: NaiveDate, args: &VisitRecord) -> Drafts {
    let visitor = author(db)?.user;
    let (visit, person) = (VisitId(args.visit_id), PersonId(args.person_id));
    let date = args.date.unwrap_or(today);
    if today < date {
        return Err(Failure::new(
            ErrorCode::DateInvalid,
            "Tanggal kunjungan ini belum tiba. Perbaiki tanggalnya, lalu simpan lagi.",
        ));
    }
    if today
        .checked_sub_months(YEAR)
        .is_some_and(|oldest| date < oldest)
    {
        return Err(Failure::new(
            ErrorCode::DateInvalid,
            "Tanggal kunjungan ini lebih dari setahun yang lalu. Belum ada yang disimpan, dan isiannya tetap di sini. \
             Perbaiki tanggalnya, lalu simpan lagi.",
        ));
    }
    let value = value_of(&args.value)?;
    let mut drafts: Vec<Draft> = Vec::new();
    if let NextAction {
        step,
        on: Some(due),
        by,
    } = &value.next
        && step.is_a_visit()
    {
        let next = Plan {
            visit: VisitId(derived("visit", &[b"after", visit.as_bytes()])),
            person,
            plan: VisitPlan {
                purpose: if *step == NextStep::Assess {
                    Purpose::Assessment
                } else {
                    Purpose::FollowUp
                },
                due: *due,
                cause: Some(Cause::Visit(visit)),
                note: Note::default(),
            },
            assigned: Some(by.unwrap_or(visitor)),
            saw: Vec::new(),
        };
        drafts.push(next.into());
    }
    let record = Record {
        visit,
        person,
        made: Made {
            visitor,
            date,
            purpose: args.purpose,
        },
        value,
    };
    drafts.insert(0, record.into());
    Ok(drafts)
}

/// Nothing where the visit was recorded before: a tap that is sent twice is one visit.
pub(super) fn is_made(db: &Connection, visit: VisitId) -> std::result::Result<bool, Failure> {
    let row = store::register_row(db, visit)?;
    Ok(row.is_some_and(|row| row.register(&r::MADE).is_some()))
}

pub(super) fn correct(db: &Connection, args: &VisitCorrect) -> Drafts {
    let visit = VisitId(args.visit_id);
    let correct = Correct {
        visit,
        person: person_of(db, visit)?,
        value: value_of(&args.value)?,
        saw: crate::people::edit::seen(&args.saw),
    };
    Ok(vec![correct.into()])
}

/// Plans, or hands out what is planned. `reason`: what a proposed visit follows from.
pub(super) fn hand_out(
    db: &Connection,
    args: &VisitHandOut,
    reason: Option<VisitReason>,
) -> Drafts {
    let (visit, person) = (VisitId(args.visit_id), PersonId(args.person_id));
    let assigned = args.assigned_to.map(UserId);
    let row = store::register_row(db, visit)?;
    let stands = row.as_ref().and_then(|row| row.register(&r::PLAN));
    let heads = |register| {
        let register = row.as_ref().and_then(|row| row.register(&register));
        register.map(|it| it.head_ids()).unwrap_or_default()
    };
    if stands.is_some() {
        let assign = Assign {
            visit,
            person,
            assigned,
            saw: heads(r::ASSIGNED),
        };
        let plan = stands.and_then(|register| register.read::<VisitPlan>());
        let again = plan.filter(|plan| plan.due != args.due || plan.purpose != args.purpose);
        let mut drafts: Vec<Draft> = vec![assign.into()];
        if let Some(plan) = again {
            let plan = VisitPlan {
                purpose: args.purpose,
                due: args.due,
                ..plan
            };
            drafts.push(
                Plan {
                    visit,
                    person,
                    plan,
                    assigned: None,
                    saw: heads(r::PLAN),
                }
                .into(),
            );
        }
        return Ok(drafts);
    }
    let plan = Plan {
        visit,
        person,
        plan: VisitPlan {
            purpose: args.purpose,
            due: args.due,
            cause: reason.and_then(cause),
            note: Note::parse(&args.note)?,
        },
        assigned,
        saw: Vec::new(),
    };
    Ok(vec![plan.into()])
}

fn cause(reason: VisitReason) -> Option<Cause> {
    match reason {
        VisitReason::MissedMeals { .. } => Some(Cause::MissedMeals),
        VisitReason::NotSeen { .. } => Some(Cause::NotSeen),
        VisitReason::Alert { .. } => Some(Cause::Alert),
        VisitReason::Own | VisitReason::EarlierVisit => None,
    }
}

pub(super) fn cancel(db: &Connection, args: &VisitCancel) -> Drafts {
    let visit = VisitId(args.visit_id);
    let cancel = Cancel {
        visit,
        person: person_of(db, visit)?,
        reason: Note::parse(&args.reason)?,
    };
    Ok(vec![cancel.into()])
}

pub(super) fn verify(db: &Connection, args: &VisitVerify) -> Drafts {
    let visit = VisitId(args.visit_id);
    if !is_made(db, visit)? {
        return Err(Failure::not_found("Kunjungan"));
    }
    let row = store::register_row(db, visit)?;
    let seen = row.as_ref().and_then(|row| row.register(&r::VERIFIED));
    let verification = if args.fields.is_empty() {
        Verification::Verified
    } else {
        Verification::Returned {
            fields: args.fields.clone(),
            note: Note::parse(&args.note)?,
        }
    };
    let verify = Verify {
        visit,
        person: person_of(db, visit)?,
        verification,
        saw: seen.map(|it| it.head_ids()).unwrap_or_default(),
    };
    Ok(vec![verify.into()])
}

fn person_of(db: &Connection, visit: VisitId) -> std::result::Result<PersonId, Failure> {
    let row = store::register_row(db, visit)?;
    row.and_then(|row| row.owner)
        .ok_or_else(|| Failure::not_found("Kunjungan"))
}

/// What was said, whole.
fn value_of(view: &VisitValueView) -> std::result::Result<VisitValue, Failure> {
    let (Some(outcome), Some(step)) = (view.outcome, view.next) else {
        return Err(Failure::new(
            ErrorCode::NothingToDo,
            "Kunjungan ini belum lengkap: pilih hasilnya dan tindak lanjutnya dulu.",
        ));
    };
    Ok(VisitValue {
        outcome,
        met: view.met.clone(),
        wellbeing: view.wellbeing,
        complaints: view.complaints.clone(),
        next: NextAction {
            step,
            on: view.next_on.filter(|_| step != NextStep::Nothing),
            by: view.next_by.map(UserId),
        },
        note: Note::parse(&view.note)?,
    })
}

pub(super) fn value_view(value: &VisitValue) -> VisitValueView {
    VisitValueView {
        outcome: Some(value.outcome),
        met: value.met.iter().copied().collect::<BTreeSet<_>>(),
        wellbeing: value.wellbeing,
        complaints: value.complaints.clone(),
        next: Some(value.next.step),
        next_on: value.next.on,
        next_by: value.next.by.map(|user| user.0),
        note: value.note.to_string(),
    }
}

/// The operations that an edit of this row has to name.
pub(super) fn heads(ids: Vec<OpId>) -> Vec<uuid::Uuid> {
    ids.into_iter().map(|op| op.0).collect()
}
