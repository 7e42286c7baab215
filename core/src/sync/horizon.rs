//! How far back a device keeps facts: a phone 35 days, a coordinator's desk the programme period.
//!
//! What grows old is a fact with a date. A row that describes how things are never does.

use chrono::{Days, NaiveDate};

use crate::covers::{self, CoverTerm};
use crate::deliveries::{self, Attempt};
use crate::registers::{EntityKind, Row};
use crate::runs::{self, RunStarted};
use crate::staff::Role;
use crate::time::date_of;

/// Five weeks: the month that a report is about, and the days in which it is written.
pub const FACTS_BACK_DAYS: u64 = 35;

/// The first date whose facts stay on a device; `None`: all of them do.
pub fn facts_since(roles: &[Role], today: NaiveDate) -> Option<NaiveDate> {
    let only_at_doors = roles
        .iter()
        .all(|role| matches!(role, Role::Kurir | Role::Psm));
    if roles.is_empty() || !only_at_doors {
        return None;
    }
    today.checked_sub_days(Days::new(FACTS_BACK_DAYS))
}

/// Whether a row is of before `since`.
pub fn is_older(row: &Row, since: NaiveDate) -> bool {
    fact_date(row).is_some_and(|date| date < since)
}

/// The date of the fact that a row holds; `None`: it does not grow old.
fn fact_date(row: &Row) -> Option<NaiveDate> {
    match row.entity.kind {
        EntityKind::Delivery => {
            let attempt: Option<Attempt> = row.read(&deliveries::registers::ATTEMPT);
            attempt.map_or_else(|| last_written(row), |attempt| Some(attempt.date))
        }
        EntityKind::Run => {
            let started: Option<RunStarted> = row.read(&runs::registers::START);
            started.map_or_else(|| last_written(row), |started| Some(started.date))
        }
        EntityKind::Cover => {
            let term: Option<CoverTerm> = row.read(&covers::registers::TERM);
            term.map_or_else(|| last_written(row), |term| Some(term.until))
        }
        EntityKind::DeliveryCase
        | EntityKind::Alert
        | EntityKind::Review
        | EntityKind::Departure => last_written(row),
        EntityKind::Programme
        | EntityKind::Period
        | EntityKind::ServiceDay
        | EntityKind::Organisation
        | EntityKind::User
        | EntityKind::Route
        | EntityKind::Person
        | EntityKind::PersonCase
        | EntityKind::Contact
        | EntityKind::Enrolment
        | EntityKind::Hold
        | EntityKind::Incident
        | EntityKind::Proposal
        | EntityKind::Form => None,
        // Few, and a visitor compares with the last check, however long ago.
        EntityKind::Visit | EntityKind::Assessment => None,
    }
}

/// By effective time, for what names no date itself.
fn last_written(row: &Row) -> Option<NaiveDate> {
    row.registers
        .values()
        .flat_map(|register| register.heads())
        .map(|head| head.at_ms)
        .max()
        .map(date_of)
}

#[cfg(test)]
mod tests {
    use serde_bytes::ByteBuf;
    use uuid::Uuid;

    use super::*;
    use crate::deliveries::outcome::Slot;
    use crate::ids::{OpId, RouteId, RunId, UserId};
    use crate::places::AreaCode;
    use crate::registers::{EntityRef, Head, Register, RegisterName};
    use crate::runs::Sitting;
    use crate::scopes::Scope;
    use crate::time::start_of_day_ms;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(kind: EntityKind, register: RegisterName, value: &impl serde::Serialize) -> Row {
        let scope = Scope::Plan {
            area: AreaCode::parse("31.71.08.1002").unwrap(),
        };
        let mut row = Row::new(EntityRef::new(kind, Uuid::nil()), scope, None);
        let mut bytes = Vec::new();
        ciborium::into_writer(value, &mut bytes).unwrap();
        let mut set = Register::default();
        let head = Head {
            op: OpId(Uuid::nil()),
            author: UserId(Uuid::nil()),
            // Taken in days later: the date of the fact counts.
            at_ms: start_of_day_ms(date("2026-10-25")),
            is_uncertain: false,
            value: ByteBuf::from(bytes),
        };
        set.apply(head, &[]);
        row.registers.insert(register, set);
        row
    }

    fn delivery() -> Row {
        let route = RouteId(Uuid::nil());
        let attempt = Attempt {
            run: RunId::of(route, date("2026-10-19"), Sitting::Morning),
            date: date("2026-10-19"),
            sitting: Sitting::Morning,
            slots: vec![Slot::First],
            courier: UserId(Uuid::nil()),
        };
        row(
            EntityKind::Delivery,
            deliveries::registers::ATTEMPT,
            &attempt,
        )
    }

    #[test]
    fn a_phone_keeps_thirty_five_days_and_a_desk_all() {
        let today = date("2026-11-24");
        assert_eq!(
            facts_since(&[Role::Kurir, Role::Psm], today),
            Some(date("2026-10-20"))
        );
        assert_eq!(facts_since(&[Role::Kurir, Role::Koordinator], today), None);
        assert_eq!(facts_since(&[], today), None);
    }

    #[test]
    fn a_delivery_leaves_by_its_service_date() {
        assert!(is_older(&delivery(), date("2026-10-20")));
        assert!(!is_older(&delivery(), date("2026-10-19")));
    }

    #[test]
    fn what_names_no_date_leaves_by_its_last_writing() {
        let case = row(
            EntityKind::DeliveryCase,
            deliveries::registers::CASE,
            &deliveries::DeliveryCase::default(),
        );
        assert!(is_older(&case, date("2026-10-26")));
        assert!(!is_older(&case, date("2026-10-25")));
    }

    #[test]
    fn how_things_are_never_grows_old() {
        let mut person = delivery();
        person.entity.kind = EntityKind::Enrolment;
        assert!(!is_older(&person, date("2030-01-01")));
    }
}
