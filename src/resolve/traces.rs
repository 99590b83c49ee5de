//! Traces of the words that texts are read by, so that only those texts are read again that
//! may speak of a role whose names changed.

use super::names::{Called, fold};
use crate::model::words::{Mark, Traces, Worded};
use crate::names::composed;

/// What tells texts that may have one of a role's names.
pub(super) struct Trail(Vec<Vec<Mark>>);

impl Trail {
    /// Of all names in `called`.
    pub(super) fn of(called: &Called) -> Self {
        Self(called.forms().map(folded).collect())
    }

    /// Whether texts with these traces may have one of the names.
    pub(super) fn may_lead_to(&self, traces: &Traces) -> bool {
        self.0.iter().any(|name| name.iter().all(|word| traces.have(*word)))
    }
}

/// Traces of texts in which names are found as [`fold`] has them, from any word on.
pub(super) fn traces<'t>(texts: impl IntoIterator<Item = &'t str>) -> Traces {
    let mut traces = Traces::none();
    for text in texts {
        if composed(text) != text {
            // What is composed with what stands around it, need not be by itself.
            return Traces::all();
        }
        folded(text).into_iter().for_each(|word| traces.add(word));
    }
    traces
}

fn folded(text: &str) -> Vec<Mark> {
    Worded::of(&fold(text).replace('_', " ")).marks().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slug::Slug;

    #[track_caller]
    fn check(title: &str, text: &str, is_there: bool) {
        let trail = Trail::of(&Called::new(&Slug::of("cook"), title, Vec::new()));
        assert_eq!(trail.may_lead_to(&traces([text])), is_there, "{title} in: {text}");
    }

    #[test]
    fn a_name_leaves_traces_in_any_case_and_number() {
        check("Data Engineer", "From DATA engineers to bakers.", true);
        check("Data Engineer", "From data to a train.", false);
        check("料理人", "副料理人は料理人になる。", true);
        check("Data Engineer", "Caf\u{e9}: a data engineer.", true);
        check("Caf\u{e9} Owner", "A cafe\u{301} owner.", true);
        check("Caf\u{e9} Owner", "CAF\u{c9}-OWNERS", true);
        check("Caf\u{e9} Owner", "cook_x", true);
    }
}
