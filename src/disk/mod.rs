//! The disk: the only place where files are read and written.

pub mod article;
mod changes;
pub mod create;
pub mod output;
pub mod read;
pub mod write;
