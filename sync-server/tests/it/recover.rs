//! A server that lost its disk gets everything back from the devices, as it was.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::ids::OpId;
use rantang_core::sync::protocol::HelloVerdict;
use rantang_core::sync::receipt::{Mac, Receipt};
use rantang_core::time::Effective;
use rantang_server::store::CentralStore;

use super::device::TestDevice;
use super::office::{HOUR_MS, TestServer, route_scope};
use super::work::delivery;

/// When each operation counts, and what became of it.
pub async fn told(store: &dyn CentralStore) -> BTreeMap<OpId, (Effective, Option<&'static str>)> {
    let entries = store.log_after(0, 100_000).await.expect("the log");
    let told = entries.into_iter().map(|it| {
        let op = it.operation.envelope.op_id;
        (op, (it.time, it.verdict.cause()))
    });
    told.collect()
}

/// Records whose times only this one arrival could give: the phone was restarted, its clock is wrong.
pub async fn pushes_an_uncertain_record(
    server: &TestServer,
    device: &mut TestDevice,
    person: &str,
) {
    device.restart();
    device.wrong_by_ms = -26 * HOUR_MS;
    device.record(route_scope("dedi"), delivery("dedi", person));
    device.restart();
    server.clock.advance(3 * HOUR_MS);
    device.push().await;
}

/// Says hello, pushes what the server lacks as the verdict says, and hello once more.
pub async fn heals(device: &mut TestDevice) -> HelloVerdict {
    let greeted = device.hello().await.expect("greeted");
    if greeted.verdict == HelloVerdict::Recover {
        device.acknowledged = greeted.stored.0;
        device.push().await;
    }
    greeted.verdict
}

#[tokio::test]
pub async fn after_a_rollback_nobody_announced_every_operation_is_back_at_its_time_once() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let mut ratna = server.device("ratna").await;
    pushes_an_uncertain_record(&server, &mut dedi, "Sumiati").await;
    let snapshot = server.snapshot();
    pushes_an_uncertain_record(&server, &mut dedi, "Kasman").await;
    // Set aside: its time comes back as well.
    ratna.record(route_scope("dedi"), delivery("dedi", "Painem"));
    ratna.log.last_mut().expect("recorded").envelope.author = dedi.enrolled.user;
    rechain(&mut ratna);
    ratna.push().await;
    let before = told(&*server.office.store).await;
    let epoch = dedi.hello().await.expect("greeted").epoch;

    server.clock.advance(50 * HOUR_MS);
    let rolled_back = TestServer::over(snapshot, server.clock.clone()).await;
    for device in [&mut dedi, &mut ratna] {
        device.url = rolled_back.url();
        assert_eq!(heals(device).await, HelloVerdict::Recover);
    }
    assert_eq!(told(&*rolled_back.office.store).await, before);
    rolled_back.assert_sound().await;
    let mut epochs = BTreeSet::new();
    for device in [&mut dedi, &mut ratna] {
        let greeted = device.hello().await.expect("greeted");
        assert_eq!(greeted.verdict, HelloVerdict::Ok);
        epochs.insert(greeted.epoch);
    }
    assert_eq!(epochs.len(), 1, "raised once");
    assert!(epochs.iter().all(|it| epoch < *it));
}

#[tokio::test]
pub async fn a_rollback_shows_by_the_phone_of_somebody_who_only_reads() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let mut ratna = server.device("ratna").await;
    let snapshot = server.snapshot();
    dedi.record(route_scope("dedi"), delivery("dedi", "Kasman"));
    dedi.push().await;
    ratna.pull(500).await;
    let epoch = ratna.epoch;

    server.clock.advance(HOUR_MS);
    let rolled_back = TestServer::over(snapshot, server.clock.clone()).await;
    ratna.url = rolled_back.url();
    let told = ratna.hello().await.expect("greeted");
    assert_eq!(told.verdict, HelloVerdict::Ok, "she lost nothing herself");
    assert!(epoch < told.epoch, "everybody fetches anew");
    ratna.cursors.clear();
    assert_eq!(ratna.hello().await.expect("greeted").epoch, told.epoch);
}

/// Chains the log again after its last operation was changed.
fn rechain(device: &mut TestDevice) {
    let last = device.log.pop().expect("recorded");
    device.hashes.pop();
    device.receipts.pop();
    device.append(last);
}

#[tokio::test]
pub async fn a_receipt_that_is_not_the_servers_own_gives_no_time() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    dedi.record(route_scope("dedi"), delivery("dedi", "Kasman"));
    let recorded = dedi.push_range(1, 1).await.expect("pushed").verdicts[0]
        .1
        .time();
    let forged = Effective {
        at_ms: recorded.at_ms - 30 * 24 * HOUR_MS,
        uncertainty_ms: 0,
    };
    let receipt = dedi.receipts[0].expect("a receipt");
    for mac in [receipt.mac, Mac([9; 16])] {
        let time = forged;
        dedi.receipts[1] = Some(Receipt { time, mac });
        let pushed = dedi.push_range(2, 2).await.expect("pushed");
        assert_eq!(pushed.verdicts[0].1.time(), recorded);
    }
}
