//! The harness itself under test: each bug, switched on, is found by its seed and named rightly.

use rantang_tests::simulation::{Plan, Sabotage};

#[test]
fn a_server_that_acknowledges_before_it_commits_is_found() {
    found(
        1,
        Sabotage::AcknowledgeBeforeCommit,
        "does not show it any more",
    );
}

#[test]
fn a_cursor_that_is_saved_without_its_rows_is_found() {
    found(1, Sabotage::CursorBeforeRows, "the cursor of");
}

#[test]
fn a_hole_under_the_highest_number_is_found() {
    found(
        0,
        Sabotage::HoleHidden,
        "it held less than it had acknowledged",
    );
}

#[test]
fn a_phone_that_takes_over_the_checksum_of_the_server_is_found() {
    found(1, Sabotage::ChecksumAdopted, "does not show it any more");
}

#[test]
fn a_store_that_was_set_back_and_keeps_its_replica_id_is_found() {
    found(6, Sabotage::ReplicaKept, "fails on a good network");
}

#[test]
fn a_server_that_was_set_back_without_an_epoch_is_found() {
    found(1, Sabotage::NoEpoch, "fails on a good network");
}

#[test]
fn one_bad_operation_that_blocks_the_queue_is_found() {
    found(1, Sabotage::BadOperationBlocks, "fails on a good network");
}

#[test]
fn an_operation_that_is_dropped_because_it_was_refused_is_found() {
    found(0, Sabotage::RefusalDrops, "does not show it any more");
}

#[test]
fn an_operation_that_is_refused_because_it_is_from_the_future_is_found() {
    found(0, Sabotage::FutureRefused, "fails on a good network");
}

#[test]
fn the_time_of_a_hello_that_failed_is_found() {
    found(0, Sabotage::AnchorOfFailedSync, "ms from when it was");
}

#[test]
fn a_batch_whose_answer_was_lost_and_that_is_sent_as_something_new_is_found() {
    found(0, Sabotage::PartForgotten, "does not show it any more");
}

#[test]
fn two_programs_that_sync_one_store_are_found() {
    found(21, Sabotage::TwoWorkers, "the phone now says");
}

#[test]
fn a_row_that_left_and_was_forgotten_too_early_is_found() {
    found(1, Sabotage::TombstoneExpired, "went back");
}

#[test]
fn a_failed_upload_that_waits_for_the_next_write_is_found() {
    found(1, Sabotage::WaitsForWrite, "something still moves");
}

#[test]
fn what_is_fetched_over_what_was_written_since_the_batch_is_found() {
    found(
        24,
        Sabotage::RebasedOnBatchOnly,
        "does not show it any more",
    );
}

#[test]
fn an_operation_that_leaves_the_overlay_before_the_mirror_has_it_is_found() {
    found(0, Sabotage::OverlayLeftEarly, "does not show it any more");
}

/// Every replica agrees with every other here: only the model knows better.
#[test]
fn whoever_comes_later_and_always_wins_is_found() {
    found(1, Sabotage::TheirsAlwaysWins, "stand, expected");
}

#[test]
fn a_photo_that_leaves_its_phone_before_a_backup_has_it_is_found() {
    found(7, Sabotage::PhotoLeavesWhenStored, "no backup has it");
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
