//! `visits`: the commands of the screens, typed.

use std::collections::BTreeSet;

use chrono::Days;
use rantang_core::ids::VisitId;
use rantang_core::visits::VisitField;
use uuid::Uuid;

use super::args_visits::{
    AssignArgs, PlanArgs, ReturnArgs, VisitRecordArgs, VisitsCommand, VisitsListArgs,
};
use super::output::{Answer, document, table};
use crate::command::Failure;
use crate::device::Device;
use crate::platform::mint_uuid;
use crate::store::sql;
use crate::visits::view::{VisitRow, VisitValueView, VisitView, VisitsDeskView};
use crate::visits::{VisitGet, VisitHandOut, VisitRecord, VisitVerify, handlers};

type Told = Result<Answer, Failure>;

pub fn visits(device: &Device, command: &VisitsCommand) -> Told {
    match command {
        VisitsCommand::List(args) => list(device, args),
        VisitsCommand::Plan(args) => plan(device, args),
        VisitsCommand::Assign(args) => assign(device, args),
        VisitsCommand::Record(args) => record(device, args),
        VisitsCommand::Verify { visit } => {
            let verify = VisitVerify {
                visit_id: *visit,
                fields: BTreeSet::new(),
                note: String::new(),
            };
            handlers::verify(device, verify)?;
            one(device, *visit, "Sudah dicek")
        }
        VisitsCommand::Return(args) => give_back(device, args),
    }
}

fn list(device: &Device, args: &VisitsListArgs) -> Told {
    if !args.all {
        let mine = handlers::mine(device)?;
        let rows: Vec<&VisitRow> = mine.open.iter().chain(&mine.done).collect();
        let words = lines(&rows);
        return Ok(Answer::done(document(&mine), words));
    }
    let desk = handlers::desk(device)?;
    let words = lines(&everything(&desk));
    Ok(Answer::done(document(&desk), words))
}

fn everything(desk: &VisitsDeskView) -> Vec<&VisitRow> {
    let proposed = desk.proposed.iter().map(|it| &it.row);
    let rest = [&desk.open, &desk.to_verify, &desk.returned, &desk.verified];
    proposed.chain(rest.into_iter().flatten()).collect()
}

fn plan(device: &Device, args: &PlanArgs) -> Told {
    let visit_id = args
        .visit
        .unwrap_or_else(|| mint_uuid(&*device.platform.random));
    let plan = VisitHandOut {
        visit_id,
        person_id: args.person,
        purpose: args.purpose,
        due: args.due,
        assigned_to: args.to,
        note: args.note.clone(),
    };
    handlers::hand_out(device, plan)?;
    one(device, visit_id, "Direncanakan")
}

fn assign(device: &Device, args: &AssignArgs) -> Told {
    let desk = handlers::desk(device)?;
    let row = everything(&desk)
        .into_iter()
        .find(|row| row.id == args.visit)
        .ok_or_else(|| Failure::not_found("Kunjungan"))?;
    let tomorrow = desk.date.checked_add_days(Days::new(1));
    let hand_out = VisitHandOut {
        visit_id: row.id,
        person_id: row.person_id,
        purpose: row.purpose,
        due: args.due.or(row.due).or(tomorrow).unwrap_or(desk.date),
        assigned_to: args.to,
        note: row.note.clone(),
    };
    handlers::hand_out(device, hand_out)?;
    one(device, args.visit, "Dibagikan")
}

fn record(device: &Device, args: &VisitRecordArgs) -> Told {
    let visit_id = args
        .visit
        .unwrap_or_else(|| mint_uuid(&*device.platform.random));
    let get = VisitGet {
        visit_id,
        person_id: args.person,
    };
    let row = handlers::get(device, get)?.row;
    let purpose = if row.due.is_some() {
        row.purpose
    } else {
        args.purpose
    };
    let record = VisitRecord {
        visit_id,
        person_id: row.person_id,
        purpose,
        date: args.date,
        value: VisitValueView {
            outcome: Some(args.outcome),
            met: args.met.iter().copied().collect(),
            wellbeing: args.wellbeing,
            complaints: args.complaints.clone(),
            next: Some(args.next),
            next_on: args.next_on,
            next_by: args.next_by,
            note: args.note.clone(),
        },
    };
    handlers::record(device, record)?;
    one(device, visit_id, "Tersimpan di perangkat ini")
}

fn give_back(device: &Device, args: &ReturnArgs) -> Told {
    let fields = args.fields.iter().map(|text| match text.as_str() {
        "outcome" => VisitField::Outcome,
        "met" => VisitField::Met,
        "wellbeing" => VisitField::Wellbeing,
        "next" => VisitField::Next,
        "note" => VisitField::Note,
        question => VisitField::Question(question.to_owned()),
    });
    let give_back = VisitVerify {
        visit_id: args.visit,
        fields: fields.collect(),
        note: args.note.clone(),
    };
    handlers::verify(device, give_back)?;
    one(device, args.visit, "Mohon dilengkapi")
}

/// The visit as it stands now.
fn one(device: &Device, visit: Uuid, what: &str) -> Told {
    let view: VisitView = handlers::get(
        device,
        VisitGet {
            visit_id: VisitId(visit).0,
            person_id: None,
        },
    )?;
    let words = format!("{what}. Kunjungan {visit}: {}.", view.row.person_name);
    Ok(Answer::done(document(&view.row), words))
}

fn lines(rows: &[&VisitRow]) -> String {
    if rows.is_empty() {
        return "Tidak ada kunjungan.".to_owned();
    }
    let header = [
        "id", "nama", "RW", "RT", "tujuan", "sampai", "keadaan", "petugas", "hasil",
    ];
    let mut all = vec![header.map(str::to_owned).to_vec()];
    all.extend(rows.iter().map(|row| {
        vec![
            row.id.to_string(),
            row.person_name.clone(),
            row.rw.clone(),
            row.rt.clone(),
            sql::code(&row.purpose),
            row.due.map(|due| due.to_string()).unwrap_or_default(),
            sql::code(&row.standing),
            row.visitor
                .clone()
                .or(row.assigned_to.clone())
                .unwrap_or_default(),
            row.outcome
                .map(|outcome| sql::code(&outcome))
                .unwrap_or_default(),
        ]
    }));
    table(&all)
}
