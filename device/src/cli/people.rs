//! `people list` and `people show`.

use rantang_core::identity::nik;
use rantang_core::places::{Rt, Rw};
use rusqlite::{Connection, Row, ToSql};
use serde_json::{Value, json};
use uuid::Uuid;

use super::args_people::PeopleArgs;
use super::output::{Answer, table};
use crate::command::Failure;
use crate::device::Device;
use crate::store::sql::{self, blob};
use crate::store::{Error, Result, search};

const COLUMNS: &str = "persons.id, persons.name, persons.nickname, persons.birth_date,
    persons.birth_precision, persons.sex, persons.kelurahan, persons.rw, persons.rt, persons.gang,
    persons.house_no, persons.landmark, persons.life, person_cases.nik, person_cases.nik_status,
    enrolments.status, enrolments.route, routes.name AS route_name
    FROM persons
    LEFT JOIN person_cases ON person_cases.id = persons.id
    LEFT JOIN enrolments ON enrolments.id =
        (SELECT id FROM enrolments WHERE person = persons.id
         ORDER BY membership_at_ms DESC NULLS LAST, membership_op DESC LIMIT 1)
    LEFT JOIN routes ON routes.id = enrolments.route";

pub fn list(device: &Device, args: &PeopleArgs) -> std::result::Result<Answer, Failure> {
    let people = device.read::<_, Error>(|db| people(db, args))?;
    let mut rows = vec![
        ["id", "nama", "lahir", "RW", "RT", "rute"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(people.iter().map(|person| {
        ["id", "name", "birth_date", "rw", "rt", "route_name"]
            .map(|key| person[key].as_str().unwrap_or_default().to_owned())
            .to_vec()
    }));
    let words = if people.is_empty() {
        "Tidak ada yang cocok.".to_owned()
    } else {
        table(&rows)
    };
    Ok(Answer::done(Value::Array(people), words))
}

fn people(db: &Connection, args: &PeopleArgs) -> Result<Vec<Value>> {
    let mut wanted = "persons.alias_of IS NULL".to_owned();
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    if let Some(expression) = search::expression(db, &args.search)? {
        wanted += " AND persons.n IN (SELECT rowid FROM persons_words WHERE persons_words MATCH ?)";
        values.push(Box::new(expression));
    }
    if let Some(route) = args.route {
        wanted += " AND enrolments.route = ?";
        values.push(Box::new(blob(route)));
    }
    values.push(Box::new(args.limit.map_or(-1, i64::from)));
    let sql =
        format!("SELECT {COLUMNS} WHERE {wanted} ORDER BY persons.sort_name, persons.id LIMIT ?");
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map(rusqlite::params_from_iter(values), document)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Shape fixed: scripts of offices read it.
fn document(row: &Row<'_>) -> rusqlite::Result<Value> {
    let nik: Option<String> = row.get("nik")?;
    let rw: Option<u16> = row.get("rw")?;
    let rt: Option<u16> = row.get("rt")?;
    Ok(json!({
        "id": sql::id::<Uuid>(row, "id")?,
        "name": row.get::<_, String>("name")?,
        "nickname": row.get::<_, String>("nickname")?,
        "nik_masked": nik.map(|nik| masked(&nik)),
        "nik_status": row.get::<_, Option<String>>("nik_status")?,
        "birth_date": row.get::<_, Option<String>>("birth_date")?,
        "birth_date_precision": row.get::<_, Option<String>>("birth_precision")?,
        "sex": row.get::<_, Option<String>>("sex")?,
        "kelurahan_code": row.get::<_, Option<String>>("kelurahan")?,
        "rw": rw.and_then(|rw| Rw::new(rw).ok()).map(|rw| rw.to_string()),
        "rt": rt.and_then(|rt| Rt::new(rt).ok()).map(|rt| rt.to_string()),
        "gang": row.get::<_, String>("gang")?,
        "house_no": row.get::<_, String>("house_no")?,
        "landmark": row.get::<_, String>("landmark")?,
        "life": row.get::<_, String>("life")?,
        "status": row.get::<_, Option<String>>("status")?,
        "route_id": sql::maybe_id::<Uuid>(row, "route")?,
        "route_name": row.get::<_, Option<String>>("route_name")?,
    }))
}

/// Whole numbers are shown on no screen and in no list.
fn masked(nik: &str) -> String {
    nik::mask(nik)
}

pub fn show(device: &Device, person: Uuid) -> std::result::Result<Answer, Failure> {
    let shown = device.read::<_, Error>(|db| one(db, person))?;
    let document = shown.ok_or_else(|| Failure::not_found("Orang"))?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (key, value) in document.as_object().into_iter().flatten() {
        let text = match value {
            Value::Null => continue,
            Value::String(text) if text.is_empty() => continue,
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        rows.push(vec![key.clone(), text]);
    }
    Ok(Answer::done(document, table(&rows)))
}

fn one(db: &Connection, person: Uuid) -> Result<Option<Value>> {
    let sql = format!("SELECT {COLUMNS} WHERE persons.id = ?1");
    let mut statement = db.prepare_cached(&sql)?;
    let mut found = statement.query_map([blob(person)], document)?;
    let Some(found) = found.next().transpose()? else {
        return Ok(None);
    };
    let mut document = found;
    let contacts = "SELECT id, name, relation, phone, hint, may_receive FROM contacts
                    WHERE person = ?1 ORDER BY name, id";
    document["contacts"] = collect(db, contacts, person, |row| {
        Ok(json!({
            "id": sql::id::<Uuid>(row, "id")?,
            "name": row.get::<_, String>("name")?,
            "relation": row.get::<_, String>("relation")?,
            "phone": row.get::<_, String>("phone")?,
            "hint": row.get::<_, String>("hint")?,
            "may_receive": row.get::<_, bool>("may_receive")?,
        }))
    })?;
    let holds = "SELECT id, reason, from_date, until_date, ended_on, note FROM holds
                 WHERE person = ?1 ORDER BY from_date DESC, id";
    document["holds"] = collect(db, holds, person, |row| {
        Ok(json!({
            "id": sql::id::<Uuid>(row, "id")?,
            "reason": row.get::<_, String>("reason")?,
            "from": row.get::<_, String>("from_date")?,
            "until": row.get::<_, Option<String>>("until_date")?,
            "ended_on": row.get::<_, Option<String>>("ended_on")?,
            "note": row.get::<_, String>("note")?,
        }))
    })?;
    Ok(Some(document))
}

fn collect(
    db: &Connection,
    sql: &str,
    person: Uuid,
    read: fn(&Row<'_>) -> rusqlite::Result<Value>,
) -> Result<Value> {
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([blob(person)], read)?;
    Ok(Value::Array(found.collect::<rusqlite::Result<_>>()?))
}
