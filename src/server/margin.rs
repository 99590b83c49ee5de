//! What an author wants to know about a guide while writing it, and no reader:
//! its sections, its moves and where they are declared, what is wrong with it and
//! what its prose mentions without a link or a tag.

use serde::Serialize;

use crate::content::sections;
use crate::diagnostic::Place;
use crate::model::{Book, End, Role, RoleId, TransitionId};
use crate::plan::Page;
use crate::preview::Snapshot;
use crate::report::{self, Edit};
use crate::resolve::hearsay::place;
use crate::resolve::overlooked::overlooked;
use crate::route::Route;
use crate::source::Span;

/// The author's margin of a guide. Lines and columns are counted from 1; `edit`
/// is an address that opens the author's editor at the place.
#[derive(Debug, Serialize)]
pub(super) struct Margin {
    file: String,
    edit: Option<String>,
    draft: bool,
    words: usize,
    minutes: usize,
    sections: Vec<Section>,
    diagnostics: Vec<Wrong>,
    moves_in: Vec<Move>,
    moves_out: Vec<Move>,
    roles_not_linked: Vec<Mention>,
    skills_not_tagged: Vec<Mention>,
    wanted: Vec<Wanted>,
}

/// A standard section of the site's guides.
#[derive(Debug, Serialize)]
struct Section {
    title: String,
    required: bool,
    present: bool,
    line: Option<usize>,
    edit: Option<String>,
}

/// Something that is wrong with the guide's file.
#[derive(Debug, Serialize)]
struct Wrong {
    severity: &'static str,
    code: &'static str,
    message: String,
    help: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    edit: Option<String>,
}

/// A move into or out of the role.
#[derive(Debug, Serialize)]
struct Move {
    title: String,
    /// From this guide; `None` where nobody has written the other one.
    href: Option<String>,
    declared: Vec<Declaration>,
}

#[derive(Debug, Serialize)]
struct Declaration {
    file: String,
    line: usize,
    how: &'static str,
    edit: Option<String>,
}

/// A role or skill, as the prose mentions it.
#[derive(Debug, Serialize)]
struct Mention {
    title: String,
    href: Option<String>,
    text: String,
    line: usize,
    edit: Option<String>,
}

/// A role that the guide speaks of and nobody has written yet.
#[derive(Debug, Serialize)]
struct Wanted {
    title: String,
    line: usize,
    edit: Option<String>,
}

/// The margin of the guide at `route`; `None` if no guide is there.
pub(super) fn margin(snapshot: &Snapshot, route: &Route, edit: Edit<'_>) -> Option<Margin> {
    let site = snapshot.site.as_ref()?;
    let Page::Guide(id) = site.plan.pages.get(route)? else { return None };
    let book = &site.book;
    let role = &book[*id];
    let desk = Desk { book, role, edit };
    let document = &role.text.document;
    let path = document.source.path();
    let config = &book.config;
    let found = sections::recognise(&document.outline, &config.sections, document.body().len());
    let sections = config.sections.iter().zip(found).map(|(section, range)| {
        let span = range.map(|range| document.span(range));
        Section {
            title: section.title.clone(),
            required: section.required,
            present: span.is_some(),
            line: span.as_ref().map(|span| span.line_column().0),
            edit: span.as_ref().and_then(|span| desk.edit(span)),
        }
    });
    let (told, more) = report::told(&snapshot.diagnostics);
    let own = told.into_iter().chain(&more).filter_map(|diagnostic| {
        let (line, column, edit) = match &diagnostic.place {
            Place::Span(span) if span.source.path() == path => {
                let (line, column) = span.line_column();
                (Some(line), Some(column), desk.edit(span))
            }
            Place::File(file) if file == path => (None, None, edit(path, 1, 1)),
            _ => return None,
        };
        let severity = diagnostic.severity.name();
        let (code, message) = (diagnostic.code.name(), diagnostic.message.clone());
        Some(Wrong { severity, code, message, help: diagnostic.help.clone(), line, column, edit })
    });
    let moves =
        |ids: &[TransitionId], is_in: bool| ids.iter().map(|of| desk.transition(*of, is_in)).collect();
    let overlooked = overlooked(book, *id);
    let roles_not_linked = overlooked.roles.into_iter().map(|(range, other)| {
        let other = &book[other];
        desk.mention(&other.title, Some(&other.route), document.span(range))
    });
    let skills_not_tagged = overlooked.skills.into_iter().map(|(range, skill)| {
        let skill = &book[skill];
        desk.mention(&skill.name, skill.route.as_ref(), document.span(range))
    });
    Some(Margin {
        file: path.to_string(),
        edit: edit(path, 1, 1),
        draft: role.draft,
        words: document.outline.length.words,
        minutes: role.reading_minutes,
        sections: sections.collect(),
        diagnostics: own.collect(),
        moves_in: moves(&role.moves_in, true),
        moves_out: moves(&role.moves_out, false),
        roles_not_linked: roles_not_linked.collect(),
        skills_not_tagged: skills_not_tagged.collect(),
        wanted: desk.wanted(*id),
    })
}

/// A guide that is looked at.
struct Desk<'d> {
    book: &'d Book,
    role: &'d Role,
    edit: Edit<'d>,
}

impl Desk<'_> {
    fn edit(&self, span: &Span) -> Option<String> {
        let (line, column) = span.line_column();
        (self.edit)(span.source.path(), line, column)
    }

    fn transition(&self, id: TransitionId, is_in: bool) -> Move {
        let transition = &self.book[id];
        let other = if is_in { transition.from } else { transition.to };
        let declared = transition.notes.iter().filter_map(|note| {
            let (how, span) = place(self.book, note)?;
            let line = span.line_column().0;
            Some(Declaration { file: span.source.path().to_string(), line, how, edit: self.edit(&span) })
        });
        Move {
            title: self.book.title(other).to_owned(),
            href: other.role().map(|role| self.book[role].route.relative_to(&self.role.route)),
            declared: declared.collect(),
        }
    }

    fn mention(&self, title: &str, route: Option<&Route>, span: Span) -> Mention {
        let written = span.source.bytes().get(span.start..span.end).unwrap_or_default();
        Mention {
            title: title.to_owned(),
            href: route.map(|route| route.relative_to(&self.role.route)),
            text: String::from_utf8_lossy(written).into_owned(),
            line: span.line_column().0,
            edit: self.edit(&span),
        }
    }

    fn wanted(&self, own: RoleId) -> Vec<Wanted> {
        let ids = self.role.moves_in.iter().chain(&self.role.moves_out);
        let wanted = ids.filter_map(|id| {
            let transition = &self.book[*id];
            let end =
                [transition.from, transition.to].into_iter().find(|end| matches!(end, End::Wanted(_)))?;
            let note = transition.notes.iter().find(|note| note.role == own)?;
            let (_, span) = place(self.book, note)?;
            let title = self.book.title(end).to_owned();
            Some(Wanted { title, line: span.line_column().0, edit: self.edit(&span) })
        });
        let mut wanted: Vec<Wanted> = wanted.collect();
        wanted.sort_by_key(|one| one.line);
        wanted.dedup_by(|one, other| one.title == other.title);
        wanted
    }
}
