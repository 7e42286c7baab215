//! What is done to routes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{RouteProfile, registers as r};
use crate::ids::{OpId, RouteId, UserId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::places::AreaCode;
use crate::registers::EntityKind::Route;

/// `route.define`: a new route, or a new name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Define {
    pub route: RouteId,
    pub kelurahan: AreaCode,
    pub profile: RouteProfile,
    pub saw: Vec<OpId>,
}

impl Intent for Define {
    fn entity(&self) -> Uuid {
        self.route.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.profile.name.is_empty() {
            Err(InvalidIntent::NameMissing)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Plan(self.kelurahan.clone());
        vec![Effect::set(
            (Route, self.route),
            home,
            r::PROFILE,
            &self.profile,
            &self.saw,
        )]
    }
}

/// `route.assign`: who carries it; also the courier's right to the route's people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assign {
    pub route: RouteId,
    pub kelurahan: AreaCode,
    pub courier: Option<UserId>,
    pub saw: Vec<OpId>,
}

impl Intent for Assign {
    fn entity(&self) -> Uuid {
        self.route.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Plan(self.kelurahan.clone());
        vec![Effect::set(
            (Route, self.route),
            home,
            r::COURIER,
            &self.courier,
            &self.saw,
        )]
    }
}
