//! Organisation, programme, period, users and routes of the sample.

use chrono::{Datelike, NaiveDate, NaiveTime};
use rantang_core::ids::OrganisationId;
use rantang_core::photos::Proof;
use rantang_core::programme::operations::{DefinePeriod, DefineProgramme};
use rantang_core::programme::{PeriodTerms, ProgrammeProfile, Ramadan, Weekdays};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::{Assign, Define};
use rantang_core::staff::operations::{DefineOrganisation, DefineUser};
use rantang_core::staff::{OrganisationProfile, OrganisationType, UserProfile};

use super::table::{StaffRecord, staff};
use super::{Moment, Season, id, line, operation, period_id, programme_id, route_id, user_id};
use crate::store::OwnOperation;

pub fn operations(moment: &Moment) -> Vec<OwnOperation> {
    let area = &moment.area;
    let at_ms = moment.at(-60, 9, 0);
    let mut all = vec![
        operation(
            "organisation",
            moment.plan(),
            DefineOrganisation {
                organisation: OrganisationId(id("organisation", "pokmas")),
                area: area.clone(),
                profile: OrganisationProfile {
                    kind: OrganisationType::Pokmas,
                    name: line("Pokmas Rawa Sejahtera"),
                    decree_no: line("SK Camat (contoh)"),
                    phone: line("0812-0000-0002"),
                },
                saw: Vec::new(),
            },
            at_ms,
        ),
        operation(
            "programme",
            moment.plan(),
            DefineProgramme {
                programme: programme_id(),
                area: area.clone(),
                profile: ProgrammeProfile {
                    name: line("Permakanan Lansia"),
                },
                saw: Vec::new(),
            },
            at_ms,
        ),
        operation(
            "period",
            moment.plan(),
            DefinePeriod {
                period: period_id(),
                area: area.clone(),
                terms: terms(moment),
                saw: Vec::new(),
            },
            at_ms,
        ),
    ];
    for record in staff() {
        all.extend(user_with_route(&record, moment, at_ms));
    }
    all
}

pub(super) fn terms(moment: &Moment) -> PeriodTerms {
    let (today, rests) = (moment.today, moment.season == Season::Holidays);
    let month_first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(today);
    let year = today.year();
    // A sample made at the turn of the year still has a tomorrow.
    let (first, last) = match today.month() {
        12 => (month_first(year, 1), month_first(year + 1, 4)),
        _ => (month_first(year, 1), month_first(year + 1, 1)),
    };
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    PeriodTerms {
        programme: programme_id(),
        budget_year: year,
        first,
        last: last.pred_opt().unwrap_or(last),
        weekdays: if rests {
            Weekdays::MONDAY_TO_FRIDAY
        } else {
            Weekdays::EVERY_DAY
        },
        serves_holidays: !rests,
        meals_per_day: 2,
        meal_price_rp: 15_000,
        delivery_fee_rp: 2_000,
        cut_off: time(10, 0),
        good_for_min: 240,
        ready_at: time(7, 30),
        ramadan: (moment.season == Season::Ramadan).then(|| Ramadan {
            first: moment.date(-6),
            last: moment.date(22),
            afternoon_cut_off: time(17, 30),
        }),
        silent_after_min: 45,
        not_met_days: 3,
        missed_meals_days: 3,
        proof: Proof::None,
        document_photos: false,
    }
}

fn user_with_route(record: &StaffRecord, moment: &Moment, at_ms: i64) -> Vec<OwnOperation> {
    let key = &record.key;
    let define = DefineUser {
        user: user_id(key),
        area: moment.area.clone(),
        profile: UserProfile {
            full_name: line(&record.full_name),
            call_name: line(&record.call_name),
            phone: line(&record.phone),
            trainings: Vec::new(),
        },
        roles: vec![record.role],
        saw: Vec::new(),
    };
    let mut all = vec![operation(
        &format!("user/{key}"),
        moment.plan(),
        define,
        at_ms,
    )];
    if record.route.is_empty() {
        return all;
    }
    let define = Define {
        route: route_id(key),
        kelurahan: moment.area.clone(),
        profile: RouteProfile {
            name: line(&record.route),
        },
        saw: Vec::new(),
    };
    let assign = Assign {
        route: route_id(key),
        kelurahan: moment.area.clone(),
        courier: Some(user_id(key)),
        saw: Vec::new(),
    };
    all.push(operation(
        &format!("route/{key}"),
        moment.plan(),
        define,
        at_ms,
    ));
    all.push(operation(
        &format!("route/{key}/courier"),
        moment.plan(),
        assign,
        at_ms,
    ));
    all
}
