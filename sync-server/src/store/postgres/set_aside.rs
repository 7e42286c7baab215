//! Judges again what was set aside, and tries again what was held.

use std::collections::BTreeSet;

use rantang_core::ids::UserId;
use rantang_core::operation::Operation;
use rantang_core::sync::judge::Sender;
use rantang_core::sync::protocol::{HeldCause, Verdict};

use super::attempts::Try;
use super::batch::{locks_of, safely};
use super::db::Db;
use super::locks::{Held, Locks};
use super::rows::{Loaded, Wanted, load};
use super::trouble::{PgResult, Trouble};
use super::{acceptances, log, staff, write};
use crate::intake::{Decided, Decider, Gained, Outcome, SetAside, needs};

/// Judges again until nothing follows any more: a grant or an acceptance may have arrived later
/// than the work that it allows.
pub async fn settle(db: &Db<'_>, held: &mut Held, mut waiting: Gained) -> PgResult<usize> {
    let mut done = Gained::default();
    let mut settled = 0;
    loop {
        let set_aside = if let Some(user) = waiting.users.pop_first() {
            if !done.users.insert(user) {
                continue;
            }
            held.cover(&of_user(user))?;
            log::wanting_rights(db, user.0).await?
        } else if let Some(op) = waiting.operations.pop_first() {
            if !done.operations.insert(op) {
                continue;
            }
            log::set_aside_of_op(db, op.0).await?
        } else {
            return Ok(settled);
        };
        let (count, gained) = again(db, held, set_aside).await?;
        settled += count;
        waiting.extend(gained);
    }
}

/// After a change of a user's rights within this transaction.
pub async fn judge_user_again(db: &Db<'_>, user: UserId, this_try: &Try) -> PgResult<usize> {
    let mut locks = this_try.locks.clone();
    locks.extend(&of_user(user));
    let mut held = Held::acquire(db, locks, None).await?;
    let waiting = Gained {
        users: BTreeSet::from([user]),
        ..Gained::default()
    };
    settle(db, &mut held, waiting).await
}

pub async fn retry(db: &Db<'_>, this_try: &Try) -> PgResult<usize> {
    let waiting = log::held(db).await?;
    let mut locks = this_try.locks.clone();
    let members = staff::members(db).await?;
    locks.users.extend(members.iter().map(|member| member.user));
    let mut held = Held::acquire(db, locks, None).await?;
    let (count, mut gained) = again(db, &mut held, waiting).await?;
    let users = members.iter().map(|member| member.user);
    gained.users.extend(users);
    Ok(count + settle(db, &mut held, gained).await?)
}

fn of_user(user: UserId) -> Locks {
    Locks {
        users: BTreeSet::from([user]),
        ..Locks::default()
    }
}

/// How many have an effect now, and whose rights that changed.
async fn again(
    db: &Db<'_>,
    held: &mut Held,
    set_aside: Vec<SetAside>,
) -> PgResult<(usize, Gained)> {
    let mut settled = 0;
    let mut all_gained = Gained::default();
    lock_all(db, held, &set_aside).await?;
    for it in &set_aside {
        let mut loaded = load_for(db, &it.operation).await?;
        let mut decider = decider(db, it, &loaded).await?;
        let attempt = decide(&mut decider, it);
        db.run("SAVEPOINT operation").await?;
        let attempt = match attempt {
            Ok((decided, outcome)) => {
                held.cover(&locks_of(&decided, &loaded, std::iter::once(&it.operation)))?;
                write_again(db, held, &mut loaded, it, (&decided, &outcome)).await
            }
            Err(trouble) => Err(trouble),
        };
        match attempt {
            Ok((is_applied, gained)) => {
                db.run("RELEASE SAVEPOINT operation").await?;
                settled += usize::from(is_applied);
                all_gained.extend(gained);
            }
            Err(Trouble::Refused(error) | Trouble::Taken(error)) => {
                db.run("ROLLBACK TO SAVEPOINT operation").await?;
                alarm(&it.operation, &error);
                let cause = HeldCause::ApplyError;
                log::set_verdict(
                    db,
                    it.key,
                    &Verdict::Held {
                        cause,
                        time: it.time,
                    },
                )
                .await?;
            }
            Err(trouble) => return Err(trouble),
        }
    }
    Ok((settled, all_gained))
}

/// Asks for the locks of all at once, so that the transaction begins anew at most once for them.
async fn lock_all(db: &Db<'_>, held: &Held, set_aside: &[SetAside]) -> PgResult<()> {
    let mut locks = Locks::default();
    for it in set_aside {
        let loaded = load_for(db, &it.operation).await?;
        let mut decider = decider(db, it, &loaded).await?;
        if let Ok((decided, _)) = decide(&mut decider, it) {
            locks.extend(&locks_of(&decided, &loaded, std::iter::once(&it.operation)));
        }
    }
    held.cover(&locks)
}

async fn load_for(db: &Db<'_>, operation: &Operation) -> PgResult<Loaded> {
    load(db, &Wanted::of(&needs(std::iter::once(operation)))).await
}

async fn decider(db: &Db<'_>, it: &SetAside, loaded: &Loaded) -> PgResult<Decider> {
    let ids = [it.operation.envelope.op_id.0];
    let accepted = db.query(acceptances::OF, &[&ids.as_slice()]).await?;
    Ok(Decider {
        vouching: acceptances::vouching(db, &accepted).await?,
        world: loaded.world.clone(),
        sender: sender(db, it).await?,
        anchors: Default::default(),
        received_ms: it.time.at_ms,
        times: Default::default(),
    })
}

async fn sender(db: &Db<'_>, it: &SetAside) -> PgResult<Option<Sender>> {
    let Some(device) = it.device else {
        return Ok(None);
    };
    let record = staff::known(db.first(staff::DEVICE, &[&device.0]).await?.as_ref())?;
    let standing = staff::defined(staff::standing(db, record.user).await?)?;
    Ok(Some(standing.sender(record.revoked)))
}

fn decide(decider: &mut Decider, it: &SetAside) -> PgResult<(Decided, Outcome)> {
    safely(|| {
        let mut decided = Decided::default();
        let outcome = decider.decide_again(&it.operation, it.time, &mut decided);
        (decided, outcome)
    })
}

async fn write_again(
    db: &Db<'_>,
    held: &mut Held,
    loaded: &mut Loaded,
    it: &SetAside,
    (decided, outcome): (&Decided, &Outcome),
) -> PgResult<(bool, Gained)> {
    let places = &mut loaded.places;
    let verdict = write::write_effect(db, held, places, decided, (outcome, it.time)).await?;
    log::set_verdict(db, it.key, &verdict).await?;
    let is_applied = matches!(outcome, Outcome::Applied { .. });
    Ok((is_applied, decided.gained()))
}

pub fn alarm(operation: &Operation, error: &str) {
    tracing::error!(
        op = %operation.envelope.op_id,
        kind = operation.envelope.kind,
        error,
        "an operation could not be applied and is held"
    );
}
