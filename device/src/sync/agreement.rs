//! Whether this mirror is what the server counted, at exactly the head that it speaks of; and what
//! is done and told where it is not.

use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::{
    Agreement, Disagreement, DisagreementState, Manifest, ROUNDS_MAX, Tally, compare,
};
use rusqlite::{Connection, OptionalExtension};

use crate::store::{Result, mirror, sql};

/// A scope whose numbers would not agree is tried once more after so long.
const TRY_AGAIN_MS: i64 = 24 * 3_600_000;

/// Compares every scope, when a pull is complete. Says whether one is fetched anew.
pub fn compare_all(db: &Connection, manifests: &[(Scope, Manifest)], now_ms: i64) -> Result<bool> {
    let mut anew = false;
    for (scope, told) in manifests {
        let Some(held) = mirror::held(db, scope)? else {
            continue;
        };
        let own = mirror::tally(db, held.number)?.unwrap_or_default();
        let rounds = rounds(db, held.number)?;
        match compare(own, told, rounds) {
            Agreement::Agreed if rounds == 0 => {}
            Agreement::Agreed => {
                set_rounds(db, held.number, 0, None)?;
                set_state(db, scope, DisagreementState::Healed)?;
                tracing::info!(%scope, "fetched anew, the rows are what the server counted");
            }
            Agreement::FetchAnew => {
                set_rounds(db, held.number, rounds + 1, None)?;
                say(db, scope, told, own, DisagreementState::Fetching)?;
                mirror::fetch_anew(db, held.number)?;
                anew = true;
            }
            Agreement::Stop => {
                set_rounds(db, held.number, rounds + 1, Some(now_ms))?;
                say(db, scope, told, own, DisagreementState::Stopped)?;
            }
        }
    }
    Ok(anew)
}

/// What the server is to be told.
pub fn to_tell(db: &Connection) -> Result<Vec<Disagreement>> {
    let mut statement = db.prepare_cached("SELECT said FROM disagreements ORDER BY scope")?;
    let said = statement.query_map([], |row| sql::value(row, "said"))?;
    Ok(said.collect::<rusqlite::Result<_>>()?)
}

/// The server has been told. What was settled is spoken of no more, and the scopes that it counted
/// anew are fetched again, as is what stopped a day ago.
pub fn told(db: &Connection, again: &[Scope], now_ms: i64) -> Result<()> {
    for it in to_tell(db)? {
        let Some(held) = mirror::held(db, &it.scope)? else {
            forget(db, &it.scope)?;
            continue;
        };
        match it.state {
            DisagreementState::Fetching => {}
            DisagreementState::Healed => forget(db, &it.scope)?,
            DisagreementState::Stopped => {
                let is_a_day_old = stopped_ms(db, held.number)?
                    .is_some_and(|since_ms| since_ms + TRY_AGAIN_MS <= now_ms);
                if is_a_day_old || again.contains(&it.scope) {
                    tracing::info!(scope = %it.scope, "a scope that had stopped is fetched once more");
                    set_rounds(db, held.number, ROUNDS_MAX - 1, None)?;
                    mirror::fetch_anew(db, held.number)?;
                    set_state(db, &it.scope, DisagreementState::Fetching)?;
                }
            }
        }
    }
    Ok(())
}

/// Nothing of before is worth a word: the server itself is another.
pub fn forget_all(db: &Connection) -> Result<()> {
    db.execute("DELETE FROM disagreements", [])?;
    Ok(())
}

/// Whether a scope is pulled no more.
pub fn has_stopped(db: &Connection) -> Result<bool> {
    let sql = "SELECT 1 FROM scopes WHERE stopped_ms IS NOT NULL";
    Ok(db.prepare_cached(sql)?.exists([])?)
}

fn say(
    db: &Connection,
    scope: &Scope,
    told: &Manifest,
    own: Tally,
    state: DisagreementState,
) -> Result<()> {
    tracing::error!(
        %scope,
        head = told.head,
        told = told.tally.count,
        own = own.count,
        ?state,
        "the rows here are not what the server counted"
    );
    keep(
        db,
        &Disagreement {
            scope: scope.clone(),
            told: *told,
            own,
            state,
        },
    )
}

fn set_state(db: &Connection, scope: &Scope, state: DisagreementState) -> Result<()> {
    let said: Option<Disagreement> = db
        .prepare_cached("SELECT said FROM disagreements WHERE scope = ?1")?
        .query_row([scope.to_string()], |row| sql::value(row, "said"))
        .optional()?;
    match said {
        Some(said) => keep(db, &Disagreement { state, ..said }),
        None => Ok(()),
    }
}

fn keep(db: &Connection, said: &Disagreement) -> Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO disagreements (scope, said) VALUES (?1, ?2)")?
        .execute((said.scope.to_string(), sql::cbor(said)?))?;
    Ok(())
}

fn forget(db: &Connection, scope: &Scope) -> Result<()> {
    db.prepare_cached("DELETE FROM disagreements WHERE scope = ?1")?
        .execute([scope.to_string()])?;
    Ok(())
}

fn rounds(db: &Connection, number: i64) -> Result<u32> {
    let sql = "SELECT rounds FROM scopes WHERE n = ?1";
    Ok(db
        .prepare_cached(sql)?
        .query_row([number], |row| row.get(0))?)
}

fn stopped_ms(db: &Connection, number: i64) -> Result<Option<i64>> {
    let sql = "SELECT stopped_ms FROM scopes WHERE n = ?1";
    Ok(db
        .prepare_cached(sql)?
        .query_row([number], |row| row.get(0))?)
}

fn set_rounds(db: &Connection, number: i64, rounds: u32, stopped_ms: Option<i64>) -> Result<()> {
    db.prepare_cached("UPDATE scopes SET rounds = ?2, stopped_ms = ?3 WHERE n = ?1")?
        .execute((number, rounds, stopped_ms))?;
    Ok(())
}
