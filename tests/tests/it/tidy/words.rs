//! Words that must not stay: unfinished work, switched-off tests, paths of one machine.

use super::{Source, check};

/// Put together at compile time, so that this file does not contain what it forbids.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!"),
    concat!("unimplemented", "!"),
    concat!("dbg", "!("),
    concat!("#[", "ignore"),
];

/// How test runners of the web switch tests off; in Rust `skip` belongs to iterators.
const SWITCHED_OFF_IN_SCRIPTS: &[&str] = &[
    concat!("test", ".only"),
    concat!("it", ".only"),
    concat!("describe", ".only"),
    concat!(".", "skip("),
    concat!("it", ".todo"),
    concat!("xi", "t("),
];
const SCRIPTS: &[&str] = &["ts", "js", "mjs", "svelte"];

/// Where the project happened to lie when something was written.
const OF_ONE_MACHINE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("../sha", "red"),
    concat!("/ho", "me/"),
];

#[test]
fn nothing_is_left_unfinished_or_switched_off() {
    check("finish it, or describe it in an issue instead", unfinished);
}

#[test]
fn no_path_of_one_machine_is_named() {
    check("name no path that exists on one machine only", |source| {
        found(source, OF_ONE_MACHINE)
    });
}

#[test]
fn forbidden_words_are_found() {
    for word in UNFINISHED {
        let source = Source::sample("core/src/x.rs", &format!("fn f() {{}}\n// {word}\n"));
        assert_eq!(unfinished(&source), [format!("core/src/x.rs:2: {word}")]);
    }
    for word in SWITCHED_OFF_IN_SCRIPTS {
        let source = Source::sample("ui/src/x.test.ts", word);
        assert_eq!(unfinished(&source), [format!("ui/src/x.test.ts:1: {word}")]);
    }
    for word in OF_ONE_MACHINE {
        let source = Source::sample("scripts/x.sh", &format!("cd {word} main"));
        assert_eq!(of_one_machine(&source).len(), 1, "{word}");
    }
}

#[test]
fn longer_words_that_contain_a_forbidden_one_are_fine() {
    let text = "METODOLOGI\nexit(0)\nprocess.exit(1)\nlet visit = submit.only;";
    assert_eq!(
        unfinished(&Source::sample("ui/src/x.ts", text)),
        Vec::<String>::new()
    );
}

fn unfinished(source: &Source) -> Vec<String> {
    // The lint table names the macros that it denies.
    let mut findings = match source.path.as_str() {
        "Cargo.toml" => Vec::new(),
        _ => found(source, UNFINISHED),
    };
    if source.has_extension(SCRIPTS) {
        findings.extend(found(source, SWITCHED_OFF_IN_SCRIPTS));
    }
    findings
}

/// Relative imports of the UI may lead to a folder of the same name.
fn of_one_machine(source: &Source) -> Vec<String> {
    if source.path.starts_with("ui/src/") {
        Vec::new()
    } else {
        found(source, OF_ONE_MACHINE)
    }
}

fn found(source: &Source, words: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for (number, line) in source.lines() {
        for word in words.iter().filter(|word| contains_word(line, word)) {
            findings.push(source.at(number, word));
        }
    }
    findings
}

/// Whether the word stands in the line on its own; a letter beside its own letters continues it.
fn contains_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let continues = |beside: Option<char>, own: Option<char>| {
            beside.is_some_and(char::is_alphanumeric) && own.is_some_and(char::is_alphanumeric)
        };
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !continues(before, word.chars().next()) && !continues(after, word.chars().next_back())
    })
}
