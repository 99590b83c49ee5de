//! How a site is read again: every change is noticed, and what is as it was stays
//! the same source.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rolebook::disk::read::Reader;
use rolebook::source::Sources;

use crate::arrange::{read, temporary};
use crate::previewed::{COOK, kitchen};

const COOK_FILE: &str = "content/field/track/cook.md";

#[track_caller]
fn sources(reader: &mut Reader) -> Sources {
    let (sources, failures) = reader.read(&BTreeSet::new());
    assert!(failures.is_empty());
    sources
}

fn bytes(sources: &Sources) -> Vec<(&str, &[u8])> {
    sources.iter().map(|(path, source)| (path.as_str(), source.bytes())).collect()
}

fn open(root: &Path) -> Reader {
    Reader::open(root).expect("the folder of a site")
}

#[test]
fn two_readers_agree() {
    let tiny = kitchen();
    let mut one = open(&tiny.root());
    sources(&mut one);
    tiny.write(COOK_FILE, COOK.replace("Cooks cook", "Cooks boil")).write("static/new.txt", "new");
    fs::remove_file(tiny.root().join("static/note.txt")).expect("a file");
    let (again, other) = (sources(&mut one), sources(&mut open(&tiny.root())));
    assert_eq!(bytes(&again), bytes(&other));
}

#[test]
fn a_file_that_stays_the_same_is_the_same_source() {
    let tiny = kitchen();
    let mut reader = open(&tiny.root());
    let before = sources(&mut reader);
    tiny.write(COOK_FILE, COOK.replace("Cooks cook", "Cooks boil"));
    // Saved without a change.
    tiny.write("content/about.md", read(&tiny.root().join("content/about.md")));
    for (path, source) in sources(&mut reader) {
        assert_eq!(Arc::ptr_eq(&source, &before[&path]), path.as_str() != COOK_FILE, "{path}");
    }
}

/// Writes a text of the same length into a file, over and over, and looks each time.
#[track_caller]
fn check_that_writing_is_noticed(then: impl Fn(&Path)) {
    let tiny = kitchen();
    let mut reader = open(&tiny.root());
    let path = tiny.root().join("static/note.txt");
    for round in 0..100 {
        let word = format!("note {round:02}\n");
        fs::write(&path, &word).expect("a file");
        then(&path);
        assert_eq!(String::from_utf8_lossy(sources(&mut reader)["static/note.txt"].bytes()), word);
    }
}

/// Clocks of file systems tick slowly, so that neither size nor times tell.
#[test]
fn a_change_that_keeps_the_size_is_noticed_at_once() {
    check_that_writing_is_noticed(|_| {});
}

/// Some programs give what they copy the time that it had.
#[test]
fn a_change_that_keeps_the_size_and_the_time_is_noticed_at_once() {
    let old = SystemTime::now() - Duration::from_secs(3600);
    check_that_writing_is_noticed(|path| {
        let file = fs::File::options().write(true).open(path).expect("a file");
        file.set_modified(old).expect("a time");
    });
}

#[test]
fn a_folder_that_is_none_is_told_at_once() {
    let folder = temporary();
    assert!(Reader::open(&folder.path().join("nothing")).is_err());
    assert!(Reader::open(folder.path()).is_ok());
}
