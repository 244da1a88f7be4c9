//! What is built once for a language: its words by hash, its models, what a caller may choose.

use crate::lang::Language;

use super::model::table::Models;
use super::syntax::lexicon::Lexicon;

/// All that a reader of running text needs besides the text.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) language: Language,
    pub(super) lexicon: Lexicon,
    pub(super) models: Models,
    pub(crate) settings: Settings,
}

/// What a caller may choose.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Whether indirect speech is looked for.
    pub(crate) indirect: bool,
    /// Whether beliefs, wishes, intentions and acts are found too.
    pub(crate) attitudes: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { indirect: true, attitudes: false }
    }
}

impl Engine {
    pub(crate) fn new(language: Language, settings: Settings) -> Self {
        let lexicon = Lexicon::new(&language);
        let models = Models::read(language.attribution_table()).unwrap_or_else(Models::empty);
        Self { language, lexicon, models, settings }
    }
}
