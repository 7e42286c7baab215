//! `rantang-server invite`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use qrcode::render::svg;
use qrcode::render::unicode::Dense1x2;
use qrcode::types::QrError;
use qrcode::{EcLevel, QrCode};
use rantang_core::sync::invitation::Invitation;
use serde_json::{Value, json};

use super::Common;
use super::report::{CliError, CliResult, Report, wib};
use crate::intake::rights::Member;
use crate::office::Office;

/// Where devices find a server that runs on the same machine.
pub const URL: &str = "http://127.0.0.1:4710";

/// Make an invitation that pairs one device; good once, for 24 hours.
///
/// Show the printed QR code to the device, or give it the line below: by message, or with
/// `rantang-device --data DIR pair LINE`.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server invite --data ./office --user 'Pak Dedi' --name 'HP Pak Dedi' --url https://rantang.example.id")]
pub struct Invite {
    #[command(flatten)]
    pub common: Common,
    /// Whose device: the id, the full name, or how colleagues call them.
    #[arg(long)]
    user: String,
    /// What the device is called here and on the coordinator's screens. Default: "HP Pak Dedi".
    #[arg(long)]
    name: Option<String>,
    /// Also write the QR code into this file, as SVG: to print, or to show on another screen.
    #[arg(long, value_name = "FILE")]
    qr: Option<PathBuf>,
    /// How the device reaches this server.
    #[arg(long, env = "RANTANG_URL", default_value = URL)]
    url: String,
}

pub async fn run(args: Invite) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let members = office.store.members().await?;
    let member = find(&members, &args.user)?;
    let call_name = &member.profile.call_name;
    let name = args.name.unwrap_or_else(|| format!("HP {call_name}"));
    let (invitation, expires_ms) = office.invite(member.user, &name, &args.url).await?;
    let expires_wib = wib(expires_ms);
    if let Some(path) = &args.qr {
        write_picture(&invitation, path)?;
    }
    Ok(Report::new(
        format!(
            "{}{invitation}\n\nFor one device of {call_name} ({name}), until {expires_wib}.\nOn the device: *Pindai kode*, or rantang-device --data DIR pair '…'",
            on_screen(&invitation)
        ),
        document(&invitation, member, &name, expires_ms),
    ))
}

/// The invitation as a QR code of half blocks, dark on light whatever the terminal's colours are. Empty
/// where nobody looks, and where the address is too long for a code: the line alone does it, too.
fn on_screen(invitation: &Invitation) -> String {
    let code = match code_of(invitation) {
        Ok(code) if std::io::stdout().is_terminal() => code,
        _ => return String::new(),
    };
    let blocks = code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Dark)
        .light_color(Dense1x2::Light)
        .build();
    let mut lines = String::new();
    for line in blocks.lines() {
        lines.push_str(&format!("\x1b[30;107m{line}\x1b[0m\n"));
    }
    lines + "\n"
}

fn write_picture(invitation: &Invitation, path: &Path) -> Result<(), CliError> {
    let code = code_of(invitation).map_err(|error| {
        CliError::refused("qr_too_long", format!("no QR code is so large: {error}"))
    })?;
    let picture = code
        .render::<svg::Color<'_>>()
        .min_dimensions(480, 480)
        .build();
    std::fs::write(path, picture).map_err(|error| {
        CliError::refused("qr_not_written", format!("{}: {error}", path.display()))
    })
}

/// With the least correction: the code is read from a screen or a fresh sheet, and has to be coarse.
fn code_of(invitation: &Invitation) -> Result<QrCode, QrError> {
    QrCode::with_error_correction_level(invitation.to_string(), EcLevel::L)
}

pub fn document(invitation: &Invitation, member: &Member, name: &str, expires_ms: i64) -> Value {
    json!({
        "invitation": invitation.to_string(),
        "url": invitation.url,
        "code": invitation.code,
        "server": invitation.server,
        "user": member.user,
        "call_name": member.profile.call_name,
        "device_name": name,
        "expires_ms": expires_ms,
    })
}

/// By id, or by a name that only one user has.
pub fn find<'a>(members: &'a [Member], text: &str) -> Result<&'a Member, CliError> {
    let wanted = text.trim().to_lowercase();
    let is_it = |member: &&Member| {
        let names = [&member.profile.full_name, &member.profile.call_name];
        member.user.to_string() == wanted
            || names
                .iter()
                .any(|name| name.as_str().to_lowercase() == wanted)
    };
    let found: Vec<&Member> = members.iter().filter(is_it).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => {
            let names: Vec<&str> = members
                .iter()
                .filter(|member| !member.roles.is_empty())
                .map(|member| member.profile.call_name.as_str())
                .collect();
            let known = if names.is_empty() {
                "there are none yet: rantang-server user add --help".to_owned()
            } else {
                format!("there are: {}", names.join(", "))
            };
            Err(CliError::refused(
                "user_unknown",
                format!("no user is called {text:?}; {known}"),
            ))
        }
        several => {
            let ids: Vec<String> = several
                .iter()
                .map(|member| member.user.to_string())
                .collect();
            Err(CliError::refused(
                "user_ambiguous",
                format!(
                    "several users are called {text:?}; give an id: {}",
                    ids.join(", ")
                ),
            ))
        }
    }
}
