//! The bytes of the protocol, as `docs/vectors` shows them to whoever writes another client.
//!
//! What is committed is what devices in the field send: a difference is a change of the protocol.
//! Where one is meant, `make vectors` writes the files anew.

mod messages;
mod operations;
mod samples;
mod signatures;

use std::path::Path;

use ciborium::Value as Cbor;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Set by `make vectors`.
const WRITE: &str = "RANTANG_WRITE_VECTORS";

/// Compares what the code computes with what is committed.
#[expect(
    clippy::disallowed_methods,
    reason = "the vectors are files that others read"
)]
fn check(file: &str, vectors: Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs/vectors")
        .join(file);
    let mut computed = serde_json::to_string_pretty(&vectors).expect("vectors are JSON");
    computed.push('\n');
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &computed).expect("the file can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("the file is committed");
    assert!(
        committed == computed,
        "the bytes of the protocol differ from docs/vectors/{file}. A client in the field still sends the \
         old ones; if the change is meant, run: make vectors\n{computed}"
    );
}

/// The CBOR of a value, before it is compressed; by another writer than the protocol's own.
fn cbor<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("writing to memory does not fail");
    bytes
}

/// A value as people read it, and its CBOR.
fn value_and_cbor<T: Serialize>(value: &T) -> Value {
    let bytes = cbor(value);
    let read: Cbor = ciborium::from_reader(bytes.as_slice()).expect("it was just written");
    json!({"value": readable(&read), "cbor": hex::encode(bytes)})
}

/// JSON that says which texts are bytes: `{"hex": "…"}` a byte string, `{"array": "…"}` a key or hash.
fn readable(value: &Cbor) -> Value {
    match value {
        Cbor::Null => Value::Null,
        Cbor::Bool(it) => json!(it),
        Cbor::Text(it) => json!(it),
        Cbor::Bytes(it) => json!({"hex": hex::encode(it)}),
        Cbor::Integer(it) => {
            let number = i128::from(*it);
            match u64::try_from(number) {
                Ok(number) => json!(number),
                Err(_) => json!(i64::try_from(number).expect("CBOR has no larger numbers here")),
            }
        }
        Cbor::Array(items) => match bytes_of(items) {
            Some(bytes) => json!({"array": hex::encode(bytes)}),
            None => items.iter().map(readable).collect(),
        },
        Cbor::Map(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                let key = key.as_text().expect("keys are texts");
                map.insert(key.to_owned(), readable(value));
            }
            Value::Object(map)
        }
        other => panic!("the protocol has no {other:?}"),
    }
}

/// A key or a hash, which travel as an array of 32 bytes.
fn bytes_of(items: &[Cbor]) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = items
        .iter()
        .map(|item| u8::try_from(i128::from(item.as_integer()?)).ok())
        .collect();
    bytes?.try_into().ok()
}
