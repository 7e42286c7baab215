//! Lists that the fuzzers once began with or found: each is a book, or is refused.

use std::path::Path;

use rantang_device::roster::file::Book;

#[test]
fn the_reader_of_lists_takes_or_refuses_what_the_fuzzers_found() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/roster_file");
    let mut books = 0;
    for file in std::fs::read_dir(corpus).expect("a corpus") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("its bytes");
        books += usize::from(Book::read(&bytes).is_ok());
    }
    assert!(3 < books, "{books} of the lists are books");
}
