//! The recap as files: XLSX for the office, CSV for everything else. No NIK, no health.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::time::{clock_time, long_date};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::view::{DayRecapView, FileView, RouteRecapView};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const HEADER: [&str; 9] = [
    "Rute",
    "Kurir",
    "Pintu",
    "Selesai",
    "Kotak diterima",
    "Kotak diantar",
    "Kotak kembali",
    "Mulai",
    "Selesai jam",
];

/// `rekap-2026-11-24.xlsx`.
pub fn xlsx(recap: &DayRecapView) -> Result<FileView, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Rekap")?;
    let title = Format::new().set_bold().set_font_size(14);
    let head = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap();
    let total = Format::new().set_bold().set_border_top(FormatBorder::Thin);
    let time = Format::new().set_align(FormatAlign::Right);
    sheet.write_with_format(
        0,
        0,
        format!("Rekap antaran {}", recap.kelurahan_name),
        &title,
    )?;
    sheet.write(1, 0, long_date(recap.date))?;
    for (column, name) in HEADER.iter().enumerate() {
        sheet.write_with_format(3, column as u16, *name, &head)?;
    }
    for (at, route) in recap.routes.iter().enumerate() {
        let row = 4 + at as u32;
        sheet.write(row, 0, &route.route_name)?;
        sheet.write(row, 1, &route.courier_name)?;
        for (column, number) in numbers(route).into_iter().enumerate() {
            sheet.write(row, 2 + column as u16, number)?;
        }
        for (column, at_ms) in [route.started_at_ms, route.finished_at_ms]
            .into_iter()
            .enumerate()
        {
            let text = at_ms.map(clock_time).unwrap_or_default();
            sheet.write_with_format(row, 7 + column as u16, text, &time)?;
        }
    }
    let row = 4 + recap.routes.len() as u32;
    sheet.write_with_format(row, 0, "Jumlah", &total)?;
    sheet.write_with_format(row, 1, "", &total)?;
    let sums = [
        recap.doors_total,
        recap.doors_done,
        recap.boxes_received,
        recap.boxes_given,
        recap.boxes_back,
    ];
    for (column, number) in sums.into_iter().enumerate() {
        sheet.write_with_format(row, 2 + column as u16, number, &total)?;
    }
    sheet.set_freeze_panes(4, 0)?;
    sheet.autofit();
    let bytes = book.save_to_buffer()?;
    Ok(FileView {
        name: format!("rekap-{}.xlsx", recap.date),
        media_type: XLSX.into(),
        bytes_base64: STANDARD.encode(bytes),
    })
}

/// `rekap-2026-11-24.csv`: UTF-8 with a byte order mark and semicolons, as Indonesian Excel opens it.
pub fn csv(recap: &DayRecapView) -> Result<FileView, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let mut header = vec!["Tanggal"];
    header.extend(HEADER);
    writer.write_record(header)?;
    for route in &recap.routes {
        let mut record = vec![
            recap.date.to_string(),
            route.route_name.clone(),
            route.courier_name.clone(),
        ];
        record.extend(numbers(route).map(|number| number.to_string()));
        record.extend(
            [route.started_at_ms, route.finished_at_ms]
                .map(|at| at.map(clock_time).unwrap_or_default()),
        );
        // A cell that begins like a formula would be run by the spreadsheet that opens it.
        writer.write_record(record.iter().map(|cell| defused(cell)))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(FileView {
        name: format!("rekap-{}.csv", recap.date),
        media_type: "text/csv;charset=utf-8".into(),
        bytes_base64: STANDARD.encode(bytes),
    })
}

fn numbers(route: &RouteRecapView) -> [u32; 5] {
    [
        route.doors_total,
        route.doors_done,
        route.boxes_received,
        route.boxes_given,
        route.boxes_back,
    ]
}

fn defused(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;

    fn recap() -> DayRecapView {
        DayRecapView {
            date: NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date"),
            kelurahan_name: "Kampung Rawa".into(),
            doors_total: 20,
            doors_done: 18,
            boxes_received: 40,
            boxes_given: 36,
            boxes_back: 4,
            lines: vec![],
            routes: vec![RouteRecapView {
                route_id: Uuid::nil(),
                route_name: "=RW 04".into(),
                courier_name: "Pak Dedi".into(),
                doors_total: 20,
                doors_done: 18,
                boxes_received: 40,
                boxes_given: 36,
                boxes_back: 4,
                started_at_ms: Some(0),
                finished_at_ms: None,
            }],
            text: String::new(),
        }
    }

    #[test]
    fn the_csv_opens_in_an_office_and_runs_nothing() {
        let file = csv(&recap()).expect("writes");
        let text =
            String::from_utf8(STANDARD.decode(file.bytes_base64).expect("base64")).expect("UTF-8");
        assert!(text.starts_with("\u{feff}Tanggal;Rute;Kurir"), "{text}");
        assert!(
            text.contains("2026-11-24;'=RW 04;Pak Dedi;20;18;40;36;4;07.00;"),
            "{text}"
        );
    }

    #[test]
    fn the_xlsx_holds_the_routes_and_their_sum() {
        use calamine::{Reader, Xlsx};
        let file = xlsx(&recap()).expect("writes");
        let bytes = STANDARD.decode(file.bytes_base64).expect("base64");
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("opens");
        let sheet = book.worksheet_range("Rekap").expect("the sheet");
        let cell = |row, column| {
            sheet
                .get_value((row, column))
                .map(ToString::to_string)
                .unwrap_or_default()
        };
        assert_eq!(cell(4, 1), "Pak Dedi");
        assert_eq!(cell(5, 0), "Jumlah");
        assert_eq!(cell(5, 5), "36");
    }
}
