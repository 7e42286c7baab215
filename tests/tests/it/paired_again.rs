//! A phone that was paired after the backup from which its server came back.

use std::path::Path;

use rantang_tests::processes::{SampleOffice, answer};
use serde_json::Value;

/// The machine is lost, and another serves what a backup holds.
fn comes_back_from(office: &mut SampleOffice, backup: &Path, keys: &Path) {
    office.stop_serving();
    let data = office.path("again");
    let (backup, keys) = (backup.to_string_lossy(), keys.to_string_lossy());
    let words = ["restore", &backup, "--keys", &keys];
    answer(office.programs.server(&data, &words));
    office.data = data;
    office.serve_again();
}

#[test]
fn a_phone_that_a_restored_server_does_not_know_is_paired_again_and_loses_nothing() {
    let mut office = SampleOffice::open();
    let (backup, keys) = (office.path("backup"), office.path("keys"));
    office.server(&["backup-keys", &office.file("keys")]);
    office.server(&["backup", &office.file("backup")]);

    office.on("phone", &["pair", &office.invitation("Pak Dedi")]);
    let doors = office.doors("phone");
    let arrived = office.deliver("phone", &doors[0].person);
    assert_eq!(office.on("phone", &["sync"])["pending"], 0);
    comes_back_from(&mut office, &backup, &keys);
    let waiting = office.deliver("phone", &doors[1].person);

    let said = office.refused("phone", &["sync"]).1;
    assert_eq!(said["problem"], "unknown_device");
    assert_eq!(said["pending"], 1, "nothing is gone: {said}");

    let of_another = office.invitation("Bu Ratna");
    let said = office.refused("phone", &["pair", &of_another]).1;
    assert_eq!(said["error"]["code"], "invitation_of_another", "{said}");
    assert_eq!(office.on("phone", &["status"])["pending"], 1);

    let invitation = office.invitation("Pak Dedi");
    office.on("phone", &["pair", &invitation]);
    let synced = office.on("phone", &["sync"]);
    assert_eq!(
        (&synced["pending"], &synced["problem"]),
        (&0.into(), &Value::Null)
    );
    let said = office
        .refused("phone", &["pair", &office.invitation("Pak Dedi")])
        .1;
    assert_eq!(said["error"]["code"], "already_paired", "{said}");

    office.on("desk", &["pair", &office.invitation("Bu Ratna")]);
    let shown = office.doors("desk");
    for door in &doors[..2] {
        let door = shown.iter().find(|it| it.person == door.person);
        let outcome = door.expect("a door").outcome.as_deref();
        assert_eq!(outcome, Some("received_self"));
    }
    let status = office.on("phone", &["status"]);
    for none in ["held", "quarantined"] {
        assert_eq!(status[none], 0, "{none}: {status}");
    }
    assert_ne!(arrived, waiting);
    office.check();
}
