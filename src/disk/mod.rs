//! The disk: the only place where files are read and written.

pub mod article;
pub mod built;
mod cache;
mod changes;
pub mod create;
pub mod folder;
mod lock;
pub mod made;
pub mod mend;
pub mod output;
pub mod read;
mod regular;
pub mod remembered;
pub mod write;
