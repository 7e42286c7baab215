//! Which grants follow from roles, from carrying a route, and from the office's own list.

use rantang_core::covers::LIST_AHEAD_MS;
use rantang_core::ids::{OpId, PersonId, RouteId, UserId};
use rantang_core::operation::{Effect, Home};
use rantang_core::permissions::may_read_class;
use rantang_core::places::{AreaCode, Rw};
use rantang_core::registers::EntityRef;
use rantang_core::scopes::{Grant, GrantPlace, Scope, ScopeClass};
use rantang_core::staff::{Role, UserProfile};
use rantang_core::sync::judge::Sender;
use rantang_core::time::Effective;

use super::World;

/// A user as the server knows them: defined by its own log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub user: UserId,
    pub area: AreaCode,
    pub profile: UserProfile,
    pub roles: Vec<Role>,
}

/// One `route.assign`, at its effective time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub op: OpId,
    pub route: RouteId,
    pub kelurahan: AreaCode,
    pub courier: Option<UserId>,
    pub time: Effective,
}

/// A route that a user carries by the value that counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub route: RouteId,
    pub kelurahan: AreaCode,
    pub since_ms: i64,
}

/// A colleague's route, or the rest of a round, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    pub route: RouteId,
    pub kelurahan: AreaCode,
    pub from_ms: i64,
    pub until_ms: i64,
}

/// All that decides what a user may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub member: Member,
    /// The office's own list: an RW of a PSM, a colleague's route.
    pub granted: Vec<Grant>,
    /// Every assignment of each route that the user ever carried, ordered by route, time and id.
    pub history: Vec<Assignment>,
    pub carried: Vec<Carried>,
    /// Covers, past ones included.
    pub covered: Vec<Covered>,
}

impl Standing {
    /// The rights by which operations are judged, past ones included.
    pub fn sender(&self, revoked: bool) -> Sender {
        let mut grants = self.granted.clone();
        grants.extend(self.by_role());
        grants.extend(self.carried.iter().map(Carried::grant));
        grants.extend(self.past_routes());
        grants.extend(self.covers(0));
        Sender {
            user: self.member.user,
            roles: self.member.roles.clone(),
            grants,
            revoked,
        }
    }

    /// The rights by which a device is sent rows now.
    pub fn readable(&self, now_ms: i64) -> Vec<Grant> {
        let mut grants = self.granted.clone();
        grants.extend(self.by_role());
        grants.extend(self.carried.iter().map(Carried::grant));
        grants.extend(self.covers(LIST_AHEAD_MS));
        let may_read = |class| {
            let roles = self.member.roles.iter();
            roles.into_iter().any(|role| may_read_class(*role, class))
        };
        grants.retain(|grant| grant.holds_at(now_ms) && may_read(grant.class));
        grants
    }

    /// Nobody covers in another office than their own, whoever arranged it.
    fn covers(&self, ahead_ms: i64) -> impl Iterator<Item = Grant> {
        let here = |it: &&Covered| self.member.area.contains(&it.kelurahan);
        self.covered.iter().filter(here).map(move |it| Grant {
            class: ScopeClass::Delivery,
            place: GrantPlace::Route {
                kelurahan: it.kelurahan.clone(),
                route: it.route,
            },
            from_ms: it.from_ms.saturating_sub(ahead_ms),
            until_ms: Some(it.until_ms),
        })
    }

    /// The office's own list of a user who works for another office, or visits other RWs, from a
    /// moment on: what was recorded before it keeps its rights.
    pub fn reassigned(&self, area: &AreaCode, rws: Option<&[Rw]>, from_ms: i64) -> Vec<Grant> {
        let ends = |grant: &Grant| Grant {
            until_ms: Some(
                grant
                    .until_ms
                    .map_or(from_ms, |until_ms| until_ms.min(from_ms)),
            ),
            ..grant.clone()
        };
        let moves = self.member.area != *area;
        let is_of_rw = |grant: &Grant| matches!(grant.place, GrantPlace::Rw { .. });
        let mut grants: Vec<Grant> = self
            .granted
            .iter()
            .map(|grant| match moves || (rws.is_some() && is_of_rw(grant)) {
                true => ends(grant),
                false => grant.clone(),
            })
            .collect();
        if moves {
            grants.extend(self.by_role().iter().map(ends));
        }
        grants.extend(rws.unwrap_or_default().iter().map(|rw| Grant {
            class: ScopeClass::Case,
            place: GrantPlace::Rw {
                kelurahan: area.clone(),
                rw: *rw,
            },
            from_ms,
            until_ms: None,
        }));
        grants
    }

    /// A courier's remarks are case data that the courier may write and not read: the grant is
    /// here, and [`may_read_class`] keeps it from being read.
    fn by_role(&self) -> Vec<Grant> {
        use ScopeClass::{Case, Delivery, Plan};
        let classes = |role: &Role| -> &[ScopeClass] {
            match role {
                Role::Koordinator => &[Plan, Delivery, Case],
                Role::Kurir => &[Plan, Case],
                // Whom to visit and where: names and addresses, and of health only the RWs granted.
                Role::Psm => &[Plan, Delivery],
                Role::KetuaPokmas | Role::Satpel => &[Plan],
                Role::Dinsos => &[],
            }
        };
        let mut all: Vec<ScopeClass> = self
            .member
            .roles
            .iter()
            .flat_map(classes)
            .copied()
            .collect();
        all.sort_unstable();
        all.dedup();
        let reads_case = |role: &Role| *role == Role::Koordinator;
        if self.member.roles.contains(&Role::Psm) && !self.member.roles.iter().any(reads_case) {
            // Who is both courier and PSM reads the RWs of the office's list, not the kelurahan.
            all.retain(|class| *class != Case);
        }
        all.into_iter()
            .map(|class| Grant {
                class,
                place: GrantPlace::Area(self.member.area.clone()),
                from_ms: i64::MIN,
                until_ms: None,
            })
            .collect()
    }

    /// A route is carried from the earliest moment at which it may have been given to the latest at which it
    /// may have been taken: a coordinator's clock that was wrong takes nobody's morning away.
    fn past_routes(&self) -> Vec<Grant> {
        let mut grants = Vec::new();
        for (at, assignment) in self.history.iter().enumerate() {
            if assignment.courier != Some(self.member.user) {
                continue;
            }
            let next = self.history.get(at + 1);
            grants.push(Grant {
                class: ScopeClass::Delivery,
                place: GrantPlace::Route {
                    kelurahan: assignment.kelurahan.clone(),
                    route: assignment.route,
                },
                from_ms: assignment.time.earliest_ms(),
                until_ms: next
                    .filter(|next| next.route == assignment.route)
                    .map(|next| next.time.latest_ms()),
            });
        }
        grants
    }
}

impl Carried {
    fn grant(&self) -> Grant {
        Grant {
            class: ScopeClass::Delivery,
            place: GrantPlace::Route {
                kelurahan: self.kelurahan.clone(),
                route: self.route,
            },
            from_ms: self.since_ms,
            until_ms: None,
        }
    }
}

/// Whether effects stay within the kelurahan in which the sender has any grant. The class was
/// judged by the envelope's scope; an effect follows its person from route to route, but no
/// payload reaches into another office. Who moved away is reached from the offices that they left:
/// what was recorded there before anybody heard of the move lands where the person is now.
pub fn reaches(sender: &Sender, effects: &[Effect], world: &World) -> bool {
    let works_in = |area: &AreaCode| {
        sender.grants.iter().any(|grant| match &grant.place {
            GrantPlace::Area(of) => of.contains(area),
            GrantPlace::Route { kelurahan, .. } | GrantPlace::Rw { kelurahan, .. } => {
                kelurahan == area
            }
        })
    };
    let person_within = |person: PersonId| {
        world.scopes_of(person).is_none_or(|scopes| {
            works_in(scopes.delivery.area()) || scopes.left.iter().any(works_in)
        })
    };
    let stands_within = |entity: &EntityRef| {
        world
            .row(entity)
            .is_none_or(|row| works_in(row.scope.area()) || row.owner.is_some_and(person_within))
    };
    effects.iter().all(|effect| {
        let home_within = match &effect.home {
            Home::Plan(area) => works_in(area),
            Home::Addressed => true,
            Home::Delivery(person) | Home::Case(person) => person_within(*person),
        };
        home_within && stands_within(&effect.entity)
    })
}

/// The scopes that always exist under a grant, even before the first row.
pub fn standing_scope(grant: &Grant) -> Scope {
    match (&grant.place, grant.class) {
        (GrantPlace::Area(area), ScopeClass::Plan) => Scope::Plan { area: area.clone() },
        (GrantPlace::Area(area), ScopeClass::Delivery) => Scope::Delivery {
            kelurahan: area.clone(),
            route: None,
        },
        (GrantPlace::Area(area), ScopeClass::Case) => Scope::Case {
            kelurahan: area.clone(),
            rw: None,
        },
        (GrantPlace::Route { kelurahan, route }, _) => Scope::Delivery {
            kelurahan: kelurahan.clone(),
            route: Some(*route),
        },
        (GrantPlace::Rw { kelurahan, rw }, _) => Scope::Case {
            kelurahan: kelurahan.clone(),
            rw: Some(*rw),
        },
    }
}

/// How the names of the scopes begin that an area's grant covers. Some of them may be outside.
pub fn prefix_of_scopes(grant: &Grant) -> Option<String> {
    let GrantPlace::Area(area) = &grant.place else {
        return None;
    };
    let class = match grant.class {
        ScopeClass::Plan => "plan",
        ScopeClass::Delivery => "delivery",
        ScopeClass::Case => "case",
    };
    Some(format!("{class}/{area}"))
}

#[cfg(test)]
mod tests {
    use rantang_core::text::Line;
    use uuid::Uuid;

    use super::*;

    const DEDI: UserId = UserId(Uuid::from_u128(1));
    const SRI: UserId = UserId(Uuid::from_u128(2));
    const ROUTE: RouteId = RouteId(Uuid::from_u128(3));

    fn kelurahan() -> AreaCode {
        AreaCode::parse("31.71.08.1002").unwrap()
    }

    fn given(op: u128, courier: UserId, at_ms: i64, uncertainty_ms: i64) -> Assignment {
        Assignment {
            op: OpId(Uuid::from_u128(op)),
            route: ROUTE,
            kelurahan: kelurahan(),
            courier: Some(courier),
            time: Effective {
                at_ms,
                uncertainty_ms,
            },
        }
    }

    #[test]
    fn a_route_counts_as_carried_while_it_may_have_been() {
        let dedi = Standing {
            member: Member {
                user: DEDI,
                area: kelurahan(),
                profile: UserProfile {
                    full_name: Line::default(),
                    call_name: Line::default(),
                    phone: Line::default(),
                    trainings: Vec::new(),
                },
                roles: vec![Role::Kurir],
            },
            granted: Vec::new(),
            history: vec![given(1, DEDI, 1_000, 100), given(2, SRI, 2_000, 500)],
            carried: Vec::new(),
            covered: Vec::new(),
        };
        let scope = Scope::Delivery {
            kelurahan: kelurahan(),
            route: Some(ROUTE),
        };
        let may = |at_ms| {
            let grants = dedi.sender(false).grants;
            let of_route = grants.iter().filter(|grant| grant.covers(&scope));
            of_route.into_iter().any(|grant| grant.holds_at(at_ms))
        };
        assert!(!may(899), "before anybody may have given it");
        assert!(may(900) && may(2_499), "while it may have been his");
        assert!(!may(2_500), "after somebody must have taken it");
    }
}
