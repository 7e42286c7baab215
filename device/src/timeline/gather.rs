//! The lines that stand in no register of a person: visits, answered forms, obstacles on the way.

use std::collections::BTreeMap;

use rantang_core::forms::{Answer, Answers, Form, FormCode, Question, Text, scores};
use rantang_core::ids::PersonId;
use rantang_core::runs::{Obstacle, ObstacleKind};
use rantang_core::time::start_of_day_ms;
use rantang_core::visits::VisitValue;
use rusqlite::Connection;
use uuid::Uuid;

use super::view::{HistoryAnswer, HistoryForm, HistoryPart, HistoryScore, HistoryVisit};
use crate::checks::store::{self as checks, Assessed};
use crate::people::names::Names;
use crate::people::view::HistoryLine;
use crate::store::Result;
use crate::store::sql::{self, blob};

/// Lines about one id of a person.
pub(crate) fn add(
    db: &Connection,
    person: PersonId,
    names: &Names<'_>,
    lines: &mut Vec<HistoryLine>,
) -> Result<()> {
    visits(db, person, names, lines)?;
    forms(db, person, names, lines)?;
    obstacles(db, person, names, lines)
}

fn plain(at_ms: i64, by: String, kind: &str) -> HistoryLine {
    HistoryLine {
        at_ms,
        by,
        kind: kind.to_owned(),
        outcome: None,
        wellbeing: None,
        text: String::new(),
        visit: None,
        form: None,
    }
}

fn visits(
    db: &Connection,
    person: PersonId,
    names: &Names<'_>,
    lines: &mut Vec<HistoryLine>,
) -> Result<()> {
    let sql = "SELECT id, purpose, visitor, made_on, value, value_at_ms FROM visits
               WHERE person = ?1 AND made_on IS NOT NULL AND value IS NOT NULL AND visitor IS NOT NULL";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([blob(person)])?;
    while let Some(row) = rows.next()? {
        let value: VisitValue = sql::value(row, "value")?;
        let made_on = sql::date(row, "made_on")?;
        let at_ms: i64 = row.get("value_at_ms")?;
        // A visit that was written down on another day stands on its own.
        let day = start_of_day_ms(made_on);
        let on_its_day = (day..day + 86_400_000).contains(&at_ms);
        lines.push(HistoryLine {
            wellbeing: value.wellbeing,
            text: value.note.to_string(),
            visit: Some(HistoryVisit {
                visit_id: sql::id(row, "id")?,
                purpose: sql::from_code(row, "purpose")?,
                outcome: value.outcome,
            }),
            ..plain(
                if on_its_day { at_ms } else { day },
                names.user(sql::id(row, "visitor")?),
                "visit.record",
            )
        });
    }
    Ok(())
}

/// One line for each form at each visit.
fn forms(
    db: &Connection,
    person: PersonId,
    names: &Names<'_>,
    lines: &mut Vec<HistoryLine>,
) -> Result<()> {
    let sql = "SELECT DISTINCT form FROM assessments WHERE person = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let codes = statement
        .query_map([blob(person)], |row| Ok(FormCode(row.get(0)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for code in codes {
        let Some(form) = checks::form(db, &code)? else {
            continue;
        };
        let mut at_visit: BTreeMap<Uuid, Vec<Assessed>> = BTreeMap::new();
        for assessed in checks::of_person(db, person, &code)? {
            at_visit.entry(assessed.visit).or_default().push(assessed);
        }
        for parts in at_visit.into_values() {
            lines.extend(filled(db, &form, &parts, names)?);
        }
    }
    Ok(())
}

fn filled(
    db: &Connection,
    form: &Form,
    parts: &[Assessed],
    names: &Names<'_>,
) -> Result<Option<HistoryLine>> {
    let Some(last) = parts.last() else {
        return Ok(None);
    };
    let at_ms: i64 = db
        .prepare_cached("SELECT at_ms FROM assessments WHERE id = ?1")?
        .query_row([blob(last.id)], |row| row.get(0))?;
    let all: Answers = parts.iter().flat_map(|part| part.answers.clone()).collect();
    let scored = scores(form, &all).into_iter().filter_map(|state| {
        Some(HistoryScore {
            title: state.score.title.clone(),
            value: state.value?,
            most: state.score.bands.last().map_or(0, |band| band.to),
            label: state
                .band()
                .map(|band| band.label.clone())
                .unwrap_or_default(),
        })
    });
    let told = parts.iter().map(|part| {
        let known = form.part(&part.part);
        let questions = known.into_iter().flat_map(|it| &it.questions);
        let answers = questions.filter_map(|question| {
            let said = said(question, part.answers.get(&question.code)?);
            Some(HistoryAnswer {
                ask: question.ask.clone(),
                said,
            })
        });
        HistoryPart {
            title: known
                .map(|it| it.title.clone())
                .unwrap_or_else(|| same(&part.part)),
            answers: answers.collect(),
        }
    });
    Ok(Some(HistoryLine {
        form: Some(HistoryForm {
            title: form.definition().title.clone(),
            parts: told.collect(),
            scores: scored.collect(),
        }),
        ..plain(at_ms, names.user(last.assessor), "assessment.record")
    }))
}

fn same(text: &str) -> Text {
    Text {
        id: text.to_owned(),
        en: text.to_owned(),
    }
}

/// An answer in the words of its question.
fn said(question: &Question, answer: &Answer) -> Text {
    let chosen: Vec<&Text> = question
        .kind
        .options()
        .iter()
        .filter(|option| answer.chooses(&option.code))
        .map(|option| &option.label)
        .collect();
    let joined = |word: fn(&Text) -> &str| -> String {
        chosen
            .iter()
            .map(|it| word(it))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match answer {
        Answer::Skipped => Text {
            id: "dilewati".into(),
            en: "skipped".into(),
        },
        Answer::Choice(_) | Answer::Choices(_) if !chosen.is_empty() => Text {
            id: joined(|it| &it.id),
            en: joined(|it| &it.en),
        },
        Answer::Choices(codes) if codes.is_empty() => Text {
            id: "tidak ada".into(),
            en: "none".into(),
        },
        // An option of another version of the form.
        Answer::Choice(code) => same(code),
        Answer::Choices(codes) => same(&codes.iter().cloned().collect::<Vec<_>>().join(", ")),
        Answer::Number(number) => same(&number.to_string()),
        Answer::Text(text) => same(text.as_str()),
        Answer::Date(date) => same(&date.format("%d/%m/%Y").to_string()),
    }
}

/// What stood in the way of a round that went to the person.
fn obstacles(
    db: &Connection,
    person: PersonId,
    names: &Names<'_>,
    lines: &mut Vec<HistoryLine>,
) -> Result<()> {
    let sql = "SELECT DISTINCT runs.id, runs.courier, runs.obstacle, runs.obstacle_at_ms
               FROM deliveries JOIN runs ON runs.id = deliveries.run
               WHERE deliveries.person = ?1 AND runs.obstacle IS NOT NULL AND runs.obstacle_at_ms IS NOT NULL";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([blob(person)])?;
    while let Some(row) = rows.next()? {
        let obstacle: Obstacle = sql::value(row, "obstacle")?;
        let courier = sql::maybe_id(row, "courier")?;
        let by = courier
            .map(|courier| names.user(courier))
            .unwrap_or_default();
        let mut line = plain(row.get("obstacle_at_ms")?, by, "run.obstacle");
        let what = match obstacle.kind {
            ObstacleKind::Rain => "hujan atau banjir",
            ObstacleKind::Vehicle => "kendaraan",
            ObstacleKind::FoodLate => "makanan terlambat",
            ObstacleKind::Other => "lainnya",
        };
        line.text = match obstacle.note.as_str() {
            "" => what.to_owned(),
            note => format!("{what}, {note}"),
        };
        lines.push(line);
    }
    Ok(())
}
