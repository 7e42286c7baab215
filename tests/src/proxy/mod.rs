//! A bad line between a device and its server: it cuts, delays, repeats and truncates calls.
//!
//! It speaks HTTP/1.1 as far as our programs do: a head, then as many bytes as the head says. Each
//! connection carries one call, so that each call has its own fate.

mod call;

use std::io::Write;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rand::{RngExt, SeedableRng, rngs::StdRng};

use call::Message;

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Passes,
    /// The line is cut before the server hears of it.
    RequestLost,
    /// The server reads a part, then the line is cut.
    RequestTruncated,
    /// The server does it, and nobody hears that.
    AnswerLost,
    AnswerTruncated,
    /// It arrives twice; the second answer is the one that comes back.
    Twice,
    Late,
}

/// Of a hundred calls so many do not simply pass.
const TROUBLED_PERCENT: u32 = 40;
const LATE: Duration = Duration::from_millis(80);
/// A peer that says nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(20);

const TROUBLES: [Fate; 6] = [
    Fate::RequestLost,
    Fate::RequestTruncated,
    Fate::AnswerLost,
    Fate::AnswerTruncated,
    Fate::Twice,
    Fate::Late,
];

/// A line that listens; it ends with the value.
pub struct Proxy {
    pub address: SocketAddr,
    line: Arc<Line>,
    listening: Option<JoinHandle<()>>,
}

struct Line {
    server: Mutex<SocketAddr>,
    dice: Mutex<StdRng>,
    healed: AtomicBool,
    ended: AtomicBool,
    troubled: AtomicUsize,
}

impl Proxy {
    pub fn to(server: SocketAddr, seed: u64) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let line = Arc::new(Line {
            server: Mutex::new(server),
            dice: Mutex::new(StdRng::seed_from_u64(seed)),
            healed: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            troubled: AtomicUsize::new(0),
        });
        let listens = line.clone();
        let listening = std::thread::spawn(move || {
            for connection in listener.incoming() {
                if listens.ended.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(connection) = connection else { continue };
                let line = listens.clone();
                std::thread::spawn(move || {
                    // A line that breaks by itself is as good as one that is cut.
                    let _ = line.carry(&connection);
                    let _ = connection.shutdown(Shutdown::Both);
                });
            }
        });
        Ok(Self {
            address,
            line,
            listening: Some(listening),
        })
    }

    /// The server came back elsewhere.
    pub fn leads_to(&self, server: SocketAddr) {
        *self.line.server.lock().expect("no thread panics") = server;
    }

    /// From now on every call passes.
    pub fn heal(&self) {
        self.line.healed.store(true, Ordering::SeqCst);
    }

    /// How many calls did not simply pass.
    pub fn troubled(&self) -> usize {
        self.line.troubled.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.line.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that listens.
        let _ = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

impl Line {
    fn fate(&self) -> Fate {
        let mut dice = self.dice.lock().expect("no thread panics");
        if self.healed.load(Ordering::SeqCst) || TROUBLED_PERCENT <= dice.random_range(0..100) {
            return Fate::Passes;
        }
        self.troubled.fetch_add(1, Ordering::SeqCst);
        TROUBLES[dice.random_range(0..TROUBLES.len())]
    }

    fn carry(&self, device: &TcpStream) -> std::io::Result<()> {
        device.set_read_timeout(Some(SILENCE))?;
        let request = Message::read(device)?;
        let fate = self.fate();
        if fate == Fate::RequestLost {
            return Ok(());
        }
        if fate == Fate::Late {
            std::thread::sleep(LATE);
        }
        if fate == Fate::RequestTruncated {
            let mut server = self.connect()?;
            server.write_all(self.part(&request.bytes))?;
            return server.shutdown(Shutdown::Both);
        }
        let mut answer = self.ask(&request)?;
        if fate == Fate::Twice {
            answer = self.ask(&request)?;
        }
        let mut device = device;
        match fate {
            Fate::AnswerLost => Ok(()),
            Fate::AnswerTruncated => device.write_all(self.part(&answer.bytes)),
            _ => device.write_all(&answer.bytes),
        }
    }

    fn ask(&self, request: &Message) -> std::io::Result<Message> {
        let mut server = self.connect()?;
        server.write_all(&request.bytes)?;
        Ok(Message::read(&server)?.closing())
    }

    fn connect(&self) -> std::io::Result<TcpStream> {
        let address = *self.server.lock().expect("no thread panics");
        let server = TcpStream::connect(address)?;
        server.set_read_timeout(Some(SILENCE))?;
        Ok(server)
    }

    fn part<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let mut dice = self.dice.lock().expect("no thread panics");
        &bytes[..dice.random_range(0..bytes.len())]
    }
}
