//! How often one address may hand over, and how much a relay keeps.

use rantang_core::sync::buckets::Allowance;

/// Sealed bytes that are kept of one device: weeks of its records.
pub const DEVICE_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Of all devices of an office.
pub const BYTES_MAX: u64 = 256 * 1024 * 1024;
/// More addresses than an office has.
pub const CALLS: Allowance = Allowance {
    burst: 40,
    refill_ms: 500,
    addresses_max: 1_000,
};
