//! What people do with a camera: at a door, at a visit, and when they think better of it.

use anyhow::Context;
use rantang_core::ids::{DeliveryId, OpId, PersonId, VisitId};
use rantang_core::operation::SALT_BYTES;
use rantang_core::photos::operations::{Attach, Decline, Remove};
use rantang_core::photos::{Entry, Subject};
use rantang_core::registers::EntityKind;
use rantang_core::staff::Role;
use rantang_device::store::{Error, rows};
use rusqlite::Connection;
use uuid::Uuid;

use super::{Act, Done, Eyes, short};
use crate::simulation::draws::Draws;
use crate::simulation::model::Means;
use crate::simulation::setting::{Holder, set};

/// A record on the screen that its viewer may photograph.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    pub subject: Subject,
    pub person: Option<PersonId>,
    /// The person may have left this phone while the record still waits on it.
    pub is_known: bool,
}

/// Whoever records deliveries or visits also photographs them.
pub fn before_the_camera(
    db: &Connection,
    holder: &Holder,
    draws: &mut Draws,
) -> Result<Option<Before>, Error> {
    let deliveries = "SELECT id, 0 FROM deliveries WHERE retracted = 0";
    let visits = "SELECT id, 1 FROM visits";
    let sql = match holder.role {
        Role::Kurir => format!("{deliveries} ORDER BY id"),
        Role::Psm => format!("{visits} ORDER BY id"),
        _ => format!("{deliveries} UNION ALL {visits} ORDER BY id"),
    };
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map([], |row| {
        let id = Uuid::from_bytes(row.get(0)?);
        Ok(match row.get(1)? {
            0 => Subject::Delivery(DeliveryId(id)),
            _ => Subject::Visit(VisitId(id)),
        })
    })?;
    let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
    let Some(subject) = draws.pick_any(&found) else {
        return Ok(None);
    };
    shown(db, subject)
}

fn shown(db: &Connection, subject: Subject) -> Result<Option<Before>, Error> {
    let Some(row) = rows::row(db, subject.entity())? else {
        return Ok(None);
    };
    let is_known = match row.owner {
        Some(person) => db
            .prepare_cached("SELECT 1 FROM persons WHERE id = ?1")?
            .exists([person.as_bytes()])?,
        None => true,
    };
    Ok(Some(Before {
        subject,
        person: row.owner,
        is_known,
    }))
}

/// What the device recorded of a photo, as the model hears of it: by the hashes in its own words.
pub fn photographed(db: &Connection, op: OpId, before: Before) -> anyhow::Result<Act> {
    let sql = "SELECT body FROM log WHERE op_id = ?1";
    let body: Vec<u8> = db.query_row(sql, [op.as_bytes()], |row| row.get(0))?;
    let payload = body.get(SALT_BYTES..).context("a body without a salt")?;
    let attach: Attach = ciborium::from_reader(payload)?;
    let photo = &attach.photo;
    let means = Means::Photo([*photo.full.hash, *photo.thumbnail.hash]);
    let told = format!("photographs {}", whose(before));
    let entry = Entry::Photo(photo.clone());
    Ok(about(before, told, attach.clone(), &entry, means, vec![]))
}

impl Eyes<'_> {
    pub fn decline_photo(&self, draws: &mut Draws) -> Done {
        let Some(before) = before_the_camera(self.db, self.holder, draws)? else {
            return Ok(None);
        };
        let draft = Decline {
            subject: before.subject,
            person: before.person,
        };
        let told = format!("does not photograph {}", whose(before));
        let (entry, means) = (Entry::Declined, Means::Nothing);
        Ok(Some(about(before, told, draft, &entry, means, vec![])))
    }

    /// One of their own.
    pub fn remove_photo(&self, draws: &mut Draws) -> Done {
        let sql = "SELECT op, kind, entity FROM photos
                   WHERE entry = 'photo' AND author = ?1 ORDER BY op";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement.query_map([self.holder.user.as_bytes()], |row| {
            let id = Uuid::from_bytes(row.get(2)?);
            let kind: String = row.get(1)?;
            let subject = match EntityKind::from_code(&kind) {
                Some(EntityKind::Visit) => Subject::Visit(VisitId(id)),
                _ => Subject::Delivery(DeliveryId(id)),
            };
            Ok((OpId::from_bytes(row.get(0)?), subject))
        })?;
        let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
        let Some((photo, subject)) = draws.pick_any(&found) else {
            return Ok(None);
        };
        let Some(before) = shown(self.db, subject)? else {
            return Ok(None);
        };
        let draft = Remove {
            subject,
            person: before.person,
            saw: vec![photo],
        };
        let told = format!("takes a photo of {} away", whose(before));
        let (entry, means) = (Entry::Removed, Means::Nothing);
        Ok(Some(about(before, told, draft, &entry, means, vec![photo])))
    }
}

fn about(
    before: Before,
    told: String,
    draft: impl Into<rantang_device::Draft>,
    entry: &Entry,
    means: Means,
    saw: Vec<OpId>,
) -> Act {
    let on = before.subject.entity();
    let said = set((on.kind, on.id), before.person, "photos", entry, means, saw);
    Act {
        may_be_set_aside: !before.is_known,
        ..Act::new(told, draft, vec![said])
    }
}

fn whose(before: Before) -> String {
    before
        .person
        .map_or_else(|| "a door off the list".to_owned(), short)
}
