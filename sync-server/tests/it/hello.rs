//! A hello compares logs: forks, restores and revocations show here.

use rantang_core::sync::protocol::{HelloAnswer, HelloVerdict, Pull, RefusalCode, Verdict};
use rantang_server::clock::Clock;

use super::office::{HOUR_MS, TestServer, plan, route_scope};
use super::work::delivery;

#[tokio::test]
pub async fn a_log_that_grew_is_fine_and_the_server_says_what_it_has() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    dedi.push().await;
    let head = dedi.head();
    dedi.record(route_scope("dedi"), delivery("dedi", "Kasman"));
    let greeted = dedi.hello().await.expect("greeted");
    assert_eq!(greeted.verdict, HelloVerdict::Ok);
    assert_eq!(greeted.stored, head);
    assert_eq!(greeted.server_ms, server.clock.now_ms());
    assert_eq!(greeted.epoch, 1);
}

#[tokio::test]
pub async fn a_phone_restored_from_a_copy_is_told_that_its_log_forked() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    let mut restored = dedi.clone();
    dedi.record(route_scope("dedi"), delivery("dedi", "Kasman"));
    dedi.push().await;
    let shorter = restored.hello().await.expect("greeted");
    assert_eq!(shorter.verdict, HelloVerdict::Forked);
    restored.record(route_scope("dedi"), delivery("dedi", "Painem"));
    let equally_long = restored.hello().await.expect("greeted");
    assert_eq!(equally_long.verdict, HelloVerdict::Forked);
}

#[tokio::test]
pub async fn a_clone_that_went_on_elsewhere_is_told_so() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let mut clone = dedi.clone();
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    dedi.push().await;
    for person in ["Kasman", "Painem"] {
        clone.record(route_scope("dedi"), delivery("dedi", person));
    }
    // It believes that its first one was acknowledged; the server knows another there.
    clone.acknowledged = 1;
    let greeted = clone.hello().await.expect("greeted");
    assert_eq!(greeted.verdict, HelloVerdict::Forked);
}

#[tokio::test]
pub async fn a_server_that_holds_less_than_it_acknowledged_raises_its_epoch_once() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    for person in ["Sumiati", "Kasman"] {
        dedi.record(route_scope("dedi"), delivery("dedi", person));
    }
    dedi.acknowledged = 2;
    let first = dedi.hello_message();
    let greeted = dedi.hello().await.expect("greeted");
    let epoch = greeted.epoch;
    assert!(greeted.verdict == HelloVerdict::Recover && 1 < epoch);
    // The answer was lost and the hello is repeated: it was raised already.
    let store = &server.office.store;
    let again = store
        .greet(dedi.enrolled.device, first, server.clock.now_ms())
        .await;
    let again = again.expect("greeted");
    assert_eq!((again.verdict, again.epoch), (HelloVerdict::Recover, epoch));
    dedi.acknowledged = greeted.stored.0;
    let pushed = dedi.push().await;
    assert!(
        pushed
            .iter()
            .all(|verdict| matches!(verdict, Verdict::Applied { .. }))
    );
    let greeted = dedi.hello().await.expect("greeted");
    assert_eq!((greeted.verdict, greeted.epoch), (HelloVerdict::Ok, epoch));
}

#[tokio::test]
pub async fn a_revoked_device_may_hand_in_what_it_has_and_pull_nothing() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.pull(500).await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    let now_ms = server.clock.now_ms();
    let revoked = server
        .office
        .store
        .revoke(dedi.enrolled.device, now_ms)
        .await;
    assert!(revoked.expect("revoked"));
    let greeted = dedi.hello().await.expect("greeted");
    assert_eq!(greeted.verdict, HelloVerdict::Revoked);
    assert!(greeted.scopes.is_empty());
    let verdicts = dedi.push().await;
    assert!(matches!(verdicts[0], Verdict::Quarantined { .. }));
    let cursors = vec![(plan(), 0)];
    let answer = dedi
        .ask(&Pull { cursors, limit: 9 })
        .await
        .expect("answered");
    assert_eq!(answer.lost, [plan()]);
}

#[tokio::test]
pub async fn a_challenge_ends_after_ten_minutes_of_server_time() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    dedi.hello().await.expect("greeted");
    server.clock.advance(HOUR_MS / 6);
    let refused = dedi.push_range(1, 1).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::ChallengeExpired);
    assert!(matches!(dedi.push().await[0], Verdict::Applied { .. }));
}

#[tokio::test]
pub async fn a_coordinator_hears_how_far_each_couriers_phone_holds_its_list() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let mut ratna = server.device("ratna").await;
    dedi.hello().await.expect("greeted");
    dedi.pull(500).await;
    ratna.pull(500).await;
    let scope = route_scope("dedi");
    let courier = dedi.enrolled.user;
    let held = |answer: HelloAnswer| {
        let phones = answer
            .phones
            .into_iter()
            .filter(|phone| phone.user == courier);
        phones
            .flat_map(|phone| phone.cursors)
            .find(|(held, _)| *held == scope)
    };
    let before = held(ratna.hello().await.expect("greeted"));
    assert_eq!(
        before.map(|(_, cursor)| cursor),
        None,
        "nothing was acknowledged yet"
    );
    dedi.hello().await.expect("greeted");
    let after = held(ratna.hello().await.expect("greeted"));
    assert_eq!(
        after.map(|(_, cursor)| cursor),
        ratna.cursors.get(&scope).copied()
    );
    let courier = dedi.hello().await.expect("greeted");
    assert!(
        courier.phones.is_empty(),
        "a courier is told of no colleague"
    );
}
