//! What every store promises of ciphertexts that rows name: a part of the contract.

use rantang_core::photos::Subject;
use rantang_core::photos::operations::Remove;
use rantang_server::sample;
use rantang_server::store::media::MediaStep;

use super::contract::{Store, courier, establish};
use super::media_lane::photo;
use super::office::{nine_o_clock, route_scope};
use super::work::delivery;

pub async fn a_ciphertext_is_known_while_a_row_names_it(store: &Store) {
    establish(store).await;
    let mut dedi = courier(store, 31, "dedi").await;
    let (full, small) = (vec![1; 9_000], vec![2; 700]);
    let (hash, thumbnail) = (
        *blake3::hash(&full).as_bytes(),
        *blake3::hash(&small).as_bytes(),
    );
    let now_ms = nine_o_clock();
    let about = |device, hash| {
        let found = store.media(device, vec![hash], now_ms);
        async move { found.await.expect("read").remove(0) }
    };
    assert_eq!(about(dedi.device, hash).await, None);
    assert!(
        !step(store, hash, MediaStep::Begin).await,
        "nothing names it"
    );

    let record = delivery("dedi", "Sumiati");
    let subject = Subject::Delivery(record.delivery);
    let attach = photo(record.delivery, &full, &small);
    dedi.record(0, route_scope("dedi"), record);
    let attached = dedi.record(1, route_scope("dedi"), attach);
    dedi.send(store, 1, 2).await;
    let found = about(dedi.device, hash).await.expect("named");
    assert_eq!((found.bytes, found.offset()), (9_000, 0));
    assert!(found.may_read && found.may_send && !found.durable);
    let sri = courier(store, 32, "sri").await;
    let hers = about(sri.device, hash).await.expect("named");
    assert!(!hers.may_read && !hers.may_send);

    // Parts follow each other without holes, whoever sends them.
    assert!(!step(store, hash, MediaStep::Part { from: 0, to: 10 }).await);
    assert!(step(store, hash, MediaStep::Begin).await);
    assert!(step(store, hash, MediaStep::Part { from: 0, to: 4_000 }).await);
    assert!(!step(store, hash, MediaStep::Part { from: 0, to: 5_000 }).await);
    assert!(
        !step(
            store,
            hash,
            MediaStep::Part {
                from: 4_001,
                to: 5_000
            }
        )
        .await
    );
    assert!(
        !step(
            store,
            hash,
            MediaStep::Part {
                from: 4_000,
                to: 9_001
            }
        )
        .await
    );
    assert!(
        step(
            store,
            hash,
            MediaStep::Part {
                from: 4_000,
                to: 9_000
            }
        )
        .await
    );
    let found = about(dedi.device, hash).await.expect("named");
    assert_eq!(found.parts, [4_000, 9_000]);
    assert!(found.is_complete() && found.stored_ms.is_none());
    assert!(step(store, hash, MediaStep::Stored).await);
    assert!(!step(store, hash, MediaStep::Begin).await, "it is here");

    // A verified backup of a later moment holds it.
    let stored = store.media_stored_after(None, 10).await.expect("read");
    assert_eq!(stored, [hash]);
    store
        .mark_durable(vec![], now_ms - 1)
        .await
        .expect("marked");
    assert!(!about(dedi.device, hash).await.expect("named").durable);
    store.mark_durable(vec![], now_ms).await.expect("marked");
    assert!(about(dedi.device, hash).await.expect("named").durable);

    // Begun and not continued.
    assert!(step(store, thumbnail, MediaStep::Begin).await);
    let old = store.media_begun_before(now_ms, 10).await.expect("read");
    assert!(old.is_empty());
    let old = store
        .media_begun_before(now_ms + 1, 10)
        .await
        .expect("read");
    assert_eq!(old, [thumbnail]);

    let remove = Remove {
        subject,
        person: Some(sample::person_id("Sumiati")),
        saw: vec![attached],
    };
    dedi.record(2, route_scope("dedi"), remove);
    dedi.send(store, 3, 3).await;
    assert_eq!(about(dedi.device, hash).await, None);
    let mut gone = store.media_withdrawn(10).await.expect("read");
    gone.sort_unstable();
    let mut both = [hash, thumbnail];
    both.sort_unstable();
    assert_eq!(gone, both);
    for hash in both {
        assert!(step(store, hash, MediaStep::Gone).await);
    }
    assert!(store.media_withdrawn(10).await.expect("read").is_empty());
}

async fn step(store: &Store, hash: [u8; 32], step: MediaStep) -> bool {
    let stepped = store.media_step(hash, step, nine_o_clock()).await;
    stepped.expect("the store works")
}
