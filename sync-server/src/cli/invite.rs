//! `rantang-server invite`.

use clap::Args;
use rantang_core::sync::invitation::Invitation;
use rantang_core::time::{WIB_OFFSET_MS, date_of};
use serde_json::{Value, json};

use super::Common;
use super::report::{CliError, CliResult, Report};
use crate::intake::rights::Member;
use crate::office::Office;

/// Where devices find a server that runs on the same machine.
pub const URL: &str = "http://127.0.0.1:4710";

/// Make an invitation that pairs one device; good once, for 24 hours.
///
/// Give the printed line to the device: as a QR code, by message, or with
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
    /// What the device is called, e.g. "HP Pak Dedi".
    #[arg(long)]
    name: Option<String>,
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
    Ok(Report::new(
        format!(
            "{invitation}\n\nFor one device of {call_name} ({name}), until {expires_wib}.\nOn the device: rantang-device --data DIR pair '…'"
        ),
        document(&invitation, member, &name, expires_ms),
    ))
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
fn find<'a>(members: &'a [Member], text: &str) -> Result<&'a Member, CliError> {
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

fn wib(at_ms: i64) -> String {
    let minutes = (at_ms + WIB_OFFSET_MS).rem_euclid(24 * 3_600_000) / 60_000;
    format!(
        "{} {:02}.{:02} WIB",
        date_of(at_ms),
        minutes / 60,
        minutes % 60
    )
}
