//! Progress of long work, on a terminal only.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The time.
#[expect(clippy::disallowed_methods, reason = "how long work took is told, and never part of a site")]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// A bar that shows itself once the work takes more than a second, on a terminal.
pub(super) struct Progress {
    total: u64,
    done: AtomicU64,
    started: Instant,
    bar: OnceLock<ProgressBar>,
    is_shown: bool,
}

impl Progress {
    pub(super) fn new(total: u64, started: Instant) -> Self {
        let is_shown = io::stderr().is_terminal();
        Self { total, done: AtomicU64::new(0), started, bar: OnceLock::new(), is_shown }
    }

    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.is_shown || (self.bar.get().is_none() && self.started.elapsed() < Duration::from_secs(1)) {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{bar:40} {percent}% {eta} left")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::with_draw_target(Some(self.total), ProgressDrawTarget::stderr()).with_style(style)
        });
        bar.set_position(done);
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
