//! One function for each reader: any bytes are a value or an error, and a value survives being written.
//!
//! The fuzzers call them with what they invent, the tests of `core` with the committed corpus.

use rantang_core::cbor;
use rantang_core::ids::OpId;
use rantang_core::operation::{Envelope, Payload};
use rantang_core::registers::packed;
use rantang_core::sync::batch::Batch;
use rantang_core::sync::invitation::Invitation;
use rantang_core::sync::protocol::{
    Enroll, Enrolled, Hello, HelloAnswer, Pull, PullAnswer, Push, PushAnswer, Refusal,
};
use rantang_core::sync::sealed::{CarriedAnswer, CarriedFile, Deliver, SealedPush};
use rantang_core::sync::signing::PublicKey;
use rantang_core::sync::wire;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub type Target = fn(&[u8]);

/// By the names of their folders in the corpus.
pub const TARGETS: [(&str, Target); 8] = [
    ("batch", batch),
    ("carried", carried),
    ("envelope", envelope),
    ("frame", frame),
    ("invitation", invitation),
    ("message", message),
    ("payload", payload),
    ("registers", registers),
];

/// The columns of a batch, as CBOR.
pub fn batch(bytes: &[u8]) {
    let Ok(batch) = cbor::decode::<Batch>(bytes) else {
        return;
    };
    let Ok(operations) = batch.operations() else {
        return;
    };
    let again = Batch::of(&operations).operations();
    assert_eq!(again.as_ref(), Ok(&operations));
    for operation in operations {
        let written = operation.envelope.encode();
        assert_eq!(Envelope::decode(&written), Ok(operation.envelope));
    }
}

/// A file that goes by hand.
pub fn carried(bytes: &[u8]) {
    if let Ok(file) = CarriedFile::parse(bytes) {
        assert_eq!(CarriedFile::parse(&file.to_bytes()).as_ref(), Ok(&file));
        if let CarriedFile::Answers { answers, .. } = file {
            for answer in answers {
                let _ = answer.open(PublicKey([7; 32]));
            }
        }
    }
}

pub fn envelope(bytes: &[u8]) {
    if let Ok(envelope) = Envelope::decode(bytes) {
        assert_eq!(Envelope::decode(&envelope.encode()).as_ref(), Ok(&envelope));
    }
}

/// A message as it stands on the wire.
pub fn frame(bytes: &[u8]) {
    let _ = wire::decode::<PullAnswer>(bytes);
}

/// The text of a QR code.
pub fn invitation(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(invitation) = Invitation::parse(&text) {
        assert_eq!(
            Invitation::parse(&invitation.to_string()).as_ref(),
            Ok(&invitation)
        );
    }
}

/// Each message, unpacked: the first byte says which.
pub fn message(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    match which % 12 {
        0 => survives::<Enroll>(bytes),
        1 => survives::<Enrolled>(bytes),
        2 => survives::<Hello>(bytes),
        3 => survives::<HelloAnswer>(bytes),
        4 => survives::<Push>(bytes),
        5 => survives::<PushAnswer>(bytes),
        6 => survives::<Pull>(bytes),
        7 => survives::<PullAnswer>(bytes),
        8 => survives::<Refusal>(bytes),
        9 => survives::<Deliver>(bytes),
        10 => survives::<SealedPush>(bytes),
        _ => survives::<CarriedAnswer>(bytes),
    }
}

fn survives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    if let Ok(message) = cbor::decode::<T>(bytes) {
        let written = cbor::encode(&message);
        assert_eq!(cbor::decode::<T>(&written).as_ref(), Ok(&message));
    }
}

/// The body of an operation: the first byte says of which kind.
pub fn payload(bytes: &[u8]) {
    let Some((which, body)) = bytes.split_first() else {
        return;
    };
    let kind = Payload::KINDS[usize::from(*which) % Payload::KINDS.len()];
    if let Ok(payload) = Payload::decode(kind, body) {
        let _ = payload.check();
        let _ = payload.effects(OpId::from_bytes([1; 16]));
        let written = payload.encode([0; 16]);
        assert_eq!(Payload::decode(kind, &written).as_ref(), Ok(&payload));
    }
}

/// The registers of a row.
pub fn registers(bytes: &[u8]) {
    if let Ok(registers) = packed::unpack(bytes) {
        let written = packed::pack(&registers);
        assert_eq!(packed::unpack(&written).as_ref(), Ok(&registers));
    }
}
