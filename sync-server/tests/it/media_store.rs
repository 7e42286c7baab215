//! What every kind of store promises of the bytes of photos.

use bytes::Bytes;
use rantang_server::media::MediaStore;

const PHOTO: &[u8] = b"the ciphertext of a photo";

/// Under whatever it keeps.
async fn keeps_its_promises(store: &MediaStore) {
    let hash = *blake3::hash(PHOTO).as_bytes();
    let part = |from: usize, to: usize| Bytes::from_static(&PHOTO[from..to]);
    let end = PHOTO.len() as u32;
    assert!(!store.has(&hash).await.expect("asked"));
    assert_eq!(store.whole(&hash).await.expect("read"), None);
    assert_eq!(store.joined(&hash, &[10, end]).await.expect("read"), None);

    // Parts make a whole, in their order, and one that is sent again is the same part.
    for (from, to) in [(0, 10), (10, PHOTO.len()), (0, 10)] {
        let span = (from as u32, to as u32);
        store
            .put_part(&hash, span, part(from, to))
            .await
            .expect("put");
    }
    let whole = store.joined(&hash, &[10, end]).await.expect("read");
    let whole = whole.expect("both parts");
    assert_eq!(whole, PHOTO);
    assert!(
        !store.has(&hash).await.expect("asked"),
        "not before it is whole"
    );

    // Only what is of its name.
    let other = Bytes::from_static(b"other bytes");
    assert!(!store.put_whole(&hash, other).await.expect("compared"));
    assert!(store.put_whole(&hash, whole).await.expect("put"));
    assert!(store.has(&hash).await.expect("asked"));
    assert_eq!(
        store.whole(&hash).await.expect("read").expect("here"),
        PHOTO
    );

    // Parts go without the whole, and everything that goes may go twice.
    for _ in 0..2 {
        store.forget_all_parts(&hash).await.expect("forgotten");
        assert_eq!(store.joined(&hash, &[10, end]).await.expect("read"), None);
    }
    assert!(store.has(&hash).await.expect("asked"));
    for _ in 0..2 {
        store.forget_whole(&hash).await.expect("forgotten");
        assert!(!store.has(&hash).await.expect("asked"));
    }
}

#[tokio::test]
async fn files_keep_photos() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = MediaStore::in_folder(&folder.path().join("photos")).expect("a store");
    keeps_its_promises(&store).await;
}

#[tokio::test]
async fn memory_keeps_photos() {
    keeps_its_promises(&MediaStore::in_memory()).await;
}

#[cfg(feature = "s3")]
#[tokio::test]
async fn a_bucket_keeps_photos() {
    use rantang_server::media::MediaPlace;

    let bucket = super::bucket::Bucket::open().await;
    for place in ["s3://foto", "s3://foto/kampung/rawa"] {
        let place: MediaPlace = place.parse().expect("a place");
        let store = place.open_with(bucket.variables()).expect("a store");
        keeps_its_promises(&store).await;
    }
    assert!(bucket.is_empty());
}

#[cfg(not(feature = "s3"))]
#[test]
fn a_server_without_s3_says_so() {
    let place: rantang_server::media::MediaPlace = "s3://foto".parse().expect("a place");
    let refused = place.open().expect_err("no S3 here").to_string();
    assert!(refused.contains("without S3"), "{refused}");
}
