//! Who and where: one kelurahan, two routes, four people who know each other. All are invented.

use chrono::NaiveDate;
use rantang_core::ids::{OpId, PeriodId, ReplicaId, RouteId, ServerId, UserId};
use rantang_core::operation::Payload;
use rantang_core::places::AreaCode;
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::{Assign, Define};
use rantang_core::scopes::{Scope, ScopeClass};
use rantang_core::staff::operations::DefineUser;
use rantang_core::staff::{Role, UserProfile};
use rantang_core::text::Line;
use rantang_server::store::{NewServer, OwnOperation};
use uuid::Uuid;

/// 23 November 2026, 06.00 WIB.
pub const BEGIN_MS: i64 = 1_795_388_400_000;
pub const DAY_MS: i64 = 24 * 3_600_000;
pub const PHONES_MAX: usize = 4;

pub fn area() -> AreaCode {
    AreaCode::parse("31.71.08.1002").expect("a code of the list")
}

pub fn period() -> PeriodId {
    PeriodId(Uuid::from_u128(0x9000))
}

pub fn server_id() -> ServerId {
    ServerId(Uuid::from_u128(0x5e))
}

pub fn routes() -> [RouteId; 2] {
    [0xa1, 0xb2].map(|number| RouteId(Uuid::from_u128(number)))
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
    pub name: &'static str,
    pub user: UserId,
    pub role: Role,
    /// Of a courier.
    pub route: Option<RouteId>,
}

impl Holder {
    pub fn is_coordinator(&self) -> bool {
        self.role == Role::Koordinator
    }

    /// Whether rows of a scope belong on this phone: the coordinator's whole kelurahan; of a courier
    /// the plan and the route.
    pub fn may_hold(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Plan { .. } => true,
            Scope::Delivery { route, .. } => self.is_coordinator() || *route == self.route,
            Scope::Case { .. } => self.is_coordinator(),
        }
    }
}

/// The first `phones` of those who have one. Two are sometimes both coordinators: they write the
/// same registers.
pub fn holders(phones: usize, both_coordinators: bool) -> Vec<Holder> {
    let [melati, kenanga] = routes();
    let all = [
        ("Ani", Role::Koordinator, None),
        ("Dedi", Role::Kurir, Some(melati)),
        ("Sari", Role::Koordinator, None),
        ("Joko", Role::Kurir, Some(kenanga)),
    ];
    let order: [usize; PHONES_MAX] = if both_coordinators {
        [0, 2, 1, 3]
    } else {
        [0, 1, 2, 3]
    };
    order
        .into_iter()
        .take(phones)
        .map(|at| Holder {
            name: all[at].0,
            user: UserId(Uuid::from_u128(0xc0 + at as u128)),
            role: all[at].1,
            route: all[at].2,
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

/// What the office wrote before anybody had a phone. The model does not know of it.
pub fn office_log(holders: &[Holder]) -> Vec<OwnOperation> {
    let mut payloads: Vec<Payload> = Vec::new();
    let operator = new_server().operator;
    let staff = holders.iter().map(|it| (it.user, it.name, vec![it.role]));
    for (user, name, roles) in staff.chain([(operator, "Kantor", vec![])]) {
        payloads.push(
            DefineUser {
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
            }
            .into(),
        );
    }
    for (route, name) in routes().into_iter().zip(["Melati", "Kenanga"]) {
        payloads.push(
            Define {
                route,
                kelurahan: area(),
                profile: RouteProfile { name: line(name) },
                saw: vec![],
            }
            .into(),
        );
        let courier = holders.iter().find(|it| it.route == Some(route));
        payloads.push(
            Assign {
                route,
                kelurahan: area(),
                courier: courier.map(|it| it.user),
                saw: vec![],
            }
            .into(),
        );
    }
    (0..)
        .zip(payloads)
        .map(|(number, payload)| OwnOperation {
            op: OpId(Uuid::from_u128(0x1_0000 + number)),
            scope: Scope::Plan { area: area() },
            payload,
            at_ms: BEGIN_MS,
            salt: [0; 16],
        })
        .collect()
}

/// Whether the office's own log made it: classes of rows that the model leaves to it.
pub fn is_of_the_office(scope: &Scope) -> bool {
    scope.class() == ScopeClass::Plan
}
