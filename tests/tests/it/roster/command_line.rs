//! Generated rosters through `rantang-device import recipients`, as scripts of offices run it.

use anyhow::ensure;
use rantang_tests::roster_generator::{Expected, Format, generate};
use serde::Deserialize;
use serde_json::Value;

use super::{
    office::{Device, Office},
    report::{Report, differences, masked},
    seeds::one_fixed_and_one_fresh,
};

#[test]
fn a_roster_comes_in_whole_and_the_same_file_again_changes_nothing() {
    let mut findings = Vec::new();
    for format in Format::ALL {
        for seed in one_fixed_and_one_fresh() {
            let found = import(seed, format).unwrap_or_else(|error| vec![format!("{error:#}")]);
            let named = |finding| format!("{format:?}, seed {seed}: {finding}");
            findings.extend(found.into_iter().map(named));
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

fn import(seed: u64, format: Format) -> anyhow::Result<Vec<String>> {
    let roster = generate(seed, format)?;
    let kelurahan = roster.expected.kelurahan_code.as_str();
    let office = Office::open(kelurahan)?;
    let device = office.device("koordinator")?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join(format!("daftar.{}", format.extension()));
    std::fs::write(&file, &roster.bytes)?;
    let file = file.to_string_lossy();
    let import = ["import", "recipients", &*file, "--kelurahan", kelurahan];

    let preview: Report =
        serde_json::from_value(device.run(&[&import[..], &["--dry-run"]].concat())?)?;
    let mut found = differences(&roster.expected, &preview);
    ensure!(listed(&device)?.is_empty(), "a dry run wrote people");

    device.run(&import)?;
    let people = listed(&device)?;
    found.extend(differences_of_lists(&roster.expected, &people));
    let operations = device.run(&["status"])?["operations"].clone();

    device.run(&import)?;
    if listed(&device)? != people {
        found.push("the same file again changed the list".to_owned());
    }
    let operations_again = device.run(&["status"])?["operations"].clone();
    if operations_again != operations {
        found.push(format!(
            "the same file again: {operations_again} operations after {operations}"
        ));
    }
    Ok(found)
}

/// What scripts may rely on in `people list --json`.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Listed {
    name: String,
    nik_masked: Option<String>,
    birth_date: Option<String>,
    birth_date_precision: Option<String>,
    kelurahan_code: String,
    rw: String,
    rt: String,
}

fn listed(device: &Device) -> anyhow::Result<Vec<Listed>> {
    let document: Value = device.run(&["people", "list"])?;
    Ok(serde_json::from_value(document)?)
}

/// The people as a list, in no order: a device sorts as it likes.
fn differences_of_lists(expected: &Expected, people: &[Listed]) -> Vec<String> {
    let mut meant: Vec<String> = expected
        .people
        .iter()
        .map(|person| {
            line([
                &person.name,
                &person.nik.as_deref().map(masked).unwrap_or_default(),
                person.birth_date.as_deref().unwrap_or_default(),
                person.birth_date_precision.unwrap_or_default(),
                &person.kelurahan_code,
                &person.rw,
                &person.rt,
            ])
        })
        .collect();
    let mut found = Vec::new();
    for person in people {
        let came = line_of(person);
        match meant.iter().position(|meant| *meant == came) {
            Some(at) => drop(meant.swap_remove(at)),
            None => found.push(format!("came in, unexpected: {came}")),
        }
    }
    found.extend(
        meant
            .into_iter()
            .map(|meant| format!("did not come in: {meant}")),
    );
    found
}

fn line_of(person: &Listed) -> String {
    let precision = person.birth_date_precision.as_deref().unwrap_or_default();
    let known = match precision {
        "day" => 10,
        "month" => 7,
        _ => 4,
    };
    let birth: String = person
        .birth_date
        .as_deref()
        .unwrap_or_default()
        .chars()
        .take(known)
        .collect();
    line([
        &person.name,
        person.nik_masked.as_deref().unwrap_or_default(),
        &birth,
        // Without a birth date its precision means nothing.
        if birth.is_empty() { "" } else { precision },
        &person.kelurahan_code,
        &person.rw,
        &person.rt,
    ])
}

fn line(parts: [&str; 7]) -> String {
    parts.join(" | ")
}
