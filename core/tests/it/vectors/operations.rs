//! Envelope, body, content hash, chain, batch by columns; the page of kinds.

use rantang_core::operation::{ChainHash, Operation, Payload, SALT_BYTES, next_hash};
use rantang_core::sync::batch::Batch;
use serde_json::{Value, json};

use super::samples::operations;
use super::{check, readable, value_and_cbor};

#[test]
fn an_operation_has_the_bytes_and_hashes_that_the_page_shows() {
    let mut previous = ChainHash::START;
    let vectors: Value = operations()
        .iter()
        .map(|operation| {
            let before = previous;
            previous = next_hash(previous, operation);
            vector(operation, before, previous)
        })
        .collect();
    check("operations.json", vectors);
}

fn vector(operation: &Operation, previous: ChainHash, hash: ChainHash) -> Value {
    let envelope = &operation.envelope;
    let clock = &envelope.clock;
    let anchor = clock.anchor.map(|anchor| {
        json!({"boot": anchor.boot.0, "boot_ms": anchor.boot_ms, "server_ms": anchor.server_ms})
    });
    let payload = ciborium::from_reader(&operation.body[SALT_BYTES..]).expect("CBOR");
    json!({
        "op_id": envelope.op_id,
        "replica": envelope.replica,
        "seq": envelope.seq,
        "kind": envelope.kind,
        "schema": envelope.schema,
        "scope": envelope.scope,
        "entity": envelope.entity,
        "author": envelope.author,
        "wall_ms": clock.wall_ms,
        "boot": clock.boot,
        "boot_ms": clock.boot_ms,
        "anchor": anchor,
        "salt": hex::encode(&operation.body[..SALT_BYTES]),
        "payload": readable(&payload),
        "previous": hex::encode(previous.0),
        "expected": {
            "envelope": hex::encode(envelope.encode()),
            "body": hex::encode(&operation.body),
            "body_hash": operation.body_hash().to_string(),
            "content_hash": operation.content_hash().to_string(),
            "hash": hex::encode(hash.0),
        },
    })
}

#[test]
fn a_batch_has_the_columns_that_the_page_shows() {
    check("batch.json", value_and_cbor(&Batch::of(&operations())));
}

#[test]
fn the_page_of_operations_names_every_kind_and_no_other() {
    let page = include_str!("../../../../docs/operations.md");
    let rows = page.lines().filter_map(|line| {
        let (kind, _) = line.strip_prefix("| `")?.split_once("` | ")?;
        Some(kind)
    });
    assert_eq!(rows.collect::<Vec<_>>(), Payload::KINDS);
}
