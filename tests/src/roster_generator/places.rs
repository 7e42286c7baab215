//! Where people live, and all the ways in which a list says so.

use chrono::NaiveDate;

use super::{dice::Dice, sheet::Cell};

#[derive(Debug, PartialEq, Eq)]
pub struct Kelurahan {
    /// Kemendagri's code, `PP.KK.CC.DDDD`.
    pub code: &'static str,
    pub name: &'static str,
}

/// One kecamatan, as a list of one Pokmas has it. Source: Kepmendagri 300.2.2-2430/2025.
pub const KECAMATAN: &str = "Johar Baru";
pub const KELURAHAN: &[Kelurahan] = &[
    Kelurahan {
        code: "31.71.08.1001",
        name: "Johar Baru",
    },
    Kelurahan {
        code: "31.71.08.1002",
        name: "Kampung Rawa",
    },
    Kelurahan {
        code: "31.71.08.1003",
        name: "Galur",
    },
    Kelurahan {
        code: "31.71.08.1004",
        name: "Tanah Tinggi",
    },
];

/// Names and codes that exist nowhere in Jakarta.
const UNKNOWN: &[&str] = &[
    "Sukamaju",
    "Kel. Mekarjaya",
    "3171081009",
    "31.71.08.1077",
    "Ciomas",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Neighbourhood {
    pub rt: u32,
    pub rw: u32,
}

impl Neighbourhood {
    pub fn draw(dice: &mut Dice) -> Self {
        let rw = if dice.chance(2) {
            dice.between(100, 120)
        } else {
            dice.between(1, 14)
        };
        Self {
            rt: dice.between(1, 18),
            rw,
        }
    }

    /// Three digits: "004".
    pub fn rt_code(self) -> String {
        format!("{:03}", self.rt)
    }

    /// Two digits, three where there are so many: "07", "112".
    pub fn rw_code(self) -> String {
        format!("{:02}", self.rw)
    }

    /// RT and RW in one cell.
    pub fn in_one_cell(self, dice: &mut Dice) -> Cell {
        let Self { rt, rw } = self;
        Cell::text(match dice.between(0, 11) {
            0 => format!("{rt}/{rw}"),
            1 => format!("{rt:02}/{rw:02}"),
            2 => format!("{rt:03} / {rw:02}"),
            3 => format!("RT {rt:02} RW {rw:02}"),
            4 => format!("RT.{rt:03}/RW.{rw:03}"),
            5 => format!("Rt {rt}/Rw {rw}"),
            6 => format!("rt{rt} rw{rw}"),
            7 => format!("{rt:03}-{rw:03}"),
            8 => format!("RT. {rt:03} RW. {rw:02}"),
            9 => format!("RT:{rt} RW:{rw}"),
            10 => format!("RT {rt:03}/{rw:03}"),
            _ => format!("{rt:03}/{rw:03}"),
        })
    }

    /// RT and RW in two cells.
    pub fn in_two_cells(self, dice: &mut Dice) -> (Cell, Cell) {
        let Self { rt, rw } = self;
        match dice.between(0, 4) {
            0 => (Cell::Number(f64::from(rt)), Cell::Number(f64::from(rw))),
            1 => (Cell::text(format!("{rt}")), Cell::text(format!("{rw}"))),
            2 => (
                Cell::text(format!("RT {rt:02}")),
                Cell::text(format!("RW {rw:02}")),
            ),
            3 => (Cell::text(format!("{rt:02}")), Cell::Number(f64::from(rw))),
            _ => (
                Cell::text(format!("{rt:03}")),
                Cell::text(format!("{rw:02}")),
            ),
        }
    }
}

/// What somebody wrote who did not know, or "4/7" that a spreadsheet took for a date of this year:
/// none of it says for certain which RT and RW.
pub fn unreadable_in_one_cell(dice: &mut Dice) -> Cell {
    if dice.chance(25) {
        // Never the same day and month, which would leave nothing in doubt.
        let date = NaiveDate::from_ymd_opt(2026, dice.between(1, 6), dice.between(7, 12));
        return Cell::Date(date.expect("every month has 12 days"));
    }
    Cell::text(dice.pick(&[
        "0/0",
        "00/00",
        "RT empat",
        "4/7/2",
        "RT 00 RW 00",
        "1234/07",
    ]))
}

pub fn unreadable_in_two_cells(dice: &mut Dice, place: Neighbourhood) -> (Cell, Cell) {
    let (rt, rw) = place.in_two_cells(dice);
    let unreadable = dice.pick(&[Cell::Number(0.0), Cell::text("000"), Cell::text("empat")]);
    if dice.chance(50) {
        (unreadable, rw)
    } else {
        (rt, unreadable)
    }
}

/// The cell of the kelurahan's column.
pub fn kelurahan_cell(dice: &mut Dice, kelurahan: &Kelurahan) -> Cell {
    let name = kelurahan.name;
    let digits = kelurahan.code.replace('.', "");
    match dice.between(0, 7) {
        0 => Cell::text(kelurahan.code),
        1 => Cell::text(digits),
        2 => Cell::Number(digits.parse().expect("a code is digits")),
        3 => Cell::text(format!("Kel. {name}")),
        4 => Cell::text(format!("KELURAHAN {}", name.to_uppercase())),
        5 => Cell::text(format!(" {} ", name.to_uppercase())),
        _ => Cell::text(name),
    }
}

pub fn unknown_kelurahan_cell(dice: &mut Dice) -> Cell {
    Cell::text(dice.pick(UNKNOWN))
}
