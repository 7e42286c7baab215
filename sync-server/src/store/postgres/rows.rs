//! Rows: the state of every entity, its registers in two halves; read and written in bulk.

use std::collections::{BTreeMap, HashMap};

use rantang_core::ids::PersonId;
use rantang_core::registers::{EntityRef, Row};
use rantang_core::scopes::{PersonScopes, Scope};
use rantang_core::sync::agreement::Manifest;
use uuid::Uuid;

use super::columns::{id, named, raw, uuids};
use super::db::{Db, ask};
use super::locks::Held;
use super::trouble::{PgResult, Trouble};
use crate::intake::{Needs, Placed, World};
use crate::store::StoredRow;
use crate::store::cbor::{areas_of, areas_text};
use crate::store::halves::Halves;
use crate::store::place::place_of;

/// What a batch reads, and when: heads of scopes as they were before.
#[derive(Default)]
pub struct Loaded {
    pub world: World,
    /// Where the rows stand that were there.
    pub places: HashMap<EntityRef, i64>,
    pub seen: BTreeMap<Scope, u64>,
}

/// Persons first: a head that is the same later says that the rows read after it are the same too.
const PERSONS: &str =
    "SELECT person, delivery.name, delivery.head, case_.name, case_.head, left_areas
     FROM person_scopes
     JOIN scopes AS delivery ON delivery.id = person_scopes.delivery
     JOIN scopes AS case_ ON case_.id = person_scopes.case_
     WHERE person = ANY($1)";
const ROWS: &str = "SELECT place, rows.kind, rows.entity, owner, clear, sealed, name, head
     FROM unnest($1::uuid[], $2::text[]) AS wanted (entity, kind)
     JOIN rows ON rows.entity = wanted.entity AND rows.kind = wanted.kind
     JOIN scopes ON scopes.id = place >> 40";
const OWNED: &str = "SELECT place, kind, entity, owner, clear, sealed, name, head
     FROM rows JOIN scopes ON scopes.id = place >> 40 WHERE owner = ANY($1)";

/// The parameters of what a batch reads.
pub struct Wanted {
    persons: Vec<Uuid>,
    entities: Vec<Uuid>,
    kinds: Vec<&'static str>,
    owners: Vec<Uuid>,
}

impl Wanted {
    pub fn of(needs: &Needs) -> Self {
        Self {
            persons: uuids(&needs.persons),
            entities: needs.rows.iter().map(|it| it.id).collect(),
            kinds: needs.rows.iter().map(|it| it.kind.code()).collect(),
            owners: uuids(&needs.owned),
        }
    }
}

pub async fn load(db: &Db<'_>, wanted: &Wanted) -> PgResult<Loaded> {
    let [persons, rows, owned] = db
        .flight([
            ask(PERSONS, &[&wanted.persons]),
            ask(ROWS, &[&wanted.entities, &wanted.kinds]),
            ask(OWNED, &[&wanted.owners]),
        ])
        .await?;
    Loaded::read(&persons, rows.iter().chain(&owned))
}

impl Loaded {
    fn read<'a>(
        persons: &[tokio_postgres::Row],
        rows: impl Iterator<Item = &'a tokio_postgres::Row>,
    ) -> PgResult<Self> {
        let mut loaded = Self::default();
        for row in persons {
            let (delivery, case) = (named(row, 1)?, named(row, 3)?);
            loaded.saw(&delivery, row.try_get(2)?);
            loaded.saw(&case, row.try_get(4)?);
            let left = areas_of(row.try_get(5)?)?;
            let scopes = PersonScopes {
                delivery,
                case,
                left,
            };
            loaded.world.set_scopes(id(row, 0)?, scopes);
        }
        for row in rows {
            let scope = named(row, 6)?;
            loaded.saw(&scope, row.try_get(7)?);
            let raw = raw(row)?;
            let place = raw.place;
            let row = raw.into_row(scope)?;
            loaded.places.insert(row.entity, place);
            loaded.world.insert(row);
        }
        Ok(loaded)
    }

    fn saw(&mut self, scope: &Scope, head: i64) {
        let head = head as u64;
        let oldest = self.seen.entry(scope.clone()).or_insert(head);
        *oldest = head.min(*oldest);
    }

    /// Nothing was written to what was read until it was locked.
    pub fn is_current(&self, held: &Held) -> bool {
        let mut seen = self.seen.iter();
        seen.all(|(scope, head)| {
            let now = held.scopes.get(scope);
            now.is_some_and(|now| now.manifest.head == *head)
        })
    }
}

/// Rows that stay entities at a new place, by the place where they stood.
const MOVE: &str = "WITH done AS (
       UPDATE rows SET place = moved.place, owner = moved.owner, clear = moved.clear,
         sealed = moved.sealed
       FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[])
         AS moved (was, place, owner, clear, sealed)
       WHERE rows.place = moved.was RETURNING 1)
     SELECT count(*) FROM done";
const INSERT: &str = "INSERT INTO rows (place, kind, entity, owner, clear, sealed)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::uuid[], $4::uuid[], $5::bytea[], $6::bytea[])";
/// A row that comes to a scope is no removal there any more, and leaves at most one.
const FORGET_REMOVALS: &str = "DELETE FROM removals
     USING unnest($1::text[], $2::uuid[], $3::bigint[]) AS gone (kind, entity, scope)
     WHERE removals.entity = gone.entity AND removals.kind = gone.kind
       AND removals.place >> 40 = gone.scope";
const REMOVE: &str = "INSERT INTO removals (place, kind, entity, removed_ms)
     SELECT gone.*, $4 FROM unnest($1::bigint[], $2::text[], $3::uuid[]) AS gone";
const SET_MANIFESTS: &str = "UPDATE scopes SET head = given.head, count = given.count,
       checksum = given.checksum
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[])
       AS given (id, head, count, checksum)
     WHERE scopes.id = given.id";
const SET_PERSONS: &str = "INSERT INTO person_scopes (person, delivery, case_, left_areas)
     SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[])
     ON CONFLICT (person) DO UPDATE SET delivery = excluded.delivery, case_ = excluded.case_,
       left_areas = excluded.left_areas";

/// Columns of what is written, ready to be sent.
#[derive(Default)]
pub struct Writing {
    moved_from: Vec<i64>,
    moved: RowColumns,
    new_kinds: Vec<&'static str>,
    new_entities: Vec<Uuid>,
    new: RowColumns,
    /// Kind, entity and scope.
    forgotten: (Vec<&'static str>, Vec<Uuid>, Vec<i64>),
    removed: (Vec<i64>, Vec<&'static str>, Vec<Uuid>),
    /// From when on these removals age.
    removed_ms: i64,
    scopes: ScopeColumns,
    persons: (Vec<Uuid>, Vec<i64>, Vec<i64>, Vec<String>),
}

#[derive(Default)]
struct RowColumns {
    place: Vec<i64>,
    owner: Vec<Option<Uuid>>,
    clear: Vec<Vec<u8>>,
    sealed: Vec<Vec<u8>>,
}

#[derive(Default)]
struct ScopeColumns {
    id: Vec<i64>,
    head: Vec<i64>,
    count: Vec<i64>,
    checksum: Vec<i64>,
}

impl Writing {
    pub fn of(
        placed: &Placed,
        manifests: &[(Scope, Manifest)],
        persons: &BTreeMap<PersonId, PersonScopes>,
        places: &HashMap<EntityRef, i64>,
        held: &Held,
        now_ms: i64,
    ) -> PgResult<Self> {
        let mut it = Self {
            removed_ms: now_ms,
            ..Self::default()
        };
        for (scope, entity, position) in &placed.removes {
            it.forget(entity, held.number(scope));
            it.removed.0.push(place_of(held.number(scope), *position));
            it.removed.1.push(entity.kind.code());
            it.removed.2.push(entity.id);
        }
        for (row, position) in &placed.puts {
            it.forget(&row.entity, held.number(&row.scope));
            it.put(row, place_of(held.number(&row.scope), *position), places)?;
        }
        for (scope, manifest) in manifests {
            it.scopes.id.push(held.number(scope));
            it.scopes.head.push(manifest.head as i64);
            it.scopes.count.push(manifest.tally.count as i64);
            it.scopes.checksum.push(manifest.tally.checksum as i64);
        }
        for (person, scopes) in persons {
            it.persons.0.push(person.0);
            it.persons.1.push(held.number(&scopes.delivery));
            it.persons.2.push(held.number(&scopes.case));
            it.persons.3.push(areas_text(&scopes.left));
        }
        Ok(it)
    }

    fn forget(&mut self, entity: &EntityRef, scope: i64) {
        self.forgotten.0.push(entity.kind.code());
        self.forgotten.1.push(entity.id);
        self.forgotten.2.push(scope);
    }

    fn put(&mut self, row: &Row, place: i64, places: &HashMap<EntityRef, i64>) -> PgResult<()> {
        let halves = Halves::of(row)?;
        let columns = if let Some(was) = places.get(&row.entity) {
            self.moved_from.push(*was);
            &mut self.moved
        } else {
            self.new_kinds.push(row.entity.kind.code());
            self.new_entities.push(row.entity.id);
            &mut self.new
        };
        columns.place.push(place);
        columns.owner.push(row.owner.map(|owner| owner.0));
        columns.clear.push(halves.clear);
        columns.sealed.push(halves.sealed);
        Ok(())
    }

    /// One round trip. Removals are forgotten before new ones are written.
    pub async fn write(&self, db: &Db<'_>) -> PgResult<()> {
        let (was, moved, new) = (&self.moved_from, &self.moved, &self.new);
        let heads = &self.scopes;
        let (kinds, entities, scopes) = &self.forgotten;
        let [done, ..] = db
            .flight([
                ask(
                    MOVE,
                    &[was, &moved.place, &moved.owner, &moved.clear, &moved.sealed],
                ),
                ask(
                    INSERT,
                    &[
                        &new.place,
                        &self.new_kinds,
                        &self.new_entities,
                        &new.owner,
                        &new.clear,
                        &new.sealed,
                    ],
                ),
                ask(FORGET_REMOVALS, &[kinds, entities, scopes]),
                ask(
                    REMOVE,
                    &[
                        &self.removed.0,
                        &self.removed.1,
                        &self.removed.2,
                        &self.removed_ms,
                    ],
                ),
                ask(
                    SET_MANIFESTS,
                    &[&heads.id, &heads.head, &heads.count, &heads.checksum],
                ),
                ask(
                    SET_PERSONS,
                    &[
                        &self.persons.0,
                        &self.persons.1,
                        &self.persons.2,
                        &self.persons.3,
                    ],
                ),
            ])
            .await?;
        let count: i64 = done.first().map_or(Ok(0), |row| row.try_get(0))?;
        if count != was.len() as i64 {
            // A row is not where it was read: somebody wrote without our locks.
            return Err(Trouble::Conflict);
        }
        Ok(())
    }
}

const AFTER: &str = "SELECT place, kind, entity, owner, clear, sealed, name
     FROM rows JOIN scopes ON scopes.id = place >> 40
     WHERE $1 < place ORDER BY place LIMIT $2";

pub async fn after(db: &Db<'_>, place: i64, limit: usize) -> PgResult<Vec<StoredRow>> {
    let found = db.query(AFTER, &[&place, &(limit as i64)]).await?;
    let rows = found.iter().map(|row| {
        let raw = raw(row)?;
        let place = raw.place;
        let row = raw.into_row(named(row, 6)?)?;
        Ok(StoredRow { place, row })
    });
    rows.collect()
}
