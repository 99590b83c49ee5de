//! The disk: the only place where files are read and written.

pub mod article;
mod changes;
pub mod create;
pub mod folder;
pub mod mend;
pub mod output;
pub mod read;
pub mod remembered;
pub mod write;
