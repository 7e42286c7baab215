//! An invitation pairs one device, once, within a day.

use ed25519_dalek::SigningKey;
use rantang_core::staff::Role;
use rantang_core::sync::protocol::RefusalCode;
use rantang_server::sample;
use reqwest::StatusCode;

use super::device::TestDevice;
use super::office::{HOUR_MS, TestServer};

#[tokio::test]
pub async fn a_paired_device_knows_its_user_and_the_server() {
    let server = TestServer::start().await;
    let device = server.device("dedi").await;
    assert_eq!(device.enrolled.user, sample::user_id("dedi"));
    assert_eq!(device.enrolled.roles, [Role::Kurir]);
    assert_eq!(device.enrolled.profile.call_name.as_str(), "Pak Dedi");
    assert_eq!(device.enrolled.server, server.office.server.server);
    assert!(device.enrolled.is_demo);
}

#[tokio::test]
pub async fn asking_again_with_the_same_key_gets_the_same_device_even_after_the_day() {
    let server = TestServer::start().await;
    let invitation = server.invite(sample::user_id("dedi")).await;
    let key = SigningKey::from_bytes(&[3; 32]);
    let first = TestDevice::pair_with(&invitation, key.clone(), server.clock.clone()).await;
    server.clock.advance(48 * HOUR_MS);
    let again = TestDevice::pair_with(&invitation, key, server.clock.clone()).await;
    let device = |paired: Result<TestDevice, _>| paired.expect("paired").enrolled.device;
    assert_eq!(device(first), device(again));
}

#[tokio::test]
pub async fn a_used_old_or_invented_code_pairs_nothing() {
    let server = TestServer::start().await;
    let used = server.invite(sample::user_id("dedi")).await;
    TestDevice::pair(&used, server.clock.clone())
        .await
        .expect("paired");
    let old = server.invite(sample::user_id("dedi")).await;
    let mut invented = old.clone();
    invented.code = "0".repeat(32);
    for (invitation, waits_ms) in [(used, 0), (invented, 0), (old, 24 * HOUR_MS)] {
        server.clock.advance(waits_ms);
        let refused = TestDevice::pair(&invitation, server.clock.clone()).await;
        let refused = refused.err().expect("refused");
        assert_eq!(refused.code, RefusalCode::InvitationInvalid);
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
}
