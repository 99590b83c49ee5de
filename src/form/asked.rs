//! What a reader asks of a table, as a list: that is what can stand there. It is
//! made by the reader itself, which finds an empty table and asks all the same.

/// A key that a reader asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The key.
    pub key: &'static str,
    /// What may stand there.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
}

impl Asked {
    /// The shortest line that says something here: `key = value`.
    pub fn example(&self) -> String {
        format!("{} = {}", self.key, self.shape.example())
    }
}

/// What may stand at a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// One of these texts.
    Choice(Vec<&'static str>),
    /// A list of texts.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A whole number of at least this.
    Number(i64),
    /// A date without a time.
    Date,
    /// A table of the author's own keys.
    Own,
    /// A text that must say something.
    Words,
    /// A table of values of one shape, by any of these names.
    Named(Vec<&'static str>, Box<Shape>),
    /// A table of texts by names of the author's own that match this.
    Free(&'static str),
    /// A table.
    Form(Vec<Asked>),
    /// A list of tables.
    Forms(Vec<Asked>),
    /// A list of texts and tables.
    Entries(Vec<Asked>),
}

impl Shape {
    fn example(&self) -> String {
        match self {
            Self::Text | Self::Words => "\"...\"".to_owned(),
            Self::Choice(names) => format!("\"{}\"", names.first().unwrap_or(&"...")),
            Self::Texts | Self::Entries(_) => "[\"...\"]".to_owned(),
            Self::Flag => "true".to_owned(),
            Self::Number(least) => (*least).max(1).to_string(),
            Self::Date => "2026-01-31".to_owned(),
            Self::Own | Self::Free(_) => "{ name = \"...\" }".to_owned(),
            Self::Named(names, shape) => {
                format!("{{ {} = {} }}", names.first().unwrap_or(&"name"), shape.example())
            }
            Self::Form(keys) => table(keys),
            Self::Forms(keys) => format!("[{}]", table(keys)),
        }
    }
}

/// A table with the keys that must be in it, or else with the first one.
fn table(keys: &[Asked]) -> String {
    let one_of = keys.iter().find(|asked| asked.need == Need::OneOf);
    let required = keys.iter().filter(|asked| asked.need == Need::Required).chain(one_of);
    let mut lines: Vec<String> = required.map(Asked::example).collect();
    if lines.is_empty() {
        lines.extend(keys.first().map(Asked::example));
    }
    format!("{{ {} }}", lines.join(", "))
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It may be left out.
    Optional,
    /// It must be there; a text must say something.
    Required,
    /// Exactly one of the keys with this need must be there.
    OneOf,
}
