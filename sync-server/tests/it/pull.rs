//! What a device is sent: its user's scopes, in pages, and what leaves them.

use std::collections::BTreeSet;

use rantang_core::enrolment::Membership;
use rantang_core::enrolment::operations::{Edit, EnrolmentSet};
use rantang_core::ids::EnrolmentId;
use rantang_core::people::Name;
use rantang_core::people::registers::NAME;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::routes::operations::Assign;
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::Pull;
use rantang_core::text::Line;
use rantang_server::sample;

use super::device::TestDevice;
use super::office::{TestServer, area, plan, route_scope};

fn people(device: &TestDevice) -> BTreeSet<String> {
    let persons = device
        .mirror
        .values()
        .filter(|row| row.entity.kind == EntityKind::Person);
    persons
        .filter_map(|row| row.read::<Name>(&NAME))
        .map(|name| String::from(name.name))
        .collect()
}

fn kinds(device: &TestDevice) -> BTreeSet<EntityKind> {
    device.mirror.keys().map(|entity| entity.kind).collect()
}

fn on_route(courier: &str) -> usize {
    let people = sample::people_table();
    people.iter().filter(|it| it.route == courier).count()
}

#[tokio::test]
pub async fn a_courier_gets_the_plan_and_the_people_of_the_own_route_and_no_case_data() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.pull(500).await;
    assert_eq!(people(&dedi).len(), on_route("dedi"));
    assert!(people(&dedi).contains("Sumiati"));
    assert!(!people(&dedi).contains("Kasiyem"), "another courier's door");
    assert!(!kinds(&dedi).contains(&EntityKind::PersonCase));
    assert!(kinds(&dedi).contains(&EntityKind::Period));
    let scopes: Vec<&Scope> = dedi.cursors.keys().collect();
    assert_eq!(scopes, [&plan(), &route_scope("dedi")]);
}

#[tokio::test]
pub async fn a_coordinator_gets_everybody_with_and_without_a_route() {
    let server = TestServer::start().await;
    let mut ratna = server.device("ratna").await;
    ratna.pull(500).await;
    assert_eq!(people(&ratna).len(), sample::people_table().len());
    assert!(people(&ratna).contains("Tumirah"), "nobody's door yet");
    assert!(kinds(&ratna).contains(&EntityKind::PersonCase));
}

#[tokio::test]
pub async fn pages_of_any_size_add_up_to_the_same() {
    let server = TestServer::start().await;
    let mut whole = server.device("ratna").await;
    whole.pull(2_000).await;
    for limit in [1, 7, 100] {
        let mut paged = server.device("ratna").await;
        paged.pull(limit).await;
        assert_eq!(paged.mirror, whole.mirror, "limit {limit}");
        assert_eq!(paged.cursors, whole.cursors, "limit {limit}");
    }
}

#[tokio::test]
pub async fn a_page_holds_no_more_than_was_asked_for_and_says_that_more_follows() {
    let server = TestServer::start().await;
    let mut ratna = server.device("ratna").await;
    ratna.hello().await.expect("greeted");
    let cursors = vec![(plan(), 0), (route_scope("dedi"), 0)];
    let answer = ratna
        .ask(&Pull { cursors, limit: 3 })
        .await
        .expect("pulled");
    assert_eq!(
        answer
            .pages
            .iter()
            .map(|page| page.puts.len())
            .sum::<usize>(),
        3
    );
    assert!(answer.pages.iter().all(|page| page.more));
}

#[tokio::test]
pub async fn who_moves_to_another_route_leaves_the_one_courier_and_comes_to_the_other() {
    let server = TestServer::start().await;
    let (mut dedi, mut sri, mut ratna) = (
        server.device("dedi").await,
        server.device("sri").await,
        server.device("ratna").await,
    );
    dedi.pull(500).await;
    sri.pull(500).await;
    ratna.pull(500).await;
    let person = sample::person_id("Sumiati");
    let enrolment = EnrolmentId::of(person, sample::period_id());
    let row = &ratna.mirror[&EntityRef::new(EntityKind::Enrolment, enrolment)];
    let seen = row
        .register(&rantang_core::enrolment::registers::MEMBERSHIP)
        .expect("a member")
        .head_ids();
    let membership = Membership {
        route: Some(sample::route_id("sri")),
        order_key: Line::parse("zz").expect("short"),
    };
    ratna.record(
        route_scope("dedi"),
        Edit {
            person,
            period: sample::period_id(),
            sets: vec![(EnrolmentSet::Membership(membership), seen)],
        },
    );
    ratna.push().await;
    dedi.pull(500).await;
    sri.pull(500).await;
    assert!(!people(&dedi).contains("Sumiati"));
    assert!(people(&sri).contains("Sumiati"));
    let about = |device: &TestDevice| {
        let owned = device
            .mirror
            .values()
            .filter(|row| row.owner == Some(person));
        owned.count()
    };
    assert_eq!(about(&dedi), 0, "contacts and enrolment went along");
    assert!(2 < about(&sri));
    server.assert_sound().await;
}

#[tokio::test]
pub async fn who_loses_a_route_loses_its_rows() {
    let server = TestServer::start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    dedi.pull(500).await;
    ratna.pull(500).await;
    let route = EntityRef::new(EntityKind::Route, sample::route_id("dedi"));
    let courier = &rantang_core::routes::registers::COURIER;
    let saw = ratna.mirror[&route]
        .register(courier)
        .expect("assigned")
        .head_ids();
    ratna.record(
        plan(),
        Assign {
            route: sample::route_id("dedi"),
            kelurahan: area(),
            courier: Some(sample::user_id("sri")),
            saw,
        },
    );
    server.clock.advance(1_000);
    ratna.push().await;
    dedi.pull(500).await;
    assert_eq!(people(&dedi).len(), 0);
    assert!(!dedi.cursors.contains_key(&route_scope("dedi")));
    let mut sri = server.device("sri").await;
    sri.pull(500).await;
    assert_eq!(people(&sri).len(), on_route("sri") + on_route("dedi"));
}

#[tokio::test]
pub async fn a_scope_that_was_never_granted_is_lost_and_not_shown() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    let case = Scope::Case {
        kelurahan: area(),
        rw: None,
    };
    let cursors = vec![(route_scope("sri"), 0), (case.clone(), 0)];
    let answer = dedi
        .ask(&Pull { cursors, limit: 9 })
        .await
        .expect("answered");
    assert_eq!(answer.lost, [route_scope("sri"), case]);
    assert!(answer.pages.is_empty());
}

#[tokio::test]
pub async fn a_cursor_from_before_a_restore_begins_anew() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.pull(500).await;
    let whole = dedi.mirror.clone();
    dedi.mirror.clear();
    for cursor in dedi.cursors.values_mut() {
        *cursor += 10_000;
    }
    dedi.pull(500).await;
    assert_eq!(dedi.mirror, whole);
}
