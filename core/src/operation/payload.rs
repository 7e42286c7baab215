//! The kinds of operations: one table from code to type.

use super::resolve::Resolve;
use super::{Effect, Intent, InvalidIntent, SALT_BYTES};
use crate::cbor;
use crate::ids::OpId;
use crate::{
    alerts, assessments, covers, deliveries, enrolment, holds, people, photos, programme, routes,
    runs, staff, visits,
};

/// The longest code of a kind.
pub const KIND_CHARS_MAX: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// A newer app wrote it: held until the upgrade.
    #[error("this kind of operation is not known here")]
    UnknownKind,
    #[error("the body does not hold what its kind says")]
    Malformed,
}

/// Declares the table. Kinds are never removed and their meaning never changes.
macro_rules! payloads {
    ($($code:literal => $variant:ident($type:ty),)+) => {
        /// What an operation says, read from its body.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(clippy::large_enum_variant, reason = "one payload at a time is alive; a box would cost more")]
        pub enum Payload {
            $($variant($type),)+
        }

        impl Payload {
            /// Every known kind.
            pub const KINDS: &[&str] = &[$($code),+];

            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $code,)+
                }
            }

            /// Reads the body of an operation: the payload stands behind the salt.
            pub fn decode(kind: &str, body: &[u8]) -> Result<Self, PayloadError> {
                let payload = body.get(SALT_BYTES..).ok_or(PayloadError::Malformed)?;
                match kind {
                    $($code => cbor::decode(payload)
                        .map(Self::$variant)
                        .map_err(|_| PayloadError::Malformed),)+
                    _ => Err(PayloadError::UnknownKind),
                }
            }

            /// The body: `salt` and the payload as CBOR.
            pub fn encode(&self, salt: [u8; SALT_BYTES]) -> Vec<u8> {
                let salt = salt.to_vec();
                match self {
                    $(Self::$variant(payload) => cbor::encode_into(salt, payload),)+
                }
            }

            fn intent(&self) -> &dyn Intent {
                match self {
                    $(Self::$variant(payload) => payload,)+
                }
            }
        }

        $(impl From<$type> for Payload {
            fn from(payload: $type) -> Self {
                Self::$variant(payload)
            }
        })+
    };
}

payloads! {
    "programme.define" => ProgrammeDefine(programme::operations::DefineProgramme),
    "period.define" => PeriodDefine(programme::operations::DefinePeriod),
    "service_day.set" => ServiceDaySet(programme::operations::SetServiceDay),
    "organisation.define" => OrganisationDefine(staff::operations::DefineOrganisation),
    "user.define" => UserDefine(staff::operations::DefineUser),
    "route.define" => RouteDefine(routes::operations::Define),
    "route.assign" => RouteAssign(routes::operations::Assign),
    "cover.give" => CoverGive(covers::operations::Give),
    "cover.end" => CoverEnd(covers::operations::End),
    "handover.split" => HandoverSplit(covers::operations::Split),
    "person.register" => PersonRegister(people::operations::Register),
    "person.edit" => PersonEdit(people::operations::Edit),
    "person.move" => PersonMove(people::moves::Move),
    "person.alias" => PersonAlias(people::operations::SetAlias),
    "contact.set" => ContactSet(people::operations::SetContact),
    "contact.remove" => ContactRemove(people::operations::RemoveContact),
    "life.say" => LifeSay(people::operations::SayLife),
    "enrolment.edit" => EnrolmentEdit(enrolment::operations::Edit),
    "hold.place" => HoldPlace(holds::operations::Place),
    "hold.end" => HoldEnd(holds::operations::End),
    "run.start" => RunStart(runs::operations::Start),
    "run.hand_over" => RunHandOver(runs::operations::HandOver),
    "run.receive" => RunReceive(runs::operations::Receive),
    "run.obstacle" => RunObstacle(runs::operations::ReportObstacle),
    "run.finish" => RunFinish(runs::operations::Finish),
    "delivery.record" => DeliveryRecord(deliveries::operations::Record),
    "delivery.correct" => DeliveryCorrect(deliveries::operations::Correct),
    "delivery.retract" => DeliveryRetract(deliveries::operations::Retract),
    "delivery.attach" => DeliveryAttach(deliveries::operations::Attach),
    "delivery.close_doors" => DeliveryCloseDoors(deliveries::operations::CloseDoors),
    "alert.acknowledge" => AlertAcknowledge(alerts::operations::Acknowledge),
    "review.settle" => ReviewSettle(alerts::operations::Settle),
    "review.reopen" => ReviewReopen(alerts::operations::Reopen),
    "review.accept" => ReviewAccept(alerts::operations::Accept),
    "incident.report" => IncidentReport(alerts::operations::ReportIncident),
    "incident.act" => IncidentAct(alerts::operations::ActOnIncident),
    "proposal.make" => ProposalMake(alerts::operations::Propose),
    "proposal.decide" => ProposalDecide(alerts::operations::Decide),
    "visit.plan" => VisitPlan(visits::operations::Plan),
    "visit.assign" => VisitAssign(visits::operations::Assign),
    "visit.cancel" => VisitCancel(visits::operations::Cancel),
    "visit.record" => VisitRecord(visits::operations::Record),
    "visit.correct" => VisitCorrect(visits::operations::Correct),
    "visit.verify" => VisitVerify(visits::operations::Verify),
    "photo.attach" => PhotoAttach(photos::operations::Attach),
    "photo.decline" => PhotoDecline(photos::operations::Decline),
    "photo.remove" => PhotoRemove(photos::operations::Remove),
    "paraf.draw" => ParafDraw(photos::operations::Draw),
    "form.define" => FormDefine(assessments::operations::DefineForm),
    "assessment.record" => AssessmentRecord(assessments::operations::Record),
    "assessment.amend" => AssessmentAmend(assessments::operations::Amend),
    "conflict.resolve" => ConflictResolve(Resolve),
}

impl Payload {
    pub fn entity(&self) -> uuid::Uuid {
        self.intent().entity()
    }

    pub fn check(&self) -> Result<(), InvalidIntent> {
        self.intent().check()
    }

    pub fn effects(&self, op: OpId) -> Vec<Effect> {
        self.intent().effects(op)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn kinds_are_short_and_unlike() {
        let mut kinds = Payload::KINDS.to_vec();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds.len(), Payload::KINDS.len());
        assert!(kinds.iter().all(|kind| kind.len() <= KIND_CHARS_MAX));
    }

    #[test]
    fn a_kind_of_tomorrow_is_unknown_and_not_malformed() {
        assert_eq!(
            Payload::decode("kube.record", &[0; 40]),
            Err(PayloadError::UnknownKind)
        );
    }

    proptest! {
        #[test]
        fn no_body_from_outside_panics(
            kind in prop::sample::select(Payload::KINDS),
            body in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let _ = Payload::decode(kind, &body);
        }
    }
}
