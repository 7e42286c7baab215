//! Deliveries whose phone could not tell the date: its clock may be off by more than a day.

use chrono::NaiveDate;
use rantang_core::ids::{DeliveryId, PersonId, derived};
use rusqlite::Connection;

use super::deliveries::since;
use super::view::{ReviewBody, ReviewItem};
use crate::people::names::Names;
use crate::store::Result;
use crate::store::sql::{self, day};

pub(super) fn items(
    db: &Connection,
    today: NaiveDate,
    names: &Names<'_>,
) -> Result<Vec<ReviewItem>> {
    let sql = "SELECT id, at_ms, date, person, outcome, courier FROM deliveries
               WHERE uncertain = 1 AND retracted = 0 AND ?1 <= date ORDER BY date DESC, id";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([day(since(today))])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let delivery: DeliveryId = sql::id(row, "id")?;
        let person: Option<PersonId> = sql::maybe_id(row, "person")?;
        items.push(ReviewItem {
            id: derived("uncertain_date", &[delivery.as_bytes()]),
            person_id: person.map(|person| person.0),
            person_name: match person {
                Some(person) => names.person(person)?,
                None => None,
            },
            at_ms: row.get("at_ms")?,
            body: ReviewBody::UncertainDate {
                delivery_id: delivery.0,
                date: sql::date(row, "date")?,
                outcome: sql::from_code(row, "outcome")?,
                by: names.user(sql::id(row, "courier")?),
            },
        });
    }
    Ok(items)
}
