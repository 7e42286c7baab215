//! `routes` and `status`.

use rusqlite::Connection;
use serde_json::{Value, json};
use uuid::Uuid;

use super::output::{Answer, table};
use crate::command::Failure;
use crate::device::Device;
use crate::log;
use crate::session;
use crate::store::sql;
use crate::store::{Error, Result, facts};

pub fn routes(device: &Device) -> std::result::Result<Answer, Failure> {
    let routes = device.read::<_, Error>(read_routes)?;
    let mut rows = vec![
        ["id", "rute", "kurir", "penerima"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(routes.iter().map(|route| {
        let text = |key: &str| route[key].as_str().unwrap_or("-").to_owned();
        vec![
            text("id"),
            text("name"),
            text("courier_name"),
            route["people"].to_string(),
        ]
    }));
    let words = if routes.is_empty() {
        "Belum ada rute.".to_owned()
    } else {
        table(&rows)
    };
    Ok(Answer::done(Value::Array(routes), words))
}

fn read_routes(db: &Connection) -> Result<Vec<Value>> {
    let sql = "SELECT routes.id, routes.name, routes.kelurahan, routes.courier, users.full_name,
                   (SELECT count(DISTINCT person) FROM enrolments
                    WHERE route = routes.id AND status IN ('active', 'suspended')) AS people
               FROM routes LEFT JOIN users ON users.id = routes.courier
               ORDER BY routes.name, routes.id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([], |row| {
        Ok(json!({
            "id": sql::id::<Uuid>(row, "id")?,
            "name": row.get::<_, String>("name")?,
            "kelurahan_code": row.get::<_, String>("kelurahan")?,
            "courier_id": sql::maybe_id::<Uuid>(row, "courier")?,
            "courier_name": row.get::<_, Option<String>>("full_name")?,
            "people": row.get::<_, u32>("people")?,
        }))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub fn status(device: &Device) -> std::result::Result<Answer, Failure> {
    let session = session::get(device)?;
    let document = device.read::<_, Error>(|db| {
        let tally = log::tally(db)?;
        let pairing = facts::PAIRING.get(db)?;
        Ok(json!({
            "paired": pairing.is_some(),
            "server": pairing.as_ref().map(|pairing| pairing.url.clone()),
            "user": session.user.as_ref().map(|user| user.full_name.clone()),
            "user_id": session.user.as_ref().map(|user| user.id),
            "kelurahan_code": session.user.as_ref().map(|user| user.kelurahan_code.clone()),
            "operations": tally.operations,
            "pending": tally.pending,
            "held": tally.held,
            "quarantined": tally.quarantined,
            "conflicts": count(db, "conflicts")?,
            "people": count(db, "persons")?,
            "deliveries": count(db, "deliveries")?,
            "scopes": count(db, "scopes")?,
            "receipt_code": facts::SAFE.get(db)?.flatten().map(|safe| safe.code.to_string()),
            "today": session.today,
            "clock_offset_ms": session.clock_offset_ms,
            "last_sent_at_ms": facts::LAST_SENT_AT_MS.get(db)?,
            "last_pulled_at_ms": facts::LAST_PULLED_AT_MS.get(db)?,
        }))
    })?;
    let words = match &session.user {
        None => {
            "Perangkat ini belum dipasangkan. Jalankan: rantang-device pair UNDANGAN".to_owned()
        }
        Some(user) => format!(
            "{} ({}). {} catatan, belum terkirim {}, perlu dicek {}, dua versi {}. {} penerima di sini.",
            user.full_name,
            user.kelurahan_name,
            document["operations"],
            document["pending"],
            document["held"].as_u64().unwrap_or(0) + document["quarantined"].as_u64().unwrap_or(0),
            document["conflicts"],
            document["people"],
        ),
    };
    Ok(Answer::done(document, words))
}

fn count(db: &Connection, table: &'static str) -> Result<u32> {
    let sql = format!("SELECT count(*) FROM {table}");
    Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}
