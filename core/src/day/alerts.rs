//! What asks the coordinator for an act. Derived: the same records give the same alerts everywhere.

use super::door::{AttemptFact, slot_of, was_seen};
use crate::alerts::AlertRule;
use crate::deliveries::outcome::{FoodFlag, Outcome, Wellbeing};
use crate::deliveries::slot::SlotState;
use crate::people::life::Life;

/// An alert about one person on one date; its id is [`crate::alerts::alert_id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonAlert {
    pub rule: AlertRule,
    pub at_ms: i64,
}

/// The alerts about one person, most urgent first. `round_over`: the run that tried has finished.
pub fn person_alerts(attempts: &[AttemptFact], life: &Life, round_over: bool) -> Vec<PersonAlert> {
    let mut attempts: Vec<&AttemptFact> = attempts.iter().collect();
    attempts.sort_by_key(|attempt| (attempt.at_ms, attempt.op));
    let latest_where = |wanted: &dyn Fn(&AttemptFact) -> bool| {
        attempts
            .iter()
            .rev()
            .find(|attempt| wanted(attempt))
            .map(|attempt| attempt.at_ms)
    };
    let keadaan = |wanted| latest_where(&|attempt| attempt.value.wellbeing == Some(wanted));
    let owned: Vec<AttemptFact> = attempts.iter().map(|attempt| (*attempt).clone()).collect();
    let latest = attempts.last();
    let mut alerts = Vec::new();
    let mut add = |rule, at_ms: Option<i64>| {
        if let Some(at_ms) = at_ms {
            alerts.push(PersonAlert { rule, at_ms });
        }
    };

    add(AlertRule::Urgent, keadaan(Wellbeing::Urgent));
    if let Life::Reported { at_ms, .. } = life {
        add(AlertRule::DeathReported, Some(*at_ms));
    }
    let unanswered = latest.filter(|attempt| attempt.value.outcome == Outcome::NoAnswer);
    if let Some(attempt) = unanswered
        && !was_seen(&owned)
        && (attempt.value.seen_by_neighbor == Some(false) || round_over)
    {
        add(AlertRule::NobodySaw, Some(attempt.at_ms));
    }
    let searching = latest.filter(|attempt| attempt.value.outcome == Outcome::Searching);
    add(AlertRule::Searching, searching.map(|attempt| attempt.at_ms));
    add(AlertRule::Unwell, keadaan(Wellbeing::Unwell));
    if let SlotState::HandedOver { duplicates, .. } = slot_of(&owned) {
        add(
            AlertRule::Duplicate,
            duplicates.last().map(|attempt| attempt.at_ms),
        );
    }
    let bad_food = |attempt: &AttemptFact| {
        attempt
            .value
            .flags
            .iter()
            .any(|flag| matches!(flag, FoodFlag::FoodSpoiled | FoodFlag::ShortPortion))
    };
    add(AlertRule::Food, latest_where(&bad_food));
    let proposal =
        |attempt: &AttemptFact| matches!(attempt.value.outcome, Outcome::Moved | Outcome::Declined);
    add(AlertRule::Proposal, latest_where(&proposal));
    alerts.sort();
    alerts
}

/// What is known of a run when somebody asks whether its courier is silent.
#[derive(Clone, Copy, Debug)]
pub struct RunNews {
    /// When the run should be under way: the food is ready.
    pub due_ms: i64,
    pub started_ms: Option<i64>,
    pub finished: bool,
    pub doors_open: u32,
    /// The last record or obstacle that reached us.
    pub last_news_ms: Option<i64>,
    pub last_obstacle_ms: Option<i64>,
}

/// For how many minutes a courier has been silent, where that is too long.
///
/// An obstacle that was said calms the alarm for twice the time.
pub fn silent_for_min(run: &RunNews, silent_after_min: u32, now_ms: i64) -> Option<u32> {
    if run.finished || run.doors_open == 0 {
        return None;
    }
    let since_ms = run.last_news_ms.or(run.started_ms).unwrap_or(run.due_ms);
    let calm_min = match run.last_obstacle_ms {
        Some(at_ms) if since_ms <= at_ms => silent_after_min.saturating_mul(2),
        _ => silent_after_min,
    };
    let silent_min = u32::try_from(now_ms.saturating_sub(since_ms) / 60_000).unwrap_or(0);
    (calm_min <= silent_min).then_some(silent_min)
}

#[cfg(test)]
mod tests {
    use super::super::door::tests::attempt;
    use super::*;

    fn rules(attempts: &[AttemptFact], round_over: bool) -> Vec<AlertRule> {
        person_alerts(attempts, &Life::Alive, round_over)
            .iter()
            .map(|alert| alert.rule)
            .collect()
    }

    #[test]
    fn a_lone_elder_whom_nobody_saw_raises_an_alert() {
        let mut unseen = attempt(1, Outcome::NoAnswer);
        assert_eq!(rules(&[unseen.clone()], false), []);
        assert_eq!(rules(&[unseen.clone()], true), [AlertRule::NobodySaw]);
        unseen.value.seen_by_neighbor = Some(false);
        assert_eq!(rules(&[unseen.clone()], false), [AlertRule::NobodySaw]);
        assert_eq!(
            rules(&[unseen, attempt(2, Outcome::ReceivedSelf)], true),
            []
        );
    }

    #[test]
    fn a_neighbour_who_saw_the_person_calms_the_alert() {
        let mut seen = attempt(1, Outcome::NoAnswer);
        seen.value.seen_by_neighbor = Some(true);
        assert_eq!(rules(&[seen], true), []);
    }

    #[test]
    fn the_most_urgent_comes_first() {
        let mut urgent = attempt(1, Outcome::ReceivedSelf);
        urgent.value.wellbeing = Some(Wellbeing::Urgent);
        urgent.value.flags = vec![FoodFlag::ShortPortion];
        let both = [urgent, attempt(2, Outcome::ReceivedFamily)];
        assert_eq!(
            rules(&both, true),
            [AlertRule::Urgent, AlertRule::Duplicate, AlertRule::Food]
        );
    }

    #[test]
    fn a_courier_who_said_why_is_silent_later() {
        let run = RunNews {
            due_ms: 0,
            started_ms: Some(0),
            finished: false,
            doors_open: 3,
            last_news_ms: Some(0),
            last_obstacle_ms: None,
        };
        let after_40_min = 40 * 60_000;
        assert_eq!(silent_for_min(&run, 30, after_40_min), Some(40));
        let rain = RunNews {
            last_obstacle_ms: Some(0),
            ..run
        };
        assert_eq!(silent_for_min(&rain, 30, after_40_min), None);
        assert_eq!(
            silent_for_min(
                &RunNews {
                    finished: true,
                    ..run
                },
                30,
                after_40_min
            ),
            None
        );
    }
}
