//! QR codes in the bytes of a picture.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::panic::catch_unwind;

use image::imageops::thumbnail;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageError, ImageReader};
use rqrr::PreparedImage;

/// A phone's photo of the usual size has 4 to 8 MB.
pub const BYTES_MAX: usize = 20 * 1024 * 1024;
/// What a phone with 2 GB unpacks without harm; its camera's usual size is 12 megapixels.
pub const PIXELS_MAX: u64 = 25_000_000;
/// Longest sides at which codes are looked for, first where it is quick. A code that fills the picture
/// is found best in the small one, where blur and noise are gone; a small code on a large photo only in
/// the last.
const SIDES: [u32; 3] = [1_000, 2_200, u32::MAX];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidPicture {
    TooLarge,
    /// Not a picture, damaged, or of a kind that is not read here.
    Unreadable,
}

/// The distinct texts of the codes in a picture; `enough` ends the search.
pub fn codes_in(
    bytes: &[u8],
    enough: impl Fn(&BTreeSet<String>) -> bool,
) -> Result<BTreeSet<String>, InvalidPicture> {
    let picture = unpack(bytes)?;
    let longest = picture.width().max(picture.height());
    let mut found = BTreeSet::new();
    for side in SIDES {
        found.extend(readable(shrunk(&picture, side)));
        if enough(&found) || longest <= side {
            break;
        }
    }
    Ok(found)
}

/// The size stands in a picture's first bytes: what is too large is refused before it is unpacked.
fn unpack(bytes: &[u8]) -> Result<GrayImage, InvalidPicture> {
    if BYTES_MAX < bytes.len() {
        return Err(InvalidPicture::TooLarge);
    }
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| InvalidPicture::Unreadable)?;
    let decoder = reader.into_decoder().map_err(invalid)?;
    let (width, height) = decoder.dimensions();
    if PIXELS_MAX < u64::from(width) * u64::from(height) {
        return Err(InvalidPicture::TooLarge);
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(invalid)?;
    Ok(picture.into_luma8())
}

fn invalid(error: ImageError) -> InvalidPicture {
    match error {
        ImageError::Limits(_) => InvalidPicture::TooLarge,
        _ => InvalidPicture::Unreadable,
    }
}

fn shrunk(picture: &GrayImage, side: u32) -> GrayImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= side {
        return picture.clone();
    }
    let scaled = |length: u32| {
        let scaled = u64::from(length) * u64::from(side) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    thumbnail(picture, scaled(width), scaled(height))
}

/// The reader of codes asserts that what it takes for the corners of a code are some: of a picture that was made
/// to deceive, or badly damaged, they need not be.
fn readable(picture: GrayImage) -> Vec<String> {
    catch_unwind(move || texts(picture)).unwrap_or_else(|_| {
        tracing::warn!("the reader of codes gave a picture up");
        Vec::new()
    })
}

fn texts(picture: GrayImage) -> Vec<String> {
    let (width, height) = picture.dimensions();
    let mut prepared =
        PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            let at = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
            picture
                .get_pixel_checked(at(x), at(y))
                .map_or(u8::MAX, |pixel| pixel.0[0])
        });
    let grids = prepared.detect_grids();
    grids
        .iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text.trim().to_owned())
        .collect()
}
