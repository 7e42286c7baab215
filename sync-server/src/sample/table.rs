//! The tables of the sample, as people read and edit them.

use rantang_core::people::{BirthPrecision, ContactRelation, DietFlag, Sex, Texture};
use rantang_core::staff::Role;
use serde::{Deserialize, Deserializer};

/// A volunteer or officer. Couriers have a route of the same key.
#[derive(Clone, Debug, Deserialize)]
pub struct StaffRecord {
    pub key: String,
    pub full_name: String,
    pub call_name: String,
    pub phone: String,
    pub role: Role,
    /// The name of the route, if this is a courier.
    pub route: String,
}

/// A recipient, in the order of the route.
#[derive(Clone, Debug, Deserialize)]
pub struct PersonRecord {
    /// The courier's key; empty: nobody brings here yet.
    pub route: String,
    pub name: String,
    pub honorific: String,
    pub nickname: String,
    pub sex: Sex,
    pub birth: chrono::NaiveDate,
    pub precision: BirthPrecision,
    pub rw: String,
    pub rt: String,
    pub gang: String,
    pub house_no: String,
    pub landmark: String,
    pub access_note: String,
    pub texture: Texture,
    #[serde(deserialize_with = "flags")]
    pub flags: Vec<DietFlag>,
    pub allergy: String,
    #[serde(deserialize_with = "yes")]
    pub lives_alone: bool,
    pub phone: String,
    #[serde(deserialize_with = "contacts")]
    pub contacts: Vec<ContactRecord>,
    pub state: State,
}

impl PersonRecord {
    /// In Ramadan: who eats soft food does not fast.
    pub fn fasts(&self) -> bool {
        self.texture == Texture::Regular
    }
}

/// `name|relation|phone|hint|may receive`, several divided by `;`.
#[derive(Clone, Debug)]
pub struct ContactRecord {
    pub name: String,
    pub relation: ContactRelation,
    pub phone: String,
    pub hint: String,
    pub may_receive: bool,
}

/// What is special about somebody on the sample's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Active,
    /// Died last night.
    Deceased,
    /// Came home from hospital this morning.
    HomeAgain,
    /// In hospital, nobody knows until when.
    Hospital,
    /// Away until in three days.
    Away,
    /// Receives from today on.
    NewToday,
}

impl State {
    /// Whether boxes are packed for them today.
    pub fn receives_today(self) -> bool {
        matches!(self, Self::Active | Self::HomeAgain | Self::NewToday)
    }
}

pub fn staff() -> Vec<StaffRecord> {
    read(include_str!("staff.csv"))
}

pub fn people() -> Vec<PersonRecord> {
    read(include_str!("people.csv"))
}

fn read<T: for<'de> Deserialize<'de>>(table: &str) -> Vec<T> {
    csv::Reader::from_reader(table.as_bytes())
        .deserialize()
        .map(|record| record.expect("a row of our own table is read by a test"))
        .collect()
}

fn yes<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    Ok(String::deserialize(value)? == "yes")
}

fn flags<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<DietFlag>, D::Error> {
    String::deserialize(value)?
        .split_whitespace()
        .map(word::<DietFlag, D>)
        .collect()
}

fn contacts<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<ContactRecord>, D::Error> {
    let text = String::deserialize(value)?;
    let each = text.split(';').filter(|contact| !contact.is_empty());
    each.map(|contact| {
        let parts: Vec<&str> = contact.split('|').collect();
        let [name, relation, phone, hint, may_receive] = parts.as_slice() else {
            return Err(serde::de::Error::custom("a contact has five parts"));
        };
        Ok(ContactRecord {
            name: (*name).to_owned(),
            relation: word::<ContactRelation, D>(relation)?,
            phone: (*phone).to_owned(),
            hint: (*hint).to_owned(),
            may_receive: *may_receive == "yes",
        })
    })
    .collect()
}

/// One word of a vocabulary.
fn word<'de, T: Deserialize<'de>, D: Deserializer<'de>>(code: &str) -> Result<T, D::Error> {
    use serde::de::IntoDeserializer;
    T::deserialize(IntoDeserializer::<D::Error>::into_deserializer(
        code.to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_is_read_and_every_route_has_its_courier() {
        let couriers: BTreeSet<String> = staff().into_iter().map(|it| it.key).collect();
        let people = people();
        let names: BTreeSet<&str> = people.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names.len(), people.len(), "names are keys here");
        let on_route = |it: &&PersonRecord| !it.route.is_empty();
        assert!(
            people
                .iter()
                .filter(on_route)
                .all(|it| couriers.contains(&it.route))
        );
        let doors = |route: &str| {
            let receives = |it: &&PersonRecord| it.route == route && it.state.receives_today();
            people.iter().filter(receives).count()
        };
        assert_eq!(doors("dedi"), 20, "the round of the screens");
        assert_eq!(doors(""), 1, "somebody without a route stands out");
    }
}
