//! A log on its way into a store without a network: for tests of the store itself.

use std::sync::Arc;

use rantang_core::ids::{DeviceId, OpId, ReplicaId, UserId};
use rantang_core::operation::{ChainHash, Envelope, Operation, Payload, SCHEMA, next_hash};
use rantang_core::scopes::Scope;
use rantang_core::sync::signing::PublicKey;
use rantang_core::time::{Anchor, BootId, ClockReading};
use rantang_server::intake::{Intake, Origin, Taken};
use rantang_server::sample;
use rantang_server::store::{CentralStore, Enrolment, NewInvitation};
use uuid::Uuid;

use super::office::nine_o_clock;

/// One device with its log; the store is told everything as if it came by HTTP.
#[derive(Clone)]
pub struct LocalDevice {
    pub device: DeviceId,
    pub user: UserId,
    pub replica: ReplicaId,
    pub log: Vec<Operation>,
    pub hashes: Vec<ChainHash>,
}

impl LocalDevice {
    /// `number` names the device and everything that it mints.
    pub fn new(number: u128, user: &str) -> Self {
        Self {
            device: DeviceId(Uuid::from_u128(number << 64)),
            user: sample::user_id(user),
            replica: ReplicaId(Uuid::from_u128((number << 64) + 1)),
            log: Vec::new(),
            hashes: vec![ChainHash::START],
        }
    }

    pub async fn enroll(&self, store: &dyn CentralStore) {
        let code_hash = *blake3::hash(self.device.as_bytes()).as_bytes();
        let invitation = NewInvitation {
            code_hash,
            user: self.user,
            device_name: "HP uji".into(),
            expires_ms: i64::MAX,
        };
        store.invite(invitation).await.expect("invited");
        let enrolment = Enrolment {
            code_hash,
            key: PublicKey([1; 32]),
            device: self.device,
            name: String::new(),
            now_ms: 0,
        };
        store
            .enroll(enrolment)
            .await
            .expect("enrolled")
            .expect("a device");
    }

    /// Records at a minute past nine; the time is anchored, so that arrival does not change it.
    pub fn record(&mut self, minute: i64, scope: Scope, payload: impl Into<Payload>) -> OpId {
        let payload = payload.into();
        let seq = self.log.len() as u64 + 1;
        let op = OpId(Uuid::from_u128(
            self.replica.0.as_u128() + 1_000 + u128::from(seq),
        ));
        let boot = BootId(self.replica.0);
        let at_ms = nine_o_clock() + minute * 60_000;
        let operation = Operation {
            envelope: Envelope {
                op_id: op,
                replica: self.replica,
                seq,
                kind: payload.kind().to_owned(),
                schema: SCHEMA,
                scope,
                entity: payload.entity(),
                author: self.user,
                clock: ClockReading {
                    wall_ms: at_ms,
                    boot,
                    boot_ms: at_ms,
                    anchor: Some(Anchor {
                        boot,
                        boot_ms: 0,
                        server_ms: 0,
                    }),
                },
            },
            body: payload.encode([7; 16]),
        };
        self.append(operation);
        op
    }

    /// Chains an operation as it is.
    pub fn append(&mut self, operation: Operation) {
        let hash = next_hash(self.hashes[self.log.len()], &operation);
        self.hashes.push(hash);
        self.log.push(operation);
    }

    /// The same operations, as after a fork.
    pub fn under_another_replica(&self) -> Self {
        let mut copy = Self {
            replica: ReplicaId(Uuid::from_u128(self.replica.0.as_u128() + 1)),
            hashes: vec![ChainHash::START],
            ..self.clone()
        };
        for operation in &mut copy.log {
            operation.envelope.replica = copy.replica;
            let last = copy.hashes[copy.hashes.len() - 1];
            copy.hashes.push(next_hash(last, operation));
        }
        copy
    }

    /// Operations `first` … `last`, counted from 1.
    pub fn intake(&self, first: usize, last: usize) -> Intake {
        Intake {
            origin: Origin::Device {
                device: self.device,
                user: self.user,
            },
            replica: self.replica,
            previous: self.hashes[first - 1],
            operations: self.log[first - 1..last].to_vec(),
            head: None,
            received_ms: nine_o_clock() + 24 * 3_600_000,
            times: Default::default(),
        }
    }

    pub async fn send(&self, store: &Arc<dyn CentralStore>, first: usize, last: usize) -> Taken {
        let taken = store.take_in(self.intake(first, last)).await;
        taken.expect("the store works").expect("the log goes on")
    }
}
