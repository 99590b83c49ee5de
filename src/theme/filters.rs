//! What templates can ask for beside what Tera has: messages, links in a sentence, signs in a
//! row, groups in order. Most of it could be written in a template, and is here because pages
//! are full of it. It knows no role and no page.

use std::collections::HashMap;
use std::sync::Arc;

use tera::value::{Key, Map};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::drawing::fonts::Fonts;
use crate::drawing::lines;
use crate::markdown::escape;
use crate::words::{Slot, Words};

/// Times that a text can be repeated: more than skills of any role, and no page is filled by it.
const REPEATED: usize = 10_000;

/// All filters that there are: those of the engine, which does not tell them, and ours.
pub(super) const FILTERS: [&str; 41] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "links",
    "lower",
    "names",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "repeat",
    "replace",
    "reverse",
    "round",
    "safe",
    "say",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];
/// All functions.
pub(super) const FUNCTIONS: [&str; 5] = ["fit", "range", "row", "super", "throw"];
/// All tests, which stand behind `is`.
pub(super) const TESTS: [&str; 17] = [
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

/// Tells the engine what it can be asked for.
pub(super) fn register(tera: &mut Tera, words: &Arc<Words>, fonts: &Arc<Fonts>) {
    tera.register_filter("say", say(Arc::clone(words)));
    tera.register_filter("links", in_sentence(Arc::clone(words), true));
    tera.register_filter("names", in_sentence(Arc::clone(words), false));
    tera.register_filter("repeat", repeat);
    tera.register_filter("group_by", group_by);
    let known = Arc::clone(fonts);
    tera.register_function("fit", move |arguments: Kwargs, _: &State<'_>| lines::fit(&known, &arguments));
    let known = Arc::clone(fonts);
    tera.register_function("row", move |arguments: Kwargs, _: &State<'_>| lines::row(&known, &arguments));
}

/// The filter by which templates say a message: `{{ "guide.reading_time" | say(count=5) }}`. What stands in it is
/// escaped, unless it is HTML already, and so is what it gives.
fn say(words: Arc<Words>) -> impl Fn(&Value, Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    let constant: HashMap<String, Value> =
        words.constant().map(|(key, html)| (key.to_owned(), Value::safe_string(&html))).collect();
    move |key, slots, state| {
        let Some(key) = key.as_str() else {
            return Err(Error::message("the key of a message is a text"));
        };
        if slots.iter().next().is_none()
            && state.autoescaping_enabled()
            && let Some(html) = constant.get(key)
        {
            return Ok(html.clone());
        }
        let slot = |name: &str| {
            let (_, value) = slots.iter().find(|(key, _)| **key == Key::Str(name))?;
            match value.as_str() {
                Some(html) if value.is_safe() => Some(Slot::Html(html)),
                Some(text) => Some(Slot::Text(text)),
                None => value.as_u64().and_then(|count| usize::try_from(count).ok()).map(Slot::Count),
            }
        };
        // Templates of plain text escape nothing.
        let said = words.answer(key, &slot, state.autoescaping_enabled()).map_err(Error::message)?;
        Ok(Value::safe_string(&said))
    }
}

/// The filters that write things with a `label` in a sentence: `links` as links where they have
/// an `href`, `names` as words. What is `optional` is said to be.
fn in_sentence(
    words: Arc<Words>,
    as_links: bool,
) -> impl Fn(&[Value], Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    let between = [false, true].map(|as_html| words.answer("format.list", &|_| None, as_html));
    move |things, _, state| {
        // Templates of plain text have no links.
        let as_html = state.autoescaping_enabled();
        let is_linked = as_html && as_links;
        let [plain, html] = &between;
        let between = if as_html { html } else { plain }.as_ref().map_err(Error::message)?;
        let mut sentence = String::new();
        for (at, thing) in things.iter().enumerate() {
            let Some(thing) = thing.as_map() else { return Err(Error::message(NO_LINK)) };
            let label = value(thing, "label").and_then(Value::as_str);
            let label = label.ok_or_else(|| Error::message(NO_LINK))?;
            let href = value(thing, "href").and_then(Value::as_str).filter(|_| is_linked);
            if at > 0 {
                sentence.push_str(between);
            }
            if value(thing, "optional").and_then(Value::as_bool) == Some(true) {
                let mut link = String::new();
                write_link(label, href, as_html, &mut link);
                let skill = |_: &str| Some(Slot::Html(&link));
                let said = words.answer("kind.optional_skill", &skill, as_html);
                sentence.push_str(&said.map_err(Error::message)?);
            } else {
                write_link(label, href, as_html, &mut sentence);
            }
        }
        Ok(Value::safe_string(&sentence))
    }
}

/// Writes a label, as a link if it has an address.
fn write_link(label: &str, href: Option<&str>, as_html: bool, out: &mut String) {
    if let Some(href) = href {
        out.push_str("<a href=\"");
        out.push_str(&escape(href));
        out.push_str("\">");
    }
    out.push_str(&if as_html { escape(label) } else { label.into() });
    if href.is_some() {
        out.push_str("</a>");
    }
}

const NO_LINK: &str = "a link has a `label`";

/// What a small map has under a key: looking at all is faster than hashing one.
fn value<'m>(map: &'m Map, key: &str) -> Option<&'m Value> {
    map.iter().find(|(known, _)| known.as_str() == Some(key)).map(|(_, value)| value)
}

/// The filter that writes a text so many `times`.
fn repeat(text: &str, arguments: Kwargs, _: &State) -> TeraResult<String> {
    Ok(text.repeat(arguments.must_get::<usize>("times")?.min(REPEATED)))
}

/// Tera's own filter gives its groups in another order at each run.
fn group_by(things: &[Value], arguments: Kwargs, _: &State) -> TeraResult<Map> {
    let path = arguments.must_get::<&str>("attribute")?;
    let mut groups: Vec<(Key<'static>, Vec<Value>)> = Vec::new();
    let mut places: HashMap<Key<'static>, usize> = HashMap::new();
    for thing in things {
        let of = thing.get_from_path(path).ok_or_else(|| {
            Error::message(format!("something in the list has no `{path}` to be grouped by"))
        })?;
        let Some(key) = key(of)? else { continue };
        let place = *places.entry(key.clone()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(thing.clone());
        }
    }
    Ok(groups.into_iter().map(|(key, group)| (key, group.into())).collect())
}

/// What a group is called; none for what has no group.
fn key(value: &Value) -> TeraResult<Option<Key<'static>>> {
    if value.is_none() {
        return Ok(None);
    }
    let text = value.as_str().map(|text| Key::from(text.to_owned()));
    let key = text.or_else(|| value.as_bool().map(Key::Bool)).or_else(|| value.as_u64().map(Key::U64));
    let key = key.or_else(|| value.as_i64().map(Key::I64));
    key.map(Some).ok_or_else(|| Error::message(format!("{} cannot be grouped by", value.name())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, SourcePath, Span};
    use crate::words::read;

    #[test]
    fn what_is_listed_is_there() {
        let config = Arc::new(Source::new(SourcePath::new("config.toml"), Vec::new()));
        let (words, _) = read::load(&[], "i18n", "en", Span::new(&config, 0..0));
        let (fonts, _) = Fonts::read([]);
        let mut tera = Tera::new();
        register(&mut tera, &Arc::new(words), &Arc::new(fonts));
        let all = FILTERS.map(|name| format!("{{{{ x | {name} }}}}")).join("\n");
        let tests = TESTS.map(|name| format!("{{{{ x is {name} }}}}")).join("\n");
        let functions = FUNCTIONS.map(|name| format!("{{{{ {name}() }}}}")).join("\n");
        let text = format!("{{% block all %}}{all}\n{tests}\n{functions}{{% endblock %}}");
        assert_eq!(tera.add_raw_template("all.html", &text).map_err(|error| error.to_string()), Ok(()));
    }
}
