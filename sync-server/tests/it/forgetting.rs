//! What every store promises of removals that it forgets: a part of the contract.

use rantang_core::sync::protocol::{Page, Pull};

use super::contract::{Store, courier, establish};
use super::office::{nine_o_clock, route_scope};
use super::work::{delivery, moves};

pub async fn old_removals_are_forgotten_and_those_of_facts_are_not(store: &Store) {
    establish(store).await;
    let mut dedi = courier(store, 43, "dedi").await;
    dedi.record(0, route_scope("dedi"), delivery("dedi", "Sumiati"));
    dedi.send(store, 1, 1).await;
    let page = |cursor: u64| {
        let pull = Pull {
            cursors: vec![(route_scope("dedi"), cursor)],
            limit: 2_000,
        };
        let store = store.clone();
        let device = dedi.device;
        async move {
            let answer = store.pages(device, pull, nine_o_clock()).await;
            answer.expect("answered").pages.remove(0)
        }
    };
    let before = page(0).await.cursor;
    let mut ratna = courier(store, 42, "ratna").await;
    ratna.record(0, route_scope("dedi"), moves("Sumiati", "sri"));
    ratna.send(store, 1, 1).await;
    let after = page(before).await;
    let facts = |page: &Page| page.removes.iter().filter(|it| it.kind.is_fact()).count();
    assert_eq!(facts(&after), 1);
    assert!(1 < after.removes.len());

    let moved_ms = ratna.intake(1, 1).received_ms;
    assert_eq!(
        store.compact(moved_ms).await.expect("compacted"),
        0,
        "they are young"
    );
    let forgotten = store.compact(moved_ms + 1).await.expect("compacted");
    assert_eq!(forgotten, after.removes.len() - 1);
    let old = page(before).await;
    assert!(old.must_snapshot && old.more && old.puts.is_empty());
    assert_eq!((old.cursor, old.manifest), (before, None));
    let whole = page(0).await;
    assert_eq!((whole.must_snapshot, whole.removes.len()), (false, 1));
    assert!(
        !page(whole.cursor).await.must_snapshot,
        "who is up to date goes on"
    );
    let state = store.scope_state(route_scope("dedi")).await.expect("read");
    let state = state.expect("it has rows");
    assert!(before < state.compacted_through && state.compacted_through <= whole.cursor);

    let generation = state.manifest.generation;
    let raise = || store.raise_generation(route_scope("dedi"), generation);
    let (one, other) = tokio::join!(raise(), raise());
    let next = generation + 1;
    assert_eq!((one.expect("raised"), other.expect("raised")), (next, next));
}
