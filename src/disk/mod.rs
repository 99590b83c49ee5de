//! The disk: the only place where files are read and written.

mod changes;
pub mod create;
pub mod output;
pub mod read;
pub mod write;
