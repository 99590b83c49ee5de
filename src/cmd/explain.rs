//! `explain`: what a rule means.

use std::process::ExitCode;

use clap::Args;

use super::say;
use crate::diagnostic::{Code, did_you_mean};
use crate::rules;

/// Print what a rule means and how to satisfy it.
///
/// Without a name, all rules are listed with their levels.
#[derive(Debug, Args)]
#[command(after_help = "Example: rolebook explain untagged-skill")]
pub(super) struct Explain {
    /// Name of the rule, as messages show it in brackets
    #[arg(value_name = "RULE", value_parser = parse_rule)]
    rule: Option<Code>,
    /// Print all rules as one page of Markdown
    #[arg(long, conflicts_with = "rule", hide = true)]
    markdown: bool,
}

fn parse_rule(name: &str) -> Result<Code, String> {
    Code::named(name).ok_or_else(|| {
        let help = did_you_mean(name, Code::ALL.iter().map(|code| code.name()));
        let help = help.unwrap_or_else(|| "`rolebook explain` lists all rules".to_owned());
        format!("there is no such rule; {help}")
    })
}

impl Explain {
    pub(super) fn run(&self) -> ExitCode {
        match self.rule {
            Some(rule) => say(&rules::explain(rule)),
            None if self.markdown => say(&rules::markdown()),
            None => say(&rules::list()),
        }
        ExitCode::SUCCESS
    }
}
