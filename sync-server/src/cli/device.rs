//! `rantang-server device list`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::Common;
use super::report::{CliResult, Report, wib};
use crate::intake::rights::Member;
use crate::office::Office;
use crate::store::DeviceContact;

/// Phones and computers that were paired.
#[derive(Subcommand)]
pub enum Device {
    List(List),
}

/// Show every paired device: what it is called, whose it is, and when it was here last.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server device list --data ./office --json")]
pub struct List {
    #[command(flatten)]
    pub common: Common,
}

pub async fn list(args: List) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let members = office.store.members().await?;
    let mut devices = office.store.devices().await?;
    // Who was here last stands first; who never came back stands at the end.
    devices.sort_by_key(|it| std::cmp::Reverse(it.contact_ms));
    let owner = |device: &DeviceContact| members.iter().find(|it| it.user == device.user);
    let lines: Vec<String> = devices.iter().map(|it| line(it, owner(it))).collect();
    let documents = devices.iter().map(|it| document(it, owner(it))).collect();
    let text = if lines.is_empty() {
        "No device is paired yet: rantang-server invite --help".to_owned()
    } else {
        lines.join("\n")
    };
    Ok(Report::new(text, Value::Array(documents)))
}

fn line(device: &DeviceContact, owner: Option<&Member>) -> String {
    let whose = owner.map_or("nobody known", |it| it.profile.call_name.as_str());
    let seen = device
        .contact_ms
        .map_or_else(|| "never here".to_owned(), wib);
    let cut_off = if device.revoked { ", cut off" } else { "" };
    format!(
        "{}  {} ({whose}): {seen}{cut_off}",
        device.device, device.name
    )
}

fn document(device: &DeviceContact, owner: Option<&Member>) -> Value {
    json!({
        "device": device.device,
        "name": device.name,
        "user": device.user,
        "call_name": owner.map(|it| &it.profile.call_name),
        "contact_ms": device.contact_ms,
        "revoked": device.revoked,
    })
}
