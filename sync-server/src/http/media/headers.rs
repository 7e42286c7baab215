//! The headers of tus 1.0, read and written.

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::refused::MediaRefused;
use crate::store::media::MediaHash;

pub const VERSION: &str = "1.0.0";
pub const EXTENSIONS: &str = "creation,checksum,termination,expiration";
pub const CHECKSUMS: &str = "sha1,sha256";
pub const RESUMABLE: &str = "tus-resumable";
pub const OFFSET: &str = "upload-offset";
pub const LENGTH: &str = "upload-length";
pub const EXPIRES: &str = "upload-expires";
const METADATA: &str = "upload-metadata";
const CHECKSUM: &str = "upload-checksum";
/// The key in the metadata under which the hash stands, in hexadecimal digits.
const HASH_KEY: &str = "hash";
const HEADER_CHARS_MAX: usize = 1_000;

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= HEADER_CHARS_MAX).then_some(text)
}

pub fn check_version(headers: &HeaderMap) -> Result<(), MediaRefused> {
    match text(headers, RESUMABLE) {
        Some(VERSION) => Ok(()),
        _ => Err(MediaRefused::OtherVersion),
    }
}

pub fn check_media_type(headers: &HeaderMap) -> Result<(), MediaRefused> {
    match text(headers, "content-type") {
        Some("application/offset+octet-stream") => Ok(()),
        _ => Err(MediaRefused::NotTus),
    }
}

pub fn number(headers: &HeaderMap, name: &'static str) -> Result<u32, MediaRefused> {
    text(headers, name)
        .and_then(|text| text.parse().ok())
        .ok_or(MediaRefused::Bad("a length or an offset is missing"))
}

/// Of whom an upload is, by its metadata: `hash BASE64`, where the value reads as 64 hexadecimal digits.
pub fn named_hash(headers: &HeaderMap) -> Result<MediaHash, MediaRefused> {
    let missing = || MediaRefused::Bad("the metadata name no hash");
    let pairs = text(headers, METADATA).unwrap_or_default().split(',');
    let value = pairs
        .filter_map(|pair| pair.trim().split_once(' '))
        .find_map(|(key, value)| (key == HASH_KEY).then_some(value))
        .ok_or_else(missing)?;
    let decoded = STANDARD.decode(value.trim()).map_err(|_| missing())?;
    let name = String::from_utf8(decoded).map_err(|_| missing())?;
    parse_hash(&name).ok_or_else(missing)
}

pub fn parse_hash(name: &str) -> Option<MediaHash> {
    blake3::Hash::from_hex(name)
        .ok()
        .map(|hash| *hash.as_bytes())
}

/// What a part has to add up to.
pub struct Checksum {
    algorithm: &'static Algorithm,
    expected: Vec<u8>,
}

impl Checksum {
    /// `None`: the part carries none.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>, MediaRefused> {
        let Some(text) = text(headers, CHECKSUM) else {
            return Ok(None);
        };
        let odd = || MediaRefused::Bad("the checksum is not of a kind that is known here");
        let (name, value) = text.split_once(' ').ok_or_else(odd)?;
        let algorithm = match name {
            "sha1" => &SHA1_FOR_LEGACY_USE_ONLY,
            "sha256" => &SHA256,
            _ => return Err(odd()),
        };
        let expected = STANDARD.decode(value.trim()).map_err(|_| odd())?;
        Ok(Some(Self {
            algorithm,
            expected,
        }))
    }

    pub fn fits(&self, bytes: &[u8]) -> bool {
        digest(self.algorithm, bytes).as_ref() == self.expected
    }
}

/// When an upload that nobody continues is forgotten, as HTTP writes dates.
pub fn expires(at_ms: i64) -> HeaderValue {
    let at = chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    HeaderValue::from_str(&at.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
        .unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_is_named_and_checked_as_the_vectors_show() {
        let page = include_str!("../../../../docs/vectors/photo.json");
        let page: serde_json::Value = serde_json::from_str(page).unwrap();
        let upload = |name: &str| page["upload"][name].as_str().unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (METADATA, upload("upload_metadata")),
            (CHECKSUM, upload("upload_checksum")),
            (LENGTH, upload("upload_length")),
        ] {
            headers.insert(name, HeaderValue::from_str(value).unwrap());
        }
        let ciphertext = page["objects"][0]["ciphertext"].as_str().unwrap();
        let ciphertext = hex::decode(ciphertext).unwrap();
        let hash = named_hash(&headers).unwrap();
        assert_eq!(&hash, blake3::hash(&ciphertext).as_bytes());
        assert!(upload("address").ends_with(&crate::media::name_of(&hash)));
        assert_eq!(number(&headers, LENGTH).unwrap() as usize, ciphertext.len());
        let checksum = Checksum::of(&headers).unwrap().unwrap();
        assert!(checksum.fits(&ciphertext));
        assert!(!checksum.fits(&ciphertext[1..]));
    }
}
