//! What each key is for, by its path, and what some texts look like. Which keys
//! there are is not decided here.

/// Path, and what stands there.
const WORDS: &[(&str, &str)] = &[
    ("config.title", "Name of the site."),
    ("config.base_url", "Full address of the published site, with its path."),
    ("config.description", "One sentence about the site."),
    ("config.language", "Language of the texts, as a BCP 47 tag. Default: `en`."),
    ("config.theme", "Folder under `themes/`. Default: `default`, which is built in."),
    ("config.output", "Folder that `build` writes to, relative to the site. Default: `public`."),
    ("config.index_links", "Whether links name `index.html`, so that pages open without a server."),
    ("config.reading", "How fast readers are taken to read."),
    ("config.reading.words_per_minute", "Words a minute. Default: 200."),
    (
        "config.reading.characters_per_minute",
        "Characters a minute, for Chinese, Japanese and Thai. Default: 500.",
    ),
    (
        "config.sections",
        "The standard sections of a guide, in order; they replace the six that are built in.",
    ),
    ("config.sections.title", "The heading. Case and punctuation do not matter."),
    ("config.sections.aliases", "Other headings by which the section is recognized."),
    ("config.sections.required", "Whether every guide should have the section."),
    ("config.sections.listings", "Whether the table of `listing` verdicts stands at its end."),
    ("config.sections.transitions", "Whether paragraphs that open with \"A to B\" declare moves there."),
    ("config.cta", "A block at the end of every guide."),
    ("config.cta.title", "Its heading."),
    ("config.cta.text", "A sentence."),
    ("config.cta.link", "Its link."),
    ("config.cta.link.label", "What the link says."),
    ("config.cta.link.url", "A full address, or a path of the site such as `/about/`."),
    ("config.skills", "Pages of skills."),
    ("config.skills.min_roles", "A skill that fewer guides ask for has no page of its own. Default: 1."),
    ("config.feed", "The feed of guides."),
    ("config.feed.limit", "Guides in the feed, newest first, at most. Default: 50."),
    ("config.highlight", "Color themes of highlighted code."),
    ("config.highlight.light", "On light pages. Default: `OneHalfLight`."),
    ("config.highlight.dark", "On dark pages. Default: `OneHalfDark`."),
    (
        "config.editor_url",
        "Address that opens a file in your editor, in the preview only, with `{path}` in it.",
    ),
    ("config.rules", "Levels of rules by name. `rolebook explain` lists the rules."),
    ("config.extra", "Keys of your own, for templates: `site.extra`."),
    ("guide.title", "The preferred name of the role."),
    ("guide.description", "One sentence, for lists and search engines. Default: the first paragraph."),
    ("guide.alternate_titles", "Other names of the role. They are linked and recognized too."),
    ("guide.evergreen", "Whether the guide is written to stay true for years."),
    ("guide.published", "When it was first published: a date without quotes."),
    ("guide.reviewed", "When somebody last read all of it against the job: a date without quotes."),
    ("guide.review_every", "How often that is due: a number and days, weeks, months or years."),
    ("guide.onet_soc", "O*NET-SOC code of the occupation."),
    ("guide.esco", "ESCO address of the occupation."),
    ("guide.isco08", "ISCO-08 code of the occupation, four digits."),
    ("guide.facts", "Figures about the role, each with where it comes from."),
    ("guide.facts.on_call", "How often people are on call."),
    ("guide.facts.on_call.text", "The fact in a few words."),
    ("guide.facts.on_call.source", "Who says so, and where."),
    ("guide.facts.on_call.url", "Full address to look it up at."),
    ("guide.facts.experience", "Years and kinds of work that employers ask for."),
    ("guide.facts.experience.text", "The fact in a few words."),
    ("guide.facts.experience.source", "Who says so, and where."),
    ("guide.facts.experience.url", "Full address to look it up at."),
    ("guide.facts.entry", "How people typically enter the role."),
    ("guide.facts.entry.text", "The fact in a few words."),
    ("guide.facts.entry.source", "Who says so, and where."),
    ("guide.facts.entry.url", "Full address to look it up at."),
    ("guide.facts.levels", "Steps of the ladder, from the first."),
    ("guide.facts.levels.text", "The fact in a few words."),
    ("guide.facts.levels.source", "Who says so, and where."),
    ("guide.facts.levels.url", "Full address to look it up at."),
    ("guide.facts.pay", "What people earn before tax, by region."),
    ("guide.facts.pay.region", "A country or a part of one."),
    ("guide.facts.pay.currency", "ISO 4217 code: three capital letters."),
    ("guide.facts.pay.per", "What the amounts are paid for. Default: `year`."),
    ("guide.facts.pay.median", "What half of the people earn at most."),
    ("guide.facts.pay.low", "The lower end of what most people earn."),
    ("guide.facts.pay.high", "The upper end of what most people earn."),
    ("guide.facts.pay.date", "The day for which the amounts hold."),
    ("guide.facts.pay.source", "Who says so, and where."),
    ("guide.facts.pay.url", "Full address to look it up at."),
    ("guide.draft", "Whether it is left out of the site, unless that is built with `--drafts`."),
    ("guide.aliases", "Old addresses that redirect here, as paths from the site's root."),
    ("guide.authors", "Who wrote it."),
    ("guide.skills", "What the role asks for."),
    ("guide.skills.technical", "Skills of a tool, a language, a subject."),
    ("guide.skills.technical.name", "The skill."),
    ("guide.skills.technical.optional", "Whether the role can do without it."),
    ("guide.skills.technical.listing", "How job adverts treat it."),
    ("guide.skills.soft", "Skills of working with people and with oneself."),
    ("guide.skills.soft.name", "The skill."),
    ("guide.skills.soft.optional", "Whether the role can do without it."),
    ("guide.skills.soft.listing", "How job adverts treat it."),
    ("guide.transitions", "Moves, besides those that the prose declares."),
    ("guide.transitions.from", "The role that the move comes from: a slug or a title."),
    ("guide.transitions.to", "The role that the move leads to: a slug or a title."),
    ("guide.transitions.note", "One sentence about the move."),
    ("guide.crosslink", "Whether first mentions of other roles become links. Default: true."),
    ("guide.silence", "Rules by name that the text goes without, each with the reason."),
    ("guide.extra", "Keys of your own, for templates: `page.extra`."),
    ("index.title", "Its name."),
    ("index.description", "One sentence, for lists and search engines."),
    ("index.weight", "Order among its siblings: lower first, then by title. Default: 0."),
    ("index.aliases", "Old addresses that redirect here, as paths from the site's root."),
    ("index.silence", "Rules by name that the text goes without, each with the reason."),
    ("index.extra", "Keys of your own, for templates: `page.extra`."),
    ("page.title", "Its title."),
    ("page.description", "One sentence, for search engines."),
    ("page.weight", "Order in the navigation: lower first, then by title. Default: 0."),
    ("page.aliases", "Old addresses that redirect here, as paths from the site's root."),
    ("page.draft", "Whether it is left out of the site, unless that is built with `--drafts`."),
    ("page.silence", "Rules by name that the text goes without, each with the reason."),
    ("page.extra", "Keys of your own, for templates: `page.extra`."),
    ("skills.skill", "Skills, one table each."),
    ("skills.skill.name", "The preferred name."),
    ("skills.skill.kind", "What kind of skill it is. Default: as guides list it."),
    ("skills.skill.aliases", "Other spellings. A guide that lists one of them lists this skill."),
    ("skills.skill.includes", "The skills that this name stands for."),
    ("skills.skill.description", "One sentence, shown on the skill's page."),
    ("skills.skill.esco", "Its ESCO address."),
];

/// Path, and a regular expression of all that is accepted there, if not of that alone.
const PATTERNS: &[(&str, &str)] = &[
    ("config.base_url", r"^https?://[^/\s]"),
    ("config.editor_url", r"^[A-Za-z][A-Za-z0-9+.-]*:.*\{path\}"),
    ("guide.review_every", r"^\+?0*[1-9][0-9]* (day|week|month|year)s?$"),
    ("guide.onet_soc", r"^[0-9]{2}-[0-9]{4}\.[0-9]{2}$"),
    ("guide.esco", r"^http://data\.europa\.eu/esco/\S*$"),
    ("guide.isco08", r"^[0-9]{4}$"),
    ("guide.facts.pay.currency", r"^[A-Z]{3}$"),
    ("guide.facts.on_call.url", ADDRESS),
    ("guide.facts.experience.url", ADDRESS),
    ("guide.facts.entry.url", ADDRESS),
    ("guide.facts.levels.url", ADDRESS),
    ("guide.facts.pay.url", ADDRESS),
];

const ADDRESS: &str = r"^https?://\S+$";

/// What stands at `path`.
pub(super) fn about(path: &str) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == path).map(|(_, words)| *words)
}

/// What a text at `path` looks like.
pub(super) fn pattern(path: &str) -> Option<&'static str> {
    PATTERNS.iter().find(|(known, _)| *known == path).map(|(_, pattern)| *pattern)
}

/// Every path that there are words for.
#[cfg(test)]
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(path, _)| *path)
}
