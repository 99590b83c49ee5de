//! The command line: one verb each. Here alone something is printed, and the
//! clock is looked at.

mod build;
mod check;
mod explain;
mod progress;
mod serve;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::diagnostic::Diagnostics;
use crate::report;

/// A static-site generator for career guides: it knows roles, skills and
/// transitions.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None, after_help = "Example: rolebook build --root my-site", max_term_width = 100)]
struct Cli {
    /// Folder of the site
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site into a folder that any static host can serve
    Build(build::Build),
    /// Tell everything that is wrong with the site or could be better
    Check(check::Check),
    /// Print what a rule means and how to satisfy it
    Explain(explain::Explain),
    /// Preview the site on this machine while you write it
    Serve(serve::Serve),
}

/// Runs the command that the arguments name. Exit code 0: done; 1: the site has
/// errors, all of them printed; 2: wrong usage.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Build(build) => build.run(&cli.root),
        Command::Check(check) => check.run(&cli.root),
        Command::Explain(explain) => explain.run(),
        Command::Serve(serve) => serve.run(&cli.root),
    }
}

/// "1 guide", "7 guides".
fn count(number: usize, name: &str) -> String {
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}

/// Prints to standard error. A closed pipe is no reason to stop.
fn tell(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Prints the result to standard output.
fn say(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

fn tell_diagnostics(diagnostics: &Diagnostics) {
    tell(&report::human(diagnostics, is_styled(&io::stderr())));
}

/// Whether colours are wanted there.
fn is_styled(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
