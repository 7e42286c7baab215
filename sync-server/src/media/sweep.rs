//! What nobody needs goes: uploads that were given up, and photos that were taken away.

use super::MediaStore;
use crate::store::media::{MediaHash, MediaStep};
use crate::store::{CentralStore, StoreResult};

/// An upload that nobody continued for so long begins anew.
pub const UPLOAD_LIFE_MS: i64 = 7 * 24 * 3_600_000;
const AT_ONCE: usize = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    pub expired: usize,
    pub withdrawn: usize,
}

pub async fn sweep(
    store: &dyn CentralStore,
    media: &MediaStore,
    now_ms: i64,
) -> StoreResult<Swept> {
    let mut swept = Swept::default();
    let too_old = now_ms.saturating_sub(UPLOAD_LIFE_MS);
    loop {
        let expired = store.media_begun_before(too_old, AT_ONCE).await?;
        for hash in &expired {
            media.forget_all_parts(hash).await?;
            store.media_step(*hash, MediaStep::Forget, now_ms).await?;
        }
        swept.expired += expired.len();
        if expired.len() < AT_ONCE {
            break;
        }
    }
    loop {
        let withdrawn = store.media_withdrawn(AT_ONCE).await?;
        for hash in &withdrawn {
            destroy(store, media, hash, now_ms).await?;
        }
        swept.withdrawn += withdrawn.len();
        if withdrawn.len() < AT_ONCE {
            return Ok(swept);
        }
    }
}

/// The bytes first: a crash in between leaves a mark that brings the sweep back.
async fn destroy(
    store: &dyn CentralStore,
    media: &MediaStore,
    hash: &MediaHash,
    now_ms: i64,
) -> StoreResult<()> {
    media.forget_whole(hash).await?;
    media.forget_all_parts(hash).await?;
    store.media_step(*hash, MediaStep::Gone, now_ms).await?;
    Ok(())
}
