//! What is cut, altered or gone is fetched again; what was recorded meanwhile stands on top.

use rantang_core::enrolment::Membership;
use rantang_core::enrolment::operations::{Edit, EnrolmentSet};
use rantang_core::people::operations::{Edit as EditPerson, PersonSet};
use rantang_core::text::Line;
use rantang_device::sync::view::SyncProblem;
use rantang_server::office::own;
use rantang_server::sample;

use super::line::{Fault, World, count, mirror, route_scope, sync};

fn phone_of(person: &str, phone: &str) -> EditPerson {
    EditPerson {
        person: sample::person_id(person),
        sets: vec![(PersonSet::Phone(Line::parse(phone).expect("short")), vec![])],
    }
}

/// Says whether the screens show a telephone.
fn shows(device: &rantang_device::Device, phone: &str) -> bool {
    count(
        device,
        &format!("SELECT count(*) FROM persons WHERE phone = '{phone}'"),
    ) == 1
}

#[tokio::test]
async fn a_first_sync_that_is_cut_at_any_part_goes_on_from_there() {
    let world = World::new().await;
    let whole = world.phone("dedi").await;
    let whole = whole.open();
    world.line.set(Fault::None);
    assert_eq!(sync(&whole).await.problem, None);
    let asked = world.line.asked();
    assert!(5 < asked.len(), "an index and some chunks");
    let expected = mirror(&whole);
    for cut in 0..asked.len() {
        let phone = world.phone("dedi").await;
        world.line.set(Fault::CutAt(cut));
        let first = phone.open();
        assert_eq!(sync(&first).await.problem, Some(SyncProblem::NoSignal));
        drop(first);
        world.line.set(Fault::None);
        let again = phone.open();
        assert_eq!(sync(&again).await.problem, None, "cut at {cut}");
        assert_eq!(world.line.asked(), asked[cut..], "nothing is fetched twice");
        assert_eq!(mirror(&again), expected, "cut at {cut}");
        assert_eq!(count(&again, "SELECT count(*) FROM snapshots"), 0);
        assert_eq!(count(&again, "SELECT count(*) FROM disagreements"), 0);
    }
}

#[tokio::test]
async fn a_part_that_was_altered_on_the_way_is_refused_and_fetched_again() {
    let world = World::new().await;
    let phone = world.phone("dedi").await;
    let whole = phone.open();
    sync(&whole).await;
    let asked = world.line.asked();
    for altered in 0..asked.len() {
        let phone = world.phone("dedi").await;
        let device = phone.open();
        world.line.set(Fault::AlterAt(altered));
        let report = sync(&device).await;
        assert_eq!(report.problem, Some(SyncProblem::NoSignal), "{altered}");
        assert_eq!(world.line.asked().len(), altered + 1);
        world.line.set(Fault::None);
        assert_eq!(sync(&device).await.problem, None);
        assert_eq!(world.line.asked(), asked[altered..]);
        assert_eq!(mirror(&device), mirror(&whole));
    }
}

/// The office moved somebody and forgot it, while this coordinator was away and wrote.
#[tokio::test]
async fn what_was_recorded_stands_on_top_while_a_scope_is_fetched_whole_again() {
    let world = World::new().await;
    let phone = world.phone("ratna").await;
    let device = phone.open();
    sync(&device).await;
    let old = mirror(&device);
    let membership = Membership {
        route: Some(sample::route_id("sri")),
        order_key: Line::parse("zz").expect("short"),
    };
    let moves = Edit {
        person: sample::person_id("Sumiati"),
        period: sample::period_id(),
        sets: vec![(EnrolmentSet::Membership(membership), vec![])],
    };
    let moved = own(route_scope("dedi"), moves.into(), world.now_ms() + 1);
    world.office.record(vec![moved]).await.expect("recorded");
    let forgotten = world.office.store.compact(i64::MAX).await;
    assert!(0 < forgotten.expect("compacted"));

    device
        .record([phone_of("Kasman", "0811").into()])
        .expect("recorded");
    world.line.set(Fault::CutAt(2));
    assert_eq!(sync(&device).await.problem, Some(SyncProblem::NoSignal));
    assert!(shows(&device, "0811"), "sent, and not come back yet");
    assert_eq!(count(&device, "SELECT count(*) FROM overlay"), 1);
    device
        .record([phone_of("Sumiati", "0812").into()])
        .expect("recorded");
    drop(device);
    let device = phone.open();
    assert!(shows(&device, "0811") && shows(&device, "0812"));
    let held = count(&device, "SELECT count(*) FROM mirror");
    assert!(
        old.len() as i64 <= held,
        "what was held stays until all is there"
    );

    world.line.set(Fault::None);
    assert_eq!(sync(&device).await.problem, None);
    assert!(shows(&device, "0811") && shows(&device, "0812"));
    assert_eq!(count(&device, "SELECT count(*) FROM overlay"), 0);
    assert_eq!(count(&device, "SELECT count(*) FROM disagreements"), 0);
    let another = world.phone("ratna").await;
    let fresh = another.open();
    sync(&fresh).await;
    assert_eq!(mirror(&device), mirror(&fresh));
}

/// The device is in the middle of a snapshot of which the server knows nothing more.
#[tokio::test]
async fn a_snapshot_that_is_gone_begins_anew_with_another() {
    let world = World::new().await;
    let phone = world.phone("dedi").await;
    let device = phone.open();
    world.line.set(Fault::CutAt(3));
    sync(&device).await;
    let snapshots = world.office.data().join("snapshots");
    std::fs::remove_dir_all(snapshots).expect("removed");
    for _ in 0..2 {
        let name = own(route_scope("dedi"), phone_of("Sumiati", "0813").into(), 1);
        world.office.record(vec![name]).await.expect("recorded");
    }
    world.line.set(Fault::None);
    let problem = sync(&device).await.problem;
    assert_eq!(
        problem,
        Some(SyncProblem::NoSignal),
        "it comes back in a moment"
    );
    assert_eq!(sync(&device).await.problem, None);
    let another = world.phone("dedi").await;
    let fresh = another.open();
    sync(&fresh).await;
    assert_eq!(mirror(&device), mirror(&fresh));
}
