//! What a file of `content/` is, by its path alone.

use crate::route::Route;
use crate::slug::Slug;
use crate::source::SourcePath;

/// What a file of `content/` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `_index.md`: the words of the home page.
    Home,
    /// `<field>/_index.md`.
    Field {
        /// The folder's slug.
        field: Slug,
    },
    /// `<field>/<track>/_index.md`.
    Track {
        /// The field's slug.
        field: Slug,
        /// The track's slug.
        track: Slug,
    },
    /// `<field>/<track>/.../<role>.md`, or `.../<role>/index.md`.
    Guide {
        /// The field's slug.
        field: Slug,
        /// The track's slug.
        track: Slug,
        /// The role's slug.
        role: Slug,
    },
    /// `<page>.md`, or `<page>/index.md`.
    Page {
        /// The page's slug.
        page: Slug,
    },
    /// `skills/<skill>.md`: prose for a skill's page.
    Skill {
        /// The skill's slug.
        skill: Slug,
    },
    /// `skills.toml`.
    Vocabulary,
    /// Published as it is.
    Asset,
    /// Begins with `.` or `_`, or lies in such a folder.
    Ignored,
    /// Has no place; what its author can do.
    Misplaced(&'static str),
}

/// The folder that holds what authors write.
pub const CONTENT: &str = "content";

impl Kind {
    /// What the file at `path`, which lies in [`CONTENT`], is.
    pub fn of(path: &SourcePath) -> Self {
        let Some(inner) = path.below(CONTENT) else { return Self::Ignored };
        let parts: Vec<&str> = inner.split('/').collect();
        let is_ignored = |part: &&str| part.starts_with(['.', '_']) && *part != "_index.md";
        if parts.iter().any(is_ignored) {
            return Self::Ignored;
        }
        let slug = Slug::of;
        let stem = |name: &str| is_markdown(name).then(|| slug(&name[..name.len() - 3]));
        match parts.as_slice() {
            ["skills.toml"] => Self::Vocabulary,
            ["_index.md"] => Self::Home,
            ["index.md"] => Self::Misplaced("the words of the home page are in `content/_index.md`"),
            ["skills", "_index.md" | "index.md"] => Self::Misplaced(
                "the index of skills is made by itself; a skill's words are in `content/skills/<skill>.md`",
            ),
            ["skills", name] if is_markdown(name) => {
                Self::Skill { skill: stem(name).unwrap_or_else(|| slug(name)) }
            }
            ["skills", .., name] if is_markdown(name) => {
                Self::Misplaced("prose about a skill is `content/skills/<skill>.md`, in no folder of its own")
            }
            [field, "_index.md"] => Self::Field { field: slug(field) },
            [field, track, "_index.md"] => Self::Track { field: slug(field), track: slug(track) },
            [.., "_index.md"] => Self::Misplaced(
                "only fields and tracks have an `_index.md`; a role's folder has an `index.md`",
            ),
            [name] if is_markdown(name) => Self::Page { page: stem(name).unwrap_or_else(|| slug(name)) },
            [page, "index.md"] => Self::Page { page: slug(page) },
            [_, name] if is_markdown(name) => {
                Self::Misplaced("a guide lies in a track: `content/<field>/<track>/<role>.md`")
            }
            [_, _, "index.md"] => {
                Self::Misplaced("a guide lies in a track: `content/<field>/<track>/<role>/index.md`")
            }
            [field, track, .., role, "index.md"] => {
                Self::Guide { field: slug(field), track: slug(track), role: slug(role) }
            }
            [field, track, .., name] => match stem(name) {
                Some(role) => Self::Guide { field: slug(field), track: slug(track), role },
                None => Self::Asset,
            },
            _ => Self::Asset,
        }
    }
}

impl Kind {
    /// The page of what the file is about, if it has one.
    pub fn route(&self) -> Option<Route> {
        Some(match self {
            Self::Home => Route::page([]),
            Self::Field { field } => Route::page([field.as_str()]),
            Self::Track { field, track } => Route::page([field.as_str(), track.as_str()]),
            Self::Guide { field, track, role } => {
                Route::page([field.as_str(), track.as_str(), role.as_str()])
            }
            Self::Page { page } => Route::page([page.as_str()]),
            Self::Skill { skill } => Route::page(["skills", skill.as_str()]),
            Self::Vocabulary | Self::Asset | Self::Ignored | Self::Misplaced(_) => return None,
        })
    }
}

fn is_markdown(name: &str) -> bool {
    name.len() > 3 && name.to_ascii_lowercase().ends_with(".md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, kind: &Kind) {
        assert_eq!(&Kind::of(&SourcePath::new(&format!("content/{path}"))), kind);
    }

    #[test]
    fn the_place_of_a_file_says_what_it_is() {
        let slug = Slug::of;
        let guide = Kind::Guide { field: slug("f"), track: slug("t"), role: slug("r") };
        check("f/t/r.md", &guide);
        check("f/t/r/index.md", &guide);
        check("f/t/deep/er/r.md", &guide);
        check("f/t/deep/r/index.md", &guide);
        check("F/T T/R.md", &Kind::Guide { field: slug("f"), track: slug("t-t"), role: slug("r") });
        check("f/_index.md", &Kind::Field { field: slug("f") });
        check("f/t/_index.md", &Kind::Track { field: slug("f"), track: slug("t") });
        check("about.md", &Kind::Page { page: slug("about") });
        check("about/index.md", &Kind::Page { page: slug("about") });
        check("skills/linux.md", &Kind::Skill { skill: slug("linux") });
        check("skills.toml", &Kind::Vocabulary);
        check("f/t/r/diagram.png", &Kind::Asset);
    }

    #[test]
    fn hidden_files_are_ignored_and_lost_ones_are_told_where_to_go() {
        for path in [".x.md", "f/t/_r.md", "_f/t/r.md", "f/.git/x.md"] {
            check(path, &Kind::Ignored);
        }
        for path in [
            "f/r.md",
            "f/t/r/_index.md",
            "index.md",
            "skills/_index.md",
            "f/t/index.md",
            "skills/linux/index.md",
        ] {
            let kind = Kind::of(&SourcePath::new(&format!("content/{path}")));
            assert!(matches!(kind, Kind::Misplaced(_)), "{path}: {kind:?}");
        }
    }
}
