//! The pool of connections, and what each of them is told when it begins.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::DatabaseAddress;
use crate::store::{StoreError, StoreResult};

/// Connections of one process. The sum over all processes stays under the server's maximum.
pub const CONNECTIONS_MAX: usize = 16;
/// Who waits longer for a free connection is told to come back.
const WAIT: Duration = Duration::from_secs(5);
const CONNECT: Duration = Duration::from_secs(5);

/// A commit that was answered is on the disk, whatever is the database's default; no statement and
/// no lock is waited for without end; a process that died in the middle holds no locks for long;
/// short statements are not compiled.
const SESSION: &str = "\
    SELECT set_config('synchronous_commit', 'on', false)
      WHERE current_setting('synchronous_commit') = 'off';
    SET lock_timeout = '10s';
    SET statement_timeout = '60s';
    SET idle_in_transaction_session_timeout = '60s';
    SET default_transaction_isolation = 'read committed';
    SET client_min_messages = 'warning';
    SET jit = off";

pub fn pool(address: &DatabaseAddress, connections: usize) -> StoreResult<Pool> {
    let mut config = Config::clone(&address.config);
    config.application_name("rantang-server");
    config.connect_timeout(CONNECT);
    let manager = manager(config, address).map_err(StoreError::Failed)?;
    let session = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move {
            let told = client.batch_execute(SESSION).await;
            told.map_err(HookError::Backend)
        })
    });
    Pool::builder(manager)
        .max_size(connections)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(WAIT))
        .create_timeout(Some(CONNECT))
        .recycle_timeout(Some(CONNECT))
        .post_create(session)
        .build()
        .map_err(|error| StoreError::Failed(error.into()))
}

fn manager(config: Config, address: &DatabaseAddress) -> anyhow::Result<Manager> {
    let pooled = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    if config.get_ssl_mode() == SslMode::Disable {
        return Ok(Manager::from_config(config, NoTls, pooled));
    }
    let mut roots = RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        // The system's store may hold one that no TLS library of today takes.
        let _ = roots.add(certificate);
    }
    if let Some(path) = &address.root_certificates {
        let unread = || format!("sslrootcert: {} cannot be read", path.display());
        for certificate in CertificateDer::pem_file_iter(path).with_context(unread)? {
            roots.add(certificate.with_context(unread)?)?;
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Manager::from_config(
        config,
        MakeRustlsConnect::new(tls),
        pooled,
    ))
}

/// A connection of one's own; when all are in use for too long: busy.
pub async fn connection(pool: &Pool) -> StoreResult<Object> {
    pool.get().await.map_err(|error| match error {
        PoolError::Timeout(deadpool_postgres::TimeoutType::Wait) => StoreError::Busy,
        error => StoreError::Unreachable(error.into()),
    })
}
