//! What is said at the end of a round and of a day: numbers, no names, no places, no health.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::boxes::RunBoxes;
use super::door::{AttemptFact, DoorState};
use crate::deliveries::outcome::Outcome;
use crate::time::{clock_time, long_date};

/// How many doors ended in an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeCount {
    pub outcome: Outcome,
    pub doors: u32,
    pub boxes: u32,
}

/// Counts doors by the outcome that closed them, in the order of the vocabulary.
pub fn outcome_counts<'a>(doors: impl IntoIterator<Item = &'a [AttemptFact]>) -> Vec<OutcomeCount> {
    let mut counts: BTreeMap<Outcome, (u32, u32)> = BTreeMap::new();
    for attempts in doors {
        let outcome = match DoorState::of(attempts) {
            DoorState::Waiting => continue,
            DoorState::Retry { outcome, .. } | DoorState::Done { outcome, .. } => outcome,
        };
        let count = counts.entry(outcome).or_default();
        count.0 += 1;
        count.1 += super::boxes::given(attempts);
    }
    counts
        .into_iter()
        .map(|(outcome, (doors, boxes))| OutcomeCount {
            outcome,
            doors,
            boxes,
        })
        .collect()
}

/// One round in a shared message.
#[derive(Clone, Debug)]
pub struct RoundLine {
    pub route: String,
    pub courier: String,
    pub doors_total: u32,
    pub doors_done: u32,
    pub boxes: RunBoxes,
    pub started_at_ms: Option<i64>,
    pub finished_at_ms: Option<i64>,
}

/// The text of a round or a day, for WhatsApp.
pub fn share_text(
    date: NaiveDate,
    place: &str,
    rounds: &[RoundLine],
    counts: &[OutcomeCount],
) -> String {
    let mut lines = vec![
        format!("*Rekap antaran {place}*"),
        long_date(date),
        String::new(),
    ];
    for round in rounds {
        let mut line = format!(
            "{} ({}): {} dari {} pintu, {} kotak diantar",
            round.route, round.courier, round.doors_done, round.doors_total, round.boxes.given
        );
        if let Some(back) = round.boxes.back.filter(|back| 0 < *back) {
            line.push_str(&format!(", {back} dibawa kembali"));
        }
        match (round.started_at_ms, round.finished_at_ms) {
            (_, Some(at_ms)) => line.push_str(&format!(", selesai {}", clock_time(at_ms))),
            (Some(at_ms), None) => line.push_str(&format!(", mulai {}", clock_time(at_ms))),
            (None, None) => line.push_str(", belum mulai"),
        }
        lines.push(line);
    }
    if !counts.is_empty() {
        lines.push(String::new());
        lines.extend(
            counts
                .iter()
                .map(|count| format!("{}: {}", label(count.outcome), count.doors)),
        );
    }
    lines.join("\n")
}

/// What a shared text may call an outcome: health and death are told by telephone, not in a group.
fn label(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::ReceivedSelf => "Diterima sendiri",
        Outcome::ReceivedFamily => "Diterima keluarga",
        Outcome::LeftWithNeighbor => "Dititipkan ke tetangga",
        Outcome::LeftAtPlace => "Ditaruh di tempat biasa",
        Outcome::AlreadyReceived => "Sudah terima dari kurir lain",
        Outcome::NoAnswer => "Tidak menjawab",
        Outcome::NotHome => "Sedang keluar",
        Outcome::AccessBlocked => "Jalan terhalang",
        Outcome::AddressNotFound => "Rumah tidak ketemu",
        Outcome::RefusedToday => "Hari ini tidak mau",
        Outcome::Away => "Menginap / bepergian",
        Outcome::Searching
        | Outcome::Hospitalized
        | Outcome::Evacuated
        | Outcome::Deceased
        | Outcome::Moved
        | Outcome::Declined
        | Outcome::Other => "Tidak diantar, sudah dilaporkan",
    }
}

#[cfg(test)]
mod tests {
    use super::super::door::tests::attempt;
    use super::*;

    #[test]
    fn a_shared_recap_says_nothing_of_health_or_death() {
        let doors = [
            vec![attempt(1, Outcome::Hospitalized)],
            vec![attempt(2, Outcome::Deceased)],
        ];
        let counts = outcome_counts(doors.iter().map(Vec::as_slice));
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let text = share_text(date, "Kampung Rawa", &[], &counts);
        assert!(text.contains("Selasa, 24 November 2026"));
        assert!(
            !text.contains("RS") && !text.contains("Meninggal"),
            "{text}"
        );
    }

    #[test]
    fn a_door_tried_twice_is_one_door() {
        let door = [
            attempt(1, Outcome::NoAnswer),
            attempt(2, Outcome::ReceivedSelf),
        ];
        let counts = outcome_counts([door.as_slice()]);
        assert_eq!(
            counts,
            [OutcomeCount {
                outcome: Outcome::ReceivedSelf,
                doors: 1,
                boxes: 2
            }]
        );
    }
}
