//! To which scope an operation is addressed: where the author sees its entity.

use std::collections::BTreeSet;

use rantang_core::ids::{OpId, PersonId, RouteId, UserId};
use rantang_core::operation::{Effect, Home, Payload};
use rantang_core::places::{AreaCode, Rw};
use rantang_core::plan::{Reads, Stamp, plan};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::scopes::{PersonScopes, Scope};
use rusqlite::Connection;
use uuid::Uuid;

use crate::store::{Result, rows};

/// What is said about a person goes to the person's delivery scope, also by a courier who may
/// write into the case class without reading it; only who holds the case scope addresses it.
pub(super) fn of(
    db: &Connection,
    own_area: &AreaCode,
    payload: &Payload,
    effects: &[Effect],
) -> Result<Scope> {
    // Only who carries a route hands its rest over, wherever that is noted.
    if let Payload::HandoverSplit(split) = payload {
        return Ok(split.scope());
    }
    let homes = || effects.iter().map(|effect| &effect.home);
    let delivery = homes().find_map(|home| match home {
        Home::Delivery(person) => Some(*person),
        _ => None,
    });
    if let Some(person) = delivery {
        return Ok(scopes_of(db, own_area, person, payload)?.delivery);
    }
    let case = homes().find_map(|home| match home {
        Home::Case(person) => Some(*person),
        _ => None,
    });
    if let Some(person) = case {
        let scopes = scopes_of(db, own_area, person, payload)?;
        let holds_case = rows::holds(db, &scopes.case)?;
        return Ok(if holds_case {
            scopes.case
        } else {
            scopes.delivery
        });
    }
    let planned = homes().find_map(|home| match home {
        Home::Plan(area) => Some(Scope::Plan { area: area.clone() }),
        _ => None,
    });
    if let Some(planned) = planned {
        return Ok(planned);
    }
    // A door off the list: what is said of it later goes where it was found.
    for effect in effects {
        if let Some(row) = rows::row(db, effect.entity)? {
            return Ok(row.scope);
        }
    }
    Ok(without_route(own_area))
}

fn without_route(area: &AreaCode) -> Scope {
    Scope::Delivery {
        kelurahan: area.clone(),
        route: None,
    }
}

fn scopes_of(
    db: &Connection,
    own_area: &AreaCode,
    person: PersonId,
    payload: &Payload,
) -> Result<PersonScopes> {
    let place = rows::person_place(db, person)?;
    let Some(place) = place else {
        return Ok(scopes_by_itself(own_area, person, payload));
    };
    // Of a pull that was cut off the person may have come without the enrolment.
    let route = if place.has_membership {
        place.route.map(RouteId)
    } else {
        route_of_row(db, person)?
    };
    let kelurahan = place
        .kelurahan
        .and_then(|code| AreaCode::parse(&code).ok())
        .unwrap_or_else(|| own_area.clone());
    Ok(PersonScopes {
        delivery: Scope::Delivery {
            kelurahan: kelurahan.clone(),
            route,
        },
        case: Scope::Case {
            kelurahan,
            rw: place.rw.and_then(|rw| Rw::new(rw).ok()),
        },
        left: BTreeSet::new(),
    })
}

/// The route whose list the person came with.
fn route_of_row(db: &Connection, person: PersonId) -> Result<Option<RouteId>> {
    let row = rows::row(db, EntityRef::new(EntityKind::Person, person))?;
    Ok(row.and_then(|row| match row.scope {
        Scope::Delivery { route, .. } => route,
        Scope::Plan { .. } | Scope::Case { .. } => None,
    }))
}

/// For somebody who is not known here: what the operation itself says of the place.
fn scopes_by_itself(own_area: &AreaCode, person: PersonId, payload: &Payload) -> PersonScopes {
    let addressed = without_route(own_area);
    let stamp = Stamp {
        op: OpId(Uuid::nil()),
        author: UserId(Uuid::nil()),
        at_ms: 0,
        is_uncertain: false,
        scope: &addressed,
    };
    let mut planned = plan(stamp, payload, &Reads::default());
    planned.scopes.remove(&person).unwrap_or(PersonScopes {
        delivery: addressed,
        case: Scope::Case {
            kelurahan: own_area.clone(),
            rw: None,
        },
        left: BTreeSet::new(),
    })
}
