//! The internet is down: records reach the office over its own network, and the server later.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;

use rantang_core::sync::relay::{HAND_OVER_BYTES_MAX, path};
use rantang_tests::processes::{Programs, Serving, answer};
use serde_json::Value;

const DOORS: usize = 3;

struct Office {
    folder: tempfile::TempDir,
    programs: Programs,
    date: String,
    address: String,
    serving: Option<Serving>,
}

impl Office {
    fn path(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        path.to_string_lossy().into_owned()
    }

    fn command(&self, device: &str, words: &[&str]) -> Command {
        self.programs.device(Path::new(&self.path(device)), words)
    }

    fn on(&self, device: &str, words: &[&str]) -> Value {
        answer(self.command(device, words))
    }

    /// What a command prints whose exit code says that it brought nothing.
    fn in_vain(&self, device: &str, words: &[&str]) -> Value {
        let output = self.command(device, words).output().expect("it runs");
        assert_eq!(output.status.code(), Some(3), "{words:?}");
        serde_json::from_slice(&output.stdout).expect("one document")
    }

    fn internet_goes(&mut self) {
        self.serving = None;
    }

    fn internet_comes(&mut self) {
        let data = self.path("office");
        let listen = ["serve", "--listen", &self.address];
        let command = self.programs.server(Path::new(&data), &listen);
        self.serving = Some(Serving::from(command).expect("it listens where it did"));
    }

    /// The courier records at so many more doors.
    fn record(&self, from: usize, doors: usize) {
        let listed = self.on("phone", &["run", "list", "--date", &self.date]);
        let listed = listed.as_array().expect("doors").iter();
        for door in listed.skip(from).take(doors) {
            let person = door["person_id"].as_str().expect("an id");
            let whom = ["delivery", "record", "--person", person, "--slot", "both"];
            let what = ["--date", &self.date, "--outcome", "received_self"];
            self.on("phone", &[&whom[..], &what[..]].concat());
        }
    }

    fn received(&self, device: &str) -> usize {
        let doors = self.on(device, &["run", "list", "--date", &self.date]);
        let doors = doors.as_array().expect("doors").iter();
        doors.filter(|it| it["outcome"] == "received_self").count()
    }

    fn relay(&self, device: &str) -> Serving {
        let command = self.command(device, &["relay", "serve", "--listen", "127.0.0.1:0"]);
        Serving::from(command).expect("the relay listens")
    }

    /// Every chain hashed again, every signature verified, every operation planned again.
    fn checked(&self) -> Value {
        let data = self.path("office");
        answer(self.programs.server(Path::new(&data), &["check"]))
    }

    fn give(&self, relay: &Serving) -> Value {
        self.on(
            "phone",
            &["relay", "give", "--to", &relay.address.to_string()],
        )
    }
}

/// Two coordinators' devices and a courier's know each other by the server; then the internet goes.
fn office() -> Office {
    let folder = tempfile::tempdir().expect("a folder");
    let programs = Programs::built(folder.path());
    let data = folder.path().join("office");
    answer(programs.server(&data, &["demo"]));
    let serving = Serving::start(&programs, &data);
    let address = serving.address.to_string();
    let url = format!("http://{address}");
    let demo = answer(programs.server(&data, &["demo", "--url", &url]));
    let mut office = Office {
        date: demo["date"].as_str().expect("a date").to_owned(),
        folder,
        programs,
        address,
        serving: Some(serving),
    };
    for (device, who) in [("phone", "kurir"), ("desk", "koordinator")] {
        let invitation = demo["invitations"][who].as_str().expect("an invitation");
        office.on(device, &["pair", invitation]);
        office.on(device, &["sync"]);
    }
    office.internet_goes();
    office
}

/// The status that some bytes are answered with; `None`: the line was cut.
fn post(relay: SocketAddr, body: &[u8]) -> Option<u16> {
    let mut line = TcpStream::connect(relay).ok()?;
    let (call, length) = (path::HAND_OVER, body.len());
    let head = format!("POST {call} HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
    line.write_all(head.as_bytes()).ok()?;
    line.write_all(body).ok()?;
    let mut answer = [0; 12];
    line.read_exact(&mut answer).ok()?;
    std::str::from_utf8(&answer[9..]).ok()?.parse().ok()
}

#[test]
fn records_are_at_the_office_while_the_internet_is_down_and_at_the_server_afterwards() {
    let mut office = office();
    let before = office.received("desk");
    office.record(0, DOORS);
    let relay = office.relay("desk");
    let given = office.give(&relay);
    assert_eq!(given["outcome"], "given", "{given}");
    assert_eq!(
        (&given["records"], &given["at_office"]),
        (&3.into(), &3.into())
    );
    assert_eq!(given["unsent"], DOORS, "a relay is no server");
    let again = office.give(&relay);
    assert_eq!(again["records"], 0, "nothing is given twice");
    assert_eq!(office.in_vain("phone", &["sync"])["pending"], DOORS);
    drop(relay);

    let came = office.on("desk", &["relay", "status"]);
    assert_eq!(came["waiting"], DOORS, "{came}");
    assert_eq!(came["from"][0]["waiting"], DOORS, "{came}");
    assert_eq!(
        office.received("desk"),
        before + DOORS,
        "the desk shows them"
    );

    office.internet_comes();
    let synced = office.on("desk", &["sync"]);
    assert_eq!(synced["forwarded"], DOORS, "{synced}");
    let came = office.on("desk", &["relay", "status"]);
    assert_eq!(came["from"][0]["at_server"], DOORS, "{came}");
    assert_eq!(office.received("desk"), before + DOORS);

    let sent = office.on("phone", &["sync"]);
    assert_eq!((&sent["pushed"], &sent["pending"]), (&3.into(), &0.into()));
    office.on("desk", &["sync"]);
    assert_eq!(office.received("desk"), before + DOORS);
    let checked = office.checked();
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn a_phone_that_reaches_the_server_first_makes_a_duplicate_of_what_the_relay_brings() {
    let mut office = office();
    office.record(0, DOORS);
    let relay = office.relay("desk");
    office.give(&relay);
    drop(relay);
    office.internet_comes();
    assert_eq!(office.on("phone", &["sync"])["pending"], 0);
    assert_eq!(office.on("desk", &["sync"])["forwarded"], DOORS);
    assert_eq!(office.on("desk", &["sync"])["forwarded"], 0);
    assert_eq!(office.on("desk", &["status"])["quarantined"], 0);
    assert_eq!(office.checked()["ok"], true);
}

#[test]
fn strangers_and_garbage_are_turned_away_and_nothing_of_theirs_is_kept() {
    let office = office();
    office.record(0, 1);
    let relay = office.relay("desk");
    assert_eq!(post(relay.address, b"halo"), Some(400));
    assert_eq!(
        post(relay.address, &vec![0; HAND_OVER_BYTES_MAX]),
        Some(400)
    );
    let too_large = post(relay.address, &vec![0; HAND_OVER_BYTES_MAX + 1]);
    assert!(matches!(too_large, None | Some(413)), "{too_large:?}");
    let flood: Vec<_> = (0..60).map(|_| post(relay.address, b"halo")).collect();
    assert!(flood.contains(&Some(503)), "it is slowed down: {flood:?}");
    drop(relay);
    assert_eq!(office.on("desk", &["relay", "status"])["waiting"], 0);
    let phone = office.command("phone", &["relay", "serve"]).output();
    let said: Value = serde_json::from_slice(&phone.expect("it runs").stdout).expect("one");
    assert_eq!(
        said["error"]["code"], "not_certified",
        "a courier's phone is no relay"
    );
}

#[test]
fn a_relay_of_another_office_is_given_nothing() {
    let (ours, theirs) = (office(), office());
    ours.record(0, 1);
    let relay = theirs.relay("desk");
    let to = ["relay", "give", "--to", &relay.address.to_string()];
    assert_eq!(ours.in_vain("phone", &to)["outcome"], "not_ours");
    assert_eq!(ours.on("phone", &["status"])["pending"], 1);
    let nobody = ["relay", "give", "--to", "127.0.0.1:9"];
    assert_eq!(ours.in_vain("phone", &nobody)["outcome"], "nobody_near");
    drop(relay);
    assert_eq!(theirs.on("desk", &["relay", "status"])["waiting"], 0);
}
