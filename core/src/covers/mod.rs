//! Covers: somebody else carries a route for some days, or the rest of one round.
//!
//! A cover is a right as well as an arrangement: the server grants the route's scope to whoever
//! covers it, for its time. It ends by itself.

pub mod operations;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, RouteId, UserId};
use crate::places::AreaCode;
use crate::registers::{EntityKind, Row};
use crate::runs::Sitting;
use crate::time::{end_of_day_ms, start_of_day_ms};

/// Names of the registers of a cover.
pub mod registers {
    use crate::registers::RegisterName;

    pub const TERM: RegisterName = RegisterName::new("term");
    /// A fact: it ended when that was said, whatever stood in the term.
    pub const ENDED: RegisterName = RegisterName::new("ended");
}

/// The list of a day is fetched on the evening before, where there is a signal.
pub const LIST_AHEAD_MS: i64 = 24 * 3_600_000;

/// Who carries what instead of its courier, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverTerm {
    pub route: RouteId,
    pub kelurahan: AreaCode,
    pub courier: UserId,
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// `None`: the whole route.
    pub rest: Option<RestOfRound>,
}

/// The doors of one round that its courier handed over to a colleague.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestOfRound {
    pub sitting: Sitting,
    pub doors: Vec<PersonId>,
}

impl CoverTerm {
    pub fn from_ms(&self) -> i64 {
        start_of_day_ms(self.from)
    }

    /// The first instant after it.
    pub fn until_ms(&self) -> i64 {
        end_of_day_ms(self.until)
    }
}

/// A cover as its row says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    pub term: CoverTerm,
    pub from_ms: i64,
    /// Its last day, or when somebody ended it.
    pub until_ms: i64,
}

impl Cover {
    /// `None`: not a cover, or only its end has arrived.
    pub fn of(row: &Row) -> Option<Self> {
        if row.entity.kind != EntityKind::Cover {
            return None;
        }
        let term: CoverTerm = row.read(&registers::TERM)?;
        let ended_ms = row
            .register(&registers::ENDED)
            .and_then(|register| register.heads().iter().map(|head| head.at_ms).min());
        let from_ms = term.from_ms();
        let until_ms = term.until_ms();
        Some(Self {
            from_ms,
            until_ms: ended_ms.map_or(until_ms, |ended_ms| ended_ms.min(until_ms)),
            term,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::operations::{End, Give};
    use super::*;
    use crate::ids::{CoverId, OpId};
    use crate::operation::Payload;
    use crate::plan::{Reads, Stamp, plan};
    use crate::registers::EntityRef;
    use crate::scopes::Scope;

    fn kelurahan() -> AreaCode {
        AreaCode::parse("31.71.08.1002").expect("a code")
    }

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a date")
    }

    /// 24 and 25 November.
    fn given() -> Payload {
        Give {
            cover: CoverId(Uuid::from_u128(1)),
            term: CoverTerm {
                route: RouteId(Uuid::from_u128(2)),
                kelurahan: kelurahan(),
                courier: UserId(Uuid::from_u128(3)),
                from: on(24),
                until: on(25),
                rest: None,
            },
        }
        .into()
    }

    fn ended() -> Payload {
        End {
            cover: CoverId(Uuid::from_u128(1)),
            kelurahan: kelurahan(),
        }
        .into()
    }

    /// The cover after these operations, in this order, each with its effective time.
    fn after(said: &[(u128, Payload, i64)]) -> Option<Cover> {
        let scope = Scope::Plan { area: kelurahan() };
        let entity = EntityRef::new(EntityKind::Cover, CoverId(Uuid::from_u128(1)));
        let mut reads = Reads::default();
        for (op, payload, at_ms) in said {
            let stamp = Stamp {
                op: OpId(Uuid::from_u128(*op)),
                author: UserId(Uuid::nil()),
                at_ms: *at_ms,
                is_uncertain: false,
                scope: &scope,
            };
            for row in plan(stamp, payload, &reads).puts {
                reads.rows.insert(row.entity, row);
            }
        }
        Cover::of(reads.rows.get(&entity)?)
    }

    #[test]
    fn a_cover_lasts_from_its_first_day_to_the_end_of_its_last() {
        let cover = after(&[(1, given(), 0)]).expect("a cover");
        assert_eq!(cover.from_ms, start_of_day_ms(on(24)));
        assert_eq!(cover.until_ms, start_of_day_ms(on(26)));
    }

    proptest! {
        /// Ended by two desks, in whatever order it is heard: at the first end, never later than its term.
        #[test]
        fn a_cover_is_the_same_in_whatever_order_it_is_heard(
            ends in prop::collection::vec(0i64..72, 0..3),
            order in prop::collection::vec(any::<prop::sample::Index>(), 3),
        ) {
            let midnight = start_of_day_ms(on(24));
            let mut said = vec![(1, given(), midnight)];
            for (at, hour) in ends.iter().enumerate() {
                said.push((10 + at as u128, ended(), midnight + hour * 3_600_000));
            }
            let expected = ends.iter().map(|hour| midnight + hour * 3_600_000).min();
            let straight = after(&said).expect("a cover");
            prop_assert_eq!(
                straight.until_ms,
                expected.unwrap_or(i64::MAX).min(start_of_day_ms(on(26)))
            );
            for (at, with) in order.iter().enumerate().take(said.len()) {
                let with = with.index(said.len());
                said.swap(at, with);
            }
            prop_assert_eq!(after(&said), Some(straight));
        }
    }
}
