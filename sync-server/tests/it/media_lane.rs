//! A device that speaks tus by hand, and what it sends: for tests of the lane of photos.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::ids::DeliveryId;
use rantang_core::photos::operations::Attach;
use rantang_core::photos::{Izin, Object, Photo, Purpose, Subject};
use rantang_core::sync::media::{MediaAnswer, MediaAsk, MediaState};
use rantang_core::sync::protocol::path;
use rantang_server::sample;
use reqwest::{Method, Response};
use serde_bytes::ByteArray;

use super::device::TestDevice;
use super::office::{TestServer, route_scope};
use super::work::delivery;

/// A ciphertext is noise to everybody who has no key.
pub fn noise(seed: u8, bytes: usize) -> Vec<u8> {
    let mut noise = vec![0; bytes];
    blake3::Hasher::new_keyed(&[seed; 32])
        .finalize_xof()
        .fill(&mut noise);
    noise
}

pub fn object(bytes: &[u8]) -> Object {
    Object {
        hash: ByteArray::new(*blake3::hash(bytes).as_bytes()),
        bytes: bytes.len() as u32,
        key: ByteArray::new([7; 32]),
    }
}

pub fn photo(delivery: DeliveryId, full: &[u8], thumbnail: &[u8]) -> Attach {
    Attach {
        subject: Subject::Delivery(delivery),
        person: Some(sample::person_id("Sumiati")),
        photo: Photo {
            purpose: Purpose::HandOver,
            izin: Izin::NoFace,
            taken_at_ms: 1_764_032_400_000,
            spot: None,
            width_px: 1_600,
            height_px: 1_200,
            full: object(full),
            thumbnail: object(thumbnail),
        },
    }
}

pub fn name(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A device with a token for the lane.
pub struct Lane {
    pub device: TestDevice,
    pub token: String,
}

impl Lane {
    pub async fn of(device: TestDevice) -> Self {
        let mut lane = Self {
            device,
            token: String::new(),
        };
        lane.states(&[]).await;
        lane
    }

    /// Where the server is with these; the token is a new one.
    pub async fn states(&mut self, of: &[&[u8]]) -> Vec<MediaState> {
        let hashes = of.iter().map(|bytes| object(bytes).hash).collect();
        self.device.hello().await.expect("greeted");
        let challenge = self.device.challenge.clone();
        let message = MediaAsk { hashes };
        let asked = self.device.call(path::MEDIA_STATE, &message, &challenge);
        let answer: MediaAnswer = asked.await.expect("an answer");
        self.token = answer.token;
        answer.states
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.device.url);
        self.device
            .http
            .request(method, url)
            .header("authorization", format!("Bearer {}", self.token))
            .header("tus-resumable", "1.0.0")
    }

    pub async fn create(&self, bytes: &[u8], length: usize) -> Response {
        let named = STANDARD.encode(name(bytes));
        self.request(Method::POST, path::MEDIA)
            .header("upload-length", length)
            .header("upload-metadata", format!("filename Zm90bw==,hash {named}"))
            .send()
            .await
            .expect("an answer")
    }

    pub async fn head(&self, bytes: &[u8]) -> Response {
        self.request(Method::HEAD, &format!("{}/{}", path::MEDIA, name(bytes)))
            .send()
            .await
            .expect("an answer")
    }

    pub async fn patch(
        &self,
        of: &[u8],
        from: usize,
        part: &[u8],
        checksum: Option<&str>,
    ) -> Response {
        let mut request = self
            .request(Method::PATCH, &format!("{}/{}", path::MEDIA, name(of)))
            .header("upload-offset", from)
            .header("content-type", "application/offset+octet-stream");
        if let Some(checksum) = checksum {
            request = request.header("upload-checksum", checksum);
        }
        request.body(part.to_vec()).send().await.expect("an answer")
    }

    pub async fn get(&self, bytes: &[u8], range: Option<&str>) -> Response {
        let mut request = self.request(Method::GET, &format!("{}/{}", path::MEDIA, name(bytes)));
        if let Some(range) = range {
            request = request.header("range", range);
        }
        request.send().await.expect("an answer")
    }

    pub async fn send(&self, bytes: &[u8]) {
        assert_eq!(self.create(bytes, bytes.len()).await.status(), 201);
        assert_eq!(self.patch(bytes, 0, bytes, None).await.status(), 204);
    }
}

pub fn number(response: &Response, header: &str) -> usize {
    let value = response.headers().get(header).expect(header);
    value.to_str().expect("text").parse().expect("a number")
}

/// Dedi with a delivery at Sumiati's and a photo of it: recorded, and sent where `pushed`.
pub async fn dedi(server: &TestServer, full: &[u8], thumbnail: &[u8], pushed: bool) -> Lane {
    let mut dedi = server.device("dedi").await;
    let record = delivery("dedi", "Sumiati");
    let attach = photo(record.delivery, full, thumbnail);
    dedi.record(route_scope("dedi"), record);
    dedi.record(route_scope("dedi"), attach);
    if pushed {
        dedi.push().await;
    }
    Lane::of(dedi).await
}
