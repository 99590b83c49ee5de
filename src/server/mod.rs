//! The preview: a site that is answered from memory while its author writes it.
//! Each request renders its own page from the current snapshot; a change makes a
//! new snapshot and puts it in the place of the old one. Nothing is ever written.

pub mod answer;
pub mod connection;
pub mod editor;
mod events;
pub mod hosts;
mod kept;
mod margin;
pub mod message;
mod places;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::diagnostic::{Code, Diagnostics};
use crate::disk::read::Reader;
use crate::plan::Page;
use crate::preview::{Preview, Snapshot};
use crate::report;
use crate::route::Route;
use crate::site::Site;
use crate::source::{Source, Sources};
use answer::{EVENTS, Settings};
use connection::Reply;
use events::Streams;
use kept::Kept;
use message::{Request, Response};
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
    // Whether only what was hinted at was read last.
    let mut is_behind = false;
    loop {
        let mut check = Check::start(Arc::clone(&current), watch.caller());
        let news = loop {
            let hints = if is_behind { BTreeSet::new() } else { watch.wait(&|| check.stop()) };
            is_behind = false;
            if let Some(read) = reader.read_only(&hints)
                && !is_same(&sources, &read)
            {
                (sources, is_behind) = (read, true);
                break News::Changed as fn(_) -> _;
            }
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
        if check.has_passed() {
            preview.trust();
        }
        preview.look_at(desk.open());
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
    has_passed: Arc<AtomicBool>,
    found: Arc<Mutex<Vec<Route>>>,
}

impl Check {
    /// Starts, and calls when anything was found.
    fn start(snapshot: Arc<Snapshot>, call: Sender<Hint>) -> Self {
        let check = Self { is_over: Arc::default(), has_passed: Arc::default(), found: Arc::default() };
        let (is_over, has_passed) = (Arc::clone(&check.is_over), Arc::clone(&check.has_passed));
        let found = Arc::clone(&check.found);
        std::thread::spawn(move || {
            std::thread::sleep(PAUSE);
            let Some(failing) = snapshot.failing(&|| is_over.load(Ordering::Relaxed)) else { return };
            if failing.is_empty() {
                has_passed.store(true, Ordering::Relaxed);
            } else {
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

    /// Whether every page was rendered, and nothing found.
    fn has_passed(&self) -> bool {
        self.has_passed.load(Ordering::Relaxed)
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
    current: Mutex<Option<Arc<Current>>>,
    is_ready: Condvar,
    streams: Streams,
    /// Where answers are made, however many ask: what is needed to make one is needed
    /// a few times only, and the threads of connections stay small. `None` where the
    /// system has no more threads to give.
    makers: Option<ThreadPool>,
}

/// What is served, and what was made of it.
struct Current {
    snapshot: Arc<Snapshot>,
    kept: Kept,
}

/// Pages that an author looks at, at most, while a template changes.
const OPEN: usize = 10;

/// Answers that are made at once, at least: cards, which take long, keep no page waiting.
const MAKERS: usize = 4;

impl Desk {
    fn new(settings: Settings) -> Self {
        let makers = ThreadPoolBuilder::new().num_threads(rayon::current_num_threads().max(MAKERS));
        Self {
            settings,
            current: Mutex::new(None),
            is_ready: Condvar::new(),
            streams: Streams::default(),
            makers: makers.thread_name(|_| "answers".to_owned()).build().ok(),
        }
    }

    /// Answers a request from the current snapshot, once there is one.
    fn reply(&self, request: &Request) -> Reply {
        if let Some(refusal) = answer::refuse(&self.settings, request) {
            return Reply::Response(Arc::new(refusal));
        }
        if request.target == EVENTS {
            return Reply::Events(self.streams.open());
        }
        let whole = self.whole(&self.current(), &request.target);
        Reply::Response(answer::unchanged(&whole, request).map_or(whole, Arc::new))
    }

    /// What is served, once there is something.
    fn current(&self) -> Arc<Current> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*current {
                Some(current) => return Arc::clone(current),
                None => current = self.is_ready.wait(current).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// Pages that were asked for since the last change.
    fn open(&self) -> Vec<Route> {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(current) = current else { return Vec::new() };
        let routes = current.kept.targets().into_iter();
        let routes = routes.filter_map(|target| answer::route(&current.snapshot, &target));
        routes.take(OPEN).collect()
    }

    fn whole(&self, current: &Current, target: &str) -> Arc<Response> {
        let make = || {
            // Somebody else may have asked for the same in the meantime.
            current.kept.get(target).unwrap_or_else(|| {
                let whole = Arc::new(answer::whole(&current.snapshot, &self.settings, target));
                current.kept.keep(target, &whole);
                whole
            })
        };
        current.kept.get(target).unwrap_or_else(|| match &self.makers {
            Some(makers) => makers.install(make),
            None => make(),
        })
    }

    /// Serves `snapshot` from now on, and tells browsers.
    fn publish(&self, snapshot: Snapshot) -> Arc<Snapshot> {
        let snapshot = Arc::new(snapshot);
        let before = {
            let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Current { snapshot: Arc::clone(&snapshot), kept: Kept::default() };
            current.replace(Arc::new(now))
        };
        self.is_ready.notify_all();
        if let Some(before) = &before {
            self.streams.change(&changed_files(&before.snapshot, &snapshot));
        }
        snapshot
    }
}

/// Addresses of files, not pages, that are other than before; those of assets without
/// their version, which changes with any of them.
fn changed_files(before: &Snapshot, now: &Snapshot) -> BTreeSet<String> {
    let (Some(before), Some(now)) = (&before.site, &now.site) else { return BTreeSet::new() };
    let (old, new) = (files(before), files(now));
    let is_other = |one: &Source, other: Option<&&Arc<Source>>| {
        other.is_none_or(|other| !std::ptr::eq(one, other.as_ref()) && one.bytes() != other.bytes())
    };
    let changed = new.iter().filter(|(route, file)| is_other(file, old.get(route)));
    let gone = old.iter().filter(|(route, _)| !new.contains_key(route));
    let base = now.book.config.base_path();
    changed.chain(gone).map(|(route, _)| format!("{base}{}", route.encoded())).collect()
}

fn files(site: &Site) -> BTreeMap<Route, &Arc<Source>> {
    let plan = &site.plan;
    let files = plan.pages.iter().filter_map(|(route, page)| match page {
        Page::File(file) => Some((plan.asset_of_any_version(route).unwrap_or_else(|| route.clone()), file)),
        _ => None,
    });
    files.collect()
}
