//! What comes by hand is taken in like what comes by line, and once.

use rantang_core::sync::protocol::{PushAnswer, QuarantineCause, RefusalCode, Verdict, path};
use rantang_core::sync::sealed::{CarriedAnswer, Deliver, SealedPush};
use rantang_core::sync::signing::SignedHead;
use rantang_core::sync::wire;

use super::device::{Refused, TestDevice};
use super::office::{TestServer, route_scope};
use super::work::delivery;

/// A courier without a line, and four doors.
async fn cut_off(server: &TestServer) -> TestDevice {
    let mut dedi = server.device("dedi").await;
    for person in ["Sumiati", "Kasman", "Painem", "Sumiati"] {
        dedi.record(route_scope("dedi"), delivery("dedi", person));
    }
    dedi
}

/// Operations `first` … `last` of a device, sealed to the key that its server named.
fn sealed(device: &TestDevice, first: u64, last: u64) -> Deliver {
    seal(
        device,
        &SealedPush {
            device: device.enrolled.device,
            push: device.push_message(first, last),
        },
    )
}

fn seal(device: &TestDevice, range: &SealedPush) -> Deliver {
    let named = device.enrolled.sealing.as_ref().expect("a key to seal to");
    named
        .verify(device.enrolled.server, device.enrolled.server_key)
        .expect("the server vouches for it");
    let recipient: age::x25519::Recipient = named.recipient.parse().expect("of age");
    let sealed = age::encrypt(&recipient, &wire::encode(range)).expect("sealed");
    Deliver {
        sealed: sealed.into(),
    }
}

/// Any device with a line delivers; it does not say who it is.
async fn carry(carrier: &TestDevice, deliver: &Deliver) -> Result<PushAnswer, Refused> {
    let carried: CarriedAnswer = carrier.call_unsigned(path::SEALED, deliver).await?;
    let identity = carrier.enrolled.server_key;
    Ok(carried.open(identity).expect("certified by the server"))
}

fn are_duplicates(verdicts: &PushAnswer) -> bool {
    let mut verdicts = verdicts.verdicts.iter();
    verdicts.all(|(_, verdict)| matches!(verdict, Verdict::Duplicate { .. }))
}

#[tokio::test]
pub async fn a_range_that_somebody_carried_has_its_effect_once() {
    let server = TestServer::start().await;
    let mut dedi = cut_off(&server).await;
    let ratna = server.device("ratna").await;
    let answer = carry(&ratna, &sealed(&dedi, 1, 4)).await.expect("taken in");
    assert_eq!(answer.stored, dedi.head());
    let applied = |(_, verdict): &(_, Verdict)| matches!(verdict, Verdict::Applied { .. });
    assert!(answer.verdicts.iter().all(applied), "{answer:?}");

    let again = carry(&ratna, &sealed(&dedi, 1, 3)).await.expect("again");
    assert!(are_duplicates(&again), "{again:?}");
    dedi.hello().await.expect("greeted");
    let by_line = dedi.push_range(1, 4).await.expect("pushed");
    assert!(are_duplicates(&by_line), "{by_line:?}");
    server.assert_sound().await;
}

#[tokio::test]
pub async fn a_later_range_waits_for_the_earlier_one() {
    let server = TestServer::start().await;
    let dedi = cut_off(&server).await;
    let early = carry(&dedi, &sealed(&dedi, 3, 4))
        .await
        .expect_err("a hole");
    assert_eq!(early.code, RefusalCode::ChainBroken);
    carry(&dedi, &sealed(&dedi, 1, 2)).await.expect("the first");
    let answer = carry(&dedi, &sealed(&dedi, 3, 4)).await.expect("the rest");
    assert_eq!(answer.stored, dedi.head());
    server.assert_sound().await;
}

#[tokio::test]
pub async fn what_a_revoked_device_seals_is_set_aside() {
    let server = TestServer::start().await;
    let dedi = cut_off(&server).await;
    let store = &server.office.store;
    assert!(
        store
            .revoke(dedi.enrolled.device, 0)
            .await
            .expect("revoked")
    );
    let answer = carry(&dedi, &sealed(&dedi, 1, 4)).await.expect("stored");
    let aside = Some(QuarantineCause::Revoked.code());
    assert!(
        answer.verdicts.iter().all(|(_, it)| it.cause() == aside),
        "{answer:?}"
    );
}

#[tokio::test]
pub async fn a_carrier_cannot_forge_or_alter_a_range() {
    let server = TestServer::start().await;
    let dedi = cut_off(&server).await;
    let ratna = server.device("ratna").await;
    let mut altered = sealed(&dedi, 1, 4);
    let middle = altered.sealed.len() / 2;
    altered.sealed[middle] ^= 1;
    let refused = carry(&ratna, &altered).await.expect_err("altered");
    assert_eq!(refused.code, RefusalCode::BadMessage);

    let mut push = dedi.push_message(1, 4);
    let (seq, hash) = dedi.head();
    push.head = SignedHead::sign(dedi.enrolled.server, dedi.replica, seq, hash, &ratna.key);
    let forged = SealedPush {
        device: dedi.enrolled.device,
        push,
    };
    let refused = carry(&ratna, &seal(&ratna, &forged)).await;
    assert_eq!(refused.expect_err("forged").code, RefusalCode::BadSignature);

    let elsewhere = TestServer::start().await;
    let stranger = cut_off(&elsewhere).await;
    let refused = carry(&ratna, &sealed(&stranger, 1, 4)).await;
    assert_eq!(
        refused.expect_err("another server's").code,
        RefusalCode::BadMessage
    );
    server.assert_sound().await;
}
