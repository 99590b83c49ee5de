//! Lists of tags, split: at the signs between them, or, where a page's tags ran
//! together as they were copied, at changes of case, guided by the skills that the
//! site knows and by names that have capitals inside.

use std::collections::BTreeSet;

use super::capitals::INNER_CAPITALS;
use crate::slug::Slug;

/// What a line of tags was split into.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) tags: Vec<String>,
    /// Tags whose ends are known by a capital alone.
    pub(super) guessed: Vec<String>,
}

/// Names of skills.
#[derive(Debug, Default)]
pub(super) struct Names {
    slugs: BTreeSet<Slug>,
    /// Letter by letter, the longest first.
    names: Vec<String>,
}

impl Names {
    /// These names beside those that everybody knows.
    pub(super) fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let own: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
        let slugs = own.iter().map(|name| Slug::of(name)).collect();
        let mut names: Vec<String> =
            own.into_iter().chain(INNER_CAPITALS.iter().map(|name| (*name).to_owned())).collect();
        names.retain(|name| !name.trim().is_empty());
        names.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        names.dedup();
        Self { slugs, names }
    }

    /// Whether the site knows this skill.
    pub(super) fn knows(&self, tag: &str) -> bool {
        self.slugs.contains(&Slug::of(tag))
    }

    /// The longest name that `text` begins with and that can end there.
    fn prefix(&self, text: &str) -> Option<&str> {
        self.names.iter().map(String::as_str).find(|name| {
            text.strip_prefix(name).is_some_and(|rest| {
                let last = name.chars().next_back().unwrap_or(' ');
                rest.chars().next().is_none_or(|next| can_part(last, next) || self.begins_small(rest))
            })
        })
    }

    /// The longest name that `text` begins with as whole words.
    fn inside(&self, text: &str) -> Option<&str> {
        self.names.iter().map(String::as_str).find(|name| {
            text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_lowercase()))
        })
    }

    /// Whether a name that begins with a small letter, such as `macOS`, stands
    /// here and ends where a tag can end.
    fn begins_small(&self, text: &str) -> bool {
        text.starts_with(char::is_lowercase)
            && INNER_CAPITALS.iter().any(|name| {
                text.strip_prefix(name)
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()))
            })
    }
}

/// Splits a line of tags.
pub(super) fn split(line: &str, names: &Names) -> Split {
    let mut split = Split::default();
    let is_between = |c: char| matches!(c, ',' | ';' | '|' | '•' | '·' | '\t' | '\n');
    if line.contains(is_between) {
        let parts = line.split(is_between).map(str::trim).filter(|part| !part.is_empty());
        split.tags = parts.map(|part| part.strip_prefix("and ").unwrap_or(part).to_owned()).collect();
        return split;
    }
    let line = line.trim();
    if line.is_empty() {
        return split;
    }
    if names.knows(line) {
        split.tags.push(line.to_owned());
        return split;
    }
    run_together(line, names, &mut split);
    // A single tag was not split, so nothing was guessed.
    if split.tags.len() == 1 {
        split.guessed.clear();
    }
    split
}

fn run_together(line: &str, names: &Names, split: &mut Split) {
    let mut rest = line;
    while !rest.is_empty() {
        let (end, is_known) = match names.prefix(rest) {
            Some(name) => (name.len(), true),
            None => (end_of_tag(rest, names), false),
        };
        let (tag, after) = rest.split_at(end);
        let tag = tag.trim();
        if !tag.is_empty() {
            if !is_known && !names.knows(tag) {
                split.guessed.push(tag.to_owned());
            }
            split.tags.push(tag.to_owned());
        }
        rest = after.trim_start();
    }
}

/// Where the tag that `text` begins with ends: at the first change of case
/// outside a name with capitals inside.
fn end_of_tag(text: &str, names: &Names) -> usize {
    let mut at = 0;
    // A name may stand inside a tag: `AWS/GCP`, `Advanced PostgreSQL`.
    while at < text.len() {
        let is_start = at == 0 || text[..at].ends_with(|c: char| !c.is_alphanumeric());
        let inside = is_start.then(|| names.inside(&text[at..])).flatten();
        let step = inside.map_or_else(|| text[at..].chars().next().map_or(1, char::len_utf8), str::len);
        let next = at + step;
        let Some(following) = text[next..].chars().next() else { return text.len() };
        let last = text[..next].chars().next_back().unwrap_or(' ');
        let is_end = match inside {
            Some(_) => can_part(last, following),
            None => is_change(text, next, last, following),
        };
        if is_end || last.is_alphanumeric() && names.begins_small(&text[next..]) {
            return next;
        }
        at = next;
    }
    text.len()
}

/// Whether one tag can end with `last` where the next begins with `next`.
fn can_part(last: char, next: char) -> bool {
    let joins = matches!(last, '/' | '-' | '&' | '(' | '.' | '\'' | '\u{2019}');
    next.is_uppercase() && !last.is_whitespace() && !joins
}

/// Whether the case changes at `at` in the way it does between two tags:
/// `LinuxSecurity`, `SQLTableau`, `C++Java`.
fn is_change(text: &str, at: usize, last: char, next: char) -> bool {
    if !next.is_uppercase() {
        return false;
    }
    if last.is_lowercase() || last.is_ascii_digit() || matches!(last, ')' | '+' | '#') {
        return true;
    }
    // The last of several capitals begins a word, unless it is the end of a plural.
    let small: String = text[at + next.len_utf8()..].chars().take_while(|c| c.is_lowercase()).collect();
    let is_plural = small == "s";
    last.is_uppercase() && !small.is_empty() && !is_plural && capitals_before(text, at) > 1
}

fn capitals_before(text: &str, at: usize) -> usize {
    text[..at].chars().rev().take_while(|c| c.is_uppercase()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, known: &[&str], tags: &[&str]) {
        assert_eq!(split(line, &Names::new(known.iter().copied())).tags, tags, "{line}");
    }

    #[test]
    fn tags_part_where_the_case_changes() {
        check("LinuxNetwork SecurityOn-call Duty", &[], &["Linux", "Network Security", "On-call Duty"]);
        check("Attention to DetailTeamworkHonesty", &[], &["Attention to Detail", "Teamwork", "Honesty"]);
        check("AWS/GCPAnsibleRust/Go", &[], &["AWS/GCP", "Ansible", "Rust/Go"]);
        check("SQLTableauETLExcel", &[], &["SQL", "Tableau", "ETL", "Excel"]);
        check("C++JavaC#Go", &[], &["C++", "Java", "C#", "Go"]);
        check("Office 365ExcelWeb3Solidity", &[], &["Office 365", "Excel", "Web3", "Solidity"]);
        check("Linux", &[], &["Linux"]);
        check("", &[], &[]);
    }

    #[test]
    fn names_with_capitals_inside_stay_whole() {
        check(
            "GraphQLPostgreSQLDevOpsJavaScriptmacOSCI/CD",
            &[],
            &["GraphQL", "PostgreSQL", "DevOps", "JavaScript", "macOS", "CI/CD"],
        );
        check("LinuxmacOSWindows", &[], &["Linux", "macOS", "Windows"]);
        check("Advanced PostgreSQLREST APIsGit", &[], &["Advanced PostgreSQL", "REST APIs", "Git"]);
        check("CI/CD PipelinesGitHub ActionsDocker", &[], &["CI/CD Pipelines", "GitHub Actions", "Docker"]);
        check("JavaScript/TypeScriptNode.jsHTML/CSS", &[], &["JavaScript/TypeScript", "Node.js", "HTML/CSS"]);
        check("DevOps CultureSQL", &[], &["DevOps Culture", "SQL"]);
    }

    #[test]
    fn the_vocabulary_knows_better() {
        check("BakeryXLPastry", &["BakeryXL"], &["BakeryXL", "Pastry"]);
        check("Oven CareOven", &["Oven Care", "Oven"], &["Oven Care", "Oven"]);
        check("OpenOvenSaltyBread", &["OpenOven"], &["OpenOven", "Salty", "Bread"]);
    }

    #[test]
    fn signs_between_tags_leave_nothing_to_guess() {
        check("SQL, dbt, and Looker", &[], &["SQL", "dbt", "Looker"]);
        check("SQL · Spreadsheets | R", &[], &["SQL", "Spreadsheets", "R"]);
    }

    #[test]
    fn what_was_split_without_the_vocabulary_is_told() {
        let names = Names::new(["Linux"]);
        assert_eq!(split("LinuxBakingDevOps", &names).guessed, ["Baking"]);
        assert!(split("Baking", &names).guessed.is_empty());
    }
}
