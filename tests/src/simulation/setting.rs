//! Who and where: one kelurahan, four routes, eight people who know each other. All are invented.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rantang_core::ids::{OpId, PeriodId, PersonId, ReplicaId, RouteId, ServerId, UserId};
use rantang_core::operation::Payload;
use rantang_core::places::{AreaCode, Rw};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::{Assign, Define};
use rantang_core::scopes::{Grant, GrantPlace, Scope, ScopeClass};
use rantang_core::staff::operations::DefineUser;
use rantang_core::staff::{Role, UserProfile};
use rantang_core::text::Line;
use rantang_server::store::{NewServer, OwnOperation};
use serde::Serialize;
use uuid::Uuid;

use super::model::{Means, Set};

/// 23 November 2026, 06.00 WIB.
pub const BEGIN_MS: i64 = 1_795_388_400_000;
pub const DAY_MS: i64 = 24 * 3_600_000;
pub const DAYS: u32 = 30;
pub const PHONES_MAX: usize = 8;

pub fn area() -> AreaCode {
    AreaCode::parse("31.71.08.1002").expect("a code of the list")
}

pub fn period() -> PeriodId {
    PeriodId(Uuid::from_u128(0x9000))
}

pub fn server_id() -> ServerId {
    ServerId(Uuid::from_u128(0x5e))
}

pub fn routes() -> [RouteId; 4] {
    [0xa1, 0xb2, 0xc3, 0xd4].map(|number| RouteId(Uuid::from_u128(number)))
}

pub fn route_name(route: RouteId) -> &'static str {
    let at = routes().iter().position(|it| *it == route);
    at.map_or("?", |at| ["Melati", "Kenanga", "Flamboyan", "Anggrek"][at])
}

pub fn line(text: &str) -> Line {
    Line::parse(text).expect("short")
}

/// The service date of a moment: WIB, UTC+7.
pub fn date_of(ms: i64) -> NaiveDate {
    let days = (ms + 7 * 3_600_000).div_euclid(DAY_MS);
    NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date") + chrono::Days::new(days as u64)
}

/// Somebody with a phone.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Of the phone: somebody may have two.
    pub name: String,
    pub user: UserId,
    pub role: Role,
    /// The route that a courier carries at the beginning.
    pub route: Option<RouteId>,
}

impl Holder {
    pub fn is_coordinator(&self) -> bool {
        self.role == Role::Koordinator
    }

    /// Whether rows of a scope belong on this phone: the coordinator's whole kelurahan; of a PSM the
    /// names and addresses of all, and the health of one RW; of a courier the plan and the routes that
    /// the courier carries.
    pub fn may_hold(&self, scope: &Scope, carries: &BTreeSet<RouteId>) -> bool {
        match scope {
            Scope::Plan { .. } => true,
            Scope::Delivery { route, .. } => {
                self.role != Role::Kurir || route.is_some_and(|route| carries.contains(&route))
            }
            Scope::Case { rw, .. } => {
                self.is_coordinator() || (self.role == Role::Psm && *rw == visited_rw())
            }
        }
    }
}

/// The RW whose people a PSM visits.
pub fn visited_rw() -> Option<Rw> {
    Rw::new(3).ok()
}

/// What the office grants a PSM.
pub fn visiting() -> Option<Grant> {
    visited_rw().map(|rw| Grant {
        class: ScopeClass::Case,
        place: GrantPlace::Rw {
            kelurahan: area(),
            rw,
        },
        from_ms: i64::MIN,
        until_ms: None,
    })
}

/// The first `phones` of those who have one. Two are sometimes both coordinators: they write the
/// same registers; in other worlds the third may be a PSM. The seventh is the second phone of the
/// second person.
pub fn holders(phones: usize, both_coordinators: bool, visits: bool) -> Vec<Holder> {
    let [melati, kenanga, flamboyan, anggrek] = routes();
    let third = if visits && !both_coordinators {
        ("Lastri", 0xc7, Role::Psm, None)
    } else {
        ("Sari", 0xc2, Role::Koordinator, None)
    };
    let all = [
        ("Ani", 0xc0, Role::Koordinator, None),
        ("Dedi", 0xc1, Role::Kurir, Some(melati)),
        third,
        ("Joko", 0xc3, Role::Kurir, Some(kenanga)),
        ("Tono", 0xc4, Role::Kurir, Some(flamboyan)),
        ("Rini", 0xc5, Role::Koordinator, None),
        ("Dedi2", 0xc1, Role::Kurir, Some(melati)),
        ("Wati", 0xc6, Role::Kurir, Some(anggrek)),
    ];
    let order: [usize; PHONES_MAX] = if both_coordinators {
        [0, 2, 1, 3, 4, 5, 6, 7]
    } else {
        [0, 1, 2, 3, 4, 5, 6, 7]
    };
    order
        .into_iter()
        .take(phones)
        .map(|at| {
            let (name, user, role, route) = all[at];
            Holder {
                name: name.to_owned(),
                user: UserId(Uuid::from_u128(user)),
                role,
                route,
            }
        })
        .collect()
}

pub fn new_server() -> NewServer {
    NewServer {
        server: server_id(),
        area: area(),
        replica: ReplicaId(Uuid::from_u128(0x10)),
        operator: UserId(Uuid::from_u128(0x0f)),
        is_demo: false,
        created_ms: BEGIN_MS,
    }
}

/// What the office wrote before anybody had a phone, and what the model has to know of it.
pub fn office_log(holders: &[Holder]) -> Vec<(OwnOperation, Vec<Set>)> {
    let mut payloads: Vec<(Payload, Vec<Set>)> = Vec::new();
    let operator = new_server().operator;
    let mut staff: Vec<(UserId, &str, Vec<Role>)> = vec![(operator, "Kantor", vec![])];
    for holder in holders {
        if staff.iter().all(|(user, ..)| *user != holder.user) {
            staff.push((holder.user, &holder.name, vec![holder.role]));
        }
    }
    for (user, name, roles) in staff {
        let define = DefineUser {
            user,
            area: area(),
            profile: UserProfile {
                full_name: line(name),
                call_name: line(name),
                phone: Line::default(),
                trainings: Vec::new(),
            },
            roles,
            saw: vec![],
        };
        payloads.push((define.into(), vec![]));
    }
    for route in routes() {
        let key = (EntityKind::Route, route);
        let profile = RouteProfile {
            name: line(route_name(route)),
        };
        let named = set(key, None, "profile", &profile, Means::Nothing, vec![]);
        let define = Define {
            route,
            kelurahan: area(),
            profile,
            saw: vec![],
        };
        payloads.push((define.into(), vec![named]));
        let courier = holders.iter().find(|it| it.route == Some(route));
        let courier = courier.map(|it| it.user);
        let carried = set(
            key,
            None,
            "courier",
            &courier,
            Means::Carrier(courier),
            vec![],
        );
        let assign = Assign {
            route,
            kelurahan: area(),
            courier,
            saw: vec![],
        };
        payloads.push((assign.into(), vec![carried]));
    }
    (0..)
        .zip(payloads)
        .map(|(number, (payload, sets))| {
            let operation = OwnOperation {
                op: OpId(Uuid::from_u128(0x1_0000 + number)),
                scope: Scope::Plan { area: area() },
                payload,
                at_ms: BEGIN_MS,
                salt: [0; 16],
            };
            (operation, sets)
        })
        .collect()
}

/// One register that an operation sets, as the model hears of it.
pub fn set<T: Serialize>(
    (kind, id): (EntityKind, impl Into<Uuid>),
    of: Option<PersonId>,
    register: &'static str,
    value: &T,
    means: Means,
    saw: Vec<OpId>,
) -> Set {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("a value is CBOR");
    Set {
        on: EntityRef::new(kind, id),
        of,
        register,
        value: bytes,
        means,
        saw,
    }
}
