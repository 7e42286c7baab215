//! How often one address may call: a bucket of calls for each, filled again by time.

use std::collections::HashMap;
use std::net::IpAddr;

/// How much is allowed to one address, and how many addresses are remembered.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// So many calls at once.
    pub burst: u32,
    /// And one more each so many milliseconds.
    pub refill_ms: i64,
    /// Past so many, addresses that have been quiet are forgotten first.
    pub addresses_max: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admitted {
    Yes,
    /// This address has called too often.
    TooOften,
    /// Too many addresses call at once, and this one is new.
    TooMany,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    calls: u32,
    since_ms: i64,
}

#[derive(Debug)]
pub struct Buckets {
    allowance: Allowance,
    of: HashMap<IpAddr, Bucket>,
}

impl Buckets {
    pub fn new(allowance: Allowance) -> Self {
        Self {
            allowance,
            of: HashMap::new(),
        }
    }

    /// Takes one call out of the bucket of an address.
    ///
    /// IPv4 within IPv6 is the same neighbour as IPv4.
    pub fn admit(&mut self, address: IpAddr, now_ms: i64) -> Admitted {
        let address = address.to_canonical();
        let Allowance {
            burst,
            addresses_max,
            ..
        } = self.allowance;
        if addresses_max <= self.of.len() && !self.of.contains_key(&address) {
            let allowance = self.allowance;
            self.of
                .retain(|_, bucket| bucket.filled(allowance, now_ms).calls < burst);
            if addresses_max <= self.of.len() {
                return Admitted::TooMany;
            }
        }
        let full = Bucket {
            calls: burst,
            since_ms: now_ms,
        };
        let bucket = self.of.entry(address).or_insert(full);
        *bucket = bucket.filled(self.allowance, now_ms);
        match bucket.calls.checked_sub(1) {
            Some(left) => {
                bucket.calls = left;
                Admitted::Yes
            }
            None => Admitted::TooOften,
        }
    }
}

impl Bucket {
    /// What is in it by now.
    fn filled(self, allowance: Allowance, now_ms: i64) -> Self {
        let refills = now_ms.saturating_sub(self.since_ms).max(0) / allowance.refill_ms;
        let more = u32::try_from(refills).unwrap_or(u32::MAX);
        Self {
            calls: self.calls.saturating_add(more).min(allowance.burst),
            since_ms: self
                .since_ms
                .saturating_add(refills.saturating_mul(allowance.refill_ms)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const ALLOWANCE: Allowance = Allowance {
        burst: 5,
        refill_ms: 100,
        addresses_max: 2,
    };

    fn from(last: u8) -> IpAddr {
        Ipv4Addr::new(10, 0, 0, last).into()
    }

    #[test]
    fn an_address_that_calls_too_often_is_told_so_and_its_neighbours_are_not() {
        let mut buckets = Buckets::new(ALLOWANCE);
        for _ in 0..ALLOWANCE.burst {
            assert_eq!(buckets.admit(from(1), 1_000), Admitted::Yes);
        }
        assert_eq!(buckets.admit(from(1), 1_099), Admitted::TooOften);
        let mapped = Ipv4Addr::new(10, 0, 0, 1).to_ipv6_mapped().into();
        assert_eq!(buckets.admit(mapped, 1_099), Admitted::TooOften);
        assert_eq!(buckets.admit(from(2), 1_099), Admitted::Yes);
        assert_eq!(buckets.admit(from(1), 1_100), Admitted::Yes);
        assert_eq!(buckets.admit(from(1), 1_100), Admitted::TooOften);
    }

    #[test]
    fn addresses_that_are_quiet_make_room_for_new_ones() {
        let mut buckets = Buckets::new(ALLOWANCE);
        buckets.admit(from(1), 0);
        buckets.admit(from(2), 0);
        assert_eq!(buckets.admit(from(3), 0), Admitted::TooMany);
        assert_eq!(buckets.admit(from(1), 0), Admitted::Yes, "it is known");
        assert_eq!(buckets.admit(from(3), 1_000), Admitted::Yes);
    }

    #[test]
    fn a_clock_that_runs_backwards_or_wild_neither_fills_a_bucket_nor_ends_the_program() {
        let mut buckets = Buckets::new(ALLOWANCE);
        for now_ms in [0, i64::MIN, i64::MAX, i64::MIN, 0, -1] {
            buckets.admit(from(1), now_ms);
        }
    }
}
