//! The report as a workbook: one row for each visit, the numbers above them.

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Image, Workbook, XlsxError,
};

use super::pictures::Picture;
use super::view::MonthlyView;
use super::words;

const HEADER: [(&str, f64); 9] = [
    ("No", 5.0),
    ("Tanggal", 12.0),
    ("Jenis", 18.0),
    ("Tempat", 28.0),
    ("Untuk siapa", 28.0),
    ("Yang dilakukan", 60.0),
    ("Tindak lanjut", 32.0),
    ("Foto", 6.0),
    ("Gambar", 16.0),
];
const TABLE: u32 = 7;
/// Of a row with a picture, in points.
const PICTURE_HEIGHT: f64 = 66.0;

/// `pictures`: for each row, of which the first one is shown.
pub(super) fn xlsx(view: &MonthlyView, pictures: &[Vec<Picture>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Laporan")?;
    let title = Format::new().set_bold().set_font_size(14);
    let bold = Format::new().set_bold();
    let head = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let top = Format::new().set_align(FormatAlign::Top);
    let day = Format::new()
        .set_num_format("dd/mm/yyyy")
        .set_align(FormatAlign::Top);
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(TABLE, TABLE)?;
    let month = words::month(&view.month);
    sheet.write_with_format(0, 0, format!("Laporan kunjungan PSM, {month}"), &title)?;
    sheet.write(
        1,
        0,
        format!("{}, Kelurahan {}", view.psm_full_name, view.kelurahan_name),
    )?;
    for (column, sum) in (2_u16..).zip(&view.sums) {
        sheet.write_with_format(3, column, words::sum(sum.what), &bold)?;
        sheet.write(4, column, sum.count)?;
    }
    for (column, (name, width)) in (0_u16..).zip(HEADER) {
        sheet.set_column_width(column, width)?;
        sheet.write_with_format(TABLE, column, name, &head)?;
    }
    for (at, (row, pictures)) in (1_u32..).zip(view.rows.iter().zip(pictures)) {
        let line = TABLE + at;
        let date = ExcelDateTime::parse_from_str(&row.date.to_string())?;
        sheet.write_with_format(line, 0, at, &top)?;
        sheet.write_with_format(line, 1, &date, &day)?;
        sheet.write_with_format(line, 2, words::purpose(row.purpose), &wrapped)?;
        sheet.write_with_format(line, 3, words::place(row), &wrapped)?;
        sheet.write_with_format(line, 4, &row.person_name, &wrapped)?;
        sheet.write_with_format(line, 5, words::done(row), &wrapped)?;
        sheet.write_with_format(line, 6, words::next(row), &wrapped)?;
        sheet.write_with_format(line, 7, row.photos, &top)?;
        if let Some(picture) = pictures.first() {
            let image = Image::new_from_buffer(&picture.jpeg)?.set_alt_text(picture.what);
            sheet.set_row_height(line, PICTURE_HEIGHT)?;
            sheet.insert_image_fit_to_cell(line, 8, &image, true)?;
        }
    }
    if view.rows.is_empty() {
        sheet.write(
            TABLE + 1,
            0,
            "Tidak ada kunjungan yang dicatat pada bulan ini.",
        )?;
    }
    sheet.set_freeze_panes(TABLE + 1, 0)?;
    book.save_to_buffer()
}
