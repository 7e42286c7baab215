//! How often strangers may deliver: a bucket of calls for each address, filled again by time.
//!
//! Mobile operators put thousands of phones behind one address: the bucket is generous, and an
//! empty one means "come back", never "no".

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use super::refusal::Refused;

/// So many calls at once.
const BURST: i64 = 200;
/// And one more each so many milliseconds.
const REFILL_MS: i64 = 100;
/// More addresses than this are not remembered: those that have been quiet are forgotten first.
const ADDRESSES_MAX: usize = 10_000;

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

#[derive(Clone, Copy)]
struct Bucket {
    calls: i64,
    since_ms: i64,
}

impl Bucket {
    /// What is in it by now.
    fn filled(self, now_ms: i64) -> Self {
        let refills = now_ms.saturating_sub(self.since_ms).max(0) / REFILL_MS;
        Self {
            calls: self.calls.saturating_add(refills).min(BURST),
            since_ms: self.since_ms.saturating_add(refills * REFILL_MS),
        }
    }
}

#[derive(Default)]
pub struct Carriers(Mutex<HashMap<IpAddr, Bucket>>);

impl Carriers {
    /// # Errors
    ///
    /// *Busy*, with the time after which the next call is taken.
    pub fn admit(&self, Carrier(address): Carrier, now_ms: i64) -> Result<(), Refused> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ADDRESSES_MAX <= buckets.len() && !buckets.contains_key(&address) {
            buckets.retain(|_, bucket| bucket.filled(now_ms).calls < BURST);
            if ADDRESSES_MAX <= buckets.len() {
                return Err(Refused::busy(60, "too many addresses deliver at once"));
            }
        }
        let full = Bucket {
            calls: BURST,
            since_ms: now_ms,
        };
        let bucket = buckets.entry(address).or_insert(full);
        *bucket = bucket.filled(now_ms);
        if bucket.calls == 0 {
            return Err(Refused::busy(5, "too many deliveries from one address"));
        }
        bucket.calls -= 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(last: u8) -> Carrier {
        Carrier(IpAddr::V4(Ipv4Addr::new(10, 0, 0, last)))
    }

    #[test]
    fn an_address_that_delivers_too_often_is_told_to_come_back_and_others_are_not() {
        let carriers = Carriers::default();
        for _ in 0..BURST {
            assert!(carriers.admit(from(1), 1_000).is_ok());
        }
        assert!(carriers.admit(from(1), 1_000).is_err());
        assert!(carriers.admit(from(2), 1_000).is_ok());
        assert!(carriers.admit(from(1), 1_000 + REFILL_MS).is_ok());
        assert!(carriers.admit(from(1), 1_000 + REFILL_MS).is_err());
    }
}
