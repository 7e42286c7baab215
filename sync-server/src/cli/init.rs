//! `rantang-server init`.

use std::sync::Arc;

use clap::Args;
use rantang_core::areas;
use rantang_core::places::AreaCode;
use serde_json::json;

use super::Common;
use super::report::{CliError, CliResult, Report};
use crate::clock::SystemClock;
use crate::office::Office;

/// Set a new server up: its database, its identity and its key.
///
/// The key lies in identity.key beside the database. Keep a copy of it somewhere else: every
/// paired device knows it.
#[derive(Args)]
#[command(after_help = "Example:\n  rantang-server init --data ./office --area 31.71.08.1002")]
pub struct Init {
    #[command(flatten)]
    pub common: Common,
    /// Kemendagri code of the kelurahan ("31.71.08.1002") or its name ("Kampung Rawa").
    #[arg(long, value_name = "CODE")]
    area: String,
}

pub async fn run(args: Init) -> CliResult {
    let area = area_of(&args.area)?;
    let name = name_of(&area);
    let data = &args.common.data;
    let site = args.common.site()?;
    let office = Office::create(site, area.clone(), &name, false, Arc::new(SystemClock)).await?;
    let server = office.server.server;
    Ok(Report::new(
        format!(
            "The server of {name} ({area}) is set up in {}.\nNext: rantang-server user add {} --help",
            office.site(),
            office.site().options()
        ),
        json!({"server": server, "area": area, "data": data}),
    ))
}

/// A kelurahan by code or name, or a kecamatan by code.
pub fn area_of(text: &str) -> Result<AreaCode, CliError> {
    let found = areas::find(text).map_or(text, |kelurahan| kelurahan.code);
    let code = AreaCode::parse(found).ok().filter(is_known);
    code.ok_or_else(|| {
        let near: Vec<String> = areas::suggestions(text, 3)
            .iter()
            .map(|near| format!("{} ({})", near.code, near.name))
            .collect();
        let hint = if near.is_empty() {
            "give a code like 31.71.08.1002".to_owned()
        } else {
            format!("did you mean {}?", near.join(", "))
        };
        CliError::refused(
            "area_unknown",
            format!("{text:?} is no kelurahan of Jakarta: {hint}"),
        )
    })
}

fn is_known(code: &AreaCode) -> bool {
    areas::all()
        .iter()
        .any(|it| it.code == code.as_str() || it.kecamatan_code == code.as_str())
}

pub fn name_of(area: &AreaCode) -> String {
    areas::all()
        .iter()
        .find_map(|it| match area.as_str() {
            code if code == it.code => Some(it.name.to_owned()),
            code if code == it.kecamatan_code => Some(it.kecamatan.to_owned()),
            _ => None,
        })
        .unwrap_or_else(|| area.to_string())
}
