//! How guides lead to one another: guides that none leads to, and moves of which
//! guides do not agree.

use std::collections::BTreeSet;

use super::{Guide, guides};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Book, Declared, Note, RoleId, Transition};
use crate::resolve::overlooked::Lookout;
use crate::source::Span;

/// Checks how the guides of a book lead to one another.
pub(super) fn check(book: &Book, lookout: &Lookout<'_>, diagnostics: &mut Diagnostics) {
    let leads_to: Vec<BTreeSet<RoleId>> = (0..book.roles.len()).map(|at| lookout.roles(RoleId(at))).collect();
    let all: BTreeSet<RoleId> = leads_to.iter().flatten().copied().collect();
    for guide in guides(book) {
        let moves = guide.role.moves_in.iter().chain(&guide.role.moves_out).map(|id| &book[*id]);
        let has_move = moves.filter(|one| one.from.role().is_some() && one.to.role().is_some()).count() > 0;
        if book.roles.len() > 1 && !has_move && !all.contains(&guide.id) {
            diagnostics.push(
                Diagnostic::of(
                    Code::UnlinkedGuide,
                    format!("no other guide leads to `{}`", guide.role.title),
                )
                .at(guide.title_span())
                .help("mention the role in a guide that is near it, or write of a move between the two"),
            );
        }
    }
    for transition in book.transitions.iter() {
        one_sided(book, transition, &leads_to, diagnostics);
        for note in &transition.notes {
            contradictory(book, transition, note, diagnostics);
        }
    }
}

/// A move into a role, of which the guide where it begins does not speak.
fn one_sided(
    book: &Book,
    transition: &Transition,
    leads_to: &[BTreeSet<RoleId>],
    diagnostics: &mut Diagnostics,
) {
    let (Some(from), Some(to)) = (transition.from.role(), transition.to.role()) else { return };
    let is_told = transition.notes.iter().any(|note| note.role == from) || leads_to[from.0].contains(&to);
    let Some(note) = transition.notes.iter().find(|note| note.role == to).filter(|_| !is_told) else {
        return;
    };
    let Some(place) = place(book, note.role, note.declared) else { return };
    let (from, to) = (&book[from].title, &book[to].title);
    diagnostics.push(
        Diagnostic::of(
            Code::OneSidedTransition,
            format!("this says `{from}` to `{to}`, and the guide to `{from}` never mentions `{to}`"),
        )
        .at(place)
        .help(format!("write of it there too, where readers look for ways on from `{from}`")),
    );
}

/// What one guide says twice of a move, or against itself.
fn contradictory(book: &Book, transition: &Transition, note: &Note, diagnostics: &mut Diagnostics) {
    let (from, to) = (book.title(transition.from), book.title(transition.to));
    let Some(first) = place(book, note.role, note.declared) else { return };
    for again in &note.again {
        let Some(place) = place(book, note.role, *again) else { continue };
        diagnostics.push(
            Diagnostic::of(
                Code::ContradictoryTransition,
                format!("this guide declares the move `{from}` to `{to}` twice, and shows one of the two"),
            )
            .at(place)
            .label(first.clone(), "declared here too")
            .help("make one of both"),
        );
    }
    let is_confirmed = transition.notes.len() > 1;
    let in_prose = |note: &&Note| matches!(note.declared, Declared::Prose(_));
    let back =
        book.transitions.iter().find(|other| other.from == transition.to && other.to == transition.from);
    let back = back.and_then(|back| back.notes.iter().filter(in_prose).find(|other| other.role == note.role));
    let Some(back) = back.filter(|_| !is_confirmed && !in_prose(&note)) else { return };
    let mut diagnostic = Diagnostic::of(
        Code::ContradictoryTransition,
        format!("this entry says `{from}` to `{to}`, and the prose only `{to}` to `{from}`"),
    )
    .at(first)
    .help("`from` is a move into this role, `to` a move out of it; if both are meant, write of both");
    if let Some(place) = place(book, back.role, back.declared) {
        diagnostic = diagnostic.label(place, "the prose");
    }
    diagnostics.push(diagnostic);
}

/// Where a guide declares a move.
fn place(book: &Book, role: RoleId, declared: Declared) -> Option<Span> {
    let guide = Guide::of(&book[role], role)?;
    let document = &guide.role.text.document;
    match declared {
        Declared::FrontMatter(at) => Some(guide.front_span(&guide.front.transitions.get(at)?.other.range)),
        Declared::Prose(at) => {
            let opening = document.outline.openings.get(at)?;
            // Its first words are enough to see which move is meant.
            let text = &document.body()[opening.range.clone()];
            let is_over = |(at, c): &(usize, char)| *at > 80 || matches!(c, '\n' | '.' | ',' | ':' | ';');
            let end = text.char_indices().find(is_over).map_or(text.len(), |(at, _)| at);
            Some(document.span(opening.range.start..opening.range.start + end))
        }
    }
}
