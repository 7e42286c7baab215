//! One bad operation never blocks a queue: it is stored and waits.

use rantang_core::ids::DeliveryId;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::sync::protocol::{HeldCause, QuarantineCause, Verdict};

use super::device::TestDevice;
use super::office::{TestServer, route_scope};
use super::work::delivery;

/// Replaces what was recorded last.
fn change_last(
    device: &mut TestDevice,
    change: impl FnOnce(&mut rantang_core::operation::Operation),
) {
    let mut operation = device.log.pop().expect("recorded");
    device.hashes.pop();
    change(&mut operation);
    device.append(operation);
}

/// A trigger by which the database refuses the row of one delivery.
fn refusing(server: &TestServer, delivery: DeliveryId) -> String {
    if server.database.is_some() {
        format!(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
               $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
             CREATE TRIGGER broken BEFORE INSERT ON rows FOR EACH ROW
               WHEN (NEW.entity = '{delivery}') EXECUTE FUNCTION refuse()"
        )
    } else {
        let hex = delivery.0.simple().to_string().to_uppercase();
        format!(
            "CREATE TRIGGER broken BEFORE INSERT ON rows WHEN hex(NEW.entity) = '{hex}'
             BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    }
}

#[tokio::test]
pub async fn a_kind_of_tomorrow_waits_and_a_broken_body_is_set_aside() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    change_last(&mut dedi, |it| {
        it.envelope.kind = "delivery.by_drone".into()
    });
    dedi.record(route_scope("dedi"), delivery("dedi", "Kasman"));
    change_last(&mut dedi, |it| it.envelope.schema += 1);
    change_last(&mut dedi, |it| it.body.truncate(20));
    dedi.record(route_scope("dedi"), delivery("dedi", "Painem"));
    change_last(&mut dedi, |it| it.body.truncate(20));
    dedi.record(route_scope("dedi"), delivery("dedi", "Rohmah"));
    let verdicts = dedi.push().await;
    let held = Some(HeldCause::UnknownKind.code());
    assert_eq!([verdicts[0].cause(), verdicts[1].cause()], [held; 2]);
    let malformed = QuarantineCause::Malformed.code();
    assert_eq!(verdicts[2].cause(), Some(malformed));
    assert!(matches!(verdicts[3], Verdict::Applied { .. }));
    assert_eq!(dedi.hello().await.expect("greeted").stored, dedi.head());
    server.assert_sound().await;
}

#[tokio::test]
pub async fn what_the_store_cannot_write_is_held_and_its_neighbours_have_their_effect() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let bad = delivery("dedi", "Kasman");
    let fails = bad.delivery;
    let after = delivery("dedi", "Painem");
    let after_row = EntityRef::new(EntityKind::Delivery, after.delivery);
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    dedi.record(route_scope("dedi"), bad);
    dedi.record(route_scope("dedi"), after);
    server.sql(&refusing(&server, fails)).await;
    let verdicts = dedi.push().await;
    assert!(matches!(verdicts[0], Verdict::Applied { .. }));
    let failed = HeldCause::ApplyError.code();
    assert_eq!(verdicts[1].cause(), Some(failed));
    assert!(matches!(verdicts[2], Verdict::Applied { .. }));
    let mut ratna = server.device("ratna").await;
    ratna.pull(500).await;
    assert!(ratna.mirror.contains_key(&after_row));

    let on_table = server.database.as_ref().map_or("", |_| "ON rows");
    server.sql(&format!("DROP TRIGGER broken {on_table}")).await;
    let settled = server.office.store.retry_set_aside().await.expect("tried");
    assert_eq!(settled, 1);
    ratna.pull(500).await;
    assert!(
        ratna
            .mirror
            .contains_key(&EntityRef::new(EntityKind::Delivery, fails))
    );
    server.assert_sound().await;
}
