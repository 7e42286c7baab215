//! Who is on the list of a route on a date, and why somebody is not to be visited.

use chrono::{Days, NaiveDate};

use crate::deliveries::outcome::Slot;
use crate::enrolment::{EnrolmentState, EnrolmentStatus};
use crate::holds::{HoldReason, HoldTerm};
use crate::ids::{HoldId, PersonId};
use crate::people::life::Life;
use crate::programme::PeriodTerms;
use crate::runs::Sitting;
use crate::time::date_of;

/// What the list needs to know of one person of a route.
#[derive(Clone, Debug)]
pub struct Member {
    pub person: PersonId,
    pub state: EnrolmentState,
    /// Compared as text: the walking order.
    pub order_key: String,
    /// `None`: not asked; in Ramadan they are served with those who fast.
    pub fasting: Option<bool>,
    pub holds: Vec<Hold>,
    pub life: Life,
}

#[derive(Clone, Debug)]
pub struct Hold {
    pub hold: HoldId,
    pub term: HoldTerm,
    /// Deliveries go on from this day.
    pub ended_on: Option<NaiveDate>,
}

impl Hold {
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.term.covers(date) && self.ended_on.is_none_or(|on| date < on)
    }
}

/// Whether somebody is visited on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    Visit {
        is_new: bool,
    },
    /// On the list so that the courier knows, but not to be delivered.
    Held {
        reason: HoldReason,
        until: Option<NaiveDate>,
    },
    NotListed,
}

/// How long a death stays on the list, so that nobody asks at the door.
const DEATH_SHOWN_DAYS: u64 = 7;

/// Decides one person on one date, whatever the sitting.
pub fn due(member: &Member, date: NaiveDate) -> Due {
    let begun = member.state.date <= date;
    let listed = match member.state.status {
        EnrolmentStatus::Active | EnrolmentStatus::Suspended => begun,
        EnrolmentStatus::Left => !begun,
        EnrolmentStatus::Candidate | EnrolmentStatus::Verified => false,
    };
    match &member.life {
        Life::Deceased { at_ms, .. } => {
            let shown_until = date_of(*at_ms).checked_add_days(Days::new(DEATH_SHOWN_DAYS));
            return if shown_until.is_some_and(|until| date <= until) {
                Due::Held {
                    reason: HoldReason::Deceased,
                    until: None,
                }
            } else {
                Due::NotListed
            };
        }
        Life::Reported { .. } if listed => {
            return Due::Held {
                reason: HoldReason::DeathReported,
                until: None,
            };
        }
        Life::Reported { .. } | Life::Alive => {}
    }
    if !listed {
        return Due::NotListed;
    }
    if begun && member.state.status == EnrolmentStatus::Suspended {
        return Due::Held {
            reason: HoldReason::Suspended,
            until: None,
        };
    }
    // Of several holds the one that lasts longest is shown; an open end lasts longest.
    let last = |hold: &&Hold| hold.term.until.unwrap_or(NaiveDate::MAX);
    match member
        .holds
        .iter()
        .filter(|hold| hold.covers(date))
        .max_by_key(last)
    {
        Some(hold) => Due::Held {
            reason: hold.term.reason,
            until: hold.term.until,
        },
        None => Due::Visit {
            is_new: member.state.date == date,
        },
    }
}

/// At which sitting a person is served: in Ramadan those who do not fast keep the morning.
pub fn sitting_of(member: &Member, ramadan: bool) -> Sitting {
    if ramadan && member.fasting != Some(false) {
        Sitting::Afternoon
    } else {
        Sitting::Morning
    }
}

/// The sittings of a day.
pub fn sittings(ramadan: bool) -> &'static [Sitting] {
    if ramadan {
        &[Sitting::Morning, Sitting::Afternoon]
    } else {
        &[Sitting::Morning]
    }
}

/// Which meals a door gets: all of the day come in one delivery.
pub fn slots(terms: &PeriodTerms) -> Vec<Slot> {
    if terms.meals_per_day < 2 {
        vec![Slot::First]
    } else {
        vec![Slot::First, Slot::Second]
    }
}

/// The list in walking order: ties are broken by id, so that every phone shows the same.
pub fn list(
    members: &[Member],
    date: NaiveDate,
    sitting: Sitting,
    ramadan: bool,
) -> Vec<(&Member, Due)> {
    let mut listed: Vec<(&Member, Due)> = members
        .iter()
        .filter(|member| sitting_of(member, ramadan) == sitting)
        .map(|member| (member, due(member, date)))
        .filter(|(_, due)| *due != Due::NotListed)
        .collect();
    listed.sort_by(|(a, _), (b, _)| (&a.order_key, a.person).cmp(&(&b.order_key, b.person)));
    listed
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::UserId;
    use crate::text::Note;
    use crate::time::start_of_day_ms;

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn active_since(day: u32) -> Member {
        Member {
            person: PersonId(Uuid::from_u128(1)),
            state: EnrolmentState {
                status: EnrolmentStatus::Active,
                date: on(day),
                reason: Note::default(),
            },
            order_key: "i".into(),
            fasting: None,
            holds: vec![],
            life: Life::Alive,
        }
    }

    fn hold(from: u32, until: Option<u32>, ended_on: Option<u32>) -> Hold {
        Hold {
            hold: HoldId(Uuid::nil()),
            term: HoldTerm {
                reason: HoldReason::Hospitalized,
                from: on(from),
                until: until.map(on),
                note: Note::default(),
            },
            ended_on: ended_on.map(on),
        }
    }

    #[test]
    fn a_hold_ends_by_itself_after_its_last_day() {
        let member = Member {
            holds: vec![hold(20, Some(23), None)],
            ..active_since(1)
        };
        assert!(matches!(due(&member, on(23)), Due::Held { .. }));
        assert_eq!(due(&member, on(24)), Due::Visit { is_new: false });
    }

    #[test]
    fn a_hold_without_an_end_lasts_until_somebody_ends_it() {
        let open = Member {
            holds: vec![hold(20, None, None)],
            ..active_since(1)
        };
        assert!(matches!(due(&open, on(30)), Due::Held { until: None, .. }));
        let ended = Member {
            holds: vec![hold(20, None, Some(24))],
            ..active_since(1)
        };
        assert_eq!(due(&ended, on(24)), Due::Visit { is_new: false });
    }

    #[test]
    fn a_death_in_the_night_stops_the_morning() {
        let by = UserId(Uuid::nil());
        let at_ms = start_of_day_ms(on(23)) + 22 * 3_600_000;
        let life = Life::Deceased {
            date: Some(on(23)),
            by,
            at_ms,
            note: Note::default(),
        };
        let member = Member {
            life,
            ..active_since(1)
        };
        assert_eq!(
            due(&member, on(24)),
            Due::Held {
                reason: HoldReason::Deceased,
                until: None
            }
        );
        assert_eq!(due(&member, on(30) + Days::new(2)), Due::NotListed);
    }

    #[test]
    fn leaving_and_entering_count_from_their_day() {
        let mut member = active_since(24);
        assert_eq!(due(&member, on(23)), Due::NotListed);
        assert_eq!(due(&member, on(24)), Due::Visit { is_new: true });
        member.state.status = EnrolmentStatus::Left;
        assert!(matches!(due(&member, on(23)), Due::Visit { .. }));
        assert_eq!(due(&member, on(24)), Due::NotListed);
    }

    #[test]
    fn in_ramadan_who_does_not_fast_keeps_the_morning() {
        let fasting = active_since(1);
        let eating = Member {
            person: PersonId(Uuid::from_u128(2)),
            fasting: Some(false),
            ..active_since(1)
        };
        let members = [fasting, eating];
        assert_eq!(list(&members, on(24), Sitting::Morning, true).len(), 1);
        assert_eq!(list(&members, on(24), Sitting::Afternoon, true).len(), 1);
        assert_eq!(list(&members, on(24), Sitting::Morning, false).len(), 2);
    }
}
