//! Sets a city up: kelurahans, routes, elders, and couriers whose phones are paired.

use anyhow::{Context, Result};
use chrono::NaiveDate;
use rantang_core::areas;
use rantang_core::ids::{PersonId, RouteId, UserId};
use rantang_core::operation::Payload;
use rantang_core::places::AreaCode;
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::{Assign, Define};
use rantang_core::scopes::Scope;
use rantang_core::staff::Role;
use rantang_core::staff::operations::DefineUser;
use rantang_core::text::Line;
use rantang_core::time::date_of;
use rantang_server::office::{Office, own};
use uuid::Uuid;

use super::invented::{DOORS, courier, elder};
use super::phone::Phone;

/// Couriers of one kelurahan: 6,000 in the 267 of Jakarta.
const OF_KELURAHAN: usize = 23;
/// Operations of the server's own log in one transaction.
const TOGETHER: usize = 2_000;
const PAIRED_AT_ONCE: usize = 16;

/// Couriers with what they carry, before their phones are paired.
pub struct City {
    couriers: Vec<Courier>,
    today: NaiveDate,
}

struct Courier {
    user: UserId,
    area: AreaCode,
    route: RouteId,
    people: Vec<PersonId>,
    invitation: String,
}

impl City {
    /// Written by the office itself, while nobody serves it.
    pub async fn found(office: &Office, phones: usize) -> Result<Self> {
        let now_ms = office.clock.now_ms();
        let today = date_of(now_ms);
        let mut couriers = Vec::with_capacity(phones);
        let mut operations = Vec::new();
        for number in 0..phones {
            let kelurahan = areas::all()[number / OF_KELURAHAN % areas::all().len()].code;
            let area = AreaCode::parse(kelurahan).context("a kelurahan has a code")?;
            let (user, route) = (UserId(Uuid::now_v7()), RouteId(Uuid::now_v7()));
            let people: Vec<PersonId> = (0..DOORS).map(|_| PersonId(Uuid::now_v7())).collect();
            let plan = Scope::Plan { area: area.clone() };
            let define = DefineUser {
                user,
                area: area.clone(),
                profile: courier(number),
                roles: vec![Role::Kurir],
                saw: vec![],
            };
            let route_of = Define {
                route,
                kelurahan: area.clone(),
                profile: RouteProfile {
                    name: Line::parse(&format!("Rute {number}"))?,
                },
                saw: vec![],
            };
            let assign = Assign {
                route,
                kelurahan: area.clone(),
                courier: Some(user),
                saw: vec![],
            };
            let of_plan: [Payload; 3] = [define.into(), route_of.into(), assign.into()];
            operations.extend(of_plan.map(|payload| own(plan.clone(), payload, now_ms)));
            let delivery = Scope::Delivery {
                kelurahan: area.clone(),
                route: Some(route),
            };
            for (door, person) in people.iter().enumerate() {
                let register = elder(*person, door, &area, route, today);
                operations.push(own(delivery.clone(), register.into(), now_ms));
            }
            couriers.push(Courier {
                user,
                area,
                route,
                people,
                invitation: String::new(),
            });
            if TOGETHER <= operations.len() || number + 1 == phones {
                office.record(std::mem::take(&mut operations)).await?;
            }
        }
        for courier in &mut couriers {
            let url = "http://127.0.0.1:1";
            let (invitation, _) = office.invite(courier.user, "HP Kurir", url).await?;
            courier.invitation = invitation.code;
        }
        Ok(Self { couriers, today })
    }

    /// Pairs the phones with whoever serves the office at `url`, by its own call.
    pub async fn pair(self, url: &str, office: &Office) -> Result<Vec<Phone>> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let mut phones = Vec::with_capacity(self.couriers.len());
        let mut left = self.couriers.into_iter();
        loop {
            let together = left.by_ref().take(PAIRED_AT_ONCE);
            let mut pairing = tokio::task::JoinSet::new();
            for courier in together {
                let phone = Phone::new(
                    (client.clone(), url.to_owned()),
                    office.server.server,
                    (courier.user, courier.area, courier.route),
                    (courier.people, self.today),
                );
                pairing.spawn(phone.paired(courier.invitation));
            }
            if pairing.is_empty() {
                return Ok(phones);
            }
            while let Some(paired) = pairing.join_next().await {
                phones.push(paired??);
            }
        }
    }
}
