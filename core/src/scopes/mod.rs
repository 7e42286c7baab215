//! Scopes: what a device may hold. Place × class (design of the protocol, chapter "Scopes").

mod grant;

pub use grant::{Grant, GrantPlace};

use std::collections::BTreeSet;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::ids::RouteId;
use crate::places::{AreaCode, Rw};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeClass {
    /// Programme, routes, runs, users: no personal data beyond staff.
    Plan,
    /// People of a route: name, address, diet, contacts, deliveries.
    Delivery,
    /// NIK, health, notes: PSM of the RW and the coordinator.
    Case,
}

/// One unit of sync: rows of one class at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    Plan {
        area: AreaCode,
    },
    /// `route` `None`: people without a route.
    Delivery {
        kelurahan: AreaCode,
        route: Option<RouteId>,
    },
    /// `rw` `None`: people whose RW is unknown.
    Case {
        kelurahan: AreaCode,
        rw: Option<Rw>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a scope")]
pub struct InvalidScope;

impl Scope {
    pub fn class(&self) -> ScopeClass {
        match self {
            Self::Plan { .. } => ScopeClass::Plan,
            Self::Delivery { .. } => ScopeClass::Delivery,
            Self::Case { .. } => ScopeClass::Case,
        }
    }

    pub fn area(&self) -> &AreaCode {
        match self {
            Self::Plan { area } => area,
            Self::Delivery { kelurahan, .. } | Self::Case { kelurahan, .. } => kelurahan,
        }
    }

    /// Reads `plan/31.71.08.1002`, `delivery/31.71.08.1002/<route or ->`, `case/31.71.08.1002/<rw or ->`.
    pub fn parse(text: &str) -> Result<Self, InvalidScope> {
        let mut parts = text.split('/');
        let class = parts.next().ok_or(InvalidScope)?;
        let area = AreaCode::parse(parts.next().ok_or(InvalidScope)?).map_err(|_| InvalidScope)?;
        let detail = parts.next();
        if parts.next().is_some() {
            return Err(InvalidScope);
        }
        match (class, detail) {
            ("plan", None) => Ok(Self::Plan { area }),
            ("delivery", Some("-")) => Ok(Self::Delivery {
                kelurahan: area,
                route: None,
            }),
            ("delivery", Some(route)) => {
                let route = Uuid::parse_str(route).map_err(|_| InvalidScope)?;
                Ok(Self::Delivery {
                    kelurahan: area,
                    route: Some(RouteId(route)),
                })
            }
            ("case", Some("-")) => Ok(Self::Case {
                kelurahan: area,
                rw: None,
            }),
            ("case", Some(rw)) => {
                let rw = Rw::parse(rw).map_err(|_| InvalidScope)?;
                Ok(Self::Case {
                    kelurahan: area,
                    rw: Some(rw),
                })
            }
            _ => Err(InvalidScope),
        }
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plan { area } => write!(f, "plan/{area}"),
            Self::Delivery {
                kelurahan,
                route: None,
            } => write!(f, "delivery/{kelurahan}/-"),
            Self::Delivery {
                kelurahan,
                route: Some(route),
            } => write!(f, "delivery/{kelurahan}/{route}"),
            Self::Case {
                kelurahan,
                rw: None,
            } => write!(f, "case/{kelurahan}/-"),
            Self::Case {
                kelurahan,
                rw: Some(rw),
            } => write!(f, "case/{kelurahan}/{rw}"),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Scope;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a scope")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Scope, E> {
                Scope::parse(text).map_err(E::custom)
            }
        }
        from.deserialize_str(Text)
    }
}

/// Where the rows about one person live today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonScopes {
    pub delivery: Scope,
    pub case: Scope,
    /// The kelurahan that the person left: what their offices recorded before they heard of it counts.
    pub left: BTreeSet<AreaCode>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_reads_back_what_it_writes() {
        let route = RouteId(Uuid::from_u128(7));
        for text in [
            "plan/31.71.08".to_owned(),
            format!("delivery/31.71.08.1002/{route}"),
            "delivery/31.71.08.1002/-".to_owned(),
            "case/31.71.08.1002/04".to_owned(),
            "case/31.71.08.1002/-".to_owned(),
        ] {
            assert_eq!(Scope::parse(&text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "plan",
            "plan/31",
            "delivery/31.71.08.1002",
            "case/31.71.08.1002/x/y",
        ] {
            assert_eq!(Scope::parse(text), Err(InvalidScope), "{text}");
        }
    }
}
