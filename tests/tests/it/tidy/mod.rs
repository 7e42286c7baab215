//! House rules that nobody has to remember: each is a test over the sources.
//!
//! A rule is a function from one [`Source`] to its findings, so that every rule is also shown to
//! find what it forbids.

mod dependencies;
mod docs;
mod head_docs;
mod personal_data;
mod simulation;
mod size;
mod ui;
mod words;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// One file of the project.
struct Source {
    /// From the root of the project, with forward slashes.
    path: String,
    text: String,
}

impl Source {
    fn sample(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, found)| extensions.contains(&found))
    }

    /// A finding in the given line, counted from 0, as editors and terminals link to it.
    fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{}: {what}", self.path, line + 1)
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate()
    }
}

/// Made by tools or fetched by them: nobody reads or edits these.
const NOT_OURS: &[&str] = &[
    ".git",
    ".rantang-demo",
    "target",
    "node_modules",
    "ui/dist",
    "ui/src/lib/api/generated",
    "src-tauri/gen",
    "Cargo.lock",
    "package-lock.json",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the root")
        .to_owned()
}

/// Every text file of the project that people write.
fn sources() -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the project can be listed") {
            let path = entry.expect("an entry can be read").path();
            let relative = path.strip_prefix(&root).expect("it lies in the root");
            let relative = relative.to_string_lossy().replace('\\', "/");
            let name = relative.rsplit('/').next().unwrap_or_default();
            if NOT_OURS.contains(&relative.as_str()) || NOT_OURS.contains(&name) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                found.push(Source {
                    path: relative,
                    text,
                });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(
        found.iter().any(|source| source.path == "core/src/lib.rs"),
        "the walk sees sources"
    );
    found
}

/// Fails with all findings at once, so that one run is enough to mend them.
fn assert_nothing_found(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}\n  {}\n", findings.join("\n  "));
}

/// Applies a rule to the whole project.
fn check(rule: &str, find: impl Fn(&Source) -> Vec<String>) {
    let findings: Vec<String> = sources().iter().flat_map(find).collect();
    assert_nothing_found(rule, &findings);
}
