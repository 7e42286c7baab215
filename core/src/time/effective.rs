//! The effective time of an operation: for people and for provisional winners, never for conflicts.

use serde::{Deserialize, Serialize};

use super::{Anchor, ClockReading};

/// When something happened, as well as it can be known. Fixed once, by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effective {
    pub at_ms: i64,
    /// How far off it may be, either way.
    pub uncertainty_ms: i64,
}

impl Effective {
    /// Facts that bear a date go to review: it may have been another day.
    pub fn is_uncertain(self) -> bool {
        UNCERTAINTY_REVIEW_MS < self.uncertainty_ms
    }

    /// The first moment that it may stand for.
    pub fn earliest_ms(self) -> i64 {
        self.at_ms.saturating_sub(self.uncertainty_ms)
    }

    /// The last moment that it may stand for.
    pub fn latest_ms(self) -> i64 {
        self.at_ms.saturating_add(self.uncertainty_ms)
    }
}

/// Over this nobody can tell the date from the clock.
pub const UNCERTAINTY_REVIEW_MS: i64 = 24 * 3_600_000;
/// What an anchor of the same boot is worth: a round trip.
const ANCHORED_UNCERTAINTY_MS: i64 = 1_000;

/// Computes the effective time of a reading.
///
/// An anchor of the same boot, taken earlier (in the reading) or later (`later`), gives the time
/// itself; of two the one whose hello was quicker, for a hello that lay about on the way, or in a phone that
/// slept, puts the boot clock's zero too late. Without one the wall clock counts, bounded below by the
/// reading's anchor of an earlier boot and above by `received_ms`, when the server had it.
pub fn effective(reading: &ClockReading, later: Option<Anchor>, received_ms: i64) -> Effective {
    let of_boot = [reading.anchor, later].into_iter().flatten();
    let of_boot = of_boot.filter(|anchor| anchor.boot == reading.boot);
    let quickest = of_boot.min_by_key(|anchor| anchor.server_ms.saturating_sub(anchor.boot_ms));
    if let Some(anchor) = quickest {
        let since = reading.boot_ms.saturating_sub(anchor.boot_ms);
        let at_ms = anchor.server_ms.saturating_add(since).min(received_ms);
        return Effective {
            at_ms,
            uncertainty_ms: ANCHORED_UNCERTAINTY_MS,
        };
    }
    match reading.anchor {
        Some(anchor) => {
            let earliest = anchor.server_ms.min(received_ms);
            let at_ms = reading.wall_ms.clamp(earliest, received_ms);
            let (since, until) = (
                at_ms.saturating_sub(earliest),
                received_ms.saturating_sub(at_ms),
            );
            Effective {
                at_ms,
                uncertainty_ms: since.max(until),
            }
        }
        None => Effective {
            at_ms: reading.wall_ms.min(received_ms),
            uncertainty_ms: received_ms.saturating_sub(reading.wall_ms.min(received_ms)),
        },
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::time::BootId;

    const NINE: i64 = 1_795_572_000_000;

    fn reading(wall_ms: i64, anchor: Option<Anchor>) -> ClockReading {
        ClockReading {
            wall_ms,
            boot: BootId(Uuid::from_u128(1)),
            boot_ms: 60_000,
            anchor,
        }
    }

    #[test]
    fn a_phone_in_1970_is_right_when_an_anchor_of_the_same_boot_is_known() {
        let anchor = Anchor {
            boot: BootId(Uuid::from_u128(1)),
            boot_ms: 0,
            server_ms: NINE,
        };
        assert_eq!(
            effective(&reading(0, Some(anchor)), None, NINE + 3_600_000).at_ms,
            NINE + 60_000
        );
        assert_eq!(
            effective(&reading(0, None), Some(anchor), NINE + 3_600_000).at_ms,
            NINE + 60_000
        );
    }

    #[test]
    fn a_hello_that_lay_about_for_a_day_does_not_move_what_a_quick_one_knows() {
        let day = 24 * 3_600_000;
        let slow = Anchor {
            boot: BootId(Uuid::from_u128(1)),
            boot_ms: 0,
            server_ms: NINE + day,
        };
        let quick = Anchor {
            boot_ms: 2 * day,
            server_ms: NINE + 2 * day,
            ..slow
        };
        for (held, later) in [(slow, quick), (quick, slow)] {
            let known = effective(&reading(0, Some(held)), Some(later), NINE + 3 * day);
            assert_eq!(known.at_ms, NINE + 60_000);
        }
    }

    #[test]
    fn without_an_anchor_of_the_boot_the_wall_clock_is_bounded() {
        let anchor = Anchor {
            boot: BootId(Uuid::from_u128(2)),
            boot_ms: 0,
            server_ms: NINE,
        };
        let in_2099 = effective(
            &reading(4_070_000_000_000, Some(anchor)),
            None,
            NINE + 1_000,
        );
        assert_eq!(
            in_2099,
            Effective {
                at_ms: NINE + 1_000,
                uncertainty_ms: 1_000
            }
        );
        let in_1970 = effective(&reading(0, Some(anchor)), None, NINE + 1_000);
        assert_eq!(in_1970.at_ms, NINE);
    }

    #[test]
    fn a_clock_that_nothing_bounds_is_uncertain_by_its_distance() {
        let in_1970 = effective(&reading(0, None), None, NINE);
        assert!(in_1970.is_uncertain());
    }
}
