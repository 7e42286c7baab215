//! What is said of routes and rounds, and that two people are one.

use rantang_core::ids::{PersonId, RouteId, UserId};
use rantang_core::people::operations::SetAlias;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::routes::operations::Assign;
use rantang_core::runs::Sitting;
use rantang_core::runs::operations::{Receive, RunKey};

use super::{Act, Done, Eyes, short};
use crate::simulation::model::Means;
use crate::simulation::setting::{area, date_of, route_name, routes, set};

impl Eyes<'_> {
    /// The coordinator gives a route to somebody else, or to nobody for now.
    pub fn reassign(&mut self, couriers: &[UserId]) -> Done {
        let route: RouteId = self.draws.pick(&routes());
        let courier = if self.draws.chance(150) {
            None
        } else {
            self.draws.pick_any(couriers)
        };
        let on = EntityRef::new(EntityKind::Route, route);
        let row = self.row(EntityKind::Route, route.0)?;
        let seen = self.seen(row.as_ref(), on, "courier");
        let key = (EntityKind::Route, route);
        let means = Means::Carrier(courier);
        let said = set(key, None, "courier", &courier, means, seen.honest);
        let who = courier.map_or("nobody".to_owned(), |it| it.to_string()[32..].to_owned());
        let told = format!("gives {} to {who}", route_name(route));
        let draft = Assign {
            route,
            kelurahan: area(),
            courier,
            saw: seen.recorded,
        };
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    /// "Saya terima 40 kotak", and the coordinator who corrects it: they write one register.
    pub(super) fn receive_boxes(&mut self) -> Done {
        let route = self.holder.route.unwrap_or(routes()[0]);
        let run = RunKey {
            kelurahan: area(),
            route,
            date: date_of(self.now_ms),
            sitting: Sitting::Morning,
        };
        let boxes: u32 = self.draws.between(38, 41) as u32;
        let on = EntityRef::new(EntityKind::Run, run.id());
        let row = self.row(EntityKind::Run, run.id().0)?;
        let seen = self.seen(row.as_ref(), on, "received");
        let key = (EntityKind::Run, run.id());
        let said = set(key, None, "received", &boxes, Means::Nothing, seen.honest);
        let told = format!("counts {boxes} boxes for {}", route_name(route));
        let draft = Receive {
            run,
            boxes,
            saw: seen.recorded,
        };
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    /// Two entries turn out to be one person, or two after all.
    pub(super) fn merge(&mut self) -> Done {
        let visible = self.visible()?;
        let (Some(person), Some(other)) =
            (self.draws.pick_any(&visible), self.draws.pick_any(&visible))
        else {
            return Ok(None);
        };
        // Always towards the smaller id: no screen offers a circle.
        let canonical: Option<PersonId> = (other < person).then_some(other);
        let on = EntityRef::new(EntityKind::Person, person);
        let row = self.row(EntityKind::Person, person.0)?;
        let seen = self.seen(row.as_ref(), on, "alias");
        let key = (EntityKind::Person, person);
        let means = Means::SameAs(canonical);
        let said = set(key, Some(person), "alias", &canonical, means, seen.honest);
        let told = format!("says who {} is", short(person));
        let draft = SetAlias {
            person,
            canonical,
            saw: seen.recorded,
        };
        Ok(Some(Act::new(told, draft, vec![said])))
    }
}
