//! Words in context: where words and phrases stand, in texts and in quotations, who says them, and under which themes.
//!
//! A [`Query`] holds the words; a [`Concordance`] takes texts or quotations one after another and keeps a [`Line`] for each place, with the words around it,
//! and counts what was searched, so that every number has its base.
//!
//! | file | question |
//! |---|---|
//! | `query` | which words are looked for, in which forms, and where do they stand? |
//! | `concordance` | in which words, said by whom, about what, and in how many of how many? |
//!
//! ```
//! use verbatims::search::{Concordance, Query};
//! use verbatims::{Document, Extractor, Language};
//!
//! let english = Language::english();
//! let corpus = Extractor::new(english.clone()).corpus(&[
//!     Document::new("a", "“Rents are high,” said Ann Lee. “It rains,” said Bo Ray."),
//! ])?;
//! let mut concordance = Concordance::new(Query::new(["rent"])?);
//! corpus.quotes().for_each(|quote| concordance.add_quote(quote, &[], &english));
//! let line = &concordance.lines()[0];
//! assert_eq!((line.found.as_str(), line.speaker.as_deref()), ("Rents", Some("Ann Lee")));
//! assert_eq!((concordance.found().quotes, concordance.searched().quotes), (1, 2));
//! # Ok::<(), verbatims::Error>(())
//! ```

mod concordance;
mod query;

pub use concordance::{Concordance, Form, Line, UnderTheme};
pub use query::{Finder, Match, Query};
