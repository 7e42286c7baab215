//! A day on PostgreSQL, with real phones: two processes serve one office, and an office moves there.

mod office;

use std::sync::Arc;

use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::runs::Sitting;
use rantang_core::scopes::Scope;
use rantang_core::time::date_of;
use rantang_device::Device;
use rantang_device::round::{DeliveryRecord, RoundToday, handlers};
use rantang_device::store::{Error, mirror, rows};
use rantang_device::sync::worker::{Report, attempt};
use rantang_server::audit::audit;
use rantang_server::clock::{Clock, SystemClock};
use rantang_server::copy::copy;
use rantang_server::site::Site;
use rantang_tests::throwaway_postgres::ThrowawayPostgres;
use tempfile::TempDir;
use uuid::Uuid;

use office::Serving;

/// One sync from hello to the last page.
async fn sync(device: &Arc<Device>) -> Report {
    let (report, _) = attempt(device).await;
    assert_eq!(report.problem, None, "{report:?}");
    report
}

/// The courier hands a box over at the first door that has none yet.
fn deliver(device: &Device) -> Uuid {
    let date = date_of(SystemClock.now_ms());
    let sitting = Sitting::Morning;
    let round = RoundToday {
        date: Some(date),
        sitting: Some(sitting),
    };
    let round = handlers::today(device, round).expect("a round");
    let door = round.open_door.expect("a door that waits");
    let delivery_id = Uuid::now_v7();
    let record = DeliveryRecord {
        delivery_id,
        person_id: door,
        date,
        sitting,
        slots: vec![],
        outcome: Outcome::ReceivedSelf,
        flags: vec![],
        wellbeing: Some(Wellbeing::Well),
        complaints: vec![],
        contact_id: None,
        received_by: String::new(),
        seen_by_neighbor: None,
        bring_back: false,
        until: None,
        note: String::new(),
    };
    handlers::delivery(device, record).expect("recorded");
    delivery_id
}

fn has(device: &Device, delivery: Uuid) -> bool {
    let entity = EntityRef::new(EntityKind::Delivery, delivery);
    let row = device.read::<_, Error>(|db| rows::mirror_row(db, entity));
    row.expect("read").is_some()
}

fn cursors(device: &Device) -> Vec<(Scope, u64)> {
    device.read::<_, Error>(mirror::cursors).expect("read")
}

fn site(folder: &TempDir, database: Option<&str>) -> Site {
    Site {
        data: folder.path().join("office"),
        database: database.map(|it| it.parse().expect("an address")),
        photos: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_phones_meet_over_two_processes_on_one_database() {
    let postgres = ThrowawayPostgres::shared();
    let database = postgres.database();
    let folder = tempfile::tempdir().expect("a folder");
    let site = site(&folder, Some(&database));
    let one = Serving::sample_day(site.clone()).await;
    let other = Serving::start(site, "127.0.0.1:0").await;
    let dedi = one.phone(&folder, "dedi").await;
    let ratna = other.phone(&folder, "ratna").await;
    sync(&dedi).await;
    sync(&ratna).await;
    let deliveries: Vec<Uuid> = (0..5).map(|_| deliver(&dedi)).collect();
    // Both at once, each with its own process.
    let (sent, _) = tokio::join!(sync(&dedi), sync(&ratna));
    assert!(5 <= sent.pushed, "{sent:?}");
    sync(&ratna).await;
    for delivery in deliveries {
        assert!(has(&dedi, delivery) && has(&ratna, delivery));
    }
    let audit = audit(&*one.office.store).await.expect("an audit");
    assert!(audit.ok, "{:?}", audit.findings);
    assert_eq!((audit.held, audit.quarantined), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_syncs_on_after_its_office_was_copied_and_fetches_nothing_again() {
    let postgres = ThrowawayPostgres::shared();
    let database = postgres.database();
    let folder = tempfile::tempdir().expect("a folder");
    let before = Serving::sample_day(site(&folder, None)).await;
    let dedi = before.phone(&folder, "dedi").await;
    let ratna = before.phone(&folder, "ratna").await;
    sync(&dedi).await;
    let early = deliver(&dedi);
    sync(&dedi).await;
    sync(&ratna).await;
    // Recorded while the office is closed for the move.
    let meanwhile = deliver(&dedi);
    let held = cursors(&ratna);

    let (address, data) = before.end().await;
    let target = database.parse().expect("an address");
    let copied = copy(&data, &target).await.expect("copied");
    assert!(copied.audit.ok, "{:?}", copied.audit.findings);
    let after = Serving::start(site(&folder, Some(&database)), &address).await;

    let quiet = sync(&ratna).await;
    assert_eq!((quiet.pushed, quiet.pulled), (0, 0), "nothing is new");
    assert_eq!(cursors(&ratna), held);
    let sent = sync(&dedi).await;
    assert_eq!(sent.pushed, 1, "what was sent before is not sent again");
    let late = deliver(&dedi);
    sync(&dedi).await;
    sync(&ratna).await;
    for delivery in [early, meanwhile, late] {
        assert!(has(&ratna, delivery));
    }
    let audit = audit(&*after.office.store).await.expect("an audit");
    assert!(audit.ok, "{:?}", audit.findings);
    assert_eq!((audit.held, audit.quarantined), (0, 0));
}
