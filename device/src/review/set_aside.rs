//! Own operations that the server stored and set aside.

use rantang_core::ids::{PersonId, derived};
use rantang_core::operation::{Envelope, Payload};
use rusqlite::Connection;

use super::view::{ReviewBody, ReviewItem};
use crate::log::LogState;
use crate::people::names::Names;
use crate::store::{Error, Result};

pub(super) fn items(db: &Connection, names: &Names<'_>) -> Result<Vec<ReviewItem>> {
    let sql = "SELECT envelope, body, cause, at_ms FROM log
               WHERE state <> 1 AND state = ?1 ORDER BY seq DESC";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([LogState::Quarantined.code()])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let (envelope, body): (Vec<u8>, Vec<u8>) = (row.get("envelope")?, row.get("body")?);
        let envelope = Envelope::decode(&envelope)
            .map_err(|_| Error::Unreadable("an operation of the log"))?;
        let person = person_of(&envelope, &body);
        let cause: Option<String> = row.get("cause")?;
        items.push(ReviewItem {
            id: derived("set_aside", &[envelope.op_id.as_bytes()]),
            person_id: person.map(|person| person.0),
            person_name: match person {
                Some(person) => names.person(person)?,
                None => None,
            },
            at_ms: row.get("at_ms")?,
            body: ReviewBody::Quarantined {
                operation_id: envelope.op_id.0,
                kind_code: envelope.kind,
                reason: reason(cause.as_deref().unwrap_or_default()).to_owned(),
                by: names.user(envelope.author),
            },
        });
    }
    Ok(items)
}

fn person_of(envelope: &Envelope, body: &[u8]) -> Option<PersonId> {
    let payload = Payload::decode(&envelope.kind, body).ok()?;
    payload
        .effects(envelope.op_id)
        .iter()
        .find_map(|effect| effect.owner())
}

/// The server's codes, in words for the coordinator.
fn reason(cause: &str) -> &'static str {
    match cause {
        "malformed" => "Isinya tidak bisa dibaca server.",
        "wrong_author" => "Ditulis dengan nama pengguna lain di perangkat ini.",
        "not_permitted" => "Peran penulisnya tidak bisa mencatat ini.",
        "out_of_scope" => "Penulisnya tidak bertugas di wilayah atau rute ini.",
        "revoked" => "Hak perangkat ini sudah dicabut.",
        "id_reused" => "Nomor catatan ini sudah dipakai catatan lain.",
        _ => "Server menyisihkan catatan ini.",
    }
}
