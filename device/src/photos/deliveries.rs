//! Proof of delivery as a coordinator looks it through: of a day or of a person.

use chrono::NaiveDate;
use rantang_core::deliveries::OffListDoor;
use rantang_core::deliveries::outcome::Outcome;
use rantang_core::ids::{DeliveryId, PersonId, UserId};
use rantang_core::photos::{Entry, Proof, Subject};
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::commands::PhotosDeliveries;
use super::store;
use super::view::{DeliveryPhotos, DeliveryPhotosView, PhotoState};
use crate::command::Failure;
use crate::device::Device;
use crate::people::names::Names;
use crate::people::setting::Setting;
use crate::store::Result;
use crate::store::sql::{self, blob};

/// Of a person no more are shown: about a year of meals, if each were photographed.
const OF_PERSON_MAX: u32 = 500;

const COLUMNS: &str = "SELECT deliveries.id, deliveries.at_ms, deliveries.date, deliveries.courier,
        deliveries.outcome, deliveries.door, runs.route,
        COALESCE(persons.alias_of, deliveries.person) AS canonical
    FROM deliveries
    LEFT JOIN persons ON persons.id = deliveries.person
    LEFT JOIN runs ON runs.id = deliveries.run
    WHERE deliveries.retracted = 0";

struct Delivery {
    id: Uuid,
    at_ms: i64,
    date: NaiveDate,
    courier: UserId,
    outcome: Outcome,
    door: Option<OffListDoor>,
    route: Option<Uuid>,
    person: Option<PersonId>,
}

pub fn list(
    device: &Device,
    args: &PhotosDeliveries,
) -> std::result::Result<DeliveryPhotosView, Failure> {
    device.read(|db| {
        let names = Names::read(db)?;
        let date = match args.date {
            Some(date) => date,
            None => device.today(db)?,
        };
        let found = match args.person_id {
            Some(person) => of_person(db, PersonId(person))?,
            None => of_day(db, date)?,
        };
        let proof = proof(db, date)?;
        let mut deliveries = Vec::new();
        for delivery in &found {
            let is_asked = args.person_id.is_none() && is_asked(proof, delivery);
            deliveries.extend(beside(db, &names, delivery, is_asked)?);
        }
        let person = args.person_id.map(PersonId);
        let person_name = person.map(|it| names.person(it)).transpose()?.flatten();
        Ok(DeliveryPhotosView {
            date,
            person_name,
            deliveries,
        })
    })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        id: sql::id(row, "id")?,
        at_ms: row.get("at_ms")?,
        date: sql::date(row, "date")?,
        courier: sql::id(row, "courier")?,
        outcome: sql::from_code(row, "outcome")?,
        door: sql::maybe_value(row, "door")?,
        route: sql::maybe_id(row, "route")?,
        person: sql::maybe_id(row, "canonical")?,
    })
}

/// Every attempt, latest first.
fn of_day(db: &Connection, date: NaiveDate) -> Result<Vec<Delivery>> {
    let sql =
        format!("{COLUMNS} AND deliveries.date = ?1 ORDER BY deliveries.at_ms DESC, deliveries.op");
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map([sql::day(date)], read)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Those that have something beside them, under any id of the person, latest first.
fn of_person(db: &Connection, person: PersonId) -> Result<Vec<Delivery>> {
    let sql = format!(
        "{COLUMNS} AND deliveries.person IN (SELECT id FROM persons WHERE id = ?1 OR alias_of = ?1)
           AND EXISTS (SELECT 1 FROM photos WHERE photos.entity = deliveries.id
                       AND photos.kind = 'delivery')
         ORDER BY deliveries.at_ms DESC, deliveries.op LIMIT ?2"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map((blob(person), OF_PERSON_MAX), read)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn proof(db: &Connection, date: NaiveDate) -> std::result::Result<Proof, Failure> {
    let period = Setting::read(db, date)?.period;
    Ok(period.map(|(_, terms)| terms.proof).unwrap_or_default())
}

fn is_asked(proof: Proof, delivery: &Delivery) -> bool {
    let asks = |person| proof.asks_at(person, delivery.date);
    delivery.outcome.is_handed_over() && delivery.person.is_some_and(asks)
}

/// `None`: nothing stands there, and nothing was asked for.
fn beside(
    db: &Connection,
    names: &Names<'_>,
    delivery: &Delivery,
    is_asked: bool,
) -> Result<Option<DeliveryPhotos>> {
    let mut beside = DeliveryPhotos {
        delivery_id: delivery.id,
        at_ms: delivery.at_ms,
        date: delivery.date,
        person_id: delivery.person.map(|it| it.0),
        name: name(names, delivery)?,
        route_id: delivery.route,
        route_name: names.route_text(delivery.route.map(Into::into)),
        courier_name: names.user(delivery.courier),
        outcome: delivery.outcome,
        photos: 0,
        coming: 0,
        parafs: 0,
        declined: false,
    };
    for attached in store::of(db, Subject::Delivery(DeliveryId(delivery.id)))? {
        match attached.entry {
            Entry::Photo(photo) => {
                beside.photos += 1;
                let state = store::state_of(db, &photo, None)?;
                beside.coming += u32::from(state == PhotoState::Coming);
            }
            Entry::Paraf(_) => beside.parafs += 1,
            Entry::Declined => beside.declined = true,
            Entry::Removed => {}
        }
    }
    let is_empty = beside.photos == 0 && beside.parafs == 0 && !beside.declined;
    Ok((!is_empty || is_asked).then_some(beside))
}

fn name(names: &Names<'_>, delivery: &Delivery) -> Result<String> {
    let known = match delivery.person {
        Some(person) => names.person(person)?,
        None => None,
    };
    let off_list = || delivery.door.as_ref().map(|door| door.name.to_string());
    Ok(known.or_else(off_list).unwrap_or_default())
}
