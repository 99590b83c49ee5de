//! rolebook turns a folder of career guides into a connected website.
//!
//! The way of the data:
//!
//! | # | function | gives |
//! |---|---|---|
//! | 1 | [`disk::read::read`] | [`source::Sources`]: every file of the site, read once |
//! | 2 | [`load::parse`] | [`content::Parsed`]: typed documents, each by itself |
//! | 3 | [`resolve::resolve`] | [`model::Book`]: no name in it dangles |
//! | 4 | [`plan::plan`] | [`plan::Plan`]: every URL and what answers it |
//! | 5 | [`view::view`] | what a page's template sees |
//! | 6 | [`site::Site::render`] | media type and bytes of one URL |
//!
//! All but the first are pure. Four names are the face of the library:
//! [`source::Sources`], [`site::Site`], [`route::Route`] and
//! [`diagnostic::Diagnostics`]; the stages are public so that tests and
//! benchmarks can drive each by itself.

pub mod address;
pub mod analytics;
pub mod anchors;
pub mod cmd;
pub mod config;
pub mod content;
pub mod cta;
pub mod diagnostic;
pub mod disk;
pub mod drawing;
pub mod export;
pub mod form;
pub mod import;
pub mod layout;
pub mod levels;
pub mod load;
pub mod look;
pub mod making;
pub mod markdown;
pub mod model;
pub mod names;
pub mod net;
pub mod plan;
pub mod preview;
pub mod proofreading;
pub mod report;
pub mod resolve;
pub mod route;
pub mod rules;
pub mod schema;
pub mod server;
pub mod site;
pub mod sketch;
pub mod slug;
pub mod source;
pub mod theme;
pub mod view;
pub mod words;
