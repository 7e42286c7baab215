//! `POST /v1/verify`: the desk asks what a receipt code stands for.

use std::sync::Arc;

use axum::extract::State;
use rantang_core::staff::Role;
use rantang_core::sync::verify::{Verified, Verify, VerifyAnswer};

use super::App;
use super::body::Answer;
use super::refusal::Refused;
use super::signed::Signed;
use crate::codes;

pub async fn verify(
    State(app): State<Arc<App>>,
    Signed { device, message }: Signed<Verify>,
) -> Result<Answer<VerifyAnswer>, Refused> {
    const NOTHING: Answer<VerifyAnswer> = Answer(VerifyAnswer { found: None });
    let asker = app.store.standing(device.user).await?;
    let asker = asker.filter(|it| !device.revoked && it.member.roles.contains(&Role::Koordinator));
    let Some(asker) = asker else {
        return Ok(NOTHING);
    };
    let Some(found) = codes::find(&*app.store, &app.notary, message.code).await? else {
        return Ok(NOTHING);
    };
    let owner = app.store.standing(found.user).await?;
    let owner = owner.filter(|it| asker.member.area.contains(&it.member.area));
    Ok(Answer(VerifyAnswer {
        found: owner.map(|owner| Verified {
            call_name: owner.member.profile.call_name,
            device_name: found.device_name,
            records: found.records,
            received_ms: found.received_ms,
            is_durable: found.is_durable,
        }),
    }))
}
