//! Pages: block quotations, bullets, dashes, brackets and prefixes attribute. Reports, articles, comments, minutes.
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
//! | `plain` | is a page nothing but running text? |
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
mod plain;
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
use crate::lang::Language;
use crate::quotes::draft::{ExtractionDraft, QuoteDraft};
use crate::quotes::layout::candidate::{Candidate, Placement};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::passage::PassageForm;
use crate::quotes::layout::quoted_spans::SpanReader;
use crate::quotes::layout::running::Known;
use crate::quotes::layout::utterance::Utterance;
use crate::quotes::prose::{self, Engine};
use crate::quotes::quote::{Evidence, NotQuoteReason, QuoteKind, SpeakerKind};
use crate::text::Span;

pub(crate) use self::plain::is_running_text;
pub(crate) use self::running::Scope;
pub(crate) use self::vocabulary::LayoutWords;

/// A page on which the passages that the layout sets apart are read. What is left is running text.
pub(crate) struct PageReader<'a> {
    engine: &'a Engine,
    page: PageLayout<'a>,
    /// The blocks that need no further reading.
    used: Vec<bool>,
    left: Left,
    drafts: ExtractionDraft,
}

impl<'a> PageReader<'a> {
    /// Reads what the layout sets apart: block quotations, items, cells, paragraphs in marks, with the people named beside them.
    pub(crate) fn new(engine: &'a Engine, words: &'a LayoutWords, text: &'a str, blocks: Vec<Block>) -> Self {
        let page = PageLayout::new(&engine.language, words, text, blocks);
        let mut drafts = ExtractionDraft::default();
        let mut marks = SpanReader::new(engine);
        let mut used = vec![false; page.blocks.len()];
        excluded::exclude(&page, &mut marks, &mut used, &mut drafts);
        table::read_tables(&page, &mut marks, &mut used, &mut drafts);
        comments::read_comments(&page, &mut marks, &mut used, &mut drafts);
        let mut candidates = candidate::candidates(&page, &mut marks, &used);
        attribution_blocks::attribute(&page, &mut candidates, &mut used);
        lead_in_speaker::attribute(&page, &mut candidates, &used);
        decide::decide(&page, &mut candidates);
        let mut left = take(&page, &candidates, &mut used, &mut drafts);
        statement::read_statements(&page, &mut used, &mut drafts);
        left.signed = signed::signed(&page, &mut marks, &used);
        Self { engine, page, used, left, drafts }
    }

    /// Reads the running text that is left, in the scope that the page as a whole speaks for. What was read of the same text before is not read
    /// again.
    pub(crate) fn running(
        self,
        read: Option<ExtractionDraft>,
        scope_of: impl FnOnce(PageSigns, &[Block]) -> Scope,
    ) -> ExtractionDraft {
        let Self { engine, page, used, left, mut drafts } = self;
        let ranges = running::ranges(&page, &used);
        let headings = running::headings(&page);
        let read = read.filter(|read| read.running == ranges);
        let mut found = read.unwrap_or_else(|| prose::prose_below(engine, page.text, &headings, &ranges));
        let scope = scope_of(PageSigns::of(&page, &drafts, &left, &found), &page.blocks);
        // On a page of excerpts they are what they seem; in an article the sentences around them say who speaks.
        if scope == Scope::Report {
            for passage in &left.undecided {
                let span = page.blocks[passage.block].span;
                found.quotes.retain_mut(|draft| draft.keep_outside(|run| run.overlaps(span)));
                found.not_quotes.retain(|(aside, _)| !aside.overlaps(span));
                found.running.retain(|range| *range != span);
                passage.utterances.iter().for_each(|said| utterance::add(page.text, &mut drafts, said, passage.group));
            }
        }
        running::take_headlines(scope, &headings, &mut found, &mut drafts);
        let known = Known { scope, framed: &left.framed, refused: &left.refused, signed: &left.signed };
        running::take(&page, found, &known, &mut drafts);
        if scope == Scope::Article {
            add_unread(&page, &left.undecided, &mut drafts);
        }
        drafts.blocks = page.blocks;
        drafts
    }
}

/// What was found on a page, as signs of its kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PageSigns {
    /// Quotations that the layout sets apart, and those of them by people who were asked: under a number or a description, not a name.
    pub(crate) excerpts: usize,
    pub(crate) by_participants: usize,
    /// Findings of the running text whose speaker has a name, and those whose speaker was asked.
    pub(crate) named_speakers: usize,
    pub(crate) asked_speakers: usize,
    /// Findings of the running text whose speakers are a group without a name.
    pub(crate) group_speakers: usize,
    /// Whether all that is said is answers of the one who writes.
    pub(crate) own_answers: bool,
}

impl PageSigns {
    fn of(page: &PageLayout<'_>, drafts: &ExtractionDraft, left: &Left, found: &ExtractionDraft) -> Self {
        let quotes = || drafts.quotes.iter();
        let of_kind =
            |draft: &&QuoteDraft, kind: SpeakerKind| draft.speaker.as_ref().is_some_and(|one| one.kind == kind);
        let named_above =
            |draft: &&QuoteDraft| draft.evidence == Evidence::Colon && of_kind(draft, SpeakerKind::Person);
        let is_own = |draft: &QuoteDraft| draft.kind == QuoteKind::Response && draft.speaker.is_none();
        let mut signs = Self::of_running_text(page.language, page.words, found);
        signs.excerpts = quotes().count() + left.undecided.len() + left.signed.len();
        signs.by_participants =
            quotes().filter(|draft| of_kind(draft, SpeakerKind::Anonymous)).count() + left.signed.len();
        signs.named_speakers += quotes().filter(named_above).count();
        signs.own_answers =
            signs.excerpts >= LEAST_OWN_ANSWERS && signs.excerpts == quotes().filter(|draft| is_own(draft)).count();
        signs
    }

    /// The signs of a page without layout.
    pub(crate) fn of_running_text(language: &Language, lists: &LayoutWords, found: &ExtractionDraft) -> Self {
        let (named_speakers, asked_speakers, group_speakers) = running::speakers(language, lists, found);
        Self { named_speakers, asked_speakers, group_speakers, ..Self::default() }
    }
}

/// One who writes down their own answers gives so many.
const LEAST_OWN_ANSWERS: usize = 2;

/// Adds the passages in marks of which the running text made nothing. What is read in one as a clause of the writer's is what the passage says.
fn add_unread(page: &PageLayout<'_>, passages: &[Undecided], drafts: &mut ExtractionDraft) {
    for passage in passages {
        let span = page.blocks[passage.block].span;
        let is_inside = |content: &[Span]| content.iter().any(|content| content.overlaps(span));
        let found = |draft: &QuoteDraft| draft.kind != QuoteKind::Indirect && is_inside(&draft.content);
        if drafts.quotes.iter().any(found) {
            // Whom the line above names, where the sentences name nobody.
            let unnamed = |draft: &&mut QuoteDraft| found(draft) && draft.speaker.is_none();
            for said in passage.utterances.iter().filter(|said| said.attribution.is_some()) {
                drafts.quotes.iter_mut().filter(unnamed).for_each(|draft| utterance::attribute(draft, said));
            }
            continue;
        }
        drafts.quotes.retain(|draft| !is_inside(&draft.content));
        drafts.not_quotes.retain(|(aside, why)| *why == NotQuoteReason::Nested || !aside.overlaps(span));
        passage.utterances.iter().for_each(|said| utterance::add(page.text, drafts, said, passage.group));
    }
}

/// Whether nothing but the sentence in front may name who speaks.
fn is_for_sentences(candidate: &Candidate) -> bool {
    let attributions = candidate.passage.utterances.iter().filter_map(|utterance| utterance.attribution.as_ref());
    attributions.map(|(_, evidence)| *evidence).all(|evidence| evidence == Evidence::Colon)
}

/// A paragraph in marks that is somebody's words by its layout, of which the sentences around it say who speaks, if anything does.
struct Undecided {
    block: usize,
    utterances: Vec<Utterance>,
    /// The heading of the group under which it is.
    group: Option<Span>,
}

/// Words in marks on which the running text decides.
#[derive(Default)]
struct Left {
    /// Accepted paragraphs that name nobody.
    undecided: Vec<Undecided>,
    /// Of accepted passages: who speaks is a question of grammar.
    framed: Vec<Span>,
    /// Of refused passages outside block quotations.
    refused: Vec<Span>,
    /// In running text, with the speaker named right behind.
    signed: Vec<Utterance>,
}

/// Puts what the candidates say into the findings, and uses their blocks up.
fn take(page: &PageLayout<'_>, candidates: &[Candidate], used: &mut [bool], drafts: &mut ExtractionDraft) -> Left {
    let groups = group::groups(page);
    let mut left = Left::default();
    for candidate in candidates {
        let utterances = candidate.passage.utterances.iter();
        match (candidate.is_accepted(), candidate.passage.form) {
            (true, PassageForm::Framed) => left.framed.extend(utterances.map(|utterance| utterance.content)),
            (true, PassageForm::Marked)
                if candidate.placement == Placement::Paragraph
                    && candidate.block == candidate.last
                    && is_for_sentences(candidate) =>
            {
                left.undecided.push(Undecided {
                    block: candidate.block,
                    utterances: candidate.passage.utterances.clone(),
                    group: group::group_of(&groups, candidate.block),
                });
            }
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
