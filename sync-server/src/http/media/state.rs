//! `POST /v1/media-state`: what to send, what can be fetched, and the token for both.

use std::sync::Arc;

use axum::extract::State;
use rantang_core::sync::media::{MEDIA_ASK_MAX, MediaAnswer, MediaAsk, MediaState};
use rantang_core::sync::protocol::RefusalCode;

use super::super::App;
use super::super::body::Answer;
use super::super::refusal::Refused;
use super::super::signed::Signed;
use super::token::LIFE_MS;
use crate::store::media::MediaRecord;

pub async fn media_state(
    State(app): State<Arc<App>>,
    Signed { device, message }: Signed<MediaAsk>,
) -> Result<Answer<MediaAnswer>, Refused> {
    if MEDIA_ASK_MAX < message.hashes.len() {
        return Err(Refused::new(
            RefusalCode::TooLarge,
            "the request names too many photos",
        ));
    }
    let now_ms = app.clock.now_ms();
    let hashes = message.hashes.into_iter().map(|hash| *hash).collect();
    let found = app.store.media(device.device, hashes, now_ms).await?;
    Ok(Answer(MediaAnswer {
        token: app.lane.tokens.issue(device.device, now_ms),
        token_life_s: (LIFE_MS / 1_000) as u32,
        states: found.iter().map(state_of).collect(),
    }))
}

/// What somebody may not know of is not there yet, for all that they are told.
fn state_of(record: &Option<MediaRecord>) -> MediaState {
    match record {
        Some(record) if record.may_send => match record.stored_ms {
            Some(_) if record.durable => MediaState::Durable,
            Some(_) => MediaState::Stored,
            None => MediaState::Wanted {
                offset: record.offset(),
            },
        },
        _ => MediaState::NotYet,
    }
}
