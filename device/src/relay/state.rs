//! What a relay and its phones know while the program runs.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::announce::{Mdns, Neighbours};
use super::view::RelayProblem;

/// How the listening stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listening {
    pub at: Option<SocketAddr>,
    pub problem: Option<RelayProblem>,
    /// What nobody certified sent, since the start.
    pub turned_away: u32,
}

pub struct Relay {
    pub(crate) neighbours: Arc<dyn Neighbours>,
    /// The choice of the desk changed, or its certificate came.
    pub(crate) chosen: Notify,
    /// The server could not be reached.
    pub(crate) cut_off: Notify,
    /// The server can be reached.
    pub(crate) reached: Notify,
    /// Whoever holds it hands over.
    pub(crate) giving: tokio::sync::Mutex<()>,
    listening: Mutex<Listening>,
}

impl Default for Relay {
    fn default() -> Self {
        Self {
            neighbours: Arc::new(Mdns),
            chosen: Notify::new(),
            cut_off: Notify::new(),
            reached: Notify::new(),
            giving: tokio::sync::Mutex::default(),
            listening: Mutex::default(),
        }
    }
}

impl Relay {
    pub(crate) fn listening(&self) -> Listening {
        *self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Listening)) {
        let mut listening = self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        change(&mut listening);
    }
}
