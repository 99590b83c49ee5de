//! The preview: a site that is answered from memory while its author writes it.
//! Each request renders its own page from the current snapshot; a change makes a
//! new snapshot and puts it in the place of the old one. Nothing is ever written.

pub mod answer;
pub mod connection;
pub mod editor;
mod events;
pub mod hosts;
mod margin;
pub mod message;
mod places;
mod watch;

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::diagnostic::{Code, Diagnostics};
use crate::disk::read::Reader;
use crate::plan::Page;
use crate::preview::{Preview, Snapshot};
use crate::report;
use crate::route::Route;
use crate::source::Sources;
use answer::{EVENTS, Settings, answer};
use connection::Reply;
use events::Streams;
use message::Request;
use places::Limits;
use watch::{Hint, Watch};

/// What happens while a preview runs.
pub enum News<'n> {
    /// The first page can be served.
    Ready(&'n Snapshot),
    /// Files changed, and what is served with them.
    Changed(&'n Snapshot),
    /// More was found out about what is served.
    Checked(&'n Snapshot),
    /// The system gives no news of changes, so files are looked at now and then.
    Unwatched(notify::Error),
}

/// How often files are looked at where the system gives no news of changes.
pub const POLL: Duration = Duration::from_millis(500);

/// How long browsers have the machine to themselves after a change.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves the site that `reader` reads at `listener`, for ever. Changes are heard
/// of from the system, or looked for every `poll`. Ends only with what is wrong
/// if the folder holds no site at all.
pub fn run(
    listener: TcpListener,
    mut reader: Reader,
    mut preview: Preview,
    settings: Settings,
    poll: Option<Duration>,
    tell: &mut dyn FnMut(News<'_>),
) -> Diagnostics {
    let desk = Arc::new(Desk::new(settings));
    let at_desk = Arc::clone(&desk);
    std::thread::spawn(move || {
        connection::serve(listener, Limits::default(), Arc::new(move |request| at_desk.reply(request)))
    });
    // Watching comes first: what changes while the site is read is heard of.
    let (mut watch, unwatched) = match poll {
        Some(poll) => (Watch::polling(reader.root(), poll), None),
        None => match Watch::listening(reader.root()) {
            Ok(watch) => (watch, None),
            Err(error) => (Watch::polling(reader.root(), POLL), Some(error)),
        },
    };
    let (mut sources, failures) = reader.read(&BTreeSet::new());
    if failures.iter().any(|failure| failure.code == Code::NoSite) {
        return failures;
    }
    let mut failures = Failures::of(failures);
    let mut current = desk.publish(preview.load(&sources, failures.diagnostics.clone()));
    tell(News::Ready(&current));
    if let Some(error) = unwatched {
        tell(News::Unwatched(error));
    }
    loop {
        let mut check = Check::start(Arc::clone(&current), watch.caller());
        let news = loop {
            let hints = watch.wait(&|| check.stop());
            let (read, found) = reader.read(&hints);
            let found = Failures::of(found);
            if !is_same(&sources, &read) || found.text != failures.text {
                (sources, failures) = (read, found);
                break News::Changed as fn(_) -> _;
            }
            if preview.suspect(check.found()) {
                break News::Checked;
            }
            if check.is_over() {
                check = Check::start(Arc::clone(&current), watch.caller());
            }
        };
        check.stop();
        current = desk.publish(preview.load(&sources, failures.diagnostics.clone()));
        tell(news(&current));
    }
}

/// What could not be read.
struct Failures {
    diagnostics: Diagnostics,
    /// By which it is told whether anything is new.
    text: String,
}

impl Failures {
    fn of(diagnostics: Diagnostics) -> Self {
        let text = report::human(&diagnostics, false);
        Self { diagnostics, text }
    }
}

/// Renders every page of a snapshot, so that what is wrong with pages that nobody
/// looks at is known too.
struct Check {
    is_over: Arc<AtomicBool>,
    found: Arc<Mutex<Vec<Route>>>,
}

impl Check {
    /// Starts, and calls when anything was found.
    fn start(snapshot: Arc<Snapshot>, call: Sender<Hint>) -> Self {
        let check = Self { is_over: Arc::default(), found: Arc::default() };
        let (is_over, found) = (Arc::clone(&check.is_over), Arc::clone(&check.found));
        std::thread::spawn(move || {
            std::thread::sleep(PAUSE);
            let failing = snapshot.failing(&|| is_over.load(Ordering::Relaxed));
            if !failing.is_empty() {
                *found.lock().unwrap_or_else(PoisonError::into_inner) = failing;
                // Nobody listens any more when the preview ends.
                let _ = call.send(Hint::Call);
            }
        });
        check
    }

    /// Routes that failed to render, each told once.
    fn found(&self) -> Vec<Route> {
        std::mem::take(&mut *self.found.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn stop(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }
}

fn is_same(before: &Sources, now: &Sources) -> bool {
    before.len() == now.len()
        && before.iter().zip(now).all(|(before, now)| before.0 == now.0 && Arc::ptr_eq(before.1, now.1))
}

/// Where requests and changes meet.
struct Desk {
    settings: Settings,
    current: Mutex<Option<Arc<Snapshot>>>,
    is_ready: Condvar,
    streams: Streams,
}

impl Desk {
    fn new(settings: Settings) -> Self {
        Self { settings, current: Mutex::new(None), is_ready: Condvar::new(), streams: Streams::default() }
    }

    /// Answers a request from the current snapshot, once there is one.
    fn reply(&self, request: &Request) -> Reply {
        if request.target == EVENTS {
            return match answer::refuse(&self.settings, request) {
                Some(refusal) => Reply::Response(refusal),
                None => Reply::Events(self.streams.open()),
            };
        }
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = loop {
            match &*current {
                Some(snapshot) => break Arc::clone(snapshot),
                None => current = self.is_ready.wait(current).unwrap_or_else(PoisonError::into_inner),
            }
        };
        drop(current);
        Reply::Response(answer(&snapshot, &self.settings, request))
    }

    /// Serves `snapshot` from now on, and tells browsers.
    fn publish(&self, snapshot: Snapshot) -> Arc<Snapshot> {
        let snapshot = Arc::new(snapshot);
        let before = {
            let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
            current.replace(Arc::clone(&snapshot))
        };
        self.is_ready.notify_all();
        if let Some(before) = &before {
            self.streams.change(&changed_files(before, &snapshot));
        }
        snapshot
    }
}

/// Addresses of files, not pages, that are other than before.
fn changed_files(before: &Snapshot, now: &Snapshot) -> Vec<String> {
    let (Some(before), Some(now)) = (&before.site, &now.site) else { return Vec::new() };
    let base = now.book.config.base_path();
    let is_other = |page: &Page, other: Option<&Page>| match (page, other) {
        (Page::File(one), Some(Page::File(other))) => {
            !Arc::ptr_eq(one, other) && one.bytes() != other.bytes()
        }
        (Page::File(_), _) => true,
        (Page::Highlight, _) => {
            let [one, other] = [before, now].map(|site| &site.book.config.highlight);
            (&one.light.value, &one.dark.value) != (&other.light.value, &other.dark.value)
        }
        (Page::Look, _) => before.book.config.look != now.book.config.look,
        (Page::Words, _) => {
            let [one, other] = [before, now].map(|site| &site.theme);
            !Arc::ptr_eq(one, other) && one.words.scripts() != other.words.scripts()
        }
        _ => false,
    };
    let changed = now.plan.pages.iter().filter(|(route, page)| is_other(page, before.plan.pages.get(*route)));
    let gone = before
        .plan
        .pages
        .iter()
        .filter(|(route, page)| matches!(page, Page::File(_)) && !now.plan.pages.contains_key(*route));
    changed.chain(gone).map(|(route, _)| format!("{base}{}", route.encoded())).collect()
}
