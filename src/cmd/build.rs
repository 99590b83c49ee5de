//! `build`: the site into a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;

use super::progress::{Progress, now};
use super::{count, say, tell, tell_diagnostics};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::disk::built::Built;
use crate::disk::made::{self, LIMIT, Made};
use crate::disk::output::check_output;
use crate::disk::read;
use crate::disk::write::Written;
use crate::levels;
use crate::load::{self, Memory, Options};
use crate::making::{Anew, Make};
use crate::markdown::highlight;
use crate::report;
use crate::route::Route;
use crate::site::Site;

/// Build the site into a folder that any static host can serve.
///
/// Everything is rendered before anything is written: a site with errors leaves
/// the last good output as it was. Only files whose bytes changed are written,
/// and only files that rolebook wrote are ever deleted.
#[derive(Debug, Args)]
#[command(after_help = "Example: rolebook build --out /tmp/site --base-url https://preview.example.org/")]
pub(super) struct Build {
    /// Folder to write to, instead of `output` in config.toml
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Address of the published site, instead of `base_url` in config.toml
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    drafts: bool,
    /// Write into a folder that holds files of others: they are kept, unless
    /// they are in the way
    #[arg(long)]
    force: bool,
    /// Make everything anew: take nothing from `.rolebook-cache`, and keep nothing there
    #[arg(long)]
    no_cache: bool,
}

fn parse_base_url(url: &str) -> Result<String, String> {
    crate::address::of_site(url)
        .ok_or_else(|| "it must be a full address, such as `https://example.org/`".to_owned())
}

impl Build {
    pub(super) fn run(&self, root: &Path) -> ExitCode {
        let mut clock = Clock::start();
        let mut diagnostics = Diagnostics::default();
        let built = self.build(root, &mut clock, &mut diagnostics);
        tell_diagnostics(&diagnostics);
        match built {
            Some((site, written)) => {
                say(&summary(&site, written, &diagnostics, &clock));
                ExitCode::SUCCESS
            }
            None => {
                let outcome =
                    if clock.has("render") { "not everything was written" } else { "nothing was written" };
                tell(&format!("{}; {outcome}\n", report::count(&diagnostics)));
                ExitCode::FAILURE
            }
        }
    }

    fn build(
        &self,
        root: &Path,
        clock: &mut Clock,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Site, Written)> {
        let options = Options { base_url: self.base_url.clone(), drafts: self.drafts, preview: false };
        let (sources, found) = read::read(root);
        diagnostics.append(found);
        clock.lap("read");
        let mut memory = Memory::default();
        let (config, found) = load::configure(&sources, &options, &mut memory);
        diagnostics.append(found);
        let parsed = load::parse(&sources, &mut memory);
        clock.lap("parse");
        let Some(config) = config else {
            // What is wrong with each file by itself is told all the same.
            for one in &parsed {
                diagnostics.append(one.diagnostics.clone());
            }
            return None;
        };
        let highlights = config.highlight.code && parsed.iter().any(|text| text.has_code());
        if highlights && (self.no_cache || !made::has_code(root)) {
            // There is little to do for the other threads meanwhile.
            rayon::spawn(highlight::prepare);
        }
        let output = check_output(root, &self.output(root, &config), self.force);
        let (site, found) = load::site(&sources, &config, &parsed, &options, &mut memory);
        diagnostics.append(levels::settle(found, &config, &parsed).without_notes());
        clock.lap("resolve");
        let output = output.map_err(|error| diagnostics.push(error)).ok();
        if diagnostics.has_errors() {
            return None;
        }
        let (site, output) = (site?, output?);

        let progress = Progress::new(site.plan.pages.len() as u64, clock.started);
        let paths: BTreeSet<String> = site.plan.pages.keys().map(Route::output_path).collect();
        let decided = format!("{options:?}");
        let built = (!self.no_cache).then(|| Built::open(root, &sources, &decided, &paths));
        let made = (!self.no_cache).then(|| Made::open(root, LIMIT));
        let written = output.write(&paths, |staging| {
            let is_wanted = |route: &Route| {
                let path = route.output_path();
                let hash = built.as_ref().and_then(|built| built.hash(&path));
                let is_there = hash.is_some_and(|hash| staging.has(&path, hash));
                if is_there {
                    progress.step();
                }
                !is_there
            };
            let make: &dyn Make = made.as_ref().map_or(&Anew, |made| made);
            let rendered = site.render_where(is_wanted, make, |route, answer| {
                let path = route.output_path();
                staging.put(&path, &answer.bytes);
                if let Some(built) = &built {
                    built.note(&path, &answer.bytes);
                }
                progress.step();
            });
            if rendered.is_ok() && !staging.has_failed() {
                clock.lap("render");
            }
            rendered
        });
        progress.finish();
        let made = made.map_or(Ok(()), Made::close);
        let kept = match (&written, &built) {
            (Ok(_), Some(built)) => made.and(built.keep()),
            _ => made,
        };
        if let Err(error) = kept {
            tell(&format!("the next build takes longer, as not all is kept for it: {error}\n"));
        }
        let written = written.map_err(|errors| diagnostics.append(errors)).ok()?;
        clock.lap("write");
        Some((site, written))
    }

    /// `--out` counts from where the author stands, `output` from the site.
    fn output(&self, root: &Path, config: &Config) -> PathBuf {
        self.out.clone().unwrap_or_else(|| root.join(&config.output))
    }
}

fn summary(site: &Site, written: Written, diagnostics: &Diagnostics, clock: &Clock) -> String {
    let book = &site.book;
    let skills = book.skills.iter().filter(|skill| skill.role_count() > 0).count();
    let mut changes = format!("{} changed", written.changed);
    if written.deleted > 0 {
        changes.push_str(&format!(", {} deleted", written.deleted));
    }
    let mut summary = format!(
        "{}, {}, {} -> {}, {changes}, {} ({})\n",
        count(book.roles.len(), "guide"),
        count(skills, "skill"),
        count(book.transitions.len(), "transition"),
        count(written.files, "file"),
        milliseconds(clock.total()),
        clock.laps(),
    );
    if !diagnostics.is_empty() {
        summary.push_str(&format!("{}\n", report::count(diagnostics)));
    }
    summary
}

fn milliseconds(duration: Duration) -> String {
    format!("{} ms", duration.as_millis())
}

/// How long each stage took.
struct Clock {
    started: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        Self { started: now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        let before: Duration = self.laps.iter().map(|(_, duration)| *duration).sum();
        self.laps.push((stage, self.started.elapsed().saturating_sub(before)));
    }

    fn has(&self, stage: &str) -> bool {
        self.laps.iter().any(|(lap, _)| *lap == stage)
    }

    fn total(&self) -> Duration {
        self.laps.iter().map(|(_, duration)| *duration).sum()
    }

    fn laps(&self) -> String {
        let laps: Vec<String> =
            self.laps.iter().map(|(stage, duration)| format!("{stage} {}", duration.as_millis())).collect();
        laps.join(", ")
    }
}
