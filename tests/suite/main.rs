//! What users of the program see, a module per feature. Everything runs the
//! real binary, but for what only the library shows.

#![expect(clippy::disallowed_methods, reason = "tests arrange sites on disk")]

mod arbitrary;
mod arrange;
mod built;
mod check;
mod minimal;
mod output;
mod outside;
mod reading;
mod reports;
mod site;
mod transcripts;
