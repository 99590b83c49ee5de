//! How much the owner lets rules matter, and which rules anybody may decide about.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::form::asked::Shape;
use crate::form::{Form, Located};

/// Reads the table `rules`.
pub(super) fn read(form: &Form<'_, '_>) -> BTreeMap<Code, Option<Severity>> {
    let shape = Shape::Named(settable_names().collect(), Box::new(Shape::Choice(levels().collect())));
    let rules = form
        .named_texts("rules", shape)
        .into_iter()
        .filter_map(|(name, level)| Some((settable(form, &name)?, self::level(form, &level)?)));
    rules.collect()
}

/// Names of the rules about which anybody may decide.
pub fn settable_names() -> impl Iterator<Item = &'static str> {
    Code::ALL.iter().filter(|code| code.is_settable()).map(|code| code.name())
}

/// Names of levels.
fn levels() -> impl Iterator<Item = &'static str> {
    Severity::NAMES.iter().map(|(name, _)| *name).chain(["off"])
}

/// The rule that `name` means, if it is one about which anybody may decide.
pub fn settable(form: &Form<'_, '_>, name: &Located<String>) -> Option<Code> {
    let report = |diagnostic: Diagnostic| form.report(diagnostic.at(form.span(name.range.clone())));
    let code = Code::named(&name.value);
    match code {
        None => {
            report(
                Diagnostic::error(Code::UnknownKey, format!("there is no rule `{}`", name.value)).help(
                    did_you_mean(&name.value, settable_names())
                        .unwrap_or_else(|| "`rolebook explain` lists all rules".to_owned()),
                ),
            );
        }
        Some(code) if !code.is_settable() => report(
            Diagnostic::error(Code::InvalidValue, format!("`{code}` is always an error"))
                .help("mend what it points at; a site with errors cannot be built"),
        ),
        Some(_) => {}
    }
    code.filter(|code| code.is_settable())
}

fn level(form: &Form<'_, '_>, level: &Located<String>) -> Option<Option<Severity>> {
    if level.value == "off" {
        return Some(None);
    }
    let known = Severity::NAMES.iter().find(|(name, _)| *name == level.value);
    if known.is_none() {
        form.report(
            Diagnostic::error(Code::InvalidValue, format!("`{}` is not a level", level.value))
                .at(form.span(level.range.clone()))
                .help(
                    did_you_mean(&level.value, levels())
                        .unwrap_or_else(|| "levels are `error`, `warning`, `note` and `off`".to_owned()),
                ),
        );
    }
    known.map(|(_, severity)| Some(*severity))
}
