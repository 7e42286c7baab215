//! From a courier's tap to the durable record and the round as it is then, on a large store.

use std::path::Path;

use anyhow::{Result, anyhow};
use chrono::{Days, NaiveDate};
use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use rantang_core::runs::Sitting;
use rantang_device::Device;
use rantang_device::round::handlers;
use rantang_device::round::{DeliveryRecord, RoundToday};
use rusqlite::Connection;
use uuid::Uuid;

use crate::against;
use crate::invented::{DOORS_OF_ROUTE, person};
use crate::measure::{Times, ms, row};

const BARE_ROWS: usize = 100_000;
/// Mornings of fifty doors; the first one warms up.
const MORNINGS: u64 = 9;

pub fn measure(device: &Device, bare: &Path, today: NaiveDate) -> Result<()> {
    let bare = Bare::make(bare)?;
    let mut taps = Times::default();
    let mut bare_times = Times::default();
    let mut views = Times::default();
    for morning in 0..MORNINGS {
        let date = today - Days::new(morning);
        for number in 1..DOORS_OF_ROUTE {
            let (mut tap, mut one, mut view) = Default::default();
            Times::run(&mut tap, || handlers::delivery(device, asked(number, date)))
                .map_err(|failure| anyhow!("a tap failed: {failure:?}"))?;
            Times::run(&mut one, || bare.write())?;
            let round = RoundToday {
                date: Some(date),
                sitting: Some(Sitting::Morning),
            };
            Times::run(&mut view, || handlers::today(device, round))
                .map_err(|failure| anyhow!("a round is not shown: {failure:?}"))?;
            if 0 < morning {
                taps.add(tap.median());
                bare_times.add(one.median());
                views.add(view.median());
            }
        }
    }
    let measured = format!(
        "p50 {}; p99 {} ({} taps)",
        against(taps.median(), bare_times.median()),
        against(taps.at(99), bare_times.at(99)),
        taps.len(),
    );
    row(
        "a tap: recorded, durable, the round of 50 doors shown; against one bare SQLCipher transaction",
        "p99 3× and a frame (16.7 ms)",
        &measured,
    );
    let measured = format!("p50 {}, p99 {}", ms(views.median()), ms(views.at(99)));
    row("of that, the round as it is shown", "", &measured);
    Ok(())
}

fn asked(number: u128, date: NaiveDate) -> DeliveryRecord {
    DeliveryRecord {
        delivery_id: Uuid::now_v7(),
        person_id: person(number).0,
        date,
        sitting: Sitting::Morning,
        slots: vec![],
        outcome: Outcome::ReceivedSelf,
        flags: vec![],
        wellbeing: Some(Wellbeing::Well),
        complaints: vec![],
        contact_id: None,
        received_by: String::new(),
        seen_by_neighbor: None,
        bring_back: false,
        until: None,
        note: String::new(),
    }
}

/// The least that a durable record can cost: one row, the same cipher, the same promise.
struct Bare(Connection);

impl Bare {
    fn make(path: &Path) -> Result<Self> {
        let mut db = Connection::open(path)?;
        db.pragma_update(None, "key", format!("x'{}'", "5a".repeat(32)))?;
        db.pragma_update(None, "cache_size", -32 * 1024)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.execute_batch("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")?;
        let tx = db.transaction()?;
        for _ in 0..BARE_ROWS {
            insert(&tx)?;
        }
        tx.commit()?;
        Ok(Self(db))
    }

    fn write(&self) -> rusqlite::Result<()> {
        insert(&self.0)
    }
}

fn insert(db: &Connection) -> rusqlite::Result<()> {
    let body: Vec<u8> = (0..12).flat_map(|_| Uuid::new_v4().into_bytes()).collect();
    db.prepare_cached("INSERT INTO row (body) VALUES (?1)")?
        .execute([body])?;
    Ok(())
}
