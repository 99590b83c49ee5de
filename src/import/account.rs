//! What was understood of an article, as lines that its author reads.

use super::{Account, Draft, LeftOut};

impl Draft {
    /// What was understood, a fact a line, and what was not sure after it.
    pub fn told(&self) -> String {
        let account = &self.account;
        let mut lines: Vec<(&str, String)> = Vec::new();
        let at = |line: usize| format!("(line {line})");
        let title = account.title.map_or_else(|| "(the file's name)".to_owned(), at);
        lines.push(("title", format!("{} {title}", self.title)));
        for (label, kept) in [("field", &self.named.field), ("track", &self.named.track)] {
            if let Some(kept) = kept {
                lines.push((label, format!("{} {}", kept.value, at(kept.line))));
            }
        }
        if !account.keys.is_empty() {
            lines.push(("keys", account.keys.join(", ")));
        }
        for (label, kept) in [("technical skills", &account.technical), ("soft skills", &account.soft)] {
            if let Some(kept) = kept {
                lines.push((
                    label,
                    format!("{}: {} {}", kept.value.len(), kept.value.join(", "), at(kept.line)),
                ));
            }
        }
        for (heading, section) in &account.headings {
            lines.push(match section {
                Some(section) if *section == heading.value => {
                    ("section", format!("{section} {}", at(heading.line)))
                }
                Some(section) => {
                    ("section", format!("{} {}, which is `{section}`", heading.value, at(heading.line)))
                }
                None => (
                    "heading",
                    format!("{} {}, which is no section of the site", heading.value, at(heading.line)),
                ),
            });
        }
        if account.lists > 0 {
            lines.push(("lists", account.lists.to_string()));
        }
        let mut told = String::new();
        for (label, text) in lines {
            told.push_str(&format!("  {label}: {text}\n"));
        }
        told
    }

    /// What was left out and what was not sure, with lines.
    pub fn doubts(&self) -> String {
        let Account { left_out, unsure, .. } = &self.account;
        let mut told = String::new();
        for left in left_out {
            told.push_str(&format!("  left out: line {}, {}: {}\n", left.line, left.what, quoted(left)));
        }
        for note in unsure {
            told.push_str(&format!("  unsure: line {}: {}\n", note.line, note.text));
        }
        told
    }
}

/// A call to action is quoted in full, as nobody else keeps it; of what surrounds
/// an article the beginning is enough to know it.
fn quoted(left: &LeftOut) -> String {
    let words: Vec<&str> = left.words.split_whitespace().collect();
    if matches!(left.what, "a call to action" | "small print") || words.len() <= 12 {
        return format!("\"{}\"", left.words);
    }
    format!("\"{} ...\" ({} words)", words[..8].join(" "), words.len())
}
