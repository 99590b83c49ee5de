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
            let text = format!("{} about occupations that the release does not have", rows(release.strays));
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
            lines.push((
                "alternate titles",
                format!("{titles}; {others} more are claimed by several, or did not fit"),
            ));
            let (skills, others) = account.skills;
            let without = match account.without_skills {
                0 => String::new(),
                some => format!("; {} without any", count(some, "guide")),
            };
            lines.push(("technical skills", format!("{skills}; {others} more did not fit{without}")));
            if account.without_tasks > 0 {
                lines.push(("tasks", format!("{} without any", count(account.without_tasks, "guide"))));
            }
            let elsewhere = account.elsewhere;
            lines.push((
                "moves",
                format!("{}; {elsewhere} more lead to occupations without a guide here", account.moves),
            ));
        }
        let verb = if is_made { "became" } else { "would become" };
        let mut told = format!("O*NET {version}: {} {verb} drafts\n", count(account.guides, "occupation"));
        for (label, text) in lines {
            told.push_str(&format!("  {label}: {text}\n"));
        }
        told
    }
}

fn few(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(TOLD);
    let mut text = names.take(TOLD).collect::<Vec<_>>().join("; ");
    if more > 0 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

fn rows(number: usize) -> String {
    count(number, "row")
}

fn count(number: usize, name: &str) -> String {
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}
