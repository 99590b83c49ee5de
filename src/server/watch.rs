//! Notices that files of a site may have changed. What it hears are hints only:
//! whether anything changed is found out by reading.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::disk::read::FOLDERS;
use crate::source::CONFIG;

/// A save is over when nothing was heard for this long.
const QUIET: Duration = Duration::from_millis(30);
/// The same where the last that was heard is that a file is whole: an editor that saves
/// several files does so one right after the other.
const WHOLE: Duration = Duration::from_millis(10);
/// Whoever saves without a pause is read this long after the first hint.
const PATIENCE: Duration = Duration::from_millis(500);

/// Waits for hints.
pub(super) struct Watch {
    root: PathBuf,
    hints: Receiver<Hint>,
    sender: Sender<Hint>,
    /// Hears of changes; `None` where files are looked at now and then.
    watcher: Option<RecommendedWatcher>,
    /// Folders that the watcher knows.
    watched: BTreeSet<PathBuf>,
    poll: Option<Duration>,
}

/// Why waiting may end.
pub(super) enum Hint {
    /// Something happened to a file.
    Event(notify::Result<Event>),
    /// Somebody else has something to say.
    Call,
}

impl Watch {
    /// Watches the site at `root`, which must be a full path, by the system's
    /// events. An error if the system cannot watch it.
    pub(super) fn listening(root: &Path) -> Result<Self, notify::Error> {
        let (sender, hints) = channel();
        let events = sender.clone();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more when the preview ends.
            let _ = events.send(Hint::Event(event));
        })?;
        let (watcher, watched) = (Some(watcher), BTreeSet::new());
        let mut watch = Self { root: root.to_owned(), hints, sender, watcher, watched, poll: None };
        watch.cover()?;
        Ok(watch)
    }

    /// Takes it that the site at `root` may have changed each time `poll` is over.
    pub(super) fn polling(root: &Path, poll: Duration) -> Self {
        let (sender, hints) = channel();
        let (watched, poll) = (BTreeSet::new(), Some(poll));
        Self { root: root.to_owned(), hints, sender, watcher: None, watched, poll }
    }

    /// What ends waiting when a [`Hint::Call`] is sent by it.
    pub(super) fn caller(&self) -> Sender<Hint> {
        self.sender.clone()
    }

    /// Waits until files may have changed or somebody calls, and gives the files
    /// that certainly have to be read. Says so when it first hears of any.
    pub(super) fn wait(&mut self, on_hint: &dyn Fn()) -> BTreeSet<PathBuf> {
        let (mut heard, mut quiet) = (BTreeSet::new(), QUIET);
        if let Some(poll) = self.poll {
            // Files are looked at whether or not anything is heard.
            let _ = self.hints.recv_timeout(poll);
            return heard;
        }
        while heard.is_empty() {
            match self.hints.recv() {
                Ok(Hint::Event(event)) => self.hear(event, &mut heard, &mut quiet),
                Ok(Hint::Call) | Err(_) => return heard,
            }
        }
        on_hint();
        let first = now();
        while first.elapsed() < PATIENCE {
            match self.hints.recv_timeout(quiet) {
                Ok(Hint::Event(event)) => self.hear(event, &mut heard, &mut quiet),
                Ok(Hint::Call) => {}
                Err(_) => break,
            }
        }
        // A folder may be new, or another one of the same name. One that cannot be
        // watched is read at the next hint.
        self.watched.retain(|folder| *folder == self.root || !heard.contains(folder));
        let _ = self.cover();
        heard
    }

    /// Watches the site's folder for itself, and what lies in its folders.
    fn cover(&mut self) -> Result<(), notify::Error> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        let watched = &mut self.watched;
        if watched.insert(self.root.clone()) {
            watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        }
        for folder in FOLDERS {
            let folder = self.root.join(folder);
            if !folder.is_dir() {
                watched.remove(&folder);
            } else if watched.insert(folder.clone()) {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    /// Adds the paths of an event to what was `heard`, and says how long to wait for more.
    fn hear(&self, event: notify::Result<Event>, heard: &mut BTreeSet<PathBuf>, quiet: &mut Duration) {
        let wait = if event.as_ref().is_ok_and(is_whole) { WHOLE } else { QUIET };
        let paths = self.hints_of(event);
        if !paths.is_empty() {
            *quiet = wait;
        }
        heard.extend(paths);
    }

    /// The paths of an event that says that something changed, as far as they can
    /// matter. Reading a file is an event too, and must not be taken for a change.
    fn hints_of(&self, event: notify::Result<Event>) -> Vec<PathBuf> {
        let Ok(event) = event else {
            // Something was missed, so anything may have changed.
            return vec![self.root.clone()];
        };
        let is_access = matches!(event.kind, EventKind::Access(_));
        let was_written = matches!(event.kind, EventKind::Access(AccessKind::Close(AccessMode::Write)));
        if event.need_rescan() {
            return vec![self.root.clone()];
        }
        if is_access && !was_written {
            return Vec::new();
        }
        let matters = |path: &PathBuf| {
            path.strip_prefix(&self.root).is_ok_and(|path| {
                let first = path.iter().next().and_then(|part| part.to_str());
                first.is_none_or(|first| first == CONFIG || FOLDERS.contains(&first))
            })
        };
        // Links inside the site may lead to other names of its files.
        event.paths.into_iter().filter(matters).collect()
    }
}

/// Whether the event says that a file was closed by its writer, or put in its place.
fn is_whole(event: &Event) -> bool {
    matches!(
        event.kind,
        EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both))
    )
}

#[expect(clippy::disallowed_methods, reason = "how long a save takes is never part of a site")]
fn now() -> Instant {
    Instant::now()
}
