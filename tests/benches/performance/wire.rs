//! A pipe before the server that notes every call: when it began, and its bytes both ways.
//!
//! It sees what a phone's plan is charged for, headers included, and tells a push from a pull
//! without a hook in the code that is measured.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rantang_core::sync::protocol::path;

const CHUNK: usize = 64 * 1024;

#[derive(Clone, Debug)]
pub struct Call {
    pub path: String,
    pub began: Instant,
    pub ended: Instant,
    pub sent: usize,
    /// Of what was sent, the request line and its headers.
    pub head: usize,
    pub received: usize,
}

#[derive(Clone)]
pub struct Wire {
    pub url: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Wire {
    /// Listens on a free port and carries everything to `server` until the process ends.
    pub fn before(server: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let wire = Self {
            url: format!("http://{}", listener.local_addr()?),
            calls: Arc::default(),
        };
        let calls = wire.calls.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if let Err(error) = carry(client, server, &calls) {
                    eprintln!("a connection through the pipe failed: {error}");
                }
            }
        });
        Ok(wire)
    }

    /// What happened since it was last asked.
    pub fn take(&self) -> Calls {
        Calls(std::mem::take(&mut *lock(&self.calls)))
    }
}

/// The calls of one sync, in order.
pub struct Calls(Vec<Call>);

impl Calls {
    fn of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Call> {
        self.0.iter().filter(move |call| call.path == path)
    }

    pub fn began(&self, path: &str) -> Option<Instant> {
        self.of(path).next().map(|call| call.began)
    }

    /// From the first push to the first pull: reading the log, sending, the server's commit, and
    /// storing the verdicts.
    pub fn pushing(&self) -> Option<Duration> {
        let (push, pull) = (self.began(path::PUSH)?, self.began(path::PULL)?);
        Some(pull - push)
    }

    /// How long calls of this kind were on their way or with the server.
    pub fn waiting(&self, path: &str) -> Duration {
        self.of(path).map(|call| call.ended - call.began).sum()
    }

    pub fn sent(&self, path: &str) -> usize {
        self.of(path).map(|call| call.sent).sum()
    }

    /// Without headers.
    pub fn sent_bodies(&self, path: &str) -> usize {
        self.of(path).map(|call| call.sent - call.head).sum()
    }

    pub fn received(&self, path: &str) -> usize {
        self.of(path).map(|call| call.received).sum()
    }

    pub fn both_ways(&self) -> usize {
        self.0.iter().map(|call| call.sent + call.received).sum()
    }
}

fn carry(
    client: TcpStream,
    server: SocketAddr,
    calls: &Arc<Mutex<Vec<Call>>>,
) -> std::io::Result<()> {
    let server = TcpStream::connect(server)?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (to, from) = (server.try_clone()?, client.try_clone()?);
    let asked = calls.clone();
    thread::spawn(move || {
        pump(from, to, |chunk| {
            let mut calls = lock(&asked);
            if let Some(path) = requested(chunk) {
                let now = Instant::now();
                calls.push(Call {
                    path,
                    began: now,
                    ended: now,
                    sent: 0,
                    head: head_of(chunk),
                    received: 0,
                });
            }
            if let Some(call) = calls.last_mut() {
                call.sent += chunk.len();
            }
        });
    });
    let answered = calls.clone();
    thread::spawn(move || {
        pump(server, client, |chunk| {
            if let Some(call) = lock(&answered).last_mut() {
                call.received += chunk.len();
                call.ended = Instant::now();
            }
        });
    });
    Ok(())
}

/// A device has one call under way at a time, so a request begins where a chunk begins.
fn requested(chunk: &[u8]) -> Option<String> {
    let rest = chunk.strip_prefix(b"POST ")?;
    let end = rest.iter().position(|byte| *byte == b' ')?;
    String::from_utf8(rest[..end].to_vec()).ok()
}

fn head_of(chunk: &[u8]) -> usize {
    let end = chunk.windows(4).position(|four| four == b"\r\n\r\n");
    end.map_or(0, |end| end + 4)
}

/// Until either side closes; then the other is told.
fn pump(mut from: TcpStream, mut to: TcpStream, mut note: impl FnMut(&[u8])) {
    let mut buffer = vec![0; CHUNK];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        note(&buffer[..read]);
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    // It may be closed already.
    _ = to.shutdown(Shutdown::Write);
}

fn lock(calls: &Mutex<Vec<Call>>) -> std::sync::MutexGuard<'_, Vec<Call>> {
    calls.lock().unwrap_or_else(PoisonError::into_inner)
}
