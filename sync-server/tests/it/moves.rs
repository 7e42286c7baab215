//! People who move to another kelurahan, and volunteers who are sent there.

use rantang_core::ids::{OpId, PersonId, UserId};
use rantang_core::people::moves::{Departed, Move};
use rantang_core::people::{Name, registers as r};
use rantang_core::places::{Address, AreaCode, Rw};
use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_core::routes::registers::COURIER;
use rantang_core::runs::operations::{ReportObstacle, RunKey};
use rantang_core::runs::{Obstacle, ObstacleKind, Sitting};
use rantang_core::scopes::Scope;
use rantang_core::staff::{Role, UserProfile};
use rantang_core::sync::protocol::{QuarantineCause, Verdict};
use rantang_core::text::{Line, Note};
use rantang_core::{enrolment, scopes::ScopeClass};
use rantang_server::sample;

use super::device::TestDevice;
use super::office::{TestServer, area, plan, route_scope, today};
use super::work::{delivery, phone_edit};

/// Galur, beside Kampung Rawa.
fn galur() -> AreaCode {
    AreaCode::parse("31.71.08.1003").expect("a code")
}

/// The coordinator of another kelurahan.
async fn coordinator_of(server: &TestServer, area: AreaCode) -> TestDevice {
    let user = UserId(uuid::Uuid::now_v7());
    let profile = UserProfile {
        full_name: Line::parse("Wati Contoh").expect("short"),
        call_name: Line::parse("Bu Wati").expect("short"),
        phone: Line::default(),
        trainings: Vec::new(),
    };
    let roles = vec![Role::Koordinator];
    let defined = server.office.define_user(user, area, profile, roles).await;
    defined.expect("defined");
    let invitation = server.invite(user).await;
    let paired = TestDevice::pair(&invitation, server.clock.clone()).await;
    paired.expect("paired")
}

fn sumiati() -> PersonId {
    sample::person_id("Sumiati")
}

fn of(kind: EntityKind) -> EntityRef {
    EntityRef::new(kind, sumiati())
}

/// What a device sees as the heads of Sumiati's registers.
fn seen(
    device: &TestDevice,
    entity: EntityRef,
    name: &rantang_core::registers::RegisterName,
) -> Vec<OpId> {
    let register = device
        .mirror
        .get(&entity)
        .and_then(|row| row.register(name));
    register.map(|it| it.head_ids()).unwrap_or_default()
}

/// Sumiati moves to RW 2 of a kelurahan, as the device sees her.
fn moves_to(device: &TestDevice, to: AreaCode) -> Move {
    let enrolled = rantang_core::ids::EnrolmentId::of(sumiati(), sample::period_id());
    let membership = seen(
        device,
        EntityRef::new(EntityKind::Enrolment, enrolled),
        &enrolment::registers::MEMBERSHIP,
    );
    Move {
        person: sumiati(),
        from: area(),
        address: Address {
            kelurahan: to,
            rw: Rw::new(2).ok(),
            rt: None,
            gang: Line::default(),
            house_no: Line::default(),
            landmark: Note::default(),
        },
        saw: seen(device, of(EntityKind::Person), &r::ADDRESS),
        enrolment: Some((sample::period_id(), membership)),
        name: Name {
            name: Line::parse("Sumiati").expect("short"),
            honorific: Line::parse("Ibu").expect("short"),
            nickname: Line::default(),
        },
    }
}

fn hers(device: &TestDevice) -> Vec<&Row> {
    let rows = device.mirror.values();
    rows.filter(|row| row.owner == Some(sumiati())).collect()
}

fn departures(device: &TestDevice) -> Vec<Departed> {
    let rows = device.mirror.values();
    rows.filter_map(|row| row.read(&r::DEPARTED)).collect()
}

fn applied(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Applied { .. })
}

#[tokio::test]
pub async fn who_moves_to_another_kelurahan_comes_to_its_office_with_everything_and_without_a_route()
 {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    let mut wati = coordinator_of(&server, galur()).await;
    let record = delivery("dedi", "Sumiati");
    let brought = EntityRef::new(EntityKind::Delivery, record.delivery);
    dedi.record(route_scope("dedi"), record);
    dedi.push().await;
    dedi.pull(500).await;
    ratna.pull(500).await;
    wati.pull(500).await;
    assert!(hers(&wati).is_empty() && !hers(&dedi).is_empty());

    let it = moves_to(&ratna, galur());
    ratna.record(route_scope("dedi"), it);
    assert!(applied(&ratna.push().await[0]));
    for device in [&mut ratna, &mut dedi] {
        device.pull(500).await;
        assert!(hers(device).is_empty(), "the old office has nothing of her");
        let departed = departures(device);
        assert_eq!(departed.len(), 1, "and remembers that she moved");
        assert_eq!((departed[0].person, &departed[0].to), (sumiati(), &galur()));
    }
    wati.pull(500).await;
    for row in hers(&wati) {
        assert_eq!(row.scope.area(), &galur());
        if row.scope.class() == ScopeClass::Delivery {
            let without_route = Scope::Delivery {
                kelurahan: galur(),
                route: None,
            };
            assert_eq!(row.scope, without_route);
        }
    }
    for entity in [of(EntityKind::Person), of(EntityKind::PersonCase), brought] {
        assert!(wati.mirror.contains_key(&entity), "{entity:?} came along");
    }
    server.assert_sound().await;
}

#[tokio::test]
pub async fn what_was_recorded_before_anybody_heard_of_the_move_counts_where_the_person_is_now() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    let mut wati = coordinator_of(&server, galur()).await;
    dedi.hello().await.expect("greeted");
    let record = delivery("dedi", "Sumiati");
    let brought = EntityRef::new(EntityKind::Delivery, record.delivery);
    dedi.record(route_scope("dedi"), record);
    ratna.pull(500).await;
    let it = moves_to(&ratna, galur());
    ratna.record(route_scope("dedi"), it);
    ratna.push().await;

    assert!(applied(&dedi.push().await[0]), "his morning is not lost");
    wati.pull(500).await;
    assert!(wati.mirror.contains_key(&brought));
    server.assert_sound().await;
}

#[tokio::test]
pub async fn two_offices_that_edit_at_once_lose_no_value() {
    let server = TestServer::start().await;
    let (mut ratna, mut desk) = (server.device("ratna").await, server.device("ratna").await);
    let mut wati = coordinator_of(&server, galur()).await;
    ratna.pull(500).await;
    desk.pull(500).await;
    let it = moves_to(&ratna, galur());
    ratna.record(route_scope("dedi"), it);
    ratna.push().await;
    wati.pull(500).await;
    // The second desk of the old office has not heard of the move.
    for (device, scope, phone) in [
        (&mut desk, route_scope("dedi"), "+6281200000001"),
        (
            &mut wati,
            Scope::Delivery {
                kelurahan: galur(),
                route: None,
            },
            "+6281200000002",
        ),
    ] {
        let saw = seen(device, of(EntityKind::Person), &r::PHONE);
        device.record(scope, phone_edit("Sumiati", phone, &saw));
        assert!(applied(&device.push().await[0]));
    }
    wati.pull(500).await;
    let row = &wati.mirror[&of(EntityKind::Person)];
    let heads = row.register(&r::PHONE).expect("a telephone").heads().len();
    assert_eq!((heads, row.conflicts().count()), (2, 1));
    desk.pull(500).await;
    assert!(hers(&desk).is_empty());
    server.assert_sound().await;
}

#[tokio::test]
pub async fn sent_to_two_kelurahan_at_once_somebody_stands_in_one_and_both_are_kept() {
    let server = TestServer::start().await;
    let tanah_tinggi = AreaCode::parse("31.71.08.1004").expect("a code");
    let (mut ratna, mut desk) = (server.device("ratna").await, server.device("ratna").await);
    let mut wati = coordinator_of(&server, galur()).await;
    let mut other = coordinator_of(&server, tanah_tinggi.clone()).await;
    ratna.pull(500).await;
    desk.pull(500).await;
    for (device, to) in [(&mut ratna, galur()), (&mut desk, tanah_tinggi)] {
        let it = moves_to(device, to);
        device.record(route_scope("dedi"), it);
        server.clock.advance(60_000);
    }
    // The later one arrives first.
    assert!(applied(&desk.push().await[0]));
    assert!(applied(&ratna.push().await[0]));
    wati.pull(500).await;
    other.pull(500).await;
    assert!(hers(&wati).is_empty(), "the later value counts meanwhile");
    let row = &other.mirror[&of(EntityKind::Person)];
    let conflicts: Vec<&str> = row.conflicts().map(|(name, _)| name.as_str()).collect();
    assert_eq!(conflicts, ["address"]);
    ratna.pull(500).await;
    assert_eq!(departures(&ratna).len(), 2);
    server.assert_sound().await;
}

#[tokio::test]
pub async fn nobody_moves_a_person_of_another_office_or_out_of_the_kecamatan() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    let mut wati = coordinator_of(&server, galur()).await;
    ratna.pull(500).await;
    let it = moves_to(&ratna, galur());
    let without_route = Scope::Delivery {
        kelurahan: galur(),
        route: None,
    };
    wati.record(route_scope("dedi"), it.clone());
    // Addressed to the own office, about a person of another.
    wati.record(without_route.clone(), it.clone());
    let pretended = Move {
        from: galur(),
        address: Address {
            kelurahan: area(),
            ..it.address.clone()
        },
        ..it.clone()
    };
    wati.record(without_route, pretended);
    dedi.record(route_scope("dedi"), it.clone());
    let menteng = AreaCode::parse("31.71.06.1001").expect("a code");
    ratna.record(route_scope("dedi"), moves_to(&ratna, menteng));
    let out_of_scope = Some(QuarantineCause::OutOfScope.code());
    for verdict in wati.push().await.iter().chain(&ratna.push().await) {
        assert_eq!(verdict.cause(), out_of_scope);
    }
    let not_permitted = Some(QuarantineCause::NotPermitted.code());
    assert_eq!(dedi.push().await[0].cause(), not_permitted);
    ratna.pull(500).await;
    assert!(!hers(&ratna).is_empty());
    server.assert_sound().await;
}

#[tokio::test]
pub async fn who_is_sent_to_another_office_hands_in_what_was_done_and_gives_up_what_was_there() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    let mut wati = coordinator_of(&server, galur()).await;
    dedi.pull(500).await;
    assert!(!hers(&dedi).is_empty());
    let record = delivery("dedi", "Sumiati");
    let brought = EntityRef::new(EntityKind::Delivery, record.delivery);
    dedi.record(route_scope("dedi"), record);
    let obstacle = ReportObstacle {
        run: RunKey {
            kelurahan: area(),
            route: sample::route_id("dedi"),
            date: today(),
            sitting: Sitting::Morning,
        },
        obstacle: Obstacle {
            kind: ObstacleKind::Rain,
            note: Note::default(),
        },
    };
    dedi.record(plan(), obstacle);
    server.clock.advance(60_000);
    let user = sample::user_id("dedi");
    let reassigned = server.office.reassign(user, &galur(), None).await;
    reassigned.expect("reassigned");
    server.clock.advance(60_000);

    // What he did before counts, of the route and of the plan.
    assert!(dedi.push().await.iter().all(applied));
    let answer = dedi.hello().await.expect("greeted");
    assert_eq!(answer.area, Some(galur()));
    assert!(answer.scopes.iter().all(|scope| *scope.area() == galur()));
    dedi.pull(500).await;
    assert!(dedi.mirror.values().all(|row| *row.scope.area() == galur()));
    // What he does there afterwards does not.
    dedi.record(route_scope("dedi"), delivery("dedi", "Kasman"));
    assert!(!applied(&dedi.push().await[0]));

    let entity = EntityRef::new(EntityKind::User, user);
    wati.pull(500).await;
    assert!(
        wati.mirror.contains_key(&entity),
        "the new office knows him"
    );
    ratna.pull(500).await;
    assert!(!ratna.mirror.contains_key(&entity));
    assert!(ratna.mirror.contains_key(&brought));
    let route = EntityRef::new(EntityKind::Route, sample::route_id("dedi"));
    let courier: Option<Option<UserId>> = ratna.mirror[&route].read(&COURIER);
    assert_eq!(courier, Some(None), "his route waits for another courier");
    server.assert_sound().await;
}

#[tokio::test]
pub async fn a_psm_of_other_rws_sees_those_and_no_longer_the_old_ones() {
    let server = TestServer::start().await;
    let lastri = sample::user_id("lastri");
    let case = |rw: u16| Scope::Case {
        kelurahan: area(),
        rw: Rw::new(rw).ok(),
    };
    let rws = |numbers: &[u16]| -> Vec<Rw> {
        numbers.iter().filter_map(|rw| Rw::new(*rw).ok()).collect()
    };
    let of_list = rws(&[3, 4]);
    let assigned = server
        .office
        .reassign(lastri, &area(), Some(&of_list))
        .await;
    assigned.expect("assigned");
    let mut device = server.device("lastri").await;
    device.pull(500).await;
    let reads = |device: &TestDevice, rw| device.mirror.values().any(|row| row.scope == case(rw));
    assert!(reads(&device, 4));
    server.clock.advance(60_000);
    let of_list = rws(&[5]);
    let assigned = server
        .office
        .reassign(lastri, &area(), Some(&of_list))
        .await;
    assigned.expect("assigned");
    device.pull(500).await;
    assert!(!reads(&device, 4) && reads(&device, 5));
    server.assert_sound().await;
}
