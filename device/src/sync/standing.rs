//! How sending and receiving stand, for the screens.

use rusqlite::Connection;

use super::agreement;
use super::view::{DeviceEvent, SafeView, SyncProblem, SyncView};
use crate::device::Device;
use crate::log::tally;
use crate::relay::{self, hand_over};
use crate::review;
use crate::store::{Error, Result, facts};

/// What is known only while the program runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    syncing: bool,
    /// The last attempt reached the server.
    online: bool,
    problem: Option<SyncProblem>,
}

impl Standing {
    pub fn is_syncing(&self) -> bool {
        self.syncing
    }

    /// The last attempt reached the server.
    pub fn is_online(&self) -> bool {
        self.online
    }
}

impl Device {
    /// How sending and receiving stand.
    pub fn sync_view(&self, db: &Connection) -> Result<SyncView> {
        let tally = tally(db)?;
        let standing = self.standing();
        let problem = match facts::PAIRING.get(db)? {
            None => Some(SyncProblem::NotPaired),
            Some(_) if standing.problem.is_none() && agreement::has_stopped(db)? => {
                Some(SyncProblem::ListsDiffer)
            }
            Some(_) => standing.problem,
        };
        let (at_office, at_office_ms) = at_office(db)?;
        Ok(SyncView {
            unsent: tally.pending,
            at_office,
            at_office_ms,
            taken_in: relay::taken_in(db)?,
            needs_review: review::own_open(db)?,
            last_sent_at_ms: facts::LAST_SENT_AT_MS.get(db)?,
            last_pulled_at_ms: facts::LAST_PULLED_AT_MS.get(db)?,
            safe: safe(db)?,
            online: standing.online,
            syncing: standing.syncing,
            problem,
        })
    }

    pub(super) fn set_syncing(&self, syncing: bool) {
        self.change_standing(|standing| standing.syncing = syncing);
        self.tell_status();
    }

    pub(super) fn ended(&self, problem: Option<SyncProblem>) {
        self.change_standing(|standing| {
            standing.syncing = false;
            standing.online = !matches!(
                problem,
                Some(SyncProblem::NoSignal | SyncProblem::NotPaired | SyncProblem::Internal)
            );
            standing.problem = problem;
        });
        self.tell_status();
    }

    fn tell_status(&self) {
        match self.read::<_, Error>(|db| self.sync_view(db)) {
            // Nobody listens: nobody has to be told.
            Ok(status) => drop(self.events.send(DeviceEvent::Sync { status })),
            Err(error) => tracing::error!(
                error = &error as &dyn std::error::Error,
                "the state of the sync cannot be read"
            ),
        }
    }
}

fn safe(db: &Connection) -> Result<Option<SafeView>> {
    let durable = facts::DURABLE.get(db)?.unwrap_or(0);
    let safe = facts::SAFE.get(db)?.flatten();
    Ok(safe.map(|safe| SafeView {
        records: u32::try_from(safe.seq).unwrap_or(u32::MAX),
        code: safe.code.to_string(),
        at_ms: safe.at_ms,
        backed_up: safe.seq <= durable,
    }))
}

/// How many unsent records a relay of the office has, and since when.
fn at_office(db: &Connection) -> Result<(u32, Option<i64>)> {
    let Some((through, at_ms)) = hand_over::at_office(db)? else {
        return Ok((0, None));
    };
    let sql = "SELECT count(*) FROM log WHERE state <> 1 AND state = 0 AND seq <= ?1";
    let records: u32 = db
        .prepare_cached(sql)?
        .query_row([through as i64], |row| row.get(0))?;
    Ok((records, (0 < records).then_some(at_ms)))
}
