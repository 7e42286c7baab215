//! The people of one list: strangers, people entered twice, and neighbours who only share a place.

use std::collections::BTreeSet;

use super::{
    dates::Precision,
    dice::Dice,
    mistakes::spoil,
    names, nik,
    person::{Person, Surroundings},
    places::Neighbourhood,
};

/// Two entries of the list by their places in it, the earlier one first.
pub struct Twins {
    pub first: usize,
    pub second: usize,
    pub code: &'static str,
}

pub struct People {
    pub list: Vec<Person>,
    pub twins: Vec<Twins>,
}

/// A second entry for somebody of the list, in the making.
#[derive(Clone, Copy)]
enum Companion {
    SameNik,
    SimilarName,
    /// Born in the same year in the same RT, and somebody else: no duplicate.
    Neighbour,
}

pub fn draw(dice: &mut Dice, around: &Surroundings<'_>) -> People {
    let mut drawing = Drawing {
        around,
        count: 0,
        places: BTreeSet::new(),
    };
    let strangers: Vec<Person> = (0..dice.between(12, 50))
        .map(|_| drawing.stranger(dice))
        .collect();

    let mut kinds = Vec::new();
    for (kind, most) in [
        (Companion::SameNik, 2),
        (Companion::SimilarName, 2),
        (Companion::Neighbour, 2),
    ] {
        kinds.extend((0..dice.between(0, most)).map(|_| kind));
    }
    // Each entry with the index of its stranger and of its companion's kind.
    let mut entries: Vec<(Person, Option<(usize, &'static str)>)> =
        strangers.into_iter().map(|person| (person, None)).collect();
    for (group, kind) in kinds.into_iter().enumerate() {
        let free: Vec<usize> = (0..entries.len())
            .filter(|&at| can_have_companion(&entries[at]))
            .collect();
        if free.is_empty() {
            break;
        }
        let at = dice.pick(&free);
        let (second, code) = drawing.companion(dice, &mut entries[at].0, kind);
        entries[at].1 = Some((group, code));
        let most = u32::try_from(entries.len()).expect("a list is short");
        let least = u32::try_from(at).expect("a list is short") + 1;
        entries.insert(
            dice.between(least, most) as usize,
            (second, Some((group, code))),
        );
    }
    if around.layout.sorted_by_rw {
        // Keeps the order of two who live together.
        entries.sort_by_key(|(person, _)| person.place.rw);
    }
    into_people(entries)
}

/// Who has a companion already gets no other: what is expected of three would be a matter of taste.
fn can_have_companion((person, companion): &(Person, Option<(usize, &'static str)>)) -> bool {
    companion.is_none()
        && person.is_clean()
        && person.nik.is_some()
        && person.precision == Some(Precision::Day)
}

fn into_people(entries: Vec<(Person, Option<(usize, &'static str)>)>) -> People {
    let mut people = People {
        list: Vec::new(),
        twins: Vec::new(),
    };
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, (person, companion)) in entries.into_iter().enumerate() {
        people.list.push(person);
        let Some((group, code)) = companion else {
            continue;
        };
        match open.iter().find(|(other, _)| *other == group) {
            Some(&(_, first)) if !code.is_empty() => {
                people.twins.push(Twins {
                    first,
                    second: at,
                    code,
                });
            }
            Some(_) => {}
            None => open.push((group, at)),
        }
    }
    people
}

struct Drawing<'a> {
    around: &'a Surroundings<'a>,
    /// Of the NIKs given out.
    count: u32,
    places: BTreeSet<Neighbourhood>,
}

impl Drawing<'_> {
    /// Lives where nobody else of the list lives, so that no likeness of names is an accident.
    fn stranger(&mut self, dice: &mut Dice) -> Person {
        let mut place = Neighbourhood::draw(dice);
        while !self.places.insert(place) {
            place = Neighbourhood::draw(dice);
        }
        self.count += 1;
        let mut person = Person::draw(dice, self.around, place, self.count);
        self.count += 1;
        spoil(dice, self.around, &mut person, self.count);
        person
    }

    fn companion(
        &mut self,
        dice: &mut Dice,
        first: &mut Person,
        kind: Companion,
    ) -> (Person, &'static str) {
        self.count += 1;
        let mut second = Person::draw(dice, self.around, first.place, self.count);
        match kind {
            Companion::SameNik => {
                second.become_same(dice, self.around, first);
                let nik = first
                    .nik
                    .clone()
                    .expect("only people with a NIK get this companion");
                second.nik_cell = nik::readable_cell(dice, &nik);
                second.nik = Some(nik);
                (second, "same_nik")
            }
            Companion::SimilarName => {
                second.become_same(dice, self.around, first);
                let name = names::respell(dice, &first.name, first.sex);
                second.rename(dice, name);
                if dice.chance(30) {
                    second.precision = Some(Precision::Year);
                    second.write_birth(dice, self.around.layout);
                    second.warnings.push("birth_year_only");
                }
                // With a NIK on both sides they would be two people.
                if dice.chance(40) {
                    first.forget_nik(dice);
                }
                second.forget_nik(dice);
                (second, "similar_name")
            }
            Companion::Neighbour => {
                second.move_to(dice, self.around, first);
                let name = names::draw_unlike(dice, second.sex, &first.name);
                second.rename(dice, name);
                second.be_born(dice, self.around.layout, first.birth, self.count);
                (second, "")
            }
        }
    }
}
