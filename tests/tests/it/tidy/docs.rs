//! What is written for people leads somewhere: links, their headings, pictures.

use std::fs;
use std::path::Path;

use super::{Source, check, root};

#[test]
fn every_link_and_picture_of_the_documents_is_there() {
    check("mend the link, or make the picture", dead_ends);
}

#[test]
fn a_dead_end_is_found() {
    for (text, expected) in [
        ("see [the protocol](sync-protocol.md)", 0),
        ("see [the protocol](sync-protocol.md#invariants)", 0),
        (
            "[below](#what-is-below) and [out](https://example.org/x)",
            0,
        ),
        ("```\n[in code](nowhere.md)\n```", 0),
        ("see [it](nowhere.md)", 1),
        ("![a](screens/nowhere.png) <img src=\"nowhere.png\">", 2),
        ("see [it](sync-protocol.md#nowhere) and [it](#nowhere)", 2),
        ("a path with a [title](nowhere.md \"title\")", 1),
    ] {
        let text = format!("# Top\n{text}\n## What is `below`\n");
        let found = dead_ends(&Source::sample("docs/x.md", &text));
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    }
}

fn dead_ends(source: &Source) -> Vec<String> {
    if !source.has_extension(&["md"]) {
        return Vec::new();
    }
    let folder = Path::new(&source.path).parent().unwrap_or(Path::new(""));
    let mut findings = Vec::new();
    for (number, line) in prose(source) {
        for target in targets(line) {
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = root().join(folder).join(path);
            let is_there = path.is_empty() || file.exists();
            let leads = if heading.is_empty() {
                is_there
            } else if path.is_empty() {
                headings(source).any(|found| found == heading)
            } else {
                let text = fs::read_to_string(&file).unwrap_or_default();
                headings(&Source::sample(path, &text)).any(|found| found == heading)
            };
            if !leads {
                findings.push(source.at(number, target));
            }
        }
    }
    findings
}

/// The lines outside of code blocks.
fn prose(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    source.lines().filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    })
}

/// Where the links and pictures of a line lead, those to other sites left out.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let markdown = line.split("](").skip(1).map(|rest| (rest, ')'));
    let html = ["src=\"", "href=\""]
        .into_iter()
        .flat_map(|before| line.split(before).skip(1).map(|rest| (rest, '"')));
    markdown
        .chain(html)
        .filter_map(|(rest, end)| rest.split([end, ' ']).next())
        .filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
}

/// Headings as GitHub names them in links.
fn headings(source: &Source) -> impl Iterator<Item = String> {
    prose(source).filter_map(|(_, line)| {
        let title = line.trim_start_matches('#');
        let is_heading = title.len() < line.len() && title.starts_with(' ');
        is_heading.then(|| {
            title
                .trim()
                .to_lowercase()
                .replace(' ', "-")
                .replace(|c: char| !c.is_alphanumeric() && c != '-' && c != '_', "")
        })
    })
}
