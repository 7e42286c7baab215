//! Photos never delay a record.

use rantang_core::photos::{PHOTO_BYTES_MAX, PHOTOS_MAX, THUMBNAIL_BYTES_MAX};
use rantang_device::photos::intake::Prepared;
use rantang_device::photos::seal::OVERHEAD_BYTES;
use rantang_device::round::DoorAdd;

use super::*;

/// 32 kbit/s.
const EDGE_BYTES_PER_S: u32 = 4_000;

/// A door that is on no list: there may be as many as a test needs.
fn deliver_off_the_list(device: &Device) -> Uuid {
    let view = round::handlers::today(device, RoundToday::default()).expect("a round");
    let delivery_id = Uuid::now_v7();
    let door = DoorAdd {
        delivery_id,
        date: view.date,
        sitting: view.sitting,
        name: "Ibu di luar daftar".to_owned(),
        rt: "004".to_owned(),
        rw: "03".to_owned(),
        landmark: String::new(),
        boxes: 1,
        outcome: Outcome::ReceivedSelf,
        note: String::new(),
    };
    round::handlers::off_list(device, door).expect("recorded");
    delivery_id
}

/// Photos of the largest size, by the way of every photo behind the encoder: encrypted, durable, recorded
/// and queued. The lane cannot tell noise from a picture. Returns the last delivery.
fn fill_the_queue(device: &Device, bytes: u64) -> Uuid {
    let noise = |length: u32, seed: u32| {
        let mut noise = vec![0; length as usize - OVERHEAD_BYTES];
        let seed = blake3::hash(&seed.to_le_bytes());
        let mut hasher = blake3::Hasher::new_keyed(seed.as_bytes());
        hasher.update(&length.to_le_bytes());
        hasher.finalize_xof().fill(&mut noise);
        noise
    };
    let photos = bytes.div_ceil(u64::from(PHOTO_BYTES_MAX)) as u32;
    let mut delivery = deliver_off_the_list(device);
    for seed in 0..photos {
        if 0 < seed && seed.is_multiple_of(PHOTOS_MAX as u32) {
            delivery = deliver_off_the_list(device);
        }
        let args = hand_over(delivery, String::new());
        let prepared = Prepared {
            full: noise(PHOTO_BYTES_MAX, seed),
            thumbnail: noise(THUMBNAIL_BYTES_MAX, seed),
            width_px: 1_600,
            height_px: 1_200,
            quality: 85,
        };
        photos::keep(device, &args, prepared).expect("kept");
    }
    delivery
}

/// A door, and how long it takes until its record is on the server.
async fn time_to_send_a_door(phone: &Device) -> Duration {
    let began = Instant::now();
    deliver(phone);
    until(phone, "the record is on the server", || unsent(phone) == 0).await;
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_go_first_while_100_mb_of_photos_wait_on_a_line_of_32_kbit() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    deliver(&phone);
    let delivery = fill_the_queue(&phone, 100_000_000);
    let lane = of(&phone, delivery).lane;
    assert!(100_000_000 <= lane.waiting_bytes, "{lane:?}");
    worker::attempt(&phone).await;
    assert_eq!(unsent(&phone), 0);

    world.line.carries(EDGE_BYTES_PER_S);
    let sending = tokio::spawn(worker::run(phone.clone()));
    let mut slowest = Duration::ZERO;
    for _ in 0..3 {
        let moved = world.line.sent();
        until(&phone, "photos go on", || {
            moved + 10_000 < world.line.sent()
        })
        .await;
        slowest = slowest.max(time_to_send_a_door(&phone).await);
    }
    let left = of(&phone, delivery).lane;
    println!(
        "{} photos of {} bytes wait at {EDGE_BYTES_PER_S} B/s: the slowest of three records took \
         {slowest:?}",
        left.waiting, left.waiting_bytes
    );
    assert!(slowest < Duration::from_secs(15), "{slowest:?}");
    assert!(100_000_000 <= left.waiting_bytes, "photos still wait");
    sending.abort();
}

/// What the platform's socket holds already is sent to its end, whatever comes meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_waits_for_no_more_than_one_part_when_a_line_breaks_down_under_it() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    deliver(&phone);
    let delivery = fill_the_queue(&phone, 12 * u64::from(PHOTO_BYTES_MAX));
    worker::attempt(&phone).await;
    assert_eq!(unsent(&phone), 0);
    // Good enough for the largest parts.
    world.line.carries(20 * EDGE_BYTES_PER_S);
    let sending = tokio::spawn(worker::run(phone.clone()));
    until(&phone, "whole photos are sent", || {
        of(&phone, delivery).lane.waiting < 10
    })
    .await;
    world.line.carries(EDGE_BYTES_PER_S);
    let took = time_to_send_a_door(&phone).await;
    println!("the line broke down under a part: a record took {took:?}");
    assert!(took < Duration::from_secs(25), "{took:?}");
    sending.abort();
}
