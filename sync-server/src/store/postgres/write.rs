//! Writes what was decided: all in bulk.

use std::collections::HashMap;

use futures_util::future::try_join4;
use rantang_core::ids::OpId;
use rantang_core::registers::EntityRef;
use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::Manifest;
use rantang_core::sync::protocol::Verdict;
use rantang_core::time::Effective;

use super::db::Db;
use super::locks::Held;
use super::log::{self, At};
use super::rows::Writing;
use super::trouble::PgResult;
use super::{acceptances, projections};
use crate::intake::{Decided, Outcome, Placed, place, scopes_of};
use crate::store::place::{Known, place_of};

/// Where the rows of entities stand; kept up to date by what is written.
pub type Places = HashMap<EntityRef, i64>;

/// Writes a batch with its effects; the verdicts are in the order of the entries.
pub async fn write(
    db: &Db<'_>,
    held: &mut Held,
    places: &mut Places,
    at: &At<'_>,
    decided: &Decided,
) -> PgResult<Vec<(OpId, Verdict)>> {
    let (placed, manifests) = placed(held, decided);
    let writing = Writing::of(
        &placed,
        &manifests,
        &decided.scopes,
        places,
        held,
        at.received_ms,
    )?;
    let (_, _, _, verdicts) = try_join4(
        writing.write(db),
        projections::write(db, &placed, &decided.assignments),
        acceptances::keep(db, &decided.acceptances),
        log::append(db, at, &decided.entries, &placed),
    )
    .await?;
    keep(held, places, &placed, &manifests);
    Ok(verdicts)
}

/// Writes the effect of one stored operation that was decided again.
pub async fn write_effect(
    db: &Db<'_>,
    held: &mut Held,
    places: &mut Places,
    decided: &Decided,
    (outcome, time): (&Outcome, Effective),
) -> PgResult<Verdict> {
    let (placed, manifests) = placed(held, decided);
    let writing = Writing::of(
        &placed,
        &manifests,
        &decided.scopes,
        places,
        held,
        time.at_ms,
    )?;
    writing.write(db).await?;
    projections::write(db, &placed, &decided.assignments).await?;
    acceptances::keep(db, &decided.acceptances).await?;
    keep(held, places, &placed, &manifests);
    Ok(placed.verdict(outcome, time))
}

/// With what stands in each scope afterwards.
fn placed(held: &Held, decided: &Decided) -> (Placed, Vec<(Scope, Manifest)>) {
    let scopes = scopes_of(decided);
    let placed = place(decided, held.heads_of(&scopes));
    let manifests = scopes.into_iter().map(|scope| {
        let before = held.scopes.get(&scope).unwrap_or(&Known::NONE).manifest;
        let after = placed.manifest(&scope, before);
        (scope, after)
    });
    let manifests = manifests.collect();
    (placed, manifests)
}

/// What the next write within this transaction goes on from.
fn keep(held: &mut Held, places: &mut Places, placed: &Placed, manifests: &[(Scope, Manifest)]) {
    held.set(manifests);
    for (row, position) in &placed.puts {
        places.insert(row.entity, place_of(held.number(&row.scope), *position));
    }
}
