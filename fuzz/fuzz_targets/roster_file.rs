#![no_main]
//! The list of an office: XLSX, XLS, ODS or a text. A reader of workbooks that panics is caught by
//! our own reader and is a broken file to its user: only what goes past that is a finding.

use std::sync::Once;

use rantang_fuzz::roster_file::Book;

static QUIET: Once = Once::new();

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let _ = Book::read(bytes);
});
