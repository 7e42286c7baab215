//! The recipients of the sample, and what happened to some of them lately.

use rantang_core::enrolment::operations::{Edit, EnrolmentSet};
use rantang_core::enrolment::{EnrolmentState, EnrolmentStatus, Membership, order_key_between};
use rantang_core::holds::operations::{End, Place};
use rantang_core::holds::{HoldReason, HoldTerm};
use rantang_core::ids::{ContactId, HoldId};
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::{NewEnrolment, Register, SayLife};
use rantang_core::people::{Birth, ContactDetail, Diet, Identity, Name, NikStatus};
use rantang_core::places::{Address, Rt, Rw};
use rantang_core::scopes::Scope;

use super::table::{PersonRecord, State, people};
use super::{Moment, Season, id, line, op_id, operation, period_id, person_id, route_id, text};
use crate::store::OwnOperation;

pub fn operations(moment: &Moment) -> Vec<OwnOperation> {
    let mut all = Vec::new();
    let mut last_key = String::new();
    let mut last_route = String::new();
    for (number, record) in people().iter().enumerate() {
        if record.route != last_route {
            last_route.clone_from(&record.route);
            last_key.clear();
        }
        last_key = order_key_between(&last_key, None);
        all.push(register(moment, record, number, &last_key));
        all.extend(fasting(moment, record));
        all.extend(news(moment, record));
    }
    all
}

pub(super) fn scope(moment: &Moment, record: &PersonRecord) -> Scope {
    Scope::Delivery {
        kelurahan: moment.area.clone(),
        route: (!record.route.is_empty()).then(|| route_id(&record.route)),
    }
}

fn register(moment: &Moment, record: &PersonRecord, number: usize, key: &str) -> OwnOperation {
    let is_new = record.state == State::NewToday;
    let name = &record.name;
    let register = Register {
        person: person_id(name),
        name: Name {
            name: line(name),
            honorific: line(&record.honorific),
            nickname: line(&record.nickname),
        },
        birth: Birth {
            date: Some(record.birth),
            precision: record.precision,
            sex: Some(record.sex),
        },
        address: Address {
            kelurahan: moment.area.clone(),
            rw: Rw::parse(&record.rw).ok(),
            rt: Rt::parse(&record.rt).ok(),
            gang: line(&record.gang),
            house_no: line(&record.house_no),
            landmark: text(&record.landmark),
        },
        address_ktp: None,
        access_note: text(&record.access_note),
        phone: line(&record.phone),
        lives_alone: record.lives_alone,
        diet: Diet {
            texture: record.texture,
            flags: record.flags.clone(),
            allergy: line(&record.allergy),
            note: text(""),
        },
        identity: identity(number),
        contacts: contacts(record),
        enrolment: Some(NewEnrolment {
            period: period_id(),
            state: EnrolmentState {
                status: EnrolmentStatus::Active,
                date: moment.date(if is_new { 0 } else { -59 }),
                reason: text(""),
            },
            membership: Membership {
                route: (!record.route.is_empty()).then(|| route_id(&record.route)),
                order_key: line(key),
            },
        }),
    };
    let at_ms = if is_new {
        moment.at(0, 6, 0)
    } else {
        moment.at(-59, 10, 0)
    };
    operation(
        &format!("person/{name}"),
        scope(moment, record),
        register,
        at_ms,
    )
}

/// Invented: the day of birth is 00. Some have none, of some nobody knows it.
fn identity(number: usize) -> Identity {
    let nik_status = match number % 13 {
        9 => NikStatus::None,
        11 => NikStatus::Unknown,
        _ => NikStatus::Known,
    };
    let nik = format!("3171080000000{:03}", number + 1);
    Identity {
        nik_status,
        nik: (nik_status == NikStatus::Known).then(|| line(&nik)),
        kk: None,
    }
}

fn contacts(record: &PersonRecord) -> Vec<(ContactId, ContactDetail)> {
    let each = record.contacts.iter();
    each.map(|contact| {
        let key = format!("{}/{}", record.name, contact.name);
        let detail = ContactDetail {
            name: line(&contact.name),
            relation: contact.relation,
            phone: line(&contact.phone),
            hint: line(&contact.hint),
            may_receive: contact.may_receive,
        };
        (ContactId(id("contact", &key)), detail)
    })
    .collect()
}

/// Whoever fasts need not be asked: that is what the list assumes.
fn fasting(moment: &Moment, record: &PersonRecord) -> Option<OwnOperation> {
    if moment.season != Season::Ramadan || record.fasts() {
        return None;
    }
    let choice = Edit {
        person: person_id(&record.name),
        period: period_id(),
        sets: vec![(EnrolmentSet::Fasting(false), Vec::new())],
    };
    let label = format!("fasting/{}", record.name);
    let at_ms = moment.at(-8, 10, 0);
    Some(operation(&label, scope(moment, record), choice, at_ms))
}

fn news(moment: &Moment, record: &PersonRecord) -> Vec<OwnOperation> {
    let name = &record.name;
    let hold = |reason, from: i64, until: Option<i64>, note: &str| {
        let place = Place {
            hold: HoldId(id("hold", name)),
            person: person_id(name),
            term: HoldTerm {
                reason,
                from: moment.date(from),
                until: until.map(|days| moment.date(days)),
                note: text(note),
            },
            saw: Vec::new(),
        };
        let at_ms = moment.at(from, 10, 15);
        operation(&format!("hold/{name}"), scope(moment, record), place, at_ms)
    };
    match record.state {
        State::Active | State::NewToday => Vec::new(),
        State::Hospital => vec![hold(
            HoldReason::Hospitalized,
            -2,
            None,
            "Dirawat di RSUD, dijaga anaknya.",
        )],
        State::Away => vec![hold(
            HoldReason::Away,
            -1,
            Some(3),
            "Di rumah anaknya di Bekasi.",
        )],
        State::HomeAgain => {
            let end = End {
                hold: HoldId(id("hold", name)),
                person: person_id(name),
                on: moment.today,
            };
            let label = format!("hold/{name}/end");
            vec![
                hold(HoldReason::Hospitalized, -9, None, "Dirawat di RS."),
                operation(&label, scope(moment, record), end, moment.at(0, 6, 12)),
            ]
        }
        State::Deceased => {
            let say = |label: &str, fact, saw: &[&str], at_ms| {
                let said = SayLife {
                    person: person_id(name),
                    fact,
                    saw: saw.iter().map(|label| op_id(label)).collect(),
                };
                operation(label, scope(moment, record), said, at_ms)
            };
            let reported = format!("life/{name}/reported");
            let note = text("Rumah duka di RT 008, kita melayat pukul 13.00.");
            let confirmed = LifeFact::Confirmed {
                date: Some(moment.date(-1)),
                note,
            };
            let heard = LifeFact::Reported {
                note: text("Kabar dari Pak RT."),
            };
            let label = format!("life/{name}/confirmed");
            vec![
                say(&reported, heard, &[], moment.at(-1, 21, 5)),
                say(&label, confirmed, &[&reported], moment.at(-1, 21, 40)),
            ]
        }
    }
}
