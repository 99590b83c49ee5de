//! `completions`: what a shell needs to complete our commands.

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, say};

/// Print a script that completes rolebook's commands and options in your shell.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: rolebook completions bash > ~/.local/share/bash-completion/completions/rolebook"
)]
pub(super) struct Completions {
    /// Your shell
    #[arg(value_name = "SHELL", value_parser = clap::value_parser!(Shell))]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> ExitCode {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "rolebook", &mut script);
        say(&String::from_utf8_lossy(&script));
        ExitCode::SUCCESS
    }
}
