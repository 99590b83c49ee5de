//! A guide as Markdown, for machines and for readers of plain text: what its page
//! says, in one document with full addresses and without front matter.

use std::fmt::Write;

use super::prose::{guide, said};
use super::records::gap_of;
use crate::content::facts::Citation;
use crate::content::front_matter::SkillKind;
use crate::markdown::relink::destination;
use crate::markdown::words::{block, heading, inline};
use crate::model::{Book, Note, NoteWords, Requirement, RoleId, SkillId, Tag, TransitionId};
use crate::route::Route;

/// The Markdown of a guide. The text stands between two rules, as its author wrote
/// it; what is above and below comes from front matter and from other guides.
pub fn markdown(book: &Book, id: RoleId) -> String {
    let role = &book[id];
    let mut twin = Twin { book, text: format!("# {}\n", heading(&role.title)) };
    if let Some(description) = &role.description {
        twin.paragraph(&block(&one_line(description)));
    }
    twin.facts(id);
    twin.paragraph("---");
    twin.paragraph(guide(book, role).trim());
    twin.paragraph("---");
    twin.moves("Moves into this role", id, &role.moves_in, true);
    twin.moves("Moves on from this role", id, &role.moves_out, false);
    twin.near(id);
    if let Some(attribution) = &role.attribution {
        twin.paragraph("## Sources and license");
        twin.paragraph(attribution.trim());
    }
    twin.text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn linked(words: &str, address: &str) -> String {
    format!("[{}]{}", inline(&one_line(words)), destination(address, ""))
}

fn cited(source: &Citation) -> String {
    source.url.as_ref().map_or_else(|| inline(&one_line(&source.name)), |url| linked(&source.name, url))
}

struct Twin<'b> {
    book: &'b Book,
    text: String,
}

impl Twin<'_> {
    fn paragraph(&mut self, markdown: &str) {
        // Writing into a text cannot fail.
        let _ = writeln!(self.text, "\n{markdown}");
    }

    fn item(&mut self, label: &str, markdown: &str) {
        let _ = writeln!(self.text, "- {label}: {markdown}");
    }

    fn facts(&mut self, id: RoleId) {
        let book = self.book;
        let role = &book[id];
        let track = &book[role.track];
        let field = &book[track.field];
        self.text.push('\n');
        if role.draft {
            self.item("Draft", "this guide is not published yet");
        }
        self.item("Page", &format!("<{}>", book.config.absolute(&role.route)));
        self.item("Field", &self.link(&field.section.title, &field.route));
        self.item("Track", &self.link(&track.section.title, &track.route));
        let plain = |texts: &[String]| texts.iter().map(|text| inline(&one_line(text))).collect::<Vec<_>>();
        if !role.alternate_titles.is_empty() {
            self.item("Also called", &plain(&role.alternate_titles).join(", "));
        }
        for (kind, label) in [(SkillKind::Technical, "Technical skills"), (SkillKind::Soft, "Soft skills")] {
            let tags: Vec<String> =
                role.tags.iter().filter(|tag| tag.kind == kind).map(|tag| self.tag(tag)).collect();
            if !tags.is_empty() {
                self.item(label, &tags.join(", "));
            }
        }
        self.item("Reading time", &format!("{} min", role.reading_minutes));
        if role.evergreen {
            self.item("Evergreen", "yes");
        }
        let days = [("Published", role.published), ("Reviewed", role.reviewed)];
        for (label, day) in days.into_iter().filter_map(|(label, day)| Some((label, day?))) {
            self.item(label, &day.to_string());
        }
        for fact in &role.facts.stated {
            let source = cited(&fact.source);
            self.item(fact.topic.label(), &format!("{} ({source})", inline(&one_line(&fact.text))));
        }
        for pay in &role.facts.pay {
            let label = format!("Pay, {}", inline(&one_line(&pay.region)));
            self.item(&label, &format!("{} ({}, {})", inline(&pay.amounts()), cited(&pay.source), pay.date));
        }
        let codes = [
            ("Review every", &role.review_every),
            ("O*NET-SOC", &role.codes.onet_soc),
            ("ESCO", &role.codes.esco),
            ("ISCO-08", &role.codes.isco08),
        ];
        for (label, code) in codes.into_iter().filter_map(|(label, code)| Some((label, code.as_ref()?))) {
            self.item(&inline(label), &inline(code));
        }
        if !role.authors.is_empty() {
            self.item("Written by", &plain(&role.authors).join(", "));
        }
        if let Some(license) = &book.config.data.license {
            let markdown = match &license.url {
                Some(url) => linked(&license.name, url),
                None => inline(&one_line(&license.name)),
            };
            self.item("License", &markdown);
        }
    }

    /// A tag, a compound with a link for each of its skills.
    fn tag(&self, tag: &Tag) -> String {
        let skills: Vec<String> = tag.skills.iter().map(|skill| self.skill(*skill)).collect();
        format!("{}{}", skills.join("/"), if tag.optional { " (optional)" } else { "" })
    }

    fn skill(&self, id: SkillId) -> String {
        let skill = &self.book[id];
        skill.route.as_ref().map_or_else(|| self.name(id), |route| self.link(&skill.name, route))
    }

    fn name(&self, id: SkillId) -> String {
        inline(&one_line(&self.book[id].name))
    }

    fn link(&self, words: &str, route: &Route) -> String {
        linked(words, &self.book.config.absolute(route))
    }

    fn moves(&mut self, title: &str, own: RoleId, moves: &[TransitionId], into: bool) {
        if moves.is_empty() {
            return;
        }
        self.paragraph(&format!("## {title}"));
        let book = self.book;
        for id in moves {
            let transition = &book[*id];
            let other = if into { transition.from } else { transition.to };
            let title = match other.role() {
                Some(role) => self.link(&book[role].title, &book[role].route),
                None => format!("{} (guide not written yet)", heading(book.title(other))),
            };
            self.paragraph(&format!("### {} {title}", if into { "From" } else { "To" }));
            for note in &transition.notes {
                self.note(own, note);
            }
            if let Some(gap) = gap_of(book, *id) {
                let required = gap.carried.len() + gap.learn.len();
                self.text.push('\n');
                if let Some(route) = &transition.route {
                    self.item("This move", &format!("<{}>", book.config.absolute(route)));
                }
                for (label, side) in [("Carried over", &gap.carried), ("To learn", &gap.learn)] {
                    let counted = format!("{label} ({} of {required})", side.len());
                    self.item(&counted, &self.requirements(side));
                }
            }
        }
    }

    /// What is said about a move elsewhere than in this guide's own text, which
    /// stands above.
    fn note(&mut self, own: RoleId, note: &Note) {
        let is_above = note.role == own && matches!(note.words, Some(NoteWords::Prose(_)));
        if let Some(words) = said(self.book, note).filter(|_| !is_above) {
            self.paragraph(&block(&words));
            if note.role != own {
                let role = &self.book[note.role];
                self.paragraph(&format!("From the guide to {}.", self.link(&role.title, &role.route)));
            }
        }
    }

    fn requirements(&self, side: &[&Requirement]) -> String {
        let skills: Vec<String> = side
            .iter()
            .map(|one| format!("{}{}", self.name(one.skill), if one.optional { " (optional)" } else { "" }))
            .collect();
        if skills.is_empty() { "none".to_owned() } else { skills.join(", ") }
    }

    fn near(&mut self, id: RoleId) {
        let book = self.book;
        if book[id].suggestions.is_empty() {
            return;
        }
        self.paragraph("## Close by skills");
        self.paragraph("Suggested: computed from shared skills. No author has vouched for the move.\n");
        for near in &book[id].suggestions {
            let role = &book[near.role];
            let shared: Vec<String> = near.shared.iter().map(|skill| self.name(*skill)).collect();
            let (title, count) = (self.link(&role.title, &role.route), role.requirements.len());
            let words = format!("{} of {count} skills shared: {}", shared.len(), shared.join(", "));
            let _ = writeln!(self.text, "- {title}: {words}");
        }
    }
}
