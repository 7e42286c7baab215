//! `run start`, `run finish` and `run list`.

use rantang_core::day::listing::sittings;
use rantang_core::ids::RouteId;
use rantang_core::runs::Sitting;
use rantang_core::staff::Role;
use serde_json::{Value, json};

use super::args::{FinishArgs, RunArgs, RunListArgs};
use super::output::{Answer, table};
use crate::command::Failure;
use crate::day::{DayModel, DayQuery, RouteDay, Routes, load_day};
use crate::device::{Device, author};
use crate::round::doors::doors;
use crate::round::view::{DoorState, DoorView, RoundView};
use crate::round::{RunFinish, RunStart, handlers};
use crate::store::sql;

pub fn start(device: &Device, args: &RunArgs) -> Result<Answer, Failure> {
    let round = handlers::start(
        device,
        RunStart {
            date: args.date,
            sitting: args.sitting,
        },
    )?;
    Ok(told("Antaran dimulai", &round))
}

pub fn finish(device: &Device, args: &FinishArgs) -> Result<Answer, Failure> {
    let round = handlers::finish(
        device,
        RunFinish {
            date: args.run.date,
            sitting: args.run.sitting,
            boxes_back: args.back,
            note: args.note.clone(),
        },
    )?;
    Ok(told("Antaran selesai", &round))
}

fn told(what: &str, round: &RoundView) -> Answer {
    let document = json!({
        "date": round.date,
        "sitting": round.sitting,
        "route_id": round.route_id,
        "state": round.state,
        "doors_total": round.doors_total,
        "doors_done": round.doors_done,
        "boxes_left": round.boxes.left,
        "started_at_ms": round.started_at_ms,
        "finished_at_ms": round.finished_at_ms,
    });
    let words = format!(
        "{what}: {}, {} dari {} pintu, sisa {} kotak.",
        round.route_name, round.doors_done, round.doors_total, round.boxes.left
    );
    Answer::done(document, words)
}

pub fn list(device: &Device, args: &RunListArgs) -> Result<Answer, Failure> {
    let listed = device.read(|db| {
        let who = author(db)?;
        let plans = who.roles.iter().any(|role| *role != Role::Kurir);
        let day = load_day(
            db,
            &DayQuery {
                date: args.date.map_or_else(|| device.today(db), Ok)?,
                kelurahan: who.area,
                routes: if plans {
                    Routes::All
                } else {
                    Routes::Of(who.user)
                },
                tried: device.tried(db)?,
            },
        )?;
        Ok::<_, Failure>(documents(&day, args))
    })?;
    let mut rows = vec![
        ["no", "nama", "RT/RW", "patokan", "keadaan pintu"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(listed.iter().map(|door| {
        let text = |key: &str| door[key].as_str().unwrap_or_default().to_owned();
        vec![
            door["no"].to_string(),
            text("name"),
            format!("{}/{}", text("rt"), text("rw")),
            text("landmark"),
            match text("outcome").as_str() {
                "" => text("state"),
                outcome => format!("{}: {outcome}", text("state")),
            },
        ]
    }));
    let words = if listed.is_empty() {
        "Tidak ada pintu di daftar hari itu.".to_owned()
    } else {
        table(&rows)
    };
    Ok(Answer::done(Value::Array(listed), words))
}

fn documents(day: &DayModel, args: &RunListArgs) -> Vec<Value> {
    let wanted = |sitting: &Sitting| args.sitting.is_none_or(|only| only == *sitting);
    let routes = day
        .routes
        .iter()
        .filter(|route| args.route.is_none_or(|only| RouteId(only) == route.route))
        // What somebody else carries is listed where it is asked for.
        .filter(|route| args.route.is_some() || route.covered.is_none());
    let mut all = Vec::new();
    for route in routes {
        for sitting in sittings(day.ramadan()).iter().copied().filter(wanted) {
            let mut doors = doors(day, route, sitting);
            doors.sort_by_key(|door| door.no);
            all.extend(doors.iter().map(|door| document(route, sitting, door)));
        }
    }
    all
}

/// Shape fixed: scripts of offices read it.
fn document(route: &RouteDay, sitting: Sitting, door: &DoorView) -> Value {
    let (state, outcome, at_ms) = match &door.state {
        DoorState::Waiting => ("waiting", None, None),
        DoorState::Retry { outcome, at_ms } => ("retry", Some(outcome), Some(at_ms)),
        DoorState::Done { outcome, at_ms } => ("done", Some(outcome), Some(at_ms)),
        DoorState::Held { .. } => ("held", None, None),
    };
    let last = door.attempts.last();
    json!({
        "no": door.no,
        "id": door.id,
        "person_id": door.person_id,
        "name": if door.has_moved { "Penerima pindah rute" } else { &door.name },
        "rt": door.rt,
        "rw": door.rw,
        "gang": door.gang,
        "landmark": door.landmark,
        "boxes": door.boxes,
        "special_diet": door.diet.is_some(),
        "route_id": route.route,
        "route_name": route.name,
        "sitting": sitting,
        "state": state,
        "outcome": outcome,
        "at_ms": at_ms,
        "wellbeing": last.and_then(|attempt| attempt.wellbeing),
        "received_by": last.map(|attempt| attempt.received_by.clone()),
        "delivery_id": last.map(|attempt| attempt.delivery_id),
        "attempts": door.attempts.len(),
        "send_state": door.send_state.map(|state| sql::code(&state)),
    })
}
