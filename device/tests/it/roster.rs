//! A roster enters the store, again, and changed. All people and NIKs are invented.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveDate, NaiveTime};
use rantang_core::ids::ProgrammeId;
use rantang_core::photos::Proof;
use rantang_core::programme::operations::DefinePeriod;
use rantang_core::programme::{PeriodTerms, Weekdays};
use rantang_core::staff::Role;
use rantang_device::command::ErrorCode;
use rantang_device::roster::handlers::{self, Import};
use rantang_device::roster::view::{RosterCommitView, RosterPreviewView};
use rantang_device::roster::{RosterCommit, RosterPreview};
use rantang_device::store::Error;
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::support::{World, area, period};

const FIRST: &str = "DAFTAR LANSIA KELURAHAN KAMPUNG RAWA\n\
    Nama;NIK;Tgl Lahir;RT/RW;Patokan;Penanggung Jawab;Pantangan\n\
    Hj. Sumiati;3171084211460001;02/11/1946;4/6;Dekat pos RW;Bu Ani;bubur\n\
    Karto;;1940;5/6;;;\n\
    Ponirah;;1944;5/6;;;\n\
    Tukiyem;3,17108E+15;1950;5/6;;;\n";

const NEWER: &str = "Nama;NIK;Tgl Lahir;RT/RW;Patokan;Penanggung Jawab;Pantangan\n\
    Hj. Sumiati;3171084211460001;02/11/1946;4/6;Pintu biru;Bu Ani;bubur\n\
    Karto;;1940;5/6;;;\n\
    Wagimin;;1941;1/1;;;\n";

/// A coordinator's device in the middle of a period.
fn desk(world: &World) -> Device {
    let device = world.open_as(&[Role::Koordinator]);
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let terms = PeriodTerms {
        programme: ProgrammeId(Uuid::from_u128(0x8000)),
        budget_year: 2026,
        first: day(1, 1),
        last: day(12, 31),
        weekdays: Weekdays::EVERY_DAY,
        serves_holidays: false,
        meals_per_day: 2,
        meal_price_rp: 15_000,
        delivery_fee_rp: 2_000,
        cut_off: NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
        good_for_min: 240,
        ready_at: NaiveTime::from_hms_opt(6, 30, 0).unwrap(),
        ramadan: None,
        silent_after_min: 45,
        not_met_days: 3,
        missed_meals_days: 3,
        proof: Proof::None,
        document_photos: false,
    };
    let define = DefinePeriod {
        period: period(),
        area: area(),
        terms,
        saw: vec![],
    };
    device.record([Draft::from(define)]).unwrap();
    device
}

fn look(device: &Device, text: &str) -> RosterPreviewView {
    let args = RosterPreview {
        file_name: "Daftar FINAL (2).csv".into(),
        bytes_base64: STANDARD.encode(text),
        sheet: None,
        columns: BTreeMap::new(),
        fixes: vec![],
        kelurahan_code: None,
    };
    handlers::preview(device, args).unwrap()
}

fn enter(
    device: &Device,
    view: &RosterPreviewView,
    changes: Vec<u32>,
    gone: Vec<Uuid>,
) -> [u32; 4] {
    let args = RosterCommit {
        preview_id: view.preview_id,
        accept_changes: changes,
        accept_gone: gone,
    };
    let RosterCommitView {
        added,
        changed,
        left,
        unchanged,
    } = handlers::commit(device, args).unwrap();
    [added, changed, left, unchanged]
}

/// "name rt/rw landmark status", by name.
fn people(device: &Device) -> Vec<String> {
    device
        .read::<_, Error>(|db| {
            let sql = "SELECT p.name || ' ' || p.rt || '/' || p.rw || ' ' || p.landmark || ' ' || e.status
                       FROM persons p JOIN enrolments e ON e.person = p.id ORDER BY p.sort_name";
            let mut statement = db.prepare(sql)?;
            let people = statement.query_map([], |row| row.get(0))?;
            Ok(people.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap()
}

fn operations(device: &Device) -> i64 {
    let count = |db: &rusqlite::Connection| {
        Ok(db.query_row("SELECT count(*) FROM log", [], |row| row.get(0))?)
    };
    device.read::<_, Error>(count).unwrap()
}

#[test]
fn a_preview_writes_nothing_and_its_commit_enters_who_is_ready() {
    let world = World::new();
    let device = desk(&world);
    let before = operations(&device);
    let view = look(&device, FIRST);
    assert_eq!(
        (view.rows, view.ready, view.new_count, view.errors.len()),
        (4, 3, 3, 1)
    );
    assert_eq!(operations(&device), before);

    assert_eq!(enter(&device, &view, vec![], vec![]), [3, 0, 0, 0]);
    let expected = [
        "Karto 5/6  active",
        "Ponirah 5/6  active",
        "Hj. Sumiati 4/6 Dekat pos RW active",
    ];
    assert_eq!(people(&device), expected);

    let again = RosterCommit {
        preview_id: view.preview_id,
        accept_changes: vec![],
        accept_gone: vec![],
    };
    let refused = handlers::commit(&device, again).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PreviewGone);
}

#[test]
fn the_same_file_again_changes_nothing() {
    let world = World::new();
    let device = desk(&world);
    enter(&device, &look(&device, FIRST), vec![], vec![]);
    let before = operations(&device);
    let view = look(&device, FIRST);
    assert_eq!(
        (view.new_count, view.unchanged_count, view.ready),
        (0, 3, 3)
    );
    assert!(view.changes.is_empty() && view.gone.is_empty());
    assert_eq!(enter(&device, &view, vec![], vec![]), [0, 0, 0, 3]);
    assert_eq!(operations(&device), before);
}

#[test]
fn a_newer_file_changes_only_what_is_accepted() {
    let world = World::new();
    let device = desk(&world);
    enter(&device, &look(&device, FIRST), vec![], vec![]);

    let view = look(&device, NEWER);
    assert_eq!(
        (view.new_count, view.changes.len(), view.gone.len()),
        (1, 1, 1)
    );
    assert_eq!(enter(&device, &view, vec![], vec![]), [1, 0, 0, 2]);
    let untouched = [
        "Karto 5/6  active",
        "Ponirah 5/6  active",
        "Hj. Sumiati 4/6 Dekat pos RW active",
        "Wagimin 1/1  active",
    ];
    assert_eq!(people(&device), untouched);

    let view = look(&device, NEWER);
    let rows = view.changes.iter().map(|change| change.row).collect();
    let gone = view.gone.iter().map(|person| person.id).collect();
    assert_eq!(enter(&device, &view, rows, gone), [0, 1, 1, 2]);
    let accepted = [
        "Karto 5/6  active",
        "Ponirah 5/6  left",
        "Hj. Sumiati 4/6 Pintu biru active",
        "Wagimin 1/1  active",
    ];
    assert_eq!(people(&device), accepted);
}

#[test]
fn the_command_line_imports_the_same_and_can_only_look() {
    let world = World::new();
    let device = desk(&world);
    let mut told = 0;
    let mut import = |dry_run| {
        let options = Import {
            kelurahan: Some("31.71.08.1002".into()),
            dry_run,
        };
        handlers::import(
            &device,
            "daftar.csv",
            FIRST.as_bytes(),
            &options,
            &mut |_, _| told += 1,
        )
        .unwrap()
    };
    let looked = import(true);
    assert_eq!((looked.report.ready, looked.written), (3, None));
    let imported = import(false);
    assert_eq!(imported.written.unwrap().added, 3);
    assert!(0 < told);
    assert_eq!(people(&device).len(), 3);

    let refused = handlers::import(
        &device,
        "x.pdf",
        b"%PDF-1.7",
        &Import::default(),
        &mut |_, _| {},
    )
    .unwrap();
    assert_eq!((refused.report.exit_code(), refused.written), (2, None));
    let unknown = Import {
        kelurahan: Some("Konoha".into()),
        dry_run: true,
    };
    assert!(
        handlers::import(&device, "x.csv", FIRST.as_bytes(), &unknown, &mut |_, _| {}).is_err()
    );
}

#[test]
fn a_courier_imports_nobody() {
    let world = World::new();
    drop(desk(&world));
    let device = world.open_as(&[Role::Kurir]);
    let before = operations(&device);
    let view = look(&device, FIRST);
    let args = RosterCommit {
        preview_id: view.preview_id,
        accept_changes: vec![],
        accept_gone: vec![],
    };
    assert_eq!(
        handlers::commit(&device, args).unwrap_err().code,
        ErrorCode::NotPermitted
    );
    assert_eq!(operations(&device), before);
}
