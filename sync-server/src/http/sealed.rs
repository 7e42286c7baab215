//! `POST /v1/sealed`: takes in a range that came by hand.

use std::sync::Arc;

use axum::extract::State;
use rantang_core::sync::protocol::RefusalCode;
use rantang_core::sync::sealed::{CarriedAnswer, Deliver, SealedPush};
use rantang_core::sync::wire;

use super::App;
use super::body::{Answer, Unsigned};
use super::carriers::Carrier;
use super::push::take_in;
use super::refusal::Refused;

/// Whoever carries it needs no login and is told nothing of what is inside; the range is judged as
/// if its own device had pushed it. Repeating it is harmless.
pub async fn sealed(
    State(app): State<Arc<App>>,
    carrier: Carrier,
    Unsigned(message): Unsigned<Deliver>,
) -> Result<Answer<CarriedAnswer>, Refused> {
    app.carriers.admit(carrier, app.clock.now_ms())?;
    let bad = |detail: String| Refused::new(RefusalCode::BadMessage, detail);
    let opened = app
        .sealing
        .open(&message.sealed)
        .map_err(|error| bad(error.to_string()))?;
    let SealedPush { device, push } = wire::decode(&opened)?;
    let unknown = || Refused::new(RefusalCode::UnknownDevice, "no known device sealed this");
    let device = app.store.device(device).await?.ok_or_else(unknown)?;
    let (replica, first_seq) = (push.batch.replica(), push.batch.first_seq());
    let answer = take_in(&app, &device, push).await?;
    tracing::info!(device = %device.device, first_seq, "a range came by hand");
    // As it is now: this or another process may have raised it since the start.
    let record = app.store.server().await?;
    let epoch = record.map_or(app.server.epoch, |record| record.epoch);
    Ok(Answer(CarriedAnswer::sign(
        (app.server.server, epoch),
        replica,
        first_seq,
        &answer,
        &app.key,
    )))
}
