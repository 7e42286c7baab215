//! Which days are service days.
//!
//! An override of the coordinator beats the holiday, the holiday beats the week.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::PeriodTerms;
use crate::text::Line;

/// What the coordinator says about one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOverride {
    pub date: NaiveDate,
    pub serves: bool,
    pub reason: Line,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceDay {
    /// Food is cooked and carried.
    Service {
        /// The date lies in Ramadan: two sittings by each person's choice.
        ramadan: bool,
    },
    No(NoService),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoService {
    Weekday,
    Holiday { name: String },
    CalledOff { reason: Line },
    OutsidePeriod,
}

/// Decides one date. `holiday` is its name in the national list, if it is one.
pub fn service_day(
    terms: &PeriodTerms,
    date: NaiveDate,
    holiday: Option<&str>,
    said: Option<&DayOverride>,
) -> ServiceDay {
    if date < terms.first || terms.last < date {
        return ServiceDay::No(NoService::OutsidePeriod);
    }
    let ramadan = terms
        .ramadan
        .as_ref()
        .is_some_and(|r| r.first <= date && date <= r.last);
    match (said, holiday) {
        (Some(said), _) if said.serves => ServiceDay::Service { ramadan },
        (Some(said), _) => ServiceDay::No(NoService::CalledOff {
            reason: said.reason.clone(),
        }),
        (None, Some(name)) if !terms.serves_holidays => ServiceDay::No(NoService::Holiday {
            name: name.to_owned(),
        }),
        (None, _) if !terms.weekdays.contains(date.weekday()) => ServiceDay::No(NoService::Weekday),
        (None, _) => ServiceDay::Service { ramadan },
    }
}

/// The first service day after `date`, looking at most 60 days ahead.
pub fn next_service_day(
    terms: &PeriodTerms,
    date: NaiveDate,
    holiday: impl Fn(NaiveDate) -> Option<String>,
    said: impl Fn(NaiveDate) -> Option<DayOverride>,
) -> Option<NaiveDate> {
    date.iter_days().skip(1).take(60).find(|day| {
        let service = service_day(terms, *day, holiday(*day).as_deref(), said(*day).as_ref());
        matches!(service, ServiceDay::Service { .. })
    })
}
