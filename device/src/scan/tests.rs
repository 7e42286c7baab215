//! Codes as people photograph them.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::imageops::{blur, replace};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use proptest::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use super::handlers::read;
use super::{CodeRead, CodeSeen};
use crate::command::{ErrorCode, Failure};

/// As long as a real one: address, code, identity and key of a server.
const INVITATION: &str = "rantang:eyJ1cmwiOiJodHRwczovL3JhbnRhbmcuZXhhbXBsZS5pZCIsImNvZGUiOiIzZjJhOWM3ZDFiNGU0ZjVhOGM2ZDBlMWYyYTNiNGM1ZCIsInNlcnZlciI6IjAxOTNhYmNkLWVmMDEtNzIzNC04NTY3LTg5YWJjZGVmMDEyMyJ9";
const ANOTHER: &str = "rantang:eyJ1cmwiOiJodHRwOi8vMTkyLjE2OC4xLjEwOjQ3MTAifQ";

/// At least so large, with the white rim that a code needs.
fn code(text: &str, side: u32) -> GrayImage {
    const RIM: u32 = 4;
    let code = QrCode::with_error_correction_level(text, EcLevel::L).expect("short enough");
    let (modules, colors) = (code.width() as u32, code.to_colors());
    let scale = side.div_ceil(modules + 2 * RIM);
    let side = (modules + 2 * RIM) * scale;
    GrayImage::from_fn(side, side, |x, y| {
        let at = |pixel: u32| (pixel / scale).checked_sub(RIM).filter(|it| *it < modules);
        let module = at(x).zip(at(y)).map(|(x, y)| y * modules + x);
        let dark = module.is_some_and(|at| colors[at as usize] == Color::Dark);
        Luma([if dark { 0 } else { 255 }])
    })
}

fn jpeg(picture: GrayImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("written to memory");
    bytes.into_inner()
}

fn look(bytes: &[u8]) -> Result<CodeSeen, Failure> {
    read(&CodeRead {
        bytes_base64: STANDARD.encode(bytes),
    })
}

fn refused(bytes: &[u8]) -> ErrorCode {
    look(bytes).expect_err("no picture to look at").code
}

fn found() -> CodeSeen {
    CodeSeen::Invitation {
        invitation: INVITATION.to_owned(),
    }
}

/// Turned about its middle, with paper around it.
fn turned(picture: &GrayImage, degrees: f32) -> GrayImage {
    let side = picture.width() * 3 / 2;
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (middle, own) = (side as f32 / 2.0, picture.width() as f32 / 2.0);
    GrayImage::from_fn(side, side, |x, y| {
        let (x, y) = (x as f32 - middle, y as f32 - middle);
        let (x, y) = (x * cos + y * sin + own, y * cos - x * sin + own);
        let inside = 0.0 <= x && 0.0 <= y && x < own * 2.0 && y < own * 2.0;
        if inside {
            *picture.get_pixel(x as u32, y as u32)
        } else {
            Luma([235])
        }
    })
}

/// A photo of a table: light from one side, and a grain.
fn table(width: u32, height: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        let light = 90 + x * 110 / width;
        let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) % 23;
        Luma([u8::try_from(light + grain).unwrap_or(u8::MAX)])
    })
}

/// What the reader takes for its corners are none.
#[test]
fn a_photo_that_looks_like_a_code_and_is_none_is_no_more_than_unreadable() {
    const DAMAGE: [u8; 182] = [
        208, 0, 62, 180, 0, 0, 94, 32, 26, 61, 12, 54, 176, 4, 132, 176, 91, 4, 213, 165, 107, 104,
        224, 131, 9, 224, 99, 50, 154, 176, 0, 0, 0, 0, 0, 0, 44, 81, 4, 88, 3, 59, 83, 8, 218,
        207, 92, 132, 56, 44, 96, 0, 48, 64, 154, 47, 0, 3, 126, 83, 63, 88, 235, 230, 188, 0, 44,
        28, 0, 17, 44, 0, 4, 12, 88, 3, 96, 154, 0, 0, 42, 65, 37, 119, 244, 157, 172, 108, 0, 104,
        0, 75, 155, 123, 152, 101, 130, 212, 198, 198, 240, 119, 12, 71, 90, 101, 0, 24, 11, 170,
        170, 148, 175, 124, 121, 144, 66, 121, 37, 186, 235, 172, 50, 45, 242, 77, 239, 77, 172,
        200, 91, 252, 179, 58, 129, 41, 249, 229, 162, 231, 239, 148, 246, 19, 245, 245, 23, 134,
        181, 70, 111, 94, 69, 178, 121, 40, 38, 69, 128, 5, 7, 113, 241, 46, 73, 234, 65, 166, 82,
        41, 70, 199, 61, 233, 170, 178, 4, 183, 155, 236, 67, 131,
    ];
    let mut photo = jpeg(code("rantang:x", 60));
    let damaged = photo.iter_mut().skip(362);
    damaged.zip(DAMAGE).for_each(|(byte, with)| *byte = with);
    assert_eq!(look(&photo).ok(), Some(CodeSeen::Nothing));
}

#[test]
fn the_code_of_an_office_s_relay_is_told_from_an_invitation() {
    const RELAY: &str = "rantang-kantor:omZzZXJ2ZXJQAZOrze8BcjSFZ4mrze8BI2lhZGRyZXNzZXOB";
    let seen = look(&jpeg(code(RELAY, 400))).expect("a picture");
    let code = RELAY.to_owned();
    assert_eq!(seen, CodeSeen::Relay { code });
}

#[test]
fn an_invitation_is_read_from_a_turned_and_slightly_blurred_photo() {
    let sharp = code(INVITATION, 480);
    assert_eq!(look(&jpeg(sharp.clone())).unwrap(), found());
    for degrees in [7.0, 30.0, 90.0, 200.0] {
        let photo = blur(&turned(&sharp, degrees), 1.6);
        assert_eq!(look(&jpeg(photo)).unwrap(), found(), "{degrees} degrees");
    }
}

#[test]
fn an_invitation_is_read_inside_a_large_photo() {
    let mut photo = table(4_000, 3_000);
    let small = blur(&code(INVITATION, 420), 1.0);
    replace(&mut photo, &small, 2_950, 1_700);
    assert_eq!(look(&jpeg(photo)).unwrap(), found());
}

#[test]
fn what_is_no_single_invitation_is_told_apart() {
    let side = 300;
    let beside = |left: &str, right: &str| {
        let mut photo = GrayImage::from_pixel(1_100, 500, Luma([240]));
        replace(&mut photo, &code(left, side), 60, 60);
        replace(&mut photo, &code(right, side), 620, 60);
        look(&jpeg(photo)).unwrap()
    };
    assert_eq!(beside(INVITATION, ANOTHER), CodeSeen::Several);
    assert_eq!(beside(INVITATION, INVITATION), found());
    assert_eq!(beside("https://example.id", INVITATION), found());
    assert_eq!(
        beside("https://example.id", "WIFI:S:warung;;"),
        CodeSeen::Other
    );
    assert_eq!(look(&jpeg(table(800, 600))).unwrap(), CodeSeen::Nothing);
}

#[test]
fn fifty_megapixels_are_refused_before_they_are_unpacked() {
    let mut bytes = jpeg(table(80, 60));
    let frame = bytes.windows(2).position(|it| it == [0xff, 0xc0]);
    let size = frame.expect("a baseline JPEG") + 5;
    let (height, width) = (6_144_u16.to_be_bytes(), 8_192_u16.to_be_bytes());
    bytes[size..size + 2].copy_from_slice(&height);
    bytes[size + 2..size + 4].copy_from_slice(&width);
    // Of such a picture little follows: whoever unpacked it would not call it too large.
    assert_eq!(refused(&bytes), ErrorCode::PictureTooLarge);
    assert_eq!(
        refused(&vec![0; 21 * 1024 * 1024]),
        ErrorCode::PictureTooLarge
    );
}

#[test]
fn what_is_damaged_or_no_picture_is_refused_in_words() {
    let whole = jpeg(code(INVITATION, 300));
    for bytes in [&[][..], b"rantang:abc", b"%PDF-1.7", &whole[..60]] {
        let failure = look(bytes).unwrap_err();
        assert_eq!(failure.code, ErrorCode::PictureUnreadable);
        assert!(failure.message.contains("Tidak ada yang berubah"));
    }
}

proptest! {
    #[test]
    fn no_picture_however_small_or_wild_ends_the_program(
        width in 1_u32..70,
        height in 1_u32..70,
        grain in prop::collection::vec(any::<u8>(), 1..200),
    ) {
        let picture = GrayImage::from_fn(width, height, |x, y| {
            Luma([grain[(x + y * width) as usize % grain.len()]])
        });
        prop_assert!(look(&jpeg(picture)).is_ok());
    }

    #[test]
    fn bytes_from_outside_are_read_or_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0_usize..900) {
        let mut photo = jpeg(code("rantang:x", 60));
        let from = at.min(photo.len());
        let until = (from + bytes.len()).min(photo.len());
        bytes.truncate(until - from);
        photo[from..until].copy_from_slice(&bytes);
        _ = look(&photo);
    }
}
