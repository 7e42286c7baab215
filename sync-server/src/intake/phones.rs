//! Which couriers' phones a coordinator is told of.

use rantang_core::ids::{DeviceId, UserId};
use rantang_core::scopes::{Grant, Scope};
use rantang_core::sync::protocol::Phone;

/// How far one courier's phone holds one list, as it said in its last hello.
#[derive(Clone, Debug)]
pub struct Holding {
    pub user: UserId,
    pub device: DeviceId,
    pub contact_ms: i64,
    pub scope: Scope,
    pub cursor: u64,
}

/// Of each user the phone heard last, with what it holds under these grants. The holdings come
/// ordered by user, contact and device.
pub fn phones_under(grants: &[Grant], holdings: impl Iterator<Item = Holding>) -> Vec<Phone> {
    let mut phones: Vec<(DeviceId, Phone)> = Vec::new();
    for it in holdings {
        if !grants.iter().any(|grant| grant.covers(&it.scope)) {
            continue;
        }
        let is_new = phones.last().is_none_or(|(last, _)| *last != it.device);
        if is_new {
            phones.retain(|(_, phone)| phone.user != it.user);
            let phone = Phone {
                user: it.user,
                contact_ms: it.contact_ms,
                cursors: Vec::new(),
            };
            phones.push((it.device, phone));
        }
        if let Some((_, phone)) = phones.last_mut() {
            phone.cursors.push((it.scope, it.cursor));
        }
    }
    phones.into_iter().map(|(_, phone)| phone).collect()
}
