//! HTTP: the protocol's calls, one file each, and what an operator watches.
//!
//! # Invariants
//!
//! * Every answer of `/v1` that is not 200 carries a `Refusal`, but for those of [`media`], which speaks
//!   tus.
//! * No request is judged by the device's clock; a device is known by its signature only.
//! * Logs name devices and operations by id, never people.

mod body;
mod carriers;
mod challenge;
mod enroll;
mod health;
mod hello;
mod media;
mod observe;
mod pull;
mod push;
mod refusal;
mod review;
mod sealed;
mod serve;
mod signed;
mod snapshot;
mod verify;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use ed25519_dalek::SigningKey;
use rantang_core::staff::Role;
use rantang_core::sync::protocol::{Certify, path};
use rantang_core::sync::receipt::Notary;
use rantang_core::sync::relay::{Certificate, Certified, certificate};
use rantang_core::sync::sealed::SealingKey;
use rantang_core::sync::wire::WIRE_BYTES_MAX;
use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::intake::rights::Member;
use crate::media::MediaStore;
use crate::snapshots::Snapshots;
use crate::store::{CentralStore, DeviceRecord, ServerRecord};
use carriers::Carriers;
use challenge::Challenges;
use media::{Lane, Tokens};

pub use enroll::code_hash;
pub use serve::serve;

use crate::sealing::Sealing;

/// How many calls a server has room for; more are told to come back.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Worked on at once.
    pub calls: usize,
    /// Waiting for a moment. A neighbourhood whose signal returns is a burst of short calls: to send it
    /// away for seconds would cost more than to let it wait for milliseconds.
    pub waiting: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            calls: 64,
            waiting: 2_048,
        }
    }
}

/// What every call works with.
pub struct App {
    store: Arc<dyn CentralStore>,
    clock: Arc<dyn Clock>,
    server: ServerRecord,
    key: SigningKey,
    sealing: Sealing,
    challenges: Challenges,
    notary: Notary,
    calls: Semaphore,
    waiting: Semaphore,
    carriers: Carriers,
    pub snapshots: Snapshots,
    lane: Lane,
}

/// What a server proves itself with, and what opens records that came by hand.
pub struct Keys {
    pub identity: SigningKey,
    pub sealing: Sealing,
}

impl App {
    pub fn new(
        store: Arc<dyn CentralStore>,
        clock: Arc<dyn Clock>,
        server: ServerRecord,
        keys: Keys,
        media: MediaStore,
        room: Room,
        snapshots: Snapshots,
    ) -> Arc<Self> {
        Arc::new(Self {
            lane: Lane::new(media, Tokens::new(&keys.identity)),
            challenges: Challenges::new(&keys.identity),
            notary: Notary::new(server.server, &keys.identity),
            calls: Semaphore::new(room.calls),
            waiting: Semaphore::new(room.waiting),
            store,
            clock,
            server,
            key: keys.identity,
            sealing: keys.sealing,
            carriers: Carriers::default(),
            snapshots,
        })
    }

    /// The key that devices seal to, as this server vouches for it.
    fn sealing_key(&self) -> SealingKey {
        SealingKey::sign(self.server.server, self.sealing.recipient(), &self.key)
    }

    /// Who a device is to others of its office; a relay, if it asks for that and its user coordinates.
    fn certificate(
        &self,
        device: &DeviceRecord,
        member: &Member,
        asked: Certify,
        now_ms: i64,
    ) -> Certificate {
        let coordinates = member.roles.contains(&Role::Koordinator);
        let recipient = asked
            .recipient
            .filter(|it| coordinates && certificate::is_recipient(it));
        let certified = Certified {
            server: self.server.server,
            device: device.device,
            user: device.user,
            area: member.area.clone(),
            roles: member.roles.clone(),
            key: device.key,
            recipient,
            until_ms: now_ms.saturating_add(certificate::GOOD_FOR_MS),
        };
        Certificate::sign(&certified, &self.key)
    }
}

pub fn router(app: Arc<App>) -> Router {
    let calls = Router::new()
        .route(path::ENROLL, post(enroll::enroll))
        .route(path::HELLO, post(hello::hello))
        .route(path::PUSH, post(push::push))
        .route(path::PULL, post(pull::pull))
        .route(path::SEALED, post(sealed::sealed))
        .route(path::REVIEW, post(review::review))
        .route(path::VERIFY, post(verify::verify))
        .route(
            &format!("{}/{{scope}}", path::SNAPSHOT),
            get(snapshot::index),
        )
        .route(
            &format!("{}/{{scope}}/{{generation}}/{{chunk}}", path::SNAPSHOT),
            get(snapshot::chunk),
        )
        .route(path::MEDIA_STATE, post(media::media_state))
        .fallback(refusal::no_such_call)
        .method_not_allowed_fallback(refusal::no_such_call)
        .layer(DefaultBodyLimit::max(WIRE_BYTES_MAX))
        .layer(from_fn_with_state(app.clone(), observe::bounded));
    let health = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready));
    health
        .merge(calls)
        .merge(media::routes())
        .layer(from_fn(observe::logged))
        .with_state(app)
}
