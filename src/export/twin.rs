//! A guide as Markdown, for machines and for readers of plain text: what its page
//! says, in one document with full addresses and without front matter.

use std::fmt::Write;

use super::facts::{amounts, review_every, topic};
use super::prose::{guide, said};
use super::records::gap_of;
use crate::content::facts::Citation;
use crate::content::front_matter::SkillKind;
use crate::markdown::relink::destination;
use crate::markdown::words::{block, heading, inline};
use crate::model::{Book, Note, NoteWords, Requirement, RoleId, SkillId, Tag, TransitionId};
use crate::route::Route;
use crate::words::Words;

/// The Markdown of a guide. The text stands between two rules, as its author wrote
/// it; what is above and below comes from front matter and from other guides.
pub fn markdown(book: &Book, words: &Words, id: RoleId) -> String {
    let role = &book[id];
    let mut twin = Twin { book, words, text: format!("# {}\n", heading(&role.title)) };
    if let Some(description) = &role.description {
        twin.paragraph(&block(&one_line(description)));
    }
    twin.facts(id);
    twin.paragraph("---");
    twin.paragraph(guide(book, role).trim());
    twin.paragraph("---");
    twin.moves("guide.moves_in", id, &role.moves_in, true);
    twin.moves("guide.moves_out", id, &role.moves_out, false);
    twin.near(id);
    if let Some(attribution) = &role.attribution {
        twin.title("base.sources");
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
    words: &'b Words,
    text: String,
}

impl Twin<'_> {
    fn paragraph(&mut self, markdown: &str) {
        // Writing into a text cannot fail.
        let _ = writeln!(self.text, "\n{markdown}");
    }

    fn title(&mut self, key: &str) {
        let title = heading(&self.words.text(key));
        self.paragraph(&format!("## {title}"));
    }

    /// A line of the list at the head: the message of that key, and what it is about.
    fn item(&mut self, key: &str, markdown: &str) {
        self.labelled(&inline(&self.words.text(key)), markdown);
    }

    fn labelled(&mut self, label: &str, markdown: &str) {
        let item = self.words.say("twin.item", &[("label", label.into()), ("text", markdown.into())]);
        let _ = writeln!(self.text, "- {item}");
    }

    fn facts(&mut self, id: RoleId) {
        let (book, words) = (self.book, self.words);
        let role = &book[id];
        let track = &book[role.track];
        let field = &book[track.field];
        self.text.push('\n');
        if role.draft {
            let note = words.text("twin.draft_note");
            self.item("guide.draft", &inline(&note));
        }
        self.item("twin.page", &format!("<{}>", book.config.absolute(&role.route)));
        self.item("twin.field", &self.link(&field.section.title, &field.route));
        self.item("guide.track", &self.link(&track.section.title, &track.route));
        let plain = |texts: &[String]| texts.iter().map(|text| inline(&one_line(text))).collect::<Vec<_>>();
        if !role.alternate_titles.is_empty() {
            self.item("twin.also_called", &words.list(plain(&role.alternate_titles)));
        }
        for (kind, label) in
            [(SkillKind::Technical, "kind.technical_skills"), (SkillKind::Soft, "kind.soft_skills")]
        {
            let tags: Vec<String> =
                role.tags.iter().filter(|tag| tag.kind == kind).map(|tag| self.tag(tag)).collect();
            if !tags.is_empty() {
                self.item(label, &words.list(tags));
            }
        }
        self.item("twin.reading_time", &words.say("twin.minutes", &[("count", role.reading_minutes.into())]));
        if role.evergreen {
            self.item("guide.evergreen", &words.text("twin.evergreen_yes"));
        }
        let days = [("twin.published", role.published), ("twin.reviewed", role.reviewed)];
        for (label, day) in days.into_iter().filter_map(|(label, day)| Some((label, day?))) {
            self.item(label, &day.to_string());
        }
        for fact in &role.facts.stated {
            let source = cited(&fact.source);
            let text = inline(&one_line(&fact.text));
            let stated = words.say("twin.stated", &[("text", (&text).into()), ("source", (&source).into())]);
            self.labelled(&inline(&topic(words, fact.topic)), &stated);
        }
        for pay in &role.facts.pay {
            let label = words.say("facts.pay", &[("region", (&inline(&one_line(&pay.region))).into())]);
            let (amount, date) = (inline(&amounts(words, pay)), pay.date.to_string());
            let source = cited(&pay.source);
            let slots =
                [("amount", (&amount).into()), ("source", (&source).into()), ("date", (&date).into())];
            self.labelled(&label, &words.say("twin.paid", &slots));
        }
        if let Some(every) = role.review_every.as_deref().and_then(|every| review_every(words, every)) {
            let _ = writeln!(self.text, "- {}", inline(&every));
        }
        let codes = [
            ("O*NET-SOC", &role.codes.onet_soc),
            ("ESCO", &role.codes.esco),
            ("ISCO-08", &role.codes.isco08),
        ];
        for (label, code) in codes.into_iter().filter_map(|(label, code)| Some((label, code.as_ref()?))) {
            self.labelled(&inline(label), &inline(code));
        }
        if !role.authors.is_empty() {
            self.item("guide.written_by", &words.list(plain(&role.authors)));
        }
        if let Some(license) = &book.config.data.license {
            let markdown = match &license.url {
                Some(url) => linked(&license.name, url),
                None => inline(&one_line(&license.name)),
            };
            self.item("twin.license", &markdown);
        }
    }

    /// A tag, a compound with a link for each of its skills.
    fn tag(&self, tag: &Tag) -> String {
        let skills: Vec<String> = tag.skills.iter().map(|skill| self.skill(*skill)).collect();
        self.maybe_optional(skills.join("/"), tag.optional)
    }

    fn maybe_optional(&self, skill: String, is_optional: bool) -> String {
        match is_optional {
            true => self.words.say("kind.optional_skill", &[("skill", (&skill).into())]),
            false => skill,
        }
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
        self.title(title);
        let (book, words) = (self.book, self.words);
        for id in moves {
            let transition = &book[*id];
            let other = if into { transition.from } else { transition.to };
            let title = match other.role() {
                Some(role) => self.link(&book[role].title, &book[role].route),
                None => words.say("twin.unwritten", &[("role", (&heading(book.title(other))).into())]),
            };
            let title = words.say(if into { "move.from" } else { "move.to" }, &[("role", (&title).into())]);
            self.paragraph(&format!("### {title}"));
            for note in &transition.notes {
                self.note(own, note);
            }
            if let Some(gap) = gap_of(book, *id) {
                let required = gap.carried.len() + gap.learn.len();
                self.text.push('\n');
                if let Some(route) = &transition.route {
                    self.item("twin.this_move", &format!("<{}>", book.config.absolute(route)));
                }
                for (key, side) in [("twin.carried", &gap.carried), ("twin.learn", &gap.learn)] {
                    let label = words.say(key, &[("part", side.len().into()), ("count", required.into())]);
                    self.labelled(&label, &self.requirements(side));
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
                let link = self.link(&role.title, &role.route);
                self.paragraph(&self.words.say("twin.credit", &[("role", (&link).into())]));
            }
        }
    }

    fn requirements(&self, side: &[&Requirement]) -> String {
        let skills: Vec<String> =
            side.iter().map(|one| self.maybe_optional(self.name(one.skill), one.optional)).collect();
        if skills.is_empty() { self.words.text("twin.none") } else { self.words.list(skills) }
    }

    fn near(&mut self, id: RoleId) {
        let book = self.book;
        if book.suggestions(id).is_empty() {
            return;
        }
        self.title("guide.suggested");
        self.paragraph(&format!("{}\n", self.words.text("twin.suggested")));
        for near in book.suggestions(id) {
            let role = &book[near.role];
            let shared: Vec<String> = near.shared.iter().map(|skill| self.name(*skill)).collect();
            let (title, count) = (self.link(&role.title, &role.route), role.requirements.len());
            let skills = self.words.list(&shared);
            let slots =
                [("shared", shared.len().into()), ("count", count.into()), ("skills", (&skills).into())];
            let said = self.words.say("twin.shared", &slots);
            self.labelled(&title, &said);
        }
    }
}
