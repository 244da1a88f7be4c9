//! What is read of a text that may be a conversation before its kind is decided: blocks, labels, turns, and how questions are set.

use crate::document::Block;
use crate::lang::Language;
use crate::quotes::participant::is_interviewer;
use crate::quotes::transcript::labels::{Labels, labels};
use crate::quotes::transcript::question::{Prior, QuestionLayout};
use crate::quotes::transcript::rows;
use crate::quotes::transcript::stretch::{Stretch, stretches};
use crate::quotes::transcript::turn::{Turn, labelled};

/// Turns of fewer labels than this may be accidents: questions are looked for.
const FEW_TURNS: usize = 2;

/// A text as a conversation.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) blocks: Vec<Block>,
    pub(super) labels: Labels,
    /// The turns under the labels.
    pub(super) turns: Vec<Turn>,
    /// Whether the turns are rows of a table.
    pub(crate) is_table: bool,
    /// How questions are set apart, in a text without labels.
    pub(super) questions: Option<QuestionLayout>,
}

impl Conversation {
    /// Reads the labels of a text and the turns under them.
    pub(crate) fn read(language: &Language, text: &str, blocks: Vec<Block>) -> Self {
        let labels = labels(language, text, &blocks);
        let rows = (labels.accepted.len() < FEW_TURNS).then(|| rows::turns(language, text, &blocks)).flatten();
        let is_table = rows.is_some();
        let turns = rows.unwrap_or_else(|| labelled(language, text, &blocks, &labels.accepted));
        Self { blocks, labels, turns, is_table, questions: None }
    }

    /// The number of turns.
    pub(crate) fn turns(&self) -> usize {
        self.turns.len()
    }

    /// The turns inside a text that is no conversation as a whole.
    pub(crate) fn stretches(&self, language: &Language, text: &str) -> Vec<Stretch> {
        stretches(language, text, &self.blocks, &self.labels.accepted)
    }

    /// The same conversation, read by its questions where it has no labels.
    pub(crate) fn with_questions(self, language: &Language, questions: QuestionLayout) -> Self {
        Self { questions: (!self.has_labels(language)).then_some(questions), ..self }
    }

    /// Whether labels show who speaks: two turns or more, and not only of those who ask.
    fn has_labels(&self, language: &Language) -> bool {
        let answers = |turn: &Turn| !is_interviewer(language, &turn.name);
        self.turns.len() >= FEW_TURNS && self.turns.iter().any(answers)
    }

    /// Whether the rows of a table without names are questions and answers, which are then its turns.
    pub(crate) fn takes_rows(&mut self, language: &Language, text: &str, prior: Prior) -> bool {
        let rows = if self.has_labels(language) { None } else { rows::questions(language, text, &self.blocks, prior) };
        self.is_table |= rows.is_some();
        self.turns = rows.unwrap_or_else(|| std::mem::take(&mut self.turns));
        self.is_table
    }

    /// The same conversation, of which is known that it is one: where it has no labels, its questions are looked for.
    pub(crate) fn or_questions(mut self, language: &Language, text: &str) -> Self {
        if self.has_labels(language) || self.takes_rows(language, text, Prior::Interview) {
            return self;
        }
        let questions = QuestionLayout::find(language, text, &self.blocks, Prior::Interview);
        Self { questions, ..self }
    }
}
