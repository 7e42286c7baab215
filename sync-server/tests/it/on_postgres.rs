//! What is asked of the server over HTTP holds on PostgreSQL too: the same tests, run again.

use std::cell::Cell;

use super::office::TestServer;

thread_local! {
    static WANTED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a server that this thread starts keeps its data in PostgreSQL.
pub fn wanted() -> bool {
    WANTED.get()
}

/// Back to SQLite at its end, also after a panic: the next test may have the same thread.
struct Wanted;

impl Drop for Wanted {
    fn drop(&mut self) {
        WANTED.set(false);
    }
}

fn on_postgres(test: fn()) {
    WANTED.set(true);
    let _wanted = Wanted;
    test();
}

/// A server on PostgreSQL, for a test that is about it.
pub async fn start() -> TestServer {
    WANTED.set(true);
    let _wanted = Wanted;
    TestServer::start().await
}

macro_rules! again {
    ($($module:ident: $($name:ident),+;)+) => {
        $(mod $module {
            $(#[test]
            fn $name() {
                super::on_postgres(crate::$module::$name);
            })+

            /// A test that is added there is run here too, or named above with the reason.
            #[test]
            fn every_test_is_run_again() {
                let source = include_str!(concat!(stringify!($module), ".rs"));
                let again = [$(stringify!($name)),+];
                super::assert_all_named(source, &again);
            }
        })+
    };
}

/// What puts SQLite's file back from a copy.
const ONLY_SQLITE: &[&str] = &[
    "after_a_rollback_nobody_announced_every_operation_is_back_at_its_time_once",
    "a_rollback_shows_by_the_phone_of_somebody_who_only_reads",
];

fn assert_all_named(source: &str, again: &[&str]) {
    let tests = source.lines().zip(source.lines().skip(1));
    for (attribute, function) in tests.filter(|(it, _)| it.starts_with("#[tokio::test")) {
        let name = function.trim_start_matches("pub async fn ");
        let name = name.split('(').next().unwrap_or(name);
        assert!(
            again.contains(&name) || ONLY_SQLITE.contains(&name),
            "{attribute} {function} is not run on PostgreSQL"
        );
    }
}

again! {
    agreement:
        a_wrong_number_is_found_mended_and_of_another_generation,
        a_device_that_stopped_is_told_when_the_server_was_wrong_and_an_operator_hears_it_till_then,
        a_device_that_is_wrong_itself_changes_nothing_here,
        an_empty_scope_counts_nothing;
    bad_input:
        a_body_that_is_no_message_is_refused,
        a_message_larger_than_allowed_is_refused,
        a_batch_of_too_many_operations_is_refused,
        an_empty_batch_changes_nothing,
        a_newer_protocol_is_told_which_one_is_spoken_here,
        a_stranger_is_not_let_in,
        a_full_server_says_when_to_come_back,
        a_connection_that_ends_in_the_middle_of_a_body_stores_nothing;
    clocks:
        a_clock_in_1970_or_2099_is_put_right_by_the_hello_of_the_same_boot,
        a_phone_that_was_restarted_is_put_right_by_the_hello_that_comes_later,
        a_lost_boot_leaves_the_time_uncertain_and_the_record_taken_in,
        a_late_copy_of_a_hello_does_not_move_the_anchor;
    covers:
        who_covers_has_the_list_on_the_evening_before_and_until_the_last_day,
        work_under_a_cover_that_arrives_after_its_end_counts,
        the_rest_of_a_round_waits_for_its_hand_over_and_then_counts,
        nobody_hands_over_a_round_that_is_not_theirs;
    hello:
        a_log_that_grew_is_fine_and_the_server_says_what_it_has,
        a_phone_restored_from_a_copy_is_told_that_its_log_forked,
        a_clone_that_went_on_elsewhere_is_told_so,
        a_server_that_holds_less_than_it_acknowledged_raises_its_epoch_once,
        a_revoked_device_may_hand_in_what_it_has_and_pull_nothing,
        a_challenge_ends_after_ten_minutes_of_server_time,
        a_coordinator_hears_how_far_each_couriers_phone_holds_its_list;
    moves:
        who_moves_to_another_kelurahan_comes_to_its_office_with_everything_and_without_a_route,
        what_was_recorded_before_anybody_heard_of_the_move_counts_where_the_person_is_now,
        two_offices_that_edit_at_once_lose_no_value,
        sent_to_two_kelurahan_at_once_somebody_stands_in_one_and_both_are_kept,
        nobody_moves_a_person_of_another_office_or_out_of_the_kecamatan,
        who_is_sent_to_another_office_hands_in_what_was_done_and_gives_up_what_was_there,
        a_psm_of_other_rws_sees_those_and_no_longer_the_old_ones;
    pairing:
        a_paired_device_knows_its_user_and_the_server,
        asking_again_with_the_same_key_gets_the_same_device_even_after_the_day,
        a_used_old_or_invented_code_pairs_nothing;
    pull:
        a_courier_gets_the_plan_and_the_people_of_the_own_route_and_no_case_data,
        a_coordinator_gets_everybody_with_and_without_a_route,
        pages_of_any_size_add_up_to_the_same,
        a_page_holds_no_more_than_was_asked_for_and_says_that_more_follows,
        who_moves_to_another_route_leaves_the_one_courier_and_comes_to_the_other,
        who_loses_a_route_loses_its_rows,
        a_scope_that_was_never_granted_is_lost_and_not_shown,
        a_cursor_from_before_a_restore_begins_anew;
    push:
        a_recorded_delivery_reaches_the_coordinator,
        the_same_batch_again_has_no_further_effect_and_the_same_receipts,
        ranges_may_overlap_and_come_behind_what_is_stored,
        a_batch_that_does_not_continue_the_log_is_refused_whole,
        another_history_of_the_same_replica_is_refused,
        a_log_belongs_to_its_device,
        operations_under_a_new_replica_are_duplicates_with_their_first_receipts,
        the_same_id_with_other_content_is_stored_and_set_aside,
        a_copy_within_one_batch_is_a_duplicate_of_the_first,
        an_effect_stands_where_the_last_operation_of_the_batch_left_its_row,
        two_edits_that_did_not_see_each_other_are_a_conflict;
    review:
        what_was_set_aside_is_shown_to_the_coordinator_and_counts_when_she_accepts_it,
        what_the_coordinator_leaves_aside_is_asked_no_more_and_has_no_effect,
        nobody_but_a_coordinator_accepts_and_only_what_was_looked_at,
        an_acceptance_that_arrives_first_counts_as_well,
        what_a_revoked_phone_still_sends_counts_when_the_coordinator_accepts_it,
        a_record_that_came_days_late_counts_and_is_looked_at;
    rights:
        a_courier_writes_to_the_own_route_only,
        a_courier_confirms_no_death_and_speaks_for_nobody_else,
        a_couriers_remark_reaches_the_case_file_that_the_courier_cannot_read,
        a_psm_sees_the_case_files_of_the_rws_on_the_offices_list,
        what_was_done_while_carrying_the_route_counts_after_it_was_given_away,
        work_that_came_before_its_assignment_has_its_effect_when_that_arrives,
        a_coordinator_reaches_into_no_other_kelurahan;
    sample:
        writing_the_sample_again_changes_nothing_and_a_new_day_brings_its_boxes,
        the_sample_shows_what_a_morning_can_bring,
        two_weeks_lie_behind_the_sample_and_one_person_went_without_for_three_days;
    set_aside:
        a_kind_of_tomorrow_waits_and_a_broken_body_is_set_aside,
        what_the_store_cannot_write_is_held_and_its_neighbours_have_their_effect;
    recover:
        a_receipt_that_is_not_the_servers_own_gives_no_time;
    sealed:
        a_range_that_somebody_carried_has_its_effect_once,
        a_later_range_waits_for_the_earlier_one,
        what_a_revoked_device_seals_is_set_aside,
        a_carrier_cannot_forge_or_alter_a_range;
    snapshots:
        who_has_nothing_gets_large_scopes_whole_and_what_others_get_by_pages,
        twenty_devices_at_once_make_one_snapshot,
        a_snapshot_is_good_until_the_scope_has_moved_on_and_the_last_one_stays_a_while,
        a_broken_file_is_never_sent_and_made_anew,
        whoever_finds_the_files_reads_no_name_in_them,
        what_was_made_before_a_restore_is_never_sent_after_it,
        nothing_is_left_of_what_was_begun_and_files_are_for_the_owner_only,
        a_snapshot_is_for_those_who_may_read_the_scope,
        a_device_that_was_away_too_long_begins_from_a_snapshot_that_knows_who_left;
}
