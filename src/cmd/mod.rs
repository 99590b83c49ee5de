//! The command line: one verb each. Here alone something is printed, and the
//! clock is looked at.

mod ask;
mod build;
mod check;
mod completions;
mod explain;
mod import;
mod init;
mod new;
mod progress;
mod schema;
mod serve;
mod theme;

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
    /// Make guides of articles: plain text, HTML or Markdown
    Import(import::Import),
    /// Tell everything that is wrong with the site or could be better
    Check(check::Check),
    /// Print what a rule means and how to satisfy it
    Explain(explain::Explain),
    /// Preview the site on this machine while you write it
    Serve(serve::Serve),
    /// Start a new site
    Init(init::Init),
    /// Start a guide, field, track, page or text about a skill
    New(new::New),
    /// Print the JSON Schema of config.toml, of front matter or of the vocabulary
    Schema(schema::Schema),
    /// List what the site's look is made of, or copy some of it to change it
    Theme(theme::Theme),
    /// Print a script that completes commands in your shell
    Completions(completions::Completions),
}

/// Runs the command that the arguments name. Exit code 0: done; 1: the site has
/// errors, all of them printed; 2: wrong usage.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Build(build) => build.run(&cli.root),
        Command::Import(import) => import.run(&cli.root),
        Command::Check(check) => check.run(&cli.root),
        Command::Explain(explain) => explain.run(),
        Command::Serve(serve) => serve.run(&cli.root),
        Command::Init(init) => init.run(&cli.root),
        Command::New(new) => new.run(&cli.root),
        Command::Schema(schema) => schema.run(),
        Command::Theme(theme) => theme.run(&cli.root),
        Command::Completions(completions) => completions.run(),
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

/// Tells why nothing was made.
fn refuse(diagnostics: &Diagnostics) -> ExitCode {
    tell_diagnostics(diagnostics);
    tell(&format!("{}; nothing was written\n", report::count(diagnostics)));
    ExitCode::FAILURE
}

/// Tells what is wrong; the command has failed.
fn fail(diagnostics: &Diagnostics) -> ExitCode {
    tell_diagnostics(diagnostics);
    ExitCode::FAILURE
}
