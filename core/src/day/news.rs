//! What changed on a route since the courier last knew it.

use chrono::NaiveDate;

use super::listing::{Due, Member, due};
use crate::holds::HoldReason;
use crate::ids::PersonId;
use crate::people::life::Life;
use crate::text::Note;

/// What is told before *Mulai antar*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub person: PersonId,
    pub kind: NewsKind,
    pub at_ms: i64,
    pub until: Option<NaiveDate>,
    pub note: Note,
}

/// In the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    Died,
    DeathReported,
    Held,
    LeftProgramme,
    /// To another kelurahan: not on this list any more.
    MovedAway,
    MovedRoute,
    New,
    Back,
    AddressChanged,
}

/// When the registers of a member last changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub state_ms: i64,
    pub membership_ms: i64,
    pub holds_ms: i64,
    pub address_ms: i64,
    /// When the person was registered: what changed then is not news.
    pub registered_ms: i64,
}

/// News of one member for a date, newer than `since_ms`.
pub fn news_of(member: &Member, changes: Changes, date: NaiveDate, since_ms: i64) -> Option<News> {
    let told = |kind, at_ms: i64, until, note: &Note| {
        (since_ms < at_ms).then(|| News {
            person: member.person,
            kind,
            at_ms,
            until,
            note: note.clone(),
        })
    };
    let silent = Note::default();
    match &member.life {
        Life::Deceased { at_ms, note, .. } => return told(NewsKind::Died, *at_ms, None, note),
        Life::Reported { at_ms, note, .. } => {
            return told(NewsKind::DeathReported, *at_ms, None, note);
        }
        Life::Alive => {}
    }
    match due(member, date) {
        Due::Held {
            reason: HoldReason::Suspended,
            until,
        } => told(
            NewsKind::Held,
            changes.state_ms,
            until,
            &member.state.reason,
        ),
        Due::Held { until, .. } => {
            let note = member
                .holds
                .iter()
                .find(|hold| hold.covers(date))
                .map(|hold| &hold.term.note);
            told(
                NewsKind::Held,
                changes.holds_ms,
                until,
                note.unwrap_or(&silent),
            )
        }
        Due::NotListed => told(
            NewsKind::LeftProgramme,
            changes.state_ms,
            None,
            &member.state.reason,
        ),
        Due::Visit { is_new: true } => Some(News {
            person: member.person,
            kind: NewsKind::New,
            at_ms: changes.state_ms.max(changes.membership_ms),
            until: None,
            note: silent,
        }),
        Due::Visit { is_new: false } => {
            let back = member
                .holds
                .iter()
                .filter(|hold| !hold.covers(date))
                .any(|hold| {
                    let yesterday = date.pred_opt();
                    yesterday.is_some_and(|day| hold.term.until == Some(day))
                        || hold.ended_on == Some(date)
                });
            if back {
                return Some(News {
                    person: member.person,
                    kind: NewsKind::Back,
                    at_ms: changes.holds_ms,
                    until: None,
                    note: silent,
                });
            }
            if changes.registered_ms < changes.membership_ms
                && let Some(news) = told(NewsKind::MovedRoute, changes.membership_ms, None, &silent)
            {
                return Some(news);
            }
            if changes.registered_ms < changes.address_ms {
                return told(NewsKind::AddressChanged, changes.address_ms, None, &silent);
            }
            None
        }
    }
}
