//! Tools that run in a reader's browser, over data that the site publishes for them:
//! what their pages say before any script runs. What they compute, `model` computes for
//! pages too, and a test compares the two.

pub mod data;

use serde::Serialize;

use super::chrome::{self, Chrome, Frame};
use super::parts::Link;
use crate::model::{Book, RoleId};
use crate::plan::routes::{compare_route, paths_route, search_route, skills_route, tools, transitions_route};
use crate::plan::{Page, ToolData};
use crate::route::Route;

/// A tool in the list of them.
#[derive(Serialize)]
pub struct Card {
    /// Its page.
    link: Link,
    /// What it is for, in a sentence.
    about: String,
}

/// What the page of a tool gives its script, and readers without one.
#[derive(Serialize)]
pub struct Tool {
    /// The folder of the data.
    data: String,
    /// The tool that sets roles side by side; none if there are too few.
    compare: Option<String>,
    /// The tool that finds ways over several moves; none if there are no moves.
    paths: Option<String>,
    /// The index of moves; none if there are none.
    transitions: Option<String>,
    /// The list of all roles.
    roles: String,
    /// The index of skills.
    skills: String,
}

/// The tools of the site.
pub fn list(frame: &Frame<'_>) -> Vec<Card> {
    let card = |(route, page): (Route, Page)| {
        let href = frame.published(route)?;
        let Chrome { title, description, .. } = match page {
            Page::SkillsCheck => chrome::skills_check(frame),
            Page::Compare => chrome::compare(frame),
            _ => chrome::paths(frame),
        };
        Some(Card { link: Link { label: title, href }, about: description })
    };
    tools().into_iter().filter_map(card).collect()
}

/// What a tool's page has to know.
pub fn tool(frame: &Frame<'_>) -> Tool {
    let roles = frame.href(&ToolData::Roles.route());
    Tool {
        data: roles.trim_end_matches("roles.js").to_owned(),
        compare: frame.published(compare_route()),
        paths: frame.published(paths_route()),
        transitions: frame.published(transitions_route()),
        roles: frame.href(&search_route()),
        skills: frame.href(&skills_route()),
    }
}

/// The address of the tool that sets a role beside another one.
pub fn comparison(frame: &Frame<'_>, one: RoleId, other: RoleId) -> Option<String> {
    let href = frame.published(compare_route())?;
    Some(format!("{href}?a={}&b={}", slug(frame.book, one), slug(frame.book, other)))
}

/// The address of the tool that finds ways to a role.
pub fn paths_to(frame: &Frame<'_>, role: RoleId) -> Option<String> {
    let href = frame.published(paths_route())?;
    Some(format!("{href}?to={}", slug(frame.book, role)))
}

fn slug(book: &Book, role: RoleId) -> &str {
    book[role].slug.as_str()
}
