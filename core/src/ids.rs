//! One newtype for each kind of id: a mix-up does not compile.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares one kind of id: a UUID that any device can mint while offline.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

id!(/** One operation: a named intent of a person. UUIDv7; its time is never read. */ OpId);
id!(/** One log of operations: an installation, until it is restored from a copy. */ ReplicaId);
id!(/** One paired installation of the app. */ DeviceId);
id!(/** One server, as the enrolment code names it; survives restores. */ ServerId);
id!(/** One volunteer or officer. */ UserId);
id!(/** One recipient. */ PersonId);
id!(/** One contact of a recipient. */ ContactId);
id!(/** One programme, e.g. Permakanan Lansia. */ ProgrammeId);
id!(/** One period of a programme: a contract with its days and prices. */ PeriodId);
id!(/** One person in one period. */ EnrolmentId);
id!(/** One organisation, e.g. a Pokmas. */ OrganisationId);
id!(/** One courier's list of doors in order. */ RouteId);
id!(/** One route on one date at one sitting. */ RunId);
id!(/** One attempt at one door. */ DeliveryId);
id!(/** One route, or the rest of a round, carried by somebody else for a time. */ CoverId);
id!(/** One pause of a person's deliveries. */ HoldId);
id!(/** One thing that happened and needs an answer. */ IncidentId);
id!(/** One household visit, planned or made. */ VisitId);
id!(/** One part of a form, answered once. */ AssessmentId);
id!(/** One version of a form in one area. */ FormId);
id!(/** One move of a person to another kelurahan, as the office that was left remembers it. */ DepartureId);
id!(/** One change of recipients that an office decides. */ ProposalId);
id!(/** A derived item: hashed from rule, subject and date, so that every device names it alike. */ ItemId);

/// The namespace of ids that are computed and not minted.
const DERIVED: Uuid = Uuid::from_bytes(*b"rantang.derived.");

/// An id computed from parts: the same parts give the same id on every device.
pub fn derived(tag: &str, parts: &[&[u8]]) -> Uuid {
    let mut name = Vec::with_capacity(64);
    for part in std::iter::once(tag.as_bytes()).chain(parts.iter().copied()) {
        name.extend_from_slice(&(part.len() as u32).to_le_bytes());
        name.extend_from_slice(part);
    }
    Uuid::new_v5(&DERIVED, &name)
}
