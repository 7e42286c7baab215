//! `rantang-server user list|edit|disable`.

use clap::Args;
use rantang_core::places::Rw;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::staff::Role;
use rantang_core::staff::operations::DefineUser;
use serde_json::{Value, json};

use super::Common;
use super::init::area_of;
use super::invite::find;
use super::report::{CliResult, Report};
use super::user::{foreign, invalid, role_of, rw_of, text};
use crate::intake::rights::Member;
use crate::office::Office;

/// Show everybody who is or was a user.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server user list --data ./office --json")]
pub struct List {
    #[command(flatten)]
    pub common: Common,
}

/// Change a user's names, telephone, roles or place; what is not given stays.
///
/// With --area the user works for another kelurahan from now on: the routes they carried are without a
/// courier, their devices first send what they recorded, then give up what is not theirs any more. What is
/// unsent stays on the device and counts when it arrives.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rantang-server user edit --data ./office --user 'Pak Dedi' --phone +6281200000001 --role kurir --role psm
  rantang-server user edit --data ./office --user 'Pak Dedi' --area Galur
  rantang-server user edit --data ./office --user 'Bu Lastri' --rw 05 --rw 06")]
pub struct Edit {
    #[command(flatten)]
    pub common: Common,
    /// Whom: the id, the full name, or how colleagues call them.
    #[arg(long)]
    user: String,
    #[arg(long)]
    name: Option<String>,
    #[arg(long)]
    call_name: Option<String>,
    #[arg(long)]
    phone: Option<String>,
    /// Instead of the roles until now; may be given several times.
    #[arg(long = "role", value_parser = role_of)]
    roles: Vec<Role>,
    /// Code or name of the kelurahan where they work from now on.
    #[arg(long)]
    area: Option<String>,
    /// Instead of the RWs whose people a PSM sees; may be given several times.
    #[arg(long = "rw", value_parser = rw_of)]
    rws: Vec<Rw>,
}

/// Take all roles from a user. Their devices read nothing more; what they recorded stays, and what
/// they still send is set aside for the office.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server user disable --data ./office --user 'Pak Dedi'")]
pub struct Disable {
    #[command(flatten)]
    pub common: Common,
    /// Whom: the id, the full name, or how colleagues call them.
    #[arg(long)]
    user: String,
}

pub async fn list(args: List) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let mut members = office.store.members().await?;
    // The office itself, the author of its own log, is nobody who carries or visits.
    members.retain(|member| member.user != office.server.operator);
    let lines: Vec<String> = members.iter().map(line).collect();
    let documents: Vec<Value> = members.iter().map(document).collect();
    Ok(Report::new(lines.join("\n"), Value::Array(documents)))
}

pub async fn edit(args: Edit) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let members = office.store.members().await?;
    let mut member = find(&members, &args.user)?.clone();
    if let Some(name) = &args.name {
        member.profile.full_name = text("--name", name)?;
    }
    if let Some(name) = &args.call_name {
        member.profile.call_name = text("--call-name", name)?;
    }
    if let Some(phone) = &args.phone {
        member.profile.phone =
            rantang_core::text::Line::parse(phone).map_err(|error| invalid("--phone", &error))?;
    }
    if !args.roles.is_empty() {
        member.roles.clone_from(&args.roles);
    }
    let area = match &args.area {
        Some(text) => area_of(text)?,
        None => member.area.clone(),
    };
    if !office.server.area.contains(&area) {
        return Err(foreign(&area, &office.server.area));
    }
    save(&office, &member).await?;
    let rws: Option<&[Rw]> = (!args.rws.is_empty()).then_some(&args.rws);
    if area != member.area || rws.is_some() {
        office.reassign(member.user, &area, rws).await?;
        member.area = area;
    }
    Ok(Report::new(line(&member), document(&member)))
}

pub async fn disable(args: Disable) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let members = office.store.members().await?;
    let mut member = find(&members, &args.user)?.clone();
    member.roles.clear();
    save(&office, &member).await?;
    Ok(Report::new(
        format!("{} has no roles any more.", member.profile.call_name),
        document(&member),
    ))
}

async fn save(office: &Office, member: &Member) -> Result<(), crate::office::OfficeError> {
    let define = DefineUser {
        user: member.user,
        area: member.area.clone(),
        profile: member.profile.clone(),
        roles: member.roles.clone(),
        saw: office
            .heads(&member.area, EntityRef::new(EntityKind::User, member.user))
            .await?,
    };
    office.define_again(define).await
}

fn codes(member: &Member) -> Vec<&'static str> {
    member.roles.iter().map(|role| role.code()).collect()
}

fn line(member: &Member) -> String {
    let roles = match codes(member) {
        none if none.is_empty() => "no roles".to_owned(),
        some => some.join(", "),
    };
    let profile = &member.profile;
    format!("{}  {} ({roles})", member.user, profile.call_name)
}

fn document(member: &Member) -> Value {
    json!({
        "user": member.user,
        "full_name": member.profile.full_name,
        "call_name": member.profile.call_name,
        "phone": member.profile.phone,
        "area": member.area,
        "roles": codes(member),
    })
}
