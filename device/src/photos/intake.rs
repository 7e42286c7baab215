//! From whatever a camera or a picker gave to a photo that is small enough to keep and to send.
//!
//! The type is told by the content, never by a name. Nothing is decoded before its size is known to be
//! bearable. Everything but the pixels is left behind: place, time and make of the camera too.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    RgbImage,
};
use rantang_core::photos::{PHOTO_BYTES_MAX, SIDE_PX_MAX, THUMBNAIL_BYTES_MAX};

use super::seal::OVERHEAD_BYTES;

/// A phone with 2 GB of memory holds the pixels of one picture of this size and no more.
pub const PIXELS_MAX: u64 = 40_000_000;
/// A progressive JPEG is held twice while it is decoded. Cameras write none.
pub const PROGRESSIVE_PIXELS_MAX: u64 = 20_000_000;
/// A file as it was picked.
pub const FILE_BYTES_MAX: usize = 30 * 1024 * 1024;
/// What decoding may take at once: 40 million pixels of three bytes, and what the decoder needs.
const MEMORY_BYTES_MAX: u64 = 160 * 1024 * 1024;
const THUMBNAIL_SIDE_PX: u32 = 240;
/// Best first. Below the last one a smaller picture looks better than a coarser one.
const QUALITIES: [u8; 6] = [85, 78, 70, 62, 54, 46];
const THUMBNAIL_QUALITIES: [u8; 4] = [72, 60, 48, 36];
/// How a picture shrinks that is too large even at the last quality.
const SHRINK: f32 = 0.8;

/// A JPEG without anything but pixels.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub full: Vec<u8>,
    pub thumbnail: Vec<u8>,
    pub width_px: u16,
    pub height_px: u16,
    /// Of the encoder, for who measures.
    pub quality: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhoto {
    #[error("there is nothing in it")]
    Empty,
    #[error("it is no JPEG, PNG or WebP")]
    OtherType,
    #[error("it is damaged or cut short")]
    Damaged,
    #[error("it has {megapixels} million pixels")]
    TooManyPixels { megapixels: u32 },
    #[error("the file is larger than a photo")]
    FileTooLarge,
}

/// Decodes, turns upright, shrinks, and encodes anew. Takes up to a second on a phone: not for a thread
/// that draws.
pub fn prepare(bytes: &[u8]) -> Result<Prepared, NotAPhoto> {
    if bytes.is_empty() {
        return Err(NotAPhoto::Empty);
    }
    if FILE_BYTES_MAX < bytes.len() {
        return Err(NotAPhoto::FileTooLarge);
    }
    let pixels = upright(bytes)?;
    let (full, quality, size) = encode_within(
        pixels.clone(),
        &QUALITIES,
        PHOTO_BYTES_MAX as usize - OVERHEAD_BYTES,
    )?;
    let small = shrunk(pixels, THUMBNAIL_SIDE_PX);
    let (thumbnail, _, _) = encode_within(
        small,
        &THUMBNAIL_QUALITIES,
        THUMBNAIL_BYTES_MAX as usize - OVERHEAD_BYTES,
    )?;
    Ok(Prepared {
        full,
        thumbnail,
        width_px: size.0,
        height_px: size.1,
        quality,
    })
}

/// The pixels as the photographer saw them, at most [`SIDE_PX_MAX`] long.
fn upright(bytes: &[u8]) -> Result<RgbImage, NotAPhoto> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| NotAPhoto::Damaged)?;
    match reader.format() {
        Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) => {}
        _ => return Err(NotAPhoto::OtherType),
    }
    let mut pixels_max = PIXELS_MAX;
    if reader.format() == Some(ImageFormat::Jpeg) {
        let segments = segments(bytes);
        if !segments.has_end {
            return Err(NotAPhoto::Damaged);
        }
        if segments.is_progressive {
            pixels_max = PROGRESSIVE_PIXELS_MAX;
        }
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unread)?;
    let (width, height) = decoder.dimensions();
    let count = u64::from(width) * u64::from(height);
    if pixels_max < count {
        return Err(NotAPhoto::TooManyPixels {
            megapixels: (count / 1_000_000) as u32,
        });
    }
    // A tag that cannot be read turns nothing.
    let orientation = decoder.orientation();
    let image = DynamicImage::from_decoder(decoder).map_err(unread)?;
    // Small first: turning and other colours copy every pixel.
    let small = shrunk(roughly(image).into_rgb8(), u32::from(SIDE_PX_MAX));
    let mut turned = DynamicImage::ImageRgb8(small);
    if let Ok(orientation) = orientation {
        turned.apply_orientation(orientation);
    }
    Ok(turned.into_rgb8())
}

fn unread(error: ImageError) -> NotAPhoto {
    match error {
        ImageError::Limits(_) => NotAPhoto::TooManyPixels {
            megapixels: (PIXELS_MAX / 1_000_000) as u32,
        },
        ImageError::Unsupported(_) => NotAPhoto::OtherType,
        _ => NotAPhoto::Damaged,
    }
}

/// What the segments of a JPEG say of it.
#[derive(Default)]
struct Segments {
    is_progressive: bool,
    /// The picture comes to its end. The decoder fills with grey what is cut off.
    has_end: bool,
}

fn segments(bytes: &[u8]) -> Segments {
    const PROGRESSIVE: u8 = 0xc2;
    const START_OF_SCAN: u8 = 0xda;
    let mut found = Segments::default();
    let mut at = 2;
    // Segments with their lengths, thumbnails of the camera in them, until the pixels begin.
    while let Some([0xff, marker, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        at += 2 + length;
        found.is_progressive |= *marker == PROGRESSIVE;
        if *marker == START_OF_SCAN {
            let rest = bytes.get(at..).unwrap_or_default();
            found.has_end = rest.windows(2).any(|pair| pair == [0xff, 0xd9]);
            break;
        }
    }
    found
}

/// A large picture at twice the size that is kept, in its own colours: this needs no memory but the
/// result's, and lets the large one go.
fn roughly(image: DynamicImage) -> DynamicImage {
    let side = 2 * u32::from(SIDE_PX_MAX);
    match scaled(image.width(), image.height(), side) {
        Some((width, height)) => image.thumbnail_exact(width, height),
        None => image,
    }
}

/// The sides of a picture that is longer than `side`, brought to it.
fn scaled(width: u32, height: u32, side: u32) -> Option<(u32, u32)> {
    let longest = width.max(height);
    let of = |length: u32| {
        let exact = u64::from(length) * u64::from(side) / u64::from(longest);
        (exact as u32).max(1)
    };
    (side < longest).then(|| (of(width), of(height)))
}

/// At most `side` pixels long.
fn shrunk(pixels: RgbImage, side: u32) -> RgbImage {
    match scaled(pixels.width(), pixels.height(), side) {
        Some((width, height)) => imageops::resize(&pixels, width, height, FilterType::CatmullRom),
        None => pixels,
    }
}

type Encoded = (Vec<u8>, u8, (u16, u16));

/// The best quality that fits, and where none does a smaller picture.
fn encode_within(
    mut pixels: RgbImage,
    qualities: &[u8],
    bytes_max: usize,
) -> Result<Encoded, NotAPhoto> {
    loop {
        let (width, height) = pixels.dimensions();
        for quality in qualities {
            let mut jpeg = Vec::with_capacity(bytes_max);
            JpegEncoder::new_with_quality(&mut jpeg, *quality)
                .encode(&pixels, width, height, ExtendedColorType::Rgb8)
                .map_err(|_| NotAPhoto::Damaged)?;
            if jpeg.len() <= bytes_max {
                // No side is longer than SIDE_PX_MAX.
                return Ok((jpeg, *quality, (width as u16, height as u16)));
            }
        }
        let side = (width.max(height) as f32 * SHRINK) as u32;
        pixels = shrunk(pixels, side.max(1));
    }
}

#[cfg(test)]
mod tests;
