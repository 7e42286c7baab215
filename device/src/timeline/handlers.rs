//! The command of the timeline.

use rantang_core::ids::PersonId;
use rusqlite::Connection;

use super::commands::TimelineGet;
use super::view::{TimelineLine, TimelineMember, TimelineView};
use crate::command::Failure;
use crate::device::Device;
use crate::people::history::history;
use crate::people::index::PeopleIndex;
use crate::people::load::Who;
use crate::people::names::Names;
use crate::store::Result;
use crate::store::sql::{self, blob};

const LIMIT_MAX: u32 = 200;
/// More people at one address than this is a boarding house, not a household.
const MEMBERS_MAX: i64 = 12;

pub fn get(device: &Device, args: &TimelineGet) -> std::result::Result<TimelineView, Failure> {
    if LIMIT_MAX < args.limit {
        return Err(Failure::bad_request(format!(
            "limit paling banyak {LIMIT_MAX}"
        )));
    }
    device.read(|db| {
        let today = device.today(db)?;
        let asked = PersonId(args.person_id);
        let index = PeopleIndex::read(db, today, Who::These(&[asked]))?;
        let person = index.canonical(asked);
        let names = Names::read(db)?;
        let Some(name) = names.person(person)? else {
            return Err(Failure::not_found("Orang"));
        };
        let mut members = vec![TimelineMember {
            person_id: person.0,
            name,
        }];
        for other in household(db, person)? {
            let name = names.person(other)?.unwrap_or_default();
            members.push(TimelineMember {
                person_id: other.0,
                name,
            });
        }
        let shown = if args.household { members.len() } else { 1 };
        let mut lines = Vec::new();
        for member in &members[..shown] {
            let id = PersonId(member.person_id);
            let index = PeopleIndex::read(db, today, Who::These(&[id]))?;
            let of = history(db, &index, id, &names)?;
            lines.extend(of.into_iter().map(|line| TimelineLine {
                person_id: id.0,
                line,
            }));
        }
        lines.sort_by_key(|it| std::cmp::Reverse(it.line.at_ms));
        Ok(TimelineView {
            members,
            total: lines.len() as u32,
            lines: lines
                .into_iter()
                .skip(args.offset as usize)
                .take(args.limit as usize)
                .collect(),
        })
    })
}

/// The others at the same door, and those on the same family card.
fn household(db: &Connection, person: PersonId) -> Result<Vec<PersonId>> {
    let sql =
        "SELECT p.id FROM persons me JOIN persons p ON p.kelurahan = me.kelurahan AND p.rw = me.rw
                   AND p.rt = me.rt AND p.gang = me.gang AND p.house_no = me.house_no
               WHERE me.id = ?1 AND me.gang <> '' AND me.house_no <> '' AND p.id <> me.id
                   AND p.alias_of IS NULL
               UNION
               SELECT p.id FROM person_cases mine JOIN person_cases c ON c.kk = mine.kk
                   JOIN persons p ON p.id = c.id
               WHERE mine.id = ?1 AND mine.kk IS NOT NULL AND p.id <> ?1 AND p.alias_of IS NULL
               ORDER BY 1 LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((blob(person), MEMBERS_MAX), |row| sql::id(row, "id"))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
