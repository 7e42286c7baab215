#![no_main]
//! See `rantang_fuzz::targets::envelope`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rantang_fuzz::targets::envelope(bytes));
