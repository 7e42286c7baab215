//! Pairs of people who are probably one, of whom one was registered lately.

use std::collections::{BTreeSet, HashSet};

use chrono::{Days, NaiveDate};
use rantang_core::ids::PersonId;
use rantang_core::similar::{Reason, pair_id};
use rantang_core::time::start_of_day_ms;
use rusqlite::Connection;
use uuid::Uuid;

use super::comparing::{FEW, due, known, of_one};
use super::view::Pair;
use crate::store::Result;
use crate::store::sql;

/// Whoever was registered before was asked about by then.
const DAYS_BACK: u64 = 35;

/// What *Perlu dicek* asks about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    /// The latest; as many as were asked for.
    pub pairs: Vec<Pair>,
    /// There are more.
    pub more: bool,
    /// So many people are being compared: pairs with them come later.
    pub comparing: u32,
}

pub(super) fn since_ms(today: NaiveDate) -> i64 {
    let first = today.checked_sub_days(Days::new(DAYS_BACK));
    start_of_day_ms(first.unwrap_or(NaiveDate::MIN))
}

/// At most so many pairs but those that are `settled`, by [`pair_id`]. A few people who are not compared yet are
/// compared now; more are waited for.
pub(crate) fn lately(
    db: &Connection,
    today: NaiveDate,
    settled: &HashSet<Uuid>,
    most: usize,
) -> Result<Pairs> {
    let mut all = Pairs::default();
    let mut fresh: BTreeSet<i64> = due(db, FEW as i64 + 1)?.into_iter().collect();
    if FEW < fresh.len() {
        let count = "SELECT count(*) FROM likeness_due";
        all.comparing = db.query_row(count, [], |row| row.get(0))?;
        fresh.clear();
    }
    let is_open = |pair: &Pair| {
        let id = pair_id(PersonId(pair.first), PersonId(pair.second));
        !settled.contains(&id.0)
    };
    for n in &fresh {
        of_fresh(db, *n, today, &mut all.pairs)?;
    }
    all.pairs.retain(is_open);
    let sql =
        "SELECT l.person, l.other, l.score, l.reasons, a.id AS one_id, a.first_at_ms AS one_ms,
                   b.id AS other_id, b.first_at_ms AS other_ms
               FROM likeness l JOIN persons a ON a.n = l.person JOIN persons b ON b.n = l.other
               WHERE ?1 <= l.lately_ms AND a.alias_of IS NULL AND b.alias_of IS NULL
                   AND (l.person < l.other OR NOT EXISTS
                       (SELECT 1 FROM likeness r WHERE r.person = l.other AND r.other = l.person))
               ORDER BY l.lately_ms DESC";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([since_ms(today)])?;
    while let Some(row) = rows.next()? {
        // As they were before they changed.
        if fresh.contains(&row.get("person")?) || fresh.contains(&row.get("other")?) {
            continue;
        }
        let sides = [
            (sql::id(row, "one_id")?, row.get("one_ms")?),
            (sql::id(row, "other_id")?, row.get("other_ms")?),
        ];
        let reasons: Option<Vec<Reason>> = sql::maybe_value(row, "reasons")?;
        let pair = pair(sides, row.get("score")?, reasons.unwrap_or_default());
        if !is_open(&pair) {
            continue;
        }
        if most <= all.pairs.len() {
            all.more = true;
            break;
        }
        all.pairs.push(pair);
    }
    all.more |= most < all.pairs.len();
    all.pairs.truncate(most);
    Ok(all)
}

/// The pairs of one person that are not among them yet.
fn of_fresh(db: &Connection, n: i64, today: NaiveDate, pairs: &mut Vec<Pair>) -> Result<()> {
    let id = "SELECT id FROM persons WHERE n = ?1";
    let mut statement = db.prepare_cached(id)?;
    let mut rows = statement.query([n])?;
    let Some(row) = rows.next()? else {
        return Ok(());
    };
    let person: PersonId = sql::id(row, "id")?;
    let Some((_, at_ms)) = known(db, person)? else {
        return Ok(());
    };
    for other in of_one(db, n, today)? {
        let sides = [(person, at_ms), (other.person, other.first_at_ms)];
        let pair = pair(sides, other.similarity.score, other.similarity.reasons);
        let is_there = |it: &Pair| (it.first, it.second) == (pair.first, pair.second);
        if !pairs.iter().any(is_there) {
            pairs.push(pair);
        }
    }
    Ok(())
}

fn pair(mut sides: [(PersonId, i64); 2], score: u8, reasons: Vec<Reason>) -> Pair {
    sides.sort_by_key(|(person, at_ms)| (*at_ms, *person));
    let [(first, _), (second, _)] = sides;
    Pair {
        first: first.0,
        second: second.0,
        score,
        reasons,
    }
}
