//! Has the fuzzer call [`rolebook_fuzz::drawing`].

#![no_main]

libfuzzer_sys::fuzz_target!(init: rolebook_fuzz::alone(), |bytes: &[u8]| rolebook_fuzz::drawing(bytes));
