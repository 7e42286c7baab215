//! What was set aside reaches the coordinator, who lets it count or leaves it; late facts too.

use rantang_core::alerts::operations::{Accept, Settle};
use rantang_core::alerts::{late_id, set_aside_id};
use rantang_core::ids::{ItemId, OpId};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::sync::protocol::{HeldCause, QuarantineCause, ToReview, Verdict, Why};
use rantang_core::text::Note;

use rantang_server::clock::Clock;

use super::device::TestDevice;
use super::office::{HOUR_MS, TestServer, area, plan, route_scope};
use super::work::delivery;

fn accept(item: &ToReview) -> Accept {
    Accept {
        op: item.op,
        content: item.content,
        kelurahan: area(),
    }
}

fn settle(item: ItemId) -> Settle {
    Settle {
        item,
        kelurahan: area(),
        note: Note::parse("bukan antaran kita").expect("short"),
    }
}

/// Pak Dedi delivered at Bu Sri's route, which nobody gave him.
async fn at_a_colleagues_route(dedi: &mut TestDevice) -> (OpId, EntityRef) {
    let record = delivery("dedi", "Warsinah");
    let row = EntityRef::new(EntityKind::Delivery, record.delivery);
    let op = dedi.record(route_scope("sri"), record);
    dedi.push().await;
    (op, row)
}

#[tokio::test]
pub async fn what_was_set_aside_is_shown_to_the_coordinator_and_counts_when_she_accepts_it() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    let calm = ratna.hello().await.expect("greeted").set_aside;
    let (op, row) = at_a_colleagues_route(&mut dedi).await;
    assert_ne!(ratna.hello().await.expect("greeted").set_aside, calm);

    let items = ratna.review(Vec::new()).await.set_aside;
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].op, op);
    assert_eq!(items[0].why, Why::Held(HeldCause::AwaitingGrant));
    assert_eq!(items[0].origin.device_name, "HP uji");
    assert_eq!(items[0].author, dedi.enrolled.user);
    let body = items[0].body.as_ref().expect("she may see it");
    assert_eq!(body.as_slice(), dedi.log[0].body);

    ratna.record(plan(), accept(&items[0]));
    ratna.push().await;
    ratna.pull(500).await;
    assert!(ratna.mirror.contains_key(&row));
    assert!(ratna.review(Vec::new()).await.set_aside.is_empty());
    let again = dedi.push_range(1, 1).await.expect("pushed again");
    assert!(matches!(again.verdicts[0].1, Verdict::Duplicate { .. }));
    server.assert_sound().await;
}

#[tokio::test]
pub async fn what_the_coordinator_leaves_aside_is_asked_no_more_and_has_no_effect() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    let (op, row) = at_a_colleagues_route(&mut dedi).await;
    ratna.record(plan(), settle(set_aside_id(op)));
    ratna.push().await;
    ratna.pull(500).await;
    assert!(ratna.review(Vec::new()).await.set_aside.is_empty());
    assert!(!ratna.mirror.contains_key(&row));
    server.assert_sound().await;
}

#[tokio::test]
pub async fn nobody_but_a_coordinator_accepts_and_only_what_was_looked_at() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    let (_, row) = at_a_colleagues_route(&mut dedi).await;
    let item = ratna.review(Vec::new()).await.set_aside.remove(0);
    dedi.record(plan(), accept(&item));
    let verdicts = dedi.push().await;
    let cause = QuarantineCause::NotPermitted;
    assert_eq!(verdicts[0].cause(), Some(cause.code()));
    let mut other = accept(&item);
    other.content[0] ^= 1;
    ratna.record(plan(), other);
    ratna.push().await;
    ratna.pull(500).await;
    assert!(!ratna.mirror.contains_key(&row));
    let left = ratna.review(Vec::new()).await.set_aside;
    assert_eq!(left.len(), 2, "accepted in vain is still a question");
    assert!(dedi.review(Vec::new()).await.set_aside.is_empty());
}

#[tokio::test]
pub async fn an_acceptance_that_arrives_first_counts_as_well() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    let record = delivery("dedi", "Warsinah");
    let row = EntityRef::new(EntityKind::Delivery, record.delivery);
    dedi.hello().await.expect("greeted");
    dedi.record(route_scope("sri"), record);
    let seen_before_a_restore = Accept {
        op: dedi.log[0].envelope.op_id,
        content: serde_bytes::ByteArray::new(*dedi.log[0].content_hash().as_bytes()),
        kelurahan: area(),
    };
    ratna.record(plan(), seen_before_a_restore);
    ratna.push().await;
    let verdicts = dedi.push().await;
    assert!(matches!(verdicts[0], Verdict::Applied { .. }));
    ratna.pull(500).await;
    assert!(ratna.mirror.contains_key(&row));
    server.assert_sound().await;
}

#[tokio::test]
pub async fn what_a_revoked_phone_still_sends_counts_when_the_coordinator_accepts_it() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    dedi.hello().await.expect("greeted");
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    let revoked = server
        .office
        .store
        .revoke(dedi.enrolled.device, server.clock.now_ms());
    assert!(revoked.await.expect("revoked"));
    let cause = QuarantineCause::Revoked;
    assert_eq!(dedi.push().await[0].cause(), Some(cause.code()));
    let item = ratna.review(Vec::new()).await.set_aside.remove(0);
    assert_eq!(item.why, Why::Quarantined(cause));
    ratna.record(plan(), accept(&item));
    ratna.push().await;
    assert!(ratna.review(Vec::new()).await.set_aside.is_empty());
    server.assert_sound().await;
}

#[tokio::test]
pub async fn a_record_that_came_days_late_counts_and_is_looked_at() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    dedi.hello().await.expect("greeted");
    let op = dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    server.clock.advance(50 * HOUR_MS);
    let verdicts = dedi.push().await;
    assert!(matches!(verdicts[0], Verdict::Applied { .. }));
    let items = ratna.review(vec![op]).await;
    assert_eq!(items.set_aside.len(), 1);
    assert_eq!(items.set_aside[0].why, Why::Late);
    assert_eq!(items.origins.len(), 1);
    assert_eq!(items.origins[0].device_name, "HP uji");
    ratna.record(plan(), settle(late_id(op)));
    ratna.push().await;
    assert!(ratna.review(Vec::new()).await.set_aside.is_empty());
}
