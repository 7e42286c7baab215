//! What of users, routes and covers stands in tables of its own, read from their rows.

use rantang_core::covers::Cover;
use rantang_core::ids::{CoverId, RouteId, UserId};
use rantang_core::places::AreaCode;
use rantang_core::registers::{EntityKind, Row};
use rantang_core::staff::{Role, UserProfile};
use rantang_core::{routes, staff};

pub struct UserNow {
    pub user: UserId,
    pub area: AreaCode,
    pub profile: UserProfile,
    pub roles: Vec<Role>,
}

impl UserNow {
    /// `None`: the row is no user, or one without a name yet.
    pub fn of(row: &Row) -> Option<Self> {
        if row.entity.kind != EntityKind::User {
            return None;
        }
        Some(Self {
            user: UserId(row.entity.id),
            area: row.scope.area().clone(),
            profile: row.read(&staff::registers::PROFILE)?,
            roles: row.read(&staff::registers::ROLES).unwrap_or_default(),
        })
    }
}

pub struct RouteNow {
    pub route: RouteId,
    pub kelurahan: AreaCode,
    pub courier: Option<UserId>,
    pub since_ms: i64,
}

impl RouteNow {
    /// `None`: the row is no route.
    pub fn of(row: &Row) -> Option<Self> {
        if row.entity.kind != EntityKind::Route {
            return None;
        }
        let assigned = row
            .register(&routes::registers::COURIER)
            .and_then(|register| register.winner());
        Some(Self {
            route: RouteId(row.entity.id),
            kelurahan: row.scope.area().clone(),
            courier: assigned.and_then(|head| head.read()).flatten(),
            since_ms: assigned.map_or(0, |head| head.at_ms),
        })
    }
}

/// Who carries which route for a time.
pub struct CoverNow {
    pub cover: CoverId,
    pub route: RouteId,
    pub kelurahan: AreaCode,
    pub courier: UserId,
    pub from_ms: i64,
    /// The first instant after it.
    pub until_ms: i64,
}

impl CoverNow {
    /// `None`: the row is no cover, or only its end has arrived.
    pub fn of(row: &Row) -> Option<Self> {
        let cover = Cover::of(row)?;
        Some(Self {
            cover: CoverId(row.entity.id),
            route: cover.term.route,
            kelurahan: cover.term.kelurahan,
            courier: cover.term.courier,
            from_ms: cover.from_ms,
            until_ms: cover.until_ms,
        })
    }
}
