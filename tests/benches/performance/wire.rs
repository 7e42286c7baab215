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

use crate::beside::Cost;
use crate::measure::Cpu;

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
    /// Of what was received, the status line and its headers.
    pub received_head: usize,
    /// CPU time of client and server until it began.
    pub cpu: Duration,
}

#[derive(Clone)]
pub struct Wire {
    pub url: String,
    pub cpu: Cpu,
    opened: Opened,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Wire {
    /// Listens on a free port and carries everything to `server` until the process ends.
    pub fn before(server: SocketAddr, cpu: Cpu) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let wire = Self {
            url: format!("http://{}", listener.local_addr()?),
            cpu,
            opened: Arc::new(Mutex::new(Point::now(&cpu))),
            calls: Arc::default(),
        };
        let calls = wire.calls.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if let Err(error) = carry(client, server, cpu, &calls) {
                    eprintln!("a connection through the pipe failed: {error}");
                }
            }
        });
        Ok(wire)
    }

    /// What happened since it was last asked.
    pub fn take(&self) -> Calls {
        let now = Point::now(&self.cpu);
        let since = std::mem::replace(&mut *lock(&self.opened), now);
        let calls = std::mem::take(&mut *lock(&self.calls));
        Calls { calls, since }
    }
}

type Opened = Arc<Mutex<Point>>;

#[derive(Clone, Copy)]
struct Point {
    at: Instant,
    cpu: Duration,
}

impl Point {
    fn now(cpu: &Cpu) -> Self {
        Self {
            at: Instant::now(),
            cpu: cpu.spent(),
        }
    }
}

/// The calls since it was last asked, in order.
pub struct Calls {
    calls: Vec<Call>,
    since: Point,
}

impl Calls {
    fn of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Call> {
        self.calls.iter().filter(move |call| call.path == path)
    }

    pub fn began(&self, path: &str) -> Option<Instant> {
        self.of(path).next().map(|call| call.began)
    }

    /// From the first push to the first pull: reading the log, sending, the server's commit, and
    /// storing the verdicts.
    pub fn pushing(&self) -> Option<Duration> {
        Some(self.between(path::PUSH, path::PULL)?.wall)
    }

    /// From the first call of one kind to the first of another.
    pub fn between(&self, first: &str, then: &str) -> Option<Cost> {
        let (first, then) = (self.of(first).next()?, self.of(then).next()?);
        Some(Cost {
            wall: then.began - first.began,
            cpu: then.cpu.saturating_sub(first.cpu),
        })
    }

    /// Until the first call of a kind.
    pub fn until(&self, path: &str) -> Option<Cost> {
        let call = self.of(path).next()?;
        Some(Cost {
            wall: call.began - self.since.at,
            cpu: call.cpu.saturating_sub(self.since.cpu),
        })
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

    /// Without headers.
    pub fn received_bodies(&self, path: &str) -> usize {
        self.of(path)
            .map(|call| call.received - call.received_head)
            .sum()
    }

    pub fn both_ways(&self) -> usize {
        self.calls
            .iter()
            .map(|call| call.sent + call.received)
            .sum()
    }
}

fn carry(
    client: TcpStream,
    server: SocketAddr,
    cpu: Cpu,
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
                    received_head: 0,
                    cpu: cpu.spent(),
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
                if call.received == 0 {
                    call.received_head = head_of(chunk);
                }
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

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
