//! Between the texts that screens hold and the types of core, which cannot be wrong.

use chrono::NaiveDate;
use rantang_core::enrolment::EnrolmentState;
use rantang_core::identity::birth::Birth as KnownBirth;
use rantang_core::identity::kk::Kk;
use rantang_core::identity::nik;
use rantang_core::identity::phone::Phone;
use rantang_core::people::{Birth, BirthPrecision, ContactDetail, Diet, Identity, Name, NikStatus};
use rantang_core::places::{Address, AreaCode, AreaLevel, Rt, Rw};
use rantang_core::text::{Line, Note};

use super::list::shown;
use super::view::{
    AddressValue, BirthValue, ContactValue, EnrolmentValue, IdentityValue, IdentityView, NameValue,
};
use crate::command::{ErrorCode, Failure};
use crate::round::view::DietView;

pub(super) fn name(value: &NameValue) -> Result<Name, Failure> {
    Ok(Name {
        name: Line::parse(&value.name)?,
        honorific: Line::parse(&value.honorific)?,
        nickname: Line::parse(&value.nickname)?,
    })
}

pub(super) fn name_value(name: &Name) -> NameValue {
    NameValue {
        name: name.name.to_string(),
        honorific: name.honorific.to_string(),
        nickname: name.nickname.to_string(),
    }
}

/// What is not known of the date stands at its first, as everywhere.
pub(super) fn birth(value: &BirthValue, today: NaiveDate) -> Result<Birth, Failure> {
    use chrono::Datelike;
    let date = match value.date {
        Some(date) if today < date => {
            return Err(Failure::new(
                ErrorCode::DateInvalid,
                "Tanggal lahirnya di masa depan. Perbaiki tanggalnya, lalu simpan lagi.",
            ));
        }
        Some(date) => match value.precision {
            BirthPrecision::Day => Some(date),
            BirthPrecision::Month => {
                KnownBirth::in_month(date.year(), date.month()).map(|it| it.date())
            }
            BirthPrecision::Year => KnownBirth::in_year(date.year()).map(|it| it.date()),
        },
        None => None,
    };
    Ok(Birth {
        date,
        precision: value.precision,
        sex: value.sex,
    })
}

pub(super) fn birth_value(birth: &Birth) -> BirthValue {
    BirthValue {
        date: birth.date,
        precision: birth.precision,
        sex: birth.sex,
    }
}

/// Empty, or in international form.
pub(super) fn phone(text: &str) -> Result<Line, Failure> {
    let text = Line::parse(text)?;
    if text.is_empty() {
        return Ok(text);
    }
    let phone = Phone::parse(text.as_str()).map_err(|_| {
        Failure::new(
            ErrorCode::PhoneInvalid,
            "Nomor telepon ini belum lengkap atau ada hurufnya. Tulis seperti 0812-3456-7890, \
             atau kosongkan, lalu simpan lagi.",
        )
    })?;
    Ok(Line::parse(phone.as_str())?)
}

/// `own`: the kelurahan where nothing else is said.
pub(super) fn address(value: &AddressValue, own: &AreaCode) -> Result<Address, Failure> {
    let wrong = |message: &str| Failure::new(ErrorCode::PlaceInvalid, message);
    let kelurahan = match value.kelurahan_code.trim() {
        "" => own.clone(),
        code => AreaCode::parse(code)
            .ok()
            .filter(|code| code.level() == AreaLevel::Kelurahan)
            .ok_or_else(|| {
                wrong("Kode kelurahan tidak dikenali. Pilih kelurahannya, lalu simpan lagi.")
            })?,
    };
    let rw = optional(&value.rw, Rw::parse)
        .map_err(|_| wrong("RW harus angka 1 sampai 999. Perbaiki RW-nya, lalu simpan lagi."))?;
    let rt = optional(&value.rt, Rt::parse)
        .map_err(|_| wrong("RT harus angka 1 sampai 999. Perbaiki RT-nya, lalu simpan lagi."))?;
    Ok(Address {
        kelurahan,
        rw,
        rt,
        gang: Line::parse(&value.gang)?,
        house_no: Line::parse(&value.house_no)?,
        landmark: Note::parse(&value.landmark)?,
    })
}

fn optional<T, E>(text: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    match text.trim() {
        "" => Ok(None),
        text => parse(text).map(Some),
    }
}

pub(super) fn address_value(address: &Address) -> AddressValue {
    AddressValue {
        kelurahan_code: address.kelurahan.to_string(),
        rw: shown(address.rw),
        rt: shown(address.rt),
        gang: address.gang.to_string(),
        house_no: address.house_no.to_string(),
        landmark: address.landmark.to_string(),
    }
}

pub(super) fn diet(value: &DietView) -> Result<Diet, Failure> {
    let mut flags = value.flags.clone();
    flags.sort();
    flags.dedup();
    Ok(Diet {
        texture: value.texture,
        flags,
        allergy: Line::parse(&value.allergy)?,
        note: Note::parse(&value.note)?,
    })
}

pub(super) fn diet_view(diet: &Diet) -> DietView {
    DietView {
        texture: diet.texture,
        flags: diet.flags.clone(),
        allergy: diet.allergy.to_string(),
        note: diet.note.to_string(),
    }
}

/// Numbers of sixteen digits. The rules of a NIK beyond that are remarked upon by the screens and
/// block nobody: offices hold numbers that were issued wrongly.
///
/// The screens never get a stored number back, so a number left empty means that it stays.
pub(super) fn identity(
    value: &IdentityValue,
    stored: Option<&Identity>,
) -> Result<Identity, Failure> {
    let number = |text: &str, what: &str| -> Result<Option<Line>, Failure> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let digits = Kk::parse(text).map_err(|_| {
            Failure::new(
                ErrorCode::NikInvalid,
                format!("{what} harus 16 angka. Periksa angkanya di kartu, lalu simpan lagi."),
            )
        })?;
        Ok(Some(Line::parse(digits.as_str())?))
    };
    let stored_nik = stored.and_then(|it| it.nik.clone());
    let stored_kk = stored.and_then(|it| it.kk.clone());
    let nik = match value.nik_status {
        NikStatus::Known => {
            let nik = number(&value.nik, "NIK")?.or(stored_nik);
            if nik.is_none() {
                return Err(Failure::new(
                    ErrorCode::NikInvalid,
                    "NIK belum diisi. Isi 16 angkanya, atau pilih \"tidak tahu\", lalu simpan lagi.",
                ));
            }
            nik
        }
        NikStatus::None | NikStatus::Unknown | NikStatus::NotShown => None,
    };
    Ok(Identity {
        nik_status: value.nik_status,
        nik,
        kk: number(&value.kk, "Nomor KK")?.or(stored_kk),
    })
}

pub(super) fn identity_view(identity: &Identity) -> IdentityView {
    let masked = |number: &Option<Line>| {
        number
            .as_ref()
            .map(|number| nik::mask(number.as_str()))
            .unwrap_or_default()
    };
    IdentityView {
        nik_status: identity.nik_status,
        nik_masked: masked(&identity.nik),
        kk_masked: masked(&identity.kk),
    }
}

pub(super) fn contact(value: &ContactValue) -> Result<ContactDetail, Failure> {
    Ok(ContactDetail {
        name: Line::parse(&value.name)?,
        relation: value.relation,
        phone: phone(&value.phone)?,
        hint: Line::parse(&value.hint)?,
        may_receive: value.may_receive,
    })
}

pub(super) fn contact_value(detail: &ContactDetail) -> ContactValue {
    ContactValue {
        name: detail.name.to_string(),
        relation: detail.relation,
        phone: detail.phone.to_string(),
        hint: detail.hint.to_string(),
        may_receive: detail.may_receive,
    }
}

pub(super) fn enrolment(value: &EnrolmentValue) -> Result<EnrolmentState, Failure> {
    Ok(EnrolmentState {
        status: value.status,
        date: value.date,
        reason: Note::parse(&value.reason)?,
    })
}

pub(super) fn enrolment_value(state: &EnrolmentState) -> EnrolmentValue {
    EnrolmentValue {
        status: state.status,
        date: state.date,
        reason: state.reason.to_string(),
    }
}
