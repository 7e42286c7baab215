//! From a phone to the desk, and on after a kill.

use rantang_device::photos::lane::{self, Parts};
use rantang_device::photos::{PhotoDecline, PhotosDeliveries};

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_of_a_door_is_seen_at_the_desk() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    let delivery = deliver(&phone);
    let photo = attach(&phone, delivery, 1).entries[0].id;
    let sending = tokio::spawn(worker::run(phone.clone()));
    until(&phone, "it is sent", || all_sent(&of(&phone, delivery))).await;

    let desk = world.pair("ratna").await;
    let fetching = tokio::spawn(worker::run(desk.clone()));
    let thumbnail = || match &of(&desk, delivery).entries[..] {
        [entry] => matches!(
            &entry.what,
            PhotoWhat::Photo {
                thumbnail: Some(_),
                ..
            }
        ),
        _ => false,
    };
    until(&desk, "its thumbnail is there by itself", thumbnail).await;
    let full = || {
        let args = PhotoGet { photo_id: photo };
        photos::handlers::get(&desk, args).expect("a photo").picture
    };
    assert_eq!(full(), None, "nobody opened it before");
    until(&desk, "the photo is there", || full().is_some()).await;
    sending.abort();
    fetching.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_sees_what_stands_beside_the_deliveries_of_a_day_and_what_is_still_to_come() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    let photographed = deliver(&phone);
    attach(&phone, photographed, 1);
    let declined = PhotoDecline {
        subject: PhotoSubject::Delivery(deliver(&phone)),
        person_id: None,
    };
    photos::handlers::decline(&phone, declined).expect("recorded");
    deliver(&phone);
    worker::attempt(&phone).await;

    let desk = world.pair("ratna").await;
    let seen = |person_id| {
        let args = PhotosDeliveries {
            date: None,
            person_id,
        };
        let view = photos::handlers::deliveries(&desk, args).expect("a list");
        view.deliveries
    };
    let day = seen(None);
    let told: Vec<_> = day
        .iter()
        .map(|it| (it.photos, it.coming, it.declined))
        .collect();
    assert_eq!(told, [(0, 0, true), (1, 1, false)], "the latest first");
    assert_eq!(day[1].courier_name, "Pak Dedi");

    // Nothing of it is on the server yet; then the phone sends it, and the desk fetches the thumbnail.
    let mut parts = Parts::default();
    lane::work(&desk, &mut parts).await.expect("nothing to do");
    assert_eq!(seen(None)[1].coming, 1);
    lane::work(&phone, &mut parts).await.expect("sent");
    lane::work(&desk, &mut parts).await.expect("fetched");
    assert_eq!(seen(None)[1].coming, 0);

    let of_one = seen(day[1].person_id);
    assert_eq!(of_one.len(), 1);
    assert_eq!(of_one[0].delivery_id, photographed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_was_killed_goes_on_where_the_server_is() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    let delivery = deliver(&phone);
    let bytes = attach(&phone, delivery, 9).lane.waiting_bytes;
    worker::attempt(&phone).await;
    world.line.carries(40_000);
    let before = world.line.sent();
    let sending = tokio::spawn(worker::run(phone.clone()));
    let half = before + bytes / 2;
    until(&phone, "half of it is sent", || half < world.line.sent()).await;
    sending.abort();
    let _ = sending.await;
    // The last of the killed process: its data directory is free again.
    until(&phone, "nobody else holds it", || {
        Arc::strong_count(&phone) == 1
    })
    .await;
    drop(phone);

    let at_kill = world.line.sent();
    world.line.carries(FAST_BYTES_PER_S);
    let phone = Arc::new(world.open("dedi"));
    let sending = tokio::spawn(worker::run(phone.clone()));
    until(&phone, "all of it is sent", || {
        all_sent(&of(&phone, delivery))
    })
    .await;
    let again = world.line.sent() - at_kill;
    assert!(again < bytes * 3 / 4, "{again} of {bytes} bytes went again");
    sending.abort();
}
