//! `schema`: what may be written in TOML, for editors and other programs.

use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::say;
use crate::schema::{Subject, schema};

/// Print the JSON Schema of config.toml, of front matter or of the vocabulary.
///
/// Without a name, the names are listed.
#[derive(Debug, Args)]
#[command(after_help = "Example: rolebook schema config > config.schema.json")]
pub(super) struct Schema {
    /// What to describe
    #[arg(value_name = "NAME", value_parser = PossibleValuesParser::new(Subject::ALL.map(Subject::name)))]
    name: Option<String>,
}

impl Schema {
    pub(super) fn run(&self) -> ExitCode {
        let asked = Subject::ALL.into_iter().find(|subject| self.name.as_deref() == Some(subject.name()));
        match asked {
            Some(subject) => say(&format!("{:#}\n", schema(subject))),
            None => {
                for subject in Subject::ALL {
                    say(&format!("{:8}{}\n", subject.name(), subject.about()));
                }
            }
        }
        ExitCode::SUCCESS
    }
}
