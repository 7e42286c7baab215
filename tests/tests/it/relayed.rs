//! The internet is down: records reach the office over its own network, and the server later.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use rantang_core::sync::relay::{HAND_OVER_BYTES_MAX, path};
use rantang_tests::processes::{SampleOffice, Serving};
use serde_json::Value;

const DOORS: usize = 3;

/// A coordinator's desk and a courier's phone know each other by the server; then the internet goes.
fn office() -> SampleOffice {
    let mut office = SampleOffice::with(&[("phone", "Pak Dedi"), ("desk", "Bu Ratna")]);
    office.sync("phone");
    office.sync("desk");
    office.stop_serving();
    office
}

/// What a command prints whose exit code says that it brought nothing.
fn in_vain(office: &SampleOffice, device: &str, words: &[&str]) -> Value {
    let (code, said) = office.refused(device, words);
    assert_eq!(code, Some(3), "{words:?}");
    said
}

/// The courier records at so many doors.
fn record(office: &SampleOffice, doors: usize) {
    for door in office.doors("phone").iter().take(doors) {
        office.deliver("phone", &door.person);
    }
}

fn received(office: &SampleOffice, device: &str) -> usize {
    let doors = office.doors(device).into_iter();
    let received = doors.filter(|door| door.outcome.as_deref() == Some("received_self"));
    received.count()
}

fn relay(office: &SampleOffice, device: &str) -> Serving {
    let command = office.command(device, &["relay", "serve", "--listen", "127.0.0.1:0"]);
    Serving::from(command).expect("the relay listens")
}

fn give(office: &SampleOffice, relay: &Serving) -> Value {
    let to = relay.address.to_string();
    office.on("phone", &["relay", "give", "--to", &to])
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
    let before = received(&office, "desk");
    record(&office, DOORS);
    let relay = relay(&office, "desk");
    let given = give(&office, &relay);
    assert_eq!(given["outcome"], "given", "{given}");
    assert_eq!(
        (&given["records"], &given["at_office"]),
        (&3.into(), &3.into())
    );
    assert_eq!(given["unsent"], DOORS, "a relay is no server");
    let again = give(&office, &relay);
    assert_eq!(again["records"], 0, "nothing is given twice");
    assert_eq!(in_vain(&office, "phone", &["sync"])["pending"], DOORS);
    drop(relay);

    let came = office.on("desk", &["relay", "status"]);
    assert_eq!(came["waiting"], DOORS, "{came}");
    assert_eq!(came["from"][0]["waiting"], DOORS, "{came}");
    assert_eq!(
        received(&office, "desk"),
        before + DOORS,
        "the desk shows them"
    );

    office.serve_again();
    let synced = office.on("desk", &["sync"]);
    assert_eq!(synced["forwarded"], DOORS, "{synced}");
    let came = office.on("desk", &["relay", "status"]);
    assert_eq!(came["from"][0]["at_server"], DOORS, "{came}");
    assert_eq!(received(&office, "desk"), before + DOORS);

    let sent = office.on("phone", &["sync"]);
    assert_eq!((&sent["pushed"], &sent["pending"]), (&3.into(), &0.into()));
    office.on("desk", &["sync"]);
    assert_eq!(received(&office, "desk"), before + DOORS);
    office.check();
}

#[test]
fn a_phone_that_reaches_the_server_first_makes_a_duplicate_of_what_the_relay_brings() {
    let mut office = office();
    record(&office, DOORS);
    let relay = relay(&office, "desk");
    give(&office, &relay);
    drop(relay);
    office.serve_again();
    assert_eq!(office.on("phone", &["sync"])["pending"], 0);
    assert_eq!(office.on("desk", &["sync"])["forwarded"], DOORS);
    assert_eq!(office.on("desk", &["sync"])["forwarded"], 0);
    assert_eq!(office.on("desk", &["status"])["quarantined"], 0);
    office.check();
}

#[test]
fn strangers_and_garbage_are_turned_away_and_nothing_of_theirs_is_kept() {
    let office = office();
    record(&office, 1);
    let relay = relay(&office, "desk");
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
    record(&ours, 1);
    let relay = relay(&theirs, "desk");
    let to = ["relay", "give", "--to", &relay.address.to_string()];
    assert_eq!(in_vain(&ours, "phone", &to)["outcome"], "not_ours");
    assert_eq!(ours.on("phone", &["status"])["pending"], 1);
    let nobody = ["relay", "give", "--to", "127.0.0.1:9"];
    assert_eq!(in_vain(&ours, "phone", &nobody)["outcome"], "nobody_near");
    drop(relay);
    assert_eq!(theirs.on("desk", &["relay", "status"])["waiting"], 0);
}
