//! What every store promises of durable marks, epochs and what was lost: a part of the contract.

use rantang_core::places::Rw;
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::{Hello, HelloVerdict, SetAside, Verdict};
use rantang_core::time::BootId;
use rantang_server::store::Durability;
use uuid::Uuid;

use super::contract::{Store, courier, establish};
use super::local::LocalDevice;
use super::office::{HOUR_MS, area, nine_o_clock, plan, route_scope};
use super::work::delivery;

fn hello(device: &LocalDevice, acknowledged: u64) -> Hello {
    let seq = device.log.len() as u64;
    Hello {
        replica: device.replica,
        head: (seq, device.hashes[seq as usize]),
        acknowledged: (acknowledged, device.hashes[acknowledged as usize]),
        epoch: 1,
        schema: 1,
        wall_ms: nine_o_clock(),
        boot: BootId(Uuid::nil()),
        boot_ms: 0,
        cursors: Vec::new(),
        disagreements: Vec::new(),
        set_aside: Vec::new(),
        certify: None,
    }
}

pub async fn a_durable_mark_goes_forward_only_and_not_beyond_what_is_stored(store: &Store) {
    establish(store).await;
    let mut dedi = courier(store, 7, "dedi").await;
    for person in ["Sumiati", "Kasman", "Painem"] {
        dedi.record(1, route_scope("dedi"), delivery("dedi", person));
    }
    dedi.send(store, 1, 3).await;
    let arrived_ms = dedi.intake(1, 1).received_ms;
    let now = || store.durability();
    let open = now().await.expect("read");
    assert_eq!(open.backed_up_ms, None);
    // The staff and the people of the sample came first.
    assert_eq!(open.open_since_ms, Some(nine_o_clock()));

    for (seq, durable) in [(2, 2), (1, 2), (99, 3)] {
        let marked = store.mark_durable(vec![(dedi.replica, seq)], arrived_ms);
        marked.await.expect("marked");
        let heads = store.heads().await.expect("read");
        let head = heads.iter().find(|it| it.replica == dedi.replica);
        let head = head.expect("its log");
        assert_eq!((head.seq, head.hash), (3, dedi.hashes[3]));
        assert_eq!(head.durable, durable);
        let greeted = store.greet(dedi.device, hello(&dedi, 3), arrived_ms).await;
        assert_eq!(greeted.expect("greeted").durable, durable);
    }
    let all = store.heads().await.expect("read");
    let all = all.iter().map(|it| (it.replica, it.seq)).collect();
    store
        .mark_durable(all, arrived_ms - 1)
        .await
        .expect("marked");
    let nothing_open = Durability {
        backed_up_ms: Some(arrived_ms),
        open_since_ms: None,
    };
    assert_eq!(now().await.expect("read"), nothing_open);
}

pub async fn what_had_arrived_by_a_moment_is_told_for_each_log(store: &Store) {
    establish(store).await;
    let mut dedi = courier(store, 7, "dedi").await;
    for person in ["Sumiati", "Kasman", "Painem"] {
        dedi.record(1, route_scope("dedi"), delivery("dedi", person));
    }
    let later_ms = dedi.intake(1, 1).received_ms;
    let mut first = dedi.intake(1, 2);
    first.received_ms = later_ms - HOUR_MS;
    store.take_in(first).await.expect("stored").expect("whole");
    dedi.send(store, 3, 3).await;
    // The same operations under another replica, later: the old ones say nothing of this log.
    let copy = dedi.under_another_replica();
    copy.send(store, 1, 3).await;

    let by = async |at_ms: i64, device: &LocalDevice| {
        let all = store.arrived_by(at_ms).await.expect("read");
        let found = all.iter().find(|(replica, _)| *replica == device.replica);
        found.map(|(_, seq)| *seq)
    };
    assert_eq!(by(later_ms - HOUR_MS - 1, &dedi).await, None);
    assert_eq!(by(later_ms - HOUR_MS, &dedi).await, Some(2));
    assert_eq!(by(later_ms, &dedi).await, Some(3));
    assert_eq!(by(later_ms, &copy).await, None);
}

/// A phone that recorded nothing since was acknowledged nothing that is missing.
pub async fn who_only_fetched_tells_of_a_server_that_was_set_back(store: &Store) {
    establish(store).await;
    let dedi = courier(store, 7, "dedi").await;
    let sri = courier(store, 8, "sri").await;
    let scope = store.scope_state(plan()).await.expect("read");
    let head = scope.expect("the plan").manifest.head;
    let greets = async |device: &LocalDevice, epoch: u64, cursor: (Scope, u64), at_ms: i64| {
        let hello = Hello {
            epoch,
            cursors: vec![(route_scope("dedi"), 0), cursor],
            ..hello(device, 0)
        };
        let greeted = store.greet(device.device, hello, at_ms).await;
        let greeted = greeted.expect("greeted");
        assert_eq!(greeted.verdict, HelloVerdict::Ok, "its own log is whole");
        (greeted.epoch, greeted.epoch_raised)
    };
    let now_ms = nine_o_clock();
    let beyond = (plan(), head + 1);
    assert_eq!(
        greets(&dedi, 1, (plan(), head), now_ms).await,
        (1, false),
        "it has read all there is"
    );
    let (epoch, is_raised) = greets(&dedi, 1, beyond.clone(), now_ms).await;
    assert!(is_raised && 1 < epoch);
    // Its answer was lost; another one read as far; and then each begins again.
    for (device, knows, cursor) in [
        (&dedi, 1, beyond.clone()),
        (&sri, 1, beyond.clone()),
        (&dedi, epoch, (plan(), 0)),
        (&dedi, epoch, (plan(), head)),
    ] {
        let greeted = greets(device, knows, cursor, now_ms + 1).await;
        assert_eq!(greeted, (epoch, false), "raised once");
    }
    // Whoever keeps a wrong cursor is not believed at every hello.
    let greeted = greets(&sri, epoch, beyond.clone(), now_ms + HOUR_MS - 1).await;
    assert_eq!(greeted, (epoch, false));
    let (later, is_raised) = greets(&sri, epoch, beyond, now_ms + HOUR_MS).await;
    assert!(is_raised && epoch < later);
    // A scope that came into being after what the server was set back to.
    let gone = Scope::Case {
        kelurahan: area(),
        rw: Rw::new(99).ok(),
    };
    let (last, is_raised) = greets(&dedi, later, (gone, 3), now_ms + 2 * HOUR_MS).await;
    assert!(is_raised && later < last);
}

pub async fn what_devices_were_promised_is_kept_and_told_after_a_loss(store: &Store) {
    establish(store).await;
    let mut dedi = courier(store, 7, "dedi").await;
    let mut sri = courier(store, 8, "sri").await;
    for person in ["Sumiati", "Kasman", "Painem"] {
        dedi.record(1, route_scope("dedi"), delivery("dedi", person));
    }
    sri.record(1, route_scope("dedi"), delivery("sri", "Sumiati"));
    dedi.send(store, 1, 1).await;
    sri.send(store, 1, 1).await;
    assert_eq!(store.restoration().await.expect("read"), None);

    let now_ms = nine_o_clock();
    let (first, second) = (now_ms + 1_000, now_ms + 2_000);
    let epoch = store.begin_anew(Some(now_ms), first).await.expect("begun");
    let again = store.begin_anew(Some(now_ms), second).await.expect("begun");
    assert!(
        1 < epoch && epoch < again,
        "two restores of one backup differ"
    );
    store
        .greet(dedi.device, hello(&dedi, 3), second)
        .await
        .expect("greeted");
    // Later it says less: the promise stands.
    let greeted = store.greet(dedi.device, hello(&dedi, 1), second).await;
    assert_eq!(greeted.expect("greeted").epoch, again);
    let told = store.restoration().await.expect("read").expect("restored");
    assert_eq!((told.restored_ms, told.backup_ms), (second, Some(now_ms)));
    let logs: Vec<_> = told
        .logs
        .iter()
        .map(|it| (it.replica, it.promised, it.present))
        .collect();
    assert_eq!(logs, [(dedi.replica, 3, 1)]);
    let heard = |device: &LocalDevice| {
        let all = told.devices.iter();
        let found = all.clone().find(|it| it.device == device.device);
        found.expect("a device").contact_ms
    };
    assert_eq!((heard(&dedi), heard(&sri)), (Some(second), None));
}

pub async fn places_of_a_log_come_last_first(store: &Store) {
    establish(store).await;
    let mut dedi = courier(store, 7, "dedi").await;
    for person in ["Sumiati", "Kasman", "Painem"] {
        dedi.record(1, route_scope("dedi"), delivery("dedi", person));
    }
    dedi.send(store, 1, 3).await;
    let places = async |before: u64, limit: usize| {
        let found = store.places_before(dedi.replica, before, limit).await;
        let found = found.expect("read").into_iter();
        found.map(|it| (it.seq, it.hash)).collect::<Vec<_>>()
    };
    let at = |seq: u64| (seq, dedi.hashes[seq as usize]);
    assert_eq!(places(u64::MAX, 2).await, [at(3), at(2)]);
    assert_eq!(places(2, 9).await, [at(1)]);
    assert_eq!(places(1, 9).await, []);
}

pub async fn a_hello_tells_only_what_the_device_does_not_know(store: &Store) {
    establish(store).await;
    let mut sri = courier(store, 8, "sri").await;
    sri.record(1, route_scope("dedi"), delivery("sri", "Sumiati"));
    sri.record(1, route_scope("sri"), delivery("sri", "Kasman"));
    let verdicts = sri.send(store, 1, 2).await.verdicts;
    let cause = verdicts[0].1.cause().expect("set aside");
    let settled = async |seq: u64, cause: &str| {
        let mut hello = hello(&sri, 2);
        let cause = cause.to_owned();
        hello.set_aside = vec![SetAside { seq, cause }];
        let greeted = store.greet(sri.device, hello, nine_o_clock()).await;
        greeted.expect("greeted").settled
    };
    assert_eq!(settled(1, cause).await, []);
    assert_eq!(
        settled(1, "unknown_kind").await,
        [(1, verdicts[0].1.clone())]
    );
    let applied = settled(2, cause).await;
    assert!(matches!(applied[..], [(2, Verdict::Duplicate { .. })]));
    assert_eq!(settled(3, cause).await, [], "there is none");
}
