//! A small device of its own: what the protocol asks of one, and nothing more.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use rantang_core::ids::{OpId, ReplicaId};
use rantang_core::operation::{ChainHash, Envelope, Operation, Payload, SCHEMA, next_hash};
use rantang_core::registers::{EntityRef, Row};
use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::{Disagreement, Manifest};
use rantang_core::sync::batch::Batch;
use rantang_core::sync::invitation::Invitation;
use rantang_core::sync::protocol::{
    Enroll, Enrolled, Hello, HelloAnswer, Pull, PullAnswer, Push, PushAnswer, Refusal, RefusalCode,
    Review, ReviewAnswer, SetAside, Verdict, path,
};
use rantang_core::sync::receipt::{Receipt, Receipts, read_macs};
use rantang_core::sync::signing::{PublicKey, RequestToSign, SignedHead};
use rantang_core::sync::wire::{self, MEDIA_TYPE};
use rantang_core::time::{Anchor, BootId, ClockReading};
use rantang_server::clock::{Clock, ManualClock};
use reqwest::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// An answer that is not 200.
#[derive(Debug)]
pub struct Refused {
    pub status: StatusCode,
    pub code: RefusalCode,
    pub retry_after: Option<String>,
}

#[derive(Clone)]
pub struct TestDevice {
    pub http: reqwest::Client,
    pub url: String,
    pub key: SigningKey,
    pub enrolled: Enrolled,
    pub replica: ReplicaId,
    /// The whole log; the hash before operation 1 stands first.
    pub log: Vec<Operation>,
    pub hashes: Vec<ChainHash>,
    pub acknowledged: u64,
    pub epoch: u64,
    pub challenge: Vec<u8>,
    pub boot: BootId,
    pub anchor: Option<Anchor>,
    /// What the phone's wall clock is off by.
    pub wrong_by_ms: i64,
    /// For each operation of the log.
    pub receipts: Vec<Option<Receipt>>,
    pub set_aside: Vec<SetAside>,
    pub cursors: BTreeMap<Scope, u64>,
    pub mirror: BTreeMap<EntityRef, Row>,
    /// What it tells the server of scopes whose numbers differed.
    pub disagreements: Vec<Disagreement>,
    clock: Arc<ManualClock>,
}

impl TestDevice {
    pub async fn pair(invitation: &Invitation, clock: Arc<ManualClock>) -> Result<Self, Refused> {
        let key = SigningKey::from_bytes(&rand::random());
        Self::pair_with(invitation, key, clock).await
    }

    pub async fn pair_with(
        invitation: &Invitation,
        key: SigningKey,
        clock: Arc<ManualClock>,
    ) -> Result<Self, Refused> {
        let http = reqwest::Client::new();
        let message = Enroll {
            code: invitation.code.clone(),
            public_key: PublicKey(key.verifying_key().to_bytes()),
            device_name: "HP uji".into(),
        };
        let request = http
            .post(format!("{}{}", invitation.url, path::ENROLL))
            .header("content-type", MEDIA_TYPE)
            .body(wire::encode(&message));
        let enrolled: Enrolled = answer(request).await?;
        assert_eq!(enrolled.server_key, invitation.server_key);
        Ok(Self {
            http,
            url: invitation.url.clone(),
            key,
            enrolled,
            replica: ReplicaId(Uuid::new_v4()),
            log: Vec::new(),
            hashes: vec![ChainHash::START],
            acknowledged: 0,
            epoch: 0,
            challenge: Vec::new(),
            boot: BootId(Uuid::new_v4()),
            anchor: None,
            wrong_by_ms: 0,
            receipts: Vec::new(),
            set_aside: Vec::new(),
            cursors: BTreeMap::new(),
            mirror: BTreeMap::new(),
            disagreements: Vec::new(),
            clock,
        })
    }

    fn boot_ms(&self) -> i64 {
        // Any zero will do: only differences count.
        self.clock.now_ms() - 1_000_000_000_000
    }

    pub fn record(&mut self, scope: Scope, payload: impl Into<Payload>) -> OpId {
        let payload = payload.into();
        let op = OpId(Uuid::now_v7());
        let operation = Operation {
            envelope: Envelope {
                op_id: op,
                replica: self.replica,
                seq: self.log.len() as u64 + 1,
                kind: payload.kind().to_owned(),
                schema: SCHEMA,
                scope,
                entity: payload.entity(),
                author: self.enrolled.user,
                clock: ClockReading {
                    wall_ms: self.clock.now_ms() + self.wrong_by_ms,
                    boot: self.boot,
                    boot_ms: self.boot_ms(),
                    anchor: self.anchor,
                },
            },
            body: payload.encode(rand::random()),
        };
        self.append(operation);
        op
    }

    /// Chains an operation as it is.
    pub fn append(&mut self, operation: Operation) {
        self.hashes.push(next_hash(self.head().1, &operation));
        self.log.push(operation);
        self.receipts.push(None);
    }

    pub fn head(&self) -> (u64, ChainHash) {
        (self.log.len() as u64, self.hashes[self.log.len()])
    }

    /// A phone that was started again: its boot clock began anew, and its anchor is an old one.
    pub fn restart(&mut self) {
        self.boot = BootId(Uuid::new_v4());
    }

    pub fn hello_message(&self) -> Hello {
        Hello {
            cursors: self
                .cursors
                .iter()
                .map(|(scope, cursor)| (scope.clone(), *cursor))
                .collect(),
            replica: self.replica,
            head: self.head(),
            acknowledged: (self.acknowledged, self.hashes[self.acknowledged as usize]),
            epoch: self.epoch,
            schema: SCHEMA,
            wall_ms: self.clock.now_ms() + self.wrong_by_ms,
            boot: self.boot,
            boot_ms: self.boot_ms(),
            disagreements: self.disagreements.clone(),
            set_aside: self.set_aside.clone(),
            certify: None,
        }
    }

    pub async fn hello(&mut self) -> Result<HelloAnswer, Refused> {
        let message = self.hello_message();
        let greeted: HelloAnswer = self.call(path::HELLO, &message, &[]).await?;
        self.anchor = Some(Anchor {
            boot: self.boot,
            boot_ms: self.boot_ms(),
            server_ms: greeted.server_ms,
        });
        self.challenge = greeted.challenge.to_vec();
        self.epoch = greeted.epoch;
        Ok(greeted)
    }

    /// The operations `first` … `last`, counted from 1, with the head of the last.
    pub fn push_message(&self, first: u64, last: u64) -> Push {
        let (seq, hash) = (last, self.hashes[last as usize]);
        Push {
            previous: self.hashes[first as usize - 1],
            batch: Batch::of(&self.log[first as usize - 1..last as usize]),
            head: SignedHead::sign(self.enrolled.server, self.replica, seq, hash, &self.key),
            receipts: Receipts::of(&self.receipts[first as usize - 1..last as usize]),
        }
    }

    pub async fn send(&self, message: &Push) -> Result<PushAnswer, Refused> {
        self.call(path::PUSH, message, &self.challenge).await
    }

    pub async fn push_range(&mut self, first: u64, last: u64) -> Result<PushAnswer, Refused> {
        let pushed = self.send(&self.push_message(first, last)).await?;
        self.acknowledged = self.acknowledged.max(pushed.stored.0);
        let macs = read_macs(&pushed.receipts).expect("whole receipts");
        assert_eq!(macs.len(), pushed.verdicts.len(), "each has a receipt");
        for (at, mac) in macs.into_iter().enumerate() {
            let time = pushed.verdicts[at].1.time();
            self.receipts[first as usize - 1 + at] = Some(Receipt { time, mac });
        }
        Ok(pushed)
    }

    /// Greets and pushes what is unsent; the verdicts of what was sent.
    pub async fn push(&mut self) -> Vec<Verdict> {
        self.hello().await.expect("greeted");
        let (first, last) = (self.acknowledged + 1, self.log.len() as u64);
        if last < first {
            return Vec::new();
        }
        let pushed = self.push_range(first, last).await.expect("pushed");
        pushed
            .verdicts
            .into_iter()
            .map(|(_, verdict)| verdict)
            .collect()
    }

    pub async fn ask(&self, message: &Pull) -> Result<PullAnswer, Refused> {
        self.call(path::PULL, message, &self.challenge).await
    }

    /// Greets and pulls until nothing more comes, `limit` changes at a time.
    pub async fn pull(&mut self, limit: u32) {
        let granted = self.hello().await.expect("greeted").scopes;
        for scope in granted {
            self.cursors.entry(scope).or_default();
        }
        loop {
            let cursors = self.cursors.clone().into_iter().collect();
            let answer = self.ask(&Pull { cursors, limit }).await.expect("pulled");
            let more = answer.pages.iter().any(|page| page.more);
            let large = answer.pages.iter().filter(|page| page.must_snapshot);
            let large: Vec<Scope> = large.map(|page| page.scope.clone()).collect();
            let manifests = manifests(&answer);
            self.take_in(answer);
            for scope in large {
                let index = self.index(&scope).await.expect("an index");
                self.take_snapshot(&index).await;
            }
            if !more {
                self.assert_agrees(&manifests);
                return;
            }
        }
    }

    /// What the device holds is what the server counted.
    fn assert_agrees(&self, manifests: &[(Scope, Manifest)]) {
        assert_eq!(manifests.len(), self.cursors.len(), "each scope has one");
        for (scope, told) in manifests {
            let rows = self.mirror.values().filter(|row| row.scope == *scope);
            assert_eq!(told.tally, rows.collect(), "{scope}");
            assert_eq!(told.head, self.cursors[scope], "{scope}");
        }
    }

    /// What a coordinator has to look at.
    pub async fn review(&mut self, origins_of: Vec<OpId>) -> ReviewAnswer {
        self.hello().await.expect("greeted");
        let message = Review { origins_of };
        let answer = self.call(path::REVIEW, &message, &self.challenge).await;
        answer.expect("an answer")
    }

    fn take_in(&mut self, answer: PullAnswer) {
        for scope in answer.lost {
            self.cursors.remove(&scope);
            self.mirror.retain(|_, row| row.scope != scope);
        }
        for page in answer.pages {
            if page.must_snapshot {
                continue;
            }
            if page.anew {
                self.mirror.retain(|_, row| row.scope != page.scope);
            }
            for entity in page.removes {
                let stays = |row: &Row| row.scope != page.scope;
                if !self.mirror.get(&entity).is_none_or(stays) {
                    self.mirror.remove(&entity);
                }
            }
            for row in page.puts {
                self.mirror.insert(row.entity, row);
            }
            self.cursors.insert(page.scope, page.cursor);
        }
    }

    pub async fn call<T: DeserializeOwned>(
        &self,
        path: &str,
        message: &impl Serialize,
        challenge: &[u8],
    ) -> Result<T, Refused> {
        answer(self.request(path, wire::encode(message), challenge)).await
    }

    /// A call that says nothing of who makes it.
    pub async fn call_unsigned<T: DeserializeOwned>(
        &self,
        path: &str,
        message: &impl Serialize,
    ) -> Result<T, Refused> {
        let request = self
            .http
            .post(format!("{}{path}", self.url))
            .header("content-type", MEDIA_TYPE)
            .body(wire::encode(message));
        answer(request).await
    }

    /// A signed request with any body.
    pub fn request(&self, path: &str, body: Vec<u8>, challenge: &[u8]) -> reqwest::RequestBuilder {
        let signature = RequestToSign {
            server: self.enrolled.server,
            method: "POST",
            path,
            body: &body,
            challenge,
        }
        .sign(&self.key);
        let request = self
            .http
            .post(format!("{}{path}", self.url))
            .header("content-type", MEDIA_TYPE);
        self.headers(request, challenge, &signature).body(body)
    }

    pub fn headers(
        &self,
        request: reqwest::RequestBuilder,
        challenge: &[u8],
        signature: &[u8],
    ) -> reqwest::RequestBuilder {
        request
            .header(path::HEADER_DEVICE, self.enrolled.device.to_string())
            .header(path::HEADER_CHALLENGE, URL_SAFE_NO_PAD.encode(challenge))
            .header(path::HEADER_SIGNATURE, URL_SAFE_NO_PAD.encode(signature))
    }
}

fn manifests(answer: &PullAnswer) -> Vec<(Scope, Manifest)> {
    let pages = answer.pages.iter();
    let last = pages.filter_map(|page| Some((page.scope.clone(), page.manifest?)));
    last.collect()
}

pub async fn answer<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T, Refused> {
    let bytes = bytes(request).await?;
    Ok(wire::decode(&bytes).expect("the answer is of its form"))
}

pub async fn bytes(request: reqwest::RequestBuilder) -> Result<Vec<u8>, Refused> {
    let response = request.send().await.expect("an answer");
    let status = response.status();
    let retry_after = response
        .headers()
        .get(path::HEADER_RETRY_AFTER)
        .and_then(|value| Some(value.to_str().ok()?.to_owned()));
    let bytes = response.bytes().await.expect("a whole answer");
    if status == StatusCode::OK {
        return Ok(bytes.to_vec());
    }
    let refusal: Refusal = wire::decode(&bytes).expect("every refusal has a body");
    Err(Refused {
        status,
        code: refusal.code,
        retry_after,
    })
}
