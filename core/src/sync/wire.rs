//! The bytes of a message: CBOR, compressed with zstd, bounded before and after.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cbor;

/// The version of the protocol, as it stands in the media type.
pub const PROTOCOL: u16 = 1;
/// The media type of every request and answer.
pub const MEDIA_TYPE: &str = "application/vnd.rantang.v1+cbor+zstd";
/// The most that a message may have on the wire.
pub const WIRE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The most that a message may hold once decompressed.
const PLAIN_BYTES_MAX: usize = 32 * 1024 * 1024;
/// A small message is worth a longer search: it is what a courier's morning costs.
const SMALL_BYTES: usize = 16 * 1024;
const LEVEL_SMALL: i32 = 9;
const LEVEL: i32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    #[error("the message is larger than allowed")]
    TooLarge,
    #[error("the message is not compressed as it should be, or ends too early")]
    NotZstd,
    #[error("the message is not CBOR of the expected form")]
    NotCbor,
}

pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    let plain = cbor::encode(message);
    let level = if plain.len() <= SMALL_BYTES {
        LEVEL_SMALL
    } else {
        LEVEL
    };
    zstd::bulk::compress(&plain, level).expect("compressing memory does not fail")
}

pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    if WIRE_BYTES_MAX < bytes.len() {
        return Err(WireError::TooLarge);
    }
    let size = zstd::zstd_safe::get_frame_content_size(bytes).map_err(|_| WireError::NotZstd)?;
    if size.is_some_and(|size| PLAIN_BYTES_MAX as u64 <= size) {
        return Err(WireError::TooLarge);
    }
    let capacity = size.map_or(PLAIN_BYTES_MAX, |size| size as usize);
    let plain = zstd::bulk::decompress(bytes, capacity).map_err(|_| WireError::NotZstd)?;
    cbor::decode(&plain).map_err(|_| WireError::NotCbor)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deliveries::operations::Record;
    use crate::deliveries::outcome::{Outcome, Slot, Wellbeing};
    use crate::deliveries::{Attempt, DeliveryCase, DeliveryValue};
    use crate::ids::{DeliveryId, OpId, PersonId, RouteId, RunId};
    use crate::operation::{ChainHash, Payload};
    use crate::runs::Sitting;
    use crate::scopes::Scope;
    use crate::sync::batch::Batch;
    use crate::sync::protocol::Push;
    use crate::sync::signing::SignedHead;

    /// Bytes that do not compress, from a number.
    fn drawn<const N: usize>(number: u64) -> [u8; N] {
        let hash = blake3::hash(&number.to_le_bytes());
        std::array::from_fn(|at| hash.as_bytes()[at])
    }

    /// As minted at a time.
    fn id(number: u64, kind: u64) -> uuid::Uuid {
        let random = drawn(kind << 32 | number);
        uuid::Builder::from_unix_timestamp_millis(1_795_572_000_000 + number * 173_456, &random)
            .into_uuid()
    }

    fn a_morning() -> Push {
        let sample = crate::operation::tests::sample();
        let route = RouteId(id(0, 9));
        let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let operations: Vec<_> = (0..50)
            .map(|door| {
                let mut operation = sample.clone();
                let is_met = door % 7 != 3;
                let record = Record {
                    delivery: DeliveryId(id(door, 1)),
                    person: Some(PersonId(id(door, 2))),
                    door: None,
                    attempt: Attempt {
                        run: RunId::of(route, date, Sitting::Morning),
                        date,
                        sitting: Sitting::Morning,
                        slots: vec![Slot::First, Slot::Second],
                        courier: operation.envelope.author,
                    },
                    value: DeliveryValue {
                        outcome: if is_met {
                            Outcome::ReceivedSelf
                        } else {
                            Outcome::NoAnswer
                        },
                        flags: vec![],
                        wellbeing: is_met.then_some(Wellbeing::Well),
                        boxes: if is_met { 2 } else { 0 },
                        received_by: Default::default(),
                        contact: None,
                        seen_by_neighbor: None,
                        bring_back: false,
                        until: None,
                    },
                    case: DeliveryCase::default(),
                };
                let envelope = &mut operation.envelope;
                envelope.op_id = OpId(id(door, 3));
                envelope.seq += door;
                envelope.entity = record.delivery.0;
                envelope.scope = Scope::Delivery {
                    kelurahan: envelope.scope.area().clone(),
                    route: Some(route),
                };
                let jitter = i64::from(drawn::<1>(door | 4 << 32)[0]) * 100;
                envelope.clock.wall_ms += door as i64 * 173_456 + jitter;
                envelope.clock.boot_ms += door as i64 * 173_456 + jitter;
                operation.body = Payload::from(record).encode(drawn(door | 5 << 32));
                operation
            })
            .collect();
        Push {
            previous: ChainHash(drawn(1)),
            batch: Batch::of(&operations),
            receipts: None,
            head: SignedHead {
                replica: operations[0].envelope.replica,
                seq: 52,
                hash: ChainHash(drawn(2)),
                signature: [drawn::<32>(3), drawn(4)].concat().into(),
            },
        }
    }

    #[test]
    fn a_morning_of_fifty_doors_costs_a_courier_at_most_3500_bytes() {
        let bytes = encode(&a_morning());
        assert!(bytes.len() <= 3_500, "{} bytes", bytes.len());
        assert_eq!(decode(&bytes), Ok(a_morning()));
    }

    #[test]
    fn a_message_reads_back_what_it_writes() {
        let message = vec![("satu".to_owned(), 1u64), ("dua".to_owned(), 2)];
        assert_eq!(decode(&encode(&message)), Ok(message));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let bomb = zstd::bulk::compress(&vec![0u8; PLAIN_BYTES_MAX + 1], 19).unwrap();
        assert_eq!(decode::<Vec<u8>>(&bomb), Err(WireError::TooLarge));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_message_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode::<Vec<u64>>(&bytes);
        }

        #[test]
        fn a_truncated_message_is_an_error(cut in 0usize..40) {
            let bytes = encode(&vec!["tetangga kiri, pintu biru"; 3]);
            prop_assume!(cut < bytes.len());
            prop_assert!(decode::<Vec<String>>(&bytes[..cut]).is_err());
        }
    }
}
