//! Writes a made-up site into a folder: `cargo run --release --example corpus -- --help`.
//! It measures nothing.

#![expect(clippy::disallowed_methods, reason = "a corpus lies on the disk")]

#[path = "../corpus/mod.rs"]
mod corpus;

use std::fs;
use std::io;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use corpus::{Corpus, Shape};

/// Writes a made-up site of role guides, the same one each time.
#[derive(Parser)]
struct Arguments {
    /// Guides
    #[arg(long, default_value_t = 1000)]
    guides: usize,
    /// Technical skills to choose from, instead of as many as a site of that size has
    #[arg(long)]
    skills: Option<usize>,
    /// Have guides say a sentence about each move
    #[arg(long)]
    notes: bool,
    /// What generator it is for
    #[arg(long = "for", value_enum, default_value_t = Generator::Rolebook)]
    generator: Generator,
    /// Lines for the end of rolebook's config.toml
    #[arg(long, default_value = "")]
    config: String,
    /// Folder to write to
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Generator {
    Rolebook,
    Hugo,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let mut shape = Shape { notes: arguments.notes, ..Shape::of(arguments.guides) };
    shape.skills = arguments.skills.unwrap_or(shape.skills);
    let corpus = Corpus::new(shape);
    let files = match arguments.generator {
        Generator::Rolebook => corpus.rolebook(&arguments.config),
        Generator::Hugo => corpus.hugo(),
    };
    for (path, text) in files {
        let path = arguments.out.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
