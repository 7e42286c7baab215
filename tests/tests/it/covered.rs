//! Another courier carries a route: for some days, or for the rest of a round. And the office verifies
//! what a courier reads out.

use rantang_tests::processes::{SampleOffice, text};
use serde_json::Value;

/// The coordinator's desk, and the phones of two couriers.
fn office() -> SampleOffice {
    SampleOffice::with(&[
        ("desk", "Bu Ratna"),
        ("dedi", "Pak Dedi"),
        ("sri", "Bu Sri"),
    ])
}

/// All went, twice over, and nothing of it waits or was set aside.
fn sync(office: &SampleOffice, device: &str) {
    office.sync(device);
    office.sync(device);
    let status = office.on(device, &["status"]);
    for none in ["held", "quarantined"] {
        assert_eq!(status[none], 0, "{none} on {device}: {status}");
    }
}

/// The route of a courier, and the courier.
fn route(office: &SampleOffice, courier: &str) -> (String, String) {
    let routes = office.on("desk", &["routes"]);
    let is_theirs = |route: &&Value| {
        let name = route["courier_name"].as_str().unwrap_or_default();
        name.contains(courier)
    };
    let route = routes.as_array().expect("routes").iter().find(is_theirs);
    let route = route.unwrap_or_else(|| panic!("{courier} carries a route"));
    (text(&route["id"]), text(&route["courier_id"]))
}

/// The doors of one route that a device shows: person, outcome.
fn of_route(office: &SampleOffice, device: &str, route: &str) -> Vec<(String, Option<String>)> {
    let doors = office.doors(device).into_iter();
    let on_route = doors.filter(|door| door.route == route);
    on_route.map(|door| (door.person, door.outcome)).collect()
}

#[test]
fn who_covers_a_route_has_its_list_without_a_signal_and_their_records_count() {
    let mut office = office();
    let ((route, dedi), (_, sri)) = (route(&office, "Dedi"), route(&office, "Sri"));
    let its_doors = of_route(&office, "dedi", &route).len();
    assert!(0 < its_doors);
    assert!(of_route(&office, "sri", &route).is_empty(), "not hers yet");
    let date = office.date.clone();
    let give = ["cover", "give", "--route", &route, "--courier", &sri];
    let given = office.on(
        "desk",
        &[&give[..], &["--from", &date, "--until", &date]].concat(),
    );
    assert_eq!(given[0]["courier_name"], "Bu Sri");
    for device in ["desk", "sri", "dedi"] {
        sync(&office, device);
    }
    assert!(
        of_route(&office, "dedi", &route).is_empty(),
        "not his on this day"
    );

    office.stop_serving();
    let covered = of_route(&office, "sri", &route);
    assert_eq!(covered.len(), its_doors, "all of them, without a signal");
    let open = covered.iter().find(|(_, outcome)| outcome.is_none());
    let door = open.expect("an open door").0.clone();
    office.deliver("sri", &door);
    assert_eq!(office.on("sri", &["status"])["pending"], 1);
    office.serve_again();
    sync(&office, "sri");
    sync(&office, "desk");
    let shown = of_route(&office, "desk", &route);
    let done = shown.iter().find(|(person, _)| *person == door);
    assert_eq!(done.expect("a door").1.as_deref(), Some("received_self"));

    let cover = given[0]["id"].as_str().expect("an id");
    assert_eq!(
        office.on("desk", &["cover", "end", cover]),
        Value::Array(vec![])
    );
    for device in ["desk", "sri", "dedi"] {
        sync(&office, device);
    }
    assert_eq!(
        of_route(&office, "dedi", &route).len(),
        its_doors,
        "{dedi} is back"
    );
    assert!(of_route(&office, "sri", &route).is_empty());
}

#[test]
fn the_rest_of_a_round_is_handed_over_and_closed_by_the_other_courier() {
    let office = office();
    let ((route, _), (_, sri)) = (route(&office, "Dedi"), route(&office, "Sri"));
    let date = office.date.clone();
    let before = of_route(&office, "dedi", &route);
    let open: Vec<&String> = before
        .iter()
        .filter(|(_, outcome)| outcome.is_none())
        .map(|(person, _)| person)
        .collect();
    assert!(1 < open.len(), "some doors are open");
    office.deliver("dedi", open[0]);
    let split = ["run", "split", "--date", &date, "--courier", &sri];
    let said = office.on("dedi", &split);
    let handed = said["doors"].as_u64().expect("a number") as usize;
    assert!(1 < handed && handed < open.len(), "{said}");
    assert_eq!(said["courier_name"], "Bu Sri");
    let left = of_route(&office, "dedi", &route);
    // Who is held is at no door of today.
    let held = left.iter().filter(|(_, outcome)| outcome.is_none()).count();
    assert_eq!(held, open.len() - 1 - handed, "{left:?}");
    assert_eq!(
        office.refused("dedi", &split).1["error"]["code"],
        "nothing_to_do"
    );
    sync(&office, "dedi");
    sync(&office, "sri");

    let taken = of_route(&office, "sri", &route);
    let persons: Vec<&String> = taken.iter().map(|(person, _)| person).collect();
    assert_eq!(persons.len(), handed, "the open doors and no other");
    assert!(persons.iter().all(|person| open[1..].contains(person)));
    office.deliver("sri", persons[0]);
    for device in ["sri", "desk", "dedi"] {
        sync(&office, device);
    }
    let shown = of_route(&office, "desk", &route);
    for door in [open[0], persons[0]] {
        let there = shown.iter().find(|(person, _)| person == door);
        assert_eq!(there.expect("a door").1.as_deref(), Some("received_self"));
    }
}

#[test]
fn the_office_verifies_what_a_courier_reads_out_and_says_when_it_cannot() {
    let mut office = office();
    let door = office.doors("dedi")[0].person.clone();
    office.deliver("dedi", &door);
    sync(&office, "dedi");
    let status = office.on("dedi", &["status"]);
    let code = status["receipt_code"].as_str().expect("a code").to_owned();
    let told = office.on(
        "desk",
        &["verify-code", &code.to_lowercase().replace('-', " ")],
    );
    assert_eq!(told["kind"], "safe");
    assert_eq!(told["call_name"], "Pak Dedi");
    assert_eq!(told["records"], status["operations"], "{told}");
    assert_eq!(
        office.refused("desk", &["verify-code", "AAAA-AAAA"]).1["kind"],
        "unknown"
    );
    let said = office.refused("desk", &["verify-code", "AAAA"]).1;
    assert_eq!(said["error"]["code"], "code_unreadable");
    let said = office.refused("sri", &["verify-code", &code]).1;
    assert_eq!(said["kind"], "unknown", "a courier is told nothing");
    office.stop_serving();
    let said = office.refused("desk", &["verify-code", &code]).1;
    assert_eq!(said["error"]["code"], "no_signal");
}
