//! The month of a PSM: what it counts, and the files for the office.

use std::io::Cursor;

use rantang_core::photos::Izin;
use rantang_core::staff::Role;
use rantang_device::Device;
use rantang_device::command::ErrorCode;
use rantang_device::photos::{self, PhotoAttach, PhotoSubject};
use rantang_device::report::view::{MonthlyCount, MonthlyView};
use rantang_device::report::{ReportFile, ReportFormat, ReportMonthly, handlers};
use rantang_device::visits::view::*;
use rantang_device::visits::{self, VisitRecord};
use uuid::Uuid;

use crate::desk::{code, on};
use crate::photos::picture;
use crate::support::{World, person};
use crate::visits::office;

fn met(number: u128, day: u32, next: NextStep) -> VisitRecord {
    VisitRecord {
        visit_id: Uuid::from_u128(0xf100 + number),
        person_id: person(1 + number % 3).0,
        purpose: Purpose::Monitoring,
        date: Some(on(day)),
        value: VisitValueView {
            outcome: Some(VisitOutcome::Met),
            met: [Met::Person, Met::Family].into(),
            wellbeing: Some(Wellbeing::Well),
            next: Some(next),
            next_on: (next != NextStep::Nothing).then(|| on(28)),
            note: "Beras cukup sampai Jumat.".to_owned(),
            ..VisitValueView::default()
        },
    }
}

fn monthly(device: &Device, month: Option<&str>) -> MonthlyView {
    let asked = ReportMonthly {
        month: month.map(str::to_owned),
        psm_id: None,
    };
    handlers::monthly(device, &asked).unwrap()
}

fn file(device: &Device, format: ReportFormat) -> Vec<u8> {
    let asked = ReportFile {
        month: None,
        psm_id: None,
        format,
    };
    handlers::bytes(device, &asked).unwrap().1
}

fn count(view: &MonthlyView, what: MonthlyCount) -> (u32, usize) {
    let sum = view.sums.iter().find(|sum| sum.what == what).unwrap();
    (sum.count, sum.visit_ids.len())
}

#[test]
fn every_number_names_the_visits_that_it_counts() {
    let world = World::new();
    let device = office(&world);
    visits::handlers::record(&device, met(0, 20, NextStep::Nothing)).unwrap();
    visits::handlers::record(&device, met(1, 21, NextStep::HealthCentre)).unwrap();
    let mut nobody = met(3, 22, NextStep::Nothing);
    nobody.value.outcome = Some(VisitOutcome::NotMet);
    nobody.value.met.clear();
    nobody.value.wellbeing = None;
    visits::handlers::record(&device, nobody).unwrap();
    let view = monthly(&device, None);
    assert_eq!(view.month, "2026-11");
    assert_eq!(count(&view, MonthlyCount::Visits), (3, 3));
    assert_eq!(count(&view, MonthlyCount::People), (2, 3));
    assert_eq!(count(&view, MonthlyCount::Met), (2, 2));
    assert_eq!(count(&view, MonthlyCount::NotMet), (1, 1));
    assert_eq!(count(&view, MonthlyCount::FollowUps), (1, 1));
    assert!(monthly(&device, Some("2026-10")).rows.is_empty());
}

#[test]
fn an_empty_month_and_a_full_one_are_files_that_open() {
    let world = World::new();
    let device = office(&world);
    let empty = file(&device, ReportFormat::Pdf);
    assert!(
        empty.starts_with(b"%PDF-"),
        "an empty month is a report too"
    );
    for number in 0..300 {
        let day = 1 + (number % 24) as u32;
        visits::handlers::record(&device, met(number, day, NextStep::Nothing)).unwrap();
    }
    let full = file(&device, ReportFormat::Pdf);
    assert!(full.starts_with(b"%PDF-") && empty.len() < full.len());
    let workbook = file(&device, ReportFormat::Xlsx);
    let mut book: calamine::Xlsx<_> =
        calamine::Reader::new(Cursor::new(workbook)).expect("a workbook");
    let sheet = calamine::Reader::worksheet_range(&mut book, "Laporan").expect("the sheet");
    let people = sheet
        .rows()
        .filter(|row| row[5].to_string().contains("Beras cukup"));
    assert_eq!(people.count(), 300);
}

fn has(file: &[u8], words: &str) -> bool {
    file.windows(words.len()).any(|it| it == words.as_bytes())
}

#[test]
fn the_photos_of_a_visit_stand_beside_it_in_both_files() {
    let world = World::new();
    let device = office(&world);
    let visit = met(0, 20, NextStep::Nothing);
    let (visit_id, person_id) = (visit.visit_id, visit.person_id);
    visits::handlers::record(&device, visit).unwrap();
    visits::handlers::record(&device, met(1, 21, NextStep::Nothing)).unwrap();
    let in_pdf = |file: &[u8]| has(file, "/DCTDecode");
    let in_xlsx = |file: &[u8]| has(file, "xl/media/image1.");
    assert!(!in_pdf(&file(&device, ReportFormat::Pdf)));
    assert!(!in_xlsx(&file(&device, ReportFormat::Xlsx)));
    let photo = PhotoAttach {
        subject: PhotoSubject::Visit(visit_id),
        person_id: Some(person_id),
        purpose: rantang_core::photos::Purpose::Home,
        izin: Izin::NoFace,
        spot: None,
        bytes_base64: picture(640, 480),
    };
    photos::handlers::attach(&device, photo).unwrap();
    assert!(in_pdf(&file(&device, ReportFormat::Pdf)));
    assert!(in_xlsx(&file(&device, ReportFormat::Xlsx)));
    let photos: Vec<u32> = monthly(&device, None)
        .rows
        .iter()
        .map(|it| it.photos)
        .collect();
    assert_eq!(photos, [1, 0]);
}

#[test]
fn a_psm_reads_no_colleagues_report_and_a_month_has_to_be_one() {
    let world = World::new();
    drop(office(&world));
    let device = world.open_as(&[Role::Psm]);
    let asked = |month: &str, psm: Option<u128>| ReportMonthly {
        month: Some(month.to_owned()),
        psm_id: psm.map(Uuid::from_u128),
    };
    let ask = |month, psm| code(handlers::monthly(&device, &asked(month, psm)));
    assert_eq!(ask("2026-11", Some(99)), ErrorCode::NotPermitted);
    assert_eq!(ask("November", None), ErrorCode::BadRequest);
}

#[test]
fn a_visit_dated_1970_or_tomorrow_is_refused_and_nothing_is_kept() {
    let world = World::new();
    let device = office(&world);
    for date in ["1970-01-01", "2026-11-25"] {
        let mut visit = met(0, 20, NextStep::Nothing);
        visit.date = date.parse().ok();
        let refused = visits::handlers::record(&device, visit);
        assert_eq!(code(refused), ErrorCode::DateInvalid, "{date}");
    }
    assert!(monthly(&device, None).rows.is_empty());
}
