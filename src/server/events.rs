//! The stream of events that tells browsers of changes. It knows no page.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

/// All streams that are open, and the version that they were told of last.
#[derive(Default)]
pub(super) struct Streams {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    version: u64,
    senders: Vec<Sender<Arc<str>>>,
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
    /// A new stream. It begins with `hello`.
    pub(super) fn open(&self) -> Receiver<Arc<str>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (sender, receiver) = channel();
        // The receiver is still here, so sending cannot fail.
        let _ = sender.send(message("hello", &Hello { version: inner.version }));
        inner.senders.push(sender);
        receiver
    }

    /// Tells all streams that the site changed, and which addresses that are no
    /// pages did; streams that nobody reads any more are forgotten.
    pub(super) fn change(&self, files: &BTreeSet<String>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.version += 1;
        let message = message("change", &Change { version: inner.version, files });
        inner.senders.retain(|sender| sender.send(Arc::clone(&message)).is_ok());
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
        let heard = |receiver: &Receiver<Arc<str>>| receiver.try_iter().collect::<Vec<_>>().concat();
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
}
