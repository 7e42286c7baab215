//! `rantang-server demo`.

use std::sync::Arc;

use clap::Args;
use rantang_core::places::AreaCode;
use rantang_core::scopes::{Grant, GrantPlace, ScopeClass};
use rantang_core::staff::Role;
use rantang_core::time::date_of;
use serde_json::{Map, Value, json};

use super::Common;
use super::init::name_of;
use super::invite::{URL, document};
use super::report::{CliError, CliResult, Report};
use crate::clock::{Clock, SystemClock};
use crate::office::{Office, OfficeError};
use crate::sample;

/// Fill a data directory with a sample day: Kampung Rawa, its couriers and their doors.
///
/// All people are invented. Run it again and the data stay; a new day gets its boxes, and every
/// run prints fresh invitations: one for a courier, one for the coordinator, and one for each
/// further courier.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server demo --data ./demo
  rantang-server serve --data ./demo")]
pub struct Demo {
    #[command(flatten)]
    pub common: Common,
    /// How devices reach the server: stands in the invitations.
    #[arg(long, default_value = URL)]
    url: String,
    /// Which time of the year to show; said when the data directory is made.
    #[arg(long, value_enum, default_value = "usual")]
    season: sample::Season,
}

pub async fn run(args: Demo) -> CliResult {
    let site = args.common.site()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let area = AreaCode::parse(sample::AREA).map_err(|error| anyhow::anyhow!(error))?;
    let office = match Office::open(site.clone(), clock.clone()).await {
        Err(OfficeError::Missing(_)) => {
            Office::create(
                site.clone(),
                area.clone(),
                &name_of(&area),
                true,
                clock.clone(),
            )
            .await?
        }
        opened => opened?,
    };
    if !office.server.is_demo {
        return Err(CliError::refused(
            "not_a_demo",
            format!(
                "{site} holds a real office's data, and sample people do not belong among them; choose another one"
            ),
        ));
    }
    let now_ms = clock.now_ms();
    let today = date_of(now_ms);
    let moment = sample::Moment {
        area: area.clone(),
        today,
        now_ms,
        season: args.season,
    };
    let first = sample::user_id(sample::COORDINATOR);
    let is_new = office.store.standing(first).await?.is_none();
    let mut operations = sample::operations(&moment);
    if is_new {
        operations.extend(sample::past(&moment));
    }
    // One transaction: a sample that was cut short is made whole the next time.
    office.record(operations).await?;
    grant_visitors(&office, &area).await?;
    report(&office, &args.url, today).await
}

/// The sample's PSM visits in the whole kelurahan.
async fn grant_visitors(office: &Office, area: &AreaCode) -> Result<(), CliError> {
    for record in sample::staff_table() {
        let user = sample::user_id(&record.key);
        if record.role != Role::Psm {
            continue;
        }
        let standing = office.store.standing(user).await?;
        if standing.is_some_and(|standing| standing.granted.is_empty()) {
            let grant = Grant {
                class: ScopeClass::Case,
                place: GrantPlace::Area(area.clone()),
                from_ms: i64::MIN,
                until_ms: None,
            };
            office.store.grant(user, grant).await?;
        }
    }
    Ok(())
}

async fn report(office: &Office, url: &str, today: chrono::NaiveDate) -> CliResult {
    let members = office.store.members().await?;
    let people = sample::people_table();
    let mut by_key = Map::new();
    let mut users = Vec::new();
    for record in sample::staff_table() {
        let user = sample::user_id(&record.key);
        let Some(member) = members.iter().find(|member| member.user == user) else {
            continue;
        };
        let name = format!("HP {}", record.call_name);
        let (invitation, expires_ms) = office.invite(user, &name, url).await?;
        let mut entry = document(&invitation, member, &name, expires_ms);
        entry["key"] = json!(record.key);
        entry["role"] = json!(record.role);
        if !record.route.is_empty() {
            entry["route"] = json!(sample::route_id(&record.key));
            entry["doors"] = json!(people.iter().filter(|it| it.route == record.key).count());
        }
        let role = record.role.code();
        if !by_key.contains_key(role) {
            by_key.insert(role.to_owned(), json!(invitation.to_string()));
        }
        users.push(entry);
    }
    let shown = |role: &str| by_key.get(role).and_then(Value::as_str).unwrap_or_default();
    Ok(Report::new(
        format!(
            "The sample day of {today} is ready: {} people.\n\nCourier (Pak Dedi):\n{}\n\nCoordinator (Bu Ratna):\n{}\n\nEach invitation pairs one device. Now: rantang-server serve --data …",
            people.len(),
            shown("kurir"),
            shown("koordinator"),
        ),
        json!({
            "server": office.server.server,
            "url": url,
            "area": office.server.area,
            "date": today,
            "people": people.len(),
            "users": users,
            "invitations": by_key,
        }),
    ))
}
