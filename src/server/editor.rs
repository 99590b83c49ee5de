//! Links that open a file in the author's editor.

use std::path::PathBuf;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::site::Site;
use crate::source::SourcePath;

/// What need not be escaped in the path of a file in an address.
const FILE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// Opens files of the site.
#[derive(Clone, Debug)]
pub struct Editor {
    /// The full path of the site's folder.
    pub root: PathBuf,
}

impl Editor {
    /// The address that opens the file at `path` at that line and column, by the
    /// site's `editor_url`; `None` if it has none.
    pub fn address(
        &self,
        site: Option<&Site>,
        path: &SourcePath,
        line: usize,
        column: usize,
    ) -> Option<String> {
        let pattern = site?.book.config.editor_url.as_ref()?;
        let file = self.root.join(path.as_str());
        Some(fill(pattern, file.to_str()?, line, column))
    }
}

fn fill(pattern: &str, file: &str, line: usize, column: usize) -> String {
    let file = file.replace('\\', "/");
    // One slash between what stands before and the path, not two; but `file:///a` has
    // no host between its two.
    let has_slash = pattern.contains("/{path}") && !pattern.contains("://{path}");
    let file = if has_slash { file.trim_start_matches('/') } else { &file };
    let file = utf8_percent_encode(file, FILE).to_string();
    pattern
        .replace("{line}", &line.to_string())
        .replace("{column}", &column.to_string())
        .replace("{path}", &file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_filled_in_with_its_signs_escaped() {
        for (pattern, file, address) in [
            ("vscode://file/{path}:{line}:{column}", "/home/a b/c.md", "vscode://file/home/a%20b/c.md:3:7"),
            ("vscode://file/{path}:{line}", "C:\\guides\\c.md", "vscode://file/C:/guides/c.md:3"),
            (
                "idea://open?file={path}&line={line}",
                "/home/#1&2/c.md",
                "idea://open?file=/home/%231%262/c.md&line=3",
            ),
            ("x-edit:{path}", "/{line}/c.md", "x-edit:/%7Bline%7D/c.md"),
            (
                "txmt://open?url=file://{path}&line={line}",
                "/home/c.md",
                "txmt://open?url=file:///home/c.md&line=3",
            ),
        ] {
            assert_eq!(fill(pattern, file, 3, 7), address);
        }
    }
}
