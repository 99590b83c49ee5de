//! The texts of files that authors begin with: a site, a guide, a page. It makes
//! texts of what it is given, and neither reads nor writes a file.

pub mod guide;
pub mod page;
pub mod site;

use crate::slug::Slug;

/// A file that is not there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// Where it will lie in the site.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// A title as TOML writes it.
fn quoted(title: &str) -> String {
    let title = title.replace(char::is_control, " ");
    format!("\"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Words for the author, which never reach a page. Whatever they quote, they end
/// where the comment does.
fn comment(words: &str) -> String {
    let words = words.trim().replace("-->", "-- >").replace("<!--", "< !--");
    if words.contains('\n') { format!("<!--\n{words}\n-->\n") } else { format!("<!-- {words} -->\n") }
}

/// A title on one line, or why it can be none.
pub fn sound_title(title: &str) -> Result<String, String> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err("the title is empty".to_owned());
    }
    let wrong = if title.contains(char::is_control) {
        "holds a control character"
    } else if !title.contains(char::is_alphanumeric) {
        "has no letter and no digit to name a file after"
    } else if Slug::of(&title).as_str().len() > LONGEST_NAME {
        "is too long to name a file after"
    } else {
        return Ok(title);
    };
    Err(format!("the title `{}` {wrong}", title.escape_debug()))
}

/// Bytes of a file's name, without its ending, as every system allows.
const LONGEST_NAME: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::outline::outline;

    #[test]
    fn what_a_comment_quotes_cannot_end_it() {
        let text = comment("one --> two <!-- three\n\n## Four\n\nFive to six.");
        let outline = outline(&text);
        assert!(outline.is_empty && outline.headings.is_empty() && outline.openings.is_empty());
        assert_eq!(outline.length.words, 0);
    }

    #[test]
    fn titles_are_one_line_with_something_to_name_a_file_after() {
        assert_eq!(sound_title("  Platform\n Engineer "), Ok("Platform Engineer".to_owned()));
        assert_eq!(sound_title("日本語").as_deref(), Ok("日本語"));
        for title in ["", " ", "!!!", "a\u{7}b", &"x".repeat(201)] {
            assert!(sound_title(title).is_err(), "{title}");
        }
    }

    #[test]
    fn titles_are_quoted_as_toml_reads_them() {
        for title in ["A \"B\" C", r"A\B", "Café's"] {
            let table: toml::Table = format!("title = {}", quoted(title)).parse().expect("TOML");
            assert_eq!(table["title"].as_str(), Some(title));
        }
    }
}
