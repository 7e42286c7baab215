//! How a relay is found: by what it announces on the network, or by the code on its screen.

use std::net::{IpAddr, SocketAddr};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::ids::ServerId;
use crate::sync::signing::fields;

/// The kind of service, as DNS-SD names it.
pub const SERVICE: &str = "_rantang._tcp.local.";
/// Keys of the announcement's text.
pub const TXT_VERSION: &str = "v";
pub const TXT_OFFICE: &str = "s";
const VERSION: &str = "1";
/// What stands before the encoded part of a relay's code. An invitation begins otherwise.
pub const PREFIX: &str = "rantang-kantor:";
const TEXT_CHARS_MAX: usize = 1_000;
const ADDRESSES_MAX: usize = 8;

/// Names the office on the network without saying which it is: 16 hexadecimal digits.
pub fn office_tag(server: ServerId) -> String {
    let hash = blake3::hash(&fields(&[b"rantang.office-tag.v1", server.as_bytes()]));
    hash.to_hex().chars().take(16).collect()
}

/// What a service on the network said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    pub version: Option<String>,
    pub office: Option<String>,
    pub addresses: Vec<IpAddr>,
    pub port: u16,
}

impl Instance {
    /// Where to ask, if it may be a relay of this office. Who it is only its certificate says.
    pub fn sockets(&self, server: ServerId) -> Vec<SocketAddr> {
        let is_ours = self.version.as_deref() == Some(VERSION)
            && self.office.as_deref() == Some(&office_tag(server));
        if !is_ours || self.port == 0 {
            return Vec::new();
        }
        let near = self.addresses.iter().filter(|it| is_near(**it));
        near.take(ADDRESSES_MAX)
            .map(|address| SocketAddr::new(*address, self.port))
            .collect()
    }

    /// The text of an announcement.
    pub fn text(server: ServerId) -> [(&'static str, String); 2] {
        [
            (TXT_VERSION, VERSION.to_owned()),
            (TXT_OFFICE, office_tag(server)),
        ]
    }
}

/// Whether an address is of this machine or of a network like that of an office: records are handed to no
/// address of the internet, whoever announces it.
pub fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => it.is_private() || it.is_link_local() || it.is_loopback(),
        IpAddr::V6(it) => it.is_unique_local() || it.is_loopback(),
    }
}

/// The code on the relay's screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayAddress {
    pub server: ServerId,
    /// `192.168.1.20:7264`.
    pub addresses: Vec<SocketAddr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddress {
    #[error("the code of a relay begins with {PREFIX:?}")]
    NotARelay,
    #[error("the code is not complete")]
    Damaged,
    #[error("the code names no address of an office's network")]
    Far,
}

impl RelayAddress {
    pub fn parse(text: &str) -> Result<Self, InvalidAddress> {
        if TEXT_CHARS_MAX < text.len() {
            return Err(InvalidAddress::NotARelay);
        }
        let text: String = text.split_whitespace().collect();
        let encoded = text.strip_prefix(PREFIX).ok_or(InvalidAddress::NotARelay)?;
        let bytes = URL_SAFE_NO_PAD
            .decode(encoded)
            .map_err(|_| InvalidAddress::Damaged)?;
        let mut address: Self = crate::cbor::decode(&bytes).map_err(|_| InvalidAddress::Damaged)?;
        address
            .addresses
            .retain(|it| is_near(it.ip()) && it.port() != 0);
        address.addresses.truncate(ADDRESSES_MAX);
        if address.addresses.is_empty() {
            return Err(InvalidAddress::Far);
        }
        Ok(address)
    }
}

impl std::fmt::Display for RelayAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = crate::cbor::encode(self);
        write!(f, "{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const SERVER: ServerId = ServerId(Uuid::from_u128(1));

    fn announced(office: &str, address: &str) -> Instance {
        Instance {
            version: Some("1".to_owned()),
            office: Some(office.to_owned()),
            addresses: vec![address.parse().unwrap()],
            port: 7264,
        }
    }

    #[test]
    fn an_announcement_leads_only_to_a_relay_of_the_own_office_on_the_own_network() {
        let ours = office_tag(SERVER);
        let found = announced(&ours, "192.168.1.20").sockets(SERVER);
        assert_eq!(found, ["192.168.1.20:7264".parse().unwrap()]);
        let others = office_tag(ServerId(Uuid::from_u128(2)));
        assert!(
            announced(&others, "192.168.1.20")
                .sockets(SERVER)
                .is_empty()
        );
        assert!(announced(&ours, "203.0.113.9").sockets(SERVER).is_empty());
        let newer = Instance {
            version: Some("2".to_owned()),
            ..announced(&ours, "192.168.1.20")
        };
        assert!(newer.sockets(SERVER).is_empty());
    }

    #[test]
    fn an_announcement_does_not_say_which_office_it_is() {
        let text = Instance::text(SERVER);
        let id = SERVER.0.simple().to_string();
        assert!(
            text.iter()
                .all(|(_, value)| !value.contains(&id[..8]) || value == "1")
        );
        assert_eq!(text[1].1.len(), 16);
    }

    #[test]
    fn the_code_of_a_relay_is_read_again_and_leads_nowhere_far() {
        let near = RelayAddress {
            server: SERVER,
            addresses: vec!["192.168.1.20:7264".parse().unwrap()],
        };
        assert_eq!(RelayAddress::parse(&near.to_string()), Ok(near));
        let far = RelayAddress {
            server: SERVER,
            addresses: vec!["203.0.113.9:80".parse().unwrap()],
        };
        assert_eq!(
            RelayAddress::parse(&far.to_string()),
            Err(InvalidAddress::Far)
        );
        let invitation = RelayAddress::parse("rantang:abc");
        assert_eq!(invitation, Err(InvalidAddress::NotARelay));
    }

    proptest! {
        #[test]
        fn any_text_is_a_relay_or_an_error(text in ".{0,80}") {
            let _ = RelayAddress::parse(&format!("{PREFIX}{text}"));
        }
    }
}
