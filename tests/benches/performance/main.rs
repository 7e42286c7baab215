//! How fast the real code is: devices, the server and the command line as people use them.
//!
//! `make bench` builds and runs it and prints the table of docs/performance.md. With
//! `RANTANG_BENCH_PEOPLE=10000` the large store is smaller, and built sooner; `RANTANG_BENCH_DELIVERIES`
//! names other counts to compare; `RANTANG_BENCH_ONLY=beside,sync` runs parts: beside, bundle, sync,
//! roster, scale.

mod beside;
mod bundle;
mod invented;
mod lists;
mod measure;
mod office;
mod roster;
mod round_trip;
mod start;
mod taps;
mod wire;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rantang_device::store;

use measure::{ms, rate, row};
use office::Office;

const PEOPLE: u128 = 100_000;
const DELIVERIES: &[usize] = &[10_000, 100_000];

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|it| it == "floor") {
        let directory = arguments.next().context("the floor needs a directory")?;
        return beside::serve(Path::new(&directory));
    }
    let people = match std::env::var("RANTANG_BENCH_PEOPLE") {
        Ok(count) => count.parse().context("RANTANG_BENCH_PEOPLE is a number")?,
        Err(_) => PEOPLE,
    };
    let only = std::env::var("RANTANG_BENCH_ONLY").unwrap_or_default();
    let wanted = |part: &str| only.is_empty() || only.split(',').any(|it| it == part);
    if wanted("beside") {
        for count in counts()? {
            beside::measure(count)?;
        }
    }
    println!("| work | budget | measured |\n|---|---|---|");
    if wanted("bundle") {
        bundle::measure()?;
    }
    if wanted("sync") {
        round_trip::measure()?;
    }
    if wanted("roster") {
        roster::measure()?;
    }
    if wanted("scale") {
        let directory = tempfile::tempdir()?;
        at_scale(directory.path(), people)?;
    }
    Ok(())
}

/// How many deliveries are compared with others.
fn counts() -> Result<Vec<usize>> {
    let Ok(counts) = std::env::var("RANTANG_BENCH_DELIVERIES") else {
        return Ok(DELIVERIES.to_vec());
    };
    let counts = counts.split(',').map(|count| count.trim().parse());
    let counts: Result<_, std::num::ParseIntError> = counts.collect();
    counts.context("RANTANG_BENCH_DELIVERIES holds numbers")
}

/// One office with a large store, and what its coordinator's own device does with it.
fn at_scale(directory: &Path, people: u128) -> Result<()> {
    let office = Office::open(&directory.join("office"))?;
    let data = directory.join("device");
    let (device, user) = office.device(&data)?;
    let today = device.read::<_, store::Error>(|db| device.today(db))?;
    let started = Instant::now();
    invented::register(&device, people, user, today)?;
    row(
        &format!("{people} people recorded, 1,000 in a transaction"),
        "",
        &rate(people as usize, started.elapsed()),
    );
    let synced = office.sync(&device)?;
    let calls = office.wire.take();
    row(
        &format!("push of those {people} people"),
        "",
        &rate(
            synced.pushed as usize,
            calls.pushing().context("people were pushed")?,
        ),
    );
    // The next hello grants the routes that the push has made.
    let began = Instant::now();
    let pulled = office.sync(&device)?.pulled as usize;
    row(
        &format!("pull of the {pulled} rows that they are"),
        "",
        &rate(pulled, began.elapsed()),
    );
    taps::measure(&device, &directory.join("bare.db"), today)?;
    lists::measure(&device, people)?;
    // The host opens the same directory.
    drop(device);
    let memory = start::measure(&office, &data)?;
    row("memory of the device's process, at most", "150 MB", &memory);
    Ok(())
}

/// The time beside what it is compared with.
fn against(time: Duration, bare: Duration) -> String {
    let ratio = time.as_secs_f64() / bare.as_secs_f64();
    format!("{} against {}: {ratio:.1}×", ms(time), ms(bare))
}
