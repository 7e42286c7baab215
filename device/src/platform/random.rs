//! Chance: ids and salts that nobody else mints.

use rantang_core::ids::OpId;
use uuid::Uuid;

/// A source of unpredictable bytes.
pub trait Random: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// The generator of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        rand::fill(bytes);
    }
}

/// A UUIDv7: sorted by a time that is never read, so that indexes grow at their end.
pub fn mint_op_id(random: &dyn Random, wall_ms: i64) -> OpId {
    let mut bytes = [0; 10];
    random.fill(&mut bytes);
    let millis = u64::try_from(wall_ms).unwrap_or(0);
    OpId(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}

/// A UUIDv4.
pub fn mint_uuid(random: &dyn Random) -> Uuid {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
