//! Has the fuzzer call [`rolebook_fuzz::template`].

#![no_main]

libfuzzer_sys::fuzz_target!(init: rolebook_fuzz::alone(), |bytes: &[u8]| rolebook_fuzz::template(bytes));
