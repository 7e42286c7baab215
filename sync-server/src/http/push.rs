//! `POST /v1/push`: takes a range of one replica's log in.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use rantang_core::ids::OpId;
use rantang_core::operation::Operation;
use rantang_core::sync::batch::BatchError;
use rantang_core::sync::protocol::{Push, PushAnswer, RefusalCode};
use rantang_core::sync::receipt::{Notary, Receipts, write_macs};
use rantang_core::time::Effective;

use super::App;
use super::body::Answer;
use super::refusal::Refused;
use super::signed::Signed;
use crate::intake::{Intake, Origin};
use crate::store::DeviceRecord;

/// A fault of the batch refuses it and stores nothing; every operation of an accepted one is
/// stored and gets a verdict.
pub async fn push(
    State(app): State<Arc<App>>,
    Signed { device, message }: Signed<Push>,
) -> Result<Answer<PushAnswer>, Refused> {
    Ok(Answer(take_in(&app, &device, message).await?))
}

/// The same for a range that came by a line and for one that came by hand.
pub async fn take_in(
    app: &App,
    device: &DeviceRecord,
    message: Push,
) -> Result<PushAnswer, Refused> {
    let operations = message.batch.operations().map_err(bad_batch)?;
    let contents: Vec<_> = operations.iter().map(Operation::content_hash).collect();
    let times = match &message.receipts {
        Some(receipts) => {
            fixed_before(&app.notary, &operations, &contents, receipts).map_err(bad_batch)?
        }
        None => BTreeMap::new(),
    };
    message
        .head
        .verify(app.server.server, device.key)
        .map_err(|error| Refused::new(RefusalCode::BadSignature, error.to_string()))?;
    let replica = message.batch.replica();
    let intake = Intake {
        origin: Origin::Device {
            device: device.device,
            user: device.user,
        },
        replica,
        previous: message.previous,
        operations,
        head: Some(message.head),
        received_ms: app.clock.now_ms(),
        times,
    };
    let taken = app.store.take_in(intake).await??;
    let told = contents.iter().zip(&taken.verdicts);
    let macs = told.map(|(content, (_, verdict))| app.notary.vouch(content, verdict.time()));
    let (seq, hash) = taken.stored;
    Ok(PushAnswer {
        receipts: write_macs(macs),
        code: (0 < seq).then(|| app.notary.code(replica, seq, hash)),
        verdicts: taken.verdicts,
        stored: taken.stored,
    })
}

/// The times that this server itself gave before it was restored. A receipt that is not its own
/// counts for nothing: the operation is taken in like a new one.
fn fixed_before(
    notary: &Notary,
    operations: &[Operation],
    contents: &[blake3::Hash],
    receipts: &Receipts,
) -> Result<BTreeMap<OpId, Effective>, BatchError> {
    let receipts = receipts.read(operations.len())?;
    let known = operations.iter().zip(contents).zip(&receipts);
    let fixed = known.filter_map(|((operation, content), receipt)| {
        let time = notary.time_of(content, receipt)?;
        Some((operation.envelope.op_id, time))
    });
    Ok(fixed.collect())
}

fn bad_batch(error: BatchError) -> Refused {
    let code = match error {
        BatchError::TooLarge => RefusalCode::TooLarge,
        BatchError::Ragged | BatchError::Index | BatchError::Sequence => RefusalCode::BadMessage,
    };
    Refused::new(code, error.to_string())
}
