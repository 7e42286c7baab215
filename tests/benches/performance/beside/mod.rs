//! The same work by Rantang, by bare SQLite and HTTP, and by PouchDB, one after the other in one run.
//!
//! N deliveries are recorded on one device, pushed, pulled by a fresh one, and a tenth of them edited
//! on both.

mod floor;
mod ours;
mod pouchdb;

pub use floor::serve;

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::measure::{Cpu, rate};

/// Wall clock and CPU of client and server together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    pub wall: Duration,
    pub cpu: Duration,
}

impl Cost {
    pub fn of<T>(cpu: &Cpu, work: impl FnOnce() -> Result<T>) -> Result<(T, Self)> {
        let (began, before) = (Instant::now(), cpu.spent());
        let done = work()?;
        let cost = Self {
            wall: began.elapsed(),
            cpu: cpu.spent().saturating_sub(before),
        };
        Ok((done, cost))
    }
}

/// What one system needed for N deliveries.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub push: Cost,
    pub pull: Cost,
    pub merge: Cost,
    /// Bytes a record, without the headers of HTTP.
    pub wire_up: f64,
    pub wire_down: f64,
    pub disk_own: f64,
    pub disk_pulled: f64,
    pub disk_server: f64,
}

/// Prints one table for a number of deliveries.
pub fn measure(count: usize) -> Result<()> {
    let floor = floor::measure(count)?;
    let ours = ours::measure(count)?;
    let pouchdb = pouchdb::measure(count)?;
    println!("\n{count} deliveries | Rantang | floor | ratio | PouchDB | ratio");
    println!("---|--:|--:|--:|--:|--:");
    let speed = |cost: fn(&Figures) -> Cost| move |it: &Figures| Value::Rate(count, cost(it).wall);
    let spent = |cost: fn(&Figures) -> Cost| move |it: &Figures| Value::Seconds(cost(it).cpu);
    let taken = |cost: fn(&Figures) -> Cost| move |it: &Figures| Value::Seconds(cost(it).wall);
    let bytes = |of: fn(&Figures) -> f64| move |it: &Figures| Value::Bytes(of(it));
    let all = Row(&ours, &floor, pouchdb.as_ref());
    all.print("push, durable on the server", speed(|it| it.push));
    all.print("CPU of it, client and server", spent(|it| it.push));
    all.print("first sync of a fresh device", speed(|it| it.pull));
    all.print("CPU of it, client and server", spent(|it| it.pull));
    all.print("a tenth edited on both sides, merged", taken(|it| it.merge));
    all.print("CPU of it, client and server", spent(|it| it.merge));
    all.print("wire up, a record", bytes(|it| it.wire_up));
    all.print("wire down, a record", bytes(|it| it.wire_down));
    all.print("disk of the device, an own record", bytes(|it| it.disk_own));
    all.print(
        "disk of the device, a pulled record",
        bytes(|it| it.disk_pulled),
    );
    all.print("disk of the server, a record", bytes(|it| it.disk_server));
    println!();
    Ok(())
}

enum Value {
    Rate(usize, Duration),
    Seconds(Duration),
    Bytes(f64),
}

impl Value {
    fn number(&self) -> f64 {
        match self {
            Self::Rate(count, time) => *count as f64 / time.as_secs_f64(),
            Self::Seconds(time) => time.as_secs_f64(),
            Self::Bytes(bytes) => *bytes,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Rate(count, time) => rate(*count, *time),
            Self::Seconds(time) => format!("{:.2} s", time.as_secs_f64()),
            Self::Bytes(bytes) if *bytes == 0.0 => "–".to_owned(),
            Self::Bytes(bytes) => format!("{bytes:.0} bytes"),
        }
    }
}

struct Row<'a>(&'a Figures, &'a Figures, Option<&'a Figures>);

impl Row<'_> {
    fn print(&self, what: &str, of: impl Fn(&Figures) -> Value) {
        let Self(ours, floor, pouchdb) = self;
        let ours = of(ours);
        let beside = |other: &Figures| {
            let other = of(other);
            let ratio = ours.number() / other.number();
            let ratio = if ratio.is_finite() {
                format!("{ratio:.2}×")
            } else {
                "–".to_owned()
            };
            format!("{} | {ratio}", other.words())
        };
        let pouchdb = pouchdb.map_or_else(|| "– | –".to_owned(), beside);
        println!("{what} | {} | {} | {pouchdb}", ours.words(), beside(floor));
    }
}
