//! The call to action below an article: a line that invites, perhaps a sentence,
//! and a button. It sells something and is no part of a guide.

use super::block::{Block, Shape};
use super::known::Known;

/// Where the call to action begins, if the article ends with one.
pub(super) fn start(blocks: &[Block], known: &Known) -> Option<usize> {
    let last = blocks.len().checked_sub(1)?;
    if !is_button(&blocks[last]) {
        return None;
    }
    for at in (last.saturating_sub(3)..last).rev() {
        let block = &blocks[at];
        if known.section(&block.text).is_some() {
            return None;
        }
        if invites(block) {
            // Something must be left.
            return (at > 0).then_some(at);
        }
        if block.shape != Shape::Paragraph || block.words() > 45 {
            return None;
        }
    }
    None
}

/// A short line that tells the reader to do something.
fn is_button(block: &Block) -> bool {
    let is_short = block.words() <= 8 && !block.text.ends_with(['.', ':', ';', '?']);
    let words = block.text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let first = words.split_whitespace().next().unwrap_or("");
    is_short && block.shape != Shape::Other && (block.is_link || DO.contains(&first))
}

/// A heading, or a line like one, that asks or invites.
fn invites(block: &Block) -> bool {
    let is_heading = matches!(block.shape, Shape::Heading(_)) || block.may_be_heading;
    let words = block.text.to_lowercase();
    let first = words.split_whitespace().next().unwrap_or("");
    let is_invitation = block.text.ends_with('?') || INVITES.contains(&first) || DO.contains(&first);
    is_heading && block.words() <= 12 && is_invitation && !block.text.ends_with(['.', ':'])
}

/// Words that begin what a button says.
const DO: &[&str] = &[
    "analyze",
    "apply",
    "book",
    "browse",
    "build",
    "check",
    "compare",
    "contact",
    "create",
    "discover",
    "download",
    "explore",
    "find",
    "get",
    "join",
    "learn",
    "read",
    "request",
    "see",
    "sign",
    "start",
    "subscribe",
    "take",
    "try",
    "upload",
];

/// Words that begin what stands above a button.
const INVITES: &[&str] =
    &["considering", "curious", "interested", "looking", "not", "ready", "thinking", "want", "wondering"];
