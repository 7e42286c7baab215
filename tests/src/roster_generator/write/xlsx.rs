//! Excel's format since 2007.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::roster_generator::{
    dates::serial,
    sheet::{Cell, Sheet},
};

pub fn xlsx(sheets: &[Sheet]) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    // The time of writing would make each file of a seed another one.
    let written = ExcelDateTime::from_ymd(2026, 11, 24)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&written));
    let date_format = Format::new().set_num_format("dd/mm/yyyy");
    for sheet in sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        for merge in &sheet.merges {
            let ((row, column), (last_row, last_column)) = (merge.first, merge.last);
            worksheet.merge_range(row, column, last_row, last_column, "", &Format::new())?;
        }
        for (row, cells) in (0..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Empty => continue,
                    Cell::Text(text) => worksheet.write_string(row, column, text)?,
                    Cell::Number(number) => worksheet.write_number(row, column, *number)?,
                    Cell::Date(date) => worksheet.write_number_with_format(
                        row,
                        column,
                        serial(*date),
                        &date_format,
                    )?,
                };
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}
