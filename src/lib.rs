//! rolebook
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod form;
pub mod markdown;
pub mod route;
pub mod slug;
pub mod source;
