//! The harness itself under test: each bug, switched on, is found by its seed and named rightly.

use rantang_tests::simulation::{Plan, Sabotage};

#[test]
fn a_server_that_acknowledges_before_it_commits_is_found() {
    found(
        0,
        Sabotage::AcknowledgeBeforeCommit,
        "does not show it any more",
    );
}

#[test]
fn a_cursor_that_is_saved_without_its_rows_is_found() {
    found(0, Sabotage::CursorBeforeRows, "does not show it any more");
}

#[test]
fn a_row_that_stays_on_a_phone_whose_user_lost_it_is_found() {
    found(0, Sabotage::RemovalForgotten, "may not read");
}

#[test]
fn an_operation_that_leaves_the_overlay_before_the_mirror_has_it_is_found() {
    found(0, Sabotage::OverlayLeftEarly, "does not show it any more");
}

#[test]
fn one_bad_operation_that_blocks_the_queue_is_found() {
    found(0, Sabotage::BadOperationBlocks, "fails on a good network");
}

/// Every replica agrees with every other here: only the model knows better.
#[test]
fn whoever_comes_later_and_always_wins_is_found() {
    found(1, Sabotage::TheirsAlwaysWins, "stand, expected");
}

fn found(seed: u64, sabotage: Sabotage, words: &str) {
    let healthy = Plan::of(seed);
    if let Err(failed) = healthy.run() {
        panic!("it fails without the bug: {failed}");
    }
    let story = healthy.with(sabotage).run();
    let failed = story.expect_err("the bug is not found");
    assert!(failed.finding.contains(words), "{failed}");
}
