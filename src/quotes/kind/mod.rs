//! Which kind of text is this? Decided here and nowhere else, from signs that are counted. The kind is a prior: each block is read by what it is.
//!
//! | file | question |
//! |---|---|
//! | `signs` | how often are there signs of a report? |

mod signs;

use crate::document::{Block, Document, DocumentKind, blocks};
use crate::lang::Language;
use crate::quotes::kind_evidence::{KindEvidence, KindSign};
use crate::quotes::layout::{LayoutWords, PageSigns};
use crate::quotes::transcript::{self, Conversation, LabelMeasures, Prior, QuestionLayout, Stretch};

use signs::ReportSigns;

/// How a text is to be read, with what was read of it on the way. A text is cut into blocks once.
#[derive(Debug)]
pub(crate) enum TextForm {
    /// One answer.
    Response,
    /// An answer in each paragraph.
    Paragraphs(Vec<Block>),
    /// Cues with their times.
    Captions,
    /// Turns under labels, or questions and answers, from the first to the last block.
    Conversation(Conversation),
    /// A page: blocks that the layout sets apart as people's words, stretches of turns, and running text between them.
    Page(Vec<Block>, PagePrior, Vec<Stretch>),
}

/// What is known of a page before its blocks are read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PagePrior {
    /// The caller named the kind.
    Given(DocumentKind),
    /// Turns hold the greater part of it: it is a transcript with a head, or minutes.
    Turns,
    /// Nothing is known: signs of a report are to be counted.
    Open,
}

/// Decides how a document is read, and says by which signs.
pub(crate) fn classify(language: &Language, document: &Document<'_>) -> (TextForm, KindEvidence) {
    let text: &str = &document.text;
    let form = match document.kind {
        DocumentKind::Auto => return by_signs(language, text),
        DocumentKind::Response => TextForm::Response,
        DocumentKind::Paragraphs => TextForm::Paragraphs(blocks(text)),
        DocumentKind::Transcript if transcript::is_caption(text) => TextForm::Captions,
        DocumentKind::Transcript => {
            TextForm::Conversation(Conversation::read(language, text, blocks(text)).or_questions(language, text))
        }
        DocumentKind::Report => {
            let conversation = Conversation::read(language, text, blocks(text));
            let stretches = conversation.stretches(language, text);
            TextForm::Page(conversation.blocks, PagePrior::Given(DocumentKind::Report), stretches)
        }
        // Prose has no turns, where the caller says that it is prose.
        DocumentKind::Prose => TextForm::Page(blocks(text), PagePrior::Given(DocumentKind::Prose), Vec::new()),
    };
    (form, KindEvidence::given())
}

/// Counts signs until they settle whether a text is a conversation. Of a page they are a prior.
fn by_signs(language: &Language, text: &str) -> (TextForm, KindEvidence) {
    let mut evidence = KindEvidence::default();
    if transcript::is_caption(text) {
        evidence.count(KindSign::Captions, 1);
        return (TextForm::Captions, evidence);
    }
    let mut conversation = Conversation::read(language, text, blocks(text));
    if conversation.is_table || conversation.takes_rows(language, text, Prior::Open) {
        evidence.count(KindSign::LabelledTurns, conversation.turns());
        return (TextForm::Conversation(conversation), evidence);
    }
    let labels = LabelMeasures::of(language, text, &conversation);
    evidence.count(KindSign::LabelledTurns, labels.as_ref().map_or(0, LabelMeasures::turns));
    if labels.as_ref().is_some_and(LabelMeasures::is_transcript) {
        return (TextForm::Conversation(conversation), evidence);
    }
    if labels.as_ref().is_some_and(LabelMeasures::is_near) {
        evidence.divided = Some(DocumentKind::Transcript);
    }
    if block_quotations(&conversation.blocks) < FEW_BLOCK_QUOTATIONS
        && let Some(questions) = QuestionLayout::find(language, text, &conversation.blocks, Prior::Open)
    {
        evidence.divided = None;
        evidence.count(KindSign::Questions, 1);
        return (TextForm::Conversation(conversation.with_questions(language, questions)), evidence);
    }
    let stretches = conversation.stretches(language, text);
    let blocks = conversation.blocks;
    let turns: usize = stretches.iter().map(|stretch| stretch.span.len()).sum();
    let prior = if turns * 2 > text.len() {
        evidence.divided = None;
        PagePrior::Turns
    } else {
        PagePrior::Open
    };
    (TextForm::Page(blocks, prior, stretches), evidence)
}

/// A text with this many block quotations or more is a page, though it asks questions.
const FEW_BLOCK_QUOTATIONS: usize = 3;

fn block_quotations(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| block.quoted > 0).count()
}

/// What the kind of a page is told from.
#[derive(Clone, Copy)]
pub(crate) struct PageText<'a> {
    pub(crate) language: &'a Language,
    pub(crate) words: &'a LayoutWords,
    pub(crate) text: &'a str,
    pub(crate) blocks: &'a [Block],
}

/// The kind of a page, from its prior and from what was found on it. Signs of a report are counted where they can matter.
pub(crate) fn kind_of_page(
    prior: PagePrior,
    page: PageText<'_>,
    found: PageSigns,
    evidence: &mut KindEvidence,
) -> DocumentKind {
    match prior {
        PagePrior::Given(kind) => kind,
        PagePrior::Turns => DocumentKind::Transcript,
        PagePrior::Open if found.own_answers => DocumentKind::Response,
        PagePrior::Open => ReportSigns::of(page, found).decide(evidence),
    }
}
