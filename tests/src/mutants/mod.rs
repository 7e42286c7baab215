//! Wrong merges, to see that the simulator finds them: each changes one decision of the real code, in
//! a scratch copy of the sources. The sources themselves have no switch for any of them.
//!
//! All changes are built at once, each behind a number that the environment chooses, so that one
//! build serves all of them.

mod list;

use std::path::Path;

use anyhow::{Context, ensure};

pub use list::{CHANGES, Change, Mutant};

/// The variable that chooses one; without it the copy does as the sources do.
pub const CHOSEN_BY: &str = "RANTANG_MUTANT";

/// Appended to core, where all crates find it.
const SWITCH: &str = r#"
/// Whether a wrong merge was chosen.
pub fn mutant(number: u32) -> bool {
    static CHOSEN: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    let chosen = || std::env::var("RANTANG_MUTANT").ok()?.parse().ok();
    *CHOSEN.get_or_init(|| chosen().unwrap_or(0)) == number
}
"#;
const CORE: &str = "core/src/lib.rs";

/// Every mutant, in the order of its number.
pub fn all() -> Vec<Mutant> {
    let mut all: Vec<Mutant> = CHANGES
        .iter()
        .flat_map(|change| change.mutants.iter().copied())
        .collect();
    all.sort_by_key(|mutant| mutant.number);
    all
}

/// The text of a file with a change in it.
///
/// # Errors
///
/// Where the file does not hold the original exactly once: the list is behind the code.
pub fn changed(change: &Change, text: &str) -> anyhow::Result<String> {
    let found = text.matches(change.from).count();
    ensure!(
        found == 1,
        "{}: the code of mutant {} is there {found} times: {}",
        change.file,
        change.mutants[0].number,
        change.from
    );
    let root = if change.file.starts_with("core/") {
        "crate"
    } else {
        "rantang_core"
    };
    let mut to = change.to.to_owned();
    for mutant in change.mutants {
        let place = format!("#{}", mutant.number);
        ensure!(
            to.contains(&place),
            "mutant {} changes nothing",
            mutant.number
        );
        to = to.replace(&place, &format!("{root}::mutant({})", mutant.number));
    }
    Ok(text.replace(change.from, &to))
}

/// Writes all changes into a copy of the sources.
pub fn write_into(copy: &Path) -> anyhow::Result<()> {
    for change in CHANGES {
        let path = copy.join(change.file);
        let text = std::fs::read_to_string(&path).with_context(|| format!("no {}", change.file))?;
        std::fs::write(&path, changed(change, &text)?)?;
    }
    let core = copy.join(CORE);
    let text = std::fs::read_to_string(&core)?;
    std::fs::write(&core, text + SWITCH)?;
    Ok(())
}
