//! mDNS: a relay says where it is, a phone asks who is there. Neither says more than the office's tag.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mdns_sd::{ResolvedService, ServiceDaemon, ServiceEvent, ServiceInfo};
use rantang_core::ids::ServerId;
use rantang_core::sync::relay::address::{Instance, SERVICE, TXT_OFFICE, TXT_VERSION};
use uuid::Uuid;

/// A relay on the same network answers within this.
const LOOK: Duration = Duration::from_secs(3);
/// More relays than an office has.
const RELAYS_MAX: usize = 8;

/// What can be learned from the network around. Blocks.
pub trait Neighbours: Send + Sync {
    /// Where relays of an office may be. Anybody may answer: only a certificate says who it is.
    fn relays(&self, server: ServerId) -> Vec<SocketAddr>;

    /// Says that there is one here, until what is returned is dropped. `name` is random and new each time.
    fn announce(&self, server: ServerId, port: u16, name: Uuid) -> Option<Box<dyn Announced>>;
}

/// Ends with being dropped.
pub trait Announced: Send + Sync {}

/// The system's network.
pub struct Mdns;

impl Neighbours for Mdns {
    fn relays(&self, server: ServerId) -> Vec<SocketAddr> {
        look(server, LOOK).unwrap_or_else(|error| {
            tracing::warn!(%error, "the network was not searched for a relay");
            Vec::new()
        })
    }

    fn announce(&self, server: ServerId, port: u16, name: Uuid) -> Option<Box<dyn Announced>> {
        match announced(server, port, name) {
            Ok(announced) => Some(Box::new(announced)),
            Err(error) => {
                tracing::warn!(%error, "the relay is not announced: phones find it by its code");
                None
            }
        }
    }
}

struct Registered(ServiceDaemon);

impl Announced for Registered {}

impl Drop for Registered {
    fn drop(&mut self) {
        // The daemon takes its leave from the network as it ends.
        if let Err(error) = self.0.shutdown() {
            tracing::debug!(%error, "mDNS did not end");
        }
    }
}

fn announced(server: ServerId, port: u16, name: Uuid) -> mdns_sd::Result<Registered> {
    let daemon = ServiceDaemon::new()?;
    // No name of a machine or a person: the network sees a number.
    let name = name.simple().to_string();
    let host = format!("rantang-{}.local.", &name[..8]);
    let text = Instance::text(server);
    let text: Vec<(&str, &str)> = text.iter().map(|(key, it)| (*key, it.as_str())).collect();
    let service = ServiceInfo::new(SERVICE, &name, &host, "", port, text.as_slice())?;
    daemon.register(service.enable_addr_auto())?;
    Ok(Registered(daemon))
}

fn look(server: ServerId, within: Duration) -> mdns_sd::Result<Vec<SocketAddr>> {
    let daemon = Registered(ServiceDaemon::new()?);
    let events = daemon.0.browse(SERVICE)?;
    let until = Instant::now() + within;
    let mut found: Vec<SocketAddr> = Vec::new();
    while let Some(left) = until.checked_duration_since(Instant::now())
        && found.len() < RELAYS_MAX
    {
        match events.recv_timeout(left) {
            Ok(ServiceEvent::ServiceResolved(service)) => {
                for socket in instance(&service).sockets(server) {
                    if !found.contains(&socket) {
                        found.push(socket);
                    }
                }
                // One that is ours is enough, and others that answer at once come along.
                if !found.is_empty() && events.is_empty() {
                    break;
                }
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    Ok(found)
}

fn instance(service: &ResolvedService) -> Instance {
    let text = |key| service.get_property_val_str(key).map(str::to_owned);
    Instance {
        version: text(TXT_VERSION),
        office: text(TXT_OFFICE),
        addresses: service
            .get_addresses()
            .iter()
            .map(mdns_sd::ScopedIp::to_ip_addr)
            .collect(),
        port: service.get_port(),
    }
}

/// The addresses of this machine that an office's network may have.
pub fn own_addresses(port: u16) -> Vec<SocketAddr> {
    use rantang_core::sync::relay::address::is_near;
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let mut near: Vec<SocketAddr> = interfaces
        .iter()
        .filter(|it| !it.is_loopback() && is_near(it.ip()))
        .map(|it| SocketAddr::new(it.ip(), port))
        .collect();
    // What people type first.
    near.sort_by_key(SocketAddr::is_ipv6);
    near
}
