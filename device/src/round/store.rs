//! What a round asks of the view beside the day itself.

use chrono::NaiveDate;
use rantang_core::ids::DeliveryId;
use rantang_core::runs::Sitting;
use rusqlite::{Connection, OptionalExtension};

use crate::store::Result;
use crate::store::sql::{self, blob};

/// The date and sitting of a delivery; `None`: it is not in the view.
pub fn round_of(db: &Connection, delivery: DeliveryId) -> Result<Option<(NaiveDate, Sitting)>> {
    let mut statement = db.prepare_cached("SELECT date, sitting FROM deliveries WHERE id = ?1")?;
    let found = statement
        .query_row([blob(delivery)], |row| {
            Ok((sql::date(row, "date")?, sql::from_code(row, "sitting")?))
        })
        .optional()?;
    Ok(found)
}
