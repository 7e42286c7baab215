//! What has become of own operations.

use rantang_core::registers::EntityRef;
use rusqlite::{Connection, OptionalExtension};

use crate::store::Result;
use crate::store::sql::blob;
use crate::sync::view::SendState;

/// What the server said about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogState {
    /// Nothing yet.
    Pending,
    Applied,
    /// Stored there, without effect for now.
    Held,
    /// Stored there and set aside.
    Quarantined,
}

impl LogState {
    pub const fn code(self) -> i64 {
        match self {
            Self::Pending => 0,
            Self::Applied => 1,
            Self::Held => 2,
            Self::Quarantined => 3,
        }
    }

    pub fn from_code(code: i64) -> Self {
        match code {
            1 => Self::Applied,
            2 => Self::Held,
            3 => Self::Quarantined,
            _ => Self::Pending,
        }
    }
}

/// How the own operations stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub operations: u32,
    pub pending: u32,
    pub held: u32,
    pub quarantined: u32,
}

pub fn tally(db: &Connection) -> Result<Tally> {
    let sql = "SELECT (SELECT count(*) FROM log),
                      count(*) FILTER (WHERE state = 0),
                      count(*) FILTER (WHERE state = 2),
                      count(*) FILTER (WHERE state = 3)
               FROM log WHERE state <> 1";
    Ok(db.prepare_cached(sql)?.query_row([], |row| {
        Ok(Tally {
            operations: row.get(0)?,
            pending: row.get(1)?,
            held: row.get(2)?,
            quarantined: row.get(3)?,
        })
    })?)
}

/// How far the loop has come with what is pending, since the program started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// Operations up to this one were part of an attempt that failed.
    pub through_seq: u64,
    /// The server answered, but not with yes; otherwise there was no connection.
    pub answered: bool,
    /// Operations up to this one are with a relay of the office.
    pub at_office_seq: u64,
}

impl Tried {
    /// How far one operation is.
    pub fn send_state(self, seq: u64, state: LogState) -> SendState {
        match state {
            LogState::Held | LogState::Quarantined => SendState::Review,
            LogState::Applied => SendState::Sent,
            LogState::Pending if seq <= self.at_office_seq => SendState::AtOffice,
            LogState::Pending if self.through_seq < seq => SendState::Saved,
            LogState::Pending if self.answered => SendState::Retry,
            LogState::Pending => SendState::Waiting,
        }
    }
}

/// Where an entity's record is. `None`: this device recorded nothing about it.
pub fn send_state_of(
    db: &Connection,
    entity: EntityRef,
    tried: Tried,
) -> Result<Option<SendState>> {
    let sql = "SELECT log.seq, log.state FROM overlay JOIN log ON log.seq = overlay.seq
               WHERE overlay.kind = ?1 AND overlay.id = ?2";
    let mut statement = db.prepare_cached(sql)?;
    let standing = statement
        .query_map((entity.kind.code(), blob(entity.id)), |row| {
            Ok((
                row.get::<_, i64>(0)? as u64,
                LogState::from_code(row.get(1)?),
            ))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let worst = standing
        .iter()
        .map(|(seq, state)| tried.send_state(*seq, *state))
        .max_by_key(|state| urgency(*state));
    if worst.is_some() {
        return Ok(worst);
    }
    let own = db
        .prepare_cached("SELECT 1 FROM log WHERE entity = ?1 LIMIT 1")?
        .query_row([blob(entity.id)], |_| Ok(()))
        .optional()?;
    Ok(own.map(|()| SendState::Sent))
}

/// Of several operations on one entity the one that asks most of the user is shown.
fn urgency(state: SendState) -> u8 {
    match state {
        SendState::Sent => 0,
        SendState::AtOffice => 1,
        SendState::Saved => 2,
        SendState::Waiting => 3,
        SendState::Retry => 4,
        SendState::Review => 5,
    }
}
