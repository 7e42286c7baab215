//! What a wrong program would have written into a phone's store.

use anyhow::Context;
use rantang_core::ids::OpId;
use rantang_core::operation::ChainHash;
use rantang_core::time::Anchor;
use rantang_device::platform::Clock;
use rantang_device::store::facts;
use rusqlite::OptionalExtension;

use crate::simulation::disk;
use crate::simulation::draws::Draws;
use crate::simulation::phone::Phone;

/// Far enough that no pull that was answered went so far.
const AHEAD: i64 = 3;

/// The head of the log counts as received.
pub fn acknowledge_all(phone: &Phone) -> anyhow::Result<()> {
    let db = disk::open(phone.directory())?;
    let sql = "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1";
    let head: Option<(i64, [u8; 32])> = db
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, hash) = head.context("what was sent is in the log")?;
    Ok(facts::ACKNOWLEDGED.set(&db, &(seq as u64, ChainHash(hash)))?)
}

/// The server's time of the hello before counts as the time of now.
pub fn take_old_time(phone: &Phone) -> anyhow::Result<()> {
    let db = disk::open(phone.directory())?;
    let Some(known) = facts::ANCHOR.get(&db)? else {
        return Ok(());
    };
    let anchor = Anchor {
        boot: phone.clock.boot(),
        boot_ms: phone.clock.boot_ms(),
        server_ms: known.server_ms,
    };
    Ok(facts::ANCHOR.set(&db, &anchor)?)
}

/// What went out without an answer becomes another operation.
pub fn rename_last(phone: &Phone, draws: &mut Draws) -> anyhow::Result<()> {
    let op = OpId(draws.uuid());
    let written = disk::write_last(phone.directory(), false, |operation| {
        operation.envelope.op_id = op;
    })?;
    if written.is_some() {
        let db = disk::open(phone.directory())?;
        let sql = "UPDATE log SET op_id = ?1 WHERE seq = (SELECT max(seq) FROM log)";
        db.execute(sql, [op.as_bytes()])?;
    }
    Ok(())
}

/// What was written since the last batch is not put on top of what came.
pub fn forget_unsent(phone: &Phone) -> anyhow::Result<()> {
    let db = disk::open(phone.directory())?;
    let sql = "DELETE FROM overlay WHERE seq IN (SELECT seq FROM log WHERE state = 0)";
    db.execute(sql, [])?;
    Ok(())
}

/// The cursor goes on, the rows do not come.
pub fn advance_cursors(phone: &Phone) -> anyhow::Result<()> {
    let db = disk::open(phone.directory())?;
    db.execute("UPDATE scopes SET cursor = cursor + ?1", [AHEAD])?;
    Ok(())
}

/// A row is gone; the number beside the scope is still the server's.
pub fn lose_a_row(phone: &Phone, draws: &mut Draws) -> anyhow::Result<()> {
    let db = disk::open(phone.directory())?;
    let rows: i64 = db.query_row("SELECT count(*) FROM mirror", [], |row| row.get(0))?;
    if 0 < rows {
        let sql = "DELETE FROM mirror WHERE rowid =
                       (SELECT rowid FROM mirror ORDER BY kind, id, scope LIMIT 1 OFFSET ?1)";
        db.execute(sql, [draws.between(0, rows - 1)])?;
    }
    Ok(())
}

/// Stored on the server counts as safe: the file goes.
pub fn let_go_of_stored(phone: &Phone) -> anyhow::Result<()> {
    let db = disk::open(phone.directory())?;
    let mut statement = db.prepare(
        "UPDATE media SET here = 0, state = 'durable'
         WHERE state = 'stored' AND small = 0 AND here = 1 RETURNING hash",
    )?;
    let gone = statement.query_map([], |row| row.get::<_, [u8; 32]>(0))?;
    for hash in gone {
        disk::forget_photo(phone.directory(), &hash?)?;
    }
    Ok(())
}
