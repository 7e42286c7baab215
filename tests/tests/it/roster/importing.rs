//! Generated rosters through the importer: what it says of each row, and who would come in.

use chrono::NaiveDate;
use rantang_core::areas;
use rantang_device::roster::{
    preview::{Chosen, view},
    report::RosterReport,
};
use rantang_tests::roster_generator::{Format, generate};
use uuid::Uuid;

use super::{
    report::{Report, differences, differences_of_people},
    seeds::seeds,
};

#[test]
fn xlsx_rosters_are_read_as_they_were_meant() {
    check(Format::Xlsx);
}

#[test]
fn xls_rosters_are_read_as_they_were_meant() {
    check(Format::Xls);
}

#[test]
fn ods_rosters_are_read_as_they_were_meant() {
    check(Format::Ods);
}

#[test]
fn csv_rosters_are_read_as_they_were_meant() {
    check(Format::Csv);
}

/// Looks at all seeds before it fails, so that one run shows every kind of disagreement.
fn check(format: Format) {
    let mut findings = Vec::new();
    for seed in seeds() {
        let found = read(seed, format).unwrap_or_else(|error| vec![format!("{error:#}")]);
        findings.extend(
            found
                .into_iter()
                .map(|finding| format!("seed {seed}: {finding}")),
        );
    }
    let extension = format.extension();
    assert!(
        findings.is_empty(),
        "{extension}:\n  {}\nto see a file: cargo run -p rantang-tests --bin roster-generator -- \
         --format {extension} --out target/rosters --seed …\nto replay: SEED=… cargo test -p \
         rantang-tests --test it {extension}_rosters\n",
        findings.join("\n  "),
    );
}

fn read(seed: u64, format: Format) -> anyhow::Result<Vec<String>> {
    let roster = generate(seed, format)?;
    let name = format!("daftar.{}", format.extension());
    let mut chosen = Chosen::from_bytes(&name, &roster.bytes, None)
        .map_err(|problem| anyhow::anyhow!("the file is refused: {problem:?}"))?;
    chosen.kelurahan_code = Some(roster.expected.kelurahan_code.clone());
    let home = areas::by_code(&roster.expected.kelurahan_code);
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("that day is");
    let preview = chosen
        .preview(&[], home, today, &mut |_, _| {})
        .map_err(|problem| anyhow::anyhow!("the file is refused: {problem:?}"))?;
    // Through the JSON that scripts of offices read.
    let said = RosterReport::of(&view(Uuid::nil(), &chosen, &preview, &[]));
    let report: Report = serde_json::from_value(serde_json::to_value(said)?)?;

    let mut found = differences(&roster.expected, &report);
    found.extend(differences_of_people(&roster.expected, &preview));
    Ok(found)
}
