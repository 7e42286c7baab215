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
        | Payload::PersonMove(_)
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
        // A PSM writes down whom she finds on the way; who is fed is the office's decision.
        Payload::PersonRegister(it) => {
            role == Role::Koordinator || (role == Role::Psm && it.enrolment.is_none())
        }
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

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;
    use crate::enrolment::{EnrolmentState, EnrolmentStatus, Membership};
    use crate::ids::{PeriodId, PersonId};
    use crate::people::operations::{NewEnrolment, Register};
    use crate::people::{Birth, BirthPrecision, Diet, Identity, Name, NikStatus};
    use crate::places::{Address, AreaCode};
    use crate::text::{Line, Note};

    fn found() -> Register {
        Register {
            person: PersonId(Uuid::from_u128(1)),
            name: Name {
                name: Line::parse("Saodah").unwrap(),
                honorific: Line::default(),
                nickname: Line::default(),
            },
            birth: Birth {
                date: None,
                precision: BirthPrecision::Year,
                sex: None,
            },
            address: Address {
                kelurahan: AreaCode::parse("31.71.08.1002").unwrap(),
                rw: None,
                rt: None,
                gang: Line::default(),
                house_no: Line::default(),
                landmark: Note::default(),
            },
            address_ktp: None,
            access_note: Note::default(),
            phone: Line::default(),
            lives_alone: false,
            diet: Diet::default(),
            identity: Identity {
                nik_status: NikStatus::Unknown,
                nik: None,
                kk: None,
            },
            contacts: Vec::new(),
            enrolment: None,
        }
    }

    #[test]
    fn a_psm_registers_people_and_enrols_nobody() {
        let may = |role, register: Register| may_record(role, &Payload::from(register));
        assert!(may(Role::Psm, found()));
        assert!(!may(Role::Kurir, found()));
        let enrolled = Register {
            enrolment: Some(NewEnrolment {
                period: PeriodId(Uuid::from_u128(2)),
                state: EnrolmentState {
                    status: EnrolmentStatus::Candidate,
                    date: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
                    reason: Note::default(),
                },
                membership: Membership {
                    route: None,
                    order_key: Line::default(),
                },
            }),
            ..found()
        };
        assert!(!may(Role::Psm, enrolled.clone()));
        assert!(may(Role::Koordinator, enrolled));
    }
}
