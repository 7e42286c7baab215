//! Bad requests get a clear refusal; nothing is stored of them and nothing panics.

use rantang_core::deliveries::operations::Retract;
use rantang_core::ids::DeliveryId;
use rantang_core::operation::Payload;
use rantang_core::sync::batch::{Batch, OPERATIONS_MAX};
use rantang_core::sync::protocol::{PushAnswer, Refusal, RefusalCode, Verdict, path};
use rantang_core::sync::wire::{self, MEDIA_TYPE, WIRE_BYTES_MAX};
use rantang_server::http::Room;
use rantang_server::snapshots::Settings;
use reqwest::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::device::{Refused, TestDevice, answer};
use super::office::{TestServer, route_scope};
use super::work::delivery;

async fn greeted(server: &TestServer) -> TestDevice {
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    dedi
}

/// Pushes any bytes, signed as they are.
async fn push_bytes(device: &TestDevice, body: Vec<u8>) -> Refused {
    let request = device.request(path::PUSH, body, &device.challenge);
    answer::<PushAnswer>(request).await.expect_err("refused")
}

#[tokio::test]
pub async fn a_body_that_is_no_message_is_refused() {
    let server = TestServer::start().await;
    let mut dedi = greeted(&server).await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    let good = wire::encode(&dedi.push_message(1, 1));
    let cut = good[..good.len() / 2].to_vec();
    let other_form = wire::encode(&("neither", 1, "push"));
    let text = b"{\"json\": true}".to_vec();
    for body in [Vec::new(), text, cut, other_form] {
        let refused = push_bytes(&dedi, body).await;
        assert_eq!(refused.code, RefusalCode::BadMessage);
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    }
    assert_eq!(dedi.hello().await.expect("greeted").stored.0, 0);
}

#[tokio::test]
pub async fn a_message_larger_than_allowed_is_refused() {
    let server = TestServer::start().await;
    let dedi = greeted(&server).await;
    let refused = push_bytes(&dedi, vec![7; WIRE_BYTES_MAX + 1]).await;
    assert_eq!(refused.code, RefusalCode::TooLarge);
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let bomb = wire::encode(&vec![0u8; 40 * 1024 * 1024]);
    assert!(bomb.len() < WIRE_BYTES_MAX);
    assert_eq!(push_bytes(&dedi, bomb).await.code, RefusalCode::TooLarge);
}

#[tokio::test]
pub async fn a_batch_of_too_many_operations_is_refused() {
    let server = TestServer::start().await;
    let mut dedi = greeted(&server).await;
    // The smallest there is: the number is what is too large.
    let payload = Payload::from(Retract {
        delivery: DeliveryId(uuid::Uuid::new_v4()),
        person: None,
    });
    for _ in 0..=OPERATIONS_MAX {
        dedi.record(route_scope("dedi"), payload.clone());
    }
    let last = dedi.log.len() as u64;
    let refused = dedi.push_range(1, last).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::TooLarge);
    let pushed = dedi.push_range(1, last - 1).await;
    assert_eq!(pushed.expect("pushed").stored.0, last - 1);
}

#[tokio::test]
pub async fn an_empty_batch_changes_nothing() {
    let server = TestServer::start().await;
    let mut dedi = greeted(&server).await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    let mut message = dedi.push_message(1, 1);
    message.batch = Batch::of(&[]);
    let pushed = dedi.send(&message).await.expect("answered");
    assert_eq!((pushed.verdicts.len(), pushed.stored.0), (0, 0));
}

#[tokio::test]
pub async fn a_newer_protocol_is_told_which_one_is_spoken_here() {
    let server = TestServer::start().await;
    let dedi = greeted(&server).await;
    let newer = MEDIA_TYPE.replace("v1", "v2");
    for media_type in [newer.as_str(), "application/json"] {
        let body = wire::encode(&dedi.hello_message());
        let request = dedi
            .request(path::HELLO, body, &[])
            .build()
            .expect("a request");
        let mut request = request;
        request
            .headers_mut()
            .insert("content-type", media_type.parse().expect("a header"));
        let response = dedi.http.execute(request).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let bytes = response.bytes().await.expect("a body");
        let refusal: Refusal = wire::decode(&bytes).expect("a refusal");
        assert_eq!(refusal.code, RefusalCode::ProtocolUnknown);
        assert!(refusal.detail.contains(MEDIA_TYPE), "{}", refusal.detail);
    }
    let body = wire::encode(&dedi.hello_message());
    let unknown = answer::<PushAnswer>(dedi.request("/v1/teleport", body, &[])).await;
    assert_eq!(
        unknown.expect_err("refused").code,
        RefusalCode::ProtocolUnknown
    );
}

#[tokio::test]
pub async fn a_stranger_is_not_let_in() {
    let server = TestServer::start().await;
    let mut dedi = greeted(&server).await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    let mut stranger = dedi.clone();
    stranger.enrolled.device = rantang_core::ids::DeviceId(uuid::Uuid::new_v4());
    let refused = stranger.hello().await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::UnknownDevice);

    let mut other_key = dedi.clone();
    other_key.key = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
    let refused = other_key.hello().await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::BadSignature);
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);

    // The request is the device's own, the head of the log is not.
    let mut message = dedi.push_message(1, 1);
    message.head = other_key.push_message(1, 1).head;
    let refused = dedi.send(&message).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::BadSignature);

    // Another device's challenge.
    let sri = greeted_as(&server, "sri").await;
    dedi.challenge = sri.challenge;
    let refused = dedi.push_range(1, 1).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::ChallengeExpired);
}

async fn greeted_as(server: &TestServer, key: &str) -> TestDevice {
    let mut device = server.device(key).await;
    device.hello().await.expect("greeted");
    device
}

/// Not one call more is taken in.
const FULL: Room = Room {
    calls: 0,
    waiting: 0,
};

#[tokio::test]
pub async fn a_full_server_says_when_to_come_back() {
    let server = TestServer::start_with(|office| office.app_with(FULL, Settings::default())).await;
    let invitation = server.invite(rantang_server::sample::user_id("dedi")).await;
    let refused = TestDevice::pair(&invitation, server.clock.clone()).await;
    let refused = refused.err().expect("refused");
    assert_eq!(refused.code, RefusalCode::Busy);
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.retry_after.as_deref(), Some("5"));
}

#[tokio::test]
pub async fn a_connection_that_ends_in_the_middle_of_a_body_stores_nothing() {
    let server = TestServer::start().await;
    let mut dedi = greeted(&server).await;
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    let request = dedi.request(
        path::PUSH,
        wire::encode(&dedi.push_message(1, 1)),
        &dedi.challenge,
    );
    let request = request.build().expect("a request");
    let body = request
        .body()
        .and_then(|body| body.as_bytes())
        .expect("a body");
    let mut head = format!(
        "POST {} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n",
        path::PUSH,
        body.len()
    );
    for (name, value) in request.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().expect("text")));
    }
    let mut stream = TcpStream::connect(server.address).await.expect("connected");
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.write_all(b"\r\n").await.expect("sent");
    stream
        .write_all(&body[..body.len() - 5])
        .await
        .expect("sent");
    stream.shutdown().await.expect("cut");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an end");
    let status = String::from_utf8_lossy(&answer);
    assert!(!status.starts_with("HTTP/1.1 200"), "{status}");
    assert_eq!(dedi.hello().await.expect("greeted").stored.0, 0);
    let verdicts = dedi.push().await;
    assert!(matches!(verdicts[0], Verdict::Applied { .. }));
}
