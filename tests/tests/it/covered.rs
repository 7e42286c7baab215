//! Another courier carries a route: for some days, or for the rest of a round. And the office verifies
//! what a courier reads out.

use std::path::{Path, PathBuf};

use rantang_tests::processes::{Programs, Serving, answer};
use rantang_tests::proxy::Proxy;
use serde_json::Value;

/// A server, the coordinator's desk, and the phones of two couriers.
struct Office {
    folder: tempfile::TempDir,
    programs: Programs,
    line: Proxy,
    serving: Option<Serving>,
    date: String,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = Programs::built(folder.path());
        let data = folder.path().join("office");
        let demo = answer(programs.server(&data, &["demo"]));
        let serving = Serving::start(&programs, &data);
        let line = Proxy::to(serving.address, 1).expect("a line");
        line.heal();
        let office = Self {
            date: demo["date"].as_str().expect("a date").to_owned(),
            folder,
            programs,
            line,
            serving: Some(serving),
        };
        for (device, user) in [
            ("desk", "Bu Ratna"),
            ("dedi", "Pak Dedi"),
            ("sri", "Bu Sri"),
        ] {
            let url = format!("http://{}", office.line.address);
            let words = ["invite", "--user", user, "--url", &url];
            let invited = answer(office.programs.server(&data, &words));
            let invitation = invited["invitation"].as_str().expect("a line");
            office.on(device, &["pair", invitation]);
        }
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn on(&self, device: &str, words: &[&str]) -> Value {
        answer(self.programs.device(&self.path(device), words))
    }

    /// The document of a command that does not succeed.
    fn refused(&self, device: &str, words: &[&str]) -> Value {
        let output = self.programs.device(&self.path(device), words).output();
        let output = output.expect("it runs");
        assert!(!output.status.success(), "{words:?} succeeded");
        serde_json::from_slice(&output.stdout).expect("one document")
    }

    /// Whether all went, and nothing of it waits or was set aside.
    fn sync(&self, device: &str) {
        for _ in 0..2 {
            let synced = self.on(device, &["sync"]);
            assert_eq!(synced["pending"], 0, "{device}: {synced}");
        }
        let status = self.on(device, &["status"]);
        for none in ["held", "quarantined"] {
            assert_eq!(status[none], 0, "{none} on {device}: {status}");
        }
    }

    /// The route of a courier, and the courier.
    fn route(&self, courier: &str) -> (String, String) {
        let routes = self.on("desk", &["routes"]);
        let routes = routes.as_array().expect("routes").iter();
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        let is_theirs = |route: &&Value| {
            let name = route["courier_name"].as_str().unwrap_or_default();
            name.contains(courier)
        };
        let route = routes.clone().find(is_theirs);
        let route = route.unwrap_or_else(|| panic!("{courier} carries a route"));
        (text(&route["id"]), text(&route["courier_id"]))
    }

    /// The doors that a phone shows: person, route, outcome.
    fn doors(&self, device: &str) -> Vec<(String, String, Option<String>)> {
        let doors = self.on(device, &["run", "list", "--date", &self.date]);
        let doors = doors.as_array().expect("doors").iter();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let all = doors.filter_map(|door| {
            let (person, route) = (text(&door["person_id"])?, text(&door["route_id"])?);
            Some((person, route, text(&door["outcome"])))
        });
        all.collect()
    }

    fn of_route(&self, device: &str, route: &str) -> Vec<(String, Option<String>)> {
        let doors = self.doors(device).into_iter();
        let on_route = doors.filter(|(_, of, _)| of == route);
        on_route
            .map(|(person, _, outcome)| (person, outcome))
            .collect()
    }

    fn records(&self, device: &str, person: &str) {
        let record = ["delivery", "record", "--person", person, "--slot", "both"];
        let what = ["--date", &self.date, "--outcome", "received_self"];
        self.on(device, &[&record[..], &what[..]].concat());
    }

    fn ends(&mut self) {
        self.serving = None;
    }

    fn serves_again(&mut self) {
        let serving = Serving::start(&self.programs, Path::new(&self.path("office")));
        self.line.leads_to(serving.address);
        self.serving = Some(serving);
    }
}

#[test]
fn who_covers_a_route_has_its_list_without_a_signal_and_their_records_count() {
    let mut office = Office::new();
    let ((route, dedi), (_, sri)) = (office.route("Dedi"), office.route("Sri"));
    let its_doors = office.of_route("dedi", &route).len();
    assert!(0 < its_doors);
    assert!(office.of_route("sri", &route).is_empty(), "not hers yet");
    let date = office.date.clone();
    let give = ["cover", "give", "--route", &route, "--courier", &sri];
    let given = office.on(
        "desk",
        &[&give[..], &["--from", &date, "--until", &date]].concat(),
    );
    assert_eq!(given[0]["courier_name"], "Bu Sri");
    for device in ["desk", "sri", "dedi"] {
        office.sync(device);
    }
    assert!(
        office.of_route("dedi", &route).is_empty(),
        "not his on this day"
    );

    office.ends();
    let covered = office.of_route("sri", &route);
    assert_eq!(covered.len(), its_doors, "all of them, without a signal");
    let open = covered.iter().find(|(_, outcome)| outcome.is_none());
    let door = open.expect("an open door").0.clone();
    office.records("sri", &door);
    assert_eq!(office.on("sri", &["status"])["pending"], 1);
    office.serves_again();
    office.sync("sri");
    office.sync("desk");
    let shown = office.of_route("desk", &route);
    let done = shown.iter().find(|(person, _)| *person == door);
    assert_eq!(done.expect("a door").1.as_deref(), Some("received_self"));

    let cover = given[0]["id"].as_str().expect("an id");
    assert_eq!(
        office.on("desk", &["cover", "end", cover]),
        Value::Array(vec![])
    );
    for device in ["desk", "sri", "dedi"] {
        office.sync(device);
    }
    assert_eq!(
        office.of_route("dedi", &route).len(),
        its_doors,
        "{dedi} is back"
    );
    assert!(office.of_route("sri", &route).is_empty());
}

#[test]
fn the_rest_of_a_round_is_handed_over_and_closed_by_the_other_courier() {
    let office = Office::new();
    let ((route, _), (_, sri)) = (office.route("Dedi"), office.route("Sri"));
    let date = office.date.clone();
    let before = office.of_route("dedi", &route);
    let open: Vec<&String> = before
        .iter()
        .filter(|(_, outcome)| outcome.is_none())
        .map(|(person, _)| person)
        .collect();
    assert!(1 < open.len(), "some doors are open");
    office.records("dedi", open[0]);
    let split = ["run", "split", "--date", &date, "--courier", &sri];
    let said = office.on("dedi", &split);
    let handed = said["doors"].as_u64().expect("a number") as usize;
    assert!(1 < handed && handed < open.len(), "{said}");
    assert_eq!(said["courier_name"], "Bu Sri");
    let left = office.of_route("dedi", &route);
    // Who is held is at no door of today.
    let held = left.iter().filter(|(_, outcome)| outcome.is_none()).count();
    assert_eq!(held, open.len() - 1 - handed, "{left:?}");
    assert_eq!(
        office.refused("dedi", &split)["error"]["code"],
        "nothing_to_do"
    );
    office.sync("dedi");
    office.sync("sri");

    let taken = office.of_route("sri", &route);
    let persons: Vec<&String> = taken.iter().map(|(person, _)| person).collect();
    assert_eq!(persons.len(), handed, "the open doors and no other");
    assert!(persons.iter().all(|person| open[1..].contains(person)));
    office.records("sri", persons[0]);
    for device in ["sri", "desk", "dedi"] {
        office.sync(device);
    }
    let shown = office.of_route("desk", &route);
    for door in [open[0], persons[0]] {
        let there = shown.iter().find(|(person, _)| person == door);
        assert_eq!(there.expect("a door").1.as_deref(), Some("received_self"));
    }
}

#[test]
fn the_office_verifies_what_a_courier_reads_out_and_says_when_it_cannot() {
    let mut office = Office::new();
    let door = office.doors("dedi")[0].0.clone();
    office.records("dedi", &door);
    office.sync("dedi");
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
        office.refused("desk", &["verify-code", "AAAA-AAAA"])["kind"],
        "unknown"
    );
    let said = office.refused("desk", &["verify-code", "AAAA"]);
    assert_eq!(said["error"]["code"], "code_unreadable");
    let said = office.refused("sri", &["verify-code", &code]);
    assert_eq!(said["kind"], "unknown", "a courier is told nothing");
    office.ends();
    let said = office.refused("desk", &["verify-code", &code]);
    assert_eq!(said["error"]["code"], "no_signal");
}
