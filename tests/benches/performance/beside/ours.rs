//! The real programs: two devices of one coordinator and a server of its own process.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use chrono::{Days, NaiveDate};
use rantang_core::deliveries::{DeliveryValue, operations::Correct, registers};
use rantang_core::ids::{DeliveryId, UserId};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::sync::protocol::path;
use rantang_core::text::Line;
use rantang_device::store::{Error, rows};
use rantang_device::{Device, Draft};
use rusqlite::Connection;
use uuid::Uuid;

use super::{Cost, Figures};
use crate::invented::{delivered, register};
use crate::measure::{BYTES, number};
use crate::office::Office;

const PEOPLE: u128 = 200;
/// Of one transaction.
const AT_ONCE: usize = 1_000;

pub fn measure(count: usize) -> Result<Figures> {
    let directory = tempfile::tempdir()?;
    let office = Office::open(&directory.path().join("office"))?;
    let (one, user) = office.device(&directory.path().join("one"))?;
    let today = one.read::<_, Error>(|db| one.today(db))?;
    register(&one, PEOPLE, user, today)?;
    // The second one holds what the push has made.
    office.sync(&one)?;
    office.sync(&one)?;
    let (before_own, before_server) = (bytes(&one)?, office.bytes()?);
    let (early, _) = office.device(&directory.path().join("early"))?;
    office.sync(&early)?;
    let before_pulled = bytes(&early)?;

    let mut attempts = attempts(user, today);
    let mut left = count;
    while 0 < left {
        let now = left.min(AT_ONCE);
        one.record(attempts.by_ref().take(now))?;
        left -= now;
    }
    office.wire.take();
    office.sync(&one)?;
    let calls = office.wire.take();
    let push = calls
        .between(path::PUSH, path::PULL)
        .context("deliveries are pushed")?;
    let up = calls.sent_bodies(path::PUSH);
    let own = bytes(&one)? - before_own;

    let (other, _) = office.device(&directory.path().join("other"))?;
    office.wire.take();
    let (report, whole) = Cost::of(office.cpu(), || office.sync(&other))?;
    let calls = office.wire.take();
    let greeted = calls.until(path::PULL).context("a fresh device pulls")?;
    let pull = Cost {
        wall: whole.wall.saturating_sub(greeted.wall),
        cpu: whole.cpu.saturating_sub(greeted.cpu),
    };
    ensure!(count < report.pulled as usize, "everything is pulled");
    let down = calls.received_bodies(path::PULL);
    let pulled = bytes(&other)? - before_pulled;
    let served = office.bytes()? - before_server;

    edit(&one, count / 10, "satu")?;
    edit(&other, count / 10, "dua")?;
    let ((), merge) = Cost::of(office.cpu(), || {
        office.sync(&one)?;
        office.sync(&other)?;
        office.sync(&one)?;
        Ok(())
    })?;
    for device in [&one, &other] {
        let kept =
            device.read::<_, Error>(|db| Ok(number(db, "SELECT count(*) FROM conflicts")?))?;
        ensure!(kept == count / 10, "{kept} conflicts are kept");
    }
    let each = |bytes: usize| bytes as f64 / count as f64;
    Ok(Figures {
        push,
        pull,
        merge,
        wire_up: each(up),
        wire_down: each(down),
        disk_own: each(own),
        disk_pulled: each(pulled),
        disk_server: each(served),
    })
}

/// A day after the other, everybody once each day.
fn attempts(user: UserId, today: NaiveDate) -> impl Iterator<Item = Draft> {
    (0u64..).flat_map(move |day| {
        let date = today - Days::new(day % 150);
        (0..PEOPLE).map(move |number| delivered(number, date, user).into())
    })
}

/// Corrects the first deliveries, having seen what stands there.
fn edit(device: &Arc<Device>, count: usize, who: &str) -> Result<()> {
    let drafts = device.read::<_, Error>(|db| corrections(db, count, who))?;
    device.record(drafts)?;
    Ok(())
}

fn corrections(db: &Connection, count: usize, who: &str) -> Result<Vec<Draft>, Error> {
    let mut statement = db.prepare("SELECT id FROM deliveries ORDER BY id LIMIT ?1")?;
    let ids = statement
        .query_map([count as i64], |row| Ok(Uuid::from_bytes(row.get(0)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    ids.into_iter()
        .map(|id| {
            let row = rows::row(db, EntityRef::new(EntityKind::Delivery, id))?;
            let row = row.ok_or(Error::Unreadable("a delivery"))?;
            let value: Option<DeliveryValue> = row.read(&registers::VALUE);
            let saw = row.register(&registers::VALUE).map(|it| it.head_ids());
            let mut value = value.ok_or(Error::Unreadable("a delivery"))?;
            value.received_by = Line::parse(who).unwrap_or_default();
            Ok(Draft::from(Correct {
                delivery: DeliveryId(id),
                person: row.owner,
                value,
                case: Default::default(),
                saw: saw.unwrap_or_default(),
                saw_case: vec![],
            }))
        })
        .collect()
}

fn bytes(device: &Device) -> Result<usize, Error> {
    device.read(|db| Ok(number(db, BYTES)?))
}
