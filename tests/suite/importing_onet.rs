//! `rolebook import onet`: what it makes of a release, whatever the release calls its
//! files and columns, and every way in which it refuses. The releases are made up
//! here, in the form of O*NET's.

use std::fs;
use std::path::PathBuf;

use insta::{Settings, assert_snapshot};
use proptest::prelude::*;
use rolebook::config;
use rolebook::content;
use rolebook::diagnostic::Severity;
use rolebook::import::known::Known;
use rolebook::import::onet;
use rolebook::import::onet::drafts::{self, Choice, Limits};
use rolebook::source::{Source, SourcePath};

use crate::arrange::{Run, Tiny, read, repository, rolebook, run, tree, write};

/// A site, and a release beside it.
struct Desk {
    tiny: Tiny,
}

/// Four made-up occupations, the last without data. Columns are separated by `|` here.
const OCCUPATIONS: &str = "O*NET-SOC Code|Title|Description
51-3011.00|Bakers|Mix and bake ingredients to make bread, rolls and cakes. May use *large* ovens.
51-3091.00|Dough Machine Operators and Tenders|Operate machines that mix and shape dough.
35-2014.00|Cooks, Restaurant|Prepare dishes in a restaurant's kitchen.
51-3099.00|Food Processing Workers, All Other|All food processing workers not listed by themselves.
";
const ALTERNATES: &str = "O*NET-SOC Code|Title|Alternate Title|Short Title|Source(s)
51-3011.00|Bakers|Baker||01,02
51-3011.00|Bakers|Bench Hand||08
51-3011.00|Bakers|Bread Baker (BB)|BB|02,08
51-3011.00|Bakers|Kitchen Hand||08
51-3091.00|Dough Machine Operators and Tenders|Kitchen Hand||01,02,03
51-3091.00|Dough Machine Operators and Tenders|Mixer Operator||08
35-2014.00|Cooks, Restaurant|Line Cook||08
";
const TECHNOLOGIES: &str =
    "O*NET-SOC Code|Title|Example|Commodity Code|Commodity Title|Hot Technology|In Demand
51-3011.00|Bakers|Tablepress|43232110|Spreadsheet software|Y|N
51-3011.00|Bakers|Ovenlog software|43232110|Process software|Y|Y
51-3011.00|Bakers|Recipe software|43232110|Recipe software|N|Y
51-3011.00|Bakers|Old till software|43232110|Point of sale software|N|N
51-3091.00|Dough Machine Operators and Tenders|Tablepress|43232110|Spreadsheet software|Y|Y
35-2014.00|Cooks, Restaurant|Stock query language SQL|43232110|Query software|Y|Y
35-2014.00|Cooks, Restaurant|Tablepress|43232110|Spreadsheet software|Y|N
99-9999.00|Nobody|Tablepress|43232110|Spreadsheet software|Y|N
";
const STYLES: &str =
    "O*NET-SOC Code|Title|Element ID|Element Name|Scale ID|Scale Name|Data Value|Recommend Suppress
51-3011.00|Bakers|1.C.5.b|Attention to Detail|IM|Importance|4.10|N
51-3011.00|Bakers|1.C.5.a|Dependability|IM|Importance|4.60|N
51-3011.00|Bakers|1.C.2.b|Leadership|IM|Importance|3.99|N
51-3011.00|Bakers|1.C.1.b|Persistence|IM|Importance|4.90|Y
51-3011.00|Bakers|1.C.3.a|Cooperation|IM|Importance|n/a|N
";
const TASKS: &str = "O*NET-SOC Code|Title|Task ID|Task|Task Type|Date|Domain Source
51-3011.00|Bakers|1|Sweep the floor.|Supplemental|08/2023|Incumbent
51-3011.00|Bakers|2|Weigh flour & salt, and check <both>.|Core|08/2023|Incumbent
35-2014.00|Cooks, Restaurant|3|Season and cook food.|Core|08/2023|Incumbent
";
const RELATED: &str = "O*NET-SOC Code|Title|Related O*NET-SOC Code|Related Title|Relatedness Tier|Index
51-3011.00|Bakers|35-2014.00|Cooks, Restaurant|Primary-Long|6
51-3011.00|Bakers|51-3091.00|Dough Machine Operators and Tenders|Primary-Short|2
51-3011.00|Bakers|51-3022.00|Butchers|Primary-Short|1
";
const ZONES: &str = "O*NET-SOC Code|Title|Job Zone|Date|Domain Source
51-3011.00|Bakers|2|08/2023|Analyst
";

/// The tables of release 29, by the names of their files.
fn tables() -> Vec<(&'static str, String)> {
    let tables = [
        ("Occupation Data", OCCUPATIONS),
        ("Alternate Titles", ALTERNATES),
        ("Technology Skills", TECHNOLOGIES),
        ("Work Styles", STYLES),
        ("Task Statements", TASKS),
        ("Related Occupations", RELATED),
        ("Job Zones", ZONES),
    ];
    tables.into_iter().map(|(name, text)| (name, text.replace('|', "\t"))).collect()
}

impl Desk {
    fn new() -> Self {
        let desk = Self { tiny: Tiny::new() };
        fs::create_dir_all(desk.beside()).expect("a folder");
        desk
    }

    fn beside(&self) -> PathBuf {
        self.tiny.root().join("../desk")
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        write(&self.beside().join(name), bytes);
        self
    }

    /// Release 29.3, as its archive names it.
    fn release(&self) -> &Self {
        for (name, text) in tables() {
            self.put(&format!("db_29_3_text/{name}.txt"), text);
        }
        self
    }

    fn import(&self, arguments: &[&str]) -> Run {
        let mut command = rolebook();
        command.current_dir(self.beside());
        command.args(["--root", "../site", "import", "onet"]).args(arguments);
        run(command)
    }

    #[track_caller]
    fn file(&self, path: &str) -> String {
        read(&self.tiny.root().join(path))
    }
}

const BAKER: &str = "content/production/food-processing-workers/baker.md";
const OPERATOR: &str = "content/production/food-processing-workers/dough-machine-operator-and-tender.md";
const COOK: &str =
    "content/food-preparation-and-serving-related/cooks-and-food-preparation-workers/cooks-restaurant.md";

#[track_caller]
fn check(name: &str, transcript: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(repository().join("tests/onet"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!(name, transcript));
}

#[test]
fn a_release_becomes_drafts() {
    let desk = Desk::new();
    let run = desk.release().import(&["db_29_3_text"]).succeeded();
    let mut told = format!("{}\n{}", run.stdout, run.stderr);
    for path in [
        BAKER,
        OPERATOR,
        COOK,
        "content/production/_index.md",
        "content/production/food-processing-workers/_index.md",
    ] {
        told.push_str(&format!("\n{path}:\n\n{}", desk.file(path)));
    }
    check("release_29", &told);

    // Drafts are not published. The attribution is on every page that shows a guide.
    desk.tiny.build().without_a_word();
    assert!(!desk.tiny.has_built("production/food-processing-workers/baker/index.html"));
    assert!(!desk.tiny.built("index.html").contains("USDOL/ETA"));
    desk.tiny.build_with(&["--drafts"]).without_a_word();
    let attribution = "includes information from the <a href=\"https://www.onetcenter.org/database.html\">O*NET 29.3 Database</a>";
    for page in [
        "production/food-processing-workers/baker/",
        "production/food-processing-workers/",
        "production/",
        "skills/tablepress/",
        "skills/",
        "",
    ] {
        let html = desk.tiny.built(&format!("{page}index.html"));
        assert_eq!(html.matches(attribution).count(), 1, "/{page}");
        assert!(html.contains("Tiny has modified all or some of this information."), "/{page}");
    }
    assert!(!desk.tiny.built("field/index.html").contains("USDOL/ETA"));
    let guide = desk.tiny.built("production/food-processing-workers/baker/index.html");
    assert!(guide.contains("They are listed only: no author vouches for them yet."));
    assert!(!desk.tiny.has_built("transitions/baker/cooks-restaurant/index.html"));
}

/// What differs between releases changes nothing of what is made of them.
#[test]
fn older_and_newer_releases_say_the_same() {
    let desk = Desk::new();
    desk.release().import(&["db_29_3_text", "--release", "28.0"]).succeeded();
    let expected = tree(&desk.tiny.root());

    // 28: the edition for databases, with its names of files and columns.
    let old = Desk::new();
    for (name, text) in tables() {
        let (header, rows) = text.split_once('\n').expect("a header");
        let header = header.to_lowercase().replace("o*net-soc code", "onetsoc_code").replace(' ', "_");
        let name = name.to_lowercase().replace(' ', "_");
        old.put(&format!("db/{name}.txt"), format!("\u{feff}{header}\n{rows}").replace('\n', "\r\n"));
    }
    old.import(&["db", "--release", "28.0"]).succeeded();
    assert_eq!(tree(&old.tiny.root()), expected);

    // 30.3: other names, other scales, and the version in the release's own words.
    let new = Desk::new();
    for (name, text) in tables() {
        let (name, text) = match name {
            "Alternate Titles" => ("Job Titles", text.replace("Alternate Title", "Job Title")),
            "Technology Skills" => (
                "Software Skills",
                text.replace("\tExample\t", "\tWorkplace Example\t")
                    .replace("Commodity Code", "Element ID")
                    .replace("Commodity Title", "Element Name"),
            ),
            "Work Styles" => (
                name,
                text.replace("\tIM\tImportance\t4.", "\tWI\tWork Styles Impact\t2.")
                    .replace("\tIM\tImportance\t3.", "\tWI\tWork Styles Impact\t1.")
                    + "51-3011.00\tBakers\t1.D.1.a\tInnovation\tDR\tDistinctiveness Rank\t9.00\tN\n",
            ),
            _ => (name, text),
        };
        new.put(&format!("db/{name}.txt"), text);
    }
    new.put("db/Read Me.txt", "O*NET 30.3 Database\nMay 2026 Release\n");
    new.import(&["db"]).succeeded();
    let expected: Vec<(String, String)> = expected
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text").replace("28.0", "30.3")))
        .collect();
    let found: Vec<(String, String)> = tree(&new.tiny.root())
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text")))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn tables_that_are_missing_are_told() {
    let desk = Desk::new();
    desk.put("onet 30.0/Occupation Data.txt", OCCUPATIONS.replace('|', "\t"));
    desk.put("onet 30.0/Essential Skills.txt", STYLES.replace('|', "\t").replace("1.C.5", "2.A.1"));
    let run = desk.import(&["onet 30.0", "--codes", "51-3011.00,35-2014.00"]).succeeded();
    check("little", &format!("{}\n{}:\n\n{}", run.stdout, BAKER, desk.file(BAKER)));
    desk.tiny.build_with(&["--drafts"]).without_a_word();
}

#[test]
fn bytes_of_other_encodings_and_quotes_of_spreadsheets_are_read() {
    let desk = Desk::new();
    desk.put(
        "29.1/Occupation Data.txt",
        b"\"O*NET-SOC Code\"\t\"Title\"\t\"Description\"\r\n\r\n51-3011.00\tP\xe2tissier\t\"Bake caf\xe9 cakes \x96 daily.\"\r\n",
    );
    desk.import(&["29.1", "--codes", "51-3011.00"]).succeeded();
    let guide = desk.file("content/production/food-processing-workers/patissier.md");
    assert!(
        guide.contains("title = \"Pâtissier\"\n") && guide.contains("\nBake café cakes – daily.\n"),
        "{guide}"
    );
}

#[test]
fn the_vocabulary_says_how_skills_are_spelled() {
    let desk = Desk::new();
    desk.tiny.write(
        "content/skills.toml",
        "[[skill]]\nname = \"SQL\"\n\n[[skill]]\nname = \"Oven Log\"\naliases = [\"Ovenlog\"]\n\n\
         [[skill]]\nname = \"Recipe Software\"\nincludes = [\"Recipes\", \"Oven Log\"]\n",
    );
    desk.release().import(&["db_29_3_text"]).succeeded();
    assert!(desk.file(COOK).contains("technical = [\"SQL\", "), "{}", desk.file(COOK));
    assert!(desk.file(BAKER).contains("technical = [\"Oven Log\", \"Recipes\", { "), "{}", desk.file(BAKER));
    desk.tiny.build_with(&["--drafts"]).without_a_word();
}

#[test]
fn many_fields_are_one_item_of_the_navigation() {
    let desk = Desk::new();
    let families = ["11", "13", "15", "17", "19", "21", "23", "25"];
    let rows: String =
        families.iter().map(|family| format!("{family}-1011.00\tWorkers {family}\tWork.\n")).collect();
    desk.put("29.3/Occupation Data.txt", format!("O*NET-SOC Code\tTitle\tDescription\n{rows}"));
    let codes: Vec<String> = families.iter().map(|family| format!("{family}-1011.00")).collect();
    let items = |desk: &Desk| {
        desk.tiny.build_with(&["--drafts"]).without_a_word();
        let page = scraper::Html::parse_document(&desk.tiny.built("field/index.html"));
        let links = scraper::Selector::parse("#_nav a").expect("a selector");
        let items = page.select(&links).map(|link| {
            let (text, href) = (link.text().collect::<String>(), link.attr("href").unwrap_or_default());
            format!("{text} {href}{}", if link.attr("aria-current").is_some() { " (here)" } else { "" })
        });
        items.collect::<Vec<_>>()
    };
    desk.import(&["29.3", "--codes", &codes[..2].join(",")]).succeeded();
    assert_eq!(items(&desk).len(), 6, "three fields, the skills, the map and the tools");
    desk.import(&["29.3", "--codes", &codes.join(",")]).succeeded();
    assert_eq!(
        items(&desk),
        ["Fields ../#_fields (here)", "Skills ../skills/", "Map ../map/", "Tools ../tools/"]
    );
}

#[test]
fn what_the_job_family_uses_more_than_others_comes_first() {
    let desk = Desk::new();
    let rows = [
        ("51-3011.00", "Everywhere"),
        ("51-3011.00", "Here"),
        ("51-3011.00", "Rarely"),
        ("51-3091.00", "Here"),
        ("51-3091.00", "Everywhere"),
        ("35-2014.00", "Everywhere"),
    ];
    let rows: String = rows.iter().map(|(code, name)| format!("{code}\t{name}\tY\tY\n")).collect();
    desk.release().put(
        "db_29_3_text/Technology Skills.txt",
        format!("O*NET-SOC Code\tExample\tHot Technology\tIn Demand\n{rows}"),
    );
    desk.import(&["db_29_3_text"]).succeeded();
    let guide = desk.file(BAKER);
    assert!(guide.contains("technical = [\"Here\", \"Rarely\", \"Everywhere\"]\n"), "{guide}");
}

#[test]
fn limits_are_kept() {
    let desk = Desk::new();
    desk.release()
        .import(&["db_29_3_text", "--skills", "1", "--titles", "0", "--related", "1", "--family", "51"])
        .succeeded();
    let guide = desk.file(BAKER);
    assert!(guide.contains("technical = [\"Ovenlog\"]\n"), "{guide}");
    assert!(!guide.contains("alternate_titles") && !guide.contains("[[transitions]]"), "{guide}");
    assert!(!desk.tiny.root().join(COOK).exists());
}

#[test]
fn guides_that_are_there_are_left_alone() {
    let desk = Desk::new();
    desk.tiny
        .write(
            "content/field/track/cook.md",
            "+++\ntitle = \"Chef\"\nonet_soc = \"35-2014.00\"\n+++\n\nMine.\n",
        )
        .write(
            "content/field/track/tender.md",
            "+++\ntitle = \"Dough machine operator and tender\"\n+++\n\nMine.\n",
        );
    desk.release();
    let run = desk.import(&["db_29_3_text"]).succeeded();
    check("there_already", &run.stdout);
    // Moves lead to them all the same.
    assert!(
        desk.file(BAKER).contains("to = \"tender\"\n\n[[transitions]]\nto = \"cook\"\n"),
        "{}",
        desk.file(BAKER)
    );
    desk.tiny.build_with(&["--drafts"]).without_a_word();

    let before = tree(&desk.tiny.root());
    let again = desk.import(&["db_29_3_text"]).succeeded();
    assert!(again.stdout.starts_with("O*NET 29.3: 0 occupations imported as drafts\n"), "{}", again.stdout);
    assert_eq!(tree(&desk.tiny.root()), before);
}

#[test]
fn no_file_is_overwritten() {
    let desk = Desk::new();
    // Nothing that a guide could be, but in the way of one.
    fs::create_dir_all(desk.tiny.root().join(BAKER)).expect("a folder");
    let before = tree(&desk.tiny.root());
    let run = desk.release().import(&["db_29_3_text"]).failed();
    check("in_the_way", &run.stderr);
    assert_eq!(tree(&desk.tiny.root()), before);
}

#[test]
fn a_dry_run_prints_the_guides_and_writes_nothing() {
    let desk = Desk::new();
    let before = tree(&desk.tiny.root());
    let run = desk.release().import(&["db_29_3_text", "--codes", "35-2014.00", "--dry-run"]).succeeded();
    assert!(run.stdout.starts_with("+++\ntitle = \"Cooks, Restaurant\"\n"), "{}", run.stdout);
    assert!(
        run.stderr.starts_with("O*NET 29.3: 1 occupation would be imported as drafts\n"),
        "{}",
        run.stderr
    );
    assert_eq!(tree(&desk.tiny.root()), before);
}

#[test]
fn everything_that_is_wrong_with_a_release_is_told() {
    let desk = Desk::new();
    let twelve = "51-3011.00\n".repeat(12);
    let tasks = format!("O*NET-SOC Code\tTask\n{twelve}");
    desk.release()
        .put(
            "db_29_3_text/Occupation Data.txt",
            "O*NET-SOC Code\tTitle\tDescription\n51-3011.00\tBakers\tBake.\n51-3011.00\tBakers\tBake.\n\
             51-3011\tBakers\tBake.\n35-2014.00\t\tCook.\n35-2014.00\tCooks\tCook.\tMore.\n",
        )
        .put("db_29_3_text/Technology Skills.txt", "Code,Tool\n51-3011.00,Ovenlog\n")
        .put("db_29_3_text/Task Statements.txt", tasks)
        .put(
            "db_29_3_text/Related Occupations.txt",
            RELATED.replace('|', "\t").replace("51-3022.00", "51-30"),
        );
    let before = tree(&desk.tiny.root());
    let run = desk.import(&["db_29_3_text"]).failed();
    check("damaged", &run.stderr);
    assert_eq!(tree(&desk.tiny.root()), before);
}

#[test]
fn what_is_no_release_is_refused() {
    let desk = Desk::new();
    desk.release()
        .put("other/notes.txt", "")
        .put("empty/29.3/x", "")
        .put("headed/Occupation Data.txt", "O*NET-SOC Code\tTitle\tDescription\n");
    let mut told = String::new();
    for arguments in [
        &["nowhere"][..],
        &["other"],
        &["db_29_3_text/Job Zones.txt"],
        &["headed"],
        &["db_29_3_text", "--codes", "51-3012.00,35-2014.00"],
        &["db_29_3_text", "--family", "11,51"],
    ] {
        told.push_str(&format!(
            "$ import onet {}\n{}\n",
            arguments.join(" "),
            desk.import(arguments).failed().stderr
        ));
    }
    fs::rename(desk.beside().join("db_29_3_text"), desk.beside().join("text")).expect("a folder");
    told.push_str(&format!("$ import onet text\n{}", desk.import(&["text"]).failed().stderr));
    check("refusals", &told);
}

#[test]
fn wrong_usage_is_told_with_what_is_right() {
    let desk = Desk::new();
    for (arguments, expected) in [
        (&["--codes", "15-1244"][..], "a code is like `15-1244.00`"),
        (&["--family", "12"], "families are 11, 13, 15"),
        (&["--release", "new"], "a release is like `29.3`"),
        (&["--family", "51", "--codes", "51-3011.00"], "cannot be used with"),
    ] {
        let run = desk.import(&[&["db"], arguments].concat());
        assert_eq!(run.exit_code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
}

#[test]
fn a_file_of_that_name_is_an_article_still() {
    let desk = Desk::new();
    desk.put("onet", "Potter\n\nA potter makes pots all day, and sells some of them.\n");
    let mut command = rolebook();
    command.current_dir(desk.beside()).args([
        "--root",
        "../site",
        "import",
        "./onet",
        "--track",
        "field/track",
    ]);
    run(command).succeeded();
    assert!(desk.file("content/field/track/potter.md").contains("A potter makes pots"));
}

/// A cell, or something that breaks one.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["51-3011.00", "35-2014.00", "Bakers", "Y", "N", "IM", "WI", "4.5", "Primary-Short", "Core", "2"])
            .prop_map(str::to_owned),
        2 => "[ -~]{0,12}",
        1 => "[\\PC\t\r\n\"]{0,8}",
    ]
}

fn made_up_table() -> impl Strategy<Value = (String, String)> {
    let names = tables().into_iter().map(|(name, text)| (name.to_owned(), text)).collect::<Vec<_>>();
    (prop::sample::select(names), prop::collection::vec(prop::collection::vec(cell(), 0..8), 0..6)).prop_map(
        |((name, text), rows)| {
            let rows: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
            (name, format!("{text}{}\n", rows.join("\n")))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_release_holds_nothing_panics_and_guides_can_be_read(
        changed in prop::collection::vec(made_up_table(), 0..4),
        limit in 0usize..20,
    ) {
        let mut files = tables().into_iter().map(|(name, text)| (name.to_owned(), text)).collect::<Vec<_>>();
        for (name, text) in changed {
            files.retain(|(known, _)| *known != name);
            files.push((name, text));
        }
        let files = files.into_iter().map(|(name, text)| {
            Source::new(SourcePath::new(&format!("db/{name}.txt")), text.into_bytes())
        });
        let (release, _) = onet::read(files.collect());
        let config = Source::new(SourcePath::new("config.toml"), b"title = \"T\"\nbase_url = \"https://example.org/\"\n".to_vec());
        let config = config::parse(&std::sync::Arc::new(config)).0.expect("a config");
        let mut known = Known::of(&config, &[]);
        let limits = Limits { skills: limit, titles: limit, related: limit };
        let (made, _) = drafts::make(&release, "29.3", &Choice::All, limits, "T*T_[", &mut known);
        for (path, text) in &made.files {
            let parsed = content::parse(&std::sync::Arc::new(Source::new(path.clone(), text.clone().into_bytes())));
            let errors: Vec<_> = parsed.diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
            prop_assert!(errors.is_empty(), "{errors:?}\n{text}");
        }
    }
}
