//! What today has brought for one person, in one mark.

use chrono::NaiveDate;
use rantang_core::day::door::{AttemptFact, DoorState, slot_of};
use rantang_core::day::listing::{Due, Member};
use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use rantang_core::deliveries::slot::SlotState;
use rantang_core::holds::HoldReason;
use rantang_core::people::life::Life;

use super::view::{HoldView, TodayMark};

/// What the attempts of a day add up to.
pub(super) struct Tried {
    outcome: Outcome,
    at_ms: i64,
    wellbeing: Option<Wellbeing>,
    /// The door does not come back today.
    pub is_final: bool,
    has_duplicates: bool,
}

/// `None`: nobody was at the door.
pub(super) fn tried(attempts: &[AttemptFact]) -> Option<Tried> {
    let (outcome, at_ms, is_final) = match DoorState::of(attempts) {
        DoorState::Waiting => return None,
        DoorState::Retry { outcome, at_ms } => (outcome, at_ms, false),
        DoorState::Done { outcome, at_ms } => (outcome, at_ms, true),
    };
    let worst = |it: &Wellbeing| match it {
        Wellbeing::Urgent => 3,
        Wellbeing::Unwell => 2,
        Wellbeing::Well => 1,
        Wellbeing::NotSeen => 0,
    };
    let duplicates = match slot_of(attempts) {
        SlotState::HandedOver { duplicates, .. } => duplicates.len(),
        SlotState::Untouched | SlotState::Tried(_) => 0,
    };
    Some(Tried {
        outcome,
        at_ms,
        wellbeing: attempts
            .iter()
            .filter_map(|attempt| attempt.value.wellbeing)
            .max_by_key(worst),
        is_final,
        has_duplicates: duplicates != 0,
    })
}

pub(super) fn mark(due: &Due, has_route: bool, serves: bool, tried: Option<&Tried>) -> TodayMark {
    match (tried, due) {
        (Some(tried), _) if tried.has_duplicates => TodayMark::Review,
        (Some(tried), _) => TodayMark::Attempt {
            outcome: tried.outcome,
            wellbeing: tried.wellbeing,
            at_ms: tried.at_ms,
            final_for_today: tried.is_final,
        },
        (None, Due::Held { .. }) => TodayMark::Held,
        (None, Due::NotListed) => TodayMark::NoService,
        (None, Due::Visit { .. }) if !has_route => TodayMark::NoRoute,
        (None, Due::Visit { .. }) if !serves => TodayMark::NoService,
        (None, Due::Visit { is_new: true }) => TodayMark::New,
        (None, Due::Visit { is_new: false }) => TodayMark::Waiting,
    }
}

/// The hold that keeps somebody from today's list, with what was written of it.
pub(super) fn hold_view(member: &Member, due: &Due, date: NaiveDate) -> Option<HoldView> {
    let Due::Held { reason, until } = due else {
        return None;
    };
    let placed = member
        .holds
        .iter()
        .find(|hold| hold.covers(date) && hold.term.reason == *reason && hold.term.until == *until);
    let (from, note) = match (&member.life, placed) {
        (Life::Reported { at_ms, note, .. } | Life::Deceased { at_ms, note, .. }, _) => {
            (rantang_core::time::date_of(*at_ms), note)
        }
        (Life::Alive, Some(hold)) => (hold.term.from, &hold.term.note),
        (Life::Alive, None) => (member.state.date, &member.state.reason),
    };
    let is_derived = matches!(
        reason,
        HoldReason::DeathReported | HoldReason::Deceased | HoldReason::Suspended
    );
    Some(HoldView {
        id: placed.filter(|_| !is_derived).map(|hold| hold.hold.0),
        reason: *reason,
        from,
        until: *until,
        note: note.to_string(),
    })
}
