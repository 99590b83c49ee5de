//! What users of the program see, a module per feature. Everything runs the
//! real binary, but for what only the library shows.

#![expect(clippy::disallowed_methods, reason = "tests arrange sites on disk")]

mod analytics;
mod arbitrary;
mod arbitrary_articles;
mod arrange;
mod built;
mod cards;
mod check;
mod connections;
mod data;
mod data_hostile;
mod data_pages;
mod endings;
mod failures;
mod hostile;
mod hosting;
mod importing;
mod importing_onet;
mod kept_code;
mod killed;
mod languages;
mod linked;
mod live;
mod looks;
mod map;
mod minimal;
mod output;
mod outside;
mod pathological;
mod previewed;
mod reading;
mod rebuilding;
mod reports;
mod rereading;
mod schema;
mod search;
mod serve;
mod serve_change;
mod serve_edits;
mod serve_errors;
mod serve_follow;
mod serve_live;
mod serve_margin;
mod serve_templates;
mod shared;
mod site;
mod skills_check;
mod specification;
mod starting;
mod supply;
#[expect(unreachable_pub, reason = "for fuzzers it is a crate of its own")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;
mod templates;
mod tools;
mod transcript;
mod transcripts;
