//! The lane of photos: tus 1.0 beside the protocol's calls, so that no record waits for a photo.
//!
//! `POST /v1/media-state` is a signed call like any other; it says where the server is with each
//! ciphertext and gives a token. Below `/v1/media` tus clients of any make speak with that token:
//! creation, offsets, checksums, termination, expiration; `GET` brings the bytes back.
//!
//! # Invariants
//!
//! * Only what a record names is taken in, and only to whom the record is visible is it given.
//! * Whatever arrived of a part stays, also where the line broke, unless it carries a checksum.
//! * At most [`UPLOADS_MAX`] requests at once, apart from the calls of records.

mod download;
mod headers;
mod refused;
mod state;
mod token;
mod upload;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use rantang_core::sync::protocol::path;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::App;
use crate::media::MediaStore;
use refused::MediaRefused;
pub use state::media_state;
pub use token::Tokens;

/// So many requests of the lane at once. Records have their own number.
const UPLOADS_MAX: usize = 16;

/// What the lane works with.
pub struct Lane {
    pub store: MediaStore,
    pub tokens: Tokens,
    slots: Semaphore,
}

impl Lane {
    pub fn new(store: MediaStore, tokens: Tokens) -> Self {
        Self {
            store,
            tokens,
            slots: Semaphore::new(UPLOADS_MAX),
        }
    }

    fn slot(&self) -> Result<SemaphorePermit<'_>, MediaRefused> {
        self.slots.try_acquire().map_err(|_| MediaRefused::Busy)
    }
}

pub fn routes() -> Router<Arc<App>> {
    let one = get(download::download)
        .head(upload::head)
        .patch(upload::patch)
        .delete(upload::terminate);
    Router::new()
        .route(path::MEDIA, post(upload::create).options(upload::options))
        .route(&format!("{}/{{hash}}", path::MEDIA), one)
}
