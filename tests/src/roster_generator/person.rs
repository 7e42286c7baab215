//! One person of a list: what is true, what stands in the cells, and what must come of it.

use chrono::{Datelike, NaiveDate};

use super::{
    dates::{self, NOTATIONS, Precision},
    dice::Dice,
    expected::ExpectedPerson,
    layout::{Column, Layout},
    names::{self, Sex},
    nik,
    places::{self, KECAMATAN, Kelurahan, Neighbourhood},
    sheet::Cell,
};

/// The cells that carry mistakes are drawn first; the others follow when the row is written.
pub struct Person {
    pub name: String,
    pub sex: Sex,
    pub nik: Option<String>,
    pub birth: NaiveDate,
    /// `None`: the file does not say it.
    pub precision: Option<Precision>,
    pub place: Neighbourhood,
    pub kelurahan: &'static Kelurahan,
    pub name_cell: Cell,
    pub nik_cell: Cell,
    pub birth_cell: Cell,
    pub place_cells: PlaceCells,
    pub kelurahan_cell: Cell,
    /// What the sex column says, whatever the NIK says.
    pub sex_written: Sex,
    pub errors: Vec<&'static str>,
    pub warnings: Vec<&'static str>,
}

pub enum PlaceCells {
    One(Cell),
    Two(Cell, Cell),
}

/// What the file says of where people live, decided once for a file.
pub struct Surroundings<'a> {
    pub layout: &'a Layout,
    /// The one of rows that name none.
    pub kelurahan: &'static Kelurahan,
    /// CSV: a number is the text that was exported.
    pub numbers_are_text: bool,
}

impl Person {
    /// Someone without any mistake, whose cells are written as this office writes them.
    pub fn draw(
        dice: &mut Dice,
        around: &Surroundings<'_>,
        place: Neighbourhood,
        count: u32,
    ) -> Self {
        let sex = dice.pick(&[Sex::Woman, Sex::Woman, Sex::Man]);
        let birth = dates::draw(dice);
        let name = names::draw(dice, sex);
        let nik = nik::compose(nik::AREA_HERE, birth, sex, count);
        let named = around.layout.has(Column::Kelurahan) && !dice.chance(10);
        let kelurahan = if named {
            pick_kelurahan(dice)
        } else {
            around.kelurahan
        };
        let mut person = Self {
            name_cell: name_cell(dice, &name),
            nik_cell: nik::readable_cell(dice, &nik),
            birth_cell: Cell::Empty,
            place_cells: place_cells(dice, around, place),
            kelurahan_cell: if named {
                places::kelurahan_cell(dice, kelurahan)
            } else {
                Cell::Empty
            },
            name,
            sex,
            nik: Some(nik),
            birth,
            precision: Some(Precision::Day),
            place,
            kelurahan,
            sex_written: sex,
            errors: Vec::new(),
            warnings: Vec::new(),
        };
        person.write_birth(dice, around.layout);
        person
    }

    pub fn rename(&mut self, dice: &mut Dice, name: String) {
        self.name_cell = name_cell(dice, &name);
        self.name = name;
    }

    pub fn write_birth(&mut self, dice: &mut Dice, layout: &Layout) {
        let notation = if dice.chance(30) {
            dice.pick(NOTATIONS)
        } else {
            layout.notation
        };
        self.birth_cell = match self.precision {
            Some(Precision::Day) => dates::day_cell(notation, self.birth),
            Some(Precision::Month) => dates::month_cell(dice, self.birth),
            Some(Precision::Year) => dates::year_cell(dice, self.birth),
            None => dice.pick(&[Cell::Empty, Cell::text("-")]),
        };
    }

    pub fn forget_nik(&mut self, dice: &mut Dice) {
        self.nik = None;
        self.nik_cell = nik::missing_cell(dice);
        self.warnings.retain(|code| !code.starts_with("nik_"));
        self.warnings.push("nik_missing");
    }

    /// Lives where another lives.
    pub fn move_to(&mut self, dice: &mut Dice, around: &Surroundings<'_>, other: &Self) {
        self.place = other.place;
        self.kelurahan = other.kelurahan;
        self.place_cells = place_cells(dice, around, other.place);
        self.kelurahan_cell = match other.kelurahan_cell {
            Cell::Empty => Cell::Empty,
            _ => places::kelurahan_cell(dice, other.kelurahan),
        };
    }

    /// The same person as another, entered a second time by somebody else.
    pub fn become_same(&mut self, dice: &mut Dice, around: &Surroundings<'_>, other: &Self) {
        self.move_to(dice, around, other);
        self.sex = other.sex;
        self.sex_written = other.sex_written;
        self.birth = other.birth;
        self.write_birth(dice, around.layout);
        let name = match dice.chance(50) {
            true => names::respell(dice, &other.name, other.sex),
            false => other.name.clone(),
        };
        self.rename(dice, name);
    }

    /// Born on the given day, with a NIK that fits.
    pub fn be_born(&mut self, dice: &mut Dice, layout: &Layout, birth: NaiveDate, count: u32) {
        self.birth = birth;
        self.write_birth(dice, layout);
        let nik = nik::compose(nik::AREA_HERE, birth, self.sex, count);
        self.nik_cell = nik::readable_cell(dice, &nik);
        self.nik = Some(nik);
    }

    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    pub fn cells(&self, dice: &mut Dice, layout: &Layout, number: usize) -> Vec<Cell> {
        let mut row = vec![Cell::Empty; layout.indent];
        for column in &layout.columns {
            row.push(match column {
                Column::Number => Cell::Number(number as f64),
                Column::Name => self.name_cell.clone(),
                Column::Nik => self.nik_cell.clone(),
                Column::Birth => self.birth_cell.clone(),
                Column::BirthPlaceAndDate => self.birth_with_place(dice),
                Column::RtRw | Column::Rt => match &self.place_cells {
                    PlaceCells::One(cell) | PlaceCells::Two(cell, _) => cell.clone(),
                },
                Column::Rw => match &self.place_cells {
                    PlaceCells::One(_) => Cell::Empty,
                    PlaceCells::Two(_, cell) => cell.clone(),
                },
                Column::Kelurahan => self.kelurahan_cell.clone(),
                Column::Kecamatan => Cell::text(KECAMATAN),
                Column::Sex => self.sex_cell(dice),
                Column::Age => self.age_cell(dice),
                // The family's number: its head's area and the date of issue.
                Column::Kk => Cell::text(format!("3171080101{:02}{:04}", number % 20 + 1, number)),
                Column::Address => Cell::text(format!(
                    "Gg. {} No. {}",
                    dice.pick(&["Mawar", "V", "Haji Ung"]),
                    number
                )),
                Column::Phone => Cell::text(format!("0812-0000-{number:04}")),
                Column::Aid => Cell::text(dice.pick(&["KLJ", "PKH", "-", ""])),
                Column::Note => dice.pick(&[
                    Cell::Empty,
                    Cell::text("tinggal sendiri"),
                    Cell::text("titip tetangga"),
                ]),
                Column::Signature => Cell::Empty,
            });
        }
        row
    }

    fn sex_cell(&self, dice: &mut Dice) -> Cell {
        Cell::text(match self.sex_written {
            Sex::Woman => dice.pick(&["P", "P", "Perempuan", "Pr", "Wanita", "PEREMPUAN"]),
            Sex::Man => dice.pick(&["L", "L", "Laki-laki", "Lk", "Pria", "LAKI-LAKI"]),
        })
    }

    /// As of somebody's reckoning; it may be a year off, and the birth date counts.
    fn age_cell(&self, dice: &mut Dice) -> Cell {
        if self.precision.is_none() || !self.is_clean() {
            return Cell::Empty;
        }
        let years = 2026 - self.birth.year() - i32::from(dice.chance(40));
        if dice.chance(70) {
            Cell::Number(f64::from(years))
        } else {
            Cell::text(format!("{years} th"))
        }
    }

    fn birth_with_place(&self, dice: &mut Dice) -> Cell {
        let town = dice.pick(&["Jakarta", "Brebes", "Tegal", "Solo"]);
        match &self.birth_cell {
            Cell::Text(text) if text != "-" => Cell::text(format!("{town}, {text}")),
            // Nobody puts a town before a number of days.
            Cell::Date(_) | Cell::Number(_) if self.precision == Some(Precision::Day) => {
                Cell::text(format!("{town}, {}", self.birth.format("%d-%m-%Y")))
            }
            other => other.clone(),
        }
    }

    fn name_as_written(&self) -> String {
        match &self.name_cell {
            Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => String::new(),
        }
    }

    /// What the importer must have made of this row.
    pub fn expected(&self, row: u32) -> ExpectedPerson {
        ExpectedPerson {
            row,
            name: self.name_as_written(),
            nik: self.nik.clone(),
            birth_date: self
                .precision
                .map(|precision| precision.known_part(self.birth)),
            birth_date_precision: self.precision.map(Precision::code),
            kelurahan_code: self.kelurahan.code.to_owned(),
            rw: self.place.rw_code(),
            rt: self.place.rt_code(),
        }
    }
}

fn pick_kelurahan(dice: &mut Dice) -> &'static Kelurahan {
    let index = dice.between(0, 3) as usize;
    &places::KELURAHAN[index]
}

pub fn place_cells(dice: &mut Dice, around: &Surroundings<'_>, place: Neighbourhood) -> PlaceCells {
    if around.layout.has(Column::RtRw) {
        PlaceCells::One(place.in_one_cell(dice))
    } else {
        let (rt, rw) = place.in_two_cells(dice);
        PlaceCells::Two(rt, rw)
    }
}

/// The name with the white space that creeps in when lists are pasted together.
fn name_cell(dice: &mut Dice, name: &str) -> Cell {
    let name = if dice.chance(25) {
        name.to_uppercase()
    } else {
        name.to_owned()
    };
    Cell::text(match dice.between(0, 9) {
        0 => format!("  {name}"),
        1 => format!("{name} "),
        2 => name.replace(' ', "  "),
        3 => format!("{name}\u{a0}"),
        _ => name,
    })
}
