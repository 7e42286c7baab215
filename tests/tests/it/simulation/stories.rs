//! The seeds that every run looks at.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rantang_tests::simulation::{Counts, Failed, Plan, Story};

use crate::seeds::seeds;

/// Looked at in every run. Fresh ones are for `make simulate`: a bug that a seed finds is mended
/// before it stops somebody else's work.
const FIXED: Range<u64> = 0..32;

#[test]
fn whatever_the_network_does_nothing_is_lost_and_all_replicas_agree_with_the_model() {
    let stories = run(&seeds(FIXED, 0));
    let failed: Vec<&Failed> = stories.iter().filter_map(|it| it.as_ref().err()).collect();
    let which: Vec<u64> = failed.iter().map(|failed| failed.plan.seed).collect();
    if let Some(first) = failed.first() {
        panic!("seeds {which:?} fail, the first of them so:\n{first}");
    }
}

#[test]
fn a_seed_tells_the_same_story_every_time() {
    for seed in [3, 7, 11] {
        let [once, again] = [(); 2].map(|()| Plan::of(seed).run());
        let [once, again] = [once, again].map(|it| it.unwrap_or_else(|failed| panic!("{failed}")));
        assert_eq!(once, again);
        let other = Plan::of(seed + 1)
            .run()
            .unwrap_or_else(|failed| panic!("{failed}"));
        assert_ne!(once.hash, other.hash);
    }
}

/// Worlds in which something was wrong once. What it was: docs/reliability.md.
#[test]
fn what_a_seed_has_found_stays_mended() {
    for (seed, what) in [
        (
            1,
            "a clone that wrote more than its twin had sent was refused for ever",
        ),
        (
            20,
            "an operation of a newer app kept a restored server's phones from sending again",
        ),
        (
            20_011,
            "a server that was set back did not hear of it from phones that had only fetched since",
        ),
        (
            20_015,
            "hand-overs under an entry that was merged away counted as its own once more",
        ),
        (
            7,
            "the bytes of a photo that was taken away stayed on its phone",
        ),
        (
            23,
            "so they did where the record had left the phone and come back",
        ),
        (
            74,
            "a hello that lay about for two days moved what was recorded after it by as much",
        ),
        (
            109,
            "a photo was not sent again to a server that was set back",
        ),
    ] {
        if let Err(failed) = Plan::of(seed).run() {
            panic!("{what}: {failed}");
        }
    }
}

/// A world in which nothing collides would prove nothing.
#[test]
fn the_worlds_are_full_of_what_they_are_made_for() {
    let stories: Vec<Story> = run(&[1, 4, 7, 10])
        .into_iter()
        .map(|it| it.unwrap_or_else(|failed| panic!("{failed}")))
        .collect();
    let sum =
        |count: fn(&Counts) -> usize| stories.iter().map(|it| count(&it.counts)).sum::<usize>();
    for (what, found) in [
        ("conflicts", sum(|it| it.came_of_it.conflicts)),
        ("hand-overs too many", sum(|it| it.came_of_it.duplicates)),
        ("deaths", sum(|it| it.came_of_it.deaths)),
        ("operations set aside", sum(|it| it.came_of_it.set_aside)),
        ("batches behind another", sum(|it| it.batches_in_a_row)),
        ("crashes of a phone", sum(|it| it.of("crashes of a phone"))),
        (
            "crashes of the server",
            sum(|it| it.of("crashes of the server")),
        ),
        ("two syncs at once", sum(|it| it.of("two syncs at once"))),
        ("clocks that lie", sum(|it| it.of("clocks that lie"))),
        ("messages dropped", sum(|it| it.of("messages dropped"))),
        ("messages doubled", sum(|it| it.of("messages doubled"))),
        ("messages late", sum(|it| it.of("messages late"))),
        ("messages cut", sum(|it| it.of("messages cut"))),
        (
            "answers lost after the commit",
            sum(|it| it.of("answers lost after the commit")),
        ),
    ] {
        assert!(2 < found, "{what}: {found} in four worlds");
    }
}

/// Two at a time, in the order of the seeds.
fn run(seeds: &[u64]) -> Vec<Result<Story, Failed>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let story = Plan::of(*seed).run();
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.push((*seed, story));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(seed, _)| *seed);
    done.into_iter().map(|(_, story)| story).collect()
}
