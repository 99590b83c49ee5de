//! Answers that were made before, for as long as the site stays as it is. It makes
//! none, and never keeps more than a fixed number of bytes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::message::Response;

/// Bytes of all answers that are kept, targets included: more than the pages that an
/// author has open, and little beside the site itself.
const MOST: usize = 32 << 20;
/// Bytes of the largest answer that is kept: what is larger is a file, which nothing
/// has to be made of.
const LARGEST: usize = 1 << 20;

/// Answers by the targets that were asked for.
#[derive(Default)]
pub(super) struct Kept {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    answers: HashMap<String, Arc<Response>>,
    bytes: usize,
}

impl Kept {
    pub(super) fn get(&self, target: &str) -> Option<Arc<Response>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).answers.get(target).cloned()
    }

    /// What was asked for, sorted.
    pub(super) fn targets(&self) -> Vec<String> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut targets: Vec<String> = inner.answers.keys().cloned().collect();
        targets.sort_unstable();
        targets
    }

    /// Keeps an answer, if it is small. Where there is no more room, all others are
    /// forgotten: whoever asks for everything asks for most of it once.
    pub(super) fn keep(&self, target: &str, answer: &Arc<Response>) {
        let headers = answer.headers.iter().map(|(name, value)| name.len() + value.len());
        let bytes = target.len() + answer.body.len() + headers.sum::<usize>() + ENTRY;
        if bytes > LARGEST {
            return;
        }
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.bytes + bytes > MOST {
            *inner = Inner::default();
        }
        if inner.answers.insert(target.to_owned(), Arc::clone(answer)).is_none() {
            inner.bytes += bytes;
        }
    }
}

/// Bytes that an answer takes besides its texts, at most.
const ENTRY: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(length: usize) -> Arc<Response> {
        Arc::new(Response { status: 200, headers: Vec::new(), body: vec![b'x'; length].into() })
    }

    #[test]
    fn an_answer_is_kept_for_its_target() {
        let kept = Kept::default();
        assert!(kept.get("/a").is_none());
        kept.keep("/a", &answer(3));
        assert_eq!(kept.get("/a").map(|answer| answer.body.len()), Some(3));
        assert!(kept.get("/a?b").is_none());
    }

    #[test]
    fn never_more_is_kept_than_there_is_room_for() {
        let kept = Kept::default();
        kept.keep("/large", &answer(LARGEST));
        assert!(kept.get("/large").is_none());
        let one = answer(LARGEST / 2);
        for number in 0..1000 {
            let target = format!("/{number}");
            kept.keep(&target, &one);
            // What is asked for twice counts once.
            kept.keep(&target, &one);
            assert!(kept.get(&target).is_some(), "the last one is always kept");
            let inner = kept.inner.lock().expect("no panic");
            let held: usize = inner.answers.values().map(|answer| answer.body.len()).sum();
            assert!(held <= inner.bytes && inner.bytes <= MOST, "{held} {}", inner.bytes);
        }
        let inner = kept.inner.lock().expect("no panic");
        assert!(inner.answers.len() > 1);
    }
}
