//! Reads forms and what was answered from the view.

use chrono::NaiveDate;
use rantang_core::forms::{Answers, Definition, Form, FormCode, built_in};
use rantang_core::ids::{AssessmentId, PersonId, UserId};
use rusqlite::{Connection, Row};
use uuid::Uuid;

use crate::store::Result;
use crate::store::sql::{self, blob};

/// One part that was recorded.
#[derive(Clone, Debug)]
pub struct Assessed {
    pub id: AssessmentId,
    pub visit: Uuid,
    pub person: PersonId,
    pub part: String,
    pub date: NaiveDate,
    pub assessor: UserId,
    pub answers: Answers,
}

/// The newest version of a form that is sound. A definition that this version cannot use is passed
/// over: the office reads why when it defines it.
pub fn form(db: &Connection, code: &FormCode) -> Result<Option<Form>> {
    let brought = built_in()
        .into_iter()
        .filter(|form| form.definition().form == *code);
    let mut statement =
        db.prepare_cached("SELECT definition FROM forms WHERE form = ?1 ORDER BY version DESC")?;
    let defined = statement
        .query_map([&code.0], |row| sql::value::<Definition>(row, "definition"))?
        .collect::<rusqlite::Result<Vec<_>>>()?
        .into_iter()
        .filter_map(|definition| Form::new(definition).ok());
    Ok(defined
        .chain(brought)
        .max_by_key(|form| form.definition().version))
}

/// Every form that can be filled in.
pub fn codes(db: &Connection) -> Result<Vec<FormCode>> {
    let mut statement = db.prepare_cached("SELECT DISTINCT form FROM forms")?;
    let defined = statement
        .query_map([], |row| Ok(FormCode(row.get(0)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let brought = built_in();
    let mut all: Vec<FormCode> = brought
        .iter()
        .map(|form| form.definition().form.clone())
        .chain(defined)
        .collect();
    all.sort();
    all.dedup();
    Ok(all)
}

/// What was recorded of a person with a form, oldest first.
pub fn of_person(db: &Connection, person: PersonId, form: &FormCode) -> Result<Vec<Assessed>> {
    let sql = "SELECT * FROM assessments WHERE person = ?1 AND form = ?2 ORDER BY date, at_ms, id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((blob(person), &form.0), assessed)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Of whom and with which form something was recorded at a visit.
pub fn heading_at(db: &Connection, visit: Uuid) -> Result<Option<(PersonId, FormCode)>> {
    let sql = "SELECT person, form FROM assessments WHERE visit = ?1 LIMIT 1";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query_map([blob(visit)], |row| {
        Ok((sql::id(row, "person")?, FormCode(row.get("form")?)))
    })?;
    Ok(found.next().transpose()?)
}

pub fn one(db: &Connection, assessment: AssessmentId) -> Result<Option<Assessed>> {
    let mut statement = db.prepare_cached("SELECT * FROM assessments WHERE id = ?1")?;
    let mut found = statement.query_map([blob(assessment)], assessed)?;
    Ok(found.next().transpose()?)
}

fn assessed(row: &Row<'_>) -> rusqlite::Result<Assessed> {
    Ok(Assessed {
        id: sql::id(row, "id")?,
        visit: sql::id(row, "visit")?,
        person: sql::id(row, "person")?,
        part: row.get("part")?,
        date: sql::date(row, "date")?,
        assessor: sql::id(row, "assessor")?,
        answers: sql::value(row, "answers")?,
    })
}
