//! A line that carries few bytes a second, together for all that go one way: a phone at the edge of a
//! cell.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// A packet on the air.
const PACKET_BYTES: usize = 512;

/// Ends with the value.
pub struct SlowLine {
    pub address: SocketAddr,
    carried: Arc<AtomicU64>,
    speeds: [Arc<AtomicU32>; 2],
    listening: JoinHandle<()>,
}

impl SlowLine {
    /// `bytes_per_s` in each direction.
    pub async fn to(server: SocketAddr, bytes_per_s: u32) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (up, down) = (Air::new(bytes_per_s), Air::new(bytes_per_s));
        let carried = up.carried.clone();
        let speeds = [up.bytes_per_s.clone(), down.bytes_per_s.clone()];
        let listening = tokio::spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(server).await else {
                    continue;
                };
                let (from_device, to_device) = device.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(carry(from_device, to_server, up.clone()));
                tokio::spawn(carry(from_server, to_device, down.clone()));
            }
        });
        Ok(Self {
            address,
            carried,
            speeds,
            listening,
        })
    }

    /// Another cell.
    pub fn carries(&self, bytes_per_s: u32) {
        for speed in &self.speeds {
            speed.store(bytes_per_s, Ordering::Relaxed);
        }
    }

    /// Bytes that went towards the server.
    pub fn sent(&self) -> u64 {
        self.carried.load(Ordering::Relaxed)
    }
}

impl Drop for SlowLine {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// What all connections share in one direction.
#[derive(Clone)]
struct Air {
    free_at: Arc<Mutex<Instant>>,
    bytes_per_s: Arc<AtomicU32>,
    carried: Arc<AtomicU64>,
}

impl Air {
    fn new(bytes_per_s: u32) -> Self {
        Self {
            free_at: Arc::new(Mutex::new(Instant::now())),
            bytes_per_s: Arc::new(AtomicU32::new(bytes_per_s)),
            carried: Arc::default(),
        }
    }

    async fn pass(&self, bytes: usize) {
        let takes = Duration::from_secs_f64(
            bytes as f64 / f64::from(self.bytes_per_s.load(Ordering::Relaxed)),
        );
        let until = {
            let mut free_at = self.free_at.lock().await;
            *free_at = (*free_at).max(Instant::now()) + takes;
            *free_at
        };
        tokio::time::sleep_until(until).await;
        self.carried.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    air: Air,
) {
    let mut packet = [0; PACKET_BYTES];
    while let Ok(bytes @ 1..) = from.read(&mut packet).await {
        air.pass(bytes).await;
        if to.write_all(&packet[..bytes]).await.is_err() {
            return;
        }
    }
    // The end goes through as well; a side that is gone needs none.
    let _ = to.shutdown().await;
}
