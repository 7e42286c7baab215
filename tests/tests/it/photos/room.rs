//! What photos do to the disk and to who pays for the line.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rantang_device::photos::PhotosSend;
use rantang_device::photos::lane::{LaneError, Parts};
use rantang_device::photos::room::{COMFORT_BYTES, Disk, RESERVE_BYTES};
use rantang_device::session::{self, Settings, SettingsSet};

use super::*;

/// Nearly full, as soon as a test says so.
struct Filling(AtomicU64);

impl Disk for Filling {
    fn free_bytes(&self, _folder: &Path) -> Option<u64> {
        Some(self.0.load(Ordering::Relaxed))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_leaves_the_phone_only_when_a_backup_holds_it_and_comes_back_when_asked_for() {
    let world = World::new(FAST_BYTES_PER_S).await;
    drop(world.pair("dedi").await);
    let disk = Arc::new(Filling(AtomicU64::new(u64::MAX / 2)));
    let phone = Arc::new(world.open("dedi").on_disk(disk.clone()));
    let delivery = deliver(&phone);
    let photo = attach(&phone, delivery, 1).entries[0].id;
    let sending = tokio::spawn(worker::run(phone.clone()));
    until(&phone, "it is sent", || all_sent(&of(&phone, delivery))).await;
    sending.abort();
    let _ = sending.await;
    let files = || {
        std::fs::read_dir(world.data("dedi").join("photos"))
            .expect("a folder")
            .count()
    };
    assert_eq!(files(), 2);

    // There is little room, and the server has it: not enough, as long as no backup holds it.
    disk.0.store(RESERVE_BYTES + 20_000, Ordering::Relaxed);
    let second = hand_over(delivery, leaves(2));
    let refused = photos::handlers::attach(&phone, second);
    assert!(refused.is_err());
    assert_eq!(files(), 2);

    world.back_up().await;
    photos::lane::ask_anew(&phone).expect("asked");
    let sending = tokio::spawn(worker::run(phone.clone()));
    until(&phone, "the copy left", || files() == 1).await;
    let full = || {
        let args = PhotoGet { photo_id: photo };
        photos::handlers::get(&phone, args)
            .expect("a photo")
            .picture
    };
    assert_eq!(full(), None);
    disk.0.store(u64::MAX / 2, Ordering::Relaxed);
    until(&phone, "it came back", || full().is_some()).await;
    sending.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_oldest_copy_leaves_first_and_no_more_than_room_is_needed() {
    let world = World::new(FAST_BYTES_PER_S).await;
    drop(world.pair("dedi").await);
    let disk = Arc::new(Filling(AtomicU64::new(u64::MAX / 2)));
    let phone = Arc::new(world.open("dedi").on_disk(disk.clone()));
    let delivery = deliver(&phone);
    let photos: Vec<Uuid> = (1..4)
        .map(|seed| {
            let view = attach(&phone, delivery, seed);
            view.entries.last().expect("the new one").id
        })
        .collect();
    worker::attempt(&phone).await;
    lane(&phone).await.expect("sent");
    assert!(all_sent(&of(&phone, delivery)));
    world.back_up().await;

    disk.0.store(COMFORT_BYTES - 1, Ordering::Relaxed);
    photos::lane::ask_anew(&phone).expect("asked");
    lane(&phone).await.expect("asked");
    let is_here = |photo: &Uuid| {
        let args = PhotoGet { photo_id: *photo };
        let full = photos::handlers::get(&phone, args).expect("a photo");
        full.picture.is_some()
    };
    let here: Vec<bool> = photos.iter().map(is_here).collect();
    assert_eq!(here, [false, true, true]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_without_room_fetches_no_photo_and_keeps_its_records() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    let delivery = deliver(&phone);
    attach(&phone, delivery, 1);
    worker::attempt(&phone).await;
    lane(&phone).await.expect("sent");

    drop(world.pair("ratna").await);
    let disk = Arc::new(Filling(AtomicU64::new(RESERVE_BYTES)));
    let desk = Arc::new(world.open("ratna").on_disk(disk.clone()));
    worker::attempt(&desk).await;
    let refused = lane(&desk).await;
    assert!(matches!(refused, Err(LaneError::File(_))), "{refused:?}");
    assert!(!world.data("ratna").join("photos").exists());
    assert_eq!(of(&desk, delivery).entries.len(), 1);
    disk.0.store(u64::MAX / 2, Ordering::Relaxed);
    lane(&desk).await.expect("fetched");
    assert!(world.data("ratna").join("photos").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_chose_wi_fi_pays_for_no_photo_and_may_send_by_hand() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    let settings = Settings {
        photos_only_wifi: true,
        ..Settings::default()
    };
    session::settings_set(&phone, SettingsSet { settings }).expect("set");
    let delivery = deliver(&phone);
    attach(&phone, delivery, 1);
    worker::attempt(&phone).await;
    assert_eq!(unsent(&phone), 0, "records go over any line");

    // A platform that does not say what its line costs, and one that says that it costs.
    for metered in [None, Some(true)] {
        let said = PhotosSend {
            metered,
            now: false,
        };
        let view = photos::handlers::send(&phone, said).expect("said");
        assert!(view.waits_for_wifi);
        lane(&phone).await.expect("nothing to do");
        assert!(!all_sent(&of(&phone, delivery)));
    }
    let by_hand = PhotosSend {
        metered: Some(true),
        now: true,
    };
    photos::handlers::send(&phone, by_hand).expect("said");
    lane(&phone).await.expect("sent");
    assert!(all_sent(&of(&phone, delivery)));

    // Once: the next one waits again, until a free line comes.
    attach(&phone, delivery, 2);
    worker::attempt(&phone).await;
    lane(&phone).await.expect("nothing to do");
    assert!(!all_sent(&of(&phone, delivery)));
    let wifi = PhotosSend {
        metered: Some(false),
        now: false,
    };
    photos::handlers::send(&phone, wifi).expect("said");
    lane(&phone).await.expect("sent");
    assert!(all_sent(&of(&phone, delivery)));
}

async fn lane(device: &Arc<Device>) -> Result<(), LaneError> {
    photos::lane::work(device, &mut Parts::default()).await
}
