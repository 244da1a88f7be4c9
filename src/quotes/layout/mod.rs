//! Research and survey reports: block quotations, bullets, dashes, brackets and prefixes attribute.
//!
//! The blocks of the page are read first: block quotations, list items and paragraphs that are a person's words by their layout, tables with a
//! column of quotations. What is left is running text for the prose engine.
//!
//! | file | question |
//! |---|---|
//! | `vocabulary` | which words of the language tell a quotation from a label? |
//! | `page` | what is read of a page once? |
//! | `excluded` | which blocks hold nobody's answers? |
//! | `table` | which cells of a table hold people's words? |
//! | `comments` | which lists are comments that people wrote? |
//! | `candidate` | which passages may be a person's words? |
//! | `announcement` | what does the line or heading above announce? |
//! | `passage` | which words of a passage are said? |
//! | `quoted_spans` | which words do quotation marks enclose? |
//! | `trim` | where do words begin and end within markup? |
//! | `attribution` | who is named beside words said? |
//! | `attribution_blocks` | which blocks attribute the passages beside them? |
//! | `name_line` | which lines alone name who said the words beside them? |
//! | `lead_in_speaker` | whom does the line above name? |
//! | `speech_cues` | how much does a passage sound like speech? |
//! | `decide` | which candidates are people's words? |
//! | `group` | which headings name groups of people? |
//! | `signed` | which words in marks have their speaker named right behind them? |
//! | `statement` | which plain paragraphs are a statement that the line above gives to somebody? |
//! | `running` | what did people say in the running text? |
//! | `utterance` | how do words said become a finding? |

mod announcement;
mod attribution;
mod attribution_blocks;
mod candidate;
mod comments;
mod decide;
mod excluded;
mod group;
mod lead_in_speaker;
mod name_line;
mod page;
mod passage;
mod quoted_spans;
mod running;
mod signed;
mod speech_cues;
mod statement;
mod table;
mod trim;
mod utterance;
mod vocabulary;

use crate::document::Block;
use crate::quotes::draft::ExtractionDraft;
use crate::quotes::layout::candidate::Candidate;
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::passage::PassageForm;
use crate::quotes::layout::quoted_spans::SpanReader;
use crate::quotes::layout::running::{Known, Scope};
use crate::quotes::prose::Engine;
use crate::quotes::quote::NotQuoteReason;
use crate::text::Span;

pub(crate) use self::candidate::is_italic;
pub(crate) use self::vocabulary::LayoutWords;

/// Finds the quotations of a report. The writer's summaries of what people said ("participants told us that …") are none.
pub(crate) fn report(engine: &Engine, words: &LayoutWords, text: &str, blocks: Vec<Block>) -> ExtractionDraft {
    read(engine, &PageLayout::new(&engine.language, words, text, blocks), Scope::Report)
}

/// Finds the quotations of running text with block quotations, which are read by their layout.
pub(crate) fn article(engine: &Engine, words: &LayoutWords, text: &str, blocks: Vec<Block>) -> ExtractionDraft {
    read(engine, &PageLayout::new(&engine.language, words, text, blocks), Scope::Article)
}

/// Whether a text has the signs of a block quotation.
pub(crate) fn has_block_quotations(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first() == Some(&b'>')
        || ["\n>", "\n >", "\n  >", "<blockquote"]
            .iter()
            .any(|sign| memchr::memmem::find(bytes, sign.as_bytes()).is_some())
}

fn read(engine: &Engine, page: &PageLayout<'_>, scope: Scope) -> ExtractionDraft {
    let mut drafts = ExtractionDraft::default();
    let mut marks = SpanReader::new(engine);
    // The blocks that need no further reading.
    let mut used = vec![false; page.blocks.len()];
    excluded::exclude(page, &mut marks, &mut used, &mut drafts);
    table::read_tables(page, &mut marks, &mut used, &mut drafts);
    comments::read_comments(page, &mut marks, &mut used, &mut drafts);
    let mut candidates = candidate::candidates(page, &mut marks, &used);
    attribution_blocks::attribute(page, &mut candidates, &mut used);
    lead_in_speaker::attribute(page, &mut candidates, &used);
    decide::decide(page, &mut candidates);
    let left = take(page, &candidates, &mut used, &mut drafts);
    statement::read_statements(page, &mut used, &mut drafts);
    let signed = signed::signed(page, &mut marks, &used);
    let known = Known { scope, used: &used, framed: &left.framed, refused: &left.refused, signed: &signed };
    running::read_running(engine, page, &known, &mut drafts);
    drafts
}

/// Words in marks on which the running text decides.
#[derive(Default)]
struct Left {
    /// Of accepted passages: who speaks is a question of grammar.
    framed: Vec<Span>,
    /// Of refused passages outside block quotations.
    refused: Vec<Span>,
}

/// Puts what the candidates say into the findings, and uses their blocks up.
fn take(page: &PageLayout<'_>, candidates: &[Candidate], used: &mut [bool], drafts: &mut ExtractionDraft) -> Left {
    let groups = group::groups(page);
    let mut left = Left::default();
    for candidate in candidates {
        let utterances = candidate.passage.utterances.iter();
        match (candidate.is_accepted(), candidate.passage.form) {
            (true, PassageForm::Framed) => left.framed.extend(utterances.map(|utterance| utterance.content)),
            (true, _) => {
                used[candidate.block..=candidate.last].fill(true);
                drafts.not_quotes.extend(candidate.passage.labels.iter().map(|label| (*label, NotQuoteReason::Label)));
                let group = group::group_of(&groups, candidate.block);
                utterances.for_each(|utterance| utterance::add(page.text, drafts, utterance, group));
            }
            (false, _) if candidate.is_quoted_block() => {
                used[candidate.block..=candidate.last].fill(true);
                let marked = utterances.filter(|utterance| utterance.marked);
                drafts.not_quotes.extend(marked.map(|utterance| (utterance.content, NotQuoteReason::Label)));
            }
            (false, PassageForm::Marked) => left.refused.extend(utterances.map(|utterance| utterance.content)),
            (false, _) => {}
        }
    }
    left
}
