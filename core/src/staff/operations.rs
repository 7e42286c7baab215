//! How users and organisations are defined.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{OrganisationProfile, Role, UserProfile, registers as r};
use crate::ids::{OpId, OrganisationId, UserId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::places::AreaCode;
use crate::registers::EntityKind;

/// `user.define`: written by the server's own log when an administrator adds somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefineUser {
    pub user: UserId,
    pub area: AreaCode,
    pub profile: UserProfile,
    pub roles: Vec<Role>,
    pub saw: Vec<OpId>,
}

impl Intent for DefineUser {
    fn entity(&self) -> Uuid {
        self.user.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.profile.full_name.is_empty() {
            Err(InvalidIntent::NameMissing)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let user = (EntityKind::User, self.user);
        let home = || Home::Plan(self.area.clone());
        vec![
            Effect::set(user, home(), r::PROFILE, &self.profile, &self.saw),
            Effect::set(user, home(), r::ROLES, &self.roles, &self.saw),
        ]
    }
}

/// `organisation.define`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefineOrganisation {
    pub organisation: OrganisationId,
    pub area: AreaCode,
    pub profile: OrganisationProfile,
    pub saw: Vec<OpId>,
}

impl Intent for DefineOrganisation {
    fn entity(&self) -> Uuid {
        self.organisation.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.profile.name.is_empty() {
            Err(InvalidIntent::NameMissing)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let organisation = (EntityKind::Organisation, self.organisation);
        let home = Home::Plan(self.area.clone());
        vec![Effect::set(
            organisation,
            home,
            r::PROFILE,
            &self.profile,
            &self.saw,
        )]
    }
}
