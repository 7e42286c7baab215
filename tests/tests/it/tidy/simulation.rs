//! What the simulator may lean on, and what may lean on it.

use rantang_tests::mutants::{CHANGES, all, changed};

use super::{Source, assert_nothing_found, check, root};

/// What the model may take from core: names of things, and no rule about them.
const NAMES_ONLY: &[&str] = &[
    "ids::",
    "places::Rw",
    "registers::{EntityKind, EntityRef}",
    "registers::EntityRef",
    "scopes::Scope",
];

#[test]
fn the_model_of_the_simulator_knows_no_rule_of_the_code() {
    check(
        "the model has rules of its own: what decides in core decides nothing there",
        leaning,
    );
}

#[test]
fn a_model_that_leans_on_the_code_is_found() {
    let path = "tests/src/simulation/model/mod.rs";
    for line in [
        "use rantang_core::plan::plan;",
        "use rantang_core::deliveries::slot::slot_state;",
        "use rantang_core::registers::{EntityKind, EntityRef, Register};",
        "use rantang_device::store::rows;",
        "let x = rantang_server::intake::World::default();",
    ] {
        assert_eq!(leaning(&Source::sample(path, line)).len(), 1, "{line}");
    }
    let fine = "use rantang_core::ids::{OpId, PersonId};\nuse rantang_core::scopes::Scope;";
    assert_eq!(leaning(&Source::sample(path, fine)), Vec::<String>::new());
}

fn leaning(source: &Source) -> Vec<String> {
    if !source.path.starts_with("tests/src/simulation/model/") {
        return Vec::new();
    }
    let is_fine = |line: &str| {
        let of_core = line.trim().strip_prefix("use rantang_core::");
        of_core.is_some_and(|rest| {
            NAMES_ONLY.iter().any(|allowed| {
                let rest = rest.trim_end_matches(';');
                rest == *allowed || (allowed.ends_with("::") && rest.starts_with(allowed))
            })
        })
    };
    source
        .lines()
        .filter(|(_, line)| line.contains("rantang_") && !is_fine(line))
        .map(|(number, line)| source.at(number, line.trim()))
        .collect()
}

#[test]
fn no_bug_made_to_order_is_in_what_is_shipped() {
    check("bugs are made to order in tests/ only", sabotaged);
}

#[test]
fn a_bug_in_what_is_shipped_is_found() {
    let text = "if cfg!(feature = \"sabotage\") { return Ok(()); }";
    assert_eq!(
        sabotaged(&Source::sample("device/src/log/mod.rs", text)).len(),
        1
    );
    assert_eq!(
        sabotaged(&Source::sample("core/Cargo.toml", "sabotage = []")).len(),
        1
    );
    assert!(sabotaged(&Source::sample("tests/src/simulation/world/mod.rs", text)).is_empty());
}

fn sabotaged(source: &Source) -> Vec<String> {
    const SHIPPED: [&str; 4] = ["core/", "device/", "src-tauri/", "sync-server/"];
    if !SHIPPED.iter().any(|part| source.path.starts_with(part)) {
        return Vec::new();
    }
    let is_bad = |line: &str| {
        let line = line.to_lowercase();
        ["sabotage", "mutant("]
            .iter()
            .any(|word| line.contains(word))
    };
    source
        .lines()
        .filter(|(_, line)| is_bad(line))
        .map(|(number, line)| source.at(number, line.trim()))
        .collect()
}

#[test]
fn every_mutant_changes_code_that_is_there() {
    let mut findings = Vec::new();
    for change in CHANGES {
        let text = std::fs::read_to_string(root().join(change.file)).unwrap_or_default();
        if let Err(error) = changed(change, &text) {
            findings.push(error.to_string());
        }
    }
    assert_nothing_found("the list of mutants is behind the code", &findings);
    let numbers: Vec<u32> = all().iter().map(|mutant| mutant.number).collect();
    let expected: Vec<u32> = (1..=numbers.len() as u32).collect();
    assert_eq!(numbers, expected, "numbered from 1 without holes");
}
