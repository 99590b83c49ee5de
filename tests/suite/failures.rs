//! What happens when the system says no while a site is read or written: what was
//! there before is still there, the author is told why, and the next build that may
//! do what it has to repairs everything.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use assert_cmd::Command;
use rolebook::disk::read::Reader;

use crate::arrange::{Run, Tiny, build_command, program, read, rolebook, run, temporary, tree, write};

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
    let [before, after, repaired] = ["before", "after", "repaired"].map(|name| tree(&kept.path().join(name)));
    assert!(before == after, "{told}");
    let page = String::from_utf8_lossy(&repaired["field/track/baker/index.html"]);
    assert!(page.contains("Bakers bake bread."), "{page}");
    assert!(!repaired.contains_key("large.bin"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_changes_nothing() {
    // A disk of its own, which only the script sees.
    let shell = ["unshare", "--mount", "--map-root-user", "sh"];
    let mut probe = Command::new(shell[0]);
    let may_mount = probe.args(&shell[1..]).args(["-c", "mount -t tmpfs none /mnt"]).output();
    if may_mount.is_ok_and(|output| output.status.success()) {
        let first = "mount -t tmpfs -o size=12m none \"$OUT\"";
        check_that_what_has_no_room_changes_nothing(&shell, first, "the disk is full");
    } else {
        // Some systems let only root have namespaces. The device that is always full has
        // the same error, if not the same files.
        let error = fs::write("/dev/full", "x").expect_err("a full device");
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
        a_file_that_is_too_large_for_the_system_changes_nothing();
    }
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
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o000)).expect("permissions");
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

#[cfg(unix)]
#[test]
fn sixty_four_open_files_are_enough() {
    let (tiny, deep) = (built(), "deep/".repeat(100));
    tiny.write(&format!("static/{deep}note.txt"), "A note.");
    let alone = temporary();
    run(build_command(&tiny.root(), &alone.path().join("out"))).without_a_word();
    let mut few = through(&["sh", "-c", "ulimit -n 64; exec \"$0\" \"$@\""], &building(&tiny));
    few.env("RAYON_NUM_THREADS", "16");
    run(few).without_a_word();
    assert!(tree(&tiny.out()) == tree(&alone.path().join("out")));
}

#[cfg(unix)]
#[test]
fn too_few_open_files_change_nothing() {
    let tiny = built();
    let before = tree(&tiny.out());
    tiny.guide("baker", "Baker", "Bakers bake bread.");
    for files in 4..8 {
        let limit = format!("ulimit -n {files}; exec \"$0\" \"$@\"");
        let run = run(through(&["sh", "-c", &limit], &building(&tiny)));
        if run.exit_code == 0 {
            assert!(tiny.built("field/track/baker/index.html").contains("Bakers bake bread."));
            return;
        }
        assert!(run.stderr.contains("oo many open files"), "{files}: {}", run.stderr);
        assert!(run.stderr.ends_with("; nothing was written\n"), "{files}: {}", run.stderr);
        assert!(tree(&tiny.out()) == before, "{files}");
    }
}

/// What lies on the disk is judged by its bytes, whatever its times and those of the
/// system say.
#[test]
fn a_clock_that_was_set_back_hides_no_change() {
    let tiny = built();
    let all = |root: &Path, time: SystemTime| {
        for path in tree(root).keys() {
            let file = File::options().write(true).open(root.join(path)).expect("a file");
            file.set_modified(time).expect("a time");
        }
    };
    let hour = Duration::from_secs(60 * 60);
    let later = SystemTime::now() + 24 * hour;
    all(&tiny.root(), later);
    all(&tiny.out(), later + hour);
    let mut reader = Reader::open(&tiny.root()).expect("the folder of a site");
    reader.read(&BTreeSet::new());
    // Of the same length, and older than what was built of the other text.
    tiny.guide("baker", "Baker", "Bakers bike.");
    for time in [later, SystemTime::UNIX_EPOCH + hour] {
        all(&tiny.root(), time);
        let (sources, _) = reader.read(&BTreeSet::new());
        let text = sources["content/field/track/baker.md"].text().expect("a text");
        assert!(text.contains("Bakers bike."), "{text}");
        tiny.build().without_a_word();
        assert!(tiny.built("field/track/baker/index.html").contains("Bakers bike."));
    }
}

#[test]
fn folders_and_files_in_the_place_of_each_other_are_told() {
    let check = |path: &str, told: &str| {
        let tiny = built();
        let before = tree(&tiny.out());
        let path = tiny.root().join(path);
        if path.is_file() {
            fs::remove_file(&path).expect("a file");
            fs::create_dir(&path).expect("a folder");
        } else {
            let _ = fs::remove_dir_all(&path);
            fs::write(&path, "a file").expect("a file");
        }
        let run = tiny.build().failed();
        assert!(run.stderr.contains(told), "{}", run.stderr);
        assert!(tree(&tiny.out()) == before);
    };
    check("config.toml", "cannot read `config.toml`: a folder is where a file should be");
    check("content", "`content` is a file where a folder should be");
    check("static", "`static` is a file where a folder should be");
    check("templates", "`templates` is a file where a folder should be");
}

#[cfg(unix)]
#[test]
fn content_that_a_link_no_longer_leads_to_is_not_taken_for_an_empty_site() {
    let tiny = built();
    let before = tree(&tiny.out());
    fs::rename(tiny.root().join("content"), tiny.root().join("away")).expect("a folder");
    std::os::unix::fs::symlink("nowhere", tiny.root().join("content")).expect("a link");
    let run = tiny.build().failed();
    assert!(run.stderr.contains("cannot read `content`: there is no such file or folder"), "{}", run.stderr);
    assert!(tree(&tiny.out()) == before);
}

#[cfg(unix)]
#[test]
fn nobody_waits_for_what_comes_out_of_a_pipe() {
    let tiny = built();
    let pipe = |path: &Path| {
        let _ = fs::remove_file(path);
        Command::new("mkfifo").arg(path).assert().success();
    };
    pipe(&tiny.root().join("content/about.md"));
    pipe(&tiny.out().join("index.html"));
    pipe(&tiny.out().join(".rolebook-lock"));
    let run = tiny.build().failed();
    assert!(run.stderr.contains("`.rolebook-lock` in the output folder is not a file"), "{}", run.stderr);
    fs::remove_file(tiny.out().join(".rolebook-lock")).expect("a pipe");
    tiny.build().without_a_word();
    assert!(tiny.built("index.html").contains("Tiny"));

    pipe(&tiny.root().join("config.toml"));
    let run = tiny.build().failed();
    assert!(run.stderr.contains("error[io]: `config.toml` is not a file"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn nobody_imports_what_comes_out_of_a_pipe_or_a_device() {
    let tiny = built();
    let pipe = |path: &Path| Command::new("mkfifo").arg(path).assert().success();
    pipe(&tiny.root().join("baker.md"));
    fs::create_dir(tiny.root().join("release")).expect("a folder");
    pipe(&tiny.root().join("release/Occupation Data.txt"));
    let release = tiny.root().join("release");
    let release = release.to_str().expect("UTF-8");
    for arguments in [vec!["baker.md"], vec!["/dev/zero"], vec!["onet", release]] {
        let mut command = rolebook();
        command.current_dir(tiny.root()).arg("import").args(&arguments);
        let run = run(command).failed();
        assert!(run.stderr.contains("it is a pipe or a device, and no file"), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_to_each_other_are_told() {
    let tiny = built();
    let before = tree(&tiny.out());
    let link = |to: &str, path: &Path| std::os::unix::fs::symlink(to, path).expect("a link");
    link("b.md", &tiny.root().join("content/a.md"));
    link("a.md", &tiny.root().join("content/b.md"));
    let run = tiny.build().failed();
    for path in ["content/a.md", "content/b.md"] {
        let told = format!("error[io]: cannot read `{path}`: filesystem loop");
        assert!(run.stderr.contains(&told), "{}", run.stderr);
    }
    assert!(tree(&tiny.out()) == before);

    let tiny = Tiny::new();
    link("out", &tiny.out());
    let run = tiny.build().failed();
    let told = "cannot be found: filesystem loop";
    assert!(run.stderr.contains(told), "{}", run.stderr);
}

/// What is begun in the folders of authors is whole, or it is not there.
#[cfg(unix)]
#[test]
fn new_files_for_which_there_is_no_room_are_taken_back() {
    let folder = temporary();
    let mut command = program();
    command.current_dir(folder.path()).args(["init", "site"]);
    let limited = |command: &std::process::Command| {
        let mut limited = through(&["sh", "-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\""], command);
        limited.current_dir(folder.path());
        run(limited).failed()
    };
    let told = limited(&command).stderr;
    assert!(told.contains(": file too large\n"), "{told}");
    assert_eq!(tree(folder.path()).len(), 0, "{told}");

    let tiny = built();
    let vocabulary = format!("# {}\n", "words ".repeat(300));
    tiny.write("content/skills.toml", &vocabulary);
    let mut command = program();
    command.args(["new", "skill", "Kneading", "--root"]).arg(tiny.root());
    let told = limited(&command).stderr;
    assert!(told.contains(": file too large\n"), "{told}");
    assert_eq!(tree(&tiny.root())["content/skills.toml"], vocabulary.as_bytes());
}
