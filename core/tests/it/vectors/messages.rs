//! Every message, as CBOR before it is compressed.

use std::collections::BTreeMap;

use rantang_core::ids::OpId;
use rantang_core::operation::{ChainHash, next_hash};
use rantang_core::registers::{EntityKind, EntityRef, Head, Register, RegisterName, Row};
use rantang_core::scopes::Scope;
use rantang_core::staff::Role;
use rantang_core::sync::agreement::{Disagreement, DisagreementState, Manifest, Tally};
use rantang_core::sync::batch::Batch;
use rantang_core::sync::protocol::*;
use rantang_core::sync::receipt::{Notary, Receipt, Receipts, write_macs};
use rantang_core::sync::sealed::{CarriedAnswer, CarriedFile, Deliver, SealedPush, SealingKey};
use rantang_core::sync::signing::{PublicKey, SignedHead};
use rantang_core::sync::snapshot::{SnapshotChunk, SnapshotIndex};
use rantang_core::sync::verify::{Verified, Verify, VerifyAnswer};
use rantang_core::sync::wire;
use rantang_core::text::Line;
use rantang_core::time::Effective;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::samples::*;
use super::{cbor, check, value_and_cbor};

/// Collects vectors, and reads each back from a frame that another writer might have made.
#[derive(Default)]
struct Messages(Map<String, Value>);

impl Messages {
    fn add<T>(&mut self, name: &str, message: &T)
    where
        T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
    {
        let plain = cbor(message);
        for level in [1, 19] {
            let frame = zstd::encode_all(plain.as_slice(), level).expect("memory");
            assert_eq!(wire::decode::<T>(&frame).as_ref(), Ok(message), "{name}");
        }
        let sent = zstd::decode_all(wire::encode(message).as_slice()).expect("a frame");
        assert_eq!(sent, plain, "{name} travels as its CBOR in one frame");
        self.0.insert(name.to_owned(), value_and_cbor(message));
    }
}

#[test]
fn a_carried_file_is_the_cbor_that_the_page_shows() {
    let bundle = CarriedFile::Bundle {
        server: server(),
        sealed: vec![b"an age file".to_vec().into()],
    };
    let answers = CarriedFile::Answers {
        server: server(),
        answers: vec![carried_answer()],
    };
    for file in [&bundle, &answers] {
        assert_eq!(CarriedFile::parse(&cbor(file)).as_ref(), Ok(file));
    }
    check(
        "carried.json",
        json!({"bundle": value_and_cbor(&bundle), "answers": value_and_cbor(&answers)}),
    );
}

#[test]
fn each_message_is_the_cbor_that_the_page_shows() {
    let mut messages = Messages::default();
    calls(&mut messages);
    answers(&mut messages);
    check("messages.json", Value::Object(messages.0));
}

fn head() -> ChainHash {
    operations().iter().fold(ChainHash::START, next_hash)
}

fn calls(messages: &mut Messages) {
    messages.add(
        "enroll",
        &Enroll {
            code: "7d0f3a3c1c5e4f27a1b2c3d4e5f60718".to_owned(),
            public_key: PublicKey(device_key().verifying_key().to_bytes()),
            device_name: "HP Pak Dedi".to_owned(),
        },
    );
    messages.add(
        "hello",
        &Hello {
            replica: replica(),
            head: (2, head()),
            acknowledged: (0, ChainHash::START),
            epoch: 0,
            schema: 1,
            wall_ms: NOW_MS,
            boot: boot(),
            boot_ms: 3_600_000,
            cursors: vec![(route_scope(), 41)],
            disagreements: vec![Disagreement {
                scope: route_scope(),
                told: Manifest {
                    head: 41,
                    generation: 1,
                    tally: Tally {
                        count: 12,
                        checksum: 0x0123_4567_89ab_cdef,
                    },
                },
                own: Tally {
                    count: 11,
                    checksum: 5,
                },
                state: DisagreementState::Stopped,
            }],
            set_aside: vec![SetAside {
                seq: 1,
                cause: "out_of_scope".to_owned(),
            }],
            certify: None,
        },
    );
    let operations = operations();
    let push = Push {
        previous: ChainHash::START,
        batch: Batch::of(&operations),
        head: SignedHead::sign(server(), replica(), 2, head(), &device_key()),
        receipts: None,
    };
    messages.add("push", &push);
    let push_again = Push {
        receipts: Receipts::of(&[Some(receipt()), None]),
        ..push.clone()
    };
    messages.add("push_again", &push_again);
    let sealed_push = SealedPush {
        device: device(),
        push,
    };
    messages.add("sealed_push", &sealed_push);
    messages.add(
        "sealed",
        &Deliver {
            sealed: b"an age file".to_vec().into(),
        },
    );
    messages.add(
        "pull",
        &Pull {
            cursors: vec![(Scope::Plan { area: area() }, 0), (route_scope(), 41)],
            limit: 2_000,
        },
    );
}

fn answers(messages: &mut Messages) {
    messages.add(
        "enroll_answer",
        &Enrolled {
            device: device(),
            server: server(),
            server_key: PublicKey(server_key().verifying_key().to_bytes()),
            user: author(),
            profile: profile(),
            roles: vec![Role::Kurir],
            area: area(),
            is_demo: false,
            sealing: Some(sealing_key()),
        },
    );
    messages.add(
        "hello_answer",
        &HelloAnswer {
            server_ms: NOW_MS,
            epoch: 1,
            challenge: vec![5; 56].into(),
            verdict: HelloVerdict::Ok,
            stored: (2, head()),
            scopes: vec![Scope::Plan { area: area() }, route_scope()],
            profile: profile(),
            roles: vec![Role::Kurir],
            area: None,
            phones: Vec::new(),
            again: vec![route_scope()],
            sealing: Some(sealing_key()),
            durable: 2,
            code: Some(notary().code(replica(), 2, head())),
            settled: vec![(1, duplicate())],
            set_aside: None,
            certificate: None,
        },
    );
    let op = OpId(id(7));
    messages.add(
        "review",
        &Review {
            origins_of: vec![op],
        },
    );
    messages.add("review_answer", &review_answer(op));
    messages.add(
        "verify",
        &Verify {
            code: notary().code(replica(), 2, head()),
        },
    );
    messages.add(
        "verify_answer",
        &VerifyAnswer {
            found: Some(Verified {
                call_name: Line::parse("Pak Dedi").expect("short"),
                device_name: "HP Pak Dedi".into(),
                records: 2,
                received_ms: 1_795_485_600_000,
                is_durable: true,
            }),
        },
    );
    messages.add("push_answer", &push_answer());
    let pulled = pull_answer();
    messages.add("pull_answer", &pulled);
    let rows = pulled.pages[0].puts.clone();
    let manifest = Manifest {
        head: 43,
        generation: 2,
        tally: rows.iter().collect(),
    };
    let scope = Scope::Plan { area: area() };
    let chunks = [[0xaa; 32], [0xbb; 32]];
    messages.add(
        "snapshot_index",
        &SnapshotIndex::sign(server(), scope, manifest, &chunks, &server_key()),
    );
    messages.add("snapshot_chunk", &SnapshotChunk { rows });
    messages.add("sealed_answer", &carried_answer());
    messages.add(
        "refusal",
        &Refusal {
            code: RefusalCode::ChallengeExpired,
            detail: "the challenge has expired: say hello again".to_owned(),
        },
    );
}

fn sealing_key() -> SealingKey {
    let recipient = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
    SealingKey::sign(server(), recipient.to_owned(), &server_key())
}

fn carried_answer() -> CarriedAnswer {
    CarriedAnswer::sign((server(), 1), replica(), 1, &push_answer(), &server_key())
}

fn notary() -> Notary {
    Notary::new(server(), &server_key())
}

const TIME: Effective = Effective {
    at_ms: NOW_MS,
    uncertainty_ms: 1_000,
};

/// Of the first operation.
fn receipt() -> Receipt {
    let content = operations()[0].content_hash();
    Receipt {
        time: TIME,
        mac: notary().vouch(&content, TIME),
    }
}

fn duplicate() -> Verdict {
    Verdict::Duplicate {
        positions: vec![(route_scope(), 42)],
        time: TIME,
    }
}

fn push_answer() -> PushAnswer {
    let verdicts = [
        Verdict::Applied {
            positions: vec![(route_scope(), 42)],
            time: TIME,
            conflict: false,
        },
        duplicate(),
        Verdict::Held {
            cause: HeldCause::UnknownKind,
            time: TIME,
        },
        Verdict::Quarantined {
            cause: QuarantineCause::OutOfScope,
            time: TIME,
        },
    ];
    let named = verdicts.into_iter().zip(31..);
    PushAnswer {
        verdicts: named
            .map(|(verdict, number)| (OpId(id(number)), verdict))
            .collect(),
        stored: (4, head()),
        receipts: write_macs(std::iter::repeat_n(receipt().mac, 4)),
        code: Some(notary().code(replica(), 4, head())),
    }
}

fn review_answer(op: OpId) -> ReviewAnswer {
    let origin = Origin {
        op,
        device_name: "HP Bu Sri".to_owned(),
        received_ms: NOW_MS,
    };
    let time = Effective {
        at_ms: NOW_MS - 60_000,
        uncertainty_ms: 1_000,
    };
    let item = ToReview {
        op,
        content: [9; 32].into(),
        kind: "delivery.record".to_owned(),
        scope: route_scope(),
        author: author(),
        origin: origin.clone(),
        time,
        why: Why::Held(HeldCause::AwaitingGrant),
        body: None,
    };
    ReviewAnswer {
        digest: [8; 32].into(),
        set_aside: vec![item],
        more: false,
        origins: vec![origin],
    }
}

fn pull_answer() -> PullAnswer {
    let mut register = Register::default();
    let head = Head {
        op: OpId(id(31)),
        author: author(),
        at_ms: NOW_MS,
        is_uncertain: false,
        value: cbor(&json!("Rute Melati")).into(),
    };
    register.apply(head, &[OpId(id(30))]);
    let route = EntityRef::new(EntityKind::Route, id(6));
    let row = Row {
        registers: BTreeMap::from([(RegisterName::new("profile"), register)]),
        ..Row::new(route, Scope::Plan { area: area() }, None)
    };
    PullAnswer {
        pages: vec![Page {
            scope: Scope::Plan { area: area() },
            removes: vec![EntityRef::new(EntityKind::Person, id(21))],
            cursor: 43,
            more: false,
            anew: false,
            must_snapshot: false,
            manifest: Some(Manifest {
                head: 43,
                generation: 1,
                tally: Tally::of(&row),
            }),
            puts: vec![row],
        }],
        lost: vec![route_scope()],
    }
}
