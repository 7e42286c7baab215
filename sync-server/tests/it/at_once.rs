//! Promises about calls that meet: two processes, the same moment.
//!
//! Each scene is played several times, because what goes wrong depends on who is quicker.

use std::collections::BTreeSet;

use rantang_core::ids::PersonId;
use rantang_core::operation::{ChainHash, Payload, SCHEMA};
use rantang_core::scopes::{Grant, GrantPlace, ScopeClass};
use rantang_core::sync::protocol::{Hello, HelloVerdict, QuarantineCause, Verdict};
use rantang_core::time::BootId;
use rantang_server::audit::audit;
use rantang_server::sample::{self, Moment, Season};
use uuid::Uuid;

use super::contract::{Store, StoreFactory, courier, establish, establish_with};
use super::local::LocalDevice;
use super::office::{area, nine_o_clock, route_scope, today};
use super::work::{delivery, moves};

const ROUNDS: usize = 8;

/// Both stores are one: two processes.
pub async fn every_promise_about_meetings(factory: &mut impl StoreFactory) {
    let stores = two(factory).await;
    batches_that_touch_the_same_scopes_in_opposite_order_all_come_in(&stores).await;
    let stores = two(factory).await;
    a_person_whom_two_meet_first_at_once_has_all_their_rows_in_one_place(&stores).await;
    let stores = two(factory).await;
    one_operation_in_two_logs_at_once_has_one_effect(&stores).await;
    let stores = two(factory).await;
    of_two_contents_with_one_id_at_once_one_is_set_aside(&stores).await;
    let stores = two(factory).await;
    work_and_the_grant_that_it_waits_for_find_each_other(&stores).await;
    let stores = two(factory).await;
    of_many_that_lack_something_at_once_one_raises_the_epoch(&stores).await;
}

async fn two(factory: &mut impl StoreFactory) -> [Store; 2] {
    [factory.empty().await, factory.again().await]
}

async fn assert_sound(store: &Store) {
    let audit = audit(&**store).await.expect("an audit");
    assert!(audit.ok, "{:?}", audit.findings);
}

fn is_applied(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Applied { .. })
}

/// Two desks move the same people, one from the first route to the second, one back.
async fn batches_that_touch_the_same_scopes_in_opposite_order_all_come_in(stores: &[Store; 2]) {
    establish(&stores[0]).await;
    let mut writers = tokio::task::JoinSet::new();
    for (number, people) in [(1, ["Sumiati", "Kasman"]), (2, ["Kasman", "Sumiati"])] {
        let mut ratna = courier(&stores[0], number, "ratna").await;
        for _ in 0..ROUNDS {
            ratna.record(0, route_scope("dedi"), moves(people[0], "sri"));
            ratna.record(0, route_scope("sri"), delivery("dedi", people[1]));
            ratna.record(0, route_scope("sri"), moves(people[1], "dedi"));
        }
        let store = stores[number as usize - 1].clone();
        writers.spawn(async move {
            for round in 0..ROUNDS {
                let taken = ratna.send(&store, 3 * round + 1, 3 * round + 3).await;
                assert!(taken.verdicts.iter().all(|(_, it)| is_applied(it)));
            }
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended.expect("every batch came in");
    }
    assert_sound(&stores[0]).await;
}

/// One registers somebody on one route, one has been at the door of another: neither sees the other.
async fn a_person_whom_two_meet_first_at_once_has_all_their_rows_in_one_place(stores: &[Store; 2]) {
    establish_with(&stores[0], &[]).await;
    let mut desk = courier(&stores[0], 1, "ratna").await;
    let mut other = courier(&stores[0], 2, "ratna").await;
    let registrations = registrations();
    for (round, (person, register)) in registrations.into_iter().take(ROUNDS).enumerate() {
        desk.record(0, route_scope("dedi"), register);
        let mut record = delivery("dedi", "Sumiati");
        record.person = Some(person);
        other.record(0, route_scope("sri"), record);
        let at = round + 1;
        let (registered, delivered) = tokio::join!(
            desk.send(&stores[0], at, at),
            other.send(&stores[1], at, at)
        );
        assert!(is_applied(&registered.verdicts[0].1));
        assert!(is_applied(&delivered.verdicts[0].1));
    }
    assert_sound(&stores[0]).await;
}

fn registrations() -> Vec<(PersonId, Payload)> {
    let moment = Moment {
        area: area(),
        today: today(),
        now_ms: nine_o_clock(),
        season: Season::Usual,
    };
    let all = sample::operations(&moment).into_iter();
    let registrations = all.filter(|it| it.payload.kind() == "person.register");
    let with_person = registrations.map(|it| (PersonId(it.payload.entity()), it.payload));
    with_person.collect()
}

/// A phone that was restored from a copy has its operations in a new log.
fn in_another_log(device: &LocalDevice, number: u128) -> LocalDevice {
    let mut copy = LocalDevice::new(number, "dedi");
    for operation in &device.log {
        let mut operation = operation.clone();
        operation.envelope.replica = copy.replica;
        copy.append(operation);
    }
    copy
}

async fn one_operation_in_two_logs_at_once_has_one_effect(stores: &[Store; 2]) {
    establish(&stores[0]).await;
    let mut dedi = courier(&stores[0], 1, "dedi").await;
    for _ in 0..ROUNDS {
        dedi.record(0, route_scope("dedi"), delivery("dedi", "Sumiati"));
    }
    let copy = in_another_log(&dedi, 2);
    copy.enroll(&*stores[0]).await;
    for at in 1..=ROUNDS {
        let (one, other) =
            tokio::join!(dedi.send(&stores[0], at, at), copy.send(&stores[1], at, at));
        let verdicts = [&one.verdicts[0].1, &other.verdicts[0].1];
        let applied = verdicts.iter().filter(|it| is_applied(it)).count();
        assert_eq!(applied, 1, "{verdicts:?}");
        let positions = verdicts.map(|it| match it {
            Verdict::Applied { positions, .. } | Verdict::Duplicate { positions, .. } => positions,
            other => panic!("{other:?}"),
        });
        assert_eq!(positions[0], positions[1], "one receipt");
    }
    assert_sound(&stores[0]).await;
}

async fn of_two_contents_with_one_id_at_once_one_is_set_aside(stores: &[Store; 2]) {
    establish(&stores[0]).await;
    let mut dedi = courier(&stores[0], 1, "dedi").await;
    let mut other = courier(&stores[0], 2, "dedi").await;
    for at in 1..=ROUNDS {
        dedi.record(0, route_scope("dedi"), delivery("dedi", "Sumiati"));
        let mut operation = dedi.log[at - 1].clone();
        operation.envelope.replica = other.replica;
        operation.body = Payload::from(delivery("dedi", "Kasman")).encode([9; 16]);
        other.append(operation);
        let (one, two) = tokio::join!(
            dedi.send(&stores[0], at, at),
            other.send(&stores[1], at, at)
        );
        let verdicts = [&one.verdicts[0].1, &two.verdicts[0].1];
        let applied = verdicts.iter().filter(|it| is_applied(it)).count();
        let set_aside = verdicts.iter().filter(|it| {
            let cause = QuarantineCause::IdReused.code();
            it.cause() == Some(cause)
        });
        assert_eq!((applied, set_aside.count()), (1, 1), "{verdicts:?}");
    }
    assert_sound(&stores[0]).await;
}

/// Whoever is first: in the end the work has its effect.
async fn work_and_the_grant_that_it_waits_for_find_each_other(stores: &[Store; 2]) {
    establish(&stores[0]).await;
    let mut sri = courier(&stores[0], 1, "sri").await;
    for at in 1..=ROUNDS {
        let route = sample::route_id("dedi");
        let minute = at as i64;
        let from_ms = nine_o_clock() + minute * 60_000;
        let grant = Grant {
            class: ScopeClass::Delivery,
            place: GrantPlace::Route {
                kelurahan: area(),
                route,
            },
            from_ms,
            until_ms: Some(from_ms + 1),
        };
        sri.record(minute, route_scope("dedi"), delivery("sri", "Sumiati"));
        let (sent, granted) = tokio::join!(
            sri.send(&stores[0], at, at),
            stores[1].grant(sri.user, grant)
        );
        granted.expect("granted");
        let again = sri.send(&stores[1], at, at).await;
        let verdict = &again.verdicts[0].1;
        assert!(
            matches!(verdict, Verdict::Duplicate { .. }),
            "first {:?}, in the end {verdict:?}",
            sent.verdicts[0].1
        );
    }
    assert_sound(&stores[0]).await;
}

/// A restored server: every phone was acknowledged more than it holds.
async fn of_many_that_lack_something_at_once_one_raises_the_epoch(stores: &[Store; 2]) {
    establish(&stores[0]).await;
    let mut phones = tokio::task::JoinSet::new();
    for number in 1..=6 {
        let device = courier(&stores[0], number, "dedi").await;
        let store = stores[number as usize % 2].clone();
        let hello = hello_of(&device);
        phones.spawn(async move { store.greet(device.device, hello, nine_o_clock()).await });
    }
    let mut raised = 0;
    let mut epochs = BTreeSet::new();
    for greeted in phones.join_all().await {
        let greeted = greeted.expect("greeted");
        assert_eq!(greeted.verdict, HelloVerdict::Recover);
        raised += usize::from(greeted.epoch_raised);
        epochs.insert(greeted.epoch);
    }
    assert_eq!((raised, epochs.len()), (1, 1), "{epochs:?}");
}

/// It was told that three operations are stored.
fn hello_of(device: &LocalDevice) -> Hello {
    Hello {
        replica: device.replica,
        head: (3, ChainHash([3; 32])),
        acknowledged: (3, ChainHash([3; 32])),
        epoch: 1,
        schema: SCHEMA,
        wall_ms: nine_o_clock(),
        boot: BootId(Uuid::from_u128(5)),
        boot_ms: 0,
        cursors: Vec::new(),
        disagreements: Vec::new(),
        set_aside: Vec::new(),
        certify: None,
    }
}
