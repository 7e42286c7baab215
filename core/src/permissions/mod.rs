//! Who may do what: role × operation × scope class. The server judges by it; screens offer by it.

use crate::operation::Payload;
use crate::people::life::LifeFact;
use crate::photos::Subject;
use crate::scopes::ScopeClass;
use crate::staff::Role;

/// Whether somebody in `role` may record this at all. Where is the business of grants.
pub fn may_record(role: Role, payload: &Payload) -> bool {
    match payload {
        Payload::ProgrammeDefine(_)
        | Payload::PeriodDefine(_)
        | Payload::OrganisationDefine(_)
        | Payload::ServiceDaySet(_)
        | Payload::RouteDefine(_)
        | Payload::RouteAssign(_)
        | Payload::CoverGive(_)
        | Payload::CoverEnd(_)
        | Payload::PersonRegister(_)
        | Payload::PersonAlias(_)
        | Payload::EnrolmentEdit(_)
        | Payload::HoldEnd(_)
        | Payload::DeliveryAttach(_)
        | Payload::ReviewSettle(_)
        | Payload::ReviewReopen(_)
        | Payload::ReviewAccept(_)
        | Payload::ConflictResolve(_) => role == Role::Koordinator,
        // Only the server's own log defines users and forms.
        Payload::UserDefine(_) | Payload::FormDefine(_) => false,
        Payload::VisitAssign(_) | Payload::VisitVerify(_) => role == Role::Koordinator,
        Payload::VisitPlan(_)
        | Payload::VisitCancel(_)
        | Payload::VisitRecord(_)
        | Payload::VisitCorrect(_)
        | Payload::AssessmentRecord(_)
        | Payload::AssessmentAmend(_) => matches!(role, Role::Koordinator | Role::Psm),
        Payload::PersonEdit(_) | Payload::ContactSet(_) | Payload::ContactRemove(_) => {
            matches!(role, Role::Koordinator | Role::Psm)
        }
        Payload::LifeSay(said) => match said.fact {
            LifeFact::Reported { .. } | LifeFact::Withdrawn => {
                matches!(role, Role::Kurir | Role::Psm | Role::Koordinator)
            }
            LifeFact::Confirmed { .. } | LifeFact::Reversed { .. } => role == Role::Koordinator,
        },
        Payload::RunHandOver(_) => matches!(role, Role::Koordinator | Role::KetuaPokmas),
        Payload::HoldPlace(_)
        | Payload::RunStart(_)
        | Payload::RunReceive(_)
        | Payload::RunObstacle(_)
        | Payload::RunFinish(_)
        | Payload::HandoverSplit(_)
        | Payload::DeliveryRecord(_)
        | Payload::DeliveryCorrect(_)
        | Payload::DeliveryRetract(_)
        | Payload::DeliveryCloseDoors(_)
        | Payload::IncidentReport(_)
        | Payload::ProposalMake(_) => matches!(role, Role::Kurir | Role::Koordinator),
        Payload::AlertAcknowledge(_) | Payload::IncidentAct(_) => {
            matches!(role, Role::Koordinator | Role::Psm)
        }
        Payload::PhotoAttach(it) => may_attach(role, it.subject),
        Payload::PhotoDecline(it) => may_attach(role, it.subject),
        Payload::PhotoRemove(it) => may_attach(role, it.subject),
        Payload::ParafDraw(it) => may_attach(role, it.subject),
        Payload::ProposalDecide(_) => role == Role::Satpel,
    }
}

/// Whoever records a delivery or a visit also photographs it.
fn may_attach(role: Role, subject: Subject) -> bool {
    match subject {
        Subject::Delivery(_) => matches!(role, Role::Kurir | Role::Koordinator),
        Subject::Visit(_) => matches!(role, Role::Psm | Role::Koordinator),
    }
}

/// What class of scope a role writes by default: a courier may write what they may not read.
pub fn may_write_class(role: Role, class: ScopeClass) -> bool {
    match class {
        ScopeClass::Plan | ScopeClass::Delivery => {
            matches!(
                role,
                Role::Kurir | Role::Psm | Role::Koordinator | Role::KetuaPokmas
            )
        }
        ScopeClass::Case => matches!(role, Role::Kurir | Role::Psm | Role::Koordinator),
    }
}

/// What class of scope a role reads.
pub fn may_read_class(role: Role, class: ScopeClass) -> bool {
    match class {
        ScopeClass::Plan => true,
        ScopeClass::Delivery => matches!(role, Role::Koordinator | Role::Kurir | Role::Psm),
        ScopeClass::Case => matches!(role, Role::Koordinator | Role::Psm),
    }
}
