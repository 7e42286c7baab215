//! One event in, one instruction out: the order of a sync, and when the next begins.

use super::*;

fn greeted(unsent: bool) -> Input {
    Input::Greeted {
        unsent,
        may_pull: true,
        watches: false,
    }
}

fn pulled(more: bool) -> Input {
    Input::Pulled {
        more,
        snapshot: false,
    }
}

#[test]
fn a_snapshot_is_fetched_part_by_part_before_the_pull_goes_on() {
    let mut client = Client::default();
    let snapshot = Input::Pulled {
        more: true,
        snapshot: true,
    };
    let outputs = [
        Input::Wake,
        greeted(false),
        Input::Counted,
        snapshot,
        Input::Fetched { more: true },
        Input::Fetched { more: false },
    ]
    .map(|input| client.step(input, 0, 500).unwrap());
    assert_eq!(outputs[3..], [Output::Fetch, Output::Fetch, Output::Pull]);
}

#[test]
fn a_sync_greets_pushes_all_batches_and_pulls_all_pages() {
    let mut client = Client::default();
    let outputs: Vec<_> = [
        Input::Wake,
        greeted(true),
        Input::Pushed { more: true },
        Input::Pushed { more: false },
        Input::Counted,
        pulled(true),
        pulled(false),
    ]
    .into_iter()
    .map(|input| client.step(input, 0, 500).unwrap())
    .collect();
    let wait = Output::Wait {
        until_ms: Client::IDLE_MS,
    };
    let expected = [
        Output::Hello,
        Output::Push,
        Output::Push,
        Output::Count,
        Output::Pull,
        Output::Pull,
        wait,
    ];
    assert_eq!(outputs, expected);
}

#[test]
fn the_mirror_is_counted_after_a_start_and_every_day() {
    let mut client = Client::default();
    let mut counts = |now_ms| {
        client.step(Input::Wake, now_ms, 0);
        let first = client.step(greeted(false), now_ms, 0);
        if first == Some(Output::Count) {
            client.step(Input::Counted, now_ms, 0);
        }
        client.step(pulled(false), now_ms, 0);
        first == Some(Output::Count)
    };
    let day = Client::COUNT_MS;
    assert_eq!(
        [counts(5), counts(6), counts(4 + day), counts(5 + day)],
        [true, false, false, true]
    );
}

#[test]
fn a_write_during_a_sync_starts_one_more() {
    let mut client = Client::default();
    client.step(Input::Wake, 0, 0);
    client.step(greeted(false), 0, 0);
    client.step(Input::Counted, 0, 0);
    assert_eq!(client.step(Input::Wake, 0, 0), None);
    assert_eq!(client.step(pulled(false), 0, 0), Some(Output::Hello));
}

#[test]
fn failures_back_off_up_to_a_limit_and_a_success_forgets_them() {
    let mut client = Client::default();
    let mut waits = Vec::new();
    for _ in 0..12 {
        client.step(Input::Wake, 0, 500);
        let Some(Output::Wait { until_ms }) = client.step(Input::Failed(Failure::Network), 0, 500)
        else {
            panic!("a failure waits")
        };
        waits.push(until_ms);
    }
    assert_eq!(waits[..3], [2_000, 4_000, 8_000]);
    assert_eq!(waits.last(), Some(&Client::BACKOFF_MAX_MS));
    client.step(Input::Wake, 0, 500);
    client.step(greeted(false), 0, 500);
    client.step(Input::Counted, 0, 500);
    client.step(pulled(false), 0, 500);
    client.step(Input::Wake, 0, 500);
    let again = client.step(Input::Failed(Failure::Network), 0, 500);
    assert_eq!(again, Some(Output::Wait { until_ms: 2_000 }));
}

#[test]
fn where_somebody_follows_the_day_the_loop_asks_within_fifteen_seconds() {
    for jitter in [0, 500, 999] {
        let mut client = Client::default();
        client.step(Input::Wake, 0, jitter);
        let watching = Input::Greeted {
            unsent: false,
            may_pull: true,
            watches: true,
        };
        client.step(watching, 0, jitter);
        let wait = client.step(pulled(false), 0, jitter);
        let Some(Output::Wait { until_ms }) = wait else {
            panic!("a sync that ended waits: {wait:?}")
        };
        assert!(until_ms < 15_000, "{until_ms}");
    }
}

#[test]
fn one_lost_signature_is_the_line_and_the_next_one_is_not() {
    let mut client = Client::default();
    let unsigned = Input::Failed(Failure::Signature);
    let waits: Vec<_> = [unsigned, unsigned]
        .into_iter()
        .map(|input| {
            client.step(Input::Wake, 0, 500);
            client.step(input, 0, 500)
        })
        .collect();
    let wait = |until_ms| Some(Output::Wait { until_ms });
    assert_eq!(
        waits,
        [wait(Client::BACKOFF_FIRST_MS), wait(Client::BACKOFF_MAX_MS)]
    );
    client.step(Input::Wake, 0, 500);
    client.step(Input::Failed(Failure::Network), 0, 500);
    assert!(!client.failed_signature());
}

#[test]
fn an_expired_challenge_greets_again_once() {
    let mut client = Client::default();
    client.step(Input::Wake, 0, 0);
    client.step(greeted(true), 0, 0);
    let expired = Input::Failed(Failure::Challenge);
    assert_eq!(client.step(expired, 0, 0), Some(Output::Hello));
    assert!(matches!(
        client.step(expired, 0, 0),
        Some(Output::Wait { .. })
    ));
}

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_said() {
    let mut client = Client::default();
    client.step(Input::Wake, 0, 500);
    let busy = Input::Failed(Failure::Busy {
        retry_after_ms: 30_000,
    });
    assert_eq!(
        client.step(busy, 0, 500),
        Some(Output::Wait { until_ms: 30_000 })
    );
}
