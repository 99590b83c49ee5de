//! Every key of the open data. Here alone it is said which there are, what they
//! mean and where they come from; nothing here knows how they are written out.

use serde_json::{Value, json};

use super::VERSION;
use super::key::Shape::{Address, Always, Choice, Count, Date, Flag, Many, One, Score, Text, Texts};
use super::key::{Key, Record, in_graph, in_table, object, objects, or_null};
use super::prose::said;
use crate::config::License;
use crate::content::facts::{Fact, Pay, Period, Topic};
use crate::content::front_matter::{Listing, SkillKind};
use crate::model::adjacency::Suggestion;
use crate::model::graph::{Gap, gap};
use crate::model::{
    Book, End, FieldId, Note, Requirement, Role, RoleId, SkillId, TrackId, TransitionId, WantedId,
};
use crate::plan::DataFile;
use crate::plan::routes::{data_file_route, twin_route};
use crate::route::Route;
use crate::slug::Slug;

/// Every kind of record, the whole first.
pub fn all() -> Vec<Record> {
    vec![
        record("graph", "The whole file `graph.json`.", GRAPH),
        record("site", "The site that the data comes from.", SITE),
        record("license", "What others may do with the guides and the data.", LICENSE),
        record("field", "A discipline.", FIELD),
        record("track", "A branch of a field.", TRACK),
        with_table(DataFile::Roles, record("role", "One occupation, and the guide about it.", ROLE)),
        record("fact", "A figure about a role in words, with where it comes from.", FACT),
        record("pay", "What people in a role earn before tax in a region, with where it comes from.", PAY),
        record("requirement", "A skill that a role requires.", REQUIREMENT),
        record(
            "adjacency",
            "A role near another one, computed from the skills that both require. No author has vouched for \
             a move between the two. A role has its five nearest at most.",
            ADJACENCY,
        ),
        with_table(DataFile::Skills, record("skill", "Something that roles require.", SKILL)),
        with_table(
            DataFile::Transitions,
            record("transition", "A move from one role to another that a guide declares.", TRANSITION),
        ),
        record("note", "What one guide says about a move.", NOTE),
        record("wanted", "A role that guides speak of but nobody has written about yet.", WANTED),
    ]
}

fn record<T>(name: &'static str, about: &'static str, keys: &[Key<T>]) -> Record {
    Record { name, about, table: None, keys: keys.iter().map(|key| key.words).collect() }
}

fn with_table(table: DataFile, record: Record) -> Record {
    Record { table: Some(table), ..record }
}

/// Keys of the whole.
pub(super) const GRAPH: &[Key<()>] = &[
    Key::new("schema", Address, "The JSON Schema of this file.", |book, ()| {
        json!(book.config.absolute(&data_file_route(book, DataFile::Schema)))
    }),
    Key::new("version", Always(VERSION), "Version of the format.", |_, ()| json!(VERSION)),
    Key::new("site", One("site"), "The site that the data comes from.", |book, ()| object(SITE, book, &())),
    Key::new("fields", Many("field"), "Fields, in the site's order.", |book, ()| {
        objects(FIELD, book, (0..book.fields.len()).map(FieldId))
    }),
    Key::new("tracks", Many("track"), "Tracks, by field, in the site's order.", |book, ()| {
        objects(TRACK, book, (0..book.tracks.len()).map(TrackId))
    }),
    Key::new("roles", Many("role"), "Roles, by track, then by title.", |book, ()| {
        objects(ROLE, book, roles(book))
    }),
    Key::new("skills", Many("skill"), "Skills, by slug.", |book, ()| objects(SKILL, book, skills(book))),
    Key::new("transitions", Many("transition"), "Transitions, by origin, then by target.", |book, ()| {
        objects(TRANSITION, book, transitions(book))
    }),
    Key::new("wanted", Many("wanted"), "Wanted guides, by title.", |book, ()| {
        objects(WANTED, book, wanted(book))
    }),
];

/// Every role.
pub(super) fn roles(book: &Book) -> impl Iterator<Item = RoleId> + use<> {
    (0..book.roles.len()).map(RoleId)
}

/// Every skill that readers meet.
pub(super) fn skills(book: &Book) -> impl Iterator<Item = SkillId> {
    (0..book.skills.len()).map(SkillId).filter(|id| book[*id].is_shown())
}

/// Every transition.
pub(super) fn transitions(book: &Book) -> impl Iterator<Item = TransitionId> + use<> {
    (0..book.transitions.len()).map(TransitionId)
}

/// Every wanted guide.
pub(super) fn wanted(book: &Book) -> impl Iterator<Item = WantedId> + use<> {
    (0..book.wanted.len()).map(WantedId)
}

const SITE: &[Key<()>] = &[
    Key::new("title", Text, "Its name.", |book, ()| json!(book.config.title)),
    Key::new("url", Address, "Its home page.", |book, ()| json!(book.config.absolute(&Route::page([])))),
    Key::new("description", Text, "One sentence, or an empty text.", |book, ()| {
        json!(book.config.description.value)
    }),
    Key::new("language", Text, "Language of the texts, as a BCP 47 tag.", |book, ()| {
        json!(book.config.language.value)
    }),
    or_null(Key::new(
        "license",
        One("license"),
        "What others may do; `null` where the owner has not said.",
        |book, ()| book.config.data.license.as_ref().map_or(Value::Null, |one| object(LICENSE, book, one)),
    )),
];

const LICENSE: &[Key<License>] = &[
    Key::new("name", Text, "Its name.", |_, license| json!(license.name)),
    or_null(Key::new("url", Address, "Its text.", |_, license| json!(license.url))),
];

const FIELD: &[Key<FieldId>] = &[
    Key::new("id", Text, "Its slug.", |book, field| json!(book[*field].slug)),
    Key::new("title", Text, "Its name.", |book, field| json!(book[*field].section.title)),
    Key::new("url", Address, "Its page.", |book, field| json!(book.config.absolute(&book[*field].route))),
];

const TRACK: &[Key<TrackId>] = &[
    Key::new("id", Text, "Its path: the slugs of its field and of itself.", |book, track| {
        json!(id(&book[*track].route))
    }),
    Key::new("title", Text, "Its name.", |book, track| json!(book[*track].section.title)),
    Key::new("field", Text, "`id` of its field.", |book, track| json!(book[book[*track].field].slug)),
    Key::new("url", Address, "Its page.", |book, track| json!(book.config.absolute(&book[*track].route))),
];

/// Keys of a role.
pub(super) const ROLE: &[Key<RoleId>] = &[
    Key::new("id", Text, "Its path: the slugs of its field, its track and itself.", |book, role| {
        json!(role_id(book, *role))
    }),
    Key::new("slug", Text, "Its own slug, unique in the site.", |book, role| json!(book[*role].slug)),
    Key::new("title", Text, "Its preferred name.", |book, role| json!(book[*role].title)),
    Key::new("alternate_titles", Texts, "Other names of it.", |book, role| {
        json!(book[*role].alternate_titles)
    }),
    Key::new("description", Text, "One sentence, or the first paragraph of the guide.", |book, role| {
        json!(book[*role].summary())
    }),
    Key::new("url", Address, "Its guide.", |book, role| json!(book.config.absolute(&book[*role].route))),
    Key::new("markdown", Address, "The guide as Markdown.", |book, role| {
        json!(book.config.absolute(&twin_route(&book[*role])))
    }),
    Key::new("field", Text, "`id` of its field.", |book, role| {
        json!(book[book[book[*role].track].field].slug)
    }),
    Key::new("track", Text, "`id` of its track.", |book, role| json!(id(&book[book[*role].track].route))),
    Key::new("reading_minutes", Count, "Minutes that reading the guide takes, rounded up.", |book, role| {
        json!(book[*role].reading_minutes)
    }),
    Key::new(
        "words",
        Count,
        "Words of the guide, in scripts that have spaces between words.",
        |book, role| json!(book[*role].text.document.outline.length.words),
    ),
    Key::new("evergreen", Flag, "Whether the guide is written to stay true for years.", |book, role| {
        json!(book[*role].evergreen)
    }),
    Key::new("draft", Flag, "Whether the guide is not published yet.", |book, role| json!(book[*role].draft)),
    or_null(Key::new("published", Date, "When the guide was first published.", |book, role| {
        json!(book[*role].published.map(|date| date.to_string()))
    })),
    or_null(Key::new(
        "reviewed",
        Date,
        "When somebody last read the guide against the job.",
        |book, role| json!(book[*role].reviewed.map(|date| date.to_string())),
    )),
    or_null(Key::new("review_every", Text, "How often that is due, such as `12 months`.", |book, role| {
        json!(book[*role].review_every)
    })),
    Key::new("authors", Texts, "Who wrote the guide.", |book, role| json!(book[*role].authors)),
    or_null(Key::new("onet_soc", Text, "O*NET-SOC 2019 code of the occupation.", |book, role| {
        json!(book[*role].codes.onet_soc)
    })),
    or_null(Key::new("esco", Address, "ESCO address of the occupation.", |book, role| {
        json!(book[*role].codes.esco)
    })),
    or_null(Key::new("isco08", Text, "ISCO-08 code of the occupation.", |book, role| {
        json!(book[*role].codes.isco08)
    })),
    or_null(Key::new(
        "attribution",
        Text,
        "What the licence of the guide's source asks to be said, as Markdown; `null` where there is none.",
        |book, role| json!(book[*role].attribution),
    )),
    in_graph(Key::new("facts", Many("fact"), "Figures about it, in words.", |book, role| {
        objects(FACT, book, &book[*role].facts.stated)
    })),
    in_graph(Key::new("pay", Many("pay"), "What people in it earn, by region.", |book, role| {
        objects(PAY, book, &book[*role].facts.pay)
    })),
    in_graph(Key::new(
        "requirements",
        Many("requirement"),
        "Skills that it requires, in the guide's order.",
        |book, role| objects(REQUIREMENT, book, book[*role].requirements.iter()),
    )),
    in_table(Key::new(
        "essential_skills",
        Texts,
        "`slug` of each skill that it cannot do without.",
        |book, role| required(book, &book[*role], false),
    )),
    in_table(Key::new(
        "optional_skills",
        Texts,
        "`slug` of each skill that it can do without.",
        |book, role| required(book, &book[*role], true),
    )),
    in_graph(Key::new(
        "adjacent",
        Many("adjacency"),
        "Roles near it by skills, nearest first.",
        |book, role| objects(ADJACENCY, book, book.suggestions(*role)),
    )),
    in_table(Key::new(
        "adjacent_roles",
        Texts,
        "`id` of each role near it by skills, nearest first.",
        |book, role| book.suggestions(*role).iter().map(|near| role_id(book, near.role)).collect(),
    )),
];

const TOPICS: &[&str] =
    &[Topic::Entry.name(), Topic::Experience.name(), Topic::Levels.name(), Topic::OnCall.name()];

const FACT: &[Key<Fact>] = &[
    Key::new("about", Choice(TOPICS), "What it is about.", |_, fact| json!(fact.topic.name())),
    Key::new("text", Text, "The fact.", |_, fact| json!(fact.text)),
    Key::new("source", Text, "Who says so, and where.", |_, fact| json!(fact.source.name)),
    or_null(Key::new("source_url", Address, "Where to look it up.", |_, fact| json!(fact.source.url))),
];

const PERIODS: &[&str] =
    &[Period::Hour.name(), Period::Day.name(), Period::Month.name(), Period::Year.name()];

const PAY: &[Key<Pay>] = &[
    Key::new("region", Text, "A country or a part of one.", |_, pay| json!(pay.region)),
    Key::new("currency", Text, "ISO 4217 code of the currency.", |_, pay| json!(pay.currency)),
    Key::new("per", Choice(PERIODS), "The time that is paid for.", |_, pay| json!(pay.per.name())),
    or_null(Key::new("low", Count, "The lower end of what most people earn.", |_, pay| json!(pay.low))),
    or_null(Key::new("median", Count, "What half of the people earn at most.", |_, pay| json!(pay.median))),
    or_null(Key::new("high", Count, "The upper end of what most people earn.", |_, pay| json!(pay.high))),
    Key::new("date", Date, "The day for which the amounts hold.", |_, pay| json!(pay.date.to_string())),
    Key::new("source", Text, "Who says so, and where.", |_, pay| json!(pay.source.name)),
    or_null(Key::new("source_url", Address, "Where to look it up.", |_, pay| json!(pay.source.url))),
];

const KINDS: &[&str] = &[SkillKind::Technical.name(), SkillKind::Soft.name()];

const LISTINGS: &[&str] = &[
    Listing::Accurate.name(),
    Listing::Overstated.name(),
    Listing::Understated.name(),
    Listing::Assumed.name(),
];

const REQUIREMENT: &[Key<Requirement>] = &[
    Key::new("skill", Text, "`slug` of the skill.", |book, one| json!(book[one.skill].slug)),
    Key::new("kind", Choice(KINDS), "Its kind, as the guide lists it.", |_, one| json!(one.kind.name())),
    Key::new("optional", Flag, "Whether the role can do without it.", |_, one| json!(one.optional)),
    or_null(Key::new(
        "listing",
        Choice(LISTINGS),
        "How job descriptions treat it against what the role requires; `null` where the guide does not say.",
        |_, one| json!(one.listing.map(Listing::name)),
    )),
];

const ADJACENCY: &[Key<Suggestion>] = &[
    Key::new("role", Text, "`id` of the near role.", |book, near| json!(role_id(book, near.role))),
    Key::new(
        "score",
        Score,
        "Weighted Jaccard index of the skills of both, from 0 to 1: a skill weighs more the fewer roles \
         require it, half where it is optional, a quarter where it is soft.",
        |_, near| json!(rounded(near.score)),
    ),
    Key::new(
        "shared",
        Texts,
        "`slug` of each skill that both require, the most telling first.",
        |book, near| near.shared.iter().map(|skill| book[*skill].slug.to_string()).collect(),
    ),
];

/// Keys of a skill.
pub(super) const SKILL: &[Key<SkillId>] = &[
    Key::new("slug", Text, "Its slug.", |book, skill| json!(book[*skill].slug)),
    Key::new("name", Text, "Its preferred name.", |book, skill| json!(book[*skill].name)),
    Key::new(
        "kind",
        Choice(KINDS),
        "Its kind, as most guides list it or the vocabulary says.",
        |book, skill| json!(book[*skill].kind.name()),
    ),
    Key::new("aliases", Texts, "Other spellings.", |book, skill| json!(book[*skill].aliases)),
    or_null(Key::new("description", Text, "One sentence.", |book, skill| json!(book[*skill].description))),
    or_null(Key::new("esco", Text, "Its ESCO address.", |book, skill| json!(book[*skill].esco))),
    or_null(Key::new("url", Address, "Its page.", |book, skill| {
        json!(book[*skill].route.as_ref().map(|route| book.config.absolute(route)))
    })),
    Key::new("essential_count", Count, "Number of roles that cannot do without it.", |book, skill| {
        json!(book[*skill].essential.len())
    }),
    Key::new("optional_count", Count, "Number of roles that list it as optional.", |book, skill| {
        json!(book[*skill].optional.len())
    }),
    in_table(Key::new(
        "essential_roles",
        Texts,
        "`id` of each role that cannot do without it.",
        |book, skill| book[*skill].essential.iter().map(|role| role_id(book, *role)).collect(),
    )),
    in_table(Key::new(
        "optional_roles",
        Texts,
        "`id` of each role that lists it as optional.",
        |book, skill| book[*skill].optional.iter().map(|role| role_id(book, *role)).collect(),
    )),
];

/// Keys of a transition.
pub(super) const TRANSITION: &[Key<TransitionId>] = &[
    or_null(Key::new(
        "from",
        Text,
        "`id` of the role where it begins; `null` where nobody has written its guide.",
        |book, id| json!(end_id(book, book[*id].from)),
    )),
    Key::new("from_title", Text, "What that role is called.", |book, id| json!(book.title(book[*id].from))),
    or_null(Key::new(
        "to",
        Text,
        "`id` of the role where it leads; `null` where nobody has written its guide.",
        |book, id| json!(end_id(book, book[*id].to)),
    )),
    Key::new("to_title", Text, "What that role is called.", |book, id| json!(book.title(book[*id].to))),
    or_null(Key::new("url", Address, "Its page; `null` where there is none.", |book, id| {
        json!(book[*id].route.as_ref().map(|route| book.config.absolute(route)))
    })),
    or_null(Key::new(
        "carried_over",
        Texts,
        "`slug` of each skill that both roles require; `null` where one of them has no guide.",
        |book, id| json!(gap_of(book, *id).map(|gap| slugs(book, &gap.carried))),
    )),
    or_null(Key::new(
        "to_learn",
        Texts,
        "`slug` of each skill that the target requires and the origin lacks; `null` where one of them has no \
         guide.",
        |book, id| json!(gap_of(book, *id).map(|gap| slugs(book, &gap.learn))),
    )),
    in_table(or_null(Key::new(
        "carried_over_count",
        Count,
        "Number of the skills carried over.",
        |book, id| json!(gap_of(book, *id).map(|gap| gap.carried.len())),
    ))),
    in_table(or_null(Key::new(
        "to_learn_count",
        Count,
        "Number of the skills to be learned.",
        |book, id| json!(gap_of(book, *id).map(|gap| gap.learn.len())),
    ))),
    Key::new(
        "vouched_for",
        Flag,
        "Whether a guide says something about it; nobody vouches for one that is only listed.",
        |book, id| json!(book[*id].is_vouched()),
    ),
    in_graph(Key::new("notes", Many("note"), "What guides say about it.", |book, id| {
        objects(NOTE, book, &book[*id].notes)
    })),
    in_table(Key::new("declared_by", Texts, "`id` of each guide that declares it.", |book, id| {
        book[*id].notes.iter().map(|note| role_id(book, note.role)).collect()
    })),
    in_table(Key::new("note_texts", Texts, "What those guides say, as plain text.", |book, id| {
        book[*id].notes.iter().filter_map(|note| said(book, note)).collect()
    })),
];

const NOTE: &[Key<Note>] = &[
    Key::new("guide", Text, "`id` of the role whose guide says it.", |book, note| {
        json!(role_id(book, note.role))
    }),
    or_null(Key::new(
        "text",
        Text,
        "Its words as plain text; `null` where the guide only names the move.",
        |book, note| json!(said(book, note)),
    )),
];

const WANTED: &[Key<WantedId>] = &[
    Key::new("title", Text, "What guides call it.", |book, wanted| json!(book[*wanted].title)),
    Key::new("wanted_by", Texts, "`id` of each role whose guide speaks of it.", |book, wanted| {
        book[*wanted].wanted_by.iter().map(|role| role_id(book, *role)).collect()
    }),
];

/// What identifies a page of the tree of fields, tracks and roles: its path.
fn id(route: &Route) -> &str {
    route.as_str().trim_matches('/')
}

/// What identifies a role.
pub(super) fn role_id(book: &Book, role: RoleId) -> &str {
    id(&book[role].route)
}

fn end_id(book: &Book, end: End) -> Option<&str> {
    end.role().map(|role| role_id(book, role))
}

/// The gap of a transition, if both of its ends have a guide.
pub(super) fn gap_of(book: &Book, id: TransitionId) -> Option<Gap<'_>> {
    let (from, to) = book[id].from.role().zip(book[id].to.role())?;
    Some(gap(&book[from], &book[to]))
}

fn slugs<'b>(book: &'b Book, side: &[&Requirement]) -> Vec<&'b Slug> {
    side.iter().map(|one| &book[one.skill].slug).collect()
}

fn required(book: &Book, role: &Role, optional: bool) -> Value {
    let requirements = role.requirements.iter().filter(|one| one.optional == optional);
    json!(requirements.map(|one| &book[one.skill].slug).collect::<Vec<_>>())
}

/// A score with four decimals: more of them would say nothing.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}
