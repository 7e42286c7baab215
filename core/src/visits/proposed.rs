//! Visits that the records themselves ask for, until a coordinator hands them out.

use chrono::NaiveDate;

use crate::alerts::AlertRule;
use crate::ids::{ItemId, PersonId, VisitId, derived};

/// An unassigned proposal stands out after this long.
pub const STANDS_OUT_AFTER_MIN: u32 = 120;

/// Why a visit is proposed. One person has one proposal at a time: the most urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// An alert of a delivery: urgent, nobody saw, searching, unwell.
    Alert { rule: AlertRule, alert: ItemId },
    /// So many services in a row without a hand-over.
    MissedMeals { days: u32 },
    /// Not seen in person for so many services.
    NotSeen { days: u32 },
}

/// A visit that nobody has planned yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    pub visit: VisitId,
    pub person: PersonId,
    pub reason: Reason,
    /// When the reason arose.
    pub since_ms: i64,
}

/// What is known of one service day of a person, latest first in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceFact {
    pub date: NaiveDate,
    /// The person was on the list, and the day is over or has a result.
    pub expected: bool,
    pub handed_over: bool,
    pub seen_in_person: bool,
    /// Away, in hospital, declined: nobody wonders.
    pub explained: bool,
}

/// The numbers of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub missed_meals_days: u32,
    pub not_seen_days: u32,
}

/// An alert that calls for somebody to go there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertFact {
    pub rule: AlertRule,
    pub alert: ItemId,
    pub at_ms: i64,
}

/// Whether somebody has to go there.
pub fn calls_for_visit(rule: AlertRule) -> bool {
    matches!(
        rule,
        AlertRule::Urgent | AlertRule::NobodySaw | AlertRule::Searching | AlertRule::Unwell
    )
}

/// What the records ask for. `last_visit`: the day of the latest visit that was made; what it
/// answered asks no more.
pub fn proposed(
    person: PersonId,
    alerts: &[AlertFact],
    services: &[ServiceFact],
    last_visit: Option<NaiveDate>,
    limits: Limits,
    midnight_ms: impl Fn(NaiveDate) -> i64,
) -> Option<Proposed> {
    let after = |ms: i64| last_visit.is_none_or(|visit| midnight_ms(visit) <= ms);
    let alert = alerts
        .iter()
        .filter(|it| calls_for_visit(it.rule) && after(it.at_ms))
        .min_by_key(|it| (it.rule, it.at_ms));
    if let Some(it) = alert {
        return Some(Proposed {
            visit: visit_id("alert", person, it.alert.as_bytes()),
            person,
            reason: Reason::Alert {
                rule: it.rule,
                alert: it.alert,
            },
            since_ms: it.at_ms,
        });
    }
    let open = |service: &&ServiceFact| {
        service.expected && last_visit.is_none_or(|visit| visit < service.date)
    };
    let missed: Vec<_> = services
        .iter()
        .filter(open)
        .take_while(|it| !it.handed_over && !it.explained)
        .collect();
    let unseen: Vec<_> = services
        .iter()
        .filter(open)
        .take_while(|it| !it.seen_in_person && !it.explained)
        .collect();
    let reached = |streak: &[&ServiceFact], limit: u32| {
        let limit = limit as usize;
        (0 < limit && limit <= streak.len()).then(|| {
            // The day on which the limit was reached names the visit: it stays the same tomorrow.
            let first = streak[streak.len() - 1].date;
            let since_ms = midnight_ms(streak[streak.len() - limit].date);
            (first, since_ms, streak.len() as u32)
        })
    };
    let named =
        |tag: &str, (first, since_ms, days): (NaiveDate, i64, u32), reason: fn(u32) -> Reason| {
            Proposed {
                visit: visit_id(tag, person, first.to_string().as_bytes()),
                person,
                reason: reason(days),
                since_ms,
            }
        };
    if let Some(streak) = reached(&missed, limits.missed_meals_days) {
        return Some(named("missed", streak, |days| Reason::MissedMeals { days }));
    }
    reached(&unseen, limits.not_seen_days)
        .map(|streak| named("not_seen", streak, |days| Reason::NotSeen { days }))
}

/// The same proposal has the same id everywhere.
fn visit_id(tag: &str, person: PersonId, what: &[u8]) -> VisitId {
    VisitId(derived("visit", &[tag.as_bytes(), person.as_bytes(), what]))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const LIMITS: Limits = Limits {
        missed_meals_days: 3,
        not_seen_days: 5,
    };

    fn person() -> PersonId {
        PersonId(Uuid::from_u128(1))
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn midnight(date: NaiveDate) -> i64 {
        i64::from(date.to_epoch_days()) * 86_400_000
    }

    fn missed(on: u32) -> ServiceFact {
        ServiceFact {
            date: day(on),
            expected: true,
            handed_over: false,
            seen_in_person: false,
            explained: false,
        }
    }

    fn left(on: u32) -> ServiceFact {
        ServiceFact {
            handed_over: true,
            ..missed(on)
        }
    }

    fn ask(services: &[ServiceFact], last_visit: Option<NaiveDate>) -> Option<Proposed> {
        proposed(person(), &[], services, last_visit, LIMITS, midnight)
    }

    #[test]
    fn three_missed_meals_ask_for_a_visit_and_two_do_not() {
        assert_eq!(ask(&[missed(24), missed(23)], None), None);
        let asked = ask(&[missed(24), missed(23), missed(22)], None).unwrap();
        assert_eq!(asked.reason, Reason::MissedMeals { days: 3 });
    }

    #[test]
    fn the_proposal_of_today_is_still_the_same_tomorrow() {
        let today = ask(&[missed(24), missed(23), missed(22), left(21)], None).unwrap();
        let tomorrow = ask(
            &[missed(25), missed(24), missed(23), missed(22), left(21)],
            None,
        );
        assert_eq!(tomorrow.unwrap().visit, today.visit);
    }

    #[test]
    fn boxes_left_outside_for_days_ask_whether_anybody_saw_the_person() {
        let boxes: Vec<_> = (20..=24).rev().map(left).collect();
        let asked = ask(&boxes, None).unwrap();
        assert_eq!(asked.reason, Reason::NotSeen { days: 5 });
    }

    #[test]
    fn a_visit_answers_what_was_before_it() {
        let services = [missed(24), missed(23), missed(22)];
        assert_eq!(ask(&services, Some(day(22))), None);
        assert!(ask(&services, Some(day(21))).is_some());
    }

    #[test]
    fn nobody_wonders_about_somebody_in_hospital() {
        let in_hospital = ServiceFact {
            explained: true,
            ..missed(23)
        };
        assert_eq!(
            ask(&[missed(24), in_hospital, missed(22), missed(21)], None),
            None
        );
    }

    #[test]
    fn an_urgent_alert_comes_before_every_streak() {
        let alert = |rule, id| AlertFact {
            rule,
            alert: ItemId(Uuid::from_u128(id)),
            at_ms: midnight(day(24)),
        };
        let alerts = [alert(AlertRule::Unwell, 1), alert(AlertRule::Urgent, 2)];
        let services = [missed(24), missed(23), missed(22)];
        let asked = proposed(person(), &alerts, &services, None, LIMITS, midnight).unwrap();
        assert!(matches!(
            asked.reason,
            Reason::Alert {
                rule: AlertRule::Urgent,
                ..
            }
        ));
        let food = [alert(AlertRule::Food, 3)];
        assert_eq!(proposed(person(), &food, &[], None, LIMITS, midnight), None);
    }
}
