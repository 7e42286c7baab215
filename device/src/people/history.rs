//! Everything that is known to have happened to a person.
//!
//! Of others a device has the values that stand; of its own user also those that were replaced since.

use std::collections::BTreeMap;

use rantang_core::deliveries::registers as delivery;
use rantang_core::enrolment::registers as enrolment;
use rantang_core::holds::registers as hold;
use rantang_core::ids::{OpId, PersonId, UserId};
use rantang_core::operation::{Envelope, Payload};
use rantang_core::people::registers as r;
use rantang_core::registers::{EntityKind, EntityRef, Head, RegisterName, Row};
use rusqlite::Connection;
use uuid::Uuid;

use super::index::PeopleIndex;
use super::names::Names;
use super::view::HistoryLine;
use super::{page, words};
use crate::store::sql::{self, blob};
use crate::store::{Error, Result, rows};
use crate::timeline::gather;

/// More registers of a person than one edit sets: the operation that registered them.
const REGISTERS_OF_EDIT_MAX: usize = 4;

/// Newest first.
pub(crate) fn history(
    db: &Connection,
    index: &PeopleIndex,
    person: PersonId,
    names: &Names<'_>,
) -> Result<Vec<HistoryLine>> {
    let entities = entities(db, index, person)?;
    let mut writings: BTreeMap<OpId, Writing> = BTreeMap::new();
    for entity in &entities {
        own(db, *entity, &mut writings)?;
    }
    for entity in &entities {
        if let Some(row) = rows::row(db, *entity)? {
            standing(&row, &mut writings);
        }
    }
    let mut lines: Vec<HistoryLine> = writings.values().map(|it| it.line(names)).collect();
    deliveries(db, index, person, names, &mut lines)?;
    answers(db, person, names, &mut lines)?;
    for id in index.ids_of(person) {
        gather::add(db, id, names, &mut lines)?;
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at_ms));
    Ok(lines)
}

/// What one operation wrote about the person.
struct Writing {
    at_ms: i64,
    author: UserId,
    /// Known of own operations.
    kind: Option<&'static str>,
    sets: BTreeMap<(EntityRef, RegisterName), Head>,
}

fn entities(db: &Connection, index: &PeopleIndex, person: PersonId) -> Result<Vec<EntityRef>> {
    let mut found = vec![
        EntityRef::new(EntityKind::Person, person),
        EntityRef::new(EntityKind::PersonCase, person),
    ];
    let enrolment = page::enrolment_of(db, index, person)?;
    found.extend(enrolment.map(|id| EntityRef::new(EntityKind::Enrolment, id)));
    found.extend(rows::owned_by(db, EntityKind::Contact, person)?);
    found.extend(rows::owned_by(db, EntityKind::Hold, person)?);
    Ok(found)
}

/// What this device recorded about an entity, replaced since or not.
fn own(db: &Connection, entity: EntityRef, writings: &mut BTreeMap<OpId, Writing>) -> Result<()> {
    let sql = "SELECT envelope, body, at_ms FROM log WHERE entity = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([blob(entity.id)])?;
    while let Some(row) = rows.next()? {
        let (envelope, body): (Vec<u8>, Vec<u8>) = (row.get("envelope")?, row.get("body")?);
        let unreadable = || Error::Unreadable("an operation of the log");
        let envelope = Envelope::decode(&envelope).map_err(|_| unreadable())?;
        let payload = Payload::decode(&envelope.kind, &body).map_err(|_| unreadable())?;
        let writing = writings.entry(envelope.op_id).or_insert_with(|| Writing {
            at_ms: 0,
            author: envelope.author,
            kind: Some(payload.kind()),
            sets: BTreeMap::new(),
        });
        writing.at_ms = row.get("at_ms")?;
        for effect in payload.effects(envelope.op_id) {
            let head = Head {
                op: envelope.op_id,
                author: envelope.author,
                at_ms: writing.at_ms,
                is_uncertain: false,
                value: effect.value,
            };
            writing.sets.insert((effect.entity, effect.register), head);
        }
    }
    Ok(())
}

/// The values that stand, whoever wrote them; their times are those that the server fixed.
fn standing(row: &Row, writings: &mut BTreeMap<OpId, Writing>) {
    for (name, register) in &row.registers {
        for head in register.heads() {
            let writing = writings.entry(head.op).or_insert_with(|| Writing {
                at_ms: head.at_ms,
                author: head.author,
                kind: None,
                sets: BTreeMap::new(),
            });
            writing.at_ms = head.at_ms;
            writing
                .sets
                .insert((row.entity, name.clone()), head.clone());
        }
    }
}

impl Writing {
    fn line(&self, names: &Names<'_>) -> HistoryLine {
        let (kind, text) = self.told(names);
        HistoryLine {
            at_ms: self.at_ms,
            by: names.user(self.author),
            kind: kind.to_owned(),
            outcome: None,
            wellbeing: None,
            text,
            visit: None,
            form: None,
        }
    }

    fn told(&self, names: &Names<'_>) -> (&'static str, String) {
        let kind = self.kind.unwrap_or_else(|| self.likely_kind());
        let text = match kind {
            "person.register" => self.texts(names, |name| *name == enrolment::MEMBERSHIP),
            "contact.remove" | "person.alias" => String::new(),
            "contact.set" | "hold.place" | "hold.end" | "life.say" => self.texts(names, |_| true),
            _ => self.labelled(names),
        };
        (kind, text)
    }

    /// The kind of an operation of which only values are known here.
    fn likely_kind(&self) -> &'static str {
        let of_person =
            |(entity, _): &&(EntityRef, RegisterName)| entity.kind == EntityKind::Person;
        if REGISTERS_OF_EDIT_MAX < self.sets.keys().filter(of_person).count() {
            return "person.register";
        }
        if self.sets.keys().any(|(_, name)| *name == r::LEFT) {
            return "person.move";
        }
        let kind_of = |(entity, name): &(EntityRef, RegisterName)| match entity.kind {
            EntityKind::Contact if *name == r::REMOVED => "contact.remove",
            EntityKind::Contact => "contact.set",
            EntityKind::Hold if *name == hold::ENDED => "hold.end",
            EntityKind::Hold => "hold.place",
            EntityKind::Enrolment => "enrolment.edit",
            EntityKind::Person if *name == r::LIFE => "life.say",
            EntityKind::Person if *name == r::ALIAS => "person.alias",
            _ => "person.edit",
        };
        self.sets.keys().next().map_or("person.edit", kind_of)
    }

    fn texts(&self, names: &Names<'_>, wanted: impl Fn(&RegisterName) -> bool) -> String {
        let texts =
            self.sets
                .iter()
                .filter(|((_, name), _)| wanted(name))
                .map(|((entity, name), head)| {
                    Some(words::register_text(entity.kind, name, head, names))
                });
        words::joined(texts)
    }

    /// "Alamat: RT 007 / RW 04. Telepon: 0812-3456-7890".
    fn labelled(&self, names: &Names<'_>) -> String {
        let parts: Vec<String> = self
            .sets
            .iter()
            .map(|((entity, name), head)| {
                let text = words::register_text(entity.kind, name, head, names);
                let text = if text.is_empty() {
                    "dikosongkan"
                } else {
                    &text
                };
                format!("{}: {text}", words::label(name))
            })
            .collect();
        parts.join(". ")
    }
}

fn deliveries(
    db: &Connection,
    index: &PeopleIndex,
    person: PersonId,
    names: &Names<'_>,
    lines: &mut Vec<HistoryLine>,
) -> Result<()> {
    let sql = "SELECT deliveries.*, delivery_cases.note FROM deliveries
               LEFT JOIN delivery_cases ON delivery_cases.id = deliveries.id
               WHERE person = ?1";
    let mut statement = db.prepare_cached(sql)?;
    for id in index.ids_of(person) {
        let mut found = statement.query([blob(id)])?;
        while let Some(row) = found.next()? {
            let delivery: Uuid = sql::id(row, "id")?;
            let outcome = Some(sql::from_code(row, "outcome")?);
            let received_by: String = row.get("received_by")?;
            let received_by = (!received_by.is_empty()).then(|| format!("diterima {received_by}"));
            let recorded = HistoryLine {
                at_ms: row.get("at_ms")?,
                by: names.user(sql::id(row, "courier")?),
                kind: "delivery.record".to_owned(),
                outcome,
                wellbeing: sql::maybe_from_code(row, "wellbeing")?,
                text: words::joined([received_by, row.get("note")?]),
                visit: None,
                form: None,
            };
            let changes = [
                ("corrected", delivery::VALUE, "delivery.correct"),
                ("retracted", delivery::RETRACTED, "delivery.retract"),
            ];
            for (column, register, kind) in changes {
                if !row.get::<_, bool>(column)? {
                    continue;
                }
                let entity = EntityRef::new(EntityKind::Delivery, delivery);
                let written = rows::row(db, entity)?.and_then(|row| rows::written(&row, &register));
                lines.extend(written.map(|(by, at_ms)| HistoryLine {
                    at_ms,
                    by: names.user(by),
                    kind: kind.to_owned(),
                    text: String::new(),
                    ..recorded.clone()
                }));
            }
            lines.push(recorded);
        }
    }
    Ok(())
}

/// What was done about alerts.
fn answers(
    db: &Connection,
    person: PersonId,
    names: &Names<'_>,
    lines: &mut Vec<HistoryLine>,
) -> Result<()> {
    let sql = "SELECT action, by, at_ms FROM alerts_ack WHERE person = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([blob(person)], |row| {
        Ok(HistoryLine {
            at_ms: row.get("at_ms")?,
            by: names.user(sql::id(row, "by")?),
            kind: "alert.acknowledge".to_owned(),
            outcome: None,
            wellbeing: None,
            text: row.get("action")?,
            visit: None,
            form: None,
        })
    })?;
    for line in found {
        lines.push(line?);
    }
    Ok(())
}
