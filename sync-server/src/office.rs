//! One office's data directory: its store, its key, and what an administrator does there.
//!
//! Administration goes through the server's own log: a user or a route that is made here reaches
//! devices by the same pull as everything else.

use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use ed25519_dalek::SigningKey;
use rantang_core::ids::{OpId, ReplicaId, ServerId, UserId};
use rantang_core::operation::Payload;
use rantang_core::places::AreaCode;
use rantang_core::scopes::Scope;
use rantang_core::staff::operations::DefineUser;
use rantang_core::staff::{Role, UserProfile};
use rantang_core::sync::invitation::Invitation;
use rantang_core::text::Line;
use uuid::Uuid;

use crate::clock::{Clock, SystemClock};
use crate::http::{App, CALLS_MAX, code_hash};
use crate::identity;
use crate::store::sqlite::{self, SqliteStore};
use crate::store::{
    CentralStore, NewInvitation, NewServer, OwnOperation, ServerRecord, StoreError,
};

/// An invitation is good for a day.
const INVITATION_LIFE_MS: i64 = 24 * 3_600_000;
const LOCK_FILE: &str = "serving.lock";

#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    #[error("{0} is set up already; to start anew, choose another directory")]
    Exists(PathBuf),
    #[error("{0} is not set up yet; run: rantang-server init --data {0} --area CODE")]
    Missing(PathBuf),
    #[error("another rantang-server serves {0}; end it first, or choose another directory")]
    InUse(PathBuf),
    #[error("{0}")]
    Address(#[from] rantang_core::sync::invitation::InvalidInvitation),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0:#}")]
    Failed(#[from] anyhow::Error),
}

pub struct Office {
    pub store: Arc<dyn CentralStore>,
    pub clock: Arc<dyn Clock>,
    pub server: ServerRecord,
    key: SigningKey,
    data: PathBuf,
}

impl Office {
    /// Makes a directory, its database and its key. A set-up that was cut short is completed.
    pub async fn create(
        data: &Path,
        area: AreaCode,
        name: &str,
        is_demo: bool,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OfficeError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(data)
            .with_context(|| format!("cannot make the directory {}", data.display()))?;
        let store = SqliteStore::open(data)?;
        if store.server().await?.is_some() {
            return Err(OfficeError::Exists(data.to_owned()));
        }
        if !identity::exists(data) {
            identity::create(data)?;
        }
        let operator = UserId(Uuid::now_v7());
        let now_ms = clock.now_ms();
        store
            .establish(NewServer {
                server: ServerId(Uuid::new_v4()),
                area: area.clone(),
                replica: ReplicaId(Uuid::now_v7()),
                operator,
                is_demo,
                created_ms: now_ms,
            })
            .await?;
        let office = Self::open(data, clock).await?;
        // The author of the own log has a name like every author.
        let profile = UserProfile {
            full_name: line(&format!("Kantor {name}")),
            call_name: line("Kantor"),
            phone: Line::default(),
        };
        office
            .define_user(operator, area, profile, Vec::new())
            .await?;
        Ok(office)
    }

    pub async fn open(data: &Path, clock: Arc<dyn Clock>) -> Result<Self, OfficeError> {
        if !data.join(sqlite::FILE).exists() {
            return Err(OfficeError::Missing(data.to_owned()));
        }
        let store = SqliteStore::open(data)?;
        let server = store.server().await?;
        let server = server.ok_or_else(|| OfficeError::Missing(data.to_owned()))?;
        Ok(Self {
            key: identity::load(data)?,
            store: Arc::new(store),
            clock,
            server,
            data: data.to_owned(),
        })
    }

    pub async fn open_now(data: &Path) -> Result<Self, OfficeError> {
        Self::open(data, Arc::new(SystemClock)).await
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Held for as long as the directory is served; the system lets go of it with the process.
    pub fn lock_for_serving(&self) -> Result<File, OfficeError> {
        let path = self.data.join(LOCK_FILE);
        let file =
            File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(OfficeError::InUse(self.data.clone())),
            Err(TryLockError::Error(error)) => Err(OfficeError::Failed(error.into())),
        }
    }

    pub fn app(&self) -> Arc<App> {
        self.app_with_calls_max(CALLS_MAX)
    }

    /// With another bound of calls at once.
    pub fn app_with_calls_max(&self, calls_max: usize) -> Arc<App> {
        App::new(
            self.store.clone(),
            self.clock.clone(),
            self.server.clone(),
            self.key.clone(),
            calls_max,
        )
    }

    /// Appends to the own log. Operations that are there already are left out.
    pub async fn record(&self, operations: Vec<OwnOperation>) -> Result<(), OfficeError> {
        self.store.record(operations, self.clock.now_ms()).await?;
        Ok(())
    }

    pub async fn define_user(
        &self,
        user: UserId,
        area: AreaCode,
        profile: UserProfile,
        roles: Vec<Role>,
    ) -> Result<(), OfficeError> {
        let define = DefineUser {
            user,
            area: area.clone(),
            profile,
            roles,
            saw: Vec::new(),
        };
        self.record(vec![own(
            Scope::Plan { area },
            define.into(),
            self.clock.now_ms(),
        )])
        .await
    }

    /// Makes a single-use invitation for one device of a user.
    pub async fn invite(
        &self,
        user: UserId,
        device_name: &str,
        url: &str,
    ) -> Result<(Invitation, i64), OfficeError> {
        let code = Uuid::from_bytes(rand::random()).simple().to_string();
        let invitation = Invitation {
            url: url.trim_end_matches('/').to_owned(),
            code,
            server: self.server.server,
            server_key: identity::public(&self.key),
        };
        // What a device would refuse is not handed out.
        let invitation = Invitation::parse(&invitation.to_string())?;
        let expires_ms = self.clock.now_ms() + INVITATION_LIFE_MS;
        self.store
            .invite(NewInvitation {
                code_hash: code_hash(&invitation.code),
                user,
                device_name: device_name.to_owned(),
                expires_ms,
            })
            .await?;
        Ok((invitation, expires_ms))
    }
}

/// One operation of the own log, done now.
pub fn own(scope: Scope, payload: Payload, at_ms: i64) -> OwnOperation {
    OwnOperation {
        op: OpId(Uuid::now_v7()),
        scope,
        payload,
        at_ms,
        salt: rand::random(),
    }
}

/// A line of ours that is short enough.
fn line(text: &str) -> Line {
    Line::parse(text).unwrap_or_default()
}
