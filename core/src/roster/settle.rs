//! Rows against each other and against the store: who is new, known, changed, twice there, or gone.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::changes::{Change, Matcher, changes};
use super::duplicates::{Duplicate, DuplicateCode, sentence};
use super::entry::Entry;
use super::known::{KnownPerson, KnownStanding};
use super::preview::{Other, Row, Standing};
use super::problem::{Code, Problem};
use super::words;
use crate::identity::nik::Nik;
use crate::similar::{Face, Index, Reason, Verdict, compare};

pub(super) struct Settled {
    pub(super) rows: Vec<Row>,
    /// Rows that a person said are another's twin.
    pub(super) dropped: BTreeSet<usize>,
    pub(super) problems: Vec<Problem>,
    pub(super) duplicates: Vec<Duplicate>,
    pub(super) changes: Vec<Change>,
    pub(super) gone: Vec<Uuid>,
    pub(super) apart: Vec<(usize, Other)>,
}

/// `same` and `different`: what a person decided about a row and its twin.
pub(super) fn settle(
    mut rows: Vec<Row>,
    known: &[KnownPerson],
    same: &dyn Fn(usize) -> bool,
    different: &dyn Fn(usize) -> bool,
) -> Settled {
    let mut matcher = Matcher::new(known);
    let mut matched = matches(&rows, &mut matcher);
    let faces: Vec<Face> = rows.iter().map(|row| face_of_entry(&row.entry)).collect();
    let known_faces: Vec<Face> = known.iter().map(face_of_known).collect();
    let groups = [
        twins_by_nik(&rows, &faces),
        twins_by_name(&rows, &faces, &matched),
    ]
    .concat();

    let (mut duplicates, mut dropped): (Vec<Duplicate>, BTreeSet<usize>) = Default::default();
    let mut apart: Vec<(usize, Other)> = Vec::new();
    for group in groups {
        let members: Vec<usize> = group
            .members
            .iter()
            .copied()
            .filter(|at| !dropped.contains(at))
            .collect();
        let decided = |of: &dyn Fn(usize) -> bool| members.iter().any(|at| of(rows[*at].row));
        if members.len() < 2 {
            continue;
        }
        if group.code == DuplicateCode::SimilarName && decided(different) {
            for (place, at) in members.iter().enumerate() {
                let others = members[place + 1..].iter();
                apart.extend(others.map(|other| (rows[*at].row, Other::Row(rows[*other].row))));
            }
            continue;
        }
        let first = members
            .iter()
            .position(|at| rows[*at].standing != Standing::Broken)
            .unwrap_or(0);
        let others = members
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != first)
            .map(|(_, at)| *at);
        if decided(same) {
            dropped.extend(others);
            continue;
        }
        for at in others {
            if rows[at].standing != Standing::Broken {
                rows[at].standing = Standing::Twin;
            }
        }
        let numbers = members.iter().map(|at| rows[*at].row).collect();
        duplicates.push(Duplicate {
            rows: numbers,
            person: None,
            code: group.code,
            reason: group.reason,
        });
    }

    let index = Index::new(&known_faces);
    let mut doubted: BTreeSet<usize> = BTreeSet::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let undecided =
            matched[at].is_none() && row.standing != Standing::Twin && !dropped.contains(&at);
        if undecided && different(row.row) {
            let alike = index.like(&faces[at], |_| true, Verdict::Probable);
            apart.extend(
                alike
                    .into_iter()
                    .map(|(person, _)| (row.row, Other::Person(known[person].id))),
            );
        }
        if !undecided || different(row.row) {
            continue;
        }
        let free = index
            .like(&faces[at], |_| true, Verdict::Probable)
            .into_iter()
            .find(|(person, _)| !matcher.is_taken(*person))
            .map(|(person, similarity)| {
                let reason = sentence(&known_faces[person], &faces[at], &similarity);
                (person, reason)
            });
        let Some((person, reason)) =
            free.or_else(|| renumbered(&faces[at], &known_faces, &matcher))
        else {
            continue;
        };
        if same(row.row) {
            matcher.decided(person);
            matched[at] = Some(person);
            continue;
        }
        doubted.insert(person);
        if row.standing != Standing::Broken {
            row.standing = Standing::Twin;
        }
        let person = Some(known[person].id);
        duplicates.push(Duplicate {
            rows: vec![row.row],
            person,
            code: DuplicateCode::SimilarName,
            reason,
        });
    }

    let (mut problems, mut all_changes) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter_mut().enumerate() {
        let Some(person) = matched[at].map(|person| &known[person]) else {
            continue;
        };
        if !row.standing.is_ready() {
            continue;
        }
        let found = match person.standing {
            KnownStanding::Enrolled | KnownStanding::NotEnrolled => {
                changes(row.row, &row.entry, person)
            }
            KnownStanding::Left | KnownStanding::Deceased => {
                problems.push(no_longer(row.row, person.standing));
                Vec::new()
            }
        };
        row.standing = if person.standing == KnownStanding::NotEnrolled {
            Standing::Enters(person.id)
        } else if found.is_empty() {
            Standing::Unchanged(person.id)
        } else {
            Standing::Changed(person.id)
        };
        all_changes.extend(found);
    }
    let gone = gone(&rows, known, &matcher, &doubted);
    let dropped_rows: BTreeSet<usize> = dropped.iter().map(|at| rows[*at].row).collect();
    rows.retain(|row| !dropped_rows.contains(&row.row));
    duplicates.sort_by(|a, b| a.rows.cmp(&b.rows));
    Settled {
        rows,
        dropped: dropped_rows,
        problems,
        duplicates,
        changes: all_changes,
        gone,
        apart,
    }
}

/// Who each row is, surest first, so that a doubtful row takes nobody from a certain one.
fn matches(rows: &[Row], matcher: &mut Matcher<'_>) -> Vec<Option<usize>> {
    let mut matched = vec![None; rows.len()];
    let mut pass = |find: &mut dyn FnMut(&Entry) -> Option<usize>| {
        for (at, row) in rows.iter().enumerate() {
            if matched[at].is_none() {
                matched[at] = find(&row.entry);
            }
        }
    };
    pass(&mut |entry| matcher.by_nik(entry));
    pass(&mut |entry| matcher.unchanged(entry));
    pass(&mut |entry| matcher.nearly(entry));
    matched
}

#[derive(Clone)]
struct Group {
    members: Vec<usize>,
    code: DuplicateCode,
    reason: String,
}

fn twins_by_nik(rows: &[Row], faces: &[Face]) -> Vec<Group> {
    let mut by_nik: HashMap<&Nik, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(nik) = &row.entry.nik {
            by_nik.entry(nik).or_default().push(at);
        }
    }
    let mut groups: Vec<Group> = by_nik
        .into_values()
        .filter(|members| 1 < members.len())
        .map(|members| {
            let first = &faces[members[0]];
            let named_alike = |at: &usize| !compare(&faces[*at], first).has(Reason::OtherName);
            let alike = members.iter().all(named_alike);
            let reason = if alike {
                "NIK sama."
            } else {
                "NIK sama, tetapi namanya berbeda."
            };
            Group {
                members,
                code: DuplicateCode::SameNik,
                reason: reason.into(),
            }
        })
        .collect();
    groups.sort_by(|a, b| a.members.cmp(&b.members));
    groups
}

/// Each row with the first before it that it is probably a twin of.
fn twins_by_name(rows: &[Row], faces: &[Face], matched: &[Option<usize>]) -> Vec<Group> {
    let index = Index::new(faces);
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for at in 0..rows.len() {
        let twins = index.like(&faces[at], |other| other < at, Verdict::Probable);
        let twin = twins.into_iter().find(|(before, similarity)| {
            let both_known = matched[*before].is_some() && matched[at].is_some();
            !both_known && !similarity.has(Reason::SameNik)
        });
        let Some((before, similarity)) = twin else {
            continue;
        };
        if let Some(group) = group_of.get(&before).copied() {
            groups[group].members.push(at);
            group_of.insert(at, group);
        } else {
            group_of.extend([(before, groups.len()), (at, groups.len())]);
            groups.push(Group {
                members: vec![before, at],
                code: DuplicateCode::SimilarName,
                reason: sentence(&faces[before], &faces[at], &similarity),
            });
        }
    }
    groups
}

/// All is one but the NIK: the number was corrected, or there are two people.
fn renumbered(face: &Face, known: &[Face], matcher: &Matcher<'_>) -> Option<(usize, String)> {
    face.nik.as_ref()?;
    let at = known.iter().enumerate().position(|(at, person)| {
        !matcher.is_taken(at)
            && person.nik.is_some()
            && person.birth == face.birth
            && person.birth.is_some()
            && (person.rt, person.rw) == (face.rt, face.rw)
            && person.name == face.name
    })?;
    Some((
        at,
        "Nama, tanggal lahir, RT dan RW sama, NIK berbeda.".into(),
    ))
}

fn gone(
    rows: &[Row],
    known: &[KnownPerson],
    matcher: &Matcher<'_>,
    doubted: &BTreeSet<usize>,
) -> Vec<Uuid> {
    let places: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| Some(row.entry.kelurahan?.code))
        .collect();
    let enrolled = known.iter().enumerate().filter(|(at, person)| {
        person.standing == KnownStanding::Enrolled
            && !matcher.is_taken(*at)
            && !doubted.contains(at)
            && places.contains(person.kelurahan_code.as_str())
    });
    enrolled.map(|(_, person)| person.id).collect()
}

fn no_longer(row: usize, standing: KnownStanding) -> Problem {
    let (code, message) = match standing {
        KnownStanding::Deceased => (Code::PersonDeceased, words::PERSON_DECEASED),
        _ => (Code::PersonLeft, words::PERSON_LEFT),
    };
    Problem {
        row,
        column: None,
        code,
        message: message.into(),
        suggestions: Vec::new(),
    }
}

fn face_of_entry(entry: &Entry) -> Face {
    Face {
        nik: entry.nik.clone(),
        kk: entry.kk.clone(),
        birth: entry.birth,
        sex: entry.sex,
        rt: entry.rt,
        rw: entry.rw,
        kelurahan: entry.kelurahan.map(|kelurahan| kelurahan.code.to_owned()),
        phones: entry.phone.iter().cloned().collect(),
        ..Face::named(&entry.name, &entry.nickname).at(&entry.address, "")
    }
}

fn face_of_known(person: &KnownPerson) -> Face {
    Face {
        nik: person.nik.clone(),
        kk: person.kk.clone(),
        birth: person.birth,
        sex: person.sex,
        rt: person.rt,
        rw: person.rw,
        kelurahan: Some(person.kelurahan_code.clone()),
        phones: person.phone.iter().cloned().collect(),
        ..Face::named(&person.name, &person.nickname).at(&person.address, "")
    }
}
