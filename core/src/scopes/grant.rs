//! Grants: which scopes a user may read and write, and since when.

use serde::{Deserialize, Serialize};

use super::{Scope, ScopeClass};
use crate::ids::RouteId;
use crate::places::{AreaCode, Rw};
use crate::time::Effective;

/// The right to one class at one place, for a time. Scopes made later under it are included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub class: ScopeClass,
    pub place: GrantPlace,
    pub from_ms: i64,
    /// `None`: until it is taken back.
    pub until_ms: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantPlace {
    /// A kelurahan, or a kecamatan with all its kelurahan.
    Area(AreaCode),
    Route {
        kelurahan: AreaCode,
        route: RouteId,
    },
    Rw {
        kelurahan: AreaCode,
        rw: Rw,
    },
}

impl Grant {
    pub fn holds_at(&self, at_ms: i64) -> bool {
        self.from_ms <= at_ms && self.until_ms.is_none_or(|until_ms| at_ms < until_ms)
    }

    /// Whether it held at some moment that the effective time may stand for: a phone whose clock
    /// is unknown keeps the rights of its user.
    pub fn may_hold_at(&self, time: Effective) -> bool {
        let (earliest_ms, latest_ms) = (time.earliest_ms(), time.latest_ms());
        self.from_ms <= latest_ms && self.until_ms.is_none_or(|until_ms| earliest_ms < until_ms)
    }

    pub fn covers(&self, scope: &Scope) -> bool {
        self.class == scope.class()
            && match (&self.place, scope) {
                (GrantPlace::Area(area), scope) => area.contains(scope.area()),
                (
                    GrantPlace::Route { kelurahan, route },
                    Scope::Delivery {
                        kelurahan: of,
                        route: Some(on),
                    },
                ) => kelurahan == of && route == on,
                (
                    GrantPlace::Rw { kelurahan, rw },
                    Scope::Case {
                        kelurahan: of,
                        rw: Some(in_rw),
                    },
                ) => kelurahan == of && rw == in_rw,
                _ => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_covers_its_class_at_its_place_only() {
        let kelurahan = AreaCode::parse("31.71.08.1002").unwrap();
        let grant = Grant {
            class: ScopeClass::Delivery,
            place: GrantPlace::Area(AreaCode::parse("31.71.08").unwrap()),
            from_ms: 0,
            until_ms: Some(10),
        };
        assert!(grant.covers(&Scope::Delivery {
            kelurahan: kelurahan.clone(),
            route: None
        }));
        assert!(!grant.covers(&Scope::Case {
            kelurahan,
            rw: None
        }));
        assert!(grant.holds_at(9));
        assert!(!grant.holds_at(10));
        let vague = |at_ms, uncertainty_ms| Effective {
            at_ms,
            uncertainty_ms,
        };
        assert!(grant.may_hold_at(vague(12, 3)));
        assert!(!grant.may_hold_at(vague(12, 2)));
    }
}
