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
