//! The relay's door: two calls, for whoever is on the office's network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use rantang_core::sync::buckets::{Admitted, Buckets};
use rantang_core::sync::protocol::{Refusal, RefusalCode, path as protocol_path};
use rantang_core::sync::relay::{HAND_OVER_BYTES_MAX, Who, path};
use rantang_core::sync::wire::{self, MEDIA_TYPE};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::connection::{Bounded, Peer};
use super::limits::CALLS;
use super::take_in::{TurnedAway, take_in};
use super::{announce::Announced, certified};
use crate::device::Device;
use crate::platform::mint_uuid;
use crate::store::{Error, facts};

/// So many hand-overs are worked on at once: each is unpacked in memory.
const AT_ONCE: usize = 2;
const RETRY_AFTER_S: u64 = 30;
/// What is being answered may end.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// A relay that listens and has not begun to answer.
pub struct Door {
    device: Arc<Device>,
    listener: TcpListener,
    at: SocketAddr,
}

#[derive(Clone)]
struct DoorState {
    device: Arc<Device>,
    buckets: Arc<Mutex<Buckets>>,
    work: Arc<Semaphore>,
}

impl DoorState {
    fn admits(&self, address: IpAddr) -> bool {
        let now_ms = self.device.platform.clock.boot_ms();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.admit(address, now_ms) == Admitted::Yes
    }
}

impl Door {
    /// On every network of this machine, of both kinds of addresses where the machine has both; port 0 for
    /// any that is free.
    pub async fn open(device: Arc<Device>, port: u16) -> std::io::Result<Self> {
        let both = SocketAddr::from((Ipv6Addr::UNSPECIFIED, port));
        match Self::open_at(device.clone(), both).await {
            Err(error) if error.kind() != std::io::ErrorKind::AddrInUse => {
                Self::open_at(device, SocketAddr::from((Ipv4Addr::UNSPECIFIED, port))).await
            }
            opened => opened,
        }
    }

    pub async fn open_at(device: Arc<Device>, at: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(at).await?;
        let at = listener.local_addr()?;
        Ok(Self {
            device,
            listener,
            at,
        })
    }

    pub fn at(&self) -> SocketAddr {
        self.at
    }

    /// Announces itself and answers until `stop` resolves.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send) -> std::io::Result<()> {
        let device = self.device.clone();
        let port = self.at.port();
        let announced = tokio::task::spawn_blocking(move || announce(&device, port));
        let announced = announced.await.unwrap_or_default();
        self.device.relay.change(|listening| {
            listening.at = Some(self.at);
            listening.problem = None;
        });
        self.device.changed();
        tracing::info!(at = %self.at, "the relay listens");
        let state = DoorState {
            device: self.device.clone(),
            buckets: Arc::new(Mutex::new(Buckets::new(CALLS))),
            work: Arc::new(Semaphore::new(AT_ONCE)),
        };
        let app = Router::new()
            .route(path::WHO, post(who))
            .route(path::HAND_OVER, post(hand_over))
            .layer(DefaultBodyLimit::max(HAND_OVER_BYTES_MAX))
            .with_state(state);
        let app = app.into_make_service_with_connect_info::<Peer>();
        let (tell, told) = tokio::sync::oneshot::channel::<()>();
        let serving = axum::serve(Bounded::new(self.listener), app).with_graceful_shutdown(async {
            // Dropped is as good as told.
            drop(told.await);
        });
        let stop = async {
            stop.await;
            drop(announced);
            drop(tell);
            tokio::time::sleep(LAST_ANSWERS).await;
        };
        let served = tokio::select! {
            served = serving.into_future() => served,
            () = stop => Ok(()),
        };
        self.device.relay.change(|listening| listening.at = None);
        self.device.changed();
        served
    }
}

fn announce(device: &Device, port: u16) -> Option<Box<dyn Announced>> {
    let pairing = device
        .read::<_, Error>(|db| facts::PAIRING.get(db))
        .ok()
        .flatten()?;
    let name = mint_uuid(&*device.platform.random);
    device.relay.neighbours.announce(pairing.server, port, name)
}

async fn who(State(state): State<DoorState>, ConnectInfo(peer): ConnectInfo<Peer>) -> Response {
    answer(&state, peer, |device| {
        let own = device.read::<_, Error>(|db| certified::own(db, device.now_ms(db)?))?;
        own.filter(|(_, certified)| certified.recipient.is_some())
            .map(|(certificate, _)| Who { certificate })
            .ok_or(TurnedAway::new(RefusalCode::Busy, "not certified yet"))
    })
    .await
}

async fn hand_over(
    State(state): State<DoorState>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    body: Bytes,
) -> Response {
    let Ok(_work) = state.work.clone().acquire_owned().await else {
        return refusal(TurnedAway::new(RefusalCode::Busy, "the relay ends"));
    };
    answer(&state, peer, move |device| take_in(device, &body)).await
}

async fn answer<T: Serialize + Send + 'static>(
    state: &DoorState,
    Peer(address): Peer,
    work: impl FnOnce(&Device) -> Result<T, TurnedAway> + Send + 'static,
) -> Response {
    let device = state.device.clone();
    if !state.admits(address) {
        return refusal(TurnedAway::new(RefusalCode::Busy, "too many calls"));
    }
    let worked = tokio::task::spawn_blocking(move || work(&device)).await;
    let worked = worked.unwrap_or_else(|error| {
        tracing::error!(%error, "the relay failed");
        Err(TurnedAway::new(RefusalCode::Internal, "the relay failed"))
    });
    match worked {
        Ok(message) => (
            StatusCode::OK,
            [(header::CONTENT_TYPE, MEDIA_TYPE)],
            wire::encode(&message),
        )
            .into_response(),
        Err(away) => {
            if matches!(
                away.code,
                RefusalCode::BadMessage | RefusalCode::BadSignature
            ) {
                state
                    .device
                    .relay
                    .change(|listening| listening.turned_away += 1);
            }
            refusal(away)
        }
    }
}

fn refusal(away: TurnedAway) -> Response {
    let status = match away.code {
        RefusalCode::BadSignature => StatusCode::UNAUTHORIZED,
        RefusalCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        RefusalCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    let refusal = Refusal {
        code: away.code,
        detail: away.detail.to_owned(),
    };
    let body = (
        status,
        [(header::CONTENT_TYPE, MEDIA_TYPE.to_owned())],
        wire::encode(&refusal),
    );
    if away.code != RefusalCode::Busy {
        return body.into_response();
    }
    let later = [(protocol_path::HEADER_RETRY_AFTER, RETRY_AFTER_S.to_string())];
    (later, body).into_response()
}
