//! A table of a release: tab-separated text whose first line names the columns.
//! Columns are found by their names alone, so their order does not matter.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, SourcePath, Span};

/// Bad rows of one table that are told by themselves.
const TOLD: usize = 10;

/// A table, open at its first row.
pub(super) struct Table<'s> {
    source: &'s Arc<Source>,
    text: &'s str,
    columns: Vec<String>,
    header: usize,
    bad: Vec<Diagnostic>,
}

/// A row.
pub(super) struct Row<'s> {
    cells: Vec<&'s str>,
    /// Where it stands in the file.
    pub(super) at: std::ops::Range<usize>,
}

/// The place of a column.
#[derive(Clone, Copy)]
pub(super) struct Column(usize);

/// The same file as UTF-8 text without a mark at its start. Bytes that are no
/// UTF-8 are read as Windows-1252, which has letters for those that Latin-1 lacks.
pub(super) fn as_text(source: Source) -> Arc<Source> {
    let text = match source.text() {
        Ok(text) if !text.starts_with('\u{feff}') => return Arc::new(source),
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => source.bytes().iter().map(|byte| windows_1252(*byte)).collect(),
    };
    let path: SourcePath = source.path().clone();
    Arc::new(Source::new(path, text.into_bytes()))
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// A name without what releases spell differently: case, spaces, signs.
pub(super) fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

impl<'s> Table<'s> {
    pub(super) fn open(source: &'s Arc<Source>) -> Self {
        let text = source.text().unwrap_or_default();
        let header = text.find('\n').map_or(text.len(), |at| at + 1);
        let columns = text[..header].trim_end().split('\t').map(|name| cell(name).to_owned()).collect();
        Self { source, text, columns, header, bad: Vec::new() }
    }

    /// The column that has one of these names.
    pub(super) fn column(&self, names: &[&str]) -> Option<Column> {
        let at = names.iter().find_map(|name| {
            let name = bare(name);
            self.columns.iter().position(|column| bare(column) == name)
        });
        at.map(Column)
    }

    /// The same, of a column that a table is of no use without.
    pub(super) fn required(&mut self, names: &[&str]) -> Option<Column> {
        let column = self.column(names);
        if column.is_none() {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let columns: Vec<String> =
                self.columns.iter().take(20).map(|name| format!("`{}`", name.escape_debug())).collect();
            let end = self.text[..self.header].trim_end().len();
            self.bad.push(
                Diagnostic::error(
                    Code::ImportRefused,
                    format!("this table has no column {}", names.join(" or ")),
                )
                .at(Span::new(self.source, 0..end))
                .help(format!(
                    "columns are separated by tabs and named in the first line; here: {}",
                    columns.join(", ")
                )),
            );
        }
        column
    }

    /// Every row that is not blank and has a cell for each of the columns `needed`.
    /// Others are told.
    pub(super) fn rows(&mut self, needed: &[Column]) -> Vec<Row<'s>> {
        let text = self.text;
        let mut at = self.header;
        let mut rows = Vec::new();
        for line in text[self.header..].split_inclusive('\n') {
            let start = at;
            at += line.len();
            let line = line.trim_end_matches(['\r', '\n']);
            if line.trim().is_empty() {
                continue;
            }
            let row = Row { cells: line.split('\t').map(cell).collect(), at: start..start + line.len() };
            let (cells, columns) = (row.cells.len(), self.columns.len());
            if cells > columns {
                self.refuse(&row, format!("this row has {cells} cells, and the table {columns} columns"));
            } else if let Some(empty) = needed.iter().find(|column| row.get(**column).is_empty()) {
                let name = self.columns[empty.0].clone();
                self.refuse(&row, format!("this row has nothing in the column `{name}`"));
            } else {
                rows.push(row);
            }
        }
        rows
    }

    /// Tells that a row cannot be used.
    pub(super) fn refuse(&mut self, row: &Row<'_>, message: String) {
        let span = Span::new(self.source, row.at.clone());
        self.bad.push(Diagnostic::error(Code::ImportRefused, message).at(span));
    }

    /// What is wrong with the table. A file that is something else altogether has
    /// as many bad rows as lines, so the first of them stand for the others.
    pub(super) fn close(self, diagnostics: &mut Diagnostics) {
        let more = self.bad.len().saturating_sub(TOLD);
        for (at, error) in self.bad.into_iter().take(TOLD).enumerate() {
            let is_last = at + 1 == TOLD && more > 0;
            diagnostics.push(if is_last {
                error.help(format!("{more} more rows of this file cannot be used either"))
            } else {
                error
            });
        }
    }
}

impl<'s> Row<'s> {
    /// What stands in the column; empty where the row ends before it.
    pub(super) fn get(&self, column: Column) -> &'s str {
        self.cells.get(column.0).copied().unwrap_or_default()
    }

    /// The same, of a column that the table may lack.
    pub(super) fn maybe(&self, column: Option<Column>) -> &'s str {
        column.map_or("", |column| self.get(column))
    }
}

/// A cell without the quotes that spreadsheets put around it, and with nothing
/// for the releases' word for nothing.
fn cell(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let text = inner.filter(|inner| !inner.contains('"')).unwrap_or(text);
    if text.eq_ignore_ascii_case("n/a") { "" } else { text }
}
