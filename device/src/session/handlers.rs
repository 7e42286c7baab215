//! What a screen has to know before it shows anything.

use std::sync::Arc;

use rantang_core::areas;
use rantang_core::time::date_of;
use rusqlite::Connection;

use super::{Language, Pair, SessionUser, SessionView, Settings, SettingsSet, TextSize, Theme};
use crate::command::Failure;
use crate::device::Device;
use crate::store::{Error, Result, facts};
use crate::sync;

/// A phone's clock that is further off than this is told to its user.
const CLOCK_OFFSET_TOLD_MS: u64 = 5 * 60_000;

impl Default for Settings {
    fn default() -> Self {
        Self {
            text_size: TextSize::Normal,
            theme: Theme::System,
            language: Language::Id,
            text_size_asked: false,
            photos_only_wifi: false,
        }
    }
}

pub fn get(device: &Device) -> std::result::Result<SessionView, Failure> {
    let view = device.read::<_, Error>(|db| {
        let now_ms = device.now_ms(db)?;
        let pairing = facts::PAIRING.get(db)?;
        let offset_ms = facts::CLOCK_OFFSET_MS.get(db)?;
        Ok(SessionView {
            user: user(db)?,
            settings: facts::SETTINGS.get(db)?.unwrap_or_default(),
            today: date_of(now_ms),
            now_ms,
            clock_offset_ms: offset_ms
                .filter(|offset| CLOCK_OFFSET_TOLD_MS < offset.unsigned_abs()),
            is_demo: pairing.is_some_and(|pairing| pairing.is_demo),
        })
    })?;
    Ok(view)
}

pub fn settings_set(
    device: &Device,
    args: SettingsSet,
) -> std::result::Result<SessionView, Failure> {
    device
        .store
        .write::<_, Error>(|tx| facts::SETTINGS.set(tx, &args.settings))?;
    get(device)
}

/// Pairs this device by a single-use code of the server.
pub async fn pair(device: &Arc<Device>, args: Pair) -> std::result::Result<SessionView, Failure> {
    sync::pair::pair(device, &args.invitation).await?;
    let device = device.clone();
    tokio::task::spawn_blocking(move || get(&device))
        .await
        .map_err(|error| Failure::internal(&error))?
}

/// Who holds the device; `None`: not yet paired.
fn user(db: &Connection) -> Result<Option<SessionUser>> {
    let Some(pairing) = facts::PAIRING.get(db)? else {
        return Ok(None);
    };
    let Some(profile) = facts::PROFILE.get(db)? else {
        return Ok(None);
    };
    let code = pairing.area.as_str();
    Ok(Some(SessionUser {
        id: pairing.user.0,
        full_name: profile.full_name.into(),
        call_name: profile.call_name.into(),
        roles: facts::ROLES.get(db)?.unwrap_or_default(),
        kelurahan_code: code.to_owned(),
        kelurahan_name: areas::by_code(code)
            .map_or_else(String::new, |kelurahan| kelurahan.name.to_owned()),
    }))
}
