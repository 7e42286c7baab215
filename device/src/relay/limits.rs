//! How often one address may hand over, and how much a relay keeps.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Sealed bytes that are kept of one device: weeks of its records.
pub const DEVICE_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Of all devices of an office.
pub const BYTES_MAX: u64 = 256 * 1024 * 1024;
/// So many calls at once from one address.
const BURST: i64 = 40;
/// And one more each so many milliseconds.
const REFILL_MS: i64 = 500;
/// More addresses than an office has.
const ADDRESSES_MAX: usize = 1_000;

#[derive(Clone, Copy)]
struct Bucket {
    calls: i64,
    since_ms: i64,
}

impl Bucket {
    fn filled(self, now_ms: i64) -> Self {
        let refills = now_ms.saturating_sub(self.since_ms).max(0) / REFILL_MS;
        Self {
            calls: self.calls.saturating_add(refills).min(BURST),
            since_ms: self.since_ms.saturating_add(refills * REFILL_MS),
        }
    }
}

#[derive(Default)]
pub struct Buckets(Mutex<HashMap<IpAddr, Bucket>>);

impl Buckets {
    /// Whether one more call of this address is taken now.
    pub fn admit(&self, address: IpAddr, now_ms: i64) -> bool {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ADDRESSES_MAX <= buckets.len() && !buckets.contains_key(&address) {
            buckets.retain(|_, bucket| bucket.filled(now_ms).calls < BURST);
            if ADDRESSES_MAX <= buckets.len() {
                return false;
            }
        }
        let full = Bucket {
            calls: BURST,
            since_ms: now_ms,
        };
        let bucket = buckets.entry(address).or_insert(full);
        *bucket = bucket.filled(now_ms);
        let is_left = 0 < bucket.calls;
        bucket.calls -= i64::from(is_left);
        is_left
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn an_address_that_calls_without_end_is_turned_away_and_its_neighbours_are_not() {
        let buckets = Buckets::default();
        let from = |last| IpAddr::V4(Ipv4Addr::new(192, 168, 1, last));
        for _ in 0..BURST {
            assert!(buckets.admit(from(1), 0));
        }
        assert!(!buckets.admit(from(1), REFILL_MS - 1));
        assert!(buckets.admit(from(2), 0));
        assert!(buckets.admit(from(1), REFILL_MS));
        assert!(!buckets.admit(from(1), REFILL_MS));
    }
}
