//! What cameras and pickers give, good and bad.

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{ImageEncoder, Rgb};

use super::*;

/// A picture with soft and hard parts, as an alley in the sun has them.
fn alley(width: u32, height: u32) -> RgbImage {
    let mut noise = 0x2545_f491_u32;
    RgbImage::from_fn(width, height, |x, y| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
        let tiles = f32::from(u8::from(
            (u * 24.0).floor() as u32 % 2 == (v * 18.0).floor() as u32 % 2,
        ));
        let wall = (u * 90.0).sin() * (v * 70.0).cos() * 20.0 + tiles * 45.0;
        let grain = (noise % 13) as f32 - 6.0;
        let channel = |light: f32| (light + wall + grain).clamp(0.0, 255.0) as u8;
        Rgb([
            channel(90.0 + 80.0 * u),
            channel(110.0 + 50.0 * v),
            channel(140.0 - 60.0 * u),
        ])
    })
}

fn jpeg(pixels: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder
        .write_image(
            pixels,
            pixels.width(),
            pixels.height(),
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    bytes
}

/// With place, make and a turn in its Exif, as phones write them.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    // Make: "Rumah Bu X", outside of the entry.
    tiff.extend_from_slice(&[0x0f, 0x01, 2, 0, 11, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend_from_slice(&[0, 0, 0, 0]);
    tiff.extend_from_slice(b"Rumah Bu X\0");
    let length = (tiff.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &tiff, &jpeg[2..]].concat()
}

fn decoded(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory(jpeg).unwrap().into_rgb8()
}

/// Peak signal to noise in decibels: over 30 few people see a difference.
fn psnr(one: &RgbImage, other: &RgbImage) -> f64 {
    let squares: f64 = one
        .as_raw()
        .iter()
        .zip(other.as_raw())
        .map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2))
        .sum();
    let mean = squares / one.as_raw().len() as f64;
    10.0 * (255.0 * 255.0 / mean).log10()
}

#[test]
fn a_large_photo_becomes_small_and_still_looks_like_itself() {
    let pixels = alley(3_200, 2_400);
    let prepared = prepare(&jpeg(&pixels, 95)).unwrap();
    assert_eq!((prepared.width_px, prepared.height_px), (1_600, 1_200));
    assert!(prepared.full.len() + OVERHEAD_BYTES <= PHOTO_BYTES_MAX as usize);
    assert!(prepared.thumbnail.len() + OVERHEAD_BYTES <= THUMBNAIL_BYTES_MAX as usize);
    let shrunk = shrunk(pixels, 1_600);
    let seen = psnr(&decoded(&prepared.full), &shrunk);
    println!(
        "3200 x 2400: quality {}, {} bytes, {seen:.1} dB; thumbnail {} bytes",
        prepared.quality,
        prepared.full.len(),
        prepared.thumbnail.len()
    );
    assert!(30.0 < seen, "{seen}");
    let small = decoded(&prepared.thumbnail);
    assert_eq!(small.dimensions(), (240, 180));
}

#[test]
fn place_and_make_stay_behind_and_the_photo_stands_upright() {
    let pixels = alley(400, 200);
    let turned = with_exif(&jpeg(&pixels, 95), Orientation::Rotate90.to_exif());
    assert!(turned.windows(10).any(|bytes| bytes == b"Rumah Bu X"));
    let prepared = prepare(&turned).unwrap();
    assert_eq!((prepared.width_px, prepared.height_px), (200, 400));
    for kept in [&prepared.full, &prepared.thumbnail] {
        assert!(!kept.windows(4).any(|bytes| bytes == b"Exif"));
        assert!(!kept.windows(5).any(|bytes| bytes == b"Rumah"));
    }
    let mut upright = DynamicImage::ImageRgb8(pixels);
    upright.apply_orientation(Orientation::Rotate90);
    assert!(30.0 < psnr(&decoded(&prepared.full), &upright.into_rgb8()));
}

#[test]
fn noise_that_no_quality_makes_small_becomes_a_smaller_picture() {
    let mut state = 1_u64;
    let pixels = RgbImage::from_fn(1_600, 1_600, |_, _| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let [r, g, b, ..] = (state >> 16).to_le_bytes();
        Rgb([r, g, b])
    });
    let prepared = prepare(&jpeg(&pixels, 90)).unwrap();
    assert!(prepared.full.len() + OVERHEAD_BYTES <= PHOTO_BYTES_MAX as usize);
    assert!(prepared.width_px < 1_600);
    assert_eq!(prepared.width_px, prepared.height_px);
}

#[test]
fn a_small_photo_is_not_blown_up() {
    let prepared = prepare(&jpeg(&alley(320, 240), 90)).unwrap();
    assert_eq!((prepared.width_px, prepared.height_px), (320, 240));
}

#[test]
fn the_type_is_told_by_the_content() {
    let mut png = Vec::new();
    let pixels = alley(64, 48);
    image::codecs::png::PngEncoder::new(&mut png)
        .write_image(&pixels, 64, 48, ExtendedColorType::Rgb8)
        .unwrap();
    assert!(prepare(&png).is_ok());
    let text = b"foto.jpg: bukan foto, hanya bernama begitu".to_vec();
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;".to_vec();
    let zip = b"PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaa".to_vec();
    for other in [text, gif, zip] {
        assert_eq!(prepare(&other).unwrap_err(), NotAPhoto::OtherType);
    }
    assert_eq!(prepare(b"").unwrap_err(), NotAPhoto::Empty);
}

#[test]
fn a_photo_that_was_cut_short_is_not_half_kept() {
    let whole = jpeg(&alley(640, 480), 85);
    assert!(prepare(&whole).is_ok());
    for cut in [whole.len() / 2, whole.len() - 2, 300, 20] {
        let refused = prepare(&whole[..cut]).unwrap_err();
        assert_eq!(refused, NotAPhoto::Damaged, "{cut}");
    }
}

/// Its header says so many; there are not so many pixels in it.
fn claims(width: u16, height: u16, progressive: bool) -> Vec<u8> {
    let mut huge = jpeg(&alley(64, 48), 85);
    let frame = huge
        .windows(2)
        .position(|bytes| bytes == [0xff, 0xc0])
        .unwrap();
    huge[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    huge[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    if progressive {
        huge[frame + 1] = 0xc2;
    }
    huge
}

#[test]
fn fifty_megapixels_are_refused_before_they_are_decoded() {
    let refused = prepare(&claims(8_192, 6_144, false)).unwrap_err();
    assert_eq!(refused, NotAPhoto::TooManyPixels { megapixels: 50 });
}

#[test]
fn what_is_held_twice_while_it_is_decoded_may_be_half_as_large() {
    let refused = prepare(&claims(6_000, 4_000, true)).unwrap_err();
    assert_eq!(refused, NotAPhoto::TooManyPixels { megapixels: 24 });
}

#[test]
fn a_picture_with_a_see_through_ground_comes_in_too() {
    let pixels = image::RgbaImage::from_pixel(3_400, 1_700, image::Rgba([90, 120, 60, 200]));
    let mut png = Vec::new();
    image::codecs::png::PngEncoder::new(&mut png)
        .write_image(&pixels, 3_400, 1_700, ExtendedColorType::Rgba8)
        .unwrap();
    let prepared = prepare(&png).unwrap();
    assert_eq!((prepared.width_px, prepared.height_px), (1_600, 800));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_damaged_photo_panics(
        at in proptest::prelude::any::<proptest::sample::Index>(),
        with in proptest::prelude::any::<[u8; 3]>(),
    ) {
        let mut bytes = jpeg(&alley(96, 64), 80);
        let at = at.index(bytes.len() - 3);
        bytes[at..at + 3].copy_from_slice(&with);
        let _ = prepare(&bytes);
    }
}
