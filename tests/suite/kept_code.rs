//! Highlighted code is kept between builds, and believed no more than it deserves. What is
//! kept of cards, in the same way, is tested with them.

use std::fs;
use std::path::PathBuf;

use rolebook::disk::made::Made;
use rolebook::making::{Anew, Make};

use crate::arrange::{CONFIG, Run, Tiny, rolebook, run, temporary, tree};

const CODE: &str = "```rust\nfn main() {}\n```\n\n```no-such-language\nx < y\n```\n";

fn site() -> Tiny {
    let tiny = Tiny::new();
    tiny.write("config.toml", CONFIG).guide("ada", "Ada", &format!("Words.\n\n{CODE}"));
    tiny
}

/// `build`, where nobody knows what an earlier one gave but for what took long.
fn build(tiny: &Tiny) -> Run {
    let _ = fs::remove_file(tiny.root().join(".rolebook-cache/built"));
    let mut command = rolebook();
    command.arg("build").arg("--root").arg(tiny.root()).arg("--out").arg(tiny.out());
    run(command).without_a_word()
}

fn entries(tiny: &Tiny) -> Vec<PathBuf> {
    let folder = tiny.root().join(".rolebook-cache/code");
    tree(&folder).into_keys().map(|name| folder.join(name)).collect()
}

const PAGE: &str = "field/track/ada/index.html";

#[test]
fn code_is_highlighted_once() {
    let tiny = site();
    build(&tiny);
    let (page, kept) = (tiny.built(PAGE), entries(&tiny));
    assert!(page.contains("<span class=\"hl-"), "{page}");
    assert!(page.contains("x &lt; y"), "{page}");
    // The language that nobody knows is an entry too.
    assert_eq!(kept.len(), 2);
    let times =
        || kept.iter().map(|entry| fs::metadata(entry).expect("an entry").modified().expect("a time"));
    let before: Vec<_> = times().collect();
    build(&tiny);
    assert_eq!((tiny.built(PAGE), entries(&tiny)), (page, kept.clone()));
    assert_eq!(times().collect::<Vec<_>>(), before);
}

#[test]
fn an_owner_can_do_without_colours() {
    let tiny = site();
    tiny.write("config.toml", format!("{CONFIG}[highlight]\ncode = false\n"));
    build(&tiny);
    let page = tiny.built(PAGE);
    assert!(page.contains("<code class=\"language-rust\">fn main() {}\n</code>"), "{page}");
    assert!(!page.contains("<span class=\"hl-"), "{page}");
    assert!(entries(&tiny).is_empty());
}

#[test]
fn an_entry_that_is_not_as_it_was_made_is_made_anew() {
    let tiny = site();
    build(&tiny);
    let page = tiny.built(PAGE);
    for entry in entries(&tiny) {
        let bytes = fs::read(&entry).expect("an entry");
        let changed: Vec<u8> = bytes.iter().rev().copied().collect();
        for broken in [&b""[..], &bytes[..bytes.len() - 1], &changed] {
            fs::write(&entry, broken).expect("an entry");
            build(&tiny);
            assert_eq!(tiny.built(PAGE), page);
            assert_eq!(fs::read(&entry).expect("an entry"), bytes);
        }
    }
}

#[test]
fn what_is_kept_is_what_is_made() {
    let root = temporary();
    let highlight = |make: &dyn Make| {
        [("rust", "fn main() {}\n"), ("rust", ""), ("RUST", "x"), ("none", "<x>"), ("", "x")]
            .map(|(language, code)| make.highlight(language, code))
    };
    for _ in 0..2 {
        let made = Made::open(root.path(), 1 << 20);
        assert_eq!(highlight(&made), highlight(&Anew));
        made.close().expect("a folder");
    }
}

#[test]
fn no_more_is_kept_than_there_is_room_for() {
    let root = temporary();
    let made = Made::open(root.path(), 1);
    made.highlight("rust", "fn main() {}\n");
    made.close().expect("a folder");
    assert!(tree(&root.path().join(".rolebook-cache/code")).is_empty());
}
