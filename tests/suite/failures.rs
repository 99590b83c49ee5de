//! What happens when the system says no while a site is read or written: what was
//! there before is still there, the author is told why, and the next build that may
//! do what it has to repairs everything.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;

use assert_cmd::Command;

use crate::arrange::{Run, Tiny, build_command, program, read, run, temporary, tree, write};

/// A site of two guides, built.
fn built() -> Tiny {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.").guide("cook", "Cook", "Cooks cook.");
    tiny.build().without_a_word();
    tiny
}

/// The same program, started by another one: `words`, and then the program and what it is given.
fn through<S: AsRef<OsStr>>(words: &[S], command: &std::process::Command) -> Command {
    let (first, rest) = words.split_first().expect("a program");
    let mut outer = Command::new(first);
    outer.args(rest).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    outer
}

fn building(tiny: &Tiny) -> std::process::Command {
    let mut command = program();
    command.env("RAYON_NUM_THREADS", "2");
    command.args(["build", "--no-cache", "--root"]).arg(tiny.root()).arg("--out").arg(tiny.out());
    command
}

#[test]
fn of_two_builds_at_once_one_writes_and_the_other_says_so() {
    let tiny = built();
    let before = tree(&tiny.out());
    // As long as another process would.
    let held = File::open(tiny.out().join(".rolebook-lock")).expect("the lock");
    held.lock().expect("a lock");
    tiny.guide("baker", "Baker", "Bakers bake bread.");
    let refused = tiny.build().failed();
    let out = fs::canonicalize(tiny.out()).expect("a folder");
    assert_eq!(
        refused.stderr,
        format!(
            "error[output-refused]: another build is writing to the output folder `{}`\n |\n = help: build again when \
             it is done, or to another folder by `--out`\n\n1 error; nothing was written\n",
            out.display()
        )
    );
    assert!(tree(&tiny.out()) == before);
    tiny.build_with(&["--force"]).failed();
    drop(held);
    tiny.build().without_a_word();
    assert!(tiny.built("field/track/baker/index.html").contains("Bakers bake bread."));
}

#[test]
fn builds_that_begin_together_leave_one_whole_site() {
    let tiny = Tiny::new();
    for number in 0..20 {
        tiny.guide(&format!("cook-{number}"), &format!("Cook {number}"), "Cooks cook.");
    }
    let alone = temporary();
    run(build_command(&tiny.root(), &alone.path().join("out"))).without_a_word();
    for _ in 0..5 {
        let mut command = building(&tiny);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let started: Vec<_> = (0..4).map(|_| command.spawn().expect("the program")).collect();
        let mut done = 0;
        for build in started {
            let output = build.wait_with_output().expect("an end");
            let told = String::from_utf8_lossy(&output.stderr);
            match output.status.code() {
                Some(0) => done += 1,
                _ => assert!(told.contains("another build is writing"), "{told}"),
            }
        }
        assert!(done > 0, "somebody goes first");
        assert!(tree(&tiny.out()) == tree(&alone.path().join("out")));
        fs::remove_dir_all(tiny.out()).expect("a folder");
    }
}

#[test]
fn a_first_build_that_fails_leaves_no_folder() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.").write("templates/guide.html", "{{ guide.no_such_field }}");
    tiny.build().failed();
    assert!(!tiny.out().exists());
}

/// Builds a site, then with a file more for which there is no room, then without it.
#[cfg(unix)]
const WITHOUT_ROOM: &str = r#"
build() { "$PROGRAM" build --no-cache --root "$SITE" --out "$OUT"; }
set -e
build
cp -R "$OUT" "$KEPT/before"
mv "$KEPT/large.bin" "$SITE/static/"
echo 'Bakers bake bread.' >>"$SITE/content/field/track/baker.md"
if build 2>"$KEPT/told"; then exit 1; fi
cp -R "$OUT" "$KEPT/after"
rm "$SITE/static/large.bin"
build
cp -R "$OUT" "$KEPT/repaired"
"#;

/// `shell` runs what follows it, and `first` are the lines after which it lacks room.
#[cfg(unix)]
#[track_caller]
fn check_that_what_has_no_room_changes_nothing(shell: &[&str], first: &str, words: &str) {
    let (tiny, kept) = (Tiny::new(), temporary());
    tiny.guide("baker", "Baker", "Bakers bake.").write("static/note.txt", "A note.");
    fs::create_dir(tiny.out()).expect("a folder");
    write(&kept.path().join("large.bin"), vec![0; 16_000_000]);
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg("-c").arg(format!("{first}\n{WITHOUT_ROOM}"));
    command.env("PROGRAM", program().get_program()).env("RAYON_NUM_THREADS", "2");
    command.env("SITE", tiny.root()).env("OUT", tiny.out()).env("KEPT", kept.path());
    run(command).without_a_word();

    let told = read(&kept.path().join("told"));
    assert!(told.starts_with("error[io]: cannot write `"), "{told}");
    assert!(told.matches(&format!("`: {words}\n")).count() <= 2, "once for each thread: {told}");
    assert!(told.ends_with("; nothing was written\n"), "{told}");
    let [before, after, repaired] =
        ["before", "after", "repaired"].map(|name| tree(&kept.path().join(name)));
    assert!(before == after, "{told}");
    let page = String::from_utf8_lossy(&repaired["field/track/baker/index.html"]);
    assert!(page.contains("Bakers bake bread."), "{page}");
    assert!(!repaired.contains_key("large.bin"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_changes_nothing() {
    // A disk of its own, which only the script sees. Who is not root needs user namespaces.
    let shell = ["unshare", "--mount", "--map-root-user", "sh"];
    let first = "mount -t tmpfs -o size=12m none \"$OUT\"";
    check_that_what_has_no_room_changes_nothing(&shell, first, "the disk is full");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_too_large_for_the_system_changes_nothing() {
    // Blocks of half a kilobyte, or in some shells of one. The signal would end the program.
    let first = "trap '' XFSZ\nulimit -f 12000";
    check_that_what_has_no_room_changes_nothing(&["sh"], first, "file too large");
}

/// The program as somebody who is held to permissions, as root is not.
#[cfg(unix)]
fn held(command: &std::process::Command) -> Command {
    use std::os::unix::fs::PermissionsExt;
    let closed = temporary();
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0)).expect("permissions");
    if fs::read_dir(closed.path()).is_err() {
        return through(&["env"], command);
    }
    let without = "-dac_override,-dac_read_search";
    through(&["setpriv", "--bounding-set", without, "--inh-caps", without, "--"], command)
}

/// Runs it while a file or folder has these permissions.
#[cfg(unix)]
#[track_caller]
fn run_with(mode: u32, path: &Path, command: &std::process::Command) -> Run {
    use std::os::unix::fs::PermissionsExt;
    let before = fs::metadata(path).expect("permissions").permissions();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    let run = run(held(command));
    fs::set_permissions(path, before).expect("permissions");
    run
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_keeps_its_old_files() {
    let tiny = built();
    let before = tree(&tiny.out());
    tiny.guide("baker", "Baker", "Bakers bake bread.");
    let run = run_with(0o555, &tiny.out(), &building(&tiny)).failed();
    assert!(run.stderr.contains(": permission denied\n"), "{}", run.stderr);
    assert!(run.stderr.matches("error[io]").count() <= 2, "once for each thread: {}", run.stderr);
    assert!(run.stderr.ends_with("; nothing was written\n"), "{}", run.stderr);
    assert!(tree(&tiny.out()) == before);

    // A folder further in: all that can be written is, and the next build does the rest.
    let run = run_with(0o555, &tiny.out().join("field/track/baker"), &building(&tiny)).failed();
    let told = "error[io]: cannot write `field/track/baker/index.html`: permission denied\n";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(run.stderr.ends_with("; not everything was written\n"), "{}", run.stderr);
    let after = tree(&tiny.out());
    assert!(after["field/track/baker/index.html"] == before["field/track/baker/index.html"]);
    assert!(after["data/graph.json"] != before["data/graph.json"]);
    tiny.build().without_a_word();
    assert!(tiny.built("field/track/baker/index.html").contains("Bakers bake bread."));
}

#[cfg(unix)]
#[test]
fn where_nothing_changes_no_permission_to_write_is_needed() {
    let tiny = built();
    run_with(0o555, &tiny.out(), &building(&tiny)).without_a_word();
}

#[cfg(unix)]
#[test]
fn files_of_ours_that_are_read_only_or_cannot_be_read_are_replaced() {
    let tiny = built();
    for mode in [0o444, 0o000] {
        tiny.guide("baker", "Baker", &format!("Bakers bake bread {mode} times."));
        run_with(mode, &tiny.out().join("field/track/baker/index.html"), &building(&tiny));
        assert!(tiny.built("field/track/baker/index.html").contains(&format!("{mode} times")));
    }
}

#[cfg(unix)]
#[test]
fn sources_that_may_not_be_read_are_told_and_change_nothing() {
    let tiny = built();
    let before = tree(&tiny.out());
    tiny.guide("cook", "Cook", "Cooks cook soup.");
    for path in ["content/field/track/baker.md", "content/field/track", "config.toml", "content"] {
        let run = run_with(0o000, &tiny.root().join(path), &building(&tiny)).failed();
        let told = format!("error[io]: cannot read `{path}`: permission denied\n");
        assert!(run.stderr.contains(&told), "{path}: {}", run.stderr);
        assert!(run.stderr.ends_with("; nothing was written\n"), "{}", run.stderr);
        assert!(tree(&tiny.out()) == before, "{path}");
    }
}
