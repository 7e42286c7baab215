//! The commands of the people: read, or record and read again.

use rantang_core::ids::{HoldId, PersonId};
use rusqlite::Connection;
use uuid::Uuid;

use super::commands::*;
use super::setting::Setting;
use super::view::{AreaView, DepartureView, PeoplePageView, PersonView};
use super::{edit, found, list, moves, page};
use crate::command::Failure;
use crate::device::{Device, author};
use crate::log::Draft;
use crate::platform::mint_uuid;

pub fn list(device: &Device, args: PeopleList) -> Result<PeoplePageView, Failure> {
    list::list(device, &args)
}

pub fn get(device: &Device, args: PersonGet) -> Result<PersonView, Failure> {
    show(device, args.person_id)
}

pub fn add(device: &Device, args: PersonAdd) -> Result<PersonView, Failure> {
    device.record_with(|db| {
        let setting = Setting::read(db, device.today(db)?)?;
        edit::add(db, &setting, &args)
    })?;
    show(device, args.person_id)
}

pub fn found(device: &Device, args: PersonFound) -> Result<PersonView, Failure> {
    device.record_with(|db| {
        let setting = Setting::read(db, device.today(db)?)?;
        found::draft(db, &setting, &args)
    })?;
    show(device, args.person_id)
}

pub fn edit(device: &Device, args: PersonEdit) -> Result<PersonView, Failure> {
    change(device, args.person_id, |db, setting| {
        edit::edit(db, setting, &args)
    })
}

pub fn move_away(device: &Device, args: PersonMove) -> Result<PersonView, Failure> {
    change(device, args.person_id, |db, setting| {
        moves::drafts(db, setting, &args)
    })
}

pub fn moved(device: &Device) -> Result<Vec<DepartureView>, Failure> {
    Ok(device.read(moves::departures)?)
}

pub fn areas_near(device: &Device) -> Result<Vec<AreaView>, Failure> {
    let area = device.read::<_, Failure>(|db| Ok(author(db)?.area))?;
    Ok(moves::near(&area))
}

pub fn contact_save(device: &Device, args: ContactSave) -> Result<PersonView, Failure> {
    change(device, args.person_id, |_, _| edit::contact_save(&args))
}

pub fn contact_remove(device: &Device, args: ContactRemove) -> Result<PersonView, Failure> {
    change(device, args.person_id, |db, _| {
        edit::contact_remove(db, &args)
    })
}

pub fn hold_place(device: &Device, args: HoldPlace) -> Result<PersonView, Failure> {
    let hold = HoldId(mint_uuid(&*device.platform.random));
    change(device, args.person_id, |_, _| edit::hold_place(&args, hold))
}

pub fn hold_end(device: &Device, args: HoldEnd) -> Result<PersonView, Failure> {
    change(device, args.person_id, |db, setting| {
        edit::hold_end(db, setting, &args)
    })
}

pub fn death_decide(device: &Device, args: DeathDecide) -> Result<PersonView, Failure> {
    change(device, args.person_id, |db, setting| {
        edit::death(db, setting, &args)
    })
}

pub fn fasting_choose(device: &Device, args: FastingChoose) -> Result<PersonView, Failure> {
    change(device, args.person_id, |_, setting| {
        edit::fasting(setting, &args)
    })
}

pub fn enrolment_set(device: &Device, args: EnrolmentSet) -> Result<PersonView, Failure> {
    change(device, args.person_id, |_, setting| {
        edit::enrolment(setting, &args)
    })
}

/// Records what is drafted about somebody who is known here, and shows their page as it is then.
fn change(
    device: &Device,
    person: Uuid,
    draft: impl FnOnce(&Connection, &Setting) -> Result<Vec<Draft>, Failure>,
) -> Result<PersonView, Failure> {
    device.record_with(|db| {
        if !edit::exists(db, PersonId(person))? {
            return Err(Failure::not_found("Orang"));
        }
        draft(db, &Setting::read(db, device.today(db)?)?)
    })?;
    show(device, person)
}

fn show(device: &Device, person: Uuid) -> Result<PersonView, Failure> {
    device.read(|db| page::page(db, device.today(db)?, PersonId(person)))
}
