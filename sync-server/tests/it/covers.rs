//! Somebody else carries a route for a time, or the rest of a round.

use chrono::Days;
use rantang_core::covers::CoverTerm;
use rantang_core::covers::operations::{End, Give, Split};
use rantang_core::ids::CoverId;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::runs::Sitting;
use rantang_core::runs::operations::RunKey;
use rantang_core::sync::protocol::{HeldCause, QuarantineCause, Verdict};
use rantang_server::sample;
use uuid::Uuid;

use super::office::{HOUR_MS, TestServer, area, plan, route_scope, today};
use super::work::delivery;

/// Bu Sri carries Pak Dedi's route tomorrow and the day after.
fn give() -> Give {
    Give {
        cover: CoverId(Uuid::new_v4()),
        term: CoverTerm {
            route: sample::route_id("dedi"),
            kelurahan: area(),
            courier: sample::user_id("sri"),
            from: today() + Days::new(1),
            until: today() + Days::new(2),
            rest: None,
        },
    }
}

fn split(from: &str, to: &str) -> Split {
    Split {
        cover: CoverId(Uuid::new_v4()),
        run: RunKey {
            kelurahan: area(),
            route: sample::route_id(from),
            date: today(),
            sitting: Sitting::Morning,
        },
        courier: sample::user_id(to),
        doors: vec![sample::person_id("Sumiati")],
    }
}

fn held(verdict: &Verdict) -> bool {
    verdict.cause() == Some(HeldCause::AwaitingGrant.code())
}

#[tokio::test]
pub async fn who_covers_has_the_list_on_the_evening_before_and_until_the_last_day() {
    let server = TestServer::start().await;
    let (mut sri, mut ratna) = (server.device("sri").await, server.device("ratna").await);
    let reads = |answer: &rantang_core::sync::protocol::HelloAnswer| {
        answer.scopes.contains(&route_scope("dedi"))
    };
    ratna.record(plan(), give());
    ratna.push().await;
    // 09.00 of today: the list of tomorrow is there from midnight on.
    assert!(reads(&sri.hello().await.expect("greeted")));
    sri.record(route_scope("dedi"), delivery("sri", "Sumiati"));
    assert!(held(&sri.push().await[0]), "today is Pak Dedi's");
    server.clock.advance(24 * HOUR_MS);
    sri.hello().await.expect("greeted");
    sri.record(route_scope("dedi"), delivery("sri", "Sumiati"));
    assert!(matches!(sri.push().await[0], Verdict::Applied { .. }));
    sri.pull(500).await;
    let of_route = |row: &&rantang_core::registers::Row| row.scope == route_scope("dedi");
    assert!(sri.mirror.values().any(|row| of_route(&row)));
    server.clock.advance(48 * HOUR_MS);
    assert!(!reads(&sri.hello().await.expect("greeted")));
    sri.pull(500).await;
    assert!(!sri.mirror.values().any(|row| of_route(&row)));
    server.assert_sound().await;
}

#[tokio::test]
pub async fn work_under_a_cover_that_arrives_after_its_end_counts() {
    let server = TestServer::start().await;
    let (mut sri, mut ratna) = (server.device("sri").await, server.device("ratna").await);
    let cover = give();
    ratna.record(plan(), cover.clone());
    ratna.push().await;
    server.clock.advance(24 * HOUR_MS);
    sri.hello().await.expect("greeted");
    sri.record(route_scope("dedi"), delivery("sri", "Sumiati"));
    server.clock.advance(HOUR_MS);
    let end = End {
        cover: cover.cover,
        kelurahan: area(),
    };
    ratna.hello().await.expect("greeted");
    ratna.record(plan(), end);
    ratna.push().await;
    server.clock.advance(HOUR_MS);
    sri.record(route_scope("dedi"), delivery("sri", "Kasman"));
    let verdicts = sri.push().await;
    assert!(
        matches!(verdicts[0], Verdict::Applied { .. }),
        "before the end"
    );
    assert!(held(&verdicts[1]), "after it");
    server.assert_sound().await;
}

#[tokio::test]
pub async fn the_rest_of_a_round_waits_for_its_hand_over_and_then_counts() {
    let server = TestServer::start().await;
    let (mut dedi, mut sri) = (server.device("dedi").await, server.device("sri").await);
    dedi.hello().await.expect("greeted");
    dedi.record(route_scope("dedi"), split("dedi", "sri"));
    let record = delivery("dedi", "Sumiati");
    let row = EntityRef::new(EntityKind::Delivery, record.delivery);
    sri.record(route_scope("dedi"), record);
    assert!(held(&sri.push().await[0]), "the hand-over is not here yet");
    assert!(matches!(dedi.push().await[0], Verdict::Applied { .. }));
    dedi.pull(500).await;
    assert!(dedi.mirror.contains_key(&row));
    sri.pull(500).await;
    assert!(
        sri.mirror.contains_key(&row),
        "the doors came with the right"
    );
    server.clock.advance(24 * HOUR_MS);
    sri.pull(500).await;
    assert!(!sri.mirror.contains_key(&row), "and left with the day");
    server.assert_sound().await;
}

#[tokio::test]
pub async fn nobody_hands_over_a_round_that_is_not_theirs() {
    let server = TestServer::start().await;
    let mut sri = server.device("sri").await;
    sri.record(route_scope("dedi"), split("dedi", "sri"));
    // Addressed to the own route, about another.
    sri.record(route_scope("sri"), split("dedi", "sri"));
    sri.record(plan(), give());
    let verdicts = sri.push().await;
    let quarantined = |cause: QuarantineCause| Some(cause.code());
    assert!(held(&verdicts[0]));
    assert_eq!(
        verdicts[1].cause(),
        quarantined(QuarantineCause::OutOfScope)
    );
    assert_eq!(
        verdicts[2].cause(),
        quarantined(QuarantineCause::NotPermitted)
    );
    let greeted = sri.hello().await.expect("greeted");
    assert!(!greeted.scopes.contains(&route_scope("dedi")));
}
