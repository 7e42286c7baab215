//! `rantang-server user add`.

use clap::{Args, Subcommand};
use rantang_core::ids::UserId;
use rantang_core::places::{AreaCode, Rw};
use rantang_core::scopes::{Grant, GrantPlace, ScopeClass};
use rantang_core::staff::{Role, UserProfile};
use rantang_core::text::Line;
use serde_json::json;
use uuid::Uuid;

use super::Common;
use super::init::area_of;
use super::report::{CliError, CliResult, Report};
use super::user_change::{Disable, Edit, List};
use crate::office::Office;

/// Users: volunteers and officers.
#[derive(Subcommand)]
pub enum User {
    Add(Add),
    List(List),
    Edit(Edit),
    Disable(Disable),
}

/// Add a user. Pair their device afterwards with `rantang-server invite`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rantang-server user add --data ./office --name 'Dedi Kurniawan' --call-name 'Pak Dedi' --role kurir
  rantang-server user add --data ./office --name 'Sulastri' --call-name 'Bu Lastri' --role psm --rw 04 --rw 06")]
pub struct Add {
    #[command(flatten)]
    pub common: Common,
    /// Full name.
    #[arg(long)]
    name: String,
    /// How colleagues call them, e.g. "Pak Dedi". Default: the full name.
    #[arg(long)]
    call_name: Option<String>,
    /// kurir, psm, koordinator, ketua_pokmas, satpel or dinsos; may be given several times.
    #[arg(long = "role", required = true, value_parser = role_of)]
    roles: Vec<Role>,
    /// Code or name of the kelurahan. Default: that of the server.
    #[arg(long)]
    area: Option<String>,
    #[arg(long, default_value = "")]
    phone: String,
    /// An RW whose people a PSM sees; may be given several times.
    #[arg(long = "rw", value_parser = rw_of)]
    rws: Vec<Rw>,
    /// Of somebody whom a restored server has forgotten: the id that their device shows, so that what
    /// they recorded is theirs again.
    #[arg(long, value_name = "UUID")]
    id: Option<Uuid>,
    /// A training that the user has, e.g. skilas; may be given several times.
    #[arg(long = "training", value_name = "CODE")]
    trainings: Vec<String>,
}

pub fn role_of(text: &str) -> Result<Role, String> {
    Role::from_code(text).ok_or_else(|| {
        let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("a role is one of {}", codes.join(", "))
    })
}

pub fn rw_of(text: &str) -> Result<Rw, String> {
    Rw::parse(text).map_err(|error| error.to_string())
}

pub async fn add(args: Add) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let area = match &args.area {
        Some(text) => area_of(text)?,
        None => office.server.area.clone(),
    };
    if !office.server.area.contains(&area) {
        return Err(foreign(&area, &office.server.area));
    }
    let profile = UserProfile {
        full_name: text("--name", &args.name)?,
        call_name: text(
            "--call-name",
            args.call_name.as_deref().unwrap_or(&args.name),
        )?,
        phone: Line::parse(&args.phone).map_err(|error| invalid("--phone", &error))?,
        trainings: args.trainings.clone(),
    };
    let call_name = profile.call_name.clone();
    let user = UserId(args.id.unwrap_or_else(Uuid::now_v7));
    if office.store.standing(user).await?.is_some() {
        return Err(CliError::refused(
            "user_known",
            format!(
                "{user} is a user already: pair their device with rantang-server invite --user {user}"
            ),
        ));
    }
    office
        .define_user(user, area.clone(), profile, args.roles.clone())
        .await?;
    for rw in args.rws {
        office.store.grant(user, case_of(&area, rw)).await?;
    }
    let roles: Vec<&str> = args.roles.iter().map(|role| role.code()).collect();
    Ok(Report::new(
        format!(
            "{call_name} was added as {}.\nPair a device: rantang-server invite {} --user {user} --url …",
            roles.join(", "),
            office.site().options()
        ),
        json!({"user": user, "call_name": call_name, "roles": roles, "area": area}),
    ))
}

/// Of a place that this server has nothing to do with.
pub fn foreign(area: &AreaCode, of_server: &AreaCode) -> CliError {
    CliError::refused(
        "area_foreign",
        format!("{area} is not under this server's area {of_server}"),
    )
}

pub fn text(option: &str, text: &str) -> Result<Line, CliError> {
    let line = Line::parse(text).map_err(|error| invalid(option, &error))?;
    if line.is_empty() {
        return Err(CliError::refused(
            "name_missing",
            format!("{option} is empty"),
        ));
    }
    Ok(line)
}

pub fn invalid(option: &str, error: &dyn std::fmt::Display) -> CliError {
    CliError::refused("invalid", format!("{option}: {error}"))
}

fn case_of(area: &AreaCode, rw: Rw) -> Grant {
    Grant {
        class: ScopeClass::Case,
        place: GrantPlace::Rw {
            kelurahan: area.clone(),
            rw,
        },
        from_ms: i64::MIN,
        until_ms: None,
    }
}
