//! The open data of a site: what its guides say, for programs and analysts. Every
//! key of it is told once, in `records`; the JSON, its schema, the tables and the
//! page about them are made from there. Pure, as pages are; it makes no HTML.

pub mod facts;
pub mod graph;
pub mod graphml;
pub mod key;
pub mod prose;
pub mod records;
pub mod schema;
pub mod tables;
pub mod twin;

use crate::model::Book;
use crate::plan::DataFile;

/// Version of the format. A key or a file more raises the second number; whatever
/// could break a program that reads the data raises the first.
pub const VERSION: &str = "1.0";

/// The bytes of a file of the open data.
pub fn file(book: &Book, file: DataFile) -> String {
    match file {
        DataFile::Graph => graph::json(book),
        DataFile::Schema => schema::json(book),
        DataFile::Roles => tables::roles(book),
        DataFile::Skills => tables::skills(book),
        DataFile::Transitions => tables::transitions(book),
        DataFile::GraphMl => graphml::xml(book),
    }
}
