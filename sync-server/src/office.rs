//! One office: its store, its key, and what an administrator does there.
//!
//! Administration goes through the server's own log: a user or a route that is made here reaches
//! devices by the same pull as everything else.

use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use ed25519_dalek::SigningKey;
use rantang_core::ids::{OpId, ReplicaId, ServerId, UserId};
use rantang_core::operation::Payload;
use rantang_core::places::{AreaCode, Rw};
use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_core::routes::operations::Assign;
use rantang_core::scopes::Scope;
use rantang_core::staff::operations::DefineUser;
use rantang_core::staff::{Role, UserProfile};
use rantang_core::sync::invitation::Invitation;
use rantang_core::sync::receipt::Notary;
use rantang_core::text::Line;
use uuid::Uuid;

use crate::clock::{Clock, SystemClock};
use crate::http::{App, Keys, Room, code_hash};
use crate::identity;
use crate::keys;
use crate::media::MediaStore;
use crate::sealing::Sealing;
use crate::site::Site;
use crate::snapshots::{Settings as SnapshotSettings, Snapshots};
use crate::store::sqlite;
use crate::store::{
    CentralStore, NewInvitation, NewServer, OwnOperation, ServerRecord, StoreError, StoreResult,
};

/// An invitation is good for a day.
const INVITATION_LIFE_MS: i64 = 24 * 3_600_000;
const LOCK_FILE: &str = "serving.lock";
/// Snapshots for devices that begin: made anew whenever they are gone.
const SNAPSHOTS: &str = "snapshots";

#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    #[error("{0} is set up already; to start anew, choose another one")]
    Exists(Site),
    #[error("{0} is not set up yet; run: rantang-server init {options} --area CODE", options = .0.options())]
    Missing(Site),
    #[error("the data of {0} were copied to PostgreSQL; give its address with --database-url")]
    Copied(PathBuf),
    #[error("another rantang-server serves {0}; end it first, or choose another directory")]
    InUse(PathBuf),
    #[error(transparent)]
    Keys(#[from] keys::KeysDiffer),
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
    site: Site,
    sealing: Sealing,
    media: MediaStore,
}

impl Office {
    /// Makes the directory, the database and the key. A set-up that was cut short is completed.
    pub async fn create(
        site: impl Into<Site>,
        area: AreaCode,
        name: &str,
        is_demo: bool,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OfficeError> {
        let site = site.into();
        let data = &site.data;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(data)
            .with_context(|| format!("cannot make the directory {}", data.display()))?;
        let store = site.store().await?;
        if store.server().await?.is_some() {
            return Err(OfficeError::Exists(site));
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
        let office = Self::open(site, clock).await?;
        // The author of the own log has a name like every author.
        let profile = UserProfile {
            full_name: line(&format!("Kantor {name}")),
            call_name: line("Kantor"),
            phone: Line::default(),
            trainings: Vec::new(),
        };
        office
            .define_user(operator, area, profile, Vec::new())
            .await?;
        Ok(office)
    }

    pub async fn open(site: impl Into<Site>, clock: Arc<dyn Clock>) -> Result<Self, OfficeError> {
        let site = site.into();
        let store = existing_store(&site).await?;
        let Some(server) = store.server().await? else {
            return Err(OfficeError::Missing(site));
        };
        let (key, sealing) = keys::fitting(&*store, &site.data).await?;
        Ok(Self {
            key,
            sealing,
            media: site.photos().open()?,
            store,
            clock,
            server,
            site,
        })
    }

    pub async fn open_now(site: impl Into<Site>) -> Result<Self, OfficeError> {
        Self::open(site, Arc::new(SystemClock)).await
    }

    pub fn media(&self) -> &MediaStore {
        &self.media
    }

    pub fn data(&self) -> &Path {
        &self.site.data
    }

    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Held for as long as the directory is served; the system lets go of it with the process.
    /// `None`: a database of its own may be served by many.
    pub fn lock_for_serving(&self) -> Result<Option<File>, OfficeError> {
        if self.site.database.is_some() {
            return Ok(None);
        }
        let path = self.data().join(LOCK_FILE);
        let file =
            File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(OfficeError::InUse(self.site.data.clone())),
            Err(TryLockError::Error(error)) => Err(OfficeError::Failed(error.into())),
        }
    }

    pub fn app(&self) -> Arc<App> {
        self.app_with(Room::default(), SnapshotSettings::default())
    }

    /// With another bound of calls at once, and other snapshots.
    pub fn app_with(&self, room: Room, snapshots: SnapshotSettings) -> Arc<App> {
        App::new(
            self.store.clone(),
            self.clock.clone(),
            self.server.clone(),
            Keys {
                identity: self.key.clone(),
                sealing: self.sealing.clone(),
            },
            self.media.clone(),
            room,
            Snapshots::new(self.data().join(SNAPSHOTS), self.sealing.clone(), snapshots),
        )
    }

    /// What this server signs with.
    pub fn identity(&self) -> &SigningKey {
        &self.key
    }

    pub fn notary(&self) -> Notary {
        Notary::new(self.server.server, &self.key)
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

    /// The same for a user who exists: `saw` names what is replaced.
    pub async fn define_again(&self, define: DefineUser) -> Result<(), OfficeError> {
        let scope = Scope::Plan {
            area: define.area.clone(),
        };
        self.record(vec![own(scope, define.into(), self.clock.now_ms())])
            .await
    }

    /// Sends a user to another office, or to other RWs, from now on. Their routes there are without a
    /// courier; their devices hand in what they recorded, and then hold what is theirs now.
    pub async fn reassign(
        &self,
        user: UserId,
        area: &AreaCode,
        rws: Option<&[Rw]>,
    ) -> Result<(), OfficeError> {
        let standing = self.store.standing(user).await?;
        let Some(standing) = standing else {
            return Ok(());
        };
        let now_ms = self.clock.now_ms();
        let grants = standing.reassigned(area, rws, now_ms);
        self.store.set_grants(user, grants).await?;
        if standing.member.area == *area {
            return Ok(());
        }
        let mut operations = Vec::new();
        for carried in &standing.carried {
            let route = EntityRef::new(EntityKind::Route, carried.route);
            let assign = Assign {
                route: carried.route,
                kelurahan: carried.kelurahan.clone(),
                courier: None,
                saw: self.heads(&carried.kelurahan, route).await?,
            };
            let scope = Scope::Plan {
                area: carried.kelurahan.clone(),
            };
            operations.push(own(scope, assign.into(), now_ms));
        }
        let entity = EntityRef::new(EntityKind::User, user);
        let define = DefineUser {
            user,
            area: area.clone(),
            saw: self.heads(&standing.member.area, entity).await?,
            profile: standing.member.profile,
            roles: standing.member.roles,
        };
        let scope = Scope::Plan { area: area.clone() };
        operations.push(own(scope, define.into(), now_ms));
        self.record(operations).await
    }

    /// The heads of an entity of a plan, so that what replaces them is no second opinion.
    pub async fn heads(&self, area: &AreaCode, wanted: EntityRef) -> StoreResult<Vec<OpId>> {
        let found: Arc<Mutex<Vec<OpId>>> = Arc::default();
        let heads = found.clone();
        let each = move |row: Row| {
            if row.entity == wanted {
                let ids = row.registers.values().flat_map(|it| it.head_ids());
                let mut heads = heads.lock().unwrap_or_else(PoisonError::into_inner);
                heads.extend(ids);
            }
            Ok(())
        };
        let scope = Scope::Plan { area: area.clone() };
        self.store.each_row(scope, Box::new(each)).await?;
        let found = found.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(found)
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

/// The store of an office that was set up; none is made.
pub async fn existing_store(site: &Site) -> Result<Arc<dyn CentralStore>, OfficeError> {
    let data = &site.data;
    if site.database.is_none() && !data.join(sqlite::FILE).exists() {
        return Err(if data.join(sqlite::COPIED_FILE).exists() {
            OfficeError::Copied(data.clone())
        } else {
            OfficeError::Missing(site.clone())
        });
    }
    Ok(site.store().await?)
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
