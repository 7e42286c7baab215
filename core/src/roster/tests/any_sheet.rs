//! Whatever a sheet holds, each row is accounted for.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{HEADER, imported, look, sheet};
use crate::roster::preview::Standing;
use crate::roster::sheet::{Cell, Merge};

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        2 => Just(Cell::Empty),
        4 => "\\PC{0,20}".prop_map(Cell::Text),
        2 => "[0-9/ -]{0,17}".prop_map(Cell::Text),
        1 => prop::sample::select(vec!["Sumiati", "Karto", "RW 05", "Jumlah", "NAMA", "NIK", "004/05"])
            .prop_map(|text| Cell::Text(text.into())),
        1 => any::<f64>().prop_map(Cell::Number),
        1 => (0_i32..200, 1_u32..13, 1_u32..29)
            .prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(1900 + y, m, d).map_or(Cell::Empty, Cell::Date)),
        1 => any::<bool>().prop_map(Cell::Bool),
    ]
}

proptest! {
    #[test]
    fn every_row_of_any_sheet_is_accounted_for(
        rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..8), 0..25),
        top in 0_usize..30, left in 0_usize..8, tall in 0_usize..30, wide in 0_usize..8,
    ) {
        let mut file = sheet(&[HEADER]);
        file.rows.extend(rows);
        file.merges = vec![Merge { top: top + 1, left, bottom: top + 1 + tall, right: left + wide }];
        let height = file.rows.len();
        let first = look(file.clone(), &[], Vec::new());
        let below = height - first.header.first_data_row;
        prop_assert_eq!(first.rows.len() + first.skipped, below);
        for row in &first.rows {
            let broken = first.problems.iter().any(|p| p.row == row.row && p.code.is_error());
            prop_assert_eq!(broken, row.standing == Standing::Broken);
        }
        let again = look(file, &imported(&first), Vec::new());
        prop_assert_eq!(again.new_rows().count(), 0);
        prop_assert_eq!(again.changes.len(), 0);
        prop_assert_eq!(again.gone.len(), 0);
    }
}
