//! What users of the program see, a module per feature. Everything runs the
//! real binary, but for what only the library shows.

#![expect(clippy::disallowed_methods, reason = "tests arrange sites on disk")]

mod arbitrary;
mod arbitrary_articles;
mod arrange;
mod built;
mod importing;
mod minimal;
mod output;
mod reading;
mod reports;
mod site;
