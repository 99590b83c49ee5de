//! A build that is killed at any moment: every file of the output is whole, old or new,
//! each has an owner, and the next build repairs all.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use crate::arrange::{Tiny, program, tree};

/// A site without what takes most of the time of a build.
fn light() -> Tiny {
    let tiny = Tiny::new();
    for large in ["pdfjs.js", "pdfjs-worker.js", "minisearch.js"] {
        tiny.write(&format!("themes/default/assets/{large}"), "");
    }
    tiny
}

/// Two versions of a site: other words in every guide, and guides, folders and files that
/// only one of them has, some in the place of each other.
fn put(tiny: &Tiny, version: usize) {
    let _ = fs::remove_dir_all(tiny.root().join("static"));
    let word = ["bread", "cakes"][version];
    for number in 0..20 {
        let file = format!("content/field/track/role-{number}.md");
        // Every third is of the first version only, and some others of the second.
        if [number % 3 == 0, number % 3 == 1][version] {
            let _ = fs::remove_file(tiny.root().join(file));
        } else {
            let body = format!("They bake {word}. {}", word.repeat(2000 * version + 1));
            tiny.guide(&format!("role-{number}"), &format!("Role {number}"), &body);
        }
    }
    tiny.write(["static/a/b/c.txt", "static/a/b"][version], word);
    tiny.write(["static/d", "static/d/e/f.txt"][version], word);
    tiny.write("static/large.bin", word.repeat(100_000));
}

fn building(tiny: &Tiny) -> std::process::Command {
    let mut command = program();
    command.args(["build", "--root"]).arg(tiny.root()).arg("--out").arg(tiny.out());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Builds to the end, and tells how long that took.
#[track_caller]
fn build_whole(tiny: &Tiny) -> Duration {
    let started = Instant::now();
    assert!(building(tiny).status().expect("the program").success());
    started.elapsed()
}

/// The files of the output that readers see, without what is being written.
fn published(tiny: &Tiny) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(&tiny.out());
    files.retain(|path, _| !path.starts_with(".rolebook-"));
    files
}

fn list_time(tiny: &Tiny) -> SystemTime {
    let list = fs::metadata(tiny.out().join(".rolebook-manifest"));
    list.and_then(|list| list.modified()).expect("the list")
}

/// Moments that look like chance and are the same in every run: xorshift.
struct Moments(u64);

impl Moments {
    fn next(&mut self, below: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_nanos(self.0 % (below.as_nanos() as u64).max(1))
    }
}

const KILLED: usize = 200;

#[test]
fn a_build_that_is_killed_leaves_whole_files_and_the_next_one_repairs() {
    let tiny = light();
    let mut lasts = Duration::ZERO;
    let versions = [0, 1].map(|version| {
        put(&tiny, version);
        lasts = build_whole(&tiny);
        published(&tiny)
    });
    let foreign = "field/track/notes.txt";
    crate::arrange::write(&tiny.out().join(foreign), "mine");

    let mut moments = Moments(20_261_121);
    let (mut ended, mut began) = (0, 0);
    for round in 0..KILLED {
        // Often the one that was begun before goes on, and then the other one begins.
        let version = usize::from(round % 5 < 2);
        put(&tiny, version);
        let (before, listed) = (published(&tiny), list_time(&tiny));
        let mut build = building(&tiny).spawn().expect("the program");
        if round % 2 == 0 {
            sleep(moments.next(lasts + lasts / 4));
        } else {
            // The list comes first, and then all is put in its place within milliseconds.
            while list_time(&tiny) == listed && build.try_wait().expect("a state").is_none() {
                sleep(Duration::from_micros(100));
            }
            sleep(moments.next(Duration::from_millis(5)));
        }
        build.kill().expect("a signal");
        let status = build.wait().expect("an end");

        let after = published(&tiny);
        assert_eq!(after.get(foreign).map(Vec::as_slice), Some(&b"mine"[..]));
        for (path, bytes) in &after {
            let is_whole = path == foreign || versions.iter().any(|files| files.get(path) == Some(bytes));
            assert!(is_whole, "round {round}: {path} is neither old nor new");
        }
        let manifest = fs::read_to_string(tiny.out().join(".rolebook-manifest")).expect("the list");
        for path in after.keys().filter(|path| *path != foreign) {
            assert!(manifest.lines().any(|line| line == path), "round {round}: nobody owns {path}");
        }
        if status.success() {
            ended += 1;
            assert!(after.len() == versions[version].len() + 1, "round {round}");
        } else if after != before {
            began += 1;
        }
        if round % 10 == 9 {
            // Other tests run at the same time, and then they do not.
            lasts = (lasts + build_whole(&tiny)) / 2;
            let mut repaired = published(&tiny);
            repaired.remove(foreign);
            assert!(repaired == versions[version], "round {round}");
            assert!(!tiny.out().join(".rolebook-tmp").exists());
        }
    }
    // If every one ended or none began to write, nothing was tested.
    assert!(ended < KILLED * 3 / 4, "{ended} of {KILLED} ended by themselves");
    assert!(began > KILLED / 20, "{began} of {KILLED} were killed while they put files in their places");
}

#[test]
fn a_first_build_that_is_killed_is_in_nobodys_way() {
    let tiny = light();
    put(&tiny, 0);
    let mut lasts = build_whole(&tiny);
    let whole = published(&tiny);
    let mut moments = Moments(911);
    let mut left = 0;
    for round in 0..25 {
        fs::remove_dir_all(tiny.out()).expect("a folder");
        let mut build = building(&tiny).spawn().expect("the program");
        sleep(moments.next(lasts));
        build.kill().expect("a signal");
        build.wait().expect("an end");
        if tiny.out().exists() {
            left += 1;
            for (path, bytes) in published(&tiny) {
                assert!(whole.get(&path) == Some(&bytes), "round {round}: {path}");
            }
        }
        lasts = (lasts + build_whole(&tiny)) / 2;
        assert!(published(&tiny) == whole, "round {round}");
    }
    assert!(left > 0, "none was killed while it wrote");
}
