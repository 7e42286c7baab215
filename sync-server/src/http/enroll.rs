//! `POST /v1/enroll`: pairs one device by a single-use code.

use std::sync::Arc;

use axum::extract::State;
use rantang_core::ids::DeviceId;
use rantang_core::sync::protocol::{Enroll, Enrolled, RefusalCode};
use rantang_core::text::Line;
use uuid::Uuid;

use super::App;
use super::body::{Answer, Unsigned};
use super::refusal::Refused;
use crate::identity;
use crate::store::Enrolment;

const CODE_CHARS_MAX: usize = 100;

/// A repeated request with the same code and key gets the same device.
pub async fn enroll(
    State(app): State<Arc<App>>,
    Unsigned(message): Unsigned<Enroll>,
) -> Result<Answer<Enrolled>, Refused> {
    let name = Line::parse(&message.device_name)
        .map_err(|error| Refused::new(RefusalCode::BadMessage, error.to_string()))?;
    let invalid = || {
        Refused::new(
            RefusalCode::InvitationInvalid,
            "the code is wrong, used by another device, or too old",
        )
    };
    if CODE_CHARS_MAX < message.code.len() {
        return Err(invalid());
    }
    let enrolment = Enrolment {
        code_hash: code_hash(&message.code),
        key: message.public_key,
        device: DeviceId(Uuid::now_v7()),
        name: name.into(),
        now_ms: app.clock.now_ms(),
    };
    let device = app.store.enroll(enrolment).await?.ok_or_else(invalid)?;
    let standing = app.store.standing(device.user).await?.ok_or_else(invalid)?;
    tracing::info!(device = %device.device, "a device was paired");
    Ok(Answer(Enrolled {
        device: device.device,
        server: app.server.server,
        server_key: identity::public(&app.key),
        user: device.user,
        profile: standing.member.profile,
        roles: standing.member.roles,
        area: standing.member.area,
        is_demo: app.server.is_demo,
        sealing: Some(app.sealing_key()),
    }))
}

/// What is stored of a code: it has 128 random bits, so that a plain hash keeps it.
pub fn code_hash(code: &str) -> [u8; 32] {
    *blake3::hash(code.as_bytes()).as_bytes()
}
