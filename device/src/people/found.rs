//! Somebody whom a PSM finds on the way.

use rantang_core::ids::PersonId;
use rantang_core::people::operations::Register;
use rantang_core::people::{Diet, Identity, NikStatus};
use rantang_core::text::Note;
use rusqlite::Connection;

use super::commands::PersonFound;
use super::setting::Setting;
use super::{edit, values};
use crate::command::Failure;
use crate::log::Draft;

/// What can be seen and heard at the door; the rest comes with *Cek keadaan lengkap*. Nothing where the id
/// is known: it was saved before.
pub(super) fn draft(
    db: &Connection,
    setting: &Setting,
    args: &PersonFound,
) -> Result<Vec<Draft>, Failure> {
    let person = PersonId(args.person_id);
    if edit::exists(db, person)? {
        return Ok(Vec::new());
    }
    let register = Register {
        person,
        name: values::name(&args.name)?,
        birth: values::birth(&args.birth, setting.today)?,
        address: values::address(&args.address, &setting.area)?,
        address_ktp: None,
        access_note: Note::default(),
        phone: values::phone(&args.phone)?,
        lives_alone: args.lives_alone,
        diet: Diet::default(),
        identity: Identity {
            nik_status: NikStatus::Unknown,
            nik: None,
            kk: None,
        },
        contacts: Vec::new(),
        enrolment: None,
    };
    Ok(vec![register.into()])
}
