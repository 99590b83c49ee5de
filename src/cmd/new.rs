//! `new`: files that authors begin with. A file that is there is never touched,
//! but for an entry at the end of the vocabulary.

mod desk;

use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Subcommand};

use super::{Cli, count, refuse, say, tell};
use crate::content::front_matter::SkillKind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::hearsay::hearsay;
use crate::sketch::{self, Sketch};
use desk::Desk;

/// Start a guide, with what the site already knows of the role in it.
///
/// The file lies in the right folder, with front matter and the site's sections,
/// and is a draft. Comments in it never reach a page: a line of guidance for each
/// section, what other guides say about the role, and the moves that they declare.
/// No file is overwritten.
#[derive(Debug, Args)]
#[command(
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  rolebook new \"Platform Engineer\" --track software-engineering/backend\n  rolebook new --list\n  rolebook new track \"Data\" --field software-engineering"
)]
pub(super) struct New {
    /// The role
    #[arg(value_name = "TITLE", required_unless_present = "list")]
    title: Option<String>,
    #[command(flatten)]
    place: Place,
    /// List the roles that guides speak of and nobody has written about, most
    /// wanted first
    #[arg(long, conflicts_with_all = ["title", "track"])]
    list: bool,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Args)]
struct Place {
    /// Track of the guide, such as `software-engineering/backend`; asked for on a
    /// terminal where the guides that speak of the role do not tell
    #[arg(long, value_name = "PATH")]
    track: Option<String>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Start a guide, be it called like one of the words below
    Guide {
        /// The role
        title: String,
        #[command(flatten)]
        place: Place,
    },
    /// Start a field
    Field {
        /// Its name
        title: String,
    },
    /// Start a track of a field
    Track {
        /// Its name
        title: String,
        /// Its field; asked for on a terminal where there are several
        #[arg(long, value_name = "PATH")]
        field: Option<String>,
    },
    /// Start a text about a skill, and name the skill in the vocabulary if it is new
    Skill {
        /// Its name
        name: String,
        /// The skill is one of working with people or with oneself
        #[arg(long)]
        soft: bool,
    },
    /// Start a plain page
    Page {
        /// Its title
        title: String,
    },
}

impl New {
    pub(super) fn run(&self, root: &Path) -> ExitCode {
        // A rule of clap's own for this would refuse `--root` before the word too.
        let is_guide = self.title.is_some() || self.place.track.is_some() || self.list;
        if is_guide && self.what.is_some() {
            let message = "one thing at a time: what stands before the word is about a guide";
            let _ = Cli::command().error(ErrorKind::ArgumentConflict, message).print();
            return ExitCode::from(2);
        }
        match self.make(root) {
            Ok(()) => ExitCode::SUCCESS,
            Err(errors) => refuse(&errors),
        }
    }

    fn make(&self, root: &Path) -> Result<(), Diagnostics> {
        let mut desk = Desk::open(root)?;
        match (&self.what, &self.title) {
            (Some(What::Guide { title, place }), _) => guide(&mut desk, title, place.track.as_deref()),
            (Some(What::Field { title }), _) => {
                let title = sound(title)?;
                let guidance =
                    "What the jobs of this field have in common, who comes to them, and from where.";
                write(&mut desk, sketch::page::index("content", &title, guidance))
            }
            (Some(What::Track { title, field }), _) => {
                let title = sound(title)?;
                let folder = desk.field(field.as_deref(), &title)?;
                let guidance =
                    "What tells the jobs of this track from their neighbors, and for whom they are.";
                write(&mut desk, sketch::page::index(&folder, &title, guidance))
            }
            (Some(What::Skill { name, soft }), _) => {
                skill(&mut desk, name, if *soft { SkillKind::Soft } else { SkillKind::Technical })
            }
            (Some(What::Page { title }), _) => write(&mut desk, sketch::page::page(&sound(title)?)),
            (None, Some(title)) => guide(&mut desk, title, self.place.track.as_deref()),
            (None, None) => {
                list(&desk);
                Ok(())
            }
        }
    }
}

fn sound(title: &str) -> Result<String, Diagnostics> {
    sketch::sound_title(title).map_err(|message| {
        let help = "write a name as readers will see it, in quotes: \"Platform Engineer\"";
        Diagnostic::error(Code::InvalidValue, message).help(help).into()
    })
}

fn guide(desk: &mut Desk, title: &str, track: Option<&str>) -> Result<(), Diagnostics> {
    let title = sound(title)?;
    desk.check_is_new(&title)?;
    let heard = hearsay(&desk.book, &title);
    let folder = desk.track(track, &title, &heard)?;
    write(desk, sketch::guide::sketch(&desk.book, &heard, &folder, &title))?;
    if !heard.moves.is_empty() || !heard.sentences.is_empty() {
        let (moves, sentences) = (heard.moves.len(), heard.sentences.len());
        tell(&format!(
            "other guides speak of this role: {} and {}, in comments\n",
            count(moves, "move"),
            count(sentences, "sentence")
        ));
    }
    tell("it is a draft: `rolebook serve` shows it, and `rolebook build` leaves it out\n");
    Ok(())
}

fn skill(desk: &mut Desk, name: &str, kind: SkillKind) -> Result<(), Diagnostics> {
    let name = sound(name)?;
    let (slug, known) = desk.skill(&name)?;
    let sketch = sketch::page::skill(&desk.book, &slug, known.map(|id| &desk.book[id]));
    let entry = known.is_none().then(|| sketch::page::entry(desk.vocabulary(), &name, kind));
    desk.write(&sketch, entry.as_deref())?;
    say(&format!("{}\n", sketch.path));
    if entry.is_some() {
        tell(&format!("`{}` has an entry for it at the end\n", desk::VOCABULARY));
    }
    Ok(())
}

/// Writes the file, and tells where it lies.
fn write(desk: &mut Desk, sketch: Sketch) -> Result<(), Diagnostics> {
    desk.write(&sketch, None)?;
    say(&format!("{}\n", sketch.path));
    if desk.errors > 0 {
        let errors = count(desk.errors, "error");
        tell(&format!(
            "the site has {errors}, so something may be missing: `rolebook build` shows what is wrong\n"
        ));
    }
    Ok(())
}

fn list(desk: &Desk) {
    let book = &desk.book;
    let mut wanted: Vec<_> = book.wanted.iter().collect();
    // Those that equally many guides want stay in the order of their titles.
    wanted.sort_by_key(|wanted| std::cmp::Reverse(wanted.wanted_by.len()));
    let width = wanted.iter().map(|wanted| wanted.title.chars().count()).max().unwrap_or(0);
    for wanted in &wanted {
        let by: Vec<&str> = wanted.wanted_by.iter().map(|role| book[*role].title.as_str()).collect();
        say(&format!("{:>3}  {:width$}  {}\n", by.len(), wanted.title, by.join(", ")));
    }
    if wanted.is_empty() {
        tell("every role that guides declare moves with has a guide\n");
    }
}
