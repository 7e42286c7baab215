//! What belongs to one day of the sample: the boxes that the kitchen handed to the couriers.

use rantang_core::runs::operations::{HandOver, RunKey};
use rantang_core::runs::{HandedOver, Sitting};

use super::table::{people, staff};
use super::{Moment, line, operation, route_id};
use crate::store::OwnOperation;

const MEALS: usize = 2;

pub fn operations(moment: &Moment) -> Vec<OwnOperation> {
    let people = people();
    let couriers = staff().into_iter().filter(|it| !it.route.is_empty());
    couriers
        .map(|courier| {
            let on_route = people.iter().filter(|it| it.route == courier.key);
            let doors = on_route.filter(|it| it.state.receives_today()).count();
            let hand_over = HandOver {
                run: RunKey {
                    kelurahan: moment.area.clone(),
                    route: route_id(&courier.key),
                    date: moment.today,
                    sitting: Sitting::Morning,
                },
                handed_over: HandedOver {
                    boxes: (doors * MEALS) as u32,
                    by: line("Bu Lilis"),
                    cooked_at_ms: Some(moment.at(0, 7, 30)),
                },
                saw: Vec::new(),
            };
            let label = format!("hand_over/{}/{}", courier.key, moment.today);
            operation(&label, moment.plan(), hand_over, moment.at(0, 7, 32))
        })
        .collect()
}
