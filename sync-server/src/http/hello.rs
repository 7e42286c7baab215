//! `POST /v1/hello`: compares logs, keeps the anchor, gives the challenge.

use std::sync::Arc;

use axum::extract::State;
use rantang_core::sync::protocol::{Hello, HelloAnswer, HelloVerdict, RefusalCode};

use super::App;
use super::body::Answer;
use super::refusal::Refused;
use super::signed::Signed;
use crate::agreement;

pub async fn hello(
    State(app): State<Arc<App>>,
    Signed { device, message }: Signed<Hello>,
) -> Result<Answer<HelloAnswer>, Refused> {
    let now_ms = app.clock.now_ms();
    let replica = message.replica;
    let certify = message.certify.clone();
    let greeting = app.store.greet(device.device, message, now_ms).await?;
    if greeting.epoch_raised {
        tracing::error!(
            epoch = greeting.epoch,
            device = %device.device,
            "this server holds less than it told a device: was it restored? The epoch was raised"
        );
    }
    for scope in greeting.doubted {
        tracing::error!(
            %scope,
            device = %device.device,
            "a device's rows are not what was counted here: counting anew"
        );
        agreement::count_anew(&*app.store, scope.clone()).await?;
        app.snapshots.distrust(&*app.store, scope).await?;
    }
    let standing = app.store.standing(device.user).await?.ok_or_else(|| {
        Refused::new(
            RefusalCode::Internal,
            "the user of the device is not defined",
        )
    })?;
    let may_be_known = !device.revoked && greeting.verdict != HelloVerdict::Revoked;
    let certificate = certify
        .filter(|_| may_be_known)
        .map(|asked| app.certificate(&device, &standing.member, asked, now_ms));
    let (seq, hash) = greeting.stored;
    Ok(Answer(HelloAnswer {
        server_ms: now_ms,
        epoch: greeting.epoch,
        challenge: app.challenges.issue(device.device, now_ms).into(),
        verdict: greeting.verdict,
        stored: greeting.stored,
        scopes: greeting.scopes,
        profile: standing.member.profile,
        roles: standing.member.roles,
        area: Some(standing.member.area),
        phones: greeting.phones,
        again: greeting.again,
        sealing: Some(app.sealing_key()),
        durable: greeting.durable,
        code: (0 < seq).then(|| app.notary.code(replica, seq, hash)),
        settled: greeting.settled,
        set_aside: greeting.set_aside,
        certificate,
    }))
}
