//! The sample day can be written again, today and tomorrow.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rantang_core::ids::{PersonId, RunId};
use rantang_core::operation::Payload;
use rantang_core::people::life::Life;
use rantang_core::people::registers::LIFE;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::runs::registers::HANDOVER;
use rantang_core::runs::{HandedOver, Sitting};
use rantang_server::clock::Clock;
use rantang_server::sample::{self, Moment, Season};
use rantang_server::store::OwnOperation;

use super::office::{HOUR_MS, TestServer, area, today};

#[tokio::test]
pub async fn writing_the_sample_again_changes_nothing_and_a_new_day_brings_its_boxes() {
    let server = TestServer::start().await;
    let mut ratna = server.device("ratna").await;
    ratna.pull(500).await;
    let first = ratna.mirror.clone();
    let again = Moment {
        area: area(),
        today: today(),
        now_ms: server.clock.now_ms(),
        season: Season::Usual,
    };
    server
        .office
        .record(sample::operations(&again))
        .await
        .expect("written");
    ratna.pull(500).await;
    assert_eq!(ratna.mirror, first);

    server.clock.advance(24 * HOUR_MS);
    let tomorrow = Moment {
        today: today().succ_opt().expect("a day"),
        now_ms: server.clock.now_ms(),
        ..again
    };
    server
        .office
        .record(sample::operations(&tomorrow))
        .await
        .expect("written");
    ratna.pull(500).await;
    let couriers = 6;
    assert_eq!(ratna.mirror.len(), first.len() + couriers);
    server.assert_sound().await;
}

#[tokio::test]
pub async fn the_sample_shows_what_a_morning_can_bring() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.pull(500).await;
    let karto = &dedi.mirror[&EntityRef::new(EntityKind::Person, sample::person_id("Karto"))];
    assert!(matches!(
        Life::of(karto.register(&LIFE)),
        Life::Deceased { .. }
    ));
    let run = RunId::of(sample::route_id("dedi"), today(), Sitting::Morning);
    let run = &dedi.mirror[&EntityRef::new(EntityKind::Run, run)];
    let boxes = run.read::<HandedOver>(&HANDOVER).map(|it| it.boxes);
    assert_eq!(boxes, Some(40));
    assert!(dedi.mirror.keys().any(|it| it.kind == EntityKind::Hold));
    assert!(
        dedi.mirror
            .values()
            .all(|row| row.conflicts().next().is_none())
    );
}

#[test]
fn in_ramadan_the_sample_has_a_run_in_the_afternoon_and_one_in_the_morning() {
    let now_ms = super::office::nine_o_clock();
    let moment = Moment {
        area: area(),
        today: today(),
        now_ms,
        season: Season::Ramadan,
    };
    let sittings: Vec<Sitting> = sample::operations(&moment)
        .into_iter()
        .filter_map(|it| match it.payload {
            Payload::RunHandOver(it) if it.run.route == sample::route_id("dedi") => {
                Some(it.run.sitting)
            }
            _ => None,
        })
        .collect();
    assert!(sittings.contains(&Sitting::Morning));
    assert!(sittings.contains(&Sitting::Afternoon));
}

#[tokio::test]
pub async fn two_weeks_lie_behind_the_sample_and_one_person_went_without_for_three_days() {
    let server = TestServer::start().await;
    let moment = Moment {
        area: area(),
        today: today(),
        now_ms: server.clock.now_ms(),
        season: Season::Usual,
    };
    let ids = |operations: &[OwnOperation]| operations.iter().map(|it| it.op).collect::<Vec<_>>();
    let past = sample::past(&moment);
    assert_eq!(ids(&past), ids(&sample::past(&moment)));
    assert!(past.iter().all(|it| it.at_ms < moment.now_ms));
    let finished = past
        .iter()
        .filter(|it| matches!(it.payload, Payload::RunFinish(_)));
    assert_eq!(finished.count(), 14 * 6, "each courier on each day");

    // Of each person and day, the last days first: whether boxes were handed over, and whether seen.
    let mut days: BTreeMap<PersonId, BTreeMap<Reverse<NaiveDate>, (bool, bool)>> = BTreeMap::new();
    for operation in &past {
        let Payload::DeliveryRecord(it) = &operation.payload else {
            continue;
        };
        let person = it.person.expect("everybody is known");
        let of_day = days.entry(person).or_default();
        let day = of_day.entry(Reverse(it.attempt.date)).or_default();
        day.0 |= it.value.outcome.is_handed_over();
        day.1 |= it.value.outcome.met_person();
    }
    let without =
        |of_day: &BTreeMap<_, (bool, bool)>| of_day.values().take_while(|it| !it.0).count();
    let unseen =
        |of_day: &BTreeMap<_, (bool, bool)>| of_day.values().take_while(|it| !it.1).count();
    let long: Vec<&PersonId> = days
        .iter()
        .filter(|(_, of_day)| 3 <= without(of_day) || 3 <= unseen(of_day))
        .map(|(person, _)| person)
        .collect();
    assert_eq!(long, [&sample::person_id("Mulyati")]);
    let missed = days
        .values()
        .flat_map(BTreeMap::values)
        .filter(|day| !day.0);
    assert!((20..80).contains(&missed.count()), "some were missed");

    server.office.record(past).await.expect("written");
    server.assert_sound().await;
}
