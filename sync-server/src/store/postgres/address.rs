//! Where the database is: a `postgres://` address, with its password kept out of every message.

use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// Has no `Debug` that tells the password.
#[derive(Clone)]
pub struct DatabaseAddress {
    pub(super) config: Box<Config>,
    /// Certificates to trust besides those of the system.
    pub(super) root_certificates: Option<PathBuf>,
}

/// Says nothing of the text: a part of it may be the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddress {
    #[error(
        "the database address is not of the form postgres://USER:PASSWORD@HOST:PORT/DATABASE; signs like @ / : ? in a password are written %40 %2F %3A %3F"
    )]
    Form,
    #[error("the database address names no host or no database")]
    Incomplete,
    #[error(
        "the database is on another machine and sslmode=prefer would fall back to no encryption; say sslmode=require, or sslmode=disable where the network is your own"
    )]
    Prefer,
}

impl FromStr for DatabaseAddress {
    type Err = InvalidAddress;

    /// `sslmode`: `disable`, or `require`, which checks the certificate against the system's and
    /// those in `sslrootcert`. Not said: nothing on this machine, `require` elsewhere.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (plain, root_certificates, sslmode) = split(text)?;
        let mut config: Config = plain.parse().map_err(|_| InvalidAddress::Form)?;
        if config.get_hosts().is_empty() || config.get_dbname().is_none() {
            return Err(InvalidAddress::Incomplete);
        }
        let is_local = config.get_hosts().iter().all(is_on_this_machine);
        config.ssl_mode(match sslmode.as_deref() {
            Some("disable") => SslMode::Disable,
            Some("require" | "verify-ca" | "verify-full") => SslMode::Require,
            None | Some("prefer" | "allow") if is_local => SslMode::Disable,
            None => SslMode::Require,
            Some("prefer" | "allow") => return Err(InvalidAddress::Prefer),
            Some(_) => return Err(InvalidAddress::Form),
        });
        Ok(Self {
            config: Box::new(config),
            root_certificates,
        })
    }
}

/// Takes out what tokio-postgres does not know or reads in another way.
fn split(text: &str) -> Result<(String, Option<PathBuf>, Option<String>), InvalidAddress> {
    if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
        return Err(InvalidAddress::Form);
    }
    let Some((base, query)) = text.split_once('?') else {
        return Ok((text.to_owned(), None, None));
    };
    let (mut roots, mut sslmode) = (None, None);
    let mut others: Vec<&str> = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslrootcert", path)) => roots = Some(PathBuf::from(unescaped(path))),
            Some(("sslmode", mode)) => sslmode = Some(mode.to_owned()),
            _ => others.push(pair),
        }
    }
    let joined = others.join("&");
    let plain = if joined.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{joined}")
    };
    Ok((plain, roots, sslmode))
}

/// The one sign that paths in an address are usually escaped for.
fn unescaped(path: &str) -> String {
    path.replace("%2F", "/").replace("%2f", "/")
}

fn is_on_this_machine(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
        }
    }
}

impl std::fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DatabaseAddress({self})")
    }
}

/// For people: without user and password.
impl std::fmt::Display for DatabaseAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            Some(Host::Unix(path)) => path.display().to_string(),
            None => String::new(),
        };
        let database = self.config.get_dbname().unwrap_or_default();
        write!(f, "PostgreSQL database {database} at {host}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<DatabaseAddress, InvalidAddress> {
        text.parse()
    }

    #[test]
    fn a_password_stands_in_no_message() {
        let good = parsed("postgres://kantor:rahasia@db.example.id/rantang").expect("good");
        assert_eq!(
            format!("{good} {good:?}"),
            "PostgreSQL database rantang at db.example.id \
             DatabaseAddress(PostgreSQL database rantang at db.example.id)"
        );
        for bad in [
            "postgres://kantor:rahasia@db:port/rantang",
            "mysql://kantor:rahasia@db/rantang",
            "postgres://kantor:rahasia@db/rantang?rahasia=1",
        ] {
            let error = parsed(bad).expect_err(bad);
            assert!(!format!("{error} {error:?}").contains("rahasia"), "{error}");
        }
    }

    #[test]
    fn another_machine_is_reached_by_tls_unless_said_otherwise() {
        let mode = |text: &str| parsed(text).map(|it| it.config.get_ssl_mode());
        let here = ["localhost", "127.0.0.1", "[::1]", "%2Frun%2Fpostgresql"];
        for host in here {
            let text = format!("postgres://kantor@{host}/rantang");
            assert_eq!(mode(&text), Ok(SslMode::Disable), "{host}");
        }
        let there = "postgres://kantor@db.example.id/rantang";
        assert_eq!(mode(there), Ok(SslMode::Require));
        let said = |mode| format!("{there}?sslmode={mode}");
        assert_eq!(mode(&said("disable")), Ok(SslMode::Disable));
        assert_eq!(mode(&said("prefer")), Err(InvalidAddress::Prefer));
        assert_eq!(
            mode("postgres://kantor@localhost"),
            Err(InvalidAddress::Incomplete)
        );
        let roots = parsed(&format!(
            "{there}?sslrootcert=/etc/kota.pem&connect_timeout=3"
        ));
        let roots = roots.expect("good").root_certificates;
        assert_eq!(roots, Some(PathBuf::from("/etc/kota.pem")));
    }
}
