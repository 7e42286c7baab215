//! `POST /v1/review`: what a coordinator has to look at.

use std::sync::Arc;

use axum::extract::State;
use rantang_core::sync::protocol::{Review, ReviewAnswer};

use super::App;
use super::body::Answer;
use super::refusal::Refused;
use super::signed::Signed;

pub async fn review(
    State(app): State<Arc<App>>,
    Signed { device, message }: Signed<Review>,
) -> Result<Answer<ReviewAnswer>, Refused> {
    let now_ms = app.clock.now_ms();
    Ok(Answer(
        app.store.review(device.device, message, now_ms).await?,
    ))
}
