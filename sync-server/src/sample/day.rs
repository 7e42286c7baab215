//! What belongs to one day of the sample: the boxes that the kitchen handed to the couriers.

use rantang_core::runs::operations::{HandOver, RunKey};
use rantang_core::runs::{HandedOver, Sitting};

use super::table::{PersonRecord, StaffRecord, people, staff};
use super::{Moment, Season, line, operation, route_id};
use crate::store::OwnOperation;

const MEALS: usize = 2;

pub fn operations(moment: &Moment) -> Vec<OwnOperation> {
    let people = people();
    let couriers = staff().into_iter().filter(|it| !it.route.is_empty());
    couriers
        .flat_map(|courier| {
            let on_route: Vec<&PersonRecord> = people
                .iter()
                .filter(|it| it.route == courier.key && it.state.receives_today())
                .collect();
            if moment.season != Season::Ramadan {
                return vec![hand_over(
                    moment,
                    &courier,
                    Sitting::Morning,
                    on_route.len(),
                )];
            }
            let fasting = on_route.iter().filter(|it| it.fasts()).count();
            vec![
                hand_over(moment, &courier, Sitting::Morning, on_route.len() - fasting),
                hand_over(moment, &courier, Sitting::Afternoon, fasting),
            ]
        })
        .collect()
}

fn hand_over(
    moment: &Moment,
    courier: &StaffRecord,
    sitting: Sitting,
    doors: usize,
) -> OwnOperation {
    let (name, hour) = match sitting {
        Sitting::Morning => ("hand_over", 7),
        Sitting::Afternoon => ("hand_over_afternoon", 15),
    };
    let hand_over = HandOver {
        run: RunKey {
            kelurahan: moment.area.clone(),
            route: route_id(&courier.key),
            date: moment.today,
            sitting,
        },
        handed_over: HandedOver {
            boxes: (doors * MEALS) as u32,
            by: line("Bu Lilis"),
            cooked_at_ms: Some(moment.at(0, hour, 30)),
        },
        saw: Vec::new(),
    };
    let label = format!("{name}/{}/{}", courier.key, moment.today);
    operation(&label, moment.plan(), hand_over, moment.at(0, hour, 32))
}
