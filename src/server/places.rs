//! The places that connections have: how many there are, and who has to leave when
//! there is none for a newcomer. It reads and writes nothing.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The pause after something failed that only time heals.
const PAUSE: Duration = Duration::from_millis(10);
/// For how long a client may not take an answer before others go first.
const STALLED: Duration = Duration::from_secs(1);
/// For how long a newcomer waits for one that has to leave.
const LEAVE: Duration = Duration::from_secs(1);

/// What one server lets in.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at once, streams included. 512.
    pub connections: usize,
    /// Streams of events at once; fewer than connections. 64.
    pub streams: usize,
    /// Bytes of the head of a request. 16 KiB.
    pub head_bytes: usize,
    /// Headers of a request. 64.
    pub headers: usize,
    /// Time for a head to come, counted from its first byte. 10 s.
    pub head_time: Duration,
    /// Time from one answer to the next request. 60 s.
    pub idle_time: Duration,
    /// Time for an answer to be taken, for each MiB that it begins, and for an
    /// event. 10 s.
    pub write_time: Duration,
    /// Time without events after which a stream gets a comment. 15 s.
    pub ping: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 512,
            streams: 64,
            head_bytes: 16 << 10,
            headers: 64,
            head_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(60),
            write_time: Duration::from_secs(10),
            ping: Duration::from_secs(15),
        }
    }
}

/// What a connection is doing. The first three can be cut short to make room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing has come of a next head.
    Idle,
    /// A head has begun.
    Head,
    /// An answer is being taken.
    Write,
    /// An answer is being made.
    Answer,
    /// Events are passed on.
    Events,
    /// It had to make room, and its thread is about to see that.
    Closed,
}

/// All connections that have a thread.
pub(super) struct Connections {
    pub(super) limits: Limits,
    /// By number.
    open: Mutex<BTreeMap<u64, Open>>,
    /// Told whenever one has left.
    left: Condvar,
}

/// One of them.
struct Open {
    stream: Arc<TcpStream>,
    state: State,
    since: Instant,
}

type Locked<'a> = MutexGuard<'a, BTreeMap<u64, Open>>;

impl Connections {
    /// None yet.
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, open: Mutex::default(), left: Condvar::new() }
    }

    fn lock(&self) -> Locked<'_> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a newcomer, if there is one or room can be made.
    pub(super) fn place(self: &Arc<Self>, number: u64, stream: &Arc<TcpStream>) -> Option<Place> {
        let mut open = self.lock();
        if open.len() >= self.limits.connections {
            open = self.make_way(open);
        }
        if open.len() >= self.limits.connections {
            return None;
        }
        open.insert(number, Open { stream: Arc::clone(stream), state: State::Idle, since: now() });
        Some(Place { connections: Arc::clone(self), number })
    }

    /// What helps when the system has run out of something: one that leaves, or else
    /// time.
    pub(super) fn recover(&self) {
        let open = self.lock();
        let before = open.len();
        if self.make_way(open).len() >= before {
            thread::sleep(PAUSE);
        }
    }

    /// Closes the connection that has waited longest for its client to ask, be it
    /// idle or in a head; if none does, the one that has waited longest for its
    /// client to take an answer. Waits until it has left.
    fn make_way<'a>(&self, mut open: Locked<'a>) -> Locked<'a> {
        let can_go = |one: &&mut Open| match one.state {
            State::Idle | State::Head => true,
            State::Write => one.since.elapsed() > STALLED,
            State::Answer | State::Events | State::Closed => false,
        };
        // Idle ones do not go before heads: among many slow heads, a newcomer that
        // has not been read yet would always be the first to go.
        let order = |one: &&mut Open| (one.state == State::Write, one.since);
        let Some(first) = open.values_mut().filter(can_go).min_by_key(order) else { return open };
        first.state = State::Closed;
        // Its thread waits for this socket, and now stops waiting.
        _ = first.stream.shutdown(Shutdown::Both);
        let before = open.len();
        let waited = self.left.wait_timeout_while(open, LEAVE, |open| open.len() >= before);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// The place of one connection, free again when this is dropped.
pub(super) struct Place {
    pub(super) connections: Arc<Connections>,
    number: u64,
}

impl Place {
    /// Says what the connection does from now on, unless it had to make room.
    pub(super) fn enter(&self, state: State) -> Option<Instant> {
        let mut open = self.connections.lock();
        let one = open.get_mut(&self.number).filter(|one| one.state != State::Closed)?;
        (one.state, one.since) = (state, now());
        Some(one.since)
    }

    /// As `enter`, for a stream of events, unless there are too many.
    pub(super) fn enter_events(&self) -> bool {
        let mut open = self.connections.lock();
        let streams = open.values().filter(|one| one.state == State::Events).count();
        let one = open.get_mut(&self.number).filter(|_| streams < self.connections.limits.streams);
        one.map(|one| one.state = State::Events).is_some()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.lock().remove(&self.number);
        self.connections.left.notify_all();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "limits of time are about clients, not about what they are sent"
)]
pub(super) fn now() -> Instant {
    Instant::now()
}
