//! Whom and what ids name, for views that say who wrote something.

use std::collections::HashMap;

use rantang_core::ids::{PersonId, RouteId, UserId};
use rantang_core::people::{Name, Sex};
use rantang_core::text::Line;
use rusqlite::{Connection, OptionalExtension};

use crate::day;
use crate::store::Result;
use crate::store::facts;
use crate::store::sql::{self, blob};

struct User {
    call_name: String,
    phone: String,
}

pub(crate) struct Names<'a> {
    db: &'a Connection,
    users: HashMap<UserId, User>,
    routes: HashMap<RouteId, String>,
}

impl<'a> Names<'a> {
    pub fn read(db: &'a Connection) -> Result<Self> {
        let mut users = HashMap::new();
        // The holder is known from the pairing, before the first pull brings the colleagues.
        if let (Some(pairing), Some(own)) = (facts::PAIRING.get(db)?, facts::PROFILE.get(db)?) {
            let own = User {
                call_name: own.call_name.to_string(),
                phone: own.phone.to_string(),
            };
            users.insert(pairing.user, own);
        }
        let mut statement = db.prepare_cached("SELECT id, call_name, phone FROM users")?;
        let found = statement.query_map([], |row| {
            let user = User {
                call_name: row.get("call_name")?,
                phone: row.get("phone")?,
            };
            Ok((sql::id(row, "id")?, user))
        })?;
        for user in found {
            let (id, user) = user?;
            users.insert(id, user);
        }
        let mut statement = db.prepare_cached("SELECT id, name FROM routes")?;
        let routes = statement
            .query_map([], |row| Ok((sql::id(row, "id")?, row.get("name")?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Self { db, users, routes })
    }

    /// How colleagues call a user.
    pub fn user(&self, user: UserId) -> String {
        match self.users.get(&user) {
            Some(user) => user.call_name.clone(),
            None => "petugas lain".to_owned(),
        }
    }

    /// Empty when unknown.
    pub fn phone(&self, user: UserId) -> String {
        self.users
            .get(&user)
            .map(|user| user.phone.clone())
            .unwrap_or_default()
    }

    pub fn route_text(&self, route: Option<RouteId>) -> String {
        match route {
            Some(route) => match self.routes.get(&route) {
                Some(name) => name.clone(),
                None => "rute yang belum ada di sini".to_owned(),
            },
            None => "tanpa rute".to_owned(),
        }
    }

    /// With the honorific; `None`: not known here.
    pub fn person(&self, person: PersonId) -> Result<Option<String>> {
        let sql = "SELECT name, honorific, sex FROM persons WHERE id = ?1";
        let name = self
            .db
            .prepare_cached(sql)?
            .query_row([blob(person)], |row| {
                let name = Name {
                    name: day::line(row, "name")?,
                    honorific: day::line(row, "honorific")?,
                    nickname: Line::default(),
                };
                let sex: Option<Sex> = sql::maybe_from_code(row, "sex")?;
                Ok(day::display_name(&name, sex))
            })
            .optional()?;
        Ok(name)
    }
}
