//! Moving to another kelurahan: what is recorded, who moved away, and who came.

use rantang_core::areas;
use rantang_core::enrolment::registers as enrolment;
use rantang_core::ids::{EnrolmentId, PersonId, RouteId};
use rantang_core::people::moves::Move;
use rantang_core::people::{Birth, Name, Sex, registers as r};
use rantang_core::places::{Address, AreaCode};
use rantang_core::registers::{EntityKind, EntityRef, Head, Row};
use rantang_core::text::Line;
use rusqlite::Connection;

use super::commands::PersonMove;
use super::edit::seen;
use super::names::Names;
use super::setting::Setting;
use super::values;
use super::view::{AreaView, CameFromView, DepartureView};
use crate::command::{ErrorCode, Failure};
use crate::day;
use crate::log::Draft;
use crate::store::sql::{self, blob};
use crate::store::{Result, rows};

/// Who left is told for so many people at most.
const TOLD_MAX: u32 = 500;

pub(super) fn drafts(
    db: &Connection,
    setting: &Setting,
    args: &PersonMove,
) -> std::result::Result<Vec<Draft>, Failure> {
    let person = PersonId(args.person_id);
    let row = rows::row(db, EntityRef::new(EntityKind::Person, person))?;
    let row = row.ok_or_else(|| Failure::not_found("Orang"))?;
    let address = values::address(&args.address, &setting.area)?;
    let lived: Option<Address> = row.read(&r::ADDRESS);
    let from = lived.map_or_else(|| setting.area.clone(), |it| it.kelurahan);
    if from == address.kelurahan {
        return Err(Failure::new(
            ErrorCode::PlaceInvalid,
            "Kelurahannya masih sama. Ubah alamatnya saja, atau pilih kelurahan yang lain.",
        ));
    }
    let enrolment = match setting.period_id() {
        Some(period) => {
            let entity = EntityRef::new(EntityKind::Enrolment, EnrolmentId::of(person, period));
            let row = rows::row(db, entity)?;
            let on_route = row
                .as_ref()
                .and_then(|it| it.register(&enrolment::MEMBERSHIP));
            on_route.map(|register| (period, register.head_ids()))
        }
        None => None,
    };
    let it = Move {
        person,
        from,
        address,
        saw: seen(&args.saw),
        enrolment,
        name: remembered(&row),
    };
    Ok(vec![it.into()])
}

/// As they are spoken to, so that nothing else has to be remembered for it.
fn remembered(row: &Row) -> Name {
    let mut name: Name = row.read(&r::NAME).unwrap_or_else(|| Name {
        name: Line::default(),
        honorific: Line::default(),
        nickname: Line::default(),
    });
    let sex = row.read::<Birth>(&r::BIRTH).and_then(|birth| birth.sex);
    let by_sex = match sex {
        Some(Sex::Female) => "Ibu",
        Some(Sex::Male) => "Bapak",
        None => "",
    };
    if name.honorific.is_empty() {
        name.honorific = Line::parse(by_sex).unwrap_or_default();
    }
    name
}

/// Everybody who moved away and did not come back, the latest first.
pub(super) fn departures(db: &Connection) -> Result<Vec<DepartureView>> {
    let names = Names::read(db)?;
    let sql = "SELECT departures.*, routes.name AS route_name FROM departures
               LEFT JOIN routes ON routes.id = departures.route
               WHERE NOT EXISTS (SELECT 1 FROM persons
                   WHERE persons.id = departures.person AND persons.kelurahan != to_kelurahan)
               ORDER BY at_ms DESC, departures.id LIMIT ?1";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([TOLD_MAX], |row| {
        let name = Name {
            name: day::line(row, "name")?,
            honorific: day::line(row, "honorific")?,
            nickname: Line::default(),
        };
        Ok(DepartureView {
            id: sql::id(row, "id")?,
            person_name: day::display_name(&name, None),
            to_name: area_name(&row.get::<_, String>("to_kelurahan")?),
            route_name: row.get("route_name")?,
            by: names.user(sql::id(row, "by")?),
            at_ms: row.get("at_ms")?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Whom a courier does not find on a route any more.
#[derive(Clone, Debug)]
pub struct Gone {
    pub person_name: String,
    pub to_name: String,
    pub at_ms: i64,
}

pub(crate) fn gone_from(db: &Connection, route: RouteId) -> Result<Vec<Gone>> {
    let sql = "SELECT name, honorific, to_kelurahan, at_ms FROM departures
               WHERE route = ?1 ORDER BY at_ms, id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([blob(route)], |row| {
        let name = Name {
            name: day::line(row, "name")?,
            honorific: day::line(row, "honorific")?,
            nickname: Line::default(),
        };
        Ok(Gone {
            person_name: day::display_name(&name, None),
            to_name: area_name(&row.get::<_, String>("to_kelurahan")?),
            at_ms: row.get("at_ms")?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The kelurahan of the user's kecamatan.
pub(super) fn near(area: &AreaCode) -> Vec<AreaView> {
    let kecamatan = area.kecamatan();
    areas::all()
        .iter()
        .filter(|it| it.kecamatan_code == kecamatan.as_str())
        .map(|it| AreaView {
            code: it.code.to_owned(),
            name: it.name.to_owned(),
        })
        .collect()
}

/// Where somebody lived before, the latest first.
pub(super) fn came_from(row: Option<&Row>) -> Vec<CameFromView> {
    let heads = row.and_then(|row| row.register(&r::LEFT));
    let mut heads: Vec<&Head> = heads.into_iter().flat_map(|it| it.heads()).collect();
    heads.sort_by_key(|head| std::cmp::Reverse((head.at_ms, head.op)));
    let told = |head: &Head| {
        Some(CameFromView {
            area_name: area_name(head.read::<AreaCode>()?.as_str()),
            at_ms: head.at_ms,
        })
    };
    heads.into_iter().filter_map(told).collect()
}

/// Where they go, of somebody whom this office still has until the server has heard of it.
pub(super) fn moving_to(area: &AreaCode, row: Option<&Row>) -> Option<String> {
    let address: Address = row?.read(&r::ADDRESS)?;
    let is_gone = !area.contains(&address.kelurahan) && !came_from(row).is_empty();
    is_gone.then(|| area_name(address.kelurahan.as_str()))
}

pub(super) fn area_name(code: &str) -> String {
    areas::by_code(code).map_or_else(|| code.to_owned(), |area| area.name.to_owned())
}
