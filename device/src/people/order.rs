//! The orders in which a list can be shown, each made when it is first asked for.

use std::sync::OnceLock;

use chrono::Datelike;

use super::PeopleSort;
use super::index::{Entry, PeopleIndex};

/// Positions in `entries`, by sort and direction.
#[derive(Debug, Default)]
pub(super) struct Orders {
    made: [OnceLock<Vec<u32>>; 10],
}

impl Orders {
    /// `None`: by name, as the entries stand.
    pub fn get(&self, index: &PeopleIndex, by: PeopleSort, descending: bool) -> Option<&[u32]> {
        let number = match by {
            PeopleSort::Name if !descending => return None,
            PeopleSort::Name => 0,
            PeopleSort::Age => 1,
            PeopleSort::Place => 2,
            PeopleSort::Route => 3,
            PeopleSort::LastMet => 4,
        };
        let made = self.made.get(number * 2 + usize::from(descending))?;
        Some(made.get_or_init(|| order(index, by, descending)))
    }
}

/// What is equal stays by name, and what is not known stands at the end, whatever the direction.
fn order(index: &PeopleIndex, by: PeopleSort, descending: bool) -> Vec<u32> {
    let positions = 0..index.entries.len() as u32;
    if by == PeopleSort::Name {
        return positions.rev().collect();
    }
    let rank = Rank::of(index);
    let mut keyed: Vec<(Option<u64>, &str, u32)> = index
        .entries
        .iter()
        .zip(positions)
        .map(|(entry, at)| {
            let (key, then) = rank.key(entry, by);
            let directed = key.map(|key| if descending { u64::MAX - key } else { key });
            (directed, then, at)
        })
        .collect();
    keyed.sort_unstable_by(|a, b| {
        (a.0.is_none(), a.0, a.1, a.2).cmp(&(b.0.is_none(), b.0, b.1, b.2))
    });
    keyed.into_iter().map(|(_, _, at)| at).collect()
}

/// Names of places and routes as numbers, so that a hundred thousand people are not compared by text.
struct Rank {
    areas: Vec<std::sync::Arc<str>>,
    routes: std::collections::HashMap<rantang_core::ids::RouteId, u64>,
}

impl Rank {
    fn of(index: &PeopleIndex) -> Self {
        let mut areas: Vec<_> = Vec::new();
        for entry in &index.entries {
            if !areas.contains(&entry.kelurahan) {
                areas.push(entry.kelurahan.clone());
            }
        }
        areas.sort();
        let mut routes: Vec<_> = index.routes.iter().collect();
        routes.sort_by(|a, b| (&a.1.name, a.0).cmp(&(&b.1.name, b.0)));
        Self {
            areas,
            routes: routes.into_iter().map(|(id, _)| *id).zip(0..).collect(),
        }
    }

    /// A number that sorts, and a text that decides among equals.
    fn key<'a>(&self, entry: &'a Entry, by: PeopleSort) -> (Option<u64>, &'a str) {
        let days = |date: chrono::NaiveDate| i64::from(date.num_days_from_ce()).unsigned_abs();
        match by {
            PeopleSort::Name => (None, ""),
            // The oldest has the most years and the earliest birth.
            PeopleSort::Age => (entry.birth.map(|birth| u64::MAX - days(birth)), ""),
            PeopleSort::Place => {
                let area = self.areas.iter().position(|area| *area == entry.kelurahan);
                let key = entry.rw.map(|rw| {
                    let rt = u64::from(entry.rt.unwrap_or(u16::MAX));
                    (area.unwrap_or(0) as u64) << 32 | u64::from(rw) << 16 | rt
                });
                (key, "")
            }
            PeopleSort::Route => {
                let route = entry.route.map(|route| {
                    self.routes
                        .get(&route)
                        .copied()
                        .unwrap_or(u64::from(u32::MAX))
                });
                (route, &entry.order_key)
            }
            PeopleSort::LastMet => (entry.last_met.map(days), ""),
        }
    }
}
