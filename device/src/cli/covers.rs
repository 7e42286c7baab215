//! `cover`, `run split` and `verify-code`.

use std::sync::Arc;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use uuid::Uuid;

use super::args::RunArgs;
use super::output::Answer;
use crate::command::Failure;
use crate::covers::{CoverEnd, CoverGive, RunSplit, handlers};
use crate::device::Device;
use crate::platform::mint_uuid;
use crate::receipts::{self, ReceiptVerify, ReceiptView};
use crate::routes;
use crate::routes::view::RoutesView;

#[derive(Debug, Args)]
pub struct SplitArgs {
    #[command(flatten)]
    pub run: RunArgs,
    /// Who carries on.
    #[arg(long, value_name = "ID")]
    pub courier: Uuid,
    /// Of another courier (a coordinator); otherwise the round under way here.
    #[arg(long, value_name = "ID")]
    pub route: Option<Uuid>,
}

#[derive(Debug, Subcommand)]
pub enum CoverCommand {
    /// From the first day to the last, both included. It ends by itself.
    Give(CoverArgs),
    /// The courier is back.
    End {
        #[arg(value_name = "ID")]
        cover: Uuid,
    },
    /// Those of today and later.
    List,
}

#[derive(Debug, Args)]
pub struct CoverArgs {
    #[arg(long, value_name = "ID")]
    pub route: Uuid,
    #[arg(long, value_name = "ID")]
    pub courier: Uuid,
    /// The first day, YYYY-MM-DD.
    #[arg(long)]
    pub from: NaiveDate,
    /// The last day, YYYY-MM-DD.
    #[arg(long)]
    pub until: NaiveDate,
}

pub fn cover(device: &Device, command: &CoverCommand) -> Result<Answer, Failure> {
    let listed = match command {
        CoverCommand::Give(args) => handlers::give(
            device,
            &CoverGive {
                cover_id: mint_uuid(&*device.platform.random),
                route_id: args.route,
                courier_id: args.courier,
                from: args.from,
                until: args.until,
            },
        )?,
        CoverCommand::End { cover } => handlers::end(device, &CoverEnd { cover_id: *cover })?,
        CoverCommand::List => routes::handlers::list(device)?,
    };
    Ok(told(&listed))
}

fn told(listed: &RoutesView) -> Answer {
    let covers = listed.routes.iter().flat_map(|route| {
        let of = route.covers.iter();
        of.map(move |cover| (route, cover))
    });
    let (mut document, mut words) = (Vec::new(), Vec::new());
    for (route, cover) in covers {
        document.push(json!({
            "id": cover.id,
            "route_id": route.id,
            "route_name": route.name,
            "courier_id": cover.courier_id,
            "courier_name": cover.courier_name,
            "from": cover.from,
            "until": cover.until,
        }));
        words.push(format!(
            "{}: digantikan oleh {} dari {} sampai {}.",
            route.name, cover.courier_name, cover.from, cover.until
        ));
    }
    if words.is_empty() {
        words.push("Tidak ada rute yang digantikan.".to_owned());
    }
    Answer::done(Value::Array(document), words.join("\n"))
}

pub fn split(device: &Device, args: &SplitArgs) -> Result<Answer, Failure> {
    let split = handlers::split(
        device,
        &RunSplit {
            cover_id: mint_uuid(&*device.platform.random),
            date: args.run.date,
            sitting: args.run.sitting,
            route_id: args.route,
            courier_id: args.courier,
        },
    )?;
    let words = format!(
        "{} pintu diserahkan kepada {}.",
        split.doors, split.courier_name
    );
    Ok(Answer::done(json!(split), words))
}

pub async fn verify(device: &Arc<Device>, code: String) -> Result<Answer, Failure> {
    let view = receipts::handlers::verify(device, ReceiptVerify { code }).await?;
    let words = match &view {
        ReceiptView::Unknown { code } => {
            format!(
                "Server tidak memegang catatan dengan kode {code}. Minta dibacakan sekali lagi."
            )
        }
        ReceiptView::Safe {
            code,
            call_name,
            records,
            backed_up,
            ..
        } => {
            let backed_up = if *backed_up { " dan tercadang" } else { "" };
            format!("{code}: {records} catatan {call_name} aman di server{backed_up}.")
        }
    };
    let exit = u8::from(matches!(view, ReceiptView::Unknown { .. }));
    Ok(Answer {
        document: json!(view),
        words,
        exit,
    })
}
