#![no_main]
//! See `rantang_fuzz::targets::payload`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rantang_fuzz::targets::payload(bytes));
