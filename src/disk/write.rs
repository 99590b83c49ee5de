//! Writing a built site: the only code that changes an output folder. It never
//! decides what may be changed, and never changes anything outside. Files that
//! change are written beside the site first; once all are there, the manifest is
//! widened, they are put in their places, and what is stale is deleted, in an order
//! that leaves no file without an owner wherever it is interrupted.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use blake3::Hash;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::disk::changes::{Change, Survey, folders_of, is_absence, is_folder};
use crate::disk::lock::{LOCK, lock};
use crate::disk::output::{MANIFEST, Manifest, Output, UNFINISHED, failure, manifest_text, refused};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Files that were written, because they were absent or had other bytes.
    pub changed: usize,
    /// Files that were deleted.
    pub deleted: usize,
}

/// Takes the files of a site as they are made, and keeps those that change
/// beside the site until all are there.
pub struct Staging<'a> {
    output: &'a Output,
    survey: Survey<'a>,
    taken: Mutex<Taken<'a>>,
    number: AtomicUsize,
    /// Whether a file could not be written, and so no other needs to be.
    has_stopped: AtomicBool,
}

#[derive(Default)]
struct Taken<'a> {
    /// What changes, and how many files with each.
    changes: Vec<(Change<'a>, usize)>,
    errors: Diagnostics,
}

impl Output {
    /// Makes the folder hold exactly the files at `paths`, besides files that are
    /// not ours: paths relative to the folder, with `/` between their parts. `fill`
    /// has to make each and put it. If it fails, if anything is in the way, or if
    /// files cannot be written, all of that is told and nothing is changed; if some
    /// cannot be put in their places, all the others are, and what is stale stays.
    pub fn write(
        &self,
        paths: &BTreeSet<String>,
        fill: impl FnOnce(&Staging<'_>) -> Result<(), Diagnostics>,
    ) -> Result<Written, Diagnostics> {
        let was_there = is_folder(&self.path);
        fs::create_dir_all(&self.path)
            .map_err(|error| failure("make the folder", &self.path.display().to_string(), &error))?;
        let _lock = lock(&self.path)?;
        let result = self.write_alone(paths, fill);
        if result.is_err() && !was_there {
            // The folder stays where anything else is left in it, and then it should.
            let _ = fs::remove_file(self.path.join(LOCK));
            let _ = fs::remove_dir(&self.path);
        }
        result
    }

    /// Writes, while nobody else does.
    fn write_alone(
        &self,
        paths: &BTreeSet<String>,
        fill: impl FnOnce(&Staging<'_>) -> Result<(), Diagnostics>,
    ) -> Result<Written, Diagnostics> {
        let manifest = self.manifest()?;
        let survey = Survey::new(self, &manifest, paths)?;
        self.remove_unfinished()?;
        let staging = Staging {
            output: self,
            survey,
            taken: Mutex::default(),
            number: AtomicUsize::new(0),
            has_stopped: AtomicBool::new(false),
        };
        let result = fill(&staging).and_then(|()| self.carry_out(staging, &manifest));
        let removed = self.remove_unfinished();
        match (result, removed) {
            (Ok(written), Ok(())) => Ok(written),
            (Ok(_), Err(error)) => Err(error.into()),
            (Err(errors), Ok(())) => Err(errors),
            (Err(mut errors), Err(error)) => {
                errors.push(error);
                Err(errors)
            }
        }
    }

    /// Makes the changes.
    fn carry_out(&self, staging: Staging<'_>, manifest: &Manifest) -> Result<Written, Diagnostics> {
        let Staging { mut survey, taken, .. } = staging;
        let Taken { mut changes, mut errors } = taken.into_inner().unwrap_or_else(PoisonError::into_inner);
        errors.append(std::mem::take(&mut survey.errors));
        if !errors.is_empty() {
            return Err(errors);
        }
        let done = Written { files: survey.paths.len(), changed: changes.len(), deleted: 0 };
        let last = manifest_text(survey.paths);
        if changes.is_empty() && manifest.text == last {
            return Ok(done);
        }
        let unfinished = self.path.join(UNFINISHED);
        fs::create_dir_all(&unfinished)
            .map_err(|error| failure("make the folder", &unfinished.display().to_string(), &error))?;

        // From here to the end both the old files and the new ones are ours, so
        // that the next build knows them whatever happens to this one.
        let both = manifest_text(manifest.paths.union(survey.paths));
        if both != manifest.text {
            self.replace_manifest(&both)?;
        }

        let (mut deleted, mut errors) = self.delete(&survey.in_the_way);
        changes.sort_unstable();
        changes.dedup_by_key(|(change, _)| *change);
        let placed: Vec<io::Result<()>> =
            changes.par_iter().map(|(change, number)| self.place(*change, *number)).collect();
        for ((Change::Within(path) | Change::Alone(path), _), result) in changes.iter().zip(placed) {
            if let Err(error) = result {
                errors.push(failure("write", path, &error));
            }
        }
        if !errors.is_empty() {
            // The stale files stay: an old page is better than none.
            return Err(errors.into_iter().collect());
        }

        let (later, errors) = self.delete(&survey.stale);
        deleted += later;
        if !errors.is_empty() {
            return Err(errors.into_iter().collect());
        }
        if last != both {
            self.replace_manifest(&last)?;
        }
        Ok(Written { deleted, ..done })
    }

    /// Where a change is kept until it is made. What lies within a new folder has
    /// its place there, so that one step puts all of it in the site; other files
    /// have numbers.
    fn unfinished(&self, change: Change<'_>, path: &str, number: usize) -> PathBuf {
        let folder = self.path.join(UNFINISHED);
        match change {
            Change::Within(_) => folder.join("new").join(path),
            Change::Alone(_) => folder.join(number.to_string()),
        }
    }

    /// Puts a file or a new folder in its place at once: a reader sees the old
    /// bytes or the new ones, and a link in its place is replaced, not followed.
    /// Nothing waits for the disk, which would cost most of a build's time: a file
    /// that a power cut spoils differs from its bytes, so the next build writes it.
    fn place(&self, change: Change<'_>, number: usize) -> io::Result<()> {
        let (Change::Within(path) | Change::Alone(path)) = change;
        let (unfinished, place) = (self.unfinished(change, path, number), self.path.join(path));
        match fs::rename(&unfinished, &place) {
            Err(error) if is_absence(&error) => {
                // Its folder went with the last stale file in it.
                place.parent().map_or(Ok(()), fs::create_dir_all)?;
                fs::rename(&unfinished, &place)
            }
            Err(_) if is_folder(&place) => {
                // An empty folder is nobody's; another makes this fail.
                fs::remove_dir(&place)?;
                fs::rename(&unfinished, &place)
            }
            result => result,
        }
    }

    /// Puts the manifest in its place. This one does wait for the disk, since
    /// nothing could repair it.
    fn replace_manifest(&self, text: &str) -> Result<(), Diagnostic> {
        let unfinished = self.path.join(UNFINISHED).join("manifest");
        let write = || {
            let mut file = File::create(&unfinished)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&unfinished, self.path.join(MANIFEST))
        };
        write().map_err(|error| failure("write", MANIFEST, &error))
    }

    /// Deletes these files, then folders that have become empty by that.
    fn delete(&self, paths: &BTreeSet<&str>) -> (usize, Vec<Diagnostic>) {
        let mut deleted = 0;
        let mut errors = Vec::new();
        for path in paths {
            let place = self.path.join(path);
            // Somebody's folder in the place of our file is not ours.
            if is_folder(&place) {
                continue;
            }
            match fs::remove_file(place) {
                Ok(()) => deleted += 1,
                Err(error) if is_absence(&error) => {}
                Err(error) => errors.push(failure("delete", path, &error)),
            }
        }
        let folders: BTreeSet<&str> = paths.iter().flat_map(|path| folders_of(path)).collect();
        // In reverse order, a folder comes after all those that it holds.
        for folder in folders.into_iter().rev() {
            // This fails where files are left, and then it should.
            let _ = fs::remove_dir(self.path.join(folder));
        }
        (deleted, errors)
    }

    fn remove_unfinished(&self) -> Result<(), Diagnostic> {
        let path = self.path.join(UNFINISHED);
        match fs::symlink_metadata(&path) {
            Err(error) if is_absence(&error) => Ok(()),
            Ok(metadata) if !metadata.is_dir() => {
                Err(refused(format!("`{UNFINISHED}` in the output folder is not a folder"))
                    .help("delete it: builds keep unfinished files in a folder of that name"))
            }
            found => found
                .and_then(|_| fs::remove_dir_all(&path))
                .map_err(|error| failure("delete the folder", UNFINISHED, &error)),
        }
    }
}

impl Staging<'_> {
    /// Whether anything is in the way of what was taken, so that none of it will be written.
    pub fn has_failed(&self) -> bool {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        !self.survey.errors.is_empty() || !taken.errors.is_empty()
    }

    /// Whether the file at `path` need not be made, because one with this hash is there.
    pub fn has(&self, path: &str, hash: &Hash) -> bool {
        self.survey.is_there(path, hash)
    }

    /// Takes the file at `path`, from any thread. One that is in the folder already
    /// is not written again.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        // Nothing else was asked for.
        let Some(path) = self.survey.paths.get(path) else { return };
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let result = self.survey.look_at(path, bytes).and_then(|change| match change {
            Some(change) if self.survey.errors.is_empty() && !self.has_stopped.load(Ordering::Relaxed) => {
                let place = self.output.unfinished(change, path, number);
                write(&place, bytes, matches!(change, Change::Within(_))).map_err(|error| {
                    // A folder of our own takes any file or none, but for its name.
                    let stops = error.kind() != io::ErrorKind::InvalidFilename;
                    self.has_stopped.fetch_or(stops, Ordering::Relaxed);
                    failure("write", path, &error)
                })?;
                Ok(Some(change))
            }
            _ => Ok(None),
        });
        if !matches!(result, Ok(None)) {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            match result {
                Ok(change) => taken.changes.extend(change.map(|change| (change, number))),
                Err(error) => taken.errors.push(error),
            }
        }
    }
}

/// Writes a new file, and makes the folder that it is in where there is none. One that
/// `is_within` a new folder of the site is most often alone in its own: so that is made at once.
fn write(place: &Path, bytes: &[u8], is_within: bool) -> io::Result<()> {
    if let Some(folder) = place.parent().filter(|_| is_within) {
        // If it cannot be made, it is there, or writing tells what is wrong.
        let _ = fs::create_dir(folder);
    }
    match fs::write(place, bytes) {
        Err(error) if is_absence(&error) => {
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(place, bytes)
        }
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::diagnostic::Code;
    use crate::disk::output::check_output;

    /// An output folder beside a site, and what is done to it.
    struct Folder {
        parent: tempfile::TempDir,
        force: bool,
    }

    impl Folder {
        fn new() -> Self {
            let parent = tempfile::tempdir().expect("a folder");
            fs::create_dir_all(parent.path().join("site/content")).expect("a site");
            Self { parent, force: false }
        }

        fn forced(self) -> Self {
            Self { force: true, ..self }
        }

        fn path(&self, path: &str) -> PathBuf {
            self.parent.path().join("public").join(path)
        }

        /// Puts a file there as somebody else would.
        fn put(&self, path: &str, text: &str) {
            fs::create_dir_all(self.path(path).parent().expect("a parent")).expect("a folder");
            fs::write(self.path(path), text).expect("a file");
        }

        fn output(&self) -> Output {
            check_output(&self.parent.path().join("site"), &self.path(""), self.force)
                .expect("an output folder")
        }

        fn try_write(&self, files: &[(&str, &str)]) -> Result<Written, Diagnostics> {
            self.write_and(files, || {})
        }

        /// Writes, but `meanwhile` something happens, before files are put in their places.
        fn write_and(
            &self,
            files: &[(&str, &str)],
            meanwhile: impl FnOnce(),
        ) -> Result<Written, Diagnostics> {
            let files = site(files);
            self.output().write(&files.keys().cloned().collect(), |staging| {
                files.iter().for_each(|(path, bytes)| staging.put(path, bytes));
                meanwhile();
                Ok(())
            })
        }

        /// Writes, and says how many files were changed and deleted.
        #[track_caller]
        fn write(&self, files: &[(&str, &str)]) -> (usize, usize) {
            let written = self.try_write(files).unwrap_or_else(|errors| panic!("{}", report(&errors)));
            assert_eq!(written.files, files.len());
            (written.changed, written.deleted)
        }

        /// Writes, which must fail and change nothing, and gives the errors.
        #[track_caller]
        fn refused(&self, files: &[(&str, &str)]) -> String {
            // Unfinished files may be in the folder meanwhile, which its own time tells.
            let inside = || self.entries().into_iter().filter(|(name, ..)| name != "/").collect::<Vec<_>>();
            let before = inside();
            let errors = self.try_write(files).expect_err("a refusal");
            assert_eq!(inside(), before);
            report(&errors)
        }

        /// Every file, folder and link below with its time and bytes.
        fn entries(&self) -> Vec<(String, SystemTime, Vec<u8>)> {
            let mut entries = Vec::new();
            let mut folders = vec![self.path("")];
            while let Some(folder) = folders.pop() {
                let time = |path: &Path| {
                    fs::symlink_metadata(path).and_then(|found| found.modified()).expect("a time")
                };
                entries.push((self.name(&folder) + "/", time(&folder), Vec::new()));
                for entry in fs::read_dir(&folder).expect("a folder") {
                    let path = entry.expect("an entry").path();
                    if is_folder(&path) {
                        folders.push(path);
                    } else {
                        let bytes = fs::read(&path).unwrap_or_default();
                        entries.push((self.name(&path), time(&path), bytes));
                    }
                }
            }
            entries.sort();
            entries
        }

        fn name(&self, path: &Path) -> String {
            let below = path.strip_prefix(self.path("")).expect("below the folder");
            below.to_str().expect("a name").replace('\\', "/")
        }

        /// Names of all that is there except the manifest, joined by spaces;
        /// folders end with `/`.
        fn names(&self) -> String {
            let names: Vec<String> = self.entries().into_iter().map(|(name, ..)| name).collect();
            let own = ["/", MANIFEST, LOCK];
            names.into_iter().filter(|name| !own.contains(&name.as_str())).collect::<Vec<_>>().join(" ")
        }

        fn text(&self, path: &str) -> String {
            fs::read_to_string(self.path(path)).expect("a text")
        }

        fn listed(&self) -> String {
            self.text(MANIFEST).lines().skip(1).collect::<Vec<_>>().join(" ")
        }
    }

    fn site(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn report(errors: &Diagnostics) -> String {
        let lines = errors.sorted().into_iter().map(|error| format!("{}: {}\n", error.code, error.message));
        lines.collect()
    }

    #[test]
    fn a_site_is_written_and_then_only_what_changed() {
        let folder = Folder::new();
        assert_eq!(folder.write(&[("index.html", "1"), ("a/b/index.html", "2"), ("a/x.css", "3")]), (3, 0));
        assert_eq!(folder.names(), "a/ a/b/ a/b/index.html a/x.css index.html");
        assert_eq!(folder.text(MANIFEST), "rolebook manifest 1\na/b/index.html\na/x.css\nindex.html\n");

        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        for path in ["index.html", "a/b/index.html", "a/x.css"] {
            let file = File::options().write(true).open(folder.path(path)).expect("a file");
            file.set_modified(old).expect("a time");
        }
        // The second has other bytes of the same length, the third another length.
        assert_eq!(folder.write(&[("index.html", "1"), ("a/b/index.html", "!"), ("a/x.css", "33")]), (2, 0));
        let time = |path| fs::metadata(folder.path(path)).and_then(|found| found.modified()).expect("a time");
        assert_eq!(time("index.html"), old);
        assert_ne!(time("a/b/index.html"), old);
        assert_eq!((folder.text("a/b/index.html"), folder.text("a/x.css")), ("!".into(), "33".into()));
    }

    #[test]
    fn nothing_is_touched_when_nothing_changed() {
        let folder = Folder::new();
        let files = [("index.html", "1"), ("a/index.html", "2")];
        folder.write(&files);
        let before = folder.entries();
        assert_eq!(folder.write(&files), (0, 0));
        assert_eq!(folder.entries(), before);
    }

    #[test]
    fn stale_files_and_their_empty_folders_are_deleted_and_foreign_files_stay() {
        let folder = Folder::new();
        folder.write(&[("a/b/c/index.html", "1"), ("a/d/index.html", "2"), ("e.html", "3")]);
        folder.put("a/d/mine.txt", "mine");
        folder.put("CNAME", "mine");
        assert_eq!(folder.write(&[("f.html", "4")]), (1, 3));
        assert_eq!(folder.names(), "CNAME a/ a/d/ a/d/mine.txt f.html");
        assert_eq!(folder.listed(), "f.html");
        assert_eq!(folder.write(&[]), (0, 1));
        assert_eq!(folder.names(), "CNAME a/ a/d/ a/d/mine.txt");
    }

    #[test]
    fn a_stale_file_that_somebody_deleted_or_replaced_by_a_folder_is_no_error() {
        let folder = Folder::new();
        folder.write(&[("a/x", "1"), ("b", "2")]);
        fs::remove_dir_all(folder.path("a")).expect("no folder");
        fs::remove_file(folder.path("b")).expect("no file");
        folder.put("b/mine.txt", "mine");
        assert_eq!(folder.write(&[("c", "3")]), (1, 0));
        assert_eq!(folder.names(), "b/ b/mine.txt c");
        assert_eq!(folder.listed(), "c");
    }

    #[test]
    fn files_and_folders_can_swap() {
        let folder = Folder::new();
        folder.write(&[("a", "1"), ("b/c/d", "2"), ("b/e", "3")]);
        assert_eq!(folder.write(&[("a/x/y", "4"), ("b", "5")]), (2, 3));
        assert_eq!(folder.names(), "a/ a/x/ a/x/y b");
        assert_eq!(folder.write(&[("a", "1"), ("b/c/d", "2")]), (2, 2));
        assert_eq!(folder.names(), "a b/ b/c/ b/c/d");
    }

    #[test]
    fn a_name_can_change_its_case_and_the_form_of_its_accents() {
        let folder = Folder::new();
        folder.write(&[("Img/Logo.png", "1"), ("b.txt", "2"), ("caf\u{e9}", "4")]);
        folder.write(&[("img/logo.png", "1"), ("B.txt", "3"), ("cafe\u{301}", "5")]);
        assert_eq!(folder.names(), "B.txt cafe\u{301} img/ img/logo.png");
        assert_eq!((folder.text("img/logo.png"), folder.text("B.txt")), ("1".into(), "3".into()));
        assert_eq!(folder.text("cafe\u{301}"), "5");
    }

    #[test]
    fn files_in_the_way_are_all_told_and_nothing_is_written() {
        let folder = Folder::new();
        folder.write(&[("index.html", "1"), ("old.html", "1")]);
        folder.put("about/index.html", "mine");
        folder.put("b", "mine");
        folder.put("same.html", "same");
        let files = [
            ("index.html", "2"),
            ("about/index.html", "3"),
            ("b/c", "4"),
            ("b/d", "5"),
            ("same.html", "same"),
        ];
        let told = |path| {
            format!(
                "output-refused: `{path}` in the output folder is in the way and was not written by rolebook\n"
            )
        };
        assert_eq!(folder.refused(&files), told("about/index.html") + &told("b"));
        let folder = folder.forced();
        assert_eq!(folder.write(&files), (4, 2));
        assert_eq!(folder.names(), "about/ about/index.html b/ b/c b/d index.html same.html");
        assert_eq!(folder.text("about/index.html"), "3");
        assert_eq!(folder.listed(), "about/index.html b/c b/d index.html same.html");
    }

    #[test]
    fn a_forced_first_build_keeps_what_is_not_in_the_way() {
        let folder = Folder::new().forced();
        folder.put("index.html", "mine");
        folder.put("keep/mine.txt", "mine");
        assert_eq!(folder.write(&[("index.html", "1"), ("keep/x", "2")]), (2, 0));
        assert_eq!(folder.write(&[]), (0, 2));
        assert_eq!(folder.names(), "keep/ keep/mine.txt");
    }

    #[test]
    fn a_folder_where_a_file_should_be_is_refused_unless_it_is_empty() {
        let folder = Folder::new().forced();
        folder.write(&[("a/x", "1"), ("b/x/y", "1")]);
        folder.put("a/mine.txt", "mine");
        fs::create_dir(folder.path("b/empty")).expect("a folder");
        assert_eq!(
            folder.refused(&[("a", "2"), ("b", "2"), ("c", "2")]),
            "output-refused: `a` in the output folder is a folder where a file should be\n\
             output-refused: `b` in the output folder is a folder where a file should be\n"
        );
        fs::remove_file(folder.path("a/mine.txt")).expect("no file");
        fs::remove_dir(folder.path("b/empty")).expect("no folder");
        fs::create_dir(folder.path("c")).expect("a folder");
        assert_eq!(folder.write(&[("a", "2"), ("b", "2"), ("c", "2")]), (3, 2));
        assert_eq!(folder.names(), "a b c");
    }

    #[test]
    fn names_that_no_file_can_have_are_told_before_anything_is_written() {
        let folder = Folder::new();
        let long = "x".repeat(300);
        folder.write(&[("ok", "1")]);
        assert_eq!(
            folder.refused(&[("../x", ""), ("a\nb", ""), (".rolebook-manifest", ""), ("ok", "2")]),
            "io: cannot write `../x`: no file of a site can have this name\n\
             io: cannot write `.rolebook-manifest`: no file of a site can have this name\n\
             io: cannot write `a\\nb`: no file of a site can have this name\n"
        );
        assert_eq!(
            folder.refused(&[("a", ""), ("a-b", ""), ("a/b", "")]),
            "url-collision: `a` would have to be both a file and a folder of the built site\n"
        );
        if cfg!(unix) {
            let words = "the name is too long, or one that the system does not allow";
            assert_eq!(
                folder.refused(&[("ok", "2"), (&long, "")]),
                format!("io: cannot write `{long}`: {words}\n")
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_or_deleted_through_a_symbolic_link() {
        use std::os::unix::fs::symlink;

        let folder = Folder::new().forced();
        let outside = folder.parent.path().join("outside");
        fs::create_dir(&outside).expect("a folder");
        for name in ["index.html", "old.html"] {
            fs::write(outside.join(name), "theirs").expect("a file");
        }
        folder.write(&[("a/index.html", "1"), ("a/old.html", "1"), ("b.html", "1"), ("c.html", "1")]);
        fs::remove_dir_all(folder.path("a")).expect("no folder");
        symlink(&outside, folder.path("a")).expect("a link");
        for name in ["b.html", "c.html"] {
            fs::remove_file(folder.path(name)).expect("no file");
            symlink(outside.join("index.html"), folder.path(name)).expect("a link");
        }
        assert_eq!(
            folder.refused(&[("a/index.html", "2"), ("a/new/index.html", "2")]),
            "output-refused: `a` in the output folder is a symbolic link where a folder should be\n"
        );

        // A link in a file's own place is replaced or deleted, as a file would be.
        // This one would seem to be up to date, by its length and its bytes.
        folder.put("same", "1234");
        symlink("same", folder.path("d.html")).expect("a link");
        assert_eq!(folder.write(&[("b.html", "2"), ("d.html", "1234")]), (2, 1));
        assert!(fs::symlink_metadata(folder.path("d.html")).expect("a file").is_file());
        assert!(fs::symlink_metadata(folder.path("b.html")).expect("a file").is_file());
        assert_eq!(folder.listed(), "b.html d.html");
        let left: Vec<_> = fs::read_dir(&outside).expect("a folder").collect();
        assert_eq!(left.len(), 2);
        assert_eq!(fs::read_to_string(outside.join("index.html")).expect("a text"), "theirs");
    }

    #[test]
    fn an_untrusted_manifest_stops_everything() {
        let folder = Folder::new().forced();
        folder.write(&[("index.html", "1")]);
        let output = folder.output();
        folder.put("../site/content/guide.md", "guide");
        folder.put(MANIFEST, "rolebook manifest 1\n../site/content/guide.md\nindex.html\n");
        let errors = output.write(&BTreeSet::new(), |_| Ok(())).expect_err("a refusal");
        assert!(errors.sorted().iter().all(|error| error.code == Code::OutputRefused));
        assert!(report(&errors).contains("lists `../site/content/guide.md`"));
        assert_eq!(
            (folder.text("../site/content/guide.md"), folder.text("index.html")),
            ("guide".into(), "1".into())
        );
    }

    #[test]
    fn leftovers_of_an_interrupted_build_are_removed() {
        let folder = Folder::new();
        let files = [("index.html", "1")];
        folder.put(".rolebook-tmp/deep/7", "half a pa");
        assert_eq!(folder.write(&files), (1, 0));
        assert_eq!(folder.names(), "index.html");
        folder.put(".rolebook-tmp/7", "half a pa");
        assert_eq!(folder.write(&files), (0, 0), "also if nothing else has to be done");
        assert_eq!(folder.names(), "index.html");
        folder.put(UNFINISHED, "a file");
        assert_eq!(
            folder.refused(&[]),
            "output-refused: `.rolebook-tmp` in the output folder is not a folder\n"
        );
    }

    #[test]
    fn a_crash_leaves_no_file_without_an_owner() {
        let folder = Folder::new();
        folder.write(&[("a/old", "1"), ("index.html", "1")]);
        let new = [("b", "2"), ("c/d", "2"), ("index.html", "2")];
        let crash = || panic!("a crash before anything is in its place");
        assert!(catch_unwind(AssertUnwindSafe(|| folder.write_and(&new, crash).is_ok())).is_err());
        assert!(folder.path(UNFINISHED).exists() && !folder.path("b").exists(), "{}", folder.names());
        assert_eq!(folder.text("index.html"), "1");

        // As one leaves it that comes when some of the files are.
        folder.put(MANIFEST, "rolebook manifest 1\na/old\nb\nc/d\nindex.html\n");
        folder.put("b", "2");
        folder.write(&[("e", "3")]);
        assert_eq!((folder.names(), folder.listed()), ("e".into(), "e".into()));
    }

    #[test]
    fn a_site_that_cannot_be_made_leaves_nothing_behind() {
        let folder = Folder::new();
        let paths = BTreeSet::from(["a/b".to_owned()]);
        let fill = |staging: &Staging<'_>| {
            staging.put("a/b", b"1");
            Err(refused("no").into())
        };
        assert_eq!(
            report(&folder.output().write(&paths, fill).expect_err("an error")),
            "output-refused: no\n"
        );
        assert!(!folder.path("").exists());
    }

    #[test]
    fn files_that_cannot_be_put_in_their_places_are_all_told_and_the_next_build_repairs() {
        let folder = Folder::new();
        folder.write(&[("a", "1"), ("old", "1")]);
        let new = [("a", "2"), ("b", "2"), ("c/d", "2"), ("c/e/f", "2")];
        // Somebody takes away what is ready.
        let spoil = || {
            let _ = fs::remove_file(folder.path(UNFINISHED).join("1"));
            let _ = fs::remove_dir_all(folder.path(UNFINISHED).join("new/c"));
        };
        let errors = folder.write_and(&new, spoil).expect_err("errors");
        assert_eq!(
            report(&errors),
            "io: cannot write `b`: there is no such file or folder\n\
             io: cannot write `c`: there is no such file or folder\n"
        );
        assert_eq!((folder.names(), folder.listed()), ("a old".into(), "a b c/d c/e/f old".into()));
        assert_eq!(folder.write(&new), (3, 1));
        assert_eq!(folder.names(), "a b c/ c/d c/e/ c/e/f");
    }

    #[test]
    fn a_folder_that_appears_in_the_way_is_told() {
        let folder = Folder::new();
        let appear = || {
            folder.put("b/mine.txt", "mine");
            folder.put("d/mine.txt", "mine");
        };
        let files = [("a", "1"), ("b", "1"), ("c", "1"), ("d/e", "1")];
        let errors = folder.write_and(&files, appear).expect_err("an error");
        assert_eq!(
            report(&errors),
            "io: cannot write `b`: a folder is where a file should be\n\
             io: cannot write `d`: a folder is where a file should be\n"
        );
        assert_eq!(folder.names(), "a b/ b/mine.txt c d/ d/mine.txt");
    }
}
