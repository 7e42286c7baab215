//! What is signed, and the line that pairs a device.

use rantang_core::operation::{ChainHash, next_hash};
use rantang_core::sync::invitation::Invitation;
use rantang_core::sync::signing::{PublicKey, RequestToSign, SignedHead};
use serde_json::json;

use super::samples::{device_key, operations, replica, server, server_key};
use super::{check, value_and_cbor};

#[test]
fn a_head_and_a_request_are_signed_as_the_page_shows() {
    let hash = operations().iter().fold(ChainHash::START, next_hash);
    let key = device_key();
    let head = SignedHead::sign(server(), replica(), 2, hash, &key);
    let challenge = [5; 56];
    let request = RequestToSign {
        server: server(),
        method: "POST",
        path: "/v1/push",
        body: b"the bytes on the wire",
        challenge: &challenge,
    };
    let keys = json!({
        "secret": hex::encode(key.to_bytes()),
        "public": hex::encode(key.verifying_key().to_bytes()),
    });
    check(
        "signatures.json",
        json!({
            "device_key": keys,
            "head": {
                "server": server(),
                "replica": replica(),
                "seq": 2,
                "hash": hex::encode(hash.0),
                "signature": hex::encode(&head.signature),
            },
            "request": {
                "server": server(),
                "method": "POST",
                "path": "/v1/push",
                "body": hex::encode(request.body),
                "challenge": hex::encode(challenge),
                "signature": hex::encode(request.sign(&key)),
            },
        }),
    );
}

#[test]
fn an_invitation_is_the_line_that_the_page_shows() {
    let invitation = Invitation {
        url: "https://rantang.example.id".to_owned(),
        code: "7d0f3a3c1c5e4f27a1b2c3d4e5f60718".to_owned(),
        server: server(),
        server_key: PublicKey(server_key().verifying_key().to_bytes()),
    };
    let mut vector = value_and_cbor(&invitation);
    vector["line"] = json!(invitation.to_string());
    check("invitation.json", vector);
}
