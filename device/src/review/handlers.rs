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
use crate::store::{Result, sql};

type Answer<T> = std::result::Result<T, Failure>;

pub fn list(device: &Device) -> Answer<ReviewView> {
    let version = device.store.version();
    device.read(|db| {
        let items = items(device, db, version)?;
        Ok(ReviewView { items })
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

/// How many there are to check. `version`: of the store, taken before the transaction that `db` reads in.
pub fn count(device: &Device, db: &Connection, version: u64) -> Answer<u32> {
    Ok(items(device, db, version)?.len() as u32)
}

/// What nobody settled yet, newest first.
fn items(device: &Device, db: &Connection, version: u64) -> Result<Vec<ReviewItem>> {
    let setting = &Setting::read(db, device.today(db)?)?;
    let names = Names::read(db)?;
    let settled = settled(db)?;
    let mut items = conflicts::items(db, &names)?;
    items.extend(deliveries::duplicates(db, setting.today, &names)?);
    items.extend(off_list::items(db, setting, &names)?);
    items.extend(set_aside::items(db, &names)?);
    items.extend(uncertain::items(db, setting.today, &names)?);
    items.extend(deliveries::proposals(db, setting.today, &names)?);
    let pairs = device.pairs.get(device, db, version, setting.today)?;
    items.extend(same_person::items(db, setting, &names, &pairs, &settled)?);
    items.retain(|item| !settled.contains(&item.id));
    items.sort_by_key(|item| std::cmp::Reverse(item.at_ms));
    Ok(items)
}

pub(super) fn settled(db: &Connection) -> Result<HashSet<Uuid>> {
    let mut statement = db.prepare_cached("SELECT id FROM reviews")?;
    let found = statement.query_map([], |row| sql::id(row, "id"))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
