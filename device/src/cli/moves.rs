//! `people move` and `people moved`.

use clap::Args;
use rantang_core::areas;
use serde_json::{Value, json};
use uuid::Uuid;

use super::output::{Answer, table};
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::people::view::{AddressValue, DepartureView};
use crate::people::{PersonGet, PersonMove, handlers};

#[derive(Debug, Args)]
pub struct MoveArgs {
    #[arg(long, value_name = "ID")]
    pub person: Uuid,
    /// The new kelurahan, by code or name.
    #[arg(long, value_name = "CODE")]
    pub to: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    pub rt: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    pub rw: String,
    #[arg(long, default_value = "")]
    pub gang: String,
    #[arg(long, default_value = "")]
    pub house_no: String,
    #[arg(long, default_value = "")]
    pub landmark: String,
}

pub fn move_away(device: &Device, args: MoveArgs) -> Result<Answer, Failure> {
    let to = areas::find(&args.to).ok_or_else(|| {
        Failure::new(
            ErrorCode::PlaceInvalid,
            "Kelurahan itu tidak dikenali. Tulis nama atau kodenya, misalnya Galur.",
        )
    })?;
    let person_id = args.person;
    let shown = handlers::get(device, PersonGet { person_id })?;
    let address = AddressValue {
        kelurahan_code: to.code.to_owned(),
        rw: args.rw,
        rt: args.rt,
        gang: args.gang,
        house_no: args.house_no,
        landmark: args.landmark,
    };
    let saw = shown.address.heads;
    let moved = PersonMove {
        person_id,
        address,
        saw,
    };
    handlers::move_away(device, moved)?;
    let words = format!("{} pindah ke {}.", shown.row.name, to.name);
    let document = json!({"person": person_id, "to": to.code, "to_name": to.name});
    Ok(Answer::done(document, words))
}

pub fn moved(device: &Device) -> Result<Answer, Failure> {
    let moved = handlers::moved(device)?;
    let mut rows = vec![
        ["nama", "pindah ke", "rute", "oleh"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(moved.iter().map(|it| {
        let route = it.route_name.clone().unwrap_or_default();
        vec![
            it.person_name.clone(),
            it.to_name.clone(),
            route,
            it.by.clone(),
        ]
    }));
    let words = if moved.is_empty() {
        "Belum ada yang pindah.".to_owned()
    } else {
        table(&rows)
    };
    Ok(Answer::done(
        Value::Array(moved.iter().map(document).collect()),
        words,
    ))
}

fn document(it: &DepartureView) -> Value {
    json!({
        "id": it.id,
        "person_name": it.person_name,
        "to_name": it.to_name,
        "route_name": it.route_name,
        "by": it.by,
        "at_ms": it.at_ms,
    })
}
