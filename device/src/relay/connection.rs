//! Connections from the office's network: few at once, few from one address, none for long. Whoever opens
//! many and says nothing keeps nobody else out for good.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep};

const CONNECTIONS_MAX: usize = 64;
const OF_ADDRESS_MAX: usize = 8;
/// The largest batch over the slowest Wi-Fi takes less.
const LIFE: Duration = Duration::from_secs(60);
/// After an error of the system, for example too many open files.
const PAUSE: Duration = Duration::from_millis(500);

type Open = Arc<Mutex<HashMap<IpAddr, usize>>>;

pub struct Bounded {
    listener: TcpListener,
    open: Open,
}

impl Bounded {
    pub fn new(listener: TcpListener) -> Self {
        Self {
            listener,
            open: Open::default(),
        }
    }

    fn admit(&self, stream: TcpStream, peer: SocketAddr) -> Option<Connection> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let of_address = open.get(&peer.ip()).copied().unwrap_or(0);
        if CONNECTIONS_MAX <= all || OF_ADDRESS_MAX <= of_address {
            return None;
        }
        open.insert(peer.ip(), of_address + 1);
        Some(Connection {
            stream,
            life: Box::pin(tokio::time::sleep_until(Instant::now() + LIFE)),
            place: Place {
                open: self.open.clone(),
                address: peer.ip(),
            },
        })
    }
}

impl Listener for Bounded {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            match self.listener.accept().await {
                // One too many is closed by being dropped here.
                Ok((stream, peer)) => {
                    if let Some(connection) = self.admit(stream, peer) {
                        return (connection, peer);
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection to the relay failed");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Who is at the other end.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

impl Connected<IncomingStream<'_, Bounded>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Bounded>) -> Self {
        Self(stream.remote_addr().ip())
    }
}

pub struct Connection {
    stream: TcpStream,
    life: Pin<Box<Sleep>>,
    #[expect(dead_code, reason = "gives its place back when it is dropped")]
    place: Place,
}

struct Place {
    open: Open,
    address: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

impl Connection {
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        self.life.as_mut().poll(context).is_ready()
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_over(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_over(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
