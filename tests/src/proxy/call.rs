//! One HTTP message as bytes: a head, and as much as the head says.

use std::io::{Error, ErrorKind, Read};

const HEAD_BYTES_MAX: usize = 64 * 1024;

pub struct Message {
    pub bytes: Vec<u8>,
}

impl Message {
    /// Reads to the end that the head names; without a length the head is all.
    pub fn read(mut from: impl Read) -> std::io::Result<Self> {
        let mut bytes = Vec::new();
        let body_at = loop {
            if let Some(end) = find(&bytes, b"\r\n\r\n") {
                break end + 4;
            }
            if HEAD_BYTES_MAX < bytes.len() {
                return Err(Error::new(ErrorKind::InvalidData, "no end of the head"));
            }
            more(&mut from, &mut bytes)?;
        };
        let end = body_at + length(&bytes[..body_at]);
        while bytes.len() < end {
            more(&mut from, &mut bytes)?;
        }
        Ok(Self { bytes })
    }

    /// Says that the connection carries no further call.
    pub fn closing(mut self) -> Self {
        if let Some(end) = find(&self.bytes, b"\r\n") {
            let close = *b"\r\nconnection: close";
            self.bytes.splice(end..end, close);
        }
        self
    }
}

fn more(from: &mut impl Read, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    let mut part = [0; 16 * 1024];
    match from.read(&mut part)? {
        0 => Err(ErrorKind::UnexpectedEof.into()),
        read => {
            bytes.extend_from_slice(&part[..read]);
            Ok(())
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|it| it == what)
}

fn length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let named = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    named.and_then(|it| it.trim().parse().ok()).unwrap_or(0)
}
