//! `rolebook import`: what it makes of an article in each format, and every way in
//! which it refuses. The tests read as transcripts; the articles are
//! `tests/articles/*`, in our own words.

use std::fs;
use std::path::PathBuf;

use insta::{Settings, assert_snapshot};

use crate::arrange::{Run, Tiny, read, repository, rolebook, run, tree, write};

/// A site, and articles beside it.
struct Desk {
    tiny: Tiny,
}

impl Desk {
    fn new() -> Self {
        let tiny = Tiny::new();
        fs::create_dir_all(tiny.root().join("../desk")).expect("a folder");
        Self { tiny }
    }

    /// An article on the desk.
    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        write(&self.tiny.root().join("../desk").join(name), bytes);
        self
    }

    /// One of our articles on the desk.
    fn lay(&self, name: &str) -> &Self {
        self.put(name, read(&articles().join(name)))
    }

    /// `rolebook import` of what lies on the desk.
    fn import(&self, arguments: &[&str]) -> Run {
        let mut command = rolebook();
        command.current_dir(self.tiny.root().join("../desk"));
        command.args(["--root", "../site", "import"]).args(arguments);
        run(command)
    }

    /// A file of the site.
    #[track_caller]
    fn file(&self, path: &str) -> String {
        read(&self.tiny.root().join(path))
    }

    fn has(&self, path: &str) -> bool {
        self.tiny.root().join(path).exists()
    }
}

fn articles() -> PathBuf {
    repository().join("tests/articles")
}

#[track_caller]
fn check(name: &str, transcript: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(articles());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!(name, transcript));
}

/// What a run said, and the guide that it wrote.
#[track_caller]
fn check_import(name: &str, arguments: &[&str], guide: &str) -> Desk {
    let desk = Desk::new();
    desk.lay(name);
    let mut all = vec![name];
    all.extend(arguments);
    let run = desk.import(&all).without_a_word();
    check(&name.replace('.', "_"), &format!("{}\n{guide}:\n\n{}", run.stdout, desk.file(guide)));
    desk.tiny.build().without_a_word();
    desk
}

#[test]
fn plain_text_as_it_is_copied_from_a_page() {
    let desk = check_import("pastry-chef.txt", &[], "content/food-crafts/bread-cake-sweets/pastry-chef.md");
    let made = ["content/food-crafts/_index.md", "content/food-crafts/bread-cake-sweets/_index.md"];
    assert_eq!(desk.file(made[0]), "+++\ntitle = \"Food Crafts\"\n+++\n");
    assert_eq!(desk.file(made[1]), "+++\ntitle = \"Bread / Cake / Sweets\"\n+++\n");
}

#[test]
fn a_saved_page() {
    check_import("line-cook.html", &[], "content/food-crafts/restaurant-kitchens/line-cook.md");
}

#[test]
fn markdown_with_yaml() {
    check_import("yaml.md", &[], "content/food-crafts/bakeries/bread-baker.md");
}

#[test]
fn markdown_with_toml() {
    check_import("toml.md", &["--track", "field/track"], "content/field/track/miller.md");
}

#[test]
fn markdown_without_front_matter() {
    check_import("plain.md", &[], "content/food-crafts/counters/cheese-monger.md");
}

#[test]
fn a_dry_run_prints_the_guide_and_writes_nothing() {
    let desk = Desk::new();
    desk.lay("plain.md");
    let before = tree(&desk.tiny.root());
    let run = desk.import(&["plain.md", "--dry-run"]).succeeded();
    assert!(
        run.stdout.starts_with("+++\ntitle = \"Cheese Monger\"\n+++\n\nA cheese monger"),
        "{}",
        run.stdout
    );
    let told = "plain.md (Markdown) would become content/food-crafts/counters/cheese-monger.md\n";
    assert!(run.stderr.starts_with(told), "{}", run.stderr);
    assert_eq!(tree(&desk.tiny.root()), before);
}

#[test]
fn the_vocabulary_and_other_guides_say_where_tags_end() {
    let desk = Desk::new();
    desk.tiny.write("content/skills.toml", "[[skill]]\nname = \"OvenWare\"\n");
    desk.put(
        "a.txt",
        "Baker\n\nTechnical skills\n\nOvenWareBread\n\nA baker bakes bread for the whole street.\n",
    );
    desk.import(&["a.txt", "--track", "track"]).succeeded();
    assert!(desk.file("content/field/track/baker.md").contains("technical = [\"OvenWare\", \"Bread\"]"));
}

#[test]
fn several_articles_and_what_is_wrong_with_each_other_one() {
    let desk = Desk::new();
    desk.tiny.guide("miller", "Miller", "Some words.");
    desk.lay("plain.md")
        .lay("toml.md")
        .put("empty.txt", " \n")
        .put("latin1.txt", b"Caf\xe9 owner\n\nSome words of text that stand here.\n")
        .put("folder/inner.txt", "")
        .put("large.txt", vec![b'a'; 10_000_001])
        .put("broken.md", "---\ntitle: [\n---\nText.\n")
        .put("nothing.html", "<nav>Home</nav><script>1</script>")
        .put("homeless.txt", "Potter\n\nA potter makes pots all day, and sells some of them.\n");
    let files = [
        "plain.md",
        "toml.md",
        "empty.txt",
        "latin1.txt",
        "folder",
        "large.txt",
        "broken.md",
        "nothing.html",
        "homeless.txt",
        "missing.txt",
        "plain.md",
    ];
    let run = desk.import(&files).failed();
    check("refusals", &format!("{}\n{}", run.stdout, run.stderr));
    assert!(desk.has("content/food-crafts/counters/cheese-monger.md"));
}

#[test]
fn no_file_is_overwritten() {
    let desk = Desk::new();
    desk.lay("toml.md");
    desk.tiny.guide("miller", "Miller", "Our own words.");
    let before = tree(&desk.tiny.root());
    let run = desk.import(&["toml.md", "--track", "field/track"]).failed();
    check("there_already", &run.stderr);
    assert_eq!(tree(&desk.tiny.root()), before);
}

#[test]
fn a_place_that_cannot_be_is_refused() {
    let desk = Desk::new();
    desk.lay("toml.md");
    let run = desk.import(&["toml.md", "--track", "nowhere"]).failed();
    check("no_such_track", &run.stderr);
    let run = desk.import(&["toml.md", "--track", "skills/baking"]).failed();
    check("no_such_field", &run.stderr);
    assert!(!desk.has("content/skills"));
}

#[test]
fn a_folder_that_is_no_site_is_refused() {
    let desk = Desk::new();
    desk.lay("plain.md");
    fs::remove_file(desk.tiny.root().join("config.toml")).expect("a file");
    let run = desk.import(&["plain.md"]).failed();
    let folder = fs::canonicalize(desk.tiny.root()).expect("a folder");
    let folder = folder.parent().and_then(|folder| folder.to_str()).expect("UTF-8");
    check("no_site", &run.stderr.replace(folder, "[FOLDER]"));
}

#[test]
fn without_a_file_it_is_wrong_usage() {
    let run = Desk::new().import(&[]);
    assert_eq!(run.exit_code, 2);
    check("no_file", &run.stderr);
}

#[test]
fn front_matter_that_cannot_be_read_is_refused() {
    let desk = Desk::new();
    let nested = format!("a: {}{}", "[".repeat(100), "]".repeat(100));
    for (name, front) in [
        ("a_reference.md", "---\ntitle: &a Baker\nname: *a\n---\n"),
        ("b_list.md", "---\n- title\n---\n"),
        ("c_key.md", "---\n? [title]\n: Baker\n---\n"),
        ("d_nested.md", &format!("---\n{nested}\n---\n")),
        ("e_toml.md", "+++\ntitle = Baker\n+++\n"),
    ] {
        desk.put(name, format!("{front}A baker bakes bread for the whole street.\n"));
    }
    let files = ["a_reference.md", "b_list.md", "c_key.md", "d_nested.md", "e_toml.md"];
    let run = desk.import(&[&files[..], &["--track", "field/track"]].concat()).failed();
    check("front_matter", &run.stderr);
}

#[test]
fn a_role_that_can_have_no_file_is_refused() {
    let desk = Desk::new();
    desk.put("a.txt", "Index\n\nAn index points to what others wrote about it.\n");
    let run = desk.import(&["a.txt", "--track", "field/track"]).failed();
    check("no_such_role", &run.stderr);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_leaves_the_site() {
    let desk = Desk::new();
    desk.lay("plain.md").put("elsewhere/note.txt", "Mine.");
    let link = desk.tiny.root().join("content/food-crafts");
    std::os::unix::fs::symlink("../../desk/elsewhere", link).expect("a link");
    let run = desk.import(&["plain.md"]).failed();
    check("a_link_out", &run.stderr);
    assert_eq!(tree(&desk.tiny.root().join("../desk/elsewhere")).len(), 1);
}

#[test]
fn what_is_wrong_with_the_new_guide_is_told_at_once() {
    let desk = Desk::new();
    desk.put("a.md", "# Baker\n\nA baker bakes bread, as [you know][bread] already.\n");
    let run = desk.import(&["a.md", "--track", "field/track"]).succeeded();
    assert!(
        run.stderr.contains("error[broken-link]: no link reference `bread` is defined"),
        "{}",
        run.stderr
    );
    assert!(desk.has("content/field/track/baker.md"));
}

#[test]
fn a_line_that_is_a_move_becomes_the_first_words_of_its_paragraph() {
    let desk = Desk::new();
    desk.put(
        "a.txt",
        "Baker\n\nA baker bakes bread for the whole street.\n\nAdjacent Roles\n\nMiller to baker\n\nA short step.\n\n\
         Baker \u{2192} pastry chef\n\nA deeper one.\n\nIn Closing\n\nIt is warm in there.\n",
    );
    let run = desk.import(&["a.txt", "--track", "field/track"]).without_a_word();
    assert!(
        run.stdout.contains("  move in: Miller to Baker\n  move out: Baker to Pastry Chef\n"),
        "{}",
        run.stdout
    );
    let guide = desk.file("content/field/track/baker.md");
    assert!(guide.contains(
        "\n**Miller to baker.** A short step.\n\n**Baker to pastry chef.** A deeper one.\n\n## In Closing\n"
    ));
}
