//! `rantang-server user list|edit|disable`.

use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;
use rantang_core::ids::OpId;
use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_core::scopes::Scope;
use rantang_core::staff::Role;
use rantang_core::staff::operations::DefineUser;
use serde_json::{Value, json};

use super::Common;
use super::invite::find;
use super::report::{CliResult, Report};
use super::user::{invalid, role_of, text};
use crate::intake::rights::Member;
use crate::office::Office;
use crate::store::StoreResult;

/// Show everybody who is or was a user.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server user list --data ./office --json")]
pub struct List {
    #[command(flatten)]
    pub common: Common,
}

/// Change a user's names, telephone or roles; what is not given stays.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server user edit --data ./office --user 'Pak Dedi' --phone +6281200000001 --role kurir --role psm")]
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
    save(&office, &member).await?;
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
        saw: heads(office, member).await?,
    };
    office.define_again(define).await
}

/// What the change replaces, so that it is no second opinion.
async fn heads(office: &Office, member: &Member) -> StoreResult<Vec<OpId>> {
    let wanted = EntityRef::new(EntityKind::User, member.user);
    let found: Arc<Mutex<Vec<OpId>>> = Arc::default();
    let heads = found.clone();
    let scope = Scope::Plan {
        area: member.area.clone(),
    };
    let each = move |row: Row| {
        if row.entity == wanted {
            let ids = row.registers.values().flat_map(|it| it.head_ids());
            heads
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(ids);
        }
        Ok(())
    };
    office.store.each_row(scope, Box::new(each)).await?;
    let found = found.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(found)
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
