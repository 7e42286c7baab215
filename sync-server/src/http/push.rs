//! `POST /v1/push`: takes a range of one replica's log in.

use std::sync::Arc;

use axum::extract::State;
use rantang_core::sync::batch::BatchError;
use rantang_core::sync::protocol::{Push, PushAnswer, RefusalCode};

use super::App;
use super::body::Answer;
use super::refusal::Refused;
use super::signed::Signed;
use crate::intake::{Intake, Origin};
use crate::store::DeviceRecord;

/// A fault of the batch refuses it and stores nothing; every operation of an accepted one is
/// stored and gets a verdict.
pub async fn push(
    State(app): State<Arc<App>>,
    Signed { device, message }: Signed<Push>,
) -> Result<Answer<PushAnswer>, Refused> {
    Ok(Answer(take_in(&app, &device, message).await?))
}

/// The same for a range that came by a line and for one that came by hand.
pub async fn take_in(
    app: &App,
    device: &DeviceRecord,
    message: Push,
) -> Result<PushAnswer, Refused> {
    let operations = message.batch.operations().map_err(|error| {
        let code = match error {
            BatchError::TooLarge => RefusalCode::TooLarge,
            BatchError::Ragged | BatchError::Index | BatchError::Sequence => {
                RefusalCode::BadMessage
            }
        };
        Refused::new(code, error.to_string())
    })?;
    message
        .head
        .verify(app.server.server, device.key)
        .map_err(|error| Refused::new(RefusalCode::BadSignature, error.to_string()))?;
    let intake = Intake {
        origin: Origin::Device {
            device: device.device,
            user: device.user,
        },
        replica: message.batch.replica(),
        previous: message.previous,
        operations,
        head: Some(message.head),
        received_ms: app.clock.now_ms(),
    };
    let taken = app.store.take_in(intake).await??;
    Ok(PushAnswer {
        verdicts: taken.verdicts,
        stored: taken.stored,
    })
}
