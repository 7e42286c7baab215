//! One courier's phone without its app: keys, a log, cursors, and the three calls of a sync.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use ed25519_dalek::SigningKey;
use rantang_core::ids::{DeviceId, OpId, PersonId, ReplicaId, RouteId, ServerId, UserId};
use rantang_core::operation::{ChainHash, Envelope, Operation, Payload, SCHEMA, next_hash};
use rantang_core::places::AreaCode;
use rantang_core::scopes::Scope;
use rantang_core::sync::batch::Batch;
use rantang_core::sync::protocol::{
    Enroll, Enrolled, Hello, HelloAnswer, Pull, PullAnswer, Push, PushAnswer, Verdict, path,
};
use rantang_core::sync::signing::{PublicKey, RequestToSign, SignedHead};
use rantang_core::sync::wire::{self, MEDIA_TYPE};
use rantang_core::time::{BootId, ClockReading};
use reqwest::{Client, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::invented::delivery;

/// As the app asks.
const PULL_LIMIT: u32 = 1_000;

pub struct Phone {
    client: Client,
    url: String,
    key: SigningKey,
    server: ServerId,
    device: DeviceId,
    user: UserId,
    area: AreaCode,
    route: RouteId,
    people: Vec<PersonId>,
    today: NaiveDate,
    replica: ReplicaId,
    boot: BootId,
    /// What is recorded and not acknowledged, in order.
    unsent: Vec<Operation>,
    recorded: usize,
    acknowledged: (u64, ChainHash),
    epoch: u64,
    challenge: Vec<u8>,
    cursors: Vec<(Scope, u64)>,
}

/// Why a call has no answer.
#[derive(Debug)]
pub enum Refused {
    Busy { retry_after: Duration },
    Other(anyhow::Error),
}

impl From<anyhow::Error> for Refused {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

/// What a push came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pushed {
    pub operations: usize,
    pub without_effect: usize,
}

impl Phone {
    pub(super) fn new(
        (client, url): (Client, String),
        server: ServerId,
        (user, area, route): (UserId, AreaCode, RouteId),
        (people, today): (Vec<PersonId>, NaiveDate),
    ) -> Self {
        Self {
            client,
            url,
            key: SigningKey::from_bytes(&rand::random()),
            server,
            device: DeviceId(Uuid::nil()),
            user,
            area,
            route,
            people,
            today,
            replica: ReplicaId(Uuid::now_v7()),
            boot: BootId(Uuid::new_v4()),
            unsent: Vec::new(),
            recorded: 0,
            acknowledged: (0, ChainHash::START),
            epoch: 0,
            challenge: Vec::new(),
            cursors: Vec::new(),
        }
    }

    /// Shows the single-use code once.
    pub(super) async fn paired(mut self, code: String) -> Result<Self> {
        let enroll = Enroll {
            code,
            public_key: PublicKey(self.key.verifying_key().to_bytes()),
            device_name: "HP Kurir".to_owned(),
        };
        loop {
            match self.call::<_, Enrolled>(path::ENROLL, &enroll, &[]).await {
                Ok(enrolled) => {
                    self.device = enrolled.device;
                    return Ok(self);
                }
                Err(Refused::Busy { retry_after }) => tokio::time::sleep(retry_after).await,
                Err(Refused::Other(error)) => return Err(error),
            }
        }
    }

    /// Calls another server of the same office.
    pub fn calling(self, url: String) -> Self {
        Self { url, ..self }
    }

    /// Has recorded so many deliveries more, and not sent them.
    pub fn record(&mut self, operations: usize, at_ms: i64) {
        for _ in 0..operations {
            let record = delivery(
                self.recorded,
                &self.people,
                self.route,
                self.user,
                self.today,
            );
            let payload = Payload::from(record);
            self.recorded += 1;
            self.unsent.push(Operation {
                envelope: Envelope {
                    op_id: OpId(Uuid::now_v7()),
                    replica: self.replica,
                    seq: self.recorded as u64,
                    kind: payload.kind().to_owned(),
                    schema: SCHEMA,
                    scope: Scope::Delivery {
                        kelurahan: self.area.clone(),
                        route: Some(self.route),
                    },
                    entity: payload.entity(),
                    author: self.user,
                    clock: ClockReading {
                        wall_ms: at_ms,
                        boot: self.boot,
                        boot_ms: self.recorded as i64,
                        anchor: None,
                    },
                },
                body: payload.encode(rand::random()),
            });
        }
    }

    /// Operations that the server has not acknowledged.
    pub fn unsent(&self) -> usize {
        self.unsent.len()
    }

    /// Greets, as the app does before each push.
    pub async fn hello(&mut self) -> Result<(), Refused> {
        let hello = Hello {
            replica: self.replica,
            head: self.head(self.unsent.len()),
            acknowledged: self.acknowledged,
            epoch: self.epoch,
            schema: SCHEMA,
            wall_ms: 0,
            boot: self.boot,
            boot_ms: self.recorded as i64,
            cursors: self.cursors.clone(),
            disagreements: vec![],
            set_aside: vec![],
            certify: None,
        };
        let answer: HelloAnswer = self.call(path::HELLO, &hello, &[]).await?;
        self.challenge = answer.challenge.into_vec();
        self.epoch = answer.epoch;
        // An answer to the push before may have been lost.
        let had = (answer.stored.0 - self.acknowledged.0) as usize;
        self.unsent.drain(..had.min(self.unsent.len()));
        self.acknowledged = answer.stored;
        let known = std::mem::take(&mut self.cursors);
        let cursor = |scope: &Scope| {
            let found = known.iter().find(|(it, _)| it == scope);
            found.map_or(0, |(_, cursor)| *cursor)
        };
        let scopes = answer.scopes.into_iter();
        self.cursors = scopes
            .map(|scope| (scope.clone(), cursor(&scope)))
            .collect();
        Ok(())
    }

    /// The log up to and including so many unsent operations.
    fn head(&self, unsent: usize) -> (u64, ChainHash) {
        let (seq, hash) = self.acknowledged;
        let sent = &self.unsent[..unsent];
        (seq + sent.len() as u64, sent.iter().fold(hash, next_hash))
    }

    /// Sends the first so many of what is unsent.
    pub async fn push(&mut self, operations: usize) -> Result<Pushed, Refused> {
        let operations = operations.min(self.unsent.len());
        let (seq, hash) = self.head(operations);
        let push = Push {
            previous: self.acknowledged.1,
            batch: Batch::of(&self.unsent[..operations]),
            head: SignedHead::sign(self.server, self.replica, seq, hash, &self.key),
            receipts: None,
        };
        let answer: PushAnswer = self.call(path::PUSH, &push, &self.challenge).await?;
        if answer.stored != (seq, hash) {
            return Err(anyhow::anyhow!("the server stored something else").into());
        }
        self.unsent.drain(..operations);
        self.acknowledged = answer.stored;
        let has_effect = |verdict: &Verdict| verdict.cause().is_none();
        let with_effect = answer
            .verdicts
            .iter()
            .filter(|(_, it)| has_effect(it))
            .count();
        Ok(Pushed {
            operations,
            without_effect: operations - with_effect,
        })
    }

    /// Fetches all that changed behind the cursors.
    pub async fn pull(&mut self) -> Result<(), Refused> {
        loop {
            let pull = Pull {
                cursors: self.cursors.clone(),
                limit: PULL_LIMIT,
            };
            let answer: PullAnswer = self.call(path::PULL, &pull, &self.challenge).await?;
            let mut more = false;
            for page in answer.pages {
                more |= page.more;
                if let Some(kept) = self.cursors.iter_mut().find(|(it, _)| *it == page.scope) {
                    kept.1 = page.cursor;
                }
            }
            if !more {
                return Ok(());
            }
        }
    }

    async fn call<M: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        message: &M,
        challenge: &[u8],
    ) -> Result<A, Refused> {
        let body = wire::encode(message);
        let to_sign = RequestToSign {
            server: self.server,
            method: "POST",
            path,
            body: &body,
            challenge,
        };
        let request = self
            .client
            .post(format!("{}{path}", self.url))
            .header(header::CONTENT_TYPE, MEDIA_TYPE)
            .header(path::HEADER_DEVICE, self.device.to_string())
            .header(path::HEADER_CHALLENGE, URL_SAFE_NO_PAD.encode(challenge))
            .header(
                path::HEADER_SIGNATURE,
                URL_SAFE_NO_PAD.encode(to_sign.sign(&self.key)),
            )
            .body(body);
        answer(request).await
    }
}

enum Answered<A> {
    Busy(Duration),
    With(A),
}

async fn answer<A: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<A, Refused> {
    match answered(request).await? {
        Answered::With(answer) => Ok(answer),
        Answered::Busy(retry_after) => Err(Refused::Busy { retry_after }),
    }
}

async fn answered<A: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<Answered<A>> {
    let response = request.send().await?;
    let status = response.status();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let seconds = response.headers().get(path::HEADER_RETRY_AFTER);
        let seconds = seconds.context("a busy server says when to come back")?;
        return Ok(Answered::Busy(Duration::from_secs(
            seconds.to_str()?.parse()?,
        )));
    }
    let body = response.bytes().await?;
    if status != StatusCode::OK {
        bail!("answered with {status}");
    }
    Ok(Answered::With(wire::decode(&body)?))
}
