//! How often strangers may deliver.
//!
//! Mobile operators put thousands of phones behind one address: the allowance is generous, and one that is
//! used up means "come back", never "no".

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use rantang_core::sync::buckets::{Admitted, Allowance, Buckets};

use super::refusal::Refused;

const ALLOWANCE: Allowance = Allowance {
    burst: 200,
    refill_ms: 100,
    addresses_max: 10_000,
};

/// Where a call without a login comes from.
#[derive(Clone, Copy, Debug)]
pub struct Carrier(IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Carrier {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a socket the caller is in this process.
        let local = IpAddr::V4(Ipv4Addr::LOCALHOST);
        Ok(Self(address.map_or(local, |ConnectInfo(it)| it.ip())))
    }
}

pub struct Carriers(Mutex<Buckets>);

impl Default for Carriers {
    fn default() -> Self {
        Self(Mutex::new(Buckets::new(ALLOWANCE)))
    }
}

impl Carriers {
    /// # Errors
    ///
    /// *Busy*, with the time after which the next call is taken.
    pub fn admit(&self, Carrier(address): Carrier, now_ms: i64) -> Result<(), Refused> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match buckets.admit(address, now_ms) {
            Admitted::Yes => Ok(()),
            Admitted::TooOften => Err(Refused::busy(5, "too many deliveries from one address")),
            Admitted::TooMany => Err(Refused::busy(60, "too many addresses deliver at once")),
        }
    }
}
