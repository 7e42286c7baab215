//! Days without a delivery, and days with two.

use chrono::NaiveTime;
use rantang_core::programme::operations::SetServiceDay;
use rantang_core::programme::{DayOverride, PeriodTerms, Ramadan};
use rantang_core::runs::Sitting;
use rantang_device::Draft;
use rantang_device::round::view::{NoServiceReason, RoundState};
use rantang_device::round::{self, *};

use crate::support::{area, line, period, person};

use crate::morning::*;

#[test]
fn a_day_off_says_why_and_when_the_next_round_is() {
    let morning = Morning::new(2);
    let sunday = RoundToday {
        date: Some(on(29)),
        sitting: None,
    };
    let round = round::handlers::today(&morning.device, sunday).unwrap();
    let RoundState::NoService {
        reason,
        next_date,
        next_doors,
        ..
    } = round.state
    else {
        panic!("no service on a Sunday")
    };
    assert_eq!(
        (reason, next_date, next_doors),
        (NoServiceReason::Weekday, Some(on(30)), 2)
    );
    let day = DayOverride {
        date: today(),
        serves: false,
        reason: line("dapur kebanjiran"),
    };
    morning
        .device
        .record([Draft::from(SetServiceDay {
            period: period(),
            area: area(),
            day,
            saw: vec![],
        })])
        .unwrap();
    let RoundState::NoService {
        reason, holiday, ..
    } = morning.round().state
    else {
        panic!("the coordinator called the day off")
    };
    assert_eq!(reason, NoServiceReason::CalledOff);
    assert_eq!(holiday.as_deref(), Some("dapur kebanjiran"));
}

#[test]
fn in_ramadan_each_sitting_has_its_own_doors_and_cut_off() {
    let ramadan = Ramadan {
        first: on(1),
        last: on(30),
        afternoon_cut_off: NaiveTime::from_hms_opt(17, 30, 0).unwrap(),
    };
    let morning = Morning::with_terms(
        3,
        PeriodTerms {
            ramadan: Some(ramadan),
            ..terms()
        },
    );
    let fasting = rantang_core::enrolment::operations::Edit {
        person: person(0),
        period: period(),
        sets: vec![(
            rantang_core::enrolment::operations::EnrolmentSet::Fasting(false),
            vec![],
        )],
    };
    morning.device.record([Draft::from(fasting)]).unwrap();
    let round_at = |sitting| {
        let args = RoundToday {
            date: None,
            sitting: Some(sitting),
        };
        round::handlers::today(&morning.device, args).unwrap()
    };
    let (early, late) = (round_at(Sitting::Morning), round_at(Sitting::Afternoon));
    assert_eq!((early.doors_total, late.doors_total), (1, 2));
    assert_eq!(
        late.boxes
            .cut_off_ms
            .zip(early.boxes.cut_off_ms)
            .map(|(l, e)| l - e),
        Some(15 * HOUR / 2)
    );
    assert_eq!(early.sittings, [Sitting::Morning, Sitting::Afternoon]);
}
