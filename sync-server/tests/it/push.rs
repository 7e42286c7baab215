//! A batch is taken in once, however often and in whatever pieces it comes.

use rantang_core::deliveries::operations::Retract;
use rantang_core::ids::{DeliveryId, ReplicaId};
use rantang_core::operation::ChainHash;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::sync::protocol::{QuarantineCause, RefusalCode, Verdict};
use uuid::Uuid;

use super::device::TestDevice;
use super::office::{TestServer, route_scope};
use super::work::{delivery, phone_edit};

/// A courier with three recorded doors, greeted and not pushed.
async fn courier_with_work(server: &TestServer) -> TestDevice {
    let mut dedi = server.device("dedi").await;
    for person in ["Sumiati", "Kasman", "Painem"] {
        dedi.record(route_scope("dedi"), delivery("dedi", person));
    }
    dedi.hello().await.expect("greeted");
    dedi
}

fn positions(verdict: &Verdict) -> &[(rantang_core::scopes::Scope, u64)] {
    match verdict {
        Verdict::Applied { positions, .. } | Verdict::Duplicate { positions, .. } => positions,
        other => panic!("{other:?} has no effect"),
    }
}

#[tokio::test]
pub async fn a_recorded_delivery_reaches_the_coordinator() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let record = delivery("dedi", "Sumiati");
    let row = EntityRef::new(EntityKind::Delivery, record.delivery);
    dedi.record(route_scope("dedi"), record);
    let verdicts = dedi.push().await;
    let mut ratna = server.device("ratna").await;
    ratna.pull(500).await;
    assert!(ratna.mirror.contains_key(&row));
    let [(scope, position)] = positions(&verdicts[0]) else {
        panic!("one scope: {verdicts:?}")
    };
    assert_eq!(scope, &route_scope("dedi"));
    assert_eq!(ratna.cursors[scope], *position);
    server.assert_sound().await;
}

#[tokio::test]
pub async fn the_same_batch_again_has_no_further_effect_and_the_same_receipts() {
    let server = TestServer::start().await;
    let mut dedi = courier_with_work(&server).await;
    let first = dedi.push_range(1, 3).await.expect("pushed");
    let mut ratna = server.device("ratna").await;
    ratna.pull(500).await;
    let (mirror, cursors) = (ratna.mirror.clone(), ratna.cursors.clone());
    server.clock.advance(60_000);
    let again = dedi.push_range(1, 3).await.expect("pushed again");
    assert_eq!(again.stored, first.stored);
    for ((_, first), (_, again)) in first.verdicts.iter().zip(&again.verdicts) {
        assert_eq!(positions(first), positions(again));
        let Verdict::Duplicate { time, .. } = again else {
            panic!("{again:?} is no duplicate")
        };
        assert!(matches!(first, Verdict::Applied { time: fixed, .. } if fixed == time));
    }
    ratna.pull(500).await;
    assert_eq!((ratna.mirror, ratna.cursors), (mirror, cursors));
}

#[tokio::test]
pub async fn ranges_may_overlap_and_come_behind_what_is_stored() {
    let server = TestServer::start().await;
    let mut dedi = courier_with_work(&server).await;
    dedi.push_range(1, 2).await.expect("the first two");
    let overlapping = dedi.push_range(2, 3).await.expect("the last two");
    assert!(matches!(
        overlapping.verdicts[0].1,
        Verdict::Duplicate { .. }
    ));
    assert!(matches!(overlapping.verdicts[1].1, Verdict::Applied { .. }));
    let inner = dedi.push_range(1, 2).await.expect("an old range");
    assert_eq!(inner.stored, dedi.head());
    // An old range under a later signed head that the server has.
    let mut message = dedi.push_message(1, 2);
    message.head = dedi.push_message(1, 3).head;
    assert_eq!(
        dedi.send(&message).await.expect("taken").stored,
        dedi.head()
    );
}

#[tokio::test]
pub async fn a_batch_that_does_not_continue_the_log_is_refused_whole() {
    let server = TestServer::start().await;
    let mut dedi = courier_with_work(&server).await;
    let hole = dedi.push_range(2, 3).await.expect_err("refused");
    assert_eq!(hole.code, RefusalCode::ChainBroken);
    let mut wrong_start = dedi.push_message(1, 2);
    wrong_start.previous = ChainHash([9; 32]);
    let refused = dedi.send(&wrong_start).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::ChainBroken);
    let mut wrong_head = dedi.push_message(1, 2);
    wrong_head.head = dedi.push_message(1, 3).head;
    let refused = dedi.send(&wrong_head).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::ChainBroken);
    assert_eq!(dedi.hello().await.expect("greeted").stored.0, 0);
}

#[tokio::test]
pub async fn another_history_of_the_same_replica_is_refused() {
    let server = TestServer::start().await;
    let mut dedi = courier_with_work(&server).await;
    let mut copy = dedi.clone();
    dedi.push_range(1, 3).await.expect("pushed");
    copy.log.truncate(2);
    copy.hashes.truncate(3);
    copy.record(route_scope("dedi"), delivery("dedi", "Rohmah"));
    let refused = copy.push_range(1, 3).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::ChainBroken);
    let refused = copy.push_range(3, 3).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::ChainBroken);
}

#[tokio::test]
pub async fn a_log_belongs_to_its_device() {
    let server = TestServer::start().await;
    let mut dedi = courier_with_work(&server).await;
    dedi.push_range(1, 3).await.expect("pushed");
    let mut thief = server.device("sri").await;
    thief.replica = dedi.replica;
    thief.record(route_scope("sri"), delivery("sri", "Warsinah"));
    thief.hello().await.expect("greeted");
    let refused = thief.push_range(1, 1).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::ChainBroken);
}

#[tokio::test]
pub async fn operations_under_a_new_replica_are_duplicates_with_their_first_receipts() {
    let server = TestServer::start().await;
    let mut dedi = courier_with_work(&server).await;
    let first = dedi.push_range(1, 3).await.expect("pushed");
    let log = std::mem::take(&mut dedi.log);
    dedi.hashes.truncate(1);
    dedi.replica = ReplicaId(Uuid::new_v4());
    dedi.acknowledged = 0;
    for mut operation in log {
        operation.envelope.replica = dedi.replica;
        dedi.append(operation);
    }
    dedi.record(route_scope("dedi"), delivery("dedi", "Rohmah"));
    let again = dedi.push_range(1, 4).await.expect("pushed");
    for ((_, first), (_, again)) in first.verdicts.iter().zip(&again.verdicts) {
        assert!(matches!(again, Verdict::Duplicate { .. }), "{again:?}");
        assert_eq!(positions(first), positions(again));
    }
    assert!(matches!(again.verdicts[3].1, Verdict::Applied { .. }));
    server.assert_sound().await;
}

#[tokio::test]
pub async fn the_same_id_with_other_content_is_stored_and_set_aside() {
    let server = TestServer::start().await;
    let mut dedi = courier_with_work(&server).await;
    let mut forged = dedi.log[0].clone();
    forged.envelope.seq = 4;
    forged.body[0] ^= 1;
    dedi.append(forged.clone());
    forged.envelope.seq = 5;
    dedi.append(forged);
    let pushed = dedi.push_range(1, 5).await.expect("pushed");
    let reused = Some(QuarantineCause::IdReused.code());
    assert!(matches!(pushed.verdicts[0].1, Verdict::Applied { .. }));
    assert_eq!(pushed.verdicts[3].1.cause(), reused);
    assert_eq!(
        pushed.verdicts[4].1.cause(),
        reused,
        "a copy of the forged one"
    );
    let again = dedi.push_range(1, 5).await.expect("pushed again");
    assert_eq!(again.verdicts[3].1.cause(), reused);
    assert!(matches!(again.verdicts[0].1, Verdict::Duplicate { .. }));
    server.assert_sound().await;
}

#[tokio::test]
pub async fn a_copy_within_one_batch_is_a_duplicate_of_the_first() {
    let server = TestServer::start().await;
    let mut dedi = courier_with_work(&server).await;
    let mut copy = dedi.log[0].clone();
    copy.envelope.seq = 4;
    dedi.append(copy);
    let pushed = dedi.push_range(1, 4).await.expect("pushed");
    assert_eq!(
        positions(&pushed.verdicts[0].1),
        positions(&pushed.verdicts[3].1)
    );
    assert!(matches!(pushed.verdicts[3].1, Verdict::Duplicate { .. }));
}

#[tokio::test]
pub async fn an_effect_stands_where_the_last_operation_of_the_batch_left_its_row() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let record = delivery("dedi", "Sumiati");
    let retract = Retract {
        delivery: DeliveryId(record.delivery.0),
        person: record.person,
    };
    dedi.record(route_scope("dedi"), record);
    dedi.record(route_scope("dedi"), delivery("dedi", "Kasman"));
    dedi.record(route_scope("dedi"), retract);
    let verdicts = dedi.push().await;
    assert_eq!(positions(&verdicts[0]), positions(&verdicts[2]));
}

#[tokio::test]
pub async fn two_edits_that_did_not_see_each_other_are_a_conflict() {
    let server = TestServer::start().await;
    let (mut ratna, mut other) = (server.device("ratna").await, server.device("ratna").await);
    ratna.pull(500).await;
    let person = EntityRef::new(
        EntityKind::Person,
        rantang_server::sample::person_id("Sumiati"),
    );
    let phone = &rantang_core::people::registers::PHONE;
    let saw = ratna.mirror[&person]
        .register(phone)
        .expect("set")
        .head_ids();
    ratna.record(
        route_scope("dedi"),
        phone_edit("Sumiati", "0812-0000-0901", &saw),
    );
    other.record(
        route_scope("dedi"),
        phone_edit("Sumiati", "0812-0000-0902", &saw),
    );
    let first = ratna.push().await;
    let second = other.push().await;
    assert!(matches!(
        first[0],
        Verdict::Applied {
            conflict: false,
            ..
        }
    ));
    assert!(matches!(second[0], Verdict::Applied { conflict: true, .. }));
    ratna.pull(500).await;
    assert_eq!(
        ratna.mirror[&person]
            .register(phone)
            .expect("set")
            .heads()
            .len(),
        2
    );
}
