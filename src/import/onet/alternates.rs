//! Titles of occupations: O*NET's are plural, those of guides singular; and of the
//! other titles only those that mean one occupation alone can be linked.

use std::collections::{BTreeMap, BTreeSet};

use super::{Occupation, Release};
use crate::import::known::Known;
use crate::resolve::names::{forms, singular};

/// What all occupations of a release are called.
pub(super) struct Titles {
    /// Codes of the occupations that a form of a name belongs to; no more than two.
    claims: BTreeMap<String, BTreeSet<String>>,
}

impl Titles {
    pub(super) fn of(release: &Release) -> Self {
        let mut claims: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (code, occupation) in &release.occupations {
            let own = [occupation.title.clone(), role(&occupation.title)];
            let others = occupation.alternates.iter().map(|other| plain(&other.title).to_owned());
            for form in own.into_iter().chain(others).flat_map(|title| forms(&title)) {
                let claimed = claims.entry(form).or_default();
                if claimed.len() < 2 {
                    claimed.insert(code.clone());
                }
            }
        }
        Self { claims }
    }

    /// Other titles of an occupation that are its alone, those of most sources first;
    /// at most so many.
    pub(super) fn alternates(&self, occupation: &Occupation, known: &Known, most: usize) -> Vec<String> {
        let mut seen: BTreeSet<String> = [occupation.title.clone(), role(&occupation.title)]
            .iter()
            .flat_map(|title| forms(title))
            .collect();
        let mut alternates: Vec<_> = occupation.alternates.iter().collect();
        alternates.sort_by_key(|other| std::cmp::Reverse(other.sources));
        let titles = alternates.into_iter().map(|other| plain(&other.title)).filter(|title| {
            let forms = forms(title);
            let is_own = forms.iter().all(|form| {
                self.claims.get(form).is_none_or(|codes| codes.len() < 2) && !known.is_title(form)
            });
            is_own && title.contains(char::is_alphabetic) && !forms.into_iter().any(|form| !seen.insert(form))
        });
        titles.take(most).map(str::to_owned).collect()
    }
}

/// A title without what it is short for, or short as: "DBA (Database Administrator)".
fn plain(title: &str) -> &str {
    title.strip_suffix(')').and_then(|rest| rest.split_once(" (")).map_or(title, |(plain, _)| plain).trim()
}

/// The title of somebody who has the occupation of that title: "Data Scientists"
/// gives "Data Scientist". A title of which it is not certain which of its words are
/// plurals stays as it is.
pub(super) fn role(title: &str) -> String {
    let (head, rest) = title.find(" of ").map_or((title, ""), |at| title.split_at(at));
    if title.contains([',', '(', ';']) || head.contains(" Other") {
        return title.to_owned();
    }
    let sign = [" and ", " or ", "/"].into_iter().find(|sign| head.contains(sign)).unwrap_or("/");
    let parts: Vec<&str> = head.split(sign).collect();
    let Some((last, others)) = parts.split_last() else { return title.to_owned() };
    // "Bill and Account Collectors", but "Waiters and Waitresses".
    let is_person = |part: &&&str| ["rs", "sts", "nts", "ans", "ies"].iter().any(|end| part.ends_with(end));
    let is_plural = |part: &&&str| part.ends_with('s');
    if !others.iter().filter(is_plural).all(|part| is_person(&part)) {
        return title.to_owned();
    }
    let others =
        others.iter().map(|part| if part.ends_with('s') { singular(part) } else { (*part).to_owned() });
    let parts: Vec<String> = others.chain([singular(last)]).collect();
    parts.join(sign) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_singular_where_that_is_certain() {
        for (title, expected) in [
            ("Data Scientists", "Data Scientist"),
            ("Actuaries", "Actuary"),
            ("Nurse Midwives", "Nurse Midwife"),
            ("Network and Computer Systems Administrators", "Network and Computer Systems Administrator"),
            ("Waiters and Waitresses", "Waiter and Waitress"),
            ("Computer Systems Engineers/Architects", "Computer Systems Engineer/Architect"),
            ("Appraisers of Personal and Business Property", "Appraiser of Personal and Business Property"),
            ("Clergy", "Clergy"),
            // "Coach" and "Sales" are not told apart by their ends.
            ("Coaches and Scouts", "Coaches and Scouts"),
            ("Sales and Marketing Managers", "Sales and Marketing Managers"),
            ("Computer Occupations, All Other", "Computer Occupations, All Other"),
        ] {
            assert_eq!(role(title), expected);
        }
    }

    #[test]
    fn what_a_title_is_short_for_is_left_out() {
        assert_eq!(plain("ETL Developer (Extract, Transform and Load Developer)"), "ETL Developer");
        assert_eq!(plain("Baker"), "Baker");
        assert_eq!(plain("(Baker)"), "(Baker)");
    }
}
