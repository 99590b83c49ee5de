//! The tables of a release, by the names that releases give them and their
//! columns, put together by occupation.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::table::{Column, Row, Table, bare};
use super::{Alternate, Occupation, Release, Task, Technology, is_code};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, Span};

/// What stands in a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Occupations,
    Alternates,
    Technologies,
    WorkStyles,
    Skills,
    Tasks,
    Related,
    Zones,
    ReadMe,
}

/// The names of a table's file, without `.txt`, and what guides lack without it.
const TABLES: &[(Kind, &[&str], &str)] = &[
    (Kind::Occupations, &["Occupation Data"], ""),
    (Kind::Alternates, &["Alternate Titles", "Job Titles"], "alternate titles"),
    (Kind::Technologies, &["Technology Skills", "Software Skills"], "technical skills"),
    (Kind::WorkStyles, &["Work Styles"], ""),
    (Kind::Skills, &["Skills", "Essential Skills"], ""),
    (Kind::Tasks, &["Task Statements"], "tasks"),
    (Kind::Related, &["Related Occupations"], "moves"),
    (Kind::Zones, &["Job Zones"], "job zones"),
    (Kind::ReadMe, &["Read Me"], ""),
];

const CODE: &[&str] = &["O*NET-SOC Code"];

/// What is important enough to be listed, by scale: the importance of a work style
/// or skill from 1 to 5, where 4 is "very important"; and the impact of a work style
/// on the work from -3 to 3, where 2 is well above neutral.
const SCALES: &[(&str, f64)] = &[("IM", 4.0), ("WI", 2.0)];

/// Tiers of related occupations: the five nearest, five more, and ten more.
const TIERS: &[&str] = &["Primary-Short", "Primary-Long", "Supplemental"];

/// Beginnings of the elements that are basic or social skills. The others of that
/// table are of a trade.
const SOFT: &[&str] = &["2.A.", "2.B.1."];

fn kind(file_name: &str) -> Option<Kind> {
    let (stem, ending) = file_name.rsplit_once('.')?;
    let table = TABLES.iter().find(|(_, names, _)| names.iter().any(|name| bare(name) == bare(stem)));
    table.filter(|_| ending.eq_ignore_ascii_case("txt")).map(|(kind, ..)| *kind)
}

pub(super) fn is_wanted(file_name: &str) -> bool {
    kind(file_name).is_some()
}

/// Reads all tables. Several of one kind are read one after the other.
pub(super) fn read(files: &[Arc<Source>]) -> (Release, Diagnostics) {
    let mut reader = Reader::default();
    let of = |wanted: Kind| files.iter().filter(move |file| kind(file.path().file_name()) == Some(wanted));
    for file in of(Kind::ReadMe) {
        reader.release.version = file.text().unwrap_or_default().lines().find_map(super::version);
    }
    // Occupations come first: all other tables speak of them.
    for (kind, names, lacking) in TABLES {
        of(*kind).for_each(|file| reader.table(*kind, file));
        if of(*kind).next().is_none() && !lacking.is_empty() {
            reader.release.missing.push(format!("{}: no {lacking}", names.join(" or ")));
        }
    }
    if of(Kind::WorkStyles).chain(of(Kind::Skills)).next().is_none() {
        reader.release.missing.push("Work Styles or Essential Skills: no soft skills".to_owned());
    }
    for (code, mut related) in reader.related {
        related.sort();
        if let Some(occupation) = reader.release.occupations.get_mut(&code) {
            occupation.related = related.into_iter().map(|(.., other)| other).collect();
        }
    }
    (reader.release, reader.diagnostics)
}

#[derive(Default)]
struct Reader {
    release: Release,
    /// By code: tier, place in the order, and code of the other.
    related: BTreeMap<String, Vec<(usize, usize, String)>>,
    diagnostics: Diagnostics,
}

impl Reader {
    fn table(&mut self, kind: Kind, source: &Arc<Source>) {
        let mut table = Table::open(source);
        let rows = match kind {
            Kind::Occupations => self.occupations(&mut table, source),
            Kind::Alternates => self.alternates(&mut table),
            Kind::Technologies => self.technologies(&mut table),
            Kind::WorkStyles | Kind::Skills => self.traits(&mut table, kind == Kind::Skills),
            Kind::Tasks => self.tasks(&mut table),
            Kind::Related => self.relations(&mut table),
            Kind::Zones => self.zones(&mut table),
            Kind::ReadMe => None,
        };
        table.close(&mut self.diagnostics);
        let name = source.path().file_name().rsplit_once('.').map_or("", |(stem, _)| stem);
        self.release.tables.extend(rows.map(|rows| (name.to_owned(), rows)));
    }

    fn occupations(&mut self, table: &mut Table<'_>, source: &Arc<Source>) -> Option<usize> {
        let (code, title) = (table.required(CODE), table.required(&["Title"]));
        let (code, title, description) = (code?, title?, table.required(&["Description"])?);
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let rows = table.rows(&[code, title, description]);
        for row in &rows {
            let name = row.get(code);
            let span = Span::new(source, row.at.clone());
            if !is_code(name) {
                table.refuse(row, not_a_code(name));
            } else if let Some(first) = seen.get(name) {
                self.diagnostics.push(
                    Diagnostic::error(Code::ImportRefused, format!("`{name}` has two rows"))
                        .at(span)
                        .label(first.clone(), "the first one")
                        .help("take one of the two out"),
                );
            } else {
                seen.insert(name, span);
                let occupation = Occupation {
                    title: one_line(row.get(title)),
                    description: one_line(row.get(description)),
                    ..Occupation::default()
                };
                self.release.occupations.insert(name.to_owned(), occupation);
            }
        }
        Some(rows.len())
    }

    fn alternates(&mut self, table: &mut Table<'_>) -> Option<usize> {
        let title = table.required(&["Alternate Title", "Job Title"]);
        let sources = table.column(&["Source(s)", "Sources"]);
        self.each(table, &[title], |occupation, row| {
            let title = one_line(row.maybe(title));
            let sources = row.maybe(sources).split(',').count();
            occupation.alternates.push(Alternate { title, sources });
        })
    }

    fn technologies(&mut self, table: &mut Table<'_>) -> Option<usize> {
        let name = table.required(&["Example", "Workplace Example"]);
        let (hot, in_demand) = (table.column(&["Hot Technology"]), table.column(&["In Demand"]));
        for (column, what) in [(hot, "Hot Technology"), (in_demand, "In Demand")] {
            if column.is_none() && name.is_some() {
                let lacking = format!("the column `{what}`: no technical skill is marked so");
                self.release.missing.push(lacking);
            }
        }
        let is_yes = |text: &str| text.eq_ignore_ascii_case("y") || text.eq_ignore_ascii_case("yes");
        self.each(table, &[name], |occupation, row| {
            occupation.technologies.push(Technology {
                name: one_line(row.maybe(name)),
                is_hot: is_yes(row.maybe(hot)),
                is_in_demand: is_yes(row.maybe(in_demand)),
            });
        })
    }

    /// Work styles or skills. Skills stand in where there are no work styles.
    fn traits(&mut self, table: &mut Table<'_>, are_skills: bool) -> Option<usize> {
        let name = table.required(&["Element Name"]);
        let (scale, value) = (table.required(&["Scale ID"]), table.required(&["Data Value"]));
        let (element, suppress) = (table.column(&["Element ID"]), table.column(&["Recommend Suppress"]));
        let has_styles = self.release.occupations.values().any(|occupation| !occupation.traits.is_empty());
        value?;
        // Ratings that were not made have no value.
        self.each(table, &[name, scale], |occupation, row| {
            let least = SCALES.iter().find(|(id, _)| *id == row.maybe(scale)).map(|(_, least)| *least);
            let value = row.maybe(value).parse::<f64>().ok();
            let is_soft = SOFT.iter().any(|start| row.maybe(element).starts_with(start));
            let (Some(least), Some(value)) = (least, value) else { return };
            if value < least || row.maybe(suppress) == "Y" || are_skills && (has_styles || !is_soft) {
                return;
            }
            occupation.traits.push((one_line(row.maybe(name)), value));
        })
    }

    fn tasks(&mut self, table: &mut Table<'_>) -> Option<usize> {
        let text = table.required(&["Task"]);
        let type_of = table.column(&["Task Type"]);
        self.each(table, &[text], |occupation, row| {
            let is_core = row.maybe(type_of).eq_ignore_ascii_case("core");
            occupation.tasks.push(Task { text: one_line(row.maybe(text)), is_core });
        })
    }

    /// The nearest first: by tier, then by place in it.
    fn relations(&mut self, table: &mut Table<'_>) -> Option<usize> {
        let (code, other) = (table.required(CODE)?, table.required(&["Related O*NET-SOC Code"])?);
        let (tier, index) =
            (table.required(&["Relatedness Tier"])?, table.column(&["Index", "Related Index"]));
        let rows = table.rows(&[code, other, tier]);
        for row in &rows {
            for code in [row.get(code), row.get(other)].into_iter().filter(|code| !is_code(code)) {
                table.refuse(row, not_a_code(code));
            }
            let tier = TIERS.iter().position(|known| bare(known) == bare(row.get(tier)));
            let tier = tier.unwrap_or(TIERS.len());
            let index: usize = row.maybe(index).parse().unwrap_or(usize::MAX);
            let related = self.related.entry(row.get(code).to_owned()).or_default();
            related.push((tier, index, row.get(other).to_owned()));
        }
        Some(rows.len())
    }

    fn zones(&mut self, table: &mut Table<'_>) -> Option<usize> {
        let zone = table.required(&["Job Zone"]);
        self.each(table, &[zone], |occupation, row| occupation.zone = Some(one_line(row.maybe(zone))))
    }

    /// Gives every row to the occupation that it is about, and says how many there
    /// are. `None` if a needed column is missing.
    fn each(
        &mut self,
        table: &mut Table<'_>,
        needed: &[Option<Column>],
        mut take: impl FnMut(&mut Occupation, &Row<'_>),
    ) -> Option<usize> {
        let code = table.required(CODE);
        let needed: Option<Vec<Column>> = [code].iter().chain(needed).copied().collect();
        let (code, needed) = (code?, needed?);
        let rows = table.rows(&needed);
        for row in &rows {
            match self.release.occupations.get_mut(row.get(code)) {
                Some(occupation) => take(occupation, row),
                None if is_code(row.get(code)) => self.release.strays += 1,
                None => table.refuse(row, not_a_code(row.get(code))),
            }
        }
        Some(rows.len())
    }
}

fn not_a_code(text: &str) -> String {
    format!("`{}` is no O*NET-SOC code, such as `15-1244.00`", text.escape_debug())
}

/// Words without doubled spaces and without what no page could show.
fn one_line(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
