//! Every Rust module introduces itself in its first lines.

use super::{Source, check};

#[test]
fn every_module_introduces_itself() {
    check(
        "begin with //! and one sentence that the name does not already say",
        no_head_doc,
    );
}

#[test]
fn a_module_without_introduction_is_found() {
    let silent = Source::sample("core/src/x.rs", "use std::fmt;\n//! Too late.\n");
    assert_eq!(no_head_doc(&silent).len(), 1);
    let empty = Source::sample("core/src/x.rs", "//!\nuse std::fmt;\n");
    assert_eq!(no_head_doc(&empty).len(), 1);
    let fine = Source::sample(
        "core/src/x.rs",
        "#![cfg(unix)]\n\n//! What runs at the door.\n",
    );
    assert_eq!(no_head_doc(&fine), Vec::<String>::new());
}

fn no_head_doc(source: &Source) -> Vec<String> {
    // A build script says all in its name.
    if !source.has_extension(&["rs"]) || source.path.ends_with("/build.rs") {
        return Vec::new();
    }
    let first = source
        .lines()
        .map(|(_, line)| line.trim())
        .find(|line| !line.is_empty() && !line.starts_with("#!["));
    let introduces = first
        .and_then(|line| line.strip_prefix("//!"))
        .is_some_and(|words| !words.trim().is_empty());
    if introduces {
        Vec::new()
    } else {
        vec![source.at(0, "no introduction")]
    }
}
