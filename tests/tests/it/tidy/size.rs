//! Files stay short enough to be read in one sitting.

use super::{Source, assert_nothing_found, sources};

const LINES_MAX: usize = 400;

/// Code that people read from top to bottom; prose, data and pictures are not counted.
const COUNTED: &[&str] = &["rs", "ts", "svelte", "js", "mjs", "css", "sh", "sql"];

/// Files that are better whole, each with why. An entry that is no longer needed fails the test.
const BETTER_WHOLE: &[(&str, &str)] = &[];

#[test]
fn files_are_short_enough_to_read() {
    let sources = sources();
    let mut findings: Vec<String> = sources.iter().filter_map(too_long).collect();
    for (path, _) in BETTER_WHOLE {
        let prefix = format!("{path}:");
        match findings
            .iter()
            .position(|finding| finding.starts_with(&prefix))
        {
            Some(at) => drop(findings.remove(at)),
            None => findings.push(format!("{path} needs no exception any more")),
        }
    }
    assert_nothing_found(
        "split along features, or give a reason in this test",
        &findings,
    );
}

#[test]
fn a_long_file_is_found_and_long_prose_is_not() {
    let text = "line\n".repeat(LINES_MAX + 1);
    assert!(too_long(&Source::sample("core/src/x.rs", &text)).is_some());
    assert!(too_long(&Source::sample("docs/x.md", &text)).is_none());
    let text = "line\n".repeat(LINES_MAX);
    assert!(too_long(&Source::sample("core/src/x.rs", &text)).is_none());
}

fn too_long(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (source.has_extension(COUNTED) && LINES_MAX < lines)
        .then(|| format!("{}: {lines} lines", source.path))
}
