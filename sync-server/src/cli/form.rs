//! `rantang-server form add`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use rantang_core::assessments::operations::DefineForm;
use rantang_core::forms::{Definition, Form, registers};
use rantang_core::operation::{BODY_BYTES_MAX, Payload, SALT_BYTES};
use rantang_core::registers::EntityKind;
use rantang_core::scopes::Scope;
use serde_json::json;

use super::Common;
use super::init::area_of;
use super::period::{row, rows_of};
use super::report::{CliError, CliResult, Report};
use crate::office::{Office, own};

/// Forms: what PSM ask at a visit, as data.
#[derive(Subcommand)]
pub enum Forms {
    Add(Add),
}

/// Define a form, or a new version of one, from a JSON file.
///
/// The file is checked first, and everything that is wrong with it is told with its place; nothing is
/// defined then. Devices hear of the form at their next sync; a draft of an older version opens in the
/// new one with its answers kept. A version that is defined is not changed any more: raise its number.
#[derive(Args)]
#[command(after_help = "\
The file names form, version and title, parts with questions, and scores; every text in id and en.
The form that the app brings along (core/definitions/cek_keadaan.v1.json) shows all of it.

Examples:
  rantang-server form add --data ./office kunjungan_bayi.json
  rantang-server form add --data ./office cek_keadaan.v2.json --area 31.71.08.1002")]
pub struct Add {
    #[command(flatten)]
    pub common: Common,
    /// The definition, as JSON.
    file: PathBuf,
    /// Code or name of the kelurahan. Default: that of the server.
    #[arg(long)]
    area: Option<String>,
}

pub async fn add(args: Add) -> CliResult {
    let definition = read(&args.file)?;
    let office = Office::open_now(args.common.site()?).await?;
    let area = match &args.area {
        Some(text) => area_of(text)?,
        None => office.server.area.clone(),
    };
    if !office.server.area.contains(&area) {
        let message = format!(
            "{area} is not under this server's area {}",
            office.server.area
        );
        return Err(CliError::refused("area_foreign", message));
    }
    let (form, version) = (definition.form.0.clone(), definition.version);
    let define = DefineForm {
        area: area.clone(),
        definition,
    };
    let rows = rows_of(&office, &area).await?;
    let stands: Option<Definition> = row(&rows, EntityKind::Form, define.form().0)
        .and_then(|it| it.read(&registers::DEFINITION));
    if let Some(stands) = stands {
        if stands == define.definition {
            let text = format!("Version {version} of {form} is defined already. Nothing changed.");
            return Ok(Report::new(
                text,
                json!({"form": form, "version": version, "area": area, "new": false}),
            ));
        }
        return Err(CliError::refused(
            "form_version_taken",
            format!(
                "version {version} of {form} is defined with other content, and visits may have used it: \
                 raise \"version\" to {}",
                version + 1
            ),
        ));
    }
    let payload: Payload = define.into();
    if BODY_BYTES_MAX < payload.encode([0; SALT_BYTES]).len() {
        let message =
            "the definition is too long to be sent; shorten texts, or make two forms of it";
        return Err(CliError::refused("form_too_long", message));
    }
    let at_ms = office.clock.now_ms();
    let scope = Scope::Plan { area: area.clone() };
    office.record(vec![own(scope, payload, at_ms)]).await?;
    Ok(Report::new(
        format!(
            "Version {version} of {form} is defined for {area}. Devices hear of it at their next sync."
        ),
        json!({"form": form, "version": version, "area": area, "new": true}),
    ))
}

fn read(file: &std::path::Path) -> Result<Definition, CliError> {
    let named = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| CliError::refused("file_unreadable", format!("{named}: {error}")))?;
    let definition: Definition = serde_json::from_str(&text).map_err(|error| {
        // The parser says line and column.
        CliError::refused("form_unreadable", format!("{named}: {error}"))
    })?;
    match Form::new(definition.clone()) {
        Ok(_) => Ok(definition),
        Err(faults) => {
            let said: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            let message = format!("{named}: nothing was defined, because{}", said.concat());
            Err(CliError::refused("form_broken", message))
        }
    }
}
