//! A morning during which programs, servers and machines die again and again.

use rantang_tests::kills::run;

const KILLS: usize = 60;
const SEED: u64 = 20_261_124;

#[test]
fn what_commands_confirmed_survives_every_kill_every_lost_power_and_every_bad_line() {
    let counts = run(KILLS, SEED);
    assert!(5 < counts.confirmed, "too few to mean anything: {counts:?}");
    assert!(0 < counts.writes_lost, "no write was lost: {counts:?}");
    assert!(0 < counts.troubled_calls, "the line was good: {counts:?}");
}
