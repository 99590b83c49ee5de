//! The disk: the only place where files are read and written.

mod changes;
pub mod mend;
pub mod output;
pub mod read;
pub mod remembered;
pub mod write;
