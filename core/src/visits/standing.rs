//! Where a visit stands for whoever looks at it.

use chrono::{Days, NaiveDate};

/// How a planned visit is to be seen today.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(
    feature = "ts",
    derive(ts_rs::TS),
    ts(export, rename = "VisitStanding")
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// *Mohon dilengkapi*: the coordinator waits for an answer.
    Returned,
    Overdue,
    /// Today or tomorrow.
    Due,
    Later,
    Done,
    Cancelled,
}

/// What is known of a visit.
#[derive(Clone, Copy, Debug)]
pub struct VisitFacts {
    /// `None`: made without a plan.
    pub due: Option<NaiveDate>,
    pub made: bool,
    pub cancelled: bool,
    /// The coordinator asked for something that nobody answered yet.
    pub returned: bool,
}

/// A visit that was made is done, also where somebody cancelled it meanwhile: it happened.
pub fn standing(visit: VisitFacts, today: NaiveDate) -> Standing {
    if visit.made {
        return if visit.returned {
            Standing::Returned
        } else {
            Standing::Done
        };
    }
    if visit.cancelled {
        return Standing::Cancelled;
    }
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    match visit.due {
        Some(due) if due < today => Standing::Overdue,
        Some(due) if due <= tomorrow => Standing::Due,
        _ => Standing::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn planned(due: u32) -> VisitFacts {
        VisitFacts {
            due: Some(day(due)),
            made: false,
            cancelled: false,
            returned: false,
        }
    }

    #[test]
    fn a_plan_is_later_then_due_then_overdue() {
        let seen = |due| standing(planned(due), day(24));
        assert_eq!(
            [26, 25, 24, 23].map(seen),
            [
                Standing::Later,
                Standing::Due,
                Standing::Due,
                Standing::Overdue
            ]
        );
    }

    #[test]
    fn a_visit_that_was_made_is_done_whoever_cancelled_it() {
        let made = VisitFacts {
            made: true,
            cancelled: true,
            ..planned(20)
        };
        assert_eq!(standing(made, day(24)), Standing::Done);
        let returned = VisitFacts {
            returned: true,
            ..made
        };
        assert_eq!(standing(returned, day(24)), Standing::Returned);
    }
}
