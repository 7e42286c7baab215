//! Puts the people on a sheet and notes what the importer must say to each row.

use super::{
    dice::Dice,
    expected::{Duplicate, Expected, Problem},
    layout::{Column, Layout},
    people::{self, People},
    person::Surroundings,
    places::{KELURAHAN, Kelurahan},
    sheet::{Cell, Merge, Sheet},
};

pub struct Composed {
    /// The roster and, in some offices, a sheet beside it.
    pub sheets: Vec<Sheet>,
    pub expected: Expected,
}

/// What the format cannot carry.
#[derive(Clone, Copy)]
pub struct Limits {
    /// No types, no line breaks within a cell, one sheet.
    pub only_text: bool,
}

pub fn compose(dice: &mut Dice, seed: u64, format: &str, limits: Limits) -> Composed {
    let layout = Layout::draw(dice);
    let kelurahan = dice.pick(&KELURAHAN.iter().collect::<Vec<_>>());
    let around = Surroundings {
        layout: &layout,
        kelurahan,
        numbers_are_text: limits.only_text,
    };
    let people = people::draw(dice, &around);

    let mut sheet = Sheet::new(dice.pick(&["Sheet1", "Data", "LANSIA", "Daftar Penerima"]));
    layout.push_titles(dice, &mut sheet, kelurahan);
    let headers = layout.headers(dice, !limits.only_text);
    layout.push_headers(&mut sheet, &headers);
    let rows = push_people(dice, &mut sheet, &layout, &people, &headers);
    if layout.merged_rw && !limits.only_text {
        merge_rw(&mut sheet, &layout, &people, &rows);
    }
    if layout.subtotals {
        layout.push_subtotal(dice, &mut sheet, people.list[0].place.rw, people.list.len());
    }
    if layout.signatures {
        layout.push_signatures(dice, &mut sheet, kelurahan);
    }

    let mut sheets = vec![sheet];
    if !limits.only_text && dice.chance(25) {
        let at = dice.between(0, 1) as usize;
        sheets.insert(at, summary(people.list.len()));
    }
    Composed {
        sheets,
        expected: expect(seed, format, kelurahan, &people, &rows),
    }
}

/// Returns the row of each person.
fn push_people(
    dice: &mut Dice,
    sheet: &mut Sheet,
    layout: &Layout,
    people: &People,
    headers: &[Vec<Cell>],
) -> Vec<u32> {
    let mut rows = Vec::new();
    let mut since_subtotal = 0;
    for (index, person) in people.list.iter().enumerate() {
        rows.push(sheet.push(person.cells(dice, layout, index + 1)));
        since_subtotal += 1;
        if dice.chance(4) {
            sheet.push(Vec::new());
        }
        if layout.subtotals && dice.chance(12) {
            layout.push_subtotal(dice, sheet, person.place.rw, since_subtotal);
            since_subtotal = 0;
        }
        if layout.repeats_headers && dice.chance(5) {
            layout.push_headers(sheet, headers);
        }
    }
    if layout.columns.first() == Some(&Column::Number) && dice.chance(20) {
        // Lines numbered in advance for people who never came.
        for number in 1..=dice.between(1, 3) as usize {
            let mut row = vec![Cell::Empty; layout.indent];
            row.push(Cell::Number((people.list.len() + number) as f64));
            sheet.push(row);
        }
    }
    rows
}

/// Merges the RW of neighbours in rows that follow each other; who is unclear keeps an own cell.
fn merge_rw(sheet: &mut Sheet, layout: &Layout, people: &People, rows: &[u32]) {
    let place = |index: usize| {
        let person = &people.list[index];
        let clear = !person.errors.iter().any(|code| code.starts_with("rt_rw"));
        clear.then_some(person.place.rw)
    };
    let column = layout.indent + layout.column_of(Column::Rw);
    let narrow = u16::try_from(column).expect("a table is narrow");
    let mut first = 0;
    for next in 1..=rows.len() {
        let goes_on = next < rows.len()
            && place(first).is_some()
            && place(first) == place(next)
            && rows[next] == rows[next - 1] + 1;
        if goes_on {
            sheet.rows[rows[next] as usize - 1][column] = Cell::Empty;
            continue;
        }
        if 1 < next - first {
            let (top, bottom) = (rows[first] - 1, rows[next - 1] - 1);
            sheet.merges.push(Merge {
                first: (top, narrow),
                last: (bottom, narrow),
            });
        }
        first = next;
    }
}

fn summary(people: usize) -> Sheet {
    let mut sheet = Sheet::new("Rekap");
    sheet.push(vec![Cell::text("REKAPITULASI")]);
    sheet.push(vec![
        Cell::text("RW"),
        Cell::text("Jumlah"),
        Cell::text("Ket."),
    ]);
    sheet.push(vec![Cell::text("01"), Cell::Number(people as f64)]);
    sheet.push(vec![Cell::text("JUMLAH"), Cell::Number(people as f64)]);
    sheet
}

fn expect(
    seed: u64,
    format: &str,
    kelurahan: &Kelurahan,
    people: &People,
    rows: &[u32],
) -> Expected {
    let mut expected = Expected {
        seed,
        format: format.to_owned(),
        kelurahan_code: kelurahan.code.to_owned(),
        rows: rows.len(),
        ready: 0,
        errors: Vec::new(),
        warnings: Vec::new(),
        duplicates: Vec::new(),
        people: Vec::new(),
    };
    for twins in &people.twins {
        let rows = vec![rows[twins.first], rows[twins.second]];
        expected.duplicates.push(Duplicate {
            rows,
            code: twins.code,
        });
    }
    for (index, (person, &row)) in people.list.iter().zip(rows).enumerate() {
        let problem = |code: &&'static str| Problem { row, code };
        expected.errors.extend(person.errors.iter().map(problem));
        // The first of two entries comes in, the other waits for somebody's decision.
        let repeats = people.twins.iter().any(|twins| twins.second == index);
        if !person.is_clean() || repeats {
            continue;
        }
        expected
            .warnings
            .extend(person.warnings.iter().map(problem));
        expected.people.push(person.expected(row));
    }
    expected.ready = expected.people.len();
    expected.errors.sort();
    expected.warnings.sort();
    expected.duplicates.sort();
    expected
}
