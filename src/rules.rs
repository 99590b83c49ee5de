//! The rules in words, for people: what each means, how to satisfy it, an example
//! where one helps. It checks nothing.

use crate::diagnostic::{Code, Severity};

/// What `explain` prints of a rule.
pub fn explain(code: Code) -> String {
    let (meaning, remedy) = (filled(&meaning(code), 80), filled(remedy(code), 80));
    let mut text = format!("{code}: {}\n\n{meaning}\n\n{remedy}\n", level(code));
    if let Some(example) = example(code) {
        text.push_str("\nFor example:\n\n");
        text.extend(example.lines().map(|line| match line {
            "" => "\n".to_owned(),
            line => format!("    {line}\n"),
        }));
    }
    if code.is_settable() {
        text.push_str(&format!(
            "\nconfig.toml sets its level, to error, warning, note or off:\n\n    [rules]\n    {code} = \"off\"\n\n\
             A guide or page goes without it, for a reason, by its front matter:\n\n    [silence]\n    \
             {code} = \"the reason\"\n"
        ));
    }
    text
}

/// All rules, one a line, each with the level that it has by itself.
pub fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let lines = Code::ALL.iter().map(|code| format!("{:width$}  {}\n", code.name(), code.severity().name()));
    lines.collect()
}

/// All rules as Markdown: `docs/rules.md`.
pub fn markdown() -> String {
    let mut page = String::from(
        "<!-- Written by `rolebook explain --markdown`; a test compares the two. -->\n\n# Rules\n\n\
         `rolebook check` tells every breach of these rules; `build` and `serve` tell errors, and the warnings that \
         stand\nin the second list below. An error keeps the site from being built. Other levels can be set in \
         `config.toml`:\n\n```toml\n[rules]\nmissing-section = \"error\"   # or \"warning\", \"note\", \
         \"off\"\nlone-skill = \"off\"\n```\n\nA guide or page silences a rule in its front matter, with a \
         reason:\n\n```toml\n[silence]\nreview-overdue = \"the next review is planned for March\"\n```\n\n\
         `rolebook explain <rule>` prints what is said here of one rule.\n",
    );
    for (title, stage) in [
        ("Errors", Stage::Sound),
        ("Warnings of every build", Stage::Built),
        ("What an editor says", Stage::Read),
    ] {
        page.push_str(&format!("\n## {title}\n"));
        for code in Code::ALL.iter().copied().filter(|code| stage_of(*code) == stage) {
            let level = match code.severity() {
                Severity::Error => "",
                Severity::Warning => "*Warning.* ",
                Severity::Note => "*Note.* ",
            };
            let meaning = filled(&format!("{level}{}", meaning(code)), 120);
            page.push_str(&format!("\n### {code}\n\n{meaning}\n\n{}\n", filled(remedy(code), 120)));
            if let Some(example) = example(code) {
                let language = if example.starts_with("##") { "markdown" } else { "toml" };
                page.push_str(&format!("\n```{language}\n{example}\n```\n"));
            }
        }
    }
    page
}

/// By whom a rule is looked after.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// A site that breaks it is none.
    Sound,
    /// `build` warns of it.
    Built,
    /// `check` alone tells.
    Read,
}

fn stage_of(code: Code) -> Stage {
    match code {
        Code::AmbiguousTitle
        | Code::ExternalImage
        | Code::MissingAlt
        | Code::MissingLetter
        | Code::RemovedHtml
        | Code::SecondTitle
        | Code::UndefinedFootnote
        | Code::UnportableName
        | Code::Untranslated => Stage::Built,
        code if code.severity() == Severity::Error => Stage::Sound,
        _ => Stage::Read,
    }
}

fn level(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning, unless config.toml says otherwise",
        Severity::Note => "note, unless config.toml says otherwise",
    }
}

/// Text in lines of at most `width` characters.
fn filled(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last().map_or("", String::as_str);
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.join("\n")
}

fn meaning(code: Code) -> String {
    let lines: Vec<&str> = code.meaning().iter().map(|line| line.trim()).collect();
    lines.join(" ")
}

/// How to satisfy the rule.
fn remedy(code: Code) -> &'static str {
    match code {
        Code::AmbiguousTitle => "Keep the name in one of the two guides, or make it more exact in both.",
        Code::BrokenAnchor => {
            "Write the anchor of a heading that is there: its words in lower case with hyphens, or the one given in \
             braces."
        }
        Code::BrokenLink => {
            "Link to a `.md` file by its path, to a role by `[[role]]`, to a file beside the text by its name, or to \
             an address of the site that begins with `/`."
        }
        Code::ContradictoryTransition => {
            "Keep one of the two paragraphs or entries. If the move goes both ways, say so in the prose: a paragraph \
             for each direction."
        }
        Code::DeadLink => {
            "Link to where it has moved, or to another source, or take the link out. Only `check --external` looks."
        }
        Code::DuplicateAnchor => {
            "Give one of the two headings another anchor in braces, or none; begin none with `_`."
        }
        Code::DuplicateSkill => "Keep one of the two tags.",
        Code::DuplicateSlug => {
            "Rename one of the two: a role's slug is unique in the whole site, and so is an author's. Of two texts \
             about a skill, make one."
        }
        Code::DuplicateTitle => "Give one of the guides another title, or make one guide of both.",
        Code::DuplicateVocabulary => "Make one entry of both, or take the name out of one.",
        Code::AlreadyThere => {
            "Move what is there out of the way, or choose another name: nothing is overwritten."
        }
        Code::ImportRefused => {
            "See what the message says of the file. Other articles are imported all the same; of a release of O*NET \
             nothing is, until all of its tables can be read."
        }
        Code::UnknownTrack => "Name a track of the site, or make one first: `rolebook new track`.",
        Code::EmptyBody => "Write at least a sentence, or set `draft = true`.",
        Code::EmptySection => "Write what the heading promises, or take the heading out.",
        Code::ExternalImage => "Put the file beside the text or under `static/`, and show that one.",
        Code::InvalidValue => "Write a value as the help of the message describes it.",
        Code::InvalidUtf8 => "Save the file in the encoding UTF-8.",
        Code::InvalidToml => {
            "Put texts in double quotes, lists in square brackets, and dates without quotes."
        }
        Code::Io => "See what the system says: a missing file, a missing permission, a full disk.",
        Code::LargeImage => {
            "Scale it to at most 2,560 pixels a side and save it in fewer than 500,000 bytes; photographs are \
             smallest as WebP or AVIF, drawings as SVG."
        }
        Code::LoneSkill => {
            "Nothing has to be done. If other roles ask for the skill too, list it there, by the same name: skills \
             that guides share are what connects them."
        }
        Code::LongDescription => "Say it in at most 160 characters.",
        Code::LongTitle => {
            "Say it in at most 60 characters. Other names of a role go under `alternate_titles`."
        }
        Code::MisplacedFile => {
            "Move it to where the message says, or begin its name with `_` to keep it unread."
        }
        Code::MissingAlt => "Say in the brackets what the image shows, for those who cannot see it.",
        Code::MissingDescription => {
            "Write one sentence of at most 160 characters that tells a searcher what the page answers."
        }
        Code::MissingFrontMatter => "Begin with a line `+++`, then the keys, then a line `+++`.",
        Code::MissingIndex => "Add an `_index.md` with a `title`.",
        Code::MissingKey => "Add the key.",
        Code::MissingLetter => {
            "Put a font that has the letters into the folder `fonts` of your theme: `themes/default/fonts/`. Noto has one \
             for every script. Until then the pages show the card of what they belong to, or none."
        }
        Code::MissingSection => {
            "Write the section, under its title or one of its aliases. If guides can do without it, say so in \
             `[[sections]]` of config.toml."
        }
        Code::NearDuplicateSkill => {
            "Write one of the two everywhere; `content/skills.toml` can make the other its alias. If they are two \
             skills, give each an entry there."
        }
        Code::NoSite => "Name the folder of a site with `--root`.",
        Code::OneSidedTransition => {
            "Mention the move in the other guide too, where its readers look for ways on, or leave it: both guides \
             show the move in any case."
        }
        Code::OutputRefused => {
            "Choose a folder for the site alone, by `--out` or by `output` in config.toml."
        }
        Code::OutsideSite => "Copy what the link leads to into the site.",
        Code::RemovedHtml => {
            "Say it in Markdown, or in the HTML that guides need: `<kbd>`, `<sub>`, `<abbr>`, `<details>`, figures, lists \
             and tables. `html = \"allow\"` under `[markdown]` in config.toml keeps all of it, for sites whose authors are \
             trusted as their owner is."
        }
        Code::ReviewOverdue => {
            "Read all of the guide against the job as it is today, mend it, and set `reviewed` to the day. `check \
             --date` judges by another day than today."
        }
        Code::SecondTitle => "Begin headings with `##`.",
        Code::SelfTransition => "Name the role that the move comes from or leads to.",
        Code::SkillSpelling => {
            "Write the vocabulary's name; `rolebook check --fix` does it for you. Readers see that name either way."
        }
        Code::Template => "Mend the template at the line that the message names.",
        Code::UndefinedFootnote => "Define the footnote on a line of its own.",
        Code::UnknownKey => "Correct the key, or put keys of your own under `[extra]`.",
        Code::UnknownRole => "Write the slug of a role, or any of its titles.",
        Code::UnknownSkill => "Name the file after the slug of a skill.",
        Code::UnsafeFile => {
            "Save the drawing as plain SVG, without scripts, or as PNG. What the owner has looked at may stand in `static/`, \
             and `html = \"allow\"` under `[markdown]` in config.toml lets contributors publish what runs."
        }
        Code::UnsafeLink => {
            "Link to a page of the web or of the site. What is to be shown as it is written stands in backticks."
        }
        Code::UnlinkedGuide => {
            "Mention the role in a guide that is near it: by name, by a link, or by a move into it or out of it."
        }
        Code::UnmentionedTag => {
            "Say in the text where the skill is needed, or take the tag out. An alias, a part of a compound and \
             another form of the word count as mentions."
        }
        Code::UnportableName => {
            "Rename the file, page or skill. Whoever works on the site with Windows, or unpacks it there, has no such \
             file: names of devices (con, prn, aux, nul, com1, lpt1), the signs `<>:\"|?*\\` and dots and spaces at \
             the end mean something else to it."
        }
        Code::UntaggedSkill => {
            "List the skill, `optional` if the role can do without it. Four mentions are often; those in the section on \
             moves do not count, because it speaks of other roles."
        }
        Code::Untranslated => {
            "Translate the messages that are named, in the file `i18n/<language>.toml` of the site's theme. `rolebook \
             theme eject i18n/en.toml` copies the English ones."
        }
        Code::UnusedSilence => "Take the line out: what it speaks of is in order.",
        Code::UnverifiedLink => {
            "Open it in a browser. Hosts refuse programs, or are down for an hour; nothing has to be done if it opens."
        }
        Code::UrlCollision => "Rename one of the two.",
        Code::WrongType => {
            "Write a value of the type that the message names, as in the line that its help shows."
        }
    }
}

fn example(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::AmbiguousTitle => "# in one guide only\nalternate_titles = [\"Cloud Engineer\"]",
        Code::BrokenAnchor => "## How to Start {#start}\n\nSee [how to start](#start).",
        Code::ContradictoryTransition => {
            "## Adjacent Roles\n\n**Baker to cook** is short.\n\n**Cook to baker** is longer."
        }
        Code::DuplicateSkill => "[skills]\ntechnical = [\"Kubernetes\"]   # not \"K8s\" besides",
        Code::LongTitle => {
            "title = \"Infrastructure Engineer\"\nalternate_titles = [\"Cloud Infrastructure Engineer\"]"
        }
        Code::MissingAlt => "## Day\n\n![Racks in a cold aisle, cables labeled at both ends](rack.webp)",
        Code::MissingDescription => {
            "description = \"What network engineers do between outages, and how people move into the work.\""
        }
        Code::MissingSection => "## Common Backgrounds\n\nMost come from the help desk.",
        Code::NearDuplicateSkill => {
            "# content/skills.toml\n[[skill]]\nname = \"Kubernetes\"\naliases = [\"K8s\"]"
        }
        Code::ReviewOverdue => "reviewed = 2026-11-21\nreview_every = \"12 months\"",
        Code::SelfTransition => "[[transitions]]\nfrom = \"systems-administrator\"",
        Code::UndefinedFootnote => "## Pay\n\nIt varies.[^1]\n\n[^1]: See the union's tables.",
        Code::UnlinkedGuide => "## Adjacent Roles\n\n**Cook to baker** is a short step.",
        Code::UntaggedSkill => "[skills]\ntechnical = [{ name = \"Linux\", optional = true }]",
        _ => return None,
    })
}
