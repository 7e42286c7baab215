//! The server's verdict on one operation, before it has any effect.

use super::protocol::{HeldCause, QuarantineCause};
use crate::ids::UserId;
use crate::operation::{Envelope, Payload, PayloadError};
use crate::permissions::{may_record, may_write_class};
use crate::scopes::Grant;
use crate::staff::Role;
use crate::time::Effective;

/// Who sent a batch, as the server knows them in this transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    pub user: UserId,
    pub roles: Vec<Role>,
    pub grants: Vec<Grant>,
    pub revoked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    Apply,
    Hold(HeldCause),
    Quarantine(QuarantineCause),
}

/// Judges by the rights at the operation's effective time. Nothing is dropped: every judgement
/// comes after the operation was stored.
pub fn judge(
    sender: &Sender,
    envelope: &Envelope,
    payload: &Result<Payload, PayloadError>,
    time: Effective,
) -> Judgement {
    if sender.revoked {
        return Judgement::Quarantine(QuarantineCause::Revoked);
    }
    if envelope.author != sender.user {
        return Judgement::Quarantine(QuarantineCause::WrongAuthor);
    }
    let payload = match payload {
        Ok(payload) => payload,
        Err(PayloadError::UnknownKind) => return Judgement::Hold(HeldCause::UnknownKind),
        Err(PayloadError::Malformed) => return Judgement::Quarantine(QuarantineCause::Malformed),
    };
    let class = envelope.scope.class();
    let may = |role: &Role| may_record(*role, payload) && may_write_class(*role, class);
    if !sender.roles.iter().any(may) {
        return Judgement::Quarantine(QuarantineCause::NotPermitted);
    }
    let granted = |grant: &Grant| grant.may_hold_at(time) && grant.covers(&envelope.scope);
    if sender.grants.iter().any(granted) {
        Judgement::Apply
    } else {
        Judgement::Quarantine(QuarantineCause::OutOfScope)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::DeliveryId;
    use crate::operation::tests::sample;
    use crate::scopes::{GrantPlace, Scope, ScopeClass};

    fn sender(role: Role) -> Sender {
        let envelope = sample().envelope;
        Sender {
            user: envelope.author,
            roles: vec![role],
            grants: vec![Grant {
                class: ScopeClass::Plan,
                place: GrantPlace::Area(envelope.scope.area().clone()),
                from_ms: 100,
                until_ms: Some(200),
            }],
            revoked: false,
        }
    }

    fn at(at_ms: i64) -> Effective {
        Effective {
            at_ms,
            uncertainty_ms: 0,
        }
    }

    fn retraction() -> Result<Payload, PayloadError> {
        let delivery = DeliveryId(Uuid::from_u128(4));
        Ok(crate::deliveries::operations::Retract {
            delivery,
            person: None,
        }
        .into())
    }

    #[test]
    fn rights_count_at_the_time_of_the_deed() {
        let envelope = sample().envelope;
        let courier = sender(Role::Kurir);
        assert_eq!(
            judge(&courier, &envelope, &retraction(), at(150)),
            Judgement::Apply
        );
        let late = judge(&courier, &envelope, &retraction(), at(200));
        assert_eq!(late, Judgement::Quarantine(QuarantineCause::OutOfScope));
    }

    #[test]
    fn what_is_not_permitted_is_set_aside_with_its_cause() {
        let envelope = sample().envelope;
        let officer = judge(&sender(Role::Dinsos), &envelope, &retraction(), at(150));
        assert_eq!(
            officer,
            Judgement::Quarantine(QuarantineCause::NotPermitted)
        );
        let stranger = Sender {
            user: UserId(Uuid::from_u128(66)),
            ..sender(Role::Kurir)
        };
        let judged = judge(&stranger, &envelope, &retraction(), at(150));
        assert_eq!(judged, Judgement::Quarantine(QuarantineCause::WrongAuthor));
        let revoked = Sender {
            revoked: true,
            ..sender(Role::Kurir)
        };
        let judged = judge(&revoked, &envelope, &retraction(), at(150));
        assert_eq!(judged, Judgement::Quarantine(QuarantineCause::Revoked));
    }

    #[test]
    fn a_kind_of_tomorrow_waits_and_a_broken_body_is_set_aside() {
        let envelope = sample().envelope;
        let courier = sender(Role::Kurir);
        let unknown = judge(
            &courier,
            &envelope,
            &Err(PayloadError::UnknownKind),
            at(150),
        );
        assert_eq!(unknown, Judgement::Hold(HeldCause::UnknownKind));
        let broken = judge(&courier, &envelope, &Err(PayloadError::Malformed), at(150));
        assert_eq!(broken, Judgement::Quarantine(QuarantineCause::Malformed));
    }

    #[test]
    fn a_plan_grant_gives_no_people() {
        let mut envelope = sample().envelope;
        envelope.scope = Scope::Delivery {
            kelurahan: envelope.scope.area().clone(),
            route: None,
        };
        let judged = judge(&sender(Role::Kurir), &envelope, &retraction(), at(150));
        assert_eq!(judged, Judgement::Quarantine(QuarantineCause::OutOfScope));
    }
}
