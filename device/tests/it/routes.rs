//! Routes as the coordinator makes, orders and assigns them.

use rantang_core::ids::UserId;
use rantang_core::staff::Role;
use rantang_core::staff::operations::DefineUser;
use rantang_device::command::ErrorCode;
use rantang_device::people::handlers as people;
use rantang_device::review::view::{ReviewBody, ReviewItem};
use rantang_device::routes::*;
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::desk::{asked, desk, new_person, route};
use crate::support::{World, person, register};

fn place(device: &Device, numbers: &[u128], after: Option<u128>) -> Vec<u128> {
    let args = RoutePlace {
        route_id: Some(route().0),
        person_ids: numbers.iter().map(|number| person(*number).0).collect(),
        after: after.map(|number| person(number).0),
    };
    order(&handlers::place(device, args).unwrap())
}

fn order(view: &view::RouteDoorsView) -> Vec<u128> {
    view.doors
        .iter()
        .map(|row| row.id.as_u128() - person(0).0.as_u128())
        .collect()
}

fn operations(device: &Device) -> i64 {
    device
        .read::<_, rantang_device::store::Error>(|db| {
            Ok(db.query_row("SELECT count(*) FROM log", [], |row| row.get(0))?)
        })
        .unwrap()
}

/// Five people without a route.
fn five(world: &World) -> Device {
    let device = desk(world);
    let people = (1..=5).map(|n| Draft::from(register(person(n), &format!("Warga {n}"), None)));
    device.record(people).unwrap();
    device
}

#[test]
fn people_are_put_on_a_route_in_order_and_moved_with_one_operation_each() {
    let world = World::new();
    let device = five(&world);
    assert_eq!(
        people::list(&device, asked(""))
            .unwrap()
            .counts
            .without_route,
        5
    );
    assert_eq!(place(&device, &[1, 2, 3, 4], None), [1, 2, 3, 4]);
    let before = operations(&device);
    assert_eq!(place(&device, &[4], Some(1)), [1, 4, 2, 3]);
    assert_eq!(operations(&device) - before, 1);
    assert_eq!(place(&device, &[3, 1], None), [3, 1, 4, 2]);
    assert_eq!(place(&device, &[5, 4], Some(2)), [3, 1, 2, 5, 4]);
    let view = handlers::list(&device).unwrap();
    assert_eq!(view.without_route, 0);
    assert_eq!((view.routes[0].doors, view.routes[0].boxes), (5, 10));
    assert_eq!(view.routes[0].rws, ["04"]);
}

#[test]
fn doors_that_share_a_key_are_told_apart_and_nothing_is_in_conflict() {
    let world = World::new();
    let device = desk(&world);
    // Registered on two desks that were offline: each took the same place.
    let people =
        (1..=3).map(|n| Draft::from(register(person(n), &format!("Warga {n}"), Some(route()))));
    device.record(people).unwrap();
    assert_eq!(place(&device, &[3], Some(1)), [1, 3, 2]);
    assert_eq!(place(&device, &[1], Some(2)), [3, 2, 1]);
    let review = rantang_device::review::handlers::list(&device).unwrap();
    let in_conflict = |it: &ReviewItem| matches!(it.body, ReviewBody::Conflict { .. });
    assert!(!review.items.iter().any(in_conflict));
}

#[test]
fn who_leaves_every_route_stands_out() {
    let world = World::new();
    let device = five(&world);
    place(&device, &[1, 2], None);
    let off = RoutePlace {
        route_id: None,
        person_ids: vec![person(1).0, person(3).0],
        after: None,
    };
    let before = operations(&device);
    let view = handlers::place(&device, off).unwrap();
    assert_eq!(operations(&device) - before, 1);
    assert_eq!(order(&view), [1, 3, 4, 5]);
    assert!(view.route.is_none());
}

#[test]
fn an_order_that_changed_meanwhile_is_not_guessed_at() {
    let world = World::new();
    let device = five(&world);
    place(&device, &[1, 2], None);
    let gone = RoutePlace {
        route_id: Some(route().0),
        person_ids: vec![person(1).0],
        after: Some(person(5).0),
    };
    let refused = handlers::place(&device, gone).unwrap_err();
    assert_eq!(refused.code, ErrorCode::ChangedMeanwhile);
    let nowhere = RoutePlace {
        route_id: Some(Uuid::nil()),
        person_ids: vec![person(1).0],
        after: None,
    };
    assert_eq!(
        handlers::place(&device, nowhere).unwrap_err().code,
        ErrorCode::NotFound
    );
    let doors = RouteDoors {
        route_id: Some(route().0),
    };
    assert_eq!(order(&handlers::doors(&device, doors).unwrap()), [1, 2]);
}

#[test]
fn a_route_is_made_renamed_and_given_only_to_who_carries() {
    let world = World::new();
    let device = desk(&world);
    let route_id = Uuid::from_u128(0x7001);
    let save = |name: &str| RouteSave {
        route_id,
        name: name.to_owned(),
    };
    assert_eq!(
        handlers::save(&device, save(" ")).unwrap_err().code,
        ErrorCode::NameMissing
    );
    handlers::save(&device, save("Tanah Tinggi 2")).unwrap();
    let view = handlers::save(&device, save("Tanah Tinggi")).unwrap();
    let names: Vec<&str> = view
        .routes
        .iter()
        .map(|route| route.name.as_str())
        .collect();
    assert_eq!(names, ["Galur 1", "Tanah Tinggi"]);
    let assign = |courier_id| RouteAssign {
        route_id,
        courier_id,
    };
    let stranger = handlers::assign(&device, assign(Some(Uuid::nil()))).unwrap_err();
    assert_eq!(stranger.code, ErrorCode::NotFound);
    // Nobody's courier yet, so taking the route away changes nothing.
    let before = operations(&device);
    handlers::assign(&device, assign(None)).unwrap();
    assert_eq!(operations(&device), before);
    // Users come from the server only.
    let user = DefineUser {
        user: UserId(Uuid::from_u128(9)),
        area: crate::support::area(),
        profile: crate::support::profile(),
        roles: vec![Role::Kurir],
        saw: vec![],
    };
    assert!(device.record([Draft::from(user)]).is_err());
}

#[test]
fn a_person_added_to_a_route_stands_at_its_end() {
    let world = World::new();
    let device = five(&world);
    place(&device, &[2, 1], None);
    let mut new = new_person(9, "Sumiati");
    new.route_id = Some(route().0);
    people::add(&device, new).unwrap();
    let doors = RouteDoors {
        route_id: Some(route().0),
    };
    assert_eq!(order(&handlers::doors(&device, doors).unwrap()), [2, 1, 9]);
}
