//! What rows are about.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The kinds of entities that are synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    Programme,
    Period,
    /// One date on which a period departs from its week.
    ServiceDay,
    Organisation,
    User,
    Route,
    /// Somebody else carries a route for a time.
    Cover,
    Run,
    Person,
    /// The case-class half of a person, with the same id: NIK, KK, KTP address.
    PersonCase,
    Contact,
    Enrolment,
    Hold,
    Delivery,
    /// The case-class half of a delivery, with the same id: complaints and note.
    DeliveryCase,
    Incident,
    /// An acknowledgement of a derived alert, under the alert's id.
    Alert,
    Proposal,
    /// A household visit, planned or made.
    Visit,
    /// One part of a form, answered.
    Assessment,
    /// One version of a form.
    Form,
    /// A look at a derived review item, under the item's id.
    Review,
    /// Somebody moved away to another kelurahan: what stays behind at the office that was left.
    Departure,
}

impl EntityKind {
    pub const ALL: [EntityKind; 23] = [
        Self::Programme,
        Self::Period,
        Self::ServiceDay,
        Self::Organisation,
        Self::User,
        Self::Route,
        Self::Cover,
        Self::Run,
        Self::Person,
        Self::PersonCase,
        Self::Contact,
        Self::Enrolment,
        Self::Hold,
        Self::Delivery,
        Self::DeliveryCase,
        Self::Incident,
        Self::Alert,
        Self::Proposal,
        Self::Visit,
        Self::Assessment,
        Self::Form,
        Self::Review,
        Self::Departure,
    ];

    /// The stable code, as stored and shown.
    pub fn code(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Period => "period",
            Self::ServiceDay => "service_day",
            Self::Organisation => "organisation",
            Self::User => "user",
            Self::Route => "route",
            Self::Cover => "cover",
            Self::Run => "run",
            Self::Person => "person",
            Self::PersonCase => "person_case",
            Self::Contact => "contact",
            Self::Enrolment => "enrolment",
            Self::Hold => "hold",
            Self::Delivery => "delivery",
            Self::DeliveryCase => "delivery_case",
            Self::Incident => "incident",
            Self::Alert => "alert",
            Self::Proposal => "proposal",
            Self::Visit => "visit",
            Self::Assessment => "assessment",
            Self::Form => "form",
            Self::Review => "review",
            Self::Departure => "departure",
        }
    }

    /// Whether it is something that happened. A phone that was away for a year must not bring back what
    /// left: removals of facts are never forgotten.
    pub fn is_fact(self) -> bool {
        matches!(
            self,
            Self::Run
                | Self::Delivery
                | Self::DeliveryCase
                | Self::Incident
                | Self::Visit
                | Self::Assessment
                | Self::Departure
        )
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One entity: its kind and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityRef {
    pub kind: EntityKind,
    pub id: Uuid,
}

impl EntityRef {
    pub fn new(kind: EntityKind, id: impl Into<Uuid>) -> Self {
        Self {
            kind,
            id: id.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_again_by_its_code() {
        for kind in EntityKind::ALL {
            assert_eq!(EntityKind::from_code(kind.code()), Some(kind));
        }
    }
}
