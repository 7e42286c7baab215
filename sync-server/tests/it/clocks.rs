//! Phones have wrong clocks. Nothing is refused for its time.

use rantang_core::registers::EntityKind;
use rantang_core::sync::protocol::Verdict;
use rantang_core::time::{Effective, UNCERTAINTY_REVIEW_MS};
use rantang_server::clock::Clock;

use super::office::{HOUR_MS, TestServer, nine_o_clock, route_scope};
use super::work::delivery;

const FIFTY_YEARS_MS: i64 = 50 * 365 * 24 * HOUR_MS;

fn time_of(verdict: &Verdict) -> Effective {
    match verdict {
        Verdict::Applied { time, .. } => *time,
        other => panic!("{other:?} was not applied"),
    }
}

#[tokio::test]
pub async fn a_clock_in_1970_or_2099_is_put_right_by_the_hello_of_the_same_boot() {
    let server = TestServer::start().await;
    for wrong_by_ms in [-FIFTY_YEARS_MS, 2 * FIFTY_YEARS_MS] {
        let mut dedi = server.device("dedi").await;
        dedi.wrong_by_ms = wrong_by_ms;
        dedi.hello().await.expect("greeted");
        let recorded_ms = server.clock.now_ms();
        dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
        server.clock.advance(3 * HOUR_MS);
        let time = time_of(&dedi.push().await[0]);
        assert_eq!(time.at_ms, recorded_ms);
        assert!(time.uncertainty_ms <= 1_000);
    }
}

#[tokio::test]
pub async fn a_phone_that_was_restarted_is_put_right_by_the_hello_that_comes_later() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    dedi.restart();
    dedi.wrong_by_ms = -FIFTY_YEARS_MS;
    let recorded_ms = server.clock.now_ms();
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    server.clock.advance(3 * HOUR_MS);
    let time = time_of(&dedi.push().await[0]);
    assert_eq!(time.at_ms, recorded_ms);
}

#[tokio::test]
pub async fn a_lost_boot_leaves_the_time_uncertain_and_the_record_taken_in() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    dedi.restart();
    dedi.wrong_by_ms = 2 * FIFTY_YEARS_MS;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    // Restarted again before it had a connection: no hello of that boot ever came.
    dedi.restart();
    server.clock.advance(26 * HOUR_MS);
    let time = time_of(&dedi.push().await[0]);
    assert!(time.at_ms <= server.clock.now_ms(), "not in the future");
    assert!(nine_o_clock() <= time.at_ms, "not before the anchor");
    assert!(
        UNCERTAINTY_REVIEW_MS < time.uncertainty_ms,
        "goes to review"
    );
    let mut ratna = server.device("ratna").await;
    ratna.pull(500).await;
    let deliveries = ratna.mirror.keys();
    let count = deliveries
        .filter(|it| it.kind == EntityKind::Delivery)
        .count();
    assert_eq!(count, 1);
}

#[tokio::test]
pub async fn a_late_copy_of_a_hello_does_not_move_the_anchor() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let captured = dedi.hello_message();
    // Without an anchor of its own: only the hellos that the server kept count.
    dedi.anchor = None;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    let recorded_ms = server.clock.now_ms();
    dedi.hello().await.expect("greeted");
    server.clock.advance(HOUR_MS / 12);
    let answer: Result<rantang_core::sync::protocol::HelloAnswer, _> = dedi
        .call(rantang_core::sync::protocol::path::HELLO, &captured, &[])
        .await;
    assert!(answer.is_ok(), "a hello is repeatable");
    let pushed = dedi.push_range(1, 1).await.expect("pushed");
    assert_eq!(time_of(&pushed.verdicts[0].1).at_ms, recorded_ms);
}
