//! `docs/templates.md` says what templates see. It is written from the comments on the
//! structs that they are given, so each key must have one; and it is complete: whatever
//! a page of ours or of the cases gives its template is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use rolebook::disk;
use rolebook::load::{self, Memory, Options};
use rolebook::making::Anew;
use rolebook::view::{self, memo::Memo};
use serde_json::Value as Json;
use tera::Context;

use crate::arrange::{CONFIG, Tiny, read, repository};

/// What each template draws.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "base.html",
        "What all pages share: head, header, footer. The others extend it, and it sees what they see.",
    ),
    ("home.html", "The home page."),
    ("field.html", "A field."),
    ("track.html", "A track."),
    ("guide.html", "A guide."),
    ("skills.html", "The index of skills."),
    ("skill.html", "A skill."),
    ("listings.html", "What guides say about how listings treat skills."),
    ("transitions.html", "The index of moves."),
    ("transition.html", "A move."),
    ("map.html", "The career map, of the site or of a field."),
    ("author.html", "An author."),
    ("search.html", "The page of the search."),
    ("tools.html", "The list of tools."),
    ("compare.html", "The tool that sets roles side by side."),
    ("paths.html", "The tool that finds ways over several moves."),
    ("skills-check.html", "The tool that finds skills in a reader's text."),
    ("page.html", "A plain page."),
    ("404.html", "What hosts show where there is no page."),
    ("redirect.html", "The page at an old address."),
    ("data.html", "The page about the open data."),
    ("card.svg", "The picture that shared links show of a page."),
    ("feed.xml", "The Atom feed of the site or of a field."),
    ("sitemap.xml", "The list of pages for crawlers, or a part of it."),
    ("sitemap-index.xml", "The list of its parts, above 30,000 pages."),
    ("robots.txt", "Rules for crawlers."),
    ("llms.txt", "The list of guides for language models."),
    ("_headers", "What hosts are to send."),
    ("_redirects", "What hosts are to answer at old addresses."),
];

/// What templates see by its name: the file in `src/view` that its type is looked up
/// from, the type, and what it means.
const KEYS: &[(&str, &str, &str, &str)] = &[
    ("page", "chrome", "Chrome", "What stands around the page."),
    ("linked", "chrome", "Option<String>", "The page in the words of schema.org, as JSON-LD."),
    ("sources", "chrome", "Vec<String>", "What licenses of sources ask to be said, as HTML."),
    ("home", "lists", "Home", "The home page."),
    ("field", "lists", "Field", "The field."),
    ("track", "lists", "Track", "The track."),
    ("guide", "guide", "Guide", "The guide."),
    ("skills", "skill", "Index", "The index of skills."),
    ("skill", "skill", "Skill", "The skill."),
    ("listings", "listings", "Index", "The verdicts."),
    ("transitions", "transition", "Index", "The index of moves."),
    ("transition", "transition", "Transition", "The move."),
    ("map", "chart", "Map", "The map."),
    ("author", "lists", "Author", "The author."),
    ("search", "search", "Page", "The list of roles behind the search."),
    ("tools", "tools", "Vec<Card>", "The tools of the site."),
    ("tool", "tools", "Tool", "The tool."),
    ("draft", "parts", "bool", "Whether the page is a draft."),
    ("body", "parts", "String", "The text, as HTML."),
    ("contents", "parts", "Vec<Entry>", "Headings for the list of contents."),
    ("fields", "lists", "Vec<FieldCard>", "The fields of the site."),
    ("target", "parts", "String", "Where the page is now."),
    ("canonical", "parts", "String", "The full address of where it is now."),
    ("data", "data", "Data", "The open data."),
    ("feed", "feeds", "Feed", "The feed."),
    ("urls", "feeds", "Vec<SitemapUrl>", "The pages."),
    ("parts", "feeds", "Vec<SitemapUrl>", "The parts."),
    ("sitemap", "parts", "String", "The full address of the sitemap."),
    ("llms", "llms", "Llms", "What the list says."),
    ("base", "parts", "String", "The path of the site at its host, without a slash at its end."),
    ("assets", "parts", "String", "The folder of the theme's files, below `base`."),
    ("allow", "analytics", "Allow", "Hosts that browsers may reach from the pages."),
    (
        "skills_check",
        "parts",
        "Option<String>",
        "The address of the check of skills, which gets a policy of its own.",
    ),
    ("redirects", "redirects", "Vec<Redirect>", "The old addresses."),
    ("card", "card", "Card", "What stands on the picture."),
];

/// What is no page's: the list for more pages than any site of the tests has, and a
/// picture.
const OTHERS: &[(&str, &str)] = &[("sitemap-index.xml", "parts"), ("card.svg", "card")];

/// Filters that rolebook adds to those of Tera.
const FILTERS: &[(&str, &str)] = &[
    (
        "say",
        "which says what a key of `i18n/<language>.toml` means, with what it has slots for: `{{ \"base.search\" | say }}`",
    ),
    (
        "links",
        "which writes a list of things that have a `label` in a sentence, with links to the `href` of those that have one, \
         `{{ move.learn | links }}`",
    ),
    ("names", "which writes such a list without links"),
    ("repeat", "which writes a text several times: `{{ \"*\" | repeat(times=3) }}`"),
    ("group_by", "which is Tera's, but gives groups in the order in which they begin"),
];

/// A struct that is given to templates, or a part of one.
struct Struct {
    file: String,
    name: String,
    about: String,
    parameter: Option<String>,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    written: String,
    about: String,
    shape: OnceLock<Shape>,
}

/// What may stand at a key.
#[derive(Clone)]
enum Shape {
    Text,
    Number,
    Flag,
    Own,
    Optional(Box<Self>),
    List(Box<Self>),
    /// A struct, and what its parameter stands for.
    Of(&'static Struct, Option<Box<Self>>),
    /// What the parameter of the struct stands for.
    Parameter,
}

static STRUCTS: LazyLock<Vec<Struct>> = LazyLock::new(|| {
    let source = repository().join("src");
    let mut files: Vec<_> = fs::read_dir(source.join("view"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        // What it makes is given as one text.
        .filter(|path| path.is_file() && !path.ends_with("linked.rs"))
        .chain([file_of("tools"), source.join("load.rs"), source.join("analytics.rs")])
        .collect();
    files.sort();
    files.iter().flat_map(|path| structs(path)).collect()
});

/// The file of a module of `view`.
fn file_of(module: &str) -> PathBuf {
    let folder = repository().join("src/view").join(module);
    if folder.is_dir() { folder.join("mod.rs") } else { folder.with_extension("rs") }
}

/// The structs of a file that can be written out. `rustfmt` leaves one way to write them.
fn structs(path: &Path) -> Vec<Struct> {
    let pattern = Regex::new(
        r"((?:/// .*\n)*)#\[derive\(([^)]*)\)\]\n(?:pub(?:\(\w+\))? )?struct (\w+)(?:<([^>]*)>)? \{\n((?:    .*\n)*)\}",
    );
    let field = Regex::new(r"^    (?:pub(?:\(\w+\))? )?(\w+): (.+),$").expect("a pattern");
    // A module in a folder is called like that.
    let module = if path.ends_with("tools/mod.rs") { path.parent().unwrap_or(path) } else { path };
    let file = module.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
    let text = read(path);
    let structs = pattern.expect("a pattern");
    let structs = structs.captures_iter(&text).filter(|found| found[2].contains("Serialize"));
    structs
        .map(|found| {
            let (mut fields, mut about, mut is_skipped) = (Vec::new(), Vec::new(), false);
            for line in found[5].lines() {
                if let Some(words) = line.trim_start().strip_prefix("/// ") {
                    about.push(words);
                } else if line.contains("#[serde(skip)]") {
                    is_skipped = true;
                } else if let Some(field) = field.captures(line) {
                    let words = std::mem::take(&mut about).join(" ");
                    if !std::mem::take(&mut is_skipped) {
                        fields.push(Field {
                            name: field[1].to_owned(),
                            written: field[2].to_owned(),
                            about: words,
                            shape: OnceLock::new(),
                        });
                    }
                } else {
                    panic!("{file}: {line}");
                }
            }
            Struct {
                file: file.clone(),
                name: found[3].to_owned(),
                about: found[1]
                    .lines()
                    .map(|line| line.trim_start_matches("/// "))
                    .collect::<Vec<_>>()
                    .join(" "),
                parameter: found
                    .get(4)
                    .map(|name| name.as_str().to_owned())
                    .filter(|name| !name.starts_with('\'')),
                fields,
            }
        })
        .collect()
}

/// The struct that is called `name` in `file`: its own, or one that it imports.
fn named(file: &str, name: &str) -> &'static Struct {
    let of = |file: &str| STRUCTS.iter().find(|one| one.file == file && one.name == name);
    let imported = || {
        let text = read(&file_of(file));
        let imports = Regex::new(r"use super::(\w+)::([^;]+);").expect("a pattern");
        let is_it = |found: &regex::Captures<'_>| {
            found[2].split(|c: char| !c.is_alphanumeric()).any(|one| one == name)
        };
        imports.captures_iter(&text).find(is_it).and_then(|found| of(&found[1]))
    };
    of(file).or_else(imported).unwrap_or_else(|| panic!("no struct `{name}` in {file}"))
}

impl Shape {
    /// What a type means in `file`.
    fn of(file: &str, text: &str, parameter: Option<&str>) -> Self {
        let text =
            text.strip_prefix("&'").and_then(|rest| rest.split_once(' ')).map_or(text, |(_, named)| named);
        let (outer, inner) = text.split_once('<').unwrap_or((text, ""));
        let inner = inner.strip_suffix('>').map(|inner| Box::new(Self::of(file, inner, parameter)));
        match (outer, inner) {
            ("Option", Some(inner)) => Self::Optional(inner),
            ("Vec", Some(inner)) => Self::List(inner),
            ("Shared", Some(inner)) => *inner,
            ("String" | "str", None) => Self::Text,
            ("bool", None) => Self::Flag,
            ("usize" | "i32" | "f64", None) => Self::Number,
            ("serde_json::Value", None) => Self::Own,
            (name, None) if Some(name) == parameter => Self::Parameter,
            (name, inner) => Self::Of(named(file, name), inner),
        }
    }

    /// As a template's author reads it.
    fn words(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Own => "whatever its author wrote".to_owned(),
            Self::Optional(inner) => format!("{}, or none", inner.words()),
            Self::List(inner) => format!("list of {}", inner.words()),
            Self::Of(one, None) => one.link(),
            Self::Of(one, Some(inner)) => format!("{} of {}", one.link(), inner.words()),
            Self::Parameter => "what it is of".to_owned(),
        }
    }

    /// The structs in it.
    fn gather(&self, found: &mut BTreeMap<String, &'static Struct>) {
        match self {
            Self::Optional(inner) | Self::List(inner) => inner.gather(found),
            Self::Of(one, argument) => {
                argument.iter().for_each(|inner| inner.gather(found));
                if found.insert(one.title(), one).is_none() {
                    one.fields.iter().for_each(|field| one.shape(field).gather(found));
                }
            }
            _ => {}
        }
    }

    /// Asserts that `value` is what the document says.
    #[track_caller]
    fn check(&self, value: &Json, path: &str) {
        match self {
            Self::Text => assert!(value.is_string(), "{path}: {value}"),
            Self::Number => assert!(value.is_number(), "{path}: {value}"),
            Self::Flag => assert!(value.is_boolean(), "{path}: {value}"),
            Self::Own => {}
            Self::Optional(_) if value.is_null() => {}
            Self::Optional(inner) => inner.check(value, path),
            Self::List(inner) => {
                let values = value.as_array().unwrap_or_else(|| panic!("{path}: {value}"));
                values.iter().for_each(|value| inner.check(value, &format!("{path}[]")));
            }
            Self::Of(one, argument) => {
                let keys = value.as_object().unwrap_or_else(|| panic!("{path}: {value}"));
                let known: BTreeSet<&str> = one.fields.iter().map(|field| field.name.as_str()).collect();
                assert_eq!(keys.keys().map(String::as_str).collect::<BTreeSet<_>>(), known, "{path}");
                for field in &one.fields {
                    let shape = one.shape(field).clone().with(argument.as_deref());
                    shape.check(&keys[&field.name], &format!("{path}.{}", field.name));
                }
            }
            Self::Parameter => panic!("{path}: of what?"),
        }
    }

    /// The same, where the parameter stands for `argument`.
    fn with(self, argument: Option<&Self>) -> Self {
        match (self, argument) {
            (Self::Parameter, Some(argument)) => argument.clone(),
            (Self::Optional(inner), argument) => Self::Optional(Box::new(inner.with(argument))),
            (Self::List(inner), argument) => Self::List(Box::new(inner.with(argument))),
            (other, _) => other,
        }
    }
}

impl Struct {
    /// Its name, with where it belongs if several have it.
    fn title(&self) -> String {
        let is_shared = STRUCTS.iter().filter(|one| one.name == self.name).count() > 1;
        if is_shared { format!("{} in {}", self.name, self.file) } else { self.name.clone() }
    }

    /// What may stand at one of its keys.
    fn shape<'f>(&self, field: &'f Field) -> &'f Shape {
        field.shape.get_or_init(|| Shape::of(&self.file, &field.written, self.parameter.as_deref()))
    }

    fn link(&self) -> String {
        let title = self.title();
        format!("[{title}](#{})", title.to_lowercase().replace(' ', "-"))
    }
}

fn shape_of(key: &str) -> Option<Shape> {
    let (_, file, shape, _) = KEYS.iter().find(|(known, ..)| *known == key)?;
    Some(Shape::of(file, shape, None))
}

/// Asserts that what is given to templates in a site is in the document, and gives the
/// keys by template.
fn seen(root: &Path) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let (sources, _) = disk::read::read(root);
    let (site, _) = load::load(&sources, &Options::default(), &mut Memory::default());
    let shapes: Vec<_> = KEYS.iter().filter_map(|(key, ..)| Some((*key, shape_of(key)?))).collect();
    let mut seen: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for site in site.iter() {
        for (route, page) in site.plan.pages.iter() {
            let Some(view) = view::view(
                &site.book,
                &site.theme.words,
                &site.plan,
                (&Memo::default(), &Anew),
                (route, page),
            ) else {
                continue;
            };
            let keys = seen.entry(view.template).or_default();
            let mut known = Context::new();
            for (key, shape) in &shapes {
                if let Some(value) = view.context.get(key) {
                    keys.insert(*key);
                    known.insert_value(*key, value.clone());
                    let value = serde_json::to_value(value).expect("JSON");
                    shape.check(&value, &format!("{route}: {key}"));
                }
            }
            assert!(known == view.context, "{route}: a key that nothing is said of: {:?}", view.context);
        }
    }
    seen
}

/// A site with what neither ours nor the cases have.
fn full() -> Tiny {
    let tiny = Tiny::new();
    tiny.write(
        "config.toml",
        format!(
            "{CONFIG}[analytics]\nscript = \"/a.js\"\nattributes = {{ data-x = \"y\" }}\n[look]\nlogo = \"/a.js\"\nfont = \"system\"\n\
             [footer]\ntext = \"Words.\"\nlinks = [{{ label = \"About\", url = \"/field/\" }}]\n\
             [cta]\ntitle = \"Write\"\ntext = \"Words.\"\nlink = {{ label = \"About\", url = \"/field/\" }}\n"
        ),
    )
    .write("static/a.js", "");
    for number in 0..210 {
        let next = number + 1;
        tiny.write(
            &format!("content/field/track/role-{number}.md"),
            format!(
                "+++\ntitle = \"Role {number}\"\nattribution = \"Words.\"\n[skills]\ntechnical = [\"Linux\", \"Skill {}\"]\n\
                 [[transitions]]\nto = \"role-{}\"\nnote = \"Words.\"\n+++\n\nWords.\n",
                number % 7,
                next % 210
            ),
        );
    }
    tiny
}

fn keys_of_templates() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let full = full();
    let cases = fs::read_dir(repository().join("tests/cases")).expect("cases");
    let cases = cases.map(|entry| entry.expect("an entry").path());
    let mut all: BTreeMap<_, BTreeSet<_>> =
        OTHERS.iter().map(|(template, key)| (*template, BTreeSet::from([*key]))).collect();
    for root in cases.chain([repository(), full.root()]) {
        for (template, keys) in seen(&root) {
            all.entry(template).or_default().extend(keys);
        }
    }
    all
}

const OPENING: &str = "# What templates see

Templates are written in [Tera 2](https://keats.github.io/tera/). A site's own stand in `templates/`, or in
`themes/<name>/templates/` as part of a theme; `rolebook theme eject guide.html` copies a built-in one to where it can be
changed. This page is made from the program's own source, and a test holds it to be complete.

Every template sees `site`, and what stands beside it here. Addresses begin at the page, unless they are called full.
Whatever a key calls HTML is to be written with `| safe`; all other text is escaped. A key of which it says \"or none\" is
always there and may be none, so `{% if page.feed %}` asks for it.

Spaces that lines of an `.html` template begin with are for those who read it, and come on no page, unless there is a
`<pre>` or a `<textarea>` in the template.
";

fn table(text: &mut String, rows: impl Iterator<Item = (String, String, String)>) {
    text.push_str("\n| key | type | meaning |\n|---|---|---|\n");
    for (key, shape, about) in rows {
        assert!(!about.is_empty(), "`{key}` has no comment that says what it means");
        let _ = writeln!(text, "| `{key}` | {shape} | {about} |");
    }
}

fn document() -> String {
    let mut text = format!("{OPENING}\n## Templates\n\n| template | draws | sees |\n|---|---|---|\n");
    let keys = keys_of_templates();
    let known: BTreeSet<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
    assert!(keys.keys().all(|template| known.contains(template)), "{keys:?}");
    for (name, draws) in TEMPLATES {
        let sees = KEYS
            .iter()
            .map(|(key, ..)| *key)
            .filter(|key| keys.get(name).is_some_and(|keys| keys.contains(key)));
        let sees: Vec<String> = sees.map(|key| format!("`{key}`")).collect();
        let _ = writeln!(text, "| `{name}` | {draws} | {} |", sees.join(", "));
    }
    text.push_str("\n## Keys\n");
    let mut found = BTreeMap::new();
    let site = Shape::Of(named("load", "Globals"), None);
    let shapes = KEYS.iter().filter_map(|(key, .., about)| Some((*key, shape_of(key)?, *about)));
    let shapes: Vec<_> = [("site", site, "The site.")].into_iter().chain(shapes).collect();
    shapes.iter().for_each(|(_, shape, _)| shape.gather(&mut found));
    table(
        &mut text,
        shapes.iter().map(|(key, shape, about)| ((*key).to_owned(), shape.words(), (*about).to_owned())),
    );
    text.push_str("\n## Types\n");
    for (title, one) in &found {
        let _ = writeln!(text, "\n### {title}");
        if !one.about.is_empty() {
            let _ = writeln!(text, "\n{}", one.about);
        }
        let rows = one.fields.iter();
        table(
            &mut text,
            rows.map(|field| (field.name.clone(), one.shape(field).words(), field.about.clone())),
        );
    }
    let unseen: Vec<String> =
        STRUCTS.iter().map(Struct::title).filter(|title| !found.contains_key(title)).collect();
    assert_eq!(unseen, [""; 0], "structs that no key leads to");
    components(&mut text);
    text
}

/// What templates are made of besides: components, blocks and filters.
fn components(text: &mut String) {
    text.push_str(
        "\n## Components\n\n`{{ <role_card role={role} level=2 /> }}` draws one. What has a value here may be left out.\n\n| component | draws |\n|---|---|\n",
    );
    let comment = Regex::new(r"(?s)\{#-?\s*(.*?)\s*-?#\}").expect("a pattern");
    let component = Regex::new(r"\{%-? component (\w+)\(([^)]*)\)").expect("a pattern");
    let templates = repository().join("themes/default/templates");
    let parts =
        fs::read_dir(templates.join("parts")).expect("a folder").map(|entry| entry.expect("an entry").path());
    for path in parts.collect::<BTreeSet<_>>() {
        let part = read(&path);
        for found in component.captures_iter(&part) {
            let start = found.get(0).expect("a match").start();
            let about = comment.captures_iter(&part).find(|comment| {
                comment.get(0).is_some_and(|it| {
                    part.get(it.end()..start).is_some_and(|between| between.trim().is_empty())
                })
            });
            let about = about.unwrap_or_else(|| panic!("{}: `{}` has no comment", path.display(), &found[1]));
            let about = about[1].split_whitespace().collect::<Vec<_>>().join(" ");
            let arguments = found[2].split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(
                text,
                "| `{}({arguments})` | {} |",
                &found[1],
                about.replace('|', "\\|").replace('<', "\\<")
            );
        }
    }
    text.push_str(
        "\n## Blocks and filters\n\n`base.html` has these blocks for the templates that extend it: ",
    );
    let block = Regex::new(r"\{%-? block (\w+)").expect("a pattern");
    let base = read(&templates.join("base.html"));
    let blocks: Vec<String> = block.captures_iter(&base).map(|found| format!("`{}`", &found[1])).collect();
    let _ = writeln!(text, "{}.", blocks.join(", "));
    let registered = Regex::new(r#"register_filter\(\s*"(\w+)""#).expect("a pattern");
    let theme = read(&repository().join("src/theme/filters.rs"));
    let registered: Vec<String> = registered.captures_iter(&theme).map(|found| found[1].to_owned()).collect();
    assert_eq!(registered, FILTERS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    text.push_str("Filters, functions and tests are those of Tera");
    let filters: Vec<String> = FILTERS.iter().map(|(name, about)| format!("`{name}`, {about}")).collect();
    text.push_str(&if filters.is_empty() {
        ".\n".to_owned()
    } else {
        format!(", and {}.\n", filters.join("; "))
    });
}

#[test]
fn the_document_says_all_that_templates_see() {
    let path = repository().join("docs/templates.md");
    let text = document();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, &text).expect("a file");
    }
    assert!(read(&path) == text, "`INSTA_UPDATE=always cargo test templates` writes docs/templates.md");
}

#[test]
fn every_template_is_in_the_document() {
    let names = fs::read_dir(repository().join("themes/default/templates")).expect("a folder");
    let names = names.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    let names: BTreeSet<String> = names.filter(|name| name != "parts").collect();
    assert_eq!(names, TEMPLATES.iter().map(|(name, _)| (*name).to_owned()).collect());
}

#[test]
fn every_template_sees_the_site_as_the_document_says() {
    let tiny = Tiny::new();
    tiny.write("templates/404.html", "{% for key, value in site %}{{ key }} {% endfor %}");
    tiny.build().without_a_word();
    let built = tiny.built("404.html");
    let keys: BTreeSet<&str> = built.split_whitespace().collect();
    assert_eq!(keys, named("load", "Globals").fields.iter().map(|field| field.name.as_str()).collect());
}

/// What a page of an otherwise empty site says, whose template is this.
fn said_by(template: &str) -> String {
    let tiny = Tiny::new();
    tiny.write("config.toml", CONFIG).write("templates/404.html", template).guide("ada", "Ada", "Words.");
    tiny.build().without_a_word();
    tiny.built("404.html")
}

#[test]
fn links_are_escaped_and_stand_in_a_sentence() {
    let things = r#"[{"label": "R&D", "href": "/a?b&c"}, {"label": "SQL", "href": "/sql", "optional": true}, {"label": "Ada"}]"#;
    assert_eq!(
        said_by(&format!("{{{{ {things} | links }}}}|{{{{ {things} | names }}}}|{{{{ [] | links }}}}")),
        "<a href=\"/a?b&amp;c\">R&amp;D</a>, <a href=\"/sql\">SQL</a> (optional), Ada|R&amp;D, SQL (optional), Ada|"
    );
}

#[test]
fn a_list_without_labels_is_no_list_of_links() {
    let tiny = Tiny::new();
    tiny.write("config.toml", CONFIG).write("templates/404.html", "{{ [1] | links }}");
    let run = tiny.build().failed();
    assert!(run.stderr.contains("a link has a `label`"), "{}", run.stderr);
    assert!(run.stderr.contains("templates/404.html"), "{}", run.stderr);
}

#[test]
fn a_text_is_repeated_within_bounds() {
    assert_eq!(said_by("{{ \"<b>\" | repeat(times=2) }}{{ \"x\" | repeat(times=0) }}"), "&lt;b&gt;&lt;b&gt;");
    assert_eq!(said_by("{{ \"x\" | repeat(times=1000000) }}").len(), 10_000);
}

#[test]
fn groups_stand_in_the_order_in_which_they_begin() {
    let groups = "zoology astronomy 7 false 3 medicine botany law history chemistry physics music".split(' ');
    let things: Vec<String> = groups
        .clone()
        .chain(groups.clone())
        .map(|of| match of {
            "7" | "3" | "false" => format!("{{\"of\": {of}}}"),
            of => format!("{{\"of\": \"{of}\"}}"),
        })
        .collect();
    let template = format!(
        "{{% for of, group in [{}] | group_by(attribute=\"of\") %}}{{{{ of }}}} {{{{ group | length }}}};{{% endfor %}}",
        things.join(", ")
    );
    let expected: String = groups.map(|of| format!("{of} 2;")).collect();
    assert_eq!(said_by(&template), expected);
}
