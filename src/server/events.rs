//! The stream of events that tells browsers of changes. It knows no page.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde::Serialize;

/// All streams that are open, and the version that they were told of last.
#[derive(Default)]
pub(super) struct Streams {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    version: u64,
    senders: Vec<(Sender<Arc<str>>, Weak<()>)>,
}

/// The end of a stream at its client.
pub struct Stream {
    /// What the client is to be told.
    pub(super) messages: Receiver<Arc<str>>,
    /// Held for as long as somebody listens.
    open: Arc<()>,
}

impl From<Receiver<Arc<str>>> for Stream {
    fn from(messages: Receiver<Arc<str>>) -> Self {
        Self { messages, open: Arc::default() }
    }
}

#[derive(Serialize)]
struct Hello {
    version: u64,
}

#[derive(Serialize)]
struct Change<'c> {
    version: u64,
    files: &'c BTreeSet<String>,
}

impl Streams {
    /// A new stream. It begins with `hello`. Those that nobody reads any more are forgotten: a
    /// client may open streams for ever while nothing changes.
    pub(super) fn open(&self) -> Stream {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.senders.retain(|(_, open)| open.strong_count() > 0);
        let (sender, messages) = channel();
        // The receiver is still here, so sending cannot fail.
        let _ = sender.send(message("hello", &Hello { version: inner.version }));
        let stream = Stream::from(messages);
        inner.senders.push((sender, Arc::downgrade(&stream.open)));
        stream
    }

    /// Tells all streams that the site changed, and which addresses that are no
    /// pages did; streams that nobody reads any more are forgotten.
    pub(super) fn change(&self, files: &BTreeSet<String>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.version += 1;
        let message = message("change", &Change { version: inner.version, files });
        inner.senders.retain(|(sender, _)| sender.send(Arc::clone(&message)).is_ok());
    }
}

/// An event as it goes over the wire (HTML, 9.2.5). JSON has no line breaks, so one
/// line of data is enough.
fn message(event: &str, data: &impl Serialize) -> Arc<str> {
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("event: {event}\ndata: {data}\n\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stream_hears_of_every_change_and_those_that_are_gone_are_forgotten() {
        let streams = Streams::default();
        let first = streams.open();
        drop(streams.open());
        streams.change(&BTreeSet::from(["/a.css".to_owned()]));
        let second = streams.open();
        streams.change(&BTreeSet::new());
        let heard = |stream: &Stream| stream.messages.try_iter().collect::<Vec<_>>().concat();
        assert_eq!(
            heard(&first),
            "event: hello\ndata: {\"version\":0}\n\nevent: change\ndata: {\"version\":1,\"files\":[\"/a.css\"]}\n\n\
             event: change\ndata: {\"version\":2,\"files\":[]}\n\n"
        );
        assert_eq!(
            heard(&second),
            "event: hello\ndata: {\"version\":1}\n\nevent: change\ndata: {\"version\":2,\"files\":[]}\n\n"
        );
        assert_eq!(streams.inner.lock().expect("no panic").senders.len(), 2);
    }

    #[test]
    fn streams_that_come_and_go_leave_nothing_behind() {
        let streams = Streams::default();
        let first = streams.open();
        for _ in 0..1000 {
            streams.open();
        }
        assert!(streams.inner.lock().expect("no panic").senders.len() <= 2);
        assert_eq!(first.messages.try_iter().count(), 1);
    }
}
