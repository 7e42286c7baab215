//! The server's verdict on one operation, before it has any effect.

use super::protocol::{HeldCause, QuarantineCause};
use crate::ids::UserId;
use crate::operation::{Envelope, Payload, PayloadError};
use crate::permissions::{may_record, may_write_class};
use crate::scopes::{Grant, Scope};
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
    if let Payload::HandoverSplit(split) = payload
        && split.scope() != envelope.scope
    {
        return Judgement::Quarantine(QuarantineCause::OutOfScope);
    }
    if let Payload::PersonMove(it) = payload
        && (it.from != *envelope.scope.area() || !it.is_near())
    {
        return Judgement::Quarantine(QuarantineCause::OutOfScope);
    }
    let granted = |grant: &Grant| grant.may_hold_at(time) && grant.covers(&envelope.scope);
    if sender.grants.iter().any(granted) {
        Judgement::Apply
    } else if may_be_covering(sender, &envelope.scope, time) {
        Judgement::Hold(HeldCause::AwaitingGrant)
    } else {
        Judgement::Quarantine(QuarantineCause::OutOfScope)
    }
}

/// A courier at a colleague's route of the same kelurahan: the hand-over that allows it may be on
/// its way on another phone.
fn may_be_covering(sender: &Sender, scope: &Scope, time: Effective) -> bool {
    let Scope::Delivery {
        kelurahan,
        route: Some(_),
    } = scope
    else {
        return false;
    };
    let plan = Scope::Plan {
        area: kelurahan.clone(),
    };
    let works_there = |grant: &Grant| grant.may_hold_at(time) && grant.covers(&plan);
    sender.roles.contains(&Role::Kurir) && sender.grants.iter().any(works_there)
}

/// Whether somebody who vouches for a set-aside operation may have it applied: by their own right,
/// whoever wrote it and wherever they were entitled to.
pub fn judge_accepted(
    vouching: &Sender,
    envelope: &Envelope,
    payload: &Result<Payload, PayloadError>,
    accepted: Effective,
) -> Judgement {
    let by_right_of = Sender {
        user: envelope.author,
        revoked: false,
        ..vouching.clone()
    };
    judge(&by_right_of, envelope, payload, accepted)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::{DeliveryId, RouteId};
    use crate::operation::tests::sample;
    use crate::places::AreaCode;
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
    fn a_courier_at_a_colleagues_route_waits_and_at_a_strange_one_does_not() {
        let mut envelope = sample().envelope;
        let at_route = |kelurahan: AreaCode| Scope::Delivery {
            kelurahan,
            route: Some(RouteId(Uuid::from_u128(8))),
        };
        envelope.scope = at_route(envelope.scope.area().clone());
        let courier = sender(Role::Kurir);
        let judged = judge(&courier, &envelope, &retraction(), at(150));
        assert_eq!(judged, Judgement::Hold(HeldCause::AwaitingGrant));
        let coordinator = judge(
            &sender(Role::Koordinator),
            &envelope,
            &retraction(),
            at(150),
        );
        let out_of_scope = Judgement::Quarantine(QuarantineCause::OutOfScope);
        assert_eq!(coordinator, out_of_scope);
        envelope.scope = at_route(AreaCode::parse("31.71.08.1001").expect("a code"));
        let judged = judge(&courier, &envelope, &retraction(), at(150));
        assert_eq!(judged, out_of_scope);
    }

    #[test]
    fn who_vouches_lends_their_own_right_and_no_more() {
        let envelope = sample().envelope;
        let vouching = |role| Sender {
            user: UserId(Uuid::from_u128(77)),
            ..sender(role)
        };
        let accepted = |role| judge_accepted(&vouching(role), &envelope, &retraction(), at(150));
        assert_eq!(accepted(Role::Koordinator), Judgement::Apply);
        let not_permitted = Judgement::Quarantine(QuarantineCause::NotPermitted);
        assert_eq!(accepted(Role::Psm), not_permitted);
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
