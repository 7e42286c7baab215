//! What there is one of on a device: its keys, who holds it, how far it has come with the server.

use std::marker::PhantomData;
use std::net::SocketAddr;

use chrono::NaiveDate;
use rantang_core::ids::{DeviceId, ReplicaId, ServerId, UserId};
use rantang_core::operation::ChainHash;
use rantang_core::places::AreaCode;
use rantang_core::staff::{Role, UserProfile};
use rantang_core::sync::code::Code;
use rantang_core::sync::protocol::Phone;
use rantang_core::sync::relay::Certificate;
use rantang_core::sync::signing::PublicKey;
use rantang_core::time::Anchor;
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteArray, ByteBuf};

use super::error::Result;
use super::sql;
use crate::session::Settings;

/// A named value of type `T`.
pub struct Fact<T> {
    name: &'static str,
    holds: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> Fact<T> {
    const fn new(name: &'static str) -> Self {
        Self {
            name,
            holds: PhantomData,
        }
    }

    pub fn get(&self, db: &Connection) -> Result<Option<T>> {
        let bytes: Option<Vec<u8>> = db
            .prepare_cached("SELECT value FROM facts WHERE name = ?1")?
            .query_row([self.name], |row| row.get(0))
            .optional()?;
        bytes
            .map(|bytes| sql::from_cbor(&bytes, self.name))
            .transpose()
    }

    pub fn set(&self, db: &Connection, value: &T) -> Result<()> {
        db.prepare_cached("INSERT OR REPLACE INTO facts (name, value) VALUES (?1, ?2)")?
            .execute((self.name, sql::cbor(value)?))?;
        Ok(())
    }
}

/// The server that this device is paired with, and as whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    pub url: String,
    pub device: DeviceId,
    pub server: ServerId,
    pub server_key: PublicKey,
    pub user: UserId,
    pub area: AreaCode,
    pub is_demo: bool,
}

/// The server's word for a state of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Safe {
    pub seq: u64,
    /// What the office can verify.
    pub code: Code,
    /// Since when.
    pub at_ms: i64,
}

/// A coordinator's choice for her desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelaySetting {
    pub on: bool,
    pub port: u16,
}

/// How much of the own log a relay has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub relay: DeviceId,
    /// Numbers of another replica say nothing.
    pub replica: ReplicaId,
    pub through_seq: u64,
    /// The chain there.
    pub hash: ChainHash,
    /// By the relay's clock.
    pub at_ms: i64,
}

pub const PAIRING: Fact<Pairing> = Fact::new("pairing");
pub const PROFILE: Fact<UserProfile> = Fact::new("profile");
pub const ROLES: Fact<Vec<Role>> = Fact::new("roles");
/// What the server observed of the couriers' phones; coordinators only.
pub const PHONES: Fact<Vec<Phone>> = Fact::new("phones");
/// Names what the server last told a coordinator to look at.
pub const SET_ASIDE: Fact<ByteArray<32>> = Fact::new("set_aside");
pub const SETTINGS: Fact<Settings> = Fact::new("settings");

/// The secret half of the device's Ed25519 key: 32 bytes.
pub const SIGNING_KEY: Fact<ByteBuf> = Fact::new("signing_key");
pub const REPLICA: Fact<ReplicaId> = Fact::new("replica");
/// Whom records are sealed to when they go by hand, as the server's identity vouches for it.
pub const SEALING: Fact<String> = Fact::new("sealing");
/// The last operation of the log whose verdict is known, and the chain's hash there.
pub const ACKNOWLEDGED: Fact<(u64, ChainHash)> = Fact::new("acknowledged");
/// The last operation that left this device by [`crate::log::purge`], and the chain's hash there.
pub const LOG_BEGINS: Fact<(u64, ChainHash)> = Fact::new("log_begins");
/// Own operations up to here are in a verified backup of the server.
pub const DURABLE: Fact<u64> = Fact::new("durable");
/// What the server last said that it holds of the log.
pub const SAFE: Fact<Option<Safe>> = Fact::new("safe");
pub const EPOCH: Fact<u64> = Fact::new("epoch");
/// Taken only from a hello that succeeded.
pub const ANCHOR: Fact<Anchor> = Fact::new("anchor");
/// The phone's clock less the server's, at the last hello.
pub const CLOCK_OFFSET_MS: Fact<i64> = Fact::new("clock_offset_ms");
pub const LAST_SENT_AT_MS: Fact<i64> = Fact::new("last_sent_at_ms");
/// The day on which old facts were last let go.
pub const LAST_SHED_ON: Fact<NaiveDate> = Fact::new("last_shed_on");
pub const LAST_PULLED_AT_MS: Fact<i64> = Fact::new("last_pulled_at_ms");

/// Whether this desk takes records in on the office's network.
pub const RELAY: Fact<RelaySetting> = Fact::new("relay");
/// The secret half of what phones seal to when they hand over here: an `age` identity as text.
pub const RELAY_KEY: Fact<String> = Fact::new("relay_key");
/// Who this device is to others of its office, as the server certifies.
pub const CERTIFICATE: Fact<Certificate> = Fact::new("certificate");
/// Where relays were found, the latest first.
pub const RELAYS: Fact<Vec<SocketAddr>> = Fact::new("relays");
/// What relays have of the log.
pub const HANDED: Fact<Vec<Handed>> = Fact::new("handed");
