//! What was understood of a release, as lines that its author reads.

use super::Release;
use super::drafts::Made;

/// Names of one kind that are told by themselves.
const TOLD: usize = 8;

impl Made {
    /// Whether there is a guide to be made.
    pub fn is_empty(&self) -> bool {
        self.account.guides == 0
    }

    /// The texts of the guides.
    pub fn guides(&self) -> impl Iterator<Item = &str> {
        let guides = self.files.iter().filter(|(path, _)| path.file_name() != "_index.md");
        guides.map(|(_, text)| text.as_str())
    }

    /// What was read, what was made of it, and what was not, a fact a line.
    pub fn told(&self, release: &Release, version: &str, is_made: bool) -> String {
        let account = &self.account;
        let mut lines: Vec<(&str, String)> = Vec::new();
        let tables = release.tables.iter().map(|(name, rows)| format!("{name} ({rows})"));
        lines.push(("read", tables.collect::<Vec<_>>().join(", ")));
        lines.extend(release.missing.iter().map(|missing| ("missing", missing.clone())));
        if release.strays > 0 {
            let text =
                format!("{} about occupations that the release does not have", count(release.strays, "row"));
            lines.push(("left out", text));
        }
        if !account.empty.is_empty() {
            let names = account.empty.iter().map(|(code, title)| format!("{code} {title}"));
            let text = format!("{} without data: {}", count(account.empty.len(), "occupation"), few(names));
            lines.push(("left out", text));
        }
        for (code, title, path) in &account.there {
            lines.push(("left alone", format!("{code} {title} has the guide {path}")));
        }
        let tracks = account.tracks.iter().map(|(track, guides)| format!("{track} ({guides})"));
        if tracks.len() > 0 {
            lines.push(("tracks", format!("{}: {}", tracks.len(), few(tracks))));
        }
        if account.guides > 0 {
            let (titles, others) = account.titles;
            let text = but(titles, others, "claimed by several occupations, or did not fit");
            lines.push(("alternate titles", text));
            let (skills, others) = account.skills;
            lines.push(("technical skills", but(skills, others, "did not fit")));
            lines.push((
                "moves",
                but(account.moves, account.elsewhere, "lead to occupations without a guide here"),
            ));
            for (number, lacking) in
                [(account.without_skills, "technical skills"), (account.without_tasks, "tasks")]
            {
                if number > 0 {
                    lines.push(("without", format!("{lacking}: {}", count(number, "guide"))));
                }
            }
        }
        let verb = if is_made { "imported as drafts" } else { "would be imported as drafts" };
        let mut told = format!("O*NET {version}: {} {verb}\n", count(account.guides, "occupation"));
        for (label, text) in lines {
            told.push_str(&format!("  {label}: {text}\n"));
        }
        told
    }
}

/// "12; 3 more did not fit".
fn but(number: usize, others: usize, why: &str) -> String {
    if others == 0 { number.to_string() } else { format!("{number}; {others} more {why}") }
}

fn few(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(TOLD);
    let mut text = names.take(TOLD).collect::<Vec<_>>().join("; ");
    if more > 0 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

fn count(number: usize, name: &str) -> String {
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}
