//! `people similar`.

use super::args_people::SimilarArgs;
use super::output::{Answer, document, table};
use crate::command::Failure;
use crate::device::{Device, author};
use crate::people::view::{AddressValue, BirthPrecision, BirthValue};
use crate::similar::view::SimilarPerson;
use crate::similar::{PeopleSimilar, handlers};
use crate::store::sql;

pub fn similar(device: &Device, args: &SimilarArgs) -> Result<Answer, Failure> {
    let place = place(device, args)?;
    let view = handlers::similar(device, &asked(args, place))?;
    let mut rows = vec![
        ["id", "nama", "RW", "RT", "skor", "penilaian", "alasan"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(view.people.iter().map(line));
    let words = if view.people.is_empty() {
        "Tidak ada yang mirip.".to_owned()
    } else {
        table(&rows)
    };
    Ok(Answer::done(document(&view.people), words))
}

/// Where the person lives, as far as it was typed.
pub(super) fn place(device: &Device, args: &SimilarArgs) -> Result<AddressValue, Failure> {
    let own = device.read::<_, Failure>(|db| Ok(author(db)?.area.to_string()))?;
    Ok(AddressValue {
        kelurahan_code: args.kelurahan.clone().unwrap_or(own),
        rw: args.rw.clone(),
        rt: args.rt.clone(),
        gang: args.gang.clone(),
        ..AddressValue::default()
    })
}

pub(super) fn asked(args: &SimilarArgs, address: AddressValue) -> PeopleSimilar {
    PeopleSimilar {
        name: args.name.clone(),
        nickname: args.nickname.clone(),
        birth: birth(args),
        address,
        phone: args.phone.clone(),
        nik: String::new(),
        kk: String::new(),
    }
}

pub(super) fn birth(args: &SimilarArgs) -> BirthValue {
    BirthValue {
        date: args.born.map(|born| born.date),
        precision: args.born.map_or(BirthPrecision::Day, |born| born.precision),
        sex: None,
    }
}

fn line(it: &SimilarPerson) -> Vec<String> {
    let row = &it.person.row;
    let reasons: Vec<String> = it.reasons.iter().map(sql::code).collect();
    vec![
        row.id.to_string(),
        row.name.clone(),
        row.rw.clone(),
        row.rt.clone(),
        it.score.to_string(),
        sql::code(&it.verdict),
        reasons.join(", "),
    ]
}
