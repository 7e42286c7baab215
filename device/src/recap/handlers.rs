//! The commands of the recap.

use rantang_core::ids::RouteId;

use super::assemble::{day_recap, sheet};
use super::commands::{RecapDay, RecapFile, RecapFormat, SheetGet};
use super::files;
use super::view::{DayRecapView, FileView, SheetView};
use crate::board::handlers::load;
use crate::command::Failure;
use crate::device::Device;
use crate::round::record::run::sitting_due;

pub fn day(device: &Device, args: RecapDay) -> Result<DayRecapView, Failure> {
    device.read(|db| Ok(day_recap(&load(device, db, args.date)?)))
}

pub fn file(device: &Device, args: RecapFile) -> Result<FileView, Failure> {
    let recap = day(
        device,
        RecapDay {
            date: Some(args.date),
        },
    )?;
    match args.format {
        RecapFormat::Xlsx => files::xlsx(&recap).map_err(|error| Failure::internal(&error)),
        RecapFormat::Csv => files::csv(&recap).map_err(|error| Failure::internal(&error)),
    }
}

pub fn sheet_of(device: &Device, args: SheetGet) -> Result<SheetView, Failure> {
    device.read(|db| {
        let day = load(device, db, Some(args.date))?;
        let route = day
            .route(RouteId(args.route_id))
            .ok_or_else(|| Failure::not_found("Rute"))?;
        Ok(sheet(&day, route, sitting_due(&day, Some(route))))
    })
}
