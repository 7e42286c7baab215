//! What coordinators do with people: registers, edits, routes, decisions.

use rantang_core::enrolment::operations::{Edit as EditEnrolment, EnrolmentSet};
use rantang_core::enrolment::{EnrolmentState, EnrolmentStatus, Membership};
use rantang_core::ids::{EnrolmentId, PersonId, RouteId};
use rantang_core::operation::Resolve;
use rantang_core::people::operations::{Edit, NewEnrolment, PersonSet, Register};
use rantang_core::people::{Birth, BirthPrecision, Diet, Identity, Name, NikStatus};
use rantang_core::places::{Address, Rt, Rw};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::text::{Line, Note};
use rantang_device::Draft;

use super::{Act, Done, Eyes, short};
use crate::simulation::model::Means;
use crate::simulation::setting::{area, date_of, line, period, route_name, routes, set};

const NAMES: [&str; 6] = [
    "Sumiati", "Karto", "Ngadinem", "Salim", "Rukmini", "Tukijan",
];

impl Eyes<'_> {
    pub fn register(&mut self) -> Done {
        let person = PersonId(self.draws.uuid());
        let name = self.name();
        let address = self.address();
        let rw = address.rw.map(Rw::number);
        let birth = Birth {
            date: None,
            precision: BirthPrecision::Year,
            sex: None,
        };
        let identity = Identity {
            nik_status: NikStatus::None,
            nik: None,
            kk: None,
        };
        let membership = self.membership();
        let state = self.state();
        let enrolment = (EntityKind::Enrolment, EnrolmentId::of(person, period()));
        let (of, on) = (Some(person), (EntityKind::Person, person));
        let case = (EntityKind::PersonCase, person);
        let nothing = || Means::Nothing;
        let sets = vec![
            set(on, of, "name", &name, nothing(), vec![]),
            set(on, of, "birth", &birth, nothing(), vec![]),
            set(on, of, "address", &address, Means::Rw(rw), vec![]),
            set(on, of, "access_note", &Note::default(), nothing(), vec![]),
            set(on, of, "phone", &Line::default(), nothing(), vec![]),
            set(on, of, "lives_alone", &true, nothing(), vec![]),
            set(on, of, "diet", &Diet::default(), nothing(), vec![]),
            set(case, of, "identity", &identity, nothing(), vec![]),
            set(enrolment, of, "state", &state, nothing(), vec![]),
            set(
                enrolment,
                of,
                "membership",
                &membership,
                Means::Route(membership.route),
                vec![],
            ),
        ];
        let told = format!("registers {} {}", name.name, short(person));
        let draft = Register {
            person,
            name,
            birth,
            address,
            address_ktp: None,
            access_note: Note::default(),
            phone: Line::default(),
            lives_alone: true,
            diet: Diet::default(),
            identity,
            contacts: vec![],
            enrolment: Some(NewEnrolment {
                period: period(),
                state,
                membership,
            }),
        };
        self.people.push(person);
        Ok(Some(Act::new(told, draft, sets)))
    }

    /// A few registers of few people: they will collide.
    pub(super) fn edit_person(&mut self) -> Done {
        let Some(person) = self.somebody()? else {
            return Ok(None);
        };
        let on = EntityRef::new(EntityKind::Person, person);
        let row = self.row(EntityKind::Person, person.0)?;
        let of = Some(person);
        let register = self
            .draws
            .pick(&["name", "phone", "access_note", "address"]);
        let seen = self.seen(row.as_ref(), on, register);
        let key = (EntityKind::Person, person);
        let (put, said) = match register {
            "name" => {
                let name = self.name();
                let said = set(key, of, register, &name, Means::Nothing, seen.honest);
                (PersonSet::Name(name), said)
            }
            "phone" => {
                let phone = line(&format!("+62812000000{}", self.draws.between(0, 9)));
                let said = set(key, of, register, &phone, Means::Nothing, seen.honest);
                (PersonSet::Phone(phone), said)
            }
            "access_note" => {
                let text = format!("gang ke-{}", self.draws.between(1, 4));
                let note = Note::parse(&text).unwrap_or_default();
                let said = set(key, of, register, &note, Means::Nothing, seen.honest);
                (PersonSet::AccessNote(note), said)
            }
            _ => {
                let address = self.address();
                let rw = Means::Rw(address.rw.map(Rw::number));
                let said = set(key, of, register, &address, rw, seen.honest);
                (PersonSet::Address(address), said)
            }
        };
        let draft = Edit {
            person,
            sets: vec![(put, seen.recorded)],
        };
        let told = format!("edits {register} of {}", short(person));
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    pub(super) fn move_to_route(&mut self) -> Done {
        let membership = self.membership();
        let means = Means::Route(membership.route);
        let told = match membership.route {
            Some(route) => format!("to {}", route_name(route)),
            None => "off all routes".to_owned(),
        };
        self.edit_enrolment(
            "membership",
            &told,
            means,
            membership,
            EnrolmentSet::Membership,
        )
    }

    pub(super) fn set_state(&mut self) -> Done {
        let state = self.state();
        self.edit_enrolment(
            "state",
            "to a state",
            Means::Nothing,
            state,
            EnrolmentSet::State,
        )
    }

    fn edit_enrolment<T: serde::Serialize>(
        &mut self,
        register: &'static str,
        told: &str,
        means: Means,
        value: T,
        put: impl FnOnce(T) -> EnrolmentSet,
    ) -> Done {
        let Some(person) = self.somebody()? else {
            return Ok(None);
        };
        let enrolment = EnrolmentId::of(person, period());
        let on = EntityRef::new(EntityKind::Enrolment, enrolment);
        let row = self.row(EntityKind::Enrolment, enrolment.0)?;
        let seen = self.seen(row.as_ref(), on, register);
        let key = (EntityKind::Enrolment, enrolment);
        let said = set(key, Some(person), register, &value, means, seen.honest);
        let draft = EditEnrolment {
            person,
            period: period(),
            sets: vec![(put(value), seen.recorded)],
        };
        let told = format!("puts {} {told}", short(person));
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    /// Chooses between values that stand beside each other, of a name, a number or a route.
    pub(super) fn resolve(&mut self) -> Done {
        let sql = "SELECT kind, id, register FROM conflicts
                   WHERE register IN ('name', 'phone', 'access_note') ORDER BY kind, id, register";
        let mut statement = self.db.prepare(sql)?;
        let found = statement.query_map([], |row| {
            let id = PersonId::from_bytes(row.get(1)?);
            Ok((id, row.get::<_, String>(2)?))
        })?;
        let conflicts = found.collect::<rusqlite::Result<Vec<_>>>()?;
        drop(statement);
        let Some((person, register)) = self.draws.pick_any(&conflicts) else {
            return Ok(None);
        };
        let register = match register.as_str() {
            "name" => "name",
            "phone" => "phone",
            _ => "access_note",
        };
        let on = EntityRef::new(EntityKind::Person, person);
        let Some(row) = self.row(EntityKind::Person, person.0)? else {
            return Ok(None);
        };
        let seen = self.seen(Some(&row), on, register);
        let name = rantang_core::registers::RegisterName::new(register);
        let Some(kept) = row.register(&name).and_then(|it| it.heads().first()) else {
            return Ok(None);
        };
        let said = super::Set {
            on,
            of: Some(person),
            register,
            value: kept.value.to_vec(),
            means: Means::Nothing,
            saw: seen.honest,
        };
        let draft = Draft::from(Resolve {
            entity: on,
            owner: Some(person),
            kelurahan: area(),
            register: name,
            value: kept.value.clone(),
            saw: seen.recorded,
        });
        let told = format!("decides {register} of {}", short(person));
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    fn name(&mut self) -> Name {
        Name {
            name: line(self.draws.pick(&NAMES)),
            honorific: Line::default(),
            nickname: Line::default(),
        }
    }

    fn address(&mut self) -> Address {
        let rw = self.draws.pick(&[None, Some(3), Some(4)]);
        Address {
            kelurahan: area(),
            rw: rw.and_then(|rw| Rw::new(rw).ok()),
            rt: Rt::new(self.draws.between(1, 3) as u16).ok(),
            gang: line("Mawar"),
            house_no: Line::default(),
            landmark: Note::default(),
        }
    }

    fn membership(&mut self) -> Membership {
        let [melati, kenanga, flamboyan, _] = routes();
        let choices: [Option<RouteId>; 6] = [
            Some(melati),
            Some(melati),
            Some(kenanga),
            Some(kenanga),
            Some(flamboyan),
            None,
        ];
        Membership {
            route: self.draws.pick(&choices),
            order_key: line(self.draws.pick(&["h", "i", "j"])),
        }
    }

    fn state(&mut self) -> EnrolmentState {
        let status = [
            EnrolmentStatus::Active,
            EnrolmentStatus::Active,
            EnrolmentStatus::Suspended,
        ];
        EnrolmentState {
            status: self.draws.pick(&status),
            date: date_of(self.now_ms),
            reason: Note::default(),
        }
    }
}
