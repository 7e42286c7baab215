//! The server's own log: operations without a device.

use rantang_core::operation::{Envelope, Operation, SCHEMA};
use rantang_core::time::{Anchor, BootId, ClockReading};

use crate::store::{OwnOperation, ServerRecord};

/// The server's clock is its own anchor.
pub fn own_operation(server: &ServerRecord, own: &OwnOperation, seq: u64) -> Operation {
    let boot = BootId(server.replica.0);
    let anchor = Anchor {
        boot,
        boot_ms: own.at_ms,
        server_ms: own.at_ms,
    };
    Operation {
        envelope: Envelope {
            op_id: own.op,
            replica: server.replica,
            seq,
            kind: own.payload.kind().to_owned(),
            schema: SCHEMA,
            scope: own.scope.clone(),
            entity: own.payload.entity(),
            author: server.operator,
            clock: ClockReading {
                wall_ms: own.at_ms,
                boot,
                boot_ms: own.at_ms,
                anchor: Some(anchor),
            },
        },
        body: own.payload.encode(own.salt),
    }
}
