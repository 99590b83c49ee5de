//! How long each stage takes for 1,000 made-up guides: `cargo bench`. What it
//! takes beside other generators is told by `benches/compare`.

#![expect(clippy::disallowed_methods, reason = "a benchmark arranges a site on disk")]

#[expect(dead_code, reason = "content for other generators is asked for by the comparison alone")]
mod corpus;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use corpus::{Corpus, Shape};
use divan::{Bencher, black_box};
use rayon::prelude::*;
use rolebook::disk::output::check_output;
use rolebook::disk::read;
use rolebook::disk::write::Staging;
use rolebook::load::{self, Memory, Options};
use rolebook::making::Anew;
use rolebook::plan::Page;
use rolebook::site::Site;
use rolebook::source::{Source, SourcePath, Sources};
use rolebook::view::{self, memo::Memo};

const GUIDES: usize = 1000;

fn main() {
    divan::main();
}

/// Without cards, which take longer than all the rest, and a build takes from the one before.
fn files() -> BTreeMap<String, String> {
    Corpus::new(Shape::of(GUIDES)).rolebook("[cards]\ndraw = false\n")
}

fn sources() -> Sources {
    let source = |(path, text): (String, String)| {
        let path = SourcePath::new(&path);
        (path.clone(), Arc::new(Source::new(path, text.into())))
    };
    files().into_iter().map(source).collect()
}

fn site(sources: &Sources) -> Site {
    load::load(sources, &Options::default(), &mut Memory::default()).0.expect("a site")
}

fn put(root: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

#[divan::bench]
fn read_sources(bencher: Bencher<'_, '_>) {
    let root = tempfile::tempdir().expect("a folder");
    put(root.path(), &files());
    bencher.bench(|| read::read(root.path()));
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let sources = sources();
    bencher.bench(|| load::parse(&sources, &mut Memory::default()));
}

#[divan::bench]
fn resolve(bencher: Bencher<'_, '_>) {
    let sources = sources();
    let options = Options::default();
    let parsed = load::parse(&sources, &mut Memory::default());
    bencher.with_inputs(Memory::default).bench_values(|mut memory| {
        let config = load::configure(&sources, &options, &mut memory).0.expect("a configuration");
        rolebook::resolve::resolve(&parsed, &config, &sources, false, &mut Default::default())
    });
}

#[divan::bench]
fn plan(bencher: Bencher<'_, '_>) {
    let sources = sources();
    let site = site(&sources);
    bencher.bench(|| {
        rolebook::plan::plan(&site.book, &site.theme.assets, Some(&site.theme.fonts), &sources, None)
    });
}

/// What the templates of all guides see.
#[divan::bench]
fn view_guides(bencher: Bencher<'_, '_>) {
    let site = site(&sources());
    let guides: Vec<_> = site.plan.pages.iter().filter(|(_, page)| matches!(page, Page::Guide(_))).collect();
    bencher.bench(|| {
        let memo = Memo::default();
        for (route, page) in &guides {
            black_box(view::view(&site.book, &site.theme.words, &site.plan, (&memo, &Anew), (route, page)));
        }
    });
}

/// Templates of all guides, with what they see, on one thread.
#[divan::bench]
fn render_guides(bencher: Bencher<'_, '_>) {
    let site = site(&sources());
    let guides: Vec<_> = site.plan.pages.iter().filter(|(_, page)| matches!(page, Page::Guide(_))).collect();
    bencher.bench(|| {
        for (route, _) in &guides {
            black_box(site.render(route));
        }
    });
}

/// Everything, on all threads.
#[divan::bench(sample_count = 10)]
fn render_all(bencher: Bencher<'_, '_>) {
    let site = site(&sources());
    bencher.bench(|| site.render_each(&Anew, |_, answer| drop(black_box(answer))).is_ok());
}

/// Into a folder that does not exist yet.
#[divan::bench(sample_count = 10)]
fn write_new(bencher: Bencher<'_, '_>) {
    let (root, files) = output(&site(&sources()));
    let number = AtomicUsize::new(0);
    bencher
        .with_inputs(|| {
            // To delete it would cost the next run, see "Ways to change a file" in README.md.
            let before = root.path().join(number.fetch_add(1, Ordering::Relaxed).to_string());
            let _ = std::fs::rename(root.path().join("public"), before);
        })
        .bench_values(|()| write(root.path(), &files));
}

/// Where nothing changed.
#[divan::bench(sample_count = 10)]
fn write_unchanged(bencher: Bencher<'_, '_>) {
    let (root, files) = output(&site(&sources()));
    write(root.path(), &files);
    bencher.bench(|| write(root.path(), &files));
}

/// Where every page changes.
#[divan::bench(sample_count = 10)]
fn write_changed(bencher: Bencher<'_, '_>) {
    let (root, files) = output(&site(&sources()));
    let number = AtomicUsize::new(0);
    bencher
        .with_inputs(|| {
            let number = number.fetch_add(1, Ordering::Relaxed).to_string();
            let changed = |(path, bytes): (&String, &Vec<u8>)| {
                (path.clone(), [bytes.as_slice(), number.as_bytes()].concat())
            };
            files.iter().map(changed).collect::<BTreeMap<_, _>>()
        })
        .bench_values(|files| write(root.path(), &files));
}

fn output(site: &Site) -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let files = site.plan.pages.keys().filter_map(|route| {
        let answer = site.render(route)?.ok()?;
        Some((route.output_path(), answer.bytes.to_vec()))
    });
    let files = files.collect();
    // On the disk that is measured, which the folder for temporary files may not be.
    (tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder"), files)
}

fn write(root: &Path, files: &BTreeMap<String, Vec<u8>>) -> bool {
    let output = check_output(&root.join("site"), &root.join("public"), false);
    let paths = files.keys().cloned().collect();
    let fill = |staging: &Staging<'_>| {
        files.par_iter().for_each(|(path, bytes)| staging.put(path, bytes));
        Ok(())
    };
    output.is_ok_and(|output| output.write(&paths, fill).is_ok())
}
