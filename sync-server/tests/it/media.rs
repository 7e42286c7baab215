//! The lane of photos as any tus client meets it: real HTTP, cut in the middle, continued by byte.

use std::io::{Read, Write};
use std::net::TcpStream;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::ids::DeliveryId;
use rantang_core::photos::Subject;
use rantang_core::photos::operations::Remove;
use rantang_core::sync::media::MediaState;
use rantang_core::sync::protocol::path;
use rantang_server::backup::{self, Returned, Saved};
use rantang_server::media::sweep::{Swept, UPLOAD_LIFE_MS, sweep};
use rantang_server::sample;
use reqwest::{Method, StatusCode};

use super::media_lane::{Lane, dedi, name, noise, number, object};
use super::office::{HOUR_MS, TestServer, route_scope};

#[tokio::test]
async fn a_photo_waits_for_the_record_that_names_it() {
    let server = TestServer::start().await;
    let (full, small) = (noise(1, 150_000), noise(2, 5_000));
    let mut dedi = dedi(&server, &full, &small, false).await;
    assert_eq!(dedi.states(&[&full]).await, [MediaState::NotYet]);
    let refused = dedi.create(&full, full.len()).await;
    assert_eq!(refused.status(), StatusCode::TOO_EARLY);
    assert!(0 < number(&refused, "retry-after"));

    dedi.device.push().await;
    let wanted = [MediaState::Wanted { offset: 0 }; 2];
    assert_eq!(dedi.states(&[&small, &full]).await, wanted);
    dedi.send(&small).await;
    dedi.send(&full).await;
    assert_eq!(dedi.states(&[&small, &full]).await, [MediaState::Stored; 2]);
    let got = dedi.get(&full, None).await.bytes().await.expect("bytes");
    assert_eq!(got, full);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrived_before_the_line_broke_stays_and_the_rest_follows_days_later() {
    let server = TestServer::start().await;
    let (full, small) = (noise(3, 150_000), noise(4, 5_000));
    let mut dedi = dedi(&server, &full, &small, true).await;
    assert_eq!(dedi.create(&full, full.len()).await.status(), 201);

    // A third of it, then the cable is pulled.
    let head = format!(
        "PATCH {}/{} HTTP/1.1\r\nhost: kantor\r\nauthorization: Bearer {}\r\ntus-resumable: 1.0.0\r\n\
         upload-offset: 0\r\ncontent-type: application/offset+octet-stream\r\ncontent-length: {}\r\n\r\n",
        path::MEDIA,
        name(&full),
        dedi.token,
        full.len()
    );
    tokio::task::block_in_place(|| {
        let mut line = TcpStream::connect(server.address).expect("a line");
        line.write_all(head.as_bytes()).expect("sent");
        line.write_all(&full[..50_000]).expect("sent");
        line.shutdown(std::net::Shutdown::Write).expect("cut");
        // Whatever it answers to half a request: when it ends, the part is stored.
        let _ = line.read_to_end(&mut Vec::new());
    });

    server.clock.advance(5 * 24 * HOUR_MS);
    let mut offset = 0;
    for _ in 0..200 {
        let state = dedi.states(&[&full]).await;
        if let [MediaState::Wanted { offset: found }] = state[..] {
            offset = found as usize;
        }
        if offset == 50_000 {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(offset, 50_000);
    let stands = dedi.head(&full).await;
    assert_eq!(number(&stands, "upload-offset"), 50_000);
    assert_eq!(number(&stands, "upload-length"), 150_000);
    assert!(stands.headers().contains_key("upload-expires"));
    let wrong = dedi.patch(&full, 49_999, &full[49_999..], None).await;
    assert_eq!(wrong.status(), StatusCode::CONFLICT);
    let rest = dedi.patch(&full, 50_000, &full[50_000..], None).await;
    assert_eq!(number(&rest, "upload-offset"), 150_000);
    assert_eq!(dedi.states(&[&full]).await, [MediaState::Stored]);
}

#[tokio::test]
async fn bytes_that_are_not_what_was_announced_are_not_taken_in() {
    let server = TestServer::start().await;
    let (full, small) = (noise(5, 9_000), noise(6, 3_000));
    let mut dedi = dedi(&server, &full, &small, true).await;
    assert_eq!(dedi.create(&full, full.len()).await.status(), 201);
    let sum = |bytes: &[u8]| {
        use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
        let sum = digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes);
        format!("sha1 {}", STANDARD.encode(sum.as_ref()))
    };
    let half = &full[..4_000];
    let wrong = dedi.patch(&full, 0, half, Some(&sum(b"other"))).await;
    assert_eq!(wrong.status().as_u16(), 460);
    let odd = dedi.patch(&full, 0, half, Some("crc32 AAAA")).await;
    assert_eq!(odd.status(), StatusCode::BAD_REQUEST);
    let right = dedi.patch(&full, 0, half, Some(&sum(half))).await;
    assert_eq!(number(&right, "upload-offset"), 4_000);
    // The second half belongs to something else: the whole is not what its name says.
    let foreign = dedi.patch(&full, 4_000, &noise(9, 5_000), None).await;
    assert_eq!(foreign.status().as_u16(), 460);
    let wanted = [MediaState::Wanted { offset: 0 }];
    assert_eq!(dedi.states(&[&full]).await, wanted);
    let long = dedi.create(&full, full.len() + 1).await;
    assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
    dedi.send(&full).await;
    assert_eq!(dedi.states(&[&full]).await, [MediaState::Stored]);
}

#[tokio::test]
async fn only_whom_the_record_is_visible_to_gets_the_photo() {
    let server = TestServer::start().await;
    let (full, small) = (noise(7, 20_000), noise(8, 3_000));
    let dedi = dedi(&server, &full, &small, true).await;
    dedi.send(&full).await;

    let ratna = Lane::of(server.device("ratna").await).await;
    let got = ratna.get(&full, None).await;
    assert_eq!(got.bytes().await.expect("bytes"), full);
    let rest = ratna.get(&full, Some("bytes=15000-")).await;
    assert_eq!(rest.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(rest.bytes().await.expect("bytes"), full[15_000..]);
    let behind = ratna.get(&full, Some("bytes=20000-")).await;
    assert_eq!(behind.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(
        ratna.get(&small, None).await.status(),
        StatusCode::NOT_FOUND
    );

    let mut sri = Lane::of(server.device("sri").await).await;
    assert_eq!(sri.get(&full, None).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(sri.create(&small, small.len()).await.status(), 403);
    assert_eq!(sri.states(&[&full]).await, [MediaState::NotYet]);
}

#[tokio::test]
async fn without_a_good_token_nothing_is_said() {
    let server = TestServer::start().await;
    let (full, small) = (noise(10, 20_000), noise(11, 3_000));
    let mut dedi = dedi(&server, &full, &small, true).await;
    dedi.send(&full).await;
    server.clock.advance(HOUR_MS);
    assert_eq!(dedi.get(&full, None).await.status(), 401);
    dedi.states(&[]).await;
    assert_eq!(dedi.get(&full, None).await.status(), 200);
    let device = dedi.device.enrolled.device;
    let now_ms = rantang_server::clock::Clock::now_ms(&*server.clock);
    let revoked = server.office.store.revoke(device, now_ms).await;
    assert!(revoked.expect("revoked"));
    assert_eq!(dedi.get(&full, None).await.status(), 401);
}

#[tokio::test]
async fn a_photo_that_was_taken_away_is_given_to_nobody_and_leaves_the_disk() {
    let server = TestServer::start().await;
    let (full, small) = (noise(12, 20_000), noise(13, 3_000));
    let mut dedi = dedi(&server, &full, &small, true).await;
    dedi.send(&full).await;
    dedi.send(&small).await;
    let attached = dedi.device.log[1].envelope.op_id;
    let subject = Subject::Delivery(DeliveryId(dedi.device.log[0].envelope.entity));
    let remove = Remove {
        subject,
        person: Some(sample::person_id("Sumiati")),
        saw: vec![attached],
    };
    dedi.device.record(route_scope("dedi"), remove);
    dedi.device.push().await;
    assert_eq!(dedi.states(&[&full]).await, [MediaState::NotYet]);
    assert_eq!(dedi.get(&full, None).await.status(), 425);
    let now_ms = rantang_server::clock::Clock::now_ms(&*server.clock);
    let (store, media) = (&*server.office.store, server.office.media());
    let hash = *object(&full).hash;
    assert!(media.whole(&hash).await.expect("read").is_some());
    let swept = sweep(store, media, now_ms).await.expect("swept");
    assert_eq!(
        swept,
        Swept {
            expired: 0,
            withdrawn: 2
        }
    );
    assert_eq!(media.whole(&hash).await.expect("read"), None);
    let again = sweep(store, media, now_ms).await.expect("swept");
    assert_eq!(again, Swept::default());
}

#[tokio::test]
async fn an_upload_is_given_up_by_its_client_or_after_a_week() {
    let server = TestServer::start().await;
    let (full, small) = (noise(14, 20_000), noise(15, 3_000));
    let mut dedi = dedi(&server, &full, &small, true).await;
    for bytes in [&full, &small] {
        assert_eq!(dedi.create(bytes, bytes.len()).await.status(), 201);
        assert_eq!(
            dedi.patch(bytes, 0, &bytes[..1_000], None).await.status(),
            204
        );
    }
    let address = format!("{}/{}", path::MEDIA, name(&small));
    let ended = dedi.request(Method::DELETE, &address).send().await;
    assert_eq!(ended.expect("an answer").status(), 204);
    assert_eq!(dedi.head(&small).await.status(), StatusCode::NOT_FOUND);

    server.clock.advance(UPLOAD_LIFE_MS + HOUR_MS);
    let now_ms = rantang_server::clock::Clock::now_ms(&*server.clock);
    let (store, media) = (&*server.office.store, server.office.media());
    let swept = sweep(store, media, now_ms).await.expect("swept");
    assert_eq!(
        swept,
        Swept {
            expired: 1,
            withdrawn: 0
        }
    );
    let wanted = [MediaState::Wanted { offset: 0 }];
    assert_eq!(dedi.states(&[&full]).await, wanted);
    dedi.send(&full).await;
}

#[tokio::test]
async fn a_client_learns_what_the_lane_can_do() {
    let server = TestServer::start().await;
    let url = format!("{}{}", server.url(), path::MEDIA);
    let http = reqwest::Client::new();
    let told = http.request(Method::OPTIONS, &url).send().await;
    let told = told.expect("an answer");
    assert_eq!(told.status(), 204);
    let says = |header: &str| told.headers()[header].to_str().expect("text").to_owned();
    assert_eq!(says("tus-version"), "1.0.0");
    for extension in ["creation", "checksum", "termination", "expiration"] {
        assert!(says("tus-extension").split(',').any(|it| it == extension));
    }
    let (full, small) = (noise(16, 9_000), noise(17, 3_000));
    let dedi = dedi(&server, &full, &small, true).await;
    let old = dedi
        .request(Method::POST, path::MEDIA)
        .header("tus-resumable", "0.2.2");
    // Two versions: the first header counts, so it is sent alone.
    let old = old.build().expect("a request");
    let mut old = reqwest::Request::new(old.method().clone(), old.url().clone());
    let bearer = format!("Bearer {}", dedi.token);
    old.headers_mut()
        .insert("authorization", bearer.parse().expect("a header"));
    old.headers_mut()
        .insert("tus-resumable", "0.2.2".parse().expect("a header"));
    let refused = http.execute(old).await.expect("an answer");
    assert_eq!(refused.status(), StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn a_backup_holds_the_photos_too_and_a_restored_server_asks_for_those_that_came_later() {
    let server = TestServer::start().await;
    if server.database.is_some() {
        return;
    }
    let (full, small) = (noise(18, 20_000), noise(19, 3_000));
    let mut dedi = dedi(&server, &full, &small, true).await;
    dedi.send(&small).await;
    let place = tempfile::TempDir::new().expect("a folder");
    let into = place.path().join("backup");
    let first = backup::make(&server.office, &into).await.expect("made");
    let saved = |all, new| Saved { all, new, lost: 0 };
    assert_eq!(first.photos, saved(1, 1));
    assert_eq!(dedi.states(&[&small]).await, [MediaState::Durable]);
    server.clock.advance(HOUR_MS);
    // The token has ended with the hour.
    dedi.states(&[]).await;
    dedi.send(&full).await;
    let into = place.path().join("second");
    let second = backup::make(&server.office, &into).await.expect("made");
    assert_eq!(second.photos, saved(2, 1));

    let keys = place.path().join("keys");
    backup::save_keys(&server.data, &keys).expect("saved");
    let data = place.path().join("office");
    let now_ms = rantang_server::clock::Clock::now_ms(&*server.clock);
    std::fs::remove_dir_all(place.path().join("photos")).expect("lost");
    let restored = backup::restore(&first.folder, &keys, &data, now_ms).await;
    let restored = restored.expect("restored").photos;
    assert_eq!(
        restored,
        Returned {
            here: 0,
            missing: 1
        }
    );
}
