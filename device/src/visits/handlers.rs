//! The commands of visits: read, or record and read again.

use chrono::Datelike;
use rantang_core::ids::{PersonId, VisitId};
use rantang_core::visits::{VisitValue, registers as r};
use rusqlite::Connection;
use uuid::Uuid;

use super::commands::*;
use super::proposals::proposals;
use super::store::{self, Reading};
use super::view::*;
use super::{drop_draft, load_draft, record, save_draft};
use crate::checks::store as checks;
use crate::command::Failure;
use crate::device::{Device, author};
use crate::people::setting::Setting;
use crate::people::view::RegisterView;
use crate::store::Error;
use crate::store::sql::{self, blob};

type Answer<T> = Result<T, Failure>;

/// *Kunjungan saya*.
pub fn mine(device: &Device) -> Answer<MyVisitsView> {
    device.read(|db| {
        let reading = Reading::new(db, device)?;
        let me = blob(author(db)?.user);
        let mut open = reading.visits(
            "visits.assigned = :me AND (made_on IS NULL OR verified = 'returned')
                 AND (cancelled IS NULL OR made_on IS NOT NULL)",
            &[(":me", &me)],
        )?;
        open.extend(reading.visits(
            "visits.visitor = :me AND verified = 'returned' AND visits.assigned IS NOT :me",
            &[(":me", &me)],
        )?);
        open.retain(|visit| visit.standing != Standing::Done);
        open.extend(begun(&reading)?);
        open.sort_by_key(|it| (it.standing, walking_order(it), it.due, it.id));
        let since = sql::day(reading.done_since());
        let done = reading.visits(
            "visits.visitor = :me AND :since <= made_on ORDER BY made_on DESC, value_at_ms DESC",
            &[(":me", &me), (":since", &since)],
        )?;
        let this_month = |it: &&VisitRow| {
            let made = it.made_on.map(|date| (date.year(), date.month()));
            made == Some((reading.today.year(), reading.today.month()))
        };
        Ok(MyVisitsView {
            date: reading.today,
            done_this_month: done.iter().filter(this_month).count() as u32,
            open,
            done,
            coordinator: store::coordinator(db)?,
        })
    })
}

/// Own visits that nobody planned, begun on this device and not recorded: a phone may have died meanwhile.
fn begun(reading: &Reading<'_>) -> crate::store::Result<Vec<VisitRow>> {
    let sql =
        "SELECT visit FROM drafts WHERE visit NOT IN (SELECT id FROM visits) ORDER BY changed_ms";
    let mut statement = reading.db.prepare_cached(sql)?;
    let ids = statement
        .query_map([], |row| sql::id::<Uuid>(row, "visit"))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut rows = Vec::new();
    for id in ids {
        let draft = load_draft(reading.db, id)?.unwrap_or_default();
        if let Some(person) = draft.person {
            rows.extend(reading.unplanned(id, PersonId(person))?);
        }
    }
    Ok(rows)
}

/// RW, RT and gang: neighbours come after each other.
fn walking_order(visit: &VisitRow) -> (u16, u16, String) {
    let number = |text: &str| text.parse().unwrap_or(u16::MAX);
    (number(&visit.rw), number(&visit.rt), visit.gang.clone())
}

pub fn get(device: &Device, args: VisitGet) -> Answer<VisitView> {
    device.read(|db| show(device, db, args.visit_id, args.person_id))
}

pub fn draft_save(device: &Device, args: VisitDraftSave) -> Answer<VisitView> {
    device.store.write::<_, Error>(|tx| {
        let mut draft = load_draft(tx, args.visit_id)?.unwrap_or_default();
        draft.person = Some(args.person_id);
        draft.value = Some(args.value.clone());
        save_draft(tx, args.visit_id, &draft, device.now_ms(tx)?)
    })?;
    device.read(|db| show(device, db, args.visit_id, Some(args.person_id)))
}

pub fn record(device: &Device, args: VisitRecord) -> Answer<VisitView> {
    device.record_with(|db| {
        if record::is_made(db, VisitId(args.visit_id))? {
            return Ok(Vec::new());
        }
        let drafts = record::record(db, device.today(db)?, &args)?;
        forget_value(db, args.visit_id, device.now_ms(db)?)?;
        Ok::<_, Failure>(drafts)
    })?;
    device.read(|db| show(device, db, args.visit_id, Some(args.person_id)))
}

/// What was recorded is no draft any more; an opened form goes on.
fn forget_value(db: &Connection, visit: Uuid, now_ms: i64) -> crate::store::Result<()> {
    match load_draft(db, visit)? {
        Some(mut draft) if draft.form.is_some() => {
            draft.value = None;
            save_draft(db, visit, &draft, now_ms)
        }
        _ => drop_draft(db, visit),
    }
}

pub fn correct(device: &Device, args: VisitCorrect) -> Answer<VisitView> {
    device.record_with(|db| {
        let drafts = record::correct(db, &args)?;
        forget_value(db, args.visit_id, device.now_ms(db)?)?;
        Ok::<_, Failure>(drafts)
    })?;
    device.read(|db| show(device, db, args.visit_id, None))
}

pub fn desk(device: &Device) -> Answer<VisitsDeskView> {
    device.read(|db| desk_view(device, db))
}

pub fn hand_out(device: &Device, args: VisitHandOut) -> Answer<VisitsDeskView> {
    device.record_with(|db| {
        let reading = Reading::new(db, device)?;
        let setting = Setting::read(db, reading.today)?;
        let proposed = proposals(&reading, &setting)?;
        let proposal = proposed.iter().find(|it| it.row.id == args.visit_id);
        record::hand_out(db, &args, proposal.map(|it| it.row.reason))
    })?;
    desk(device)
}

pub fn cancel(device: &Device, args: VisitCancel) -> Answer<VisitsDeskView> {
    device.record_with(|db| record::cancel(db, &args))?;
    desk(device)
}

pub fn verify(device: &Device, args: VisitVerify) -> Answer<VisitsDeskView> {
    device.record_with(|db| record::verify(db, &args))?;
    desk(device)
}

fn show(device: &Device, db: &Connection, visit: Uuid, person: Option<Uuid>) -> Answer<VisitView> {
    let reading = Reading::new(db, device)?;
    let draft = load_draft(db, visit)?;
    let planned = reading.one(VisitId(visit))?;
    let person = person.or(draft.as_ref().and_then(|draft| draft.person));
    let row = match (planned, person) {
        (Some(row), _) => row,
        (None, Some(person)) => reading
            .unplanned(visit, PersonId(person))?
            .ok_or_else(|| Failure::not_found("Orang"))?,
        (None, None) => return Err(Failure::not_found("Kunjungan")),
    };
    let person = PersonId(row.person_id);
    let of_person = blob(person);
    let this = blob(visit);
    let earlier = reading.visits(
        "visits.person = :person AND visits.id <> :this AND made_on IS NOT NULL
         ORDER BY made_on DESC, value_at_ms DESC LIMIT 20",
        &[(":person", &of_person), (":this", &this)],
    )?;
    let (phone, house_no, access_note) = access(db, person)?;
    let registers = store::register_row(db, VisitId(visit))?;
    let value = registers.as_ref().and_then(|row| row.register(&r::VALUE));
    let winner = value.and_then(|register| register.winner());
    let returned = (row.standing == Standing::Returned)
        .then(|| store::returned(db, &reading.names, VisitId(visit)))
        .transpose()?;
    Ok(VisitView {
        phone,
        house_no,
        access_note,
        contacts: store::contacts(db, person)?,
        value: RegisterView {
            value: winner
                .and_then(|head| head.read::<VisitValue>())
                .map(|value| record::value_view(&value)),
            heads: record::heads(value.map(|it| it.head_ids()).unwrap_or_default()),
            in_conflict: value.is_some_and(|register| register.in_conflict()),
            changed_at_ms: winner.map(|head| head.at_ms),
            changed_by: winner.map(|head| reading.names.user(head.author)),
        },
        draft: draft.and_then(|draft| draft.value),
        returned: returned.flatten(),
        forms: forms(db, person, visit)?,
        colleagues: store::visitors(db)?,
        coordinator: store::coordinator(db)?,
        earlier,
        today: reading.today,
        row,
    })
}

fn forms(db: &Connection, person: PersonId, visit: Uuid) -> crate::store::Result<Vec<VisitForm>> {
    let mut forms = Vec::new();
    for code in checks::codes(db)? {
        let Some(form) = checks::form(db, &code)? else {
            continue;
        };
        let recorded = checks::of_person(db, person, &code)?;
        forms.push(VisitForm {
            title: form.definition().title.clone(),
            parts: form.definition().parts.len() as u32,
            recorded: recorded.iter().filter(|it| it.visit == visit).count() as u32,
            last_on: recorded.last().map(|it| it.date),
            form: code,
        });
    }
    Ok(forms)
}

fn access(db: &Connection, person: PersonId) -> crate::store::Result<(String, String, String)> {
    let sql = "SELECT phone, house_no, access_note FROM persons WHERE id = ?1";
    let found = db.prepare_cached(sql)?.query_row([blob(person)], |row| {
        Ok((
            row.get("phone")?,
            row.get("house_no")?,
            row.get("access_note")?,
        ))
    });
    match found {
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(Default::default()),
        found => Ok(found?),
    }
}

fn desk_view(device: &Device, db: &Connection) -> Answer<VisitsDeskView> {
    let reading = Reading::new(db, device)?;
    let setting = Setting::read(db, reading.today)?;
    let mut open = reading.visits("made_on IS NULL AND cancelled IS NULL", &[])?;
    open.sort_by_key(|it| (it.assigned_id.is_some(), it.standing, it.due, it.id));
    let mut made = reading.visits("made_on IS NOT NULL AND verified IS NOT 'verified'", &[])?;
    made.sort_by_key(|it| (it.made_on, it.id));
    let (returned, to_verify) = made
        .into_iter()
        .partition(|it| it.standing == Standing::Returned);
    let since = sql::day(reading.done_since());
    let verified = reading.visits(
        "verified = 'verified' AND :since <= made_on ORDER BY made_on DESC, verified_at_ms DESC",
        &[(":since", &since)],
    )?;
    Ok(VisitsDeskView {
        date: reading.today,
        now_ms: device.now_ms(db)?,
        proposed: proposals(&reading, &setting)?,
        open,
        to_verify,
        returned,
        verified,
        visitors: store::visitors(db)?,
    })
}
