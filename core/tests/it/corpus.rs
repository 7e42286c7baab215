//! What the fuzzers once began with or found: every reader takes it, or refuses it.

#[path = "../../../fuzz/src/targets.rs"]
mod targets;

use std::path::Path;

use targets::TARGETS;

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the corpus lies in files, for the fuzzers"
)]
fn every_reader_takes_or_refuses_what_the_fuzzers_found() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    for (name, target) in TARGETS {
        let files = std::fs::read_dir(corpus.join(name)).expect("a folder for each reader");
        let mut taken = 0;
        for file in files {
            target(&std::fs::read(file.expect("a file").path()).expect("its bytes"));
            taken += 1;
        }
        assert!(0 < taken, "{name} has no corpus");
    }
}
