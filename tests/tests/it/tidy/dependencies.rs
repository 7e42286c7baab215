//! Dependencies point one way: core ← device ← src-tauri, core ← sync-server.

use std::process::Command;

use serde_json::Value;

use super::{assert_nothing_found, root};

/// Which of our packages each of our packages may use.
const OURS: &[(&str, &[&str])] = &[
    ("rantang-core", &[]),
    ("rantang-device", &["rantang-core"]),
    ("rantang", &["rantang-device"]),
    ("rantang-server", &["rantang-core"]),
    (
        "rantang-tests",
        &["rantang-core", "rantang-device", "rantang-server"],
    ),
];

/// What would bring IO, a clock, chance or SQL into core.
const NOT_IN_CORE: &[&str] = &[
    "async-trait",
    "axum",
    "fs4",
    "futures",
    "getrandom",
    "hyper",
    "rand",
    "reqwest",
    "rusqlite",
    "tauri",
    "tokio",
    "tokio-stream",
    "tower",
    "tower-http",
    "tracing-subscriber",
];

#[test]
fn dependencies_point_one_way() {
    let rule = "see design.md, layout: these dependencies point the wrong way";
    assert_nothing_found(rule, &wrong_dependencies(&metadata()));
}

#[test]
fn a_dependency_the_wrong_way_is_found() {
    let package = |name: &str, uses: &str, kind: Value| serde_json::json!({"name": name, "dependencies": [{"name": uses, "kind": kind}]});
    let metadata = |package: Value| serde_json::json!({"packages": [package]});
    for (name, uses, kind) in [
        ("rantang-core", "rantang-device", Value::Null),
        ("rantang-core", "tokio", Value::Null),
        ("rantang-server", "rantang-device", "dev".into()),
        ("rantang", "rantang-core", Value::Null),
        ("rantang-tests", "rantang", Value::Null),
        ("rantang-newcomer", "serde", Value::Null),
    ] {
        let findings = wrong_dependencies(&metadata(package(name, uses, kind)));
        assert_eq!(findings.len(), 1, "{name} uses {uses}");
    }
    let fine = metadata(package("rantang-device", "rantang-core", Value::Null));
    assert_eq!(wrong_dependencies(&fine), Vec::<String>::new());
}

fn wrong_dependencies(metadata: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    for package in metadata["packages"]
        .as_array()
        .expect("cargo lists packages")
    {
        let name = package["name"].as_str().expect("a package has a name");
        let Some((_, allowed)) = OURS.iter().find(|(ours, _)| *ours == name) else {
            findings.push(format!("{name} is new: say in this test what it may use"));
            continue;
        };
        for dependency in package["dependencies"]
            .as_array()
            .expect("cargo lists dependencies")
        {
            let uses = dependency["name"]
                .as_str()
                .expect("a dependency has a name");
            let is_ours = OURS.iter().any(|(ours, _)| *ours == uses);
            let only_for_tests = dependency["kind"] == "dev";
            let forbidden = if is_ours {
                !allowed.contains(&uses)
            } else {
                name == "rantang-core" && !only_for_tests && NOT_IN_CORE.contains(&uses)
            };
            if forbidden {
                findings.push(format!("{name} uses {uses}"));
            }
        }
    }
    findings
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .expect("cargo can be run");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}
