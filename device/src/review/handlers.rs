//! The commands of *Perlu dicek*.

use std::collections::HashSet;

use rusqlite::Connection;
use uuid::Uuid;

use super::commands::*;
use super::view::{ReviewItem, ReviewView};
use super::{conflicts, decide, deliveries, off_list, same_person, set_aside, uncertain};
use crate::command::Failure;
use crate::device::{Device, author};
use crate::people::names::Names;
use crate::people::setting::Setting;
use crate::similar::{Pairs, lately};
use crate::store::{Result, sql};

type Answer<T> = std::result::Result<T, Failure>;

/// More pairs of people who may be one than this are shown when the first of them are settled.
const PAIRS_SHOWN: usize = 200;

pub fn list(device: &Device) -> Answer<ReviewView> {
    device.read(|db| {
        let setting = &Setting::read(db, device.today(db)?)?;
        let names = Names::read(db)?;
        let settled = settled(db)?;
        let mut items = alone(db, setting, &names, &settled)?;
        let Pairs {
            pairs,
            more,
            comparing,
        } = lately(db, setting.today, &settled, PAIRS_SHOWN)?;
        items.extend(same_person::items(db, setting, &names, &pairs)?);
        items.sort_by_key(|item| std::cmp::Reverse(item.at_ms));
        Ok(ReviewView {
            items,
            more_pairs: more,
            comparing,
        })
    })
}

pub fn resolve(device: &Device, args: ConflictResolve) -> Answer<ReviewView> {
    device.record_with(|db| conflicts::resolve(db, &args))?;
    list(device)
}

pub fn attach(device: &Device, args: DoorAttach) -> Answer<ReviewView> {
    device.record_with(|db| off_list::attach(db, &args))?;
    list(device)
}

pub fn decide(device: &Device, args: ReviewDecide) -> Answer<ReviewView> {
    device.record_with(|db| decide::drafts(db, &args, author(db)?.area))?;
    list(device)
}

pub fn reopen(device: &Device, args: ReviewReopen) -> Answer<ReviewView> {
    device.record_with(|db| decide::reopening(db, &args, &author(db)?.area))?;
    list(device)
}

/// How many there are to check: as many as [`list`] shows.
pub fn count(device: &Device, db: &Connection) -> Answer<u32> {
    let setting = &Setting::read(db, device.today(db)?)?;
    let settled = settled(db)?;
    let alone = alone(db, setting, &Names::read(db)?, &settled)?;
    let pairs = lately(db, setting.today, &settled, PAIRS_SHOWN)?.pairs;
    Ok((alone.len() + pairs.len()) as u32)
}

/// What nobody settled yet, but for pairs of people.
fn alone(
    db: &Connection,
    setting: &Setting,
    names: &Names<'_>,
    settled: &HashSet<Uuid>,
) -> Result<Vec<ReviewItem>> {
    let mut items = conflicts::items(db, names)?;
    items.extend(deliveries::duplicates(db, setting.today, names)?);
    items.extend(off_list::items(db, setting, names)?);
    items.extend(set_aside::items(db, names)?);
    items.extend(uncertain::items(db, setting.today, names)?);
    items.extend(deliveries::proposals(db, setting.today, names)?);
    items.retain(|item| !settled.contains(&item.id));
    Ok(items)
}

pub(super) fn settled(db: &Connection) -> Result<HashSet<Uuid>> {
    let mut statement = db.prepare_cached("SELECT id FROM reviews")?;
    let found = statement.query_map([], |row| sql::id(row, "id"))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
