//! Has the fuzzer call [`rolebook_fuzz::guide`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rolebook_fuzz::guide(bytes));
