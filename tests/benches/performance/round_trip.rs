//! Ten thousand deliveries from a device to the server, and from there to fresh devices.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use rantang_core::ids::UserId;
use rantang_core::sync::protocol::path;
use rantang_device::{Device, Draft, store};

use crate::invented::{delivered, register};
use crate::measure::{Times, ms, rate, row};
use crate::office::Office;

const PEOPLE: u128 = 200;
const OPERATIONS: usize = 10_000;
/// Of one courier on one morning.
const SMALL: usize = 50;
const ROUNDS: usize = 3;

pub fn measure() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let office = Office::open(&directory.path().join("office"))?;
    let (device, user) = office.device(&directory.path().join("pushing"))?;
    let today = device.read::<_, store::Error>(|db| device.today(db))?;
    register(&device, PEOPLE, user, today)?;
    office.sync(&device)?;
    office.wire.take();

    // The warm-up, and the bytes: each with a time of its own, as at doors.
    let attempts = || attempts(user, today);
    let mut recording = Times::default();
    for draft in attempts().take(OPERATIONS) {
        recording.run(|| device.record([draft]))?;
    }
    row(
        &format!("{OPERATIONS} deliveries recorded one by one"),
        "",
        &format!(
            "p50 {}, p99 {}",
            ms(recording.median()),
            ms(recording.at(99))
        ),
    );
    office.sync(&device)?;
    let calls = office.wire.take();
    let each = |bytes: usize| format!("{:.1} bytes", bytes as f64 / OPERATIONS as f64);
    row(
        "wire up, an operation in batches of 1,000",
        "64 bytes",
        &each(calls.sent(path::PUSH)),
    );
    row(
        "wire back, the verdict on an operation",
        "",
        &each(calls.received(path::PUSH)),
    );

    pull(directory.path(), &office)?;
    push(&office, &device, attempts())?;
    small(&office, &device, attempts())
}

/// A day after the other, everybody once each day.
fn attempts(user: UserId, today: NaiveDate) -> impl Iterator<Item = Draft> {
    (0u64..).flat_map(move |day| {
        let date = today - Days::new(day % 150);
        (0..PEOPLE).map(move |number| delivered(number, date, user).into())
    })
}

fn pull(directory: &Path, office: &Office) -> Result<()> {
    let mut times = Times::default();
    let mut serving = Times::default();
    let (mut rows, mut bytes) = (0, 0);
    for round in 0..=ROUNDS {
        let (fresh, _) = office.device(&directory.join(format!("fresh-{round}")))?;
        office.wire.take();
        let report = office.sync(&fresh)?;
        let ended = Instant::now();
        let calls = office.wire.take();
        let began = calls.began(path::PULL).context("a fresh device pulls")?;
        if 0 < round {
            times.add(ended - began);
            serving.add(calls.waiting(path::PULL));
        }
        rows = report.pulled as usize;
        bytes = calls.received(path::PULL);
    }
    let measured = format!(
        "{} rows: {} ({} of {} with the server)",
        rows,
        rate(rows, times.median()),
        ms(serving.median()),
        ms(times.median()),
    );
    row(
        "first sync of a fresh device",
        "the floor's rate",
        &measured,
    );
    let each = format!("{:.1} bytes", bytes as f64 / rows as f64);
    row("wire down, a row", "", &each);
    Ok(())
}

fn push(
    office: &Office,
    device: &Arc<Device>,
    mut attempts: impl Iterator<Item = Draft>,
) -> Result<()> {
    let mut times = Times::default();
    let mut serving = Times::default();
    let mut bulk = Times::default();
    for _ in 0..ROUNDS {
        let drafts: Vec<Draft> = attempts.by_ref().take(OPERATIONS).collect();
        bulk.run(|| device.record(drafts))?;
        office.sync(device)?;
        let calls = office.wire.take();
        times.add(calls.pushing().context("deliveries were pushed")?);
        serving.add(calls.waiting(path::PUSH));
    }
    row(
        &format!("{OPERATIONS} deliveries recorded in one transaction"),
        "",
        &rate(OPERATIONS, bulk.median()),
    );
    let measured = format!(
        "{} ({} of {} with the server)",
        rate(OPERATIONS, times.median()),
        ms(serving.median()),
        ms(times.median()),
    );
    row(
        &format!("push of {OPERATIONS} operations, durable on the server"),
        "half of the floor's rate",
        &measured,
    );
    Ok(())
}

fn small(
    office: &Office,
    device: &Arc<Device>,
    attempts: impl Iterator<Item = Draft>,
) -> Result<()> {
    for draft in attempts.take(SMALL) {
        device.record([draft])?;
    }
    office.sync(device)?;
    let calls = office.wire.take();
    let measured = format!(
        "{} bytes ({} with headers; {} for the whole sync both ways, hello and pull included)",
        calls.sent_bodies(path::PUSH),
        calls.sent(path::PUSH),
        calls.both_ways(),
    );
    row(&format!("{SMALL} deliveries pushed"), "3.5 KB", &measured);
    Ok(())
}
