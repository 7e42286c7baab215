//! Who may write what: judged at the time of the deed, enforced on every effect.

use rantang_core::alerts::operations::Settle;
use rantang_core::ids::{ItemId, RouteId};
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::SayLife;
use rantang_core::places::AreaCode;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::Define;
use rantang_core::scopes::{Grant, GrantPlace, Scope, ScopeClass};
use rantang_core::sync::protocol::{HeldCause, QuarantineCause, SetAside, Verdict};
use rantang_core::text::{Line, Note};
use rantang_server::sample;
use uuid::Uuid;

use super::device::TestDevice;
use super::office::{HOUR_MS, TestServer, area, plan, route_scope};
use super::work::{assign, delivery, delivery_with};

fn quarantined(cause: QuarantineCause) -> Option<&'static str> {
    Some(cause.code())
}

fn awaiting_grant() -> Option<&'static str> {
    Some(HeldCause::AwaitingGrant.code())
}

fn courier_heads(ratna: &TestDevice, courier: &str) -> Vec<rantang_core::ids::OpId> {
    let route = EntityRef::new(EntityKind::Route, sample::route_id(courier));
    let register = &rantang_core::routes::registers::COURIER;
    ratna.mirror[&route]
        .register(register)
        .expect("assigned")
        .head_ids()
}

#[tokio::test]
pub async fn a_courier_writes_to_the_own_route_only() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    dedi.record(route_scope("sri"), delivery("dedi", "Warsinah"));
    let verdicts = dedi.push().await;
    assert!(matches!(verdicts[0], Verdict::Applied { .. }));
    assert_eq!(verdicts[1].cause(), awaiting_grant());
}

#[tokio::test]
pub async fn a_courier_confirms_no_death_and_speaks_for_nobody_else() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let confirmed = SayLife {
        person: sample::person_id("Sumiati"),
        fact: LifeFact::Confirmed {
            date: None,
            note: Note::default(),
        },
        saw: Vec::new(),
    };
    dedi.record(route_scope("dedi"), confirmed);
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    let mut foreign = dedi.log.pop().expect("recorded");
    dedi.hashes.pop();
    foreign.envelope.author = sample::user_id("ratna");
    dedi.append(foreign);
    let verdicts = dedi.push().await;
    assert_eq!(
        verdicts[0].cause(),
        quarantined(QuarantineCause::NotPermitted)
    );
    assert_eq!(
        verdicts[1].cause(),
        quarantined(QuarantineCause::WrongAuthor)
    );
}

#[tokio::test]
pub async fn a_couriers_remark_reaches_the_case_file_that_the_courier_cannot_read() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let record = delivery_with("dedi", "Sumiati", "demam sejak kemarin");
    let case = EntityRef::new(EntityKind::DeliveryCase, record.delivery);
    dedi.record(route_scope("dedi"), record);
    dedi.push().await;
    dedi.pull(500).await;
    let mut ratna = server.device("ratna").await;
    ratna.pull(500).await;
    assert!(ratna.mirror.contains_key(&case));
    assert!(!dedi.mirror.contains_key(&case));
}

#[tokio::test]
pub async fn a_psm_sees_the_case_files_of_the_rws_on_the_offices_list() {
    let server = TestServer::start().await;
    let user = rantang_core::ids::UserId(Uuid::new_v4());
    let profile = rantang_core::staff::UserProfile {
        full_name: Line::parse("Sulastri").expect("short"),
        call_name: Line::parse("Bu Lastri").expect("short"),
        phone: Line::default(),
        trainings: Vec::new(),
    };
    let roles = vec![rantang_core::staff::Role::Psm];
    let defined = server
        .office
        .define_user(user, area(), profile, roles)
        .await;
    defined.expect("a user");
    let rw = rantang_core::places::Rw::parse("04").expect("an RW");
    let grant = Grant {
        class: ScopeClass::Case,
        place: GrantPlace::Rw {
            kelurahan: area(),
            rw,
        },
        from_ms: 0,
        until_ms: None,
    };
    server
        .office
        .store
        .grant(user, grant)
        .await
        .expect("granted");
    let invitation = server.invite(user).await;
    let paired = TestDevice::pair(&invitation, server.clock.clone()).await;
    let mut lastri = paired.expect("paired");
    lastri.pull(500).await;
    let case = Scope::Case {
        kelurahan: area(),
        rw: Some(rw),
    };
    let cases: Vec<&Scope> = lastri
        .cursors
        .keys()
        .filter(|scope| scope.class() == ScopeClass::Case)
        .collect();
    assert_eq!(cases, [&case]);
    let sumiati = EntityRef::new(EntityKind::PersonCase, sample::person_id("Sumiati"));
    assert!(lastri.mirror.contains_key(&sumiati));
}

#[tokio::test]
pub async fn what_was_done_while_carrying_the_route_counts_after_it_was_given_away() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    dedi.hello().await.expect("greeted");
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    server.clock.advance(HOUR_MS);
    ratna.pull(500).await;
    let saw = courier_heads(&ratna, "dedi");
    ratna.record(
        plan(),
        assign(sample::route_id("dedi"), sample::user_id("sri"), saw),
    );
    ratna.push().await;
    server.clock.advance(HOUR_MS);
    dedi.record(route_scope("dedi"), delivery("dedi", "Kasman"));
    let verdicts = dedi.push().await;
    assert!(
        matches!(verdicts[0], Verdict::Applied { .. }),
        "an hour before"
    );
    assert_eq!(verdicts[1].cause(), awaiting_grant(), "an hour after");
}

#[tokio::test]
pub async fn work_that_came_before_its_assignment_has_its_effect_when_that_arrives() {
    let server = TestServer::start().await;
    let (mut sri, mut ratna) = (server.device("sri").await, server.device("ratna").await);
    ratna.pull(500).await;
    let saw = courier_heads(&ratna, "dedi");
    // Decided at the desk without a connection, before Bu Sri went round.
    ratna.record(
        plan(),
        assign(sample::route_id("dedi"), sample::user_id("sri"), saw),
    );
    server.clock.advance(HOUR_MS);
    let record = delivery("sri", "Sumiati");
    let row = EntityRef::new(EntityKind::Delivery, record.delivery);
    sri.hello().await.expect("greeted");
    sri.record(route_scope("dedi"), record);
    let verdicts = sri.push().await;
    assert_eq!(verdicts[0].cause(), awaiting_grant());
    sri.set_aside = vec![SetAside {
        seq: 1,
        cause: HeldCause::AwaitingGrant.code().to_owned(),
    }];
    let greeted = sri.hello().await.expect("greeted");
    assert_eq!(greeted.settled, [], "nothing became of it yet");
    ratna.push().await;
    ratna.pull(500).await;
    assert!(ratna.mirror.contains_key(&row));
    // The phone hears it, and whoever pushes the range again.
    let greeted = sri.hello().await.expect("greeted");
    let again = sri.push_range(1, 1).await.expect("pushed again");
    assert!(matches!(again.verdicts[0].1, Verdict::Duplicate { .. }));
    assert_eq!(greeted.settled, [(1, again.verdicts[0].1.clone())]);
    server.assert_sound().await;
}

#[tokio::test]
pub async fn a_coordinator_reaches_into_no_other_kelurahan() {
    let server = TestServer::start().await;
    let elsewhere = AreaCode::parse("31.71.08.1001").expect("a code");
    let mut ratna = server.device("ratna").await;
    let foreign_plan = Scope::Plan {
        area: elsewhere.clone(),
    };
    let settle = Settle {
        item: ItemId(Uuid::new_v4()),
        kelurahan: elsewhere.clone(),
        note: Note::default(),
    };
    let define = Define {
        route: RouteId(Uuid::new_v4()),
        kelurahan: elsewhere,
        profile: RouteProfile {
            name: Line::parse("Rute").expect("short"),
        },
        saw: Vec::new(),
    };
    ratna.record(foreign_plan, settle.clone());
    // Addressed to the own plan, with effects elsewhere.
    ratna.record(plan(), settle);
    ratna.record(plan(), define);
    let verdicts = ratna.push().await;
    for verdict in verdicts {
        assert_eq!(verdict.cause(), quarantined(QuarantineCause::OutOfScope));
    }
}
