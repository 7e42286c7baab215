//! People, the case half where this device holds it, and their contacts.

use rantang_core::identity::name;
use rantang_core::ids::PersonId;
use rantang_core::people::life::Life;
use rantang_core::people::moves::Departed;
use rantang_core::people::{self, Birth, ContactDetail, Diet, Identity, Name, registers as r};
use rantang_core::places::Address;
use rantang_core::registers::Row;
use rantang_core::scopes::Scope;
use rantang_core::text::{Line, Note};
use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;

use super::super::error::Result;
use super::super::rows::written;
use super::super::search;
use super::super::sql::{self, blob, code, day, maybe_blob};

pub(super) fn put(db: &Connection, row: &Row) -> Result<bool> {
    let named: Option<Name> = row.read(&r::NAME);
    let (full, honorific, nickname) = named.as_ref().map_or(("", "", ""), |it| {
        (
            it.name.as_str(),
            it.honorific.as_str(),
            it.nickname.as_str(),
        )
    });
    let birth: Option<Birth> = row.read(&r::BIRTH);
    let address: Option<Address> = row.read(&r::ADDRESS);
    let diet = row.read::<Diet>(&r::DIET).filter(Diet::is_special);
    // The register holds `None` where two people were told apart again.
    let alias: Option<Option<PersonId>> = row.read(&r::ALIAS);
    let life = Life::of(row.register(&r::LIFE));
    let (life_code, life_by, life_at_ms, life_note, died_on) = match &life {
        Life::Alive => ("alive", None, None, "", None),
        Life::Reported { by, at_ms, note } => {
            ("reported", Some(*by), Some(*at_ms), note.as_str(), None)
        }
        Life::Deceased {
            date,
            by,
            at_ms,
            note,
        } => ("deceased", Some(*by), Some(*at_ms), note.as_str(), *date),
    };
    let heads = || row.registers.values().flat_map(|register| register.heads());
    let address_at_ms = row
        .register(&r::ADDRESS)
        .and_then(|register| register.winner())
        .map(|head| head.at_ms);
    let gang = address.as_ref().map_or("", |it| it.gang.as_str());
    let landmark = address.as_ref().map_or("", |it| it.landmark.as_str());

    let texts = [full, nickname, gang, landmark];
    let known = db
        .prepare_cached("SELECT n, name, nickname, gang, landmark FROM persons WHERE id = ?1")?
        .query_row([blob(row.entity.id)], |found| {
            let is_same = |column: usize| {
                Ok::<_, rusqlite::Error>(found.get_ref(column)?.as_str()? == texts[column - 1])
            };
            let same = is_same(1)? && is_same(2)? && is_same(3)? && is_same(4)?;
            Ok((found.get::<_, i64>(0)?, same))
        })
        .optional()?;
    let sql = "INSERT INTO persons (id, name, honorific, nickname, sort_name, birth_date,
                   birth_precision, sex, phone, lives_alone, kelurahan, rw, rt, gang, house_no,
                   landmark, access_note, diet, life, life_at_ms, life_by, life_note, died_on,
                   alias_of, first_at_ms, address_at_ms)
               VALUES (:id, :name, :honorific, :nickname, :sort_name, :birth_date,
                   :birth_precision, :sex, :phone, :lives_alone, :kelurahan, :rw, :rt, :gang, :house_no,
                   :landmark, :access_note, :diet, :life, :life_at_ms, :life_by, :life_note, :died_on,
                   :alias_of, :first_at_ms, :address_at_ms)
               ON CONFLICT (id) DO UPDATE SET name = excluded.name, honorific = excluded.honorific,
                   nickname = excluded.nickname, sort_name = excluded.sort_name,
                   birth_date = excluded.birth_date, birth_precision = excluded.birth_precision,
                   sex = excluded.sex, phone = excluded.phone, lives_alone = excluded.lives_alone,
                   kelurahan = excluded.kelurahan, rw = excluded.rw, rt = excluded.rt,
                   gang = excluded.gang, house_no = excluded.house_no, landmark = excluded.landmark,
                   access_note = excluded.access_note, diet = excluded.diet, life = excluded.life,
                   life_at_ms = excluded.life_at_ms, life_by = excluded.life_by,
                   life_note = excluded.life_note, died_on = excluded.died_on,
                   alias_of = excluded.alias_of, first_at_ms = excluded.first_at_ms,
                   address_at_ms = excluded.address_at_ms
               RETURNING n";
    let n: i64 = db.prepare_cached(sql)?.query_row(
        named_params! {
            ":id": blob(row.entity.id),
            ":name": full,
            ":honorific": honorific,
            ":nickname": nickname,
            ":sort_name": sort_name(full),
            ":birth_date": birth.and_then(|it| it.date).map(day),
            ":birth_precision": birth.map(|it| code(&it.precision)),
            ":sex": birth.and_then(|it| it.sex).map(|sex| code(&sex)),
            ":phone": row.read::<Line>(&r::PHONE).unwrap_or_default().as_str(),
            ":lives_alone": row.read::<bool>(&r::LIVES_ALONE).unwrap_or(false),
            ":kelurahan": address.as_ref().map(|it| it.kelurahan.as_str()),
            ":rw": address.as_ref().and_then(|it| it.rw).map(|rw| rw.number()),
            ":rt": address.as_ref().and_then(|it| it.rt).map(|rt| rt.number()),
            ":gang": gang,
            ":house_no": address.as_ref().map_or("", |it| it.house_no.as_str()),
            ":landmark": landmark,
            ":access_note": row.read::<Note>(&r::ACCESS_NOTE).unwrap_or_default().as_str(),
            ":diet": diet.as_ref().map(sql::cbor).transpose()?,
            ":life": life_code,
            ":life_at_ms": life_at_ms,
            ":life_by": maybe_blob(life_by),
            ":life_note": life_note,
            ":died_on": died_on.map(day),
            ":alias_of": maybe_blob(alias.flatten()),
            ":first_at_ms": heads().map(|head| head.at_ms).min().unwrap_or(0),
            ":address_at_ms": address_at_ms,
        },
        |row| row.get(0),
    )?;
    match known {
        Some((_, true)) => return Ok(true),
        Some((n, false)) => search::forget(db, n)?,
        None => {}
    }
    search::index(db, n, &texts)?;
    Ok(true)
}

/// As lists sort it: lower case, without titles before it.
fn sort_name(full: &str) -> String {
    let lower = name::collapse(full).to_lowercase();
    name::bare(&lower).to_owned()
}

pub(super) fn remove(db: &Connection, id: Uuid) -> Result<()> {
    let n: Option<i64> = db
        .prepare_cached("DELETE FROM persons WHERE id = ?1 RETURNING n")?
        .query_row([blob(id)], |row| row.get(0))
        .optional()?;
    n.map_or(Ok(()), |n| search::forget(db, n))
}

pub(super) fn put_case(db: &Connection, row: &Row) -> Result<bool> {
    let Some(identity) = row.read::<Identity>(&r::IDENTITY) else {
        return Ok(false);
    };
    let sql =
        "INSERT OR REPLACE INTO person_cases (id, nik_status, nik, kk) VALUES (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        code(&identity.nik_status),
        identity.nik.as_ref().map(Line::as_str),
        identity.kk.as_ref().map(Line::as_str),
    ))?;
    Ok(true)
}

pub(super) fn put_contact(db: &Connection, row: &Row) -> Result<bool> {
    let removed = row.read::<bool>(&r::REMOVED).unwrap_or(false);
    let detail = row.read::<ContactDetail>(&r::DETAIL).filter(|_| !removed);
    let (Some(detail), Some(person)) = (detail, row.owner) else {
        return Ok(false);
    };
    let sql =
        "INSERT OR REPLACE INTO contacts (id, person, name, relation, phone, hint, may_receive)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        blob(person),
        detail.name.as_str(),
        code::<people::ContactRelation>(&detail.relation),
        detail.phone.as_str(),
        detail.hint.as_str(),
        detail.may_receive,
    ))?;
    Ok(true)
}

pub(super) fn put_departure(db: &Connection, row: &Row) -> Result<bool> {
    let departed: Option<Departed> = row.read(&r::DEPARTED);
    let (Some(departed), Some((by, at_ms))) = (departed, written(row, &r::DEPARTED)) else {
        return Ok(false);
    };
    let route = match row.scope {
        Scope::Delivery { route, .. } => route,
        Scope::Plan { .. } | Scope::Case { .. } => None,
    };
    let sql = "INSERT OR REPLACE INTO departures (id, person, name, honorific, to_kelurahan, route,
                   by, at_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        blob(departed.person),
        departed.name.name.as_str(),
        departed.name.honorific.as_str(),
        departed.to.as_str(),
        maybe_blob(route),
        blob(by),
        at_ms,
    ))?;
    Ok(true)
}
