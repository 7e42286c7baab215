//! What stays on the screen while records travel, with a server that says what the test wants.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rantang_core::deliveries::operations::{Record, Retract};
use rantang_core::deliveries::outcome::{Outcome, Slot};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue, OffListDoor};
use rantang_core::ids::{DeliveryId, OpId, RouteId, RunId, UserId};
use rantang_core::operation::{Envelope, Intent, Payload};
use rantang_core::places::Rw;
use rantang_core::registers::{EntityKind, EntityRef, Head, Row};
use rantang_core::runs::Sitting;
use rantang_core::scopes::Scope;
use rantang_core::staff::Role;
use rantang_core::sync::protocol::{
    HelloAnswer, HelloVerdict, Page, Pull, PullAnswer, Push, PushAnswer, Verdict, path,
};
use rantang_core::sync::wire;
use rantang_core::text::{Line, Note};
use rantang_core::time::Effective;
use rantang_device::platform::{LineError, Platform, Reply, Request, Transport};
use rantang_device::round::DeliveryCorrect;
use rantang_device::round::record::undo::correct;
use rantang_device::store::{Error, rows};
use rantang_device::sync::worker::attempt;
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::support::{self, NINE, World, area, line, person, register};

fn case_scope() -> Scope {
    Scope::Case {
        kelurahan: area(),
        rw: Rw::new(4).ok(),
    }
}

fn route_scope(route: RouteId) -> Scope {
    Scope::Delivery {
        kelurahan: area(),
        route: Some(route),
    }
}

/// Applies everything, in scopes that no hello names, and sends the pages that it is given.
struct OpensScopes {
    role: Role,
    scopes: Vec<Scope>,
    pages: Mutex<Vec<Page>>,
    pulled: Mutex<Vec<Scope>>,
}

impl OpensScopes {
    fn reply(&self, request: &Request) -> Vec<u8> {
        match request.path {
            path::HELLO => wire::encode(&HelloAnswer {
                server_ms: NINE,
                epoch: 1,
                challenge: vec![1].into(),
                verdict: HelloVerdict::Ok,
                stored: Default::default(),
                scopes: vec![],
                profile: support::profile(),
                roles: vec![self.role],
                area: None,
                phones: Default::default(),
                again: vec![],
                sealing: None,
                durable: 0,
                code: None,
                settled: vec![],
                set_aside: None,
                certificate: None,
            }),
            path::PUSH => {
                let push: Push = wire::decode(&request.body).unwrap();
                let positions = self.scopes.iter().map(|it| (it.clone(), 1)).collect();
                let applied = Verdict::Applied {
                    positions,
                    time: Effective {
                        at_ms: NINE,
                        uncertainty_ms: 0,
                    },
                    conflict: false,
                };
                let told = |op: OpId| (op, applied.clone());
                let operations = push.batch.operations().unwrap();
                wire::encode(&PushAnswer {
                    verdicts: operations
                        .iter()
                        .map(|it| told(it.envelope.op_id))
                        .collect(),
                    stored: (push.head.seq, push.head.hash),
                    receipts: Default::default(),
                    code: None,
                })
            }
            _ => {
                let pull: Pull = wire::decode(&request.body).unwrap();
                let asked = pull.cursors.into_iter().map(|(scope, _)| scope);
                self.pulled.lock().unwrap().extend(asked);
                wire::encode(&PullAnswer {
                    pages: self.pages.lock().unwrap().drain(..).collect(),
                    lost: vec![],
                })
            }
        }
    }
}

#[async_trait]
impl Transport for OpensScopes {
    async fn post(&self, request: Request) -> Result<Reply, LineError> {
        Ok(Reply {
            status: 200,
            retry_after_s: None,
            body: self.reply(&request),
        })
    }
}

fn paired(world: &World, role: Role, scopes: Vec<Scope>) -> (Arc<Device>, Arc<OpensScopes>) {
    drop(world.open_as(&[role]));
    let server = Arc::new(OpensScopes {
        role,
        scopes,
        pages: Mutex::default(),
        pulled: Mutex::default(),
    });
    let platform = Platform {
        transport: server.clone(),
        ..world.platform()
    };
    let device = Device::open(world.path(), platform).unwrap();
    (Arc::new(device), server)
}

#[tokio::test]
async fn what_opens_a_scope_stays_on_the_screen_and_the_scope_is_fetched_at_once() {
    let world = World::new();
    let route = RouteId(Uuid::from_u128(7));
    let scopes = vec![case_scope(), route_scope(route)];
    let (device, server) = paired(&world, Role::Koordinator, scopes.clone());
    device
        .record([Draft::from(register(person(1), "Sumiati", Some(route)))])
        .unwrap();

    let (report, _) = attempt(&device).await;
    assert_eq!((report.pushed, report.problem), (1, None));
    assert_eq!(*server.pulled.lock().unwrap(), scopes);
    let shown = |sql: &'static str| {
        let count = device.read::<i64, Error>(|db| Ok(db.query_row(sql, [], |row| row.get(0))?));
        count.unwrap()
    };
    assert_eq!(shown("SELECT count(*) FROM persons"), 1);
    assert_eq!(shown("SELECT count(*) FROM person_cases"), 1);
}

#[test]
fn what_is_said_of_a_door_off_the_list_goes_where_the_door_was_found() {
    let world = World::new();
    let device = world.open_as(&[Role::Kurir]);
    let route = RouteId(Uuid::from_u128(7));
    let delivery = DeliveryId(Uuid::from_u128(8));
    let found = Draft::addressed_to(off_list(delivery, route), route_scope(route));
    device.record([found]).unwrap();
    let taken_back = Retract {
        delivery,
        person: None,
    };
    device.record([Draft::from(taken_back)]).unwrap();
    let scopes = device.read::<Vec<Scope>, Error>(|db| {
        let mut statement = db.prepare("SELECT envelope FROM log ORDER BY seq")?;
        let found = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
        let scope = |bytes: &Vec<u8>| Envelope::decode(bytes).unwrap().scope;
        Ok(found.iter().map(scope).collect())
    });
    assert_eq!(scopes.unwrap(), [route_scope(route), route_scope(route)]);
}

#[tokio::test]
async fn who_came_without_an_enrolment_is_written_about_where_the_list_was() {
    let world = World::new();
    let route = RouteId(Uuid::from_u128(7));
    let (device, server) = paired(&world, Role::Kurir, vec![route_scope(route)]);
    let entity = EntityRef::new(EntityKind::Person, person(1));
    let mut row = Row::new(entity, route_scope(route), Some(person(1)));
    for effect in register(person(1), "Sumiati", Some(route)).effects(OpId(Uuid::nil())) {
        let head = Head {
            op: OpId(Uuid::nil()),
            author: UserId(Uuid::nil()),
            at_ms: NINE,
            is_uncertain: false,
            value: effect.value,
        };
        if effect.entity == entity {
            row.registers
                .entry(effect.register)
                .or_default()
                .apply(head, &[]);
        }
    }
    let off_list_first = Draft::addressed_to(
        off_list(DeliveryId(Uuid::from_u128(8)), route),
        route_scope(route),
    );
    device.record([off_list_first]).unwrap();
    server.pages.lock().unwrap().push(Page {
        scope: route_scope(route),
        puts: vec![row],
        removes: vec![],
        cursor: 1,
        more: false,
        anew: false,
        must_snapshot: false,
        manifest: None,
    });
    attempt(&device).await;

    let met = Record {
        person: Some(person(1)),
        door: None,
        ..off_list(DeliveryId(Uuid::from_u128(9)), route)
    };
    device.record([Draft::from(met)]).unwrap();
    let envelope = device.read::<Vec<u8>, Error>(|db| {
        let sql = "SELECT envelope FROM log WHERE seq = 2";
        Ok(db.query_row(sql, [], |row| row.get(0))?)
    });
    let envelope = Envelope::decode(&envelope.unwrap()).unwrap();
    assert_eq!(envelope.scope, route_scope(route));
}

#[tokio::test]
async fn a_courier_replaces_an_own_remark_that_has_left_the_phone() {
    let world = World::new();
    let route = RouteId(Uuid::from_u128(7));
    let scopes = vec![case_scope(), route_scope(route)];
    let (device, server) = paired(&world, Role::Kurir, scopes);
    let delivery = DeliveryId(Uuid::from_u128(8));
    let recorded = Record {
        person: Some(person(1)),
        door: None,
        case: DeliveryCase {
            complaints: vec![],
            note: support::note("batuk"),
        },
        ..off_list(delivery, route)
    };
    let draft = Draft::addressed_to(recorded, route_scope(route));
    let ops = device.record([draft]).unwrap();
    let entity = EntityRef::new(EntityKind::Delivery, delivery);
    let row = device.read(|db| rows::row(db, entity)).unwrap().unwrap();
    server.pages.lock().unwrap().push(Page {
        scope: route_scope(route),
        puts: vec![row],
        removes: vec![],
        cursor: 1,
        more: false,
        anew: false,
        must_snapshot: false,
        manifest: None,
    });
    attempt(&device).await;
    let case = EntityRef::new(EntityKind::DeliveryCase, delivery);
    assert_eq!(device.read(|db| rows::row(db, case)).unwrap(), None);

    let correction = DeliveryCorrect {
        delivery_id: delivery.0,
        outcome: Outcome::ReceivedSelf,
        flags: vec![],
        wellbeing: None,
        complaints: vec![],
        received_by: String::new(),
        until: None,
        note: String::new(),
    };
    let today = rantang_core::time::date_of(NINE);
    let corrected = device.record_with(|db| correct(db, &correction, 1, today));
    assert_eq!(corrected.unwrap().len(), 1);
    let body = device.read::<Vec<u8>, Error>(|db| {
        let sql = "SELECT body FROM log WHERE kind = 'delivery.correct'";
        Ok(db.query_row(sql, [], |row| row.get(0))?)
    });
    let said = Payload::decode("delivery.correct", &body.unwrap()).unwrap();
    let Payload::DeliveryCorrect(said) = said else {
        panic!("{said:?}")
    };
    assert_eq!(said.saw_case, ops);
}

fn off_list(delivery: DeliveryId, route: RouteId) -> Record {
    let date = rantang_core::time::date_of(NINE);
    Record {
        delivery,
        person: None,
        door: Some(OffListDoor {
            name: line("Ibu di ujung"),
            kelurahan: area(),
            rt: Line::default(),
            rw: Line::default(),
            landmark: Note::default(),
            note: Note::default(),
        }),
        attempt: Attempt {
            run: RunId::of(route, date, Sitting::Morning),
            date,
            sitting: Sitting::Morning,
            slots: vec![Slot::First],
            courier: UserId(Uuid::from_u128(3)),
        },
        value: DeliveryValue {
            outcome: Outcome::ReceivedSelf,
            flags: vec![],
            wellbeing: None,
            boxes: 1,
            received_by: Line::default(),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        },
        case: DeliveryCase::default(),
    }
}
