//! What people do, from the seed: real payloads on what their own phone shows them.

mod doors;
mod lives;
mod office;
mod photos;
mod rounds;
mod visits;

pub use photos::{before_the_camera, photographed};
use rantang_core::ids::{OpId, PersonId};
use rantang_core::registers::{EntityKind, EntityRef, RegisterName, Row};
use rantang_core::scopes::Scope;
use rantang_core::staff::Role;
use rantang_device::Draft;
use rantang_device::store::{Error, rows};
use rusqlite::Connection;
use uuid::Uuid;

use super::draws::Draws;
use super::model::{Model, Set};
use super::setting::Holder;

/// One thing that somebody does, and what they mean by it.
pub struct Act {
    pub told: String,
    pub draft: Draft,
    pub sets: Vec<Set>,
    pub addressed: Option<Scope>,
    /// The author has no business there.
    pub may_be_set_aside: bool,
}

impl Act {
    fn new(told: impl Into<String>, draft: impl Into<Draft>, sets: Vec<Set>) -> Self {
        Self {
            told: told.into(),
            draft: draft.into(),
            sets,
            addressed: None,
            may_be_set_aside: false,
        }
    }
}

type Done = Result<Option<Act>, Error>;

/// Somebody in front of a phone.
pub struct Eyes<'a> {
    pub db: &'a Connection,
    pub draws: &'a mut Draws,
    pub holder: &'a Holder,
    pub model: &'a Model,
    /// Everybody who was ever registered, known to this phone or not.
    pub people: &'a mut Vec<PersonId>,
    pub now_ms: i64,
    /// The bug that whoever comes later overwrites what they never saw.
    pub theirs_always_wins: bool,
}

/// What stood in a register: what a person saw, and what the operation will say they saw.
struct Seen {
    honest: Vec<OpId>,
    recorded: Vec<OpId>,
}

impl Eyes<'_> {
    /// One thing that somebody in this role does here; `None`: there is nothing to do it to.
    pub fn act(&mut self) -> Done {
        let drawn = self.draws.between(0, 99);
        if self.holder.is_coordinator() {
            match drawn {
                0..=5 => self.register(),
                6..=29 => self.edit_person(),
                30..=39 => self.look_after_visits(),
                40..=49 => self.move_to_route(),
                50..=54 => self.set_state(),
                55..=63 => self.say_life(),
                64..=68 => self.hold(),
                69..=71 => self.end_hold(),
                72..=79 => self.resolve(),
                80..=85 => self.attach(),
                86..=92 => self.deliver(),
                93..=95 => self.correct(),
                96 => self.merge(),
                97 => self.receive_boxes(),
                _ => self.take_back(),
            }
        } else if self.holder.role == Role::Psm {
            match drawn {
                0..=69 => self.visit(),
                70..=84 => self.edit_person(),
                _ => self.say_life(),
            }
        } else {
            match drawn {
                0..=39 => self.deliver(),
                40..=44 => self.receive_boxes(),
                45..=54 => self.door_off_the_list(),
                55..=69 => self.correct(),
                70..=77 => self.take_back(),
                78..=86 => self.hold(),
                87..=94 => self.say_life(),
                _ => self.write_about_a_stranger(),
            }
        }
    }

    fn row(&self, kind: EntityKind, id: Uuid) -> Result<Option<Row>, Error> {
        rows::row(self.db, EntityRef::new(kind, id))
    }

    fn seen(&self, row: Option<&Row>, on: EntityRef, register: &'static str) -> Seen {
        let honest = row
            .and_then(|row| row.register(&RegisterName::new(register)))
            .map(|register| register.head_ids())
            .unwrap_or_default();
        let mut recorded = honest.clone();
        if self.theirs_always_wins {
            recorded.extend(self.model.ever_written(on, register));
        }
        Seen { honest, recorded }
    }

    /// The people whom this phone shows.
    fn visible(&self) -> Result<Vec<PersonId>, Error> {
        self.ids("SELECT id FROM persons ORDER BY id")
    }

    fn ids<T: From<Uuid>>(&self, sql: &str) -> Result<Vec<T>, Error> {
        let mut statement = self.db.prepare(sql)?;
        let found = statement.query_map([], |row| {
            Ok(T::from(Uuid::from_bytes(row.get::<_, [u8; 16]>(0)?)))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    fn somebody(&mut self) -> Result<Option<PersonId>, Error> {
        let visible = self.visible()?;
        Ok(self.draws.pick_any(&visible))
    }
}

/// A person in a trace.
fn short(person: PersonId) -> String {
    person.to_string()[..4].to_owned()
}
