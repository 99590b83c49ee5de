//! The skills that guides list: how they are spelled, whether the text speaks of
//! them, and which it speaks of without listing them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::wording::Wording;
use super::{Guide, guides};
use crate::content::sections;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Book, Skill, SkillId};
use crate::resolve::overlooked::Lookout;
use crate::source::Span;

/// Mentions of a skill that make it one of the role's.
const OFTEN: usize = 4;

/// Checks the tags of a guide against the vocabulary and against its text.
pub(super) fn tags(book: &Book, guide: &Guide<'_>, diagnostics: &mut Diagnostics) {
    let wording = Wording::of(guide.role.text.document.body());
    for tag in guide.role.tags.iter() {
        let name = guide.name_of(tag);
        let (written, place) = (name.value.trim(), guide.front_span(&name.range));
        let label = &*tag.label;
        if written != label {
            diagnostics.push(
                Diagnostic::of(Code::SkillSpelling, format!("the vocabulary calls `{written}` `{label}`"))
                    .at(place.clone())
                    .help(format!("write `{label}`; `rolebook check --fix` does"))
                    .fix(quoted(label)),
            );
        }
        let skills = tag.skills.iter().map(|skill| &book[*skill]);
        let mut names = skills.flat_map(names).chain([written, label]);
        if !names.any(|name| wording.mentions(name)) {
            diagnostics.push(
                Diagnostic::of(Code::UnmentionedTag, format!("the text never mentions `{label}`"))
                    .at(place)
                    .help("say where the role needs it, or take the tag out"),
            );
        }
    }
}

/// Looks for skills of the vocabulary that a guide speaks of and does not list.
pub(super) fn untagged(book: &Book, guide: &Guide<'_>, lookout: &Lookout<'_>, diagnostics: &mut Diagnostics) {
    let document = &guide.role.text.document;
    let sections = &book.config.sections;
    let found = sections::recognise(&document.outline, sections, document.body().len());
    // Where a guide writes of moves, it speaks of other roles.
    let of_moves: Vec<Range<usize>> = sections
        .iter()
        .zip(found)
        .filter(|(section, _)| section.transitions)
        .filter_map(|(_, range)| range)
        .collect();
    for (skill, mut mentions) in lookout.untagged_skills(guide.id) {
        mentions.retain(|mention| !of_moves.iter().any(|section| section.contains(&mention.start)));
        let skill = &book[skill];
        let Some(first) = mentions.first().filter(|_| skill.is_named && mentions.len() >= OFTEN) else {
            continue;
        };
        diagnostics.push(
            Diagnostic::of(
                Code::UntaggedSkill,
                format!("the text mentions `{}` {} times and does not list it", skill.name, mentions.len()),
            )
            .at(document.span(first.clone()))
            .help(format!(
                "add it under `[skills]`, with `optional = true` if the role can do without: `{{ name = \"{}\", \
                 optional = true }}`",
                skill.name
            )),
        );
    }
}

/// Tells which skills a guide has for itself alone.
pub(super) fn lone(book: &Book, guide: &Guide<'_>, diagnostics: &mut Diagnostics) {
    if book.roles.len() < 2 {
        return;
    }
    let is_lone = |skill: &SkillId| book[*skill].role_count() == 1;
    let lone: Vec<_> = guide.role.tags.iter().filter(|tag| tag.skills.iter().any(is_lone)).collect();
    let Some(first) = lone.first() else { return };
    let skills = lone.iter().flat_map(|tag| tag.skills.iter().filter(|skill| is_lone(skill)));
    let names: Vec<String> = skills.map(|skill| format!("`{}`", book[*skill].name)).collect();
    diagnostics.push(
        Diagnostic::of(Code::LoneSkill, format!("no other guide asks for {}", listed(&names)))
            .at(guide.front_span(&guide.name_of(first).range))
            .help("skills that guides share connect them; is one of these called otherwise elsewhere?"),
    );
}

/// Looks for skills that are one skill in two spellings. Two that the vocabulary
/// names are two.
pub(super) fn near_duplicates(book: &Book, diagnostics: &mut Diagnostics) {
    let places = places(book);
    let mut by_initial: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    for (at, skill) in book.skills.iter().enumerate() {
        for initial in names(skill).filter_map(|name| squeezed(name).chars().next()) {
            let others = by_initial.entry(initial).or_default();
            if others.last() != Some(&at) {
                others.push(at);
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for others in by_initial.values() {
        for (place, one) in others.iter().enumerate() {
            let pair = others[place + 1..].iter().map(|other| (*one, *other));
            pairs.extend(pair.filter(|(one, other)| are_alike(&book.skills[*one], &book.skills[*other])));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    for (one, other) in pairs {
        let rank = |at: usize| {
            let skill = &book.skills[at];
            (skill.is_named, skill.role_count(), skill.name.len())
        };
        let (wrong, right) = if rank(one) < rank(other) { (one, other) } else { (other, one) };
        let Some(place) = places.get(&SkillId(wrong)) else { continue };
        let (wrong, right_name) = (&book.skills[wrong].name, &book.skills[right].name);
        let mut diagnostic = Diagnostic::of(
            Code::NearDuplicateSkill,
            format!("`{wrong}` looks like another spelling of the skill `{right_name}`"),
        )
        .at(place.clone())
        .help(format!(
            "write `{right_name}`, or make them one in `content/skills.toml`: `name = \"{right_name}\"`, `aliases = \
             [\"{wrong}\"]`; two skills each have an entry there"
        ));
        if let Some(place) = places.get(&SkillId(right)) {
            diagnostic = diagnostic.label(place.clone(), "this one");
        }
        diagnostics.push(diagnostic);
    }
}

/// Where the first guide lists each skill.
fn places(book: &Book) -> BTreeMap<SkillId, Span> {
    let mut places = BTreeMap::new();
    let mut guides: Vec<Guide<'_>> = guides(book).collect();
    guides.sort_by_key(|guide| guide.role.text.document.source.path().clone());
    for guide in guides {
        for tag in guide.role.tags.iter() {
            for skill in tag.skills.iter() {
                places.entry(*skill).or_insert_with(|| guide.front_span(&guide.name_of(tag).range));
            }
        }
    }
    places
}

fn names(skill: &Skill) -> impl Iterator<Item = &str> {
    std::iter::once(skill.name.as_str()).chain(skill.aliases.iter().map(String::as_str))
}

/// Whether two skills are spellings of one.
fn are_alike(one: &Skill, other: &Skill) -> bool {
    if one.is_named && other.is_named {
        return false;
    }
    names(one).any(|one| names(other).any(|other| is_spelling(one, other) || is_spelling(other, one)))
}

/// Whether `short` is `long` in another spelling.
fn is_spelling(short: &str, long: &str) -> bool {
    let (folded, folded_long) = (squeezed(short), squeezed(long));
    folded == folded_long
        || is_numeronym(&folded, &folded_long)
        || is_acronym(short, long)
        || is_slip(&folded, &folded_long)
}

/// Letters, digits and the signs that tell languages apart, in lower case: `Node.js`,
/// `NodeJS` and `node js` are the same, and so are singular and plural.
fn squeezed(name: &str) -> String {
    let words: Vec<String> = name
        .to_lowercase()
        .replace('&', " and ")
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#'))
        .filter(|word| !matches!(*word, "" | "and"))
        .map(|word| word.replace("isation", "ization"))
        .collect();
    let name = words.concat();
    let singular =
        name.strip_suffix('s').filter(|stem| stem.len() > 4 && !stem.ends_with(['s', 'j', 'u', 'i', 'o']));
    singular.map_or(name.clone(), str::to_owned)
}

/// `k8s` for `kubernetes`: letters but the first and the last are counted.
fn is_numeronym(short: &str, long: &str) -> bool {
    // A plural's end was taken off.
    let letters = |name: &str| (name.chars().next(), name.chars().next_back());
    let digits: String = short.chars().skip(1).take_while(char::is_ascii_digit).collect();
    let is_written_so = short.chars().count() == digits.len() + 2 && letters(short).0 == letters(long).0;
    let counted = digits.parse::<usize>().unwrap_or(0);
    let length = long.chars().count();
    let with_s = short.ends_with('s') && !long.ends_with('s');
    is_written_so
        && counted > 2
        && if with_s {
            length + 1 == counted + 2
        } else {
            length == counted + 2 && letters(short).1 == letters(long).1
        }
}

/// `IAM` for `Identity & Access Management`.
fn is_acronym(short: &str, long: &str) -> bool {
    let words = long
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !matches!(word.to_lowercase().as_str(), "" | "and" | "of" | "for" | "the"));
    let initials: String =
        words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    initials.chars().count() > 2 && initials == short
}

/// Whether long names differ by a slip of one letter. Digits are no slips.
fn is_slip(one: &str, other: &str) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    short >= 8
        && long - short <= 1
        && digits(one) == digits(other)
        && strsim::damerau_levenshtein(one, other) == 1
}

/// "a, b and c".
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A name as TOML has it, on one line.
fn quoted(name: &str) -> String {
    let mut quoted = String::from("\"");
    for character in name.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            sign if sign.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(sign))),
            sign => quoted.push(sign),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_so_that_it_is_read_as_it_is() {
        for name in ["Linux", "a\"b\\", "a\nb\r\n\t\u{7f}\u{85}", "\\u0041 \u{e9}"] {
            let table: toml::Table = format!("name = {}", quoted(name)).parse().expect("TOML");
            assert_eq!(table["name"].as_str(), Some(name));
        }
    }

    #[test]
    fn spellings_of_one_skill_are_told_from_skills_that_are_near() {
        for (one, other) in [
            ("Node.js", "NodeJS"),
            ("K8s", "Kubernetes"),
            ("i18n", "Internationalization"),
            ("Load Balancer", "Load Balancers"),
            ("Backup & Recovery", "Backup and Recovery"),
            ("IAM", "Identity & Access Management"),
            ("Virtualisation", "Virtualization"),
            ("PostgreSQL", "PostgresSQL"),
            ("Kuberentes", "Kubernetes"),
        ] {
            assert!(is_spelling(one, other) || is_spelling(other, one), "{one}, {other}");
        }
        for (one, other) in [
            ("Java", "JavaScript"),
            ("C", "C++"),
            ("C#", "C"),
            ("Python 2", "Python 3"),
            ("Angular", "AngularJS"),
            ("Monitoring", "Mentoring"),
            ("Docker", "Docker Swarm"),
            ("CSS", "CS"),
            ("S3", "SQS"),
            ("Networking", "Network Architecture"),
        ] {
            assert!(!is_spelling(one, other) && !is_spelling(other, one), "{one}, {other}");
        }
    }
}
