#![no_main]
//! See `rantang_fuzz::targets::frame`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rantang_fuzz::targets::frame(bytes));
