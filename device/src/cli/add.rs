//! `people add`.

use uuid::Uuid;

use super::args_people::AddArgs;
use super::output::{Answer, document};
use super::similar::{asked, birth, place};
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::people::view::{AddressValue, NameValue};
use crate::people::{PersonFound, PersonGet, handlers as people};
use crate::platform::mint_uuid;
use crate::similar::handlers as likeness;
use crate::similar::view::Verdict;

pub fn add(device: &Device, args: &AddArgs) -> Result<Answer, Failure> {
    let person_id = args
        .person
        .unwrap_or_else(|| mint_uuid(&*device.platform.random));
    let address = match args.household_of {
        Some(other) => address_of(device, other)?,
        None => AddressValue {
            house_no: args.house_no.clone(),
            ..place(device, &args.who)?
        },
    };
    let alike = likeness::similar(device, &asked(&args.who, address.clone()))?;
    let meant = alike
        .people
        .iter()
        .filter(|it| it.verdict == Verdict::Probable && it.person.row.id != person_id);
    let names: Vec<String> = meant
        .map(|it| format!("{} ({})", it.person.row.name, it.person.row.id))
        .collect();
    if !args.anyway && !names.is_empty() {
        return Err(Failure::new(
            ErrorCode::ProbablyKnown,
            format!(
                "Mungkin sudah terdaftar: {}. Belum ada yang disimpan. Kalau memang orang lain, ulangi dengan --anyway.",
                names.join(", ")
            ),
        ));
    }
    let found = PersonFound {
        person_id,
        name: NameValue {
            name: args.who.name.clone(),
            honorific: args.honorific.clone(),
            nickname: args.who.nickname.clone(),
        },
        birth: birth(&args.who),
        address: AddressValue {
            landmark: if args.landmark.is_empty() {
                address.landmark.clone()
            } else {
                args.landmark.clone()
            },
            ..address
        },
        phone: args.who.phone.clone(),
        lives_alone: args.lives_alone,
    };
    let view = people::found(device, found)?;
    let words = format!("Tersimpan di perangkat ini. {} {person_id}.", view.row.name);
    Ok(Answer::done(document(&view.row), words))
}

fn address_of(device: &Device, person: Uuid) -> Result<AddressValue, Failure> {
    let view = people::get(device, PersonGet { person_id: person })?;
    Ok(view.address.value.unwrap_or_default())
}
