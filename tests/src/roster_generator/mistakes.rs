//! What clerks get wrong, one person at a time, and what the importer must say to it.

use super::{
    dates::{self, Precision},
    dice::Dice,
    layout::Column,
    names::Sex,
    nik,
    person::{Person, PlaceCells, Surroundings},
    places,
    sheet::Cell,
};

/// Leaves most people as they are.
pub fn spoil(dice: &mut Dice, around: &Surroundings<'_>, person: &mut Person, count: u32) {
    spoil_birth(dice, around, person);
    spoil_nik(dice, around, person, count);
    spoil_place(dice, person);
    if around.layout.has(Column::Kelurahan) && dice.chance(3) {
        person.kelurahan_cell = places::unknown_kelurahan_cell(dice);
        person.errors.push("kelurahan_unknown");
    }
    if person.is_clean() && dice.chance(3) {
        person.name_cell = Cell::Empty;
        person.errors.push("name_missing");
    }
}

fn spoil_birth(dice: &mut Dice, around: &Surroundings<'_>, person: &mut Person) {
    match dice.between(0, 99) {
        0..=3 => {
            person.birth_cell = dates::impossible_cell(dice);
            person.errors.push("birth_date_invalid");
            return;
        }
        4..=7 => {
            person.precision = None;
            person.warnings.push("birth_missing");
        }
        8..=17 => {
            person.precision = Some(Precision::Year);
            person.warnings.push("birth_year_only");
        }
        18..=23 => person.precision = Some(Precision::Month),
        _ => return,
    }
    person.write_birth(dice, around.layout);
}

fn spoil_nik(dice: &mut Dice, around: &Surroundings<'_>, person: &mut Person, count: u32) {
    let Some(nik) = person.nik.clone() else {
        return;
    };
    let (cell, code) = match dice.between(0, 99) {
        0..=4 => (
            nik::rounded_cell(dice, &nik, around.numbers_are_text),
            "nik_precision_lost",
        ),
        5..=8 => (nik::wrong_length_cell(dice, &nik), "nik_length"),
        9..=12 => (nik::invalid_cell(dice, &nik), "nik_invalid"),
        13..=19 => return person.forget_nik(dice),
        _ => return doubt_nik(dice, around, person, count),
    };
    person.nik_cell = cell;
    person.errors.push(code);
}

/// A valid NIK that does not fit what else the row says. It may be right all the same: it is
/// never changed, even where its birth date is wrong (PP 40/2019, article 30).
fn doubt_nik(dice: &mut Dice, around: &Surroundings<'_>, person: &mut Person, count: u32) {
    let mut area = nik::AREA_HERE;
    let mut birth = person.birth;
    if dice.chance(8) {
        area = nik::area_elsewhere(dice);
        person.warnings.push("nik_area_mismatch");
    }
    if dice.chance(6) && person.precision == Some(Precision::Day) && person.is_clean() {
        while birth == person.birth {
            birth = dates::draw(dice);
        }
        person.warnings.push("nik_birth_mismatch");
    }
    if dice.chance(5) && around.layout.has(Column::Sex) {
        person.sex_written = match person.sex {
            Sex::Woman => Sex::Man,
            Sex::Man => Sex::Woman,
        };
        person.warnings.push("nik_sex_mismatch");
    }
    let nik = nik::compose(area, birth, person.sex, count);
    person.nik_cell = nik::readable_cell(dice, &nik);
    person.nik = Some(nik);
}

fn spoil_place(dice: &mut Dice, person: &mut Person) {
    let missing = match dice.between(0, 99) {
        0..=2 => true,
        3..=5 => false,
        _ => return,
    };
    person.place_cells = match (&person.place_cells, missing) {
        (PlaceCells::One(_), true) => {
            PlaceCells::One(dice.pick(&[Cell::Empty, Cell::text("-"), Cell::text("  ")]))
        }
        (PlaceCells::One(_), false) => PlaceCells::One(places::unreadable_in_one_cell(dice)),
        (PlaceCells::Two(..), true) if dice.chance(50) => PlaceCells::Two(Cell::Empty, Cell::Empty),
        (PlaceCells::Two(rt, _), true) => PlaceCells::Two(rt.clone(), Cell::Empty),
        (PlaceCells::Two(..), false) => {
            let (rt, rw) = places::unreadable_in_two_cells(dice, person.place);
            PlaceCells::Two(rt, rw)
        }
    };
    person.errors.push(if missing {
        "rt_rw_missing"
    } else {
        "rt_rw_invalid"
    });
}
