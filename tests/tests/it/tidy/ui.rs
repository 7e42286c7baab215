//! Boundaries of the screens: one way to the device, and shared code below the features.

use super::{Source, check};

/// Ways out of a page; only the api folder takes them.
const WAYS_OUT: &[&str] = &[
    "invoke(",
    "invoke<",
    "fetch(",
    "new EventSource(",
    "XMLHttpRequest",
    "@tauri-apps/api/core",
];

#[test]
fn only_the_api_folder_talks_to_the_device() {
    check("call a function of ui/src/lib/api instead", ways_out);
}

#[test]
fn shared_code_knows_no_feature() {
    check(
        "ui/src/lib is below the features: move what they share down",
        imports_upwards,
    );
}

#[test]
fn a_way_around_the_api_folder_is_found() {
    let text = "const answer = await fetch('./api');";
    assert_eq!(
        ways_out(&Source::sample("ui/src/features/round/Door.svelte", text)).len(),
        1
    );
    assert_eq!(
        ways_out(&Source::sample("ui/src/lib/api/call.ts", text)),
        Vec::<String>::new()
    );
    let text = "await prefetch(next);";
    assert_eq!(
        ways_out(&Source::sample("ui/src/x.ts", text)),
        Vec::<String>::new()
    );
}

#[test]
fn an_import_upwards_is_found() {
    let text = "import Door from '../../features/round/Door.svelte';";
    assert_eq!(
        imports_upwards(&Source::sample("ui/src/lib/ui/List.svelte", text)).len(),
        1
    );
    let text = "import { t } from '../i18n';";
    assert_eq!(
        imports_upwards(&Source::sample("ui/src/lib/x.ts", text)),
        Vec::<String>::new()
    );
}

fn is_ui_code(source: &Source) -> bool {
    source.path.starts_with("ui/src/") && source.has_extension(&["ts", "svelte"])
}

/// Tests may look for these words, and stand-ins for the device may answer them.
fn ways_out(source: &Source) -> Vec<String> {
    let exempt = source.path.starts_with("ui/src/lib/api/") || source.path.ends_with(".test.ts");
    if exempt || !is_ui_code(source) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, line) in source.lines() {
        for way in WAYS_OUT {
            let own_word = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric());
            if line.match_indices(way).any(|(at, _)| own_word(at)) {
                findings.push(source.at(number, way));
            }
        }
    }
    findings
}

fn imports_upwards(source: &Source) -> Vec<String> {
    if !is_ui_code(source) || !source.path.starts_with("ui/src/lib/") {
        return Vec::new();
    }
    source
        .lines()
        .filter(|(_, line)| {
            let from = line.rsplit_once("from '").map_or("", |(_, path)| path);
            from.contains("/features/") || from.contains("/desk/") || from.contains("/phone/")
        })
        .map(|(number, line)| source.at(number, line.trim()))
        .collect()
}
