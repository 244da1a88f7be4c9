//! Texts in which people have marked quotations, and where these are among the items of a paragraph.

use crate::lang::{Reports, VerbClass};
use crate::quotes::quote::CueClass;
use crate::text::Span;

use super::super::attribution::cue_context::is_cue;
use super::super::syntax::index::{Ids, ItemId};
use super::super::syntax::lexicon::Lexicon;
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::paragraphs::paragraphs;
use super::super::syntax::token::Tag;

/// A text with the quotations that people marked in it.
#[derive(Clone, Debug)]
pub struct TrainingText {
    /// The text.
    pub text: String,
    /// Its quotations.
    pub quotations: Vec<GoldQuotation>,
}

/// A quotation that people marked.
#[derive(Clone, Debug)]
pub struct GoldQuotation {
    /// What was said, with or without quotation marks.
    pub content: Span,
    /// The words that name the speaker, if any do.
    pub speaker: Option<Span>,
    /// The speaker's name, by which other mentions of the same speaker are known.
    pub names: Vec<String>,
    /// The cue, if there is one.
    pub cue: Option<Span>,
    /// Whether the words, or some of them, are between quotation marks.
    pub marked: bool,
    /// Whether it was said, or only held, wished or done.
    pub cue_class: CueClass,
}

/// A paragraph of a training text with the quotations in it.
pub(super) struct TrainingParagraph<'a> {
    pub(super) paragraph: Paragraph,
    pub(super) gold: Vec<&'a GoldQuotation>,
}

pub(super) fn paragraphs_of<'a>(text: &'a TrainingText, lexicon: &Lexicon) -> Vec<TrainingParagraph<'a>> {
    let words = text.text.as_str();
    let mut spans = Vec::new();
    paragraphs(words, Span::new(0, words.len()), &mut spans);
    let mut found = Vec::new();
    let mut continues = false;
    for (number, &span) in spans.iter().enumerate() {
        let next = spans.get(number + 1).map_or("", |next| next.of(words));
        let mut paragraph = Paragraph::default();
        paragraph.read(span.of(words), span.start(), next, continues, lexicon);
        continues = paragraph.continues();
        let gold = text.quotations.iter().filter(|quotation| quotation.content.overlaps(span)).collect();
        found.push(TrainingParagraph { paragraph, gold });
    }
    found
}

impl<'a> TrainingParagraph<'a> {
    /// Whether a quotation was said. Findings are said too ("the study found that …"), which people counted among what is shown.
    pub(super) fn is_said(&self, gold: &GoldQuotation) -> bool {
        let verb = gold.cue.and_then(|cue| self.cue_item(cue)).and_then(|cue| self.paragraph.items[cue].verb);
        let found = verb.is_some_and(|verb| verb.class == VerbClass::Show && verb.reports != Reports::That);
        found || gold.cue_class == CueClass::Speech
    }

    /// The item of a cue that people marked.
    pub(super) fn cue_item(&self, cue: Span) -> Option<ItemId> {
        let Self { paragraph, .. } = self;
        let items = || paragraph.items.ids().into_iter().filter(|at| paragraph.span(*at).overlaps(cue));
        items()
            .find(|at| paragraph.items[*at].tag == Tag::Cue)
            .or_else(|| items().find(|at| is_cue(&paragraph.items, *at)))
    }

    /// The items of a content, without marks, whitespace, punctuation at its ends and "that" in front.
    pub(super) fn content_items(&self, content: Span) -> Option<Ids<ItemId>> {
        let Self { paragraph, .. } = self;
        let is_inside = |at: &ItemId| {
            let span = paragraph.span(*at);
            let middle = usize::midpoint(span.start(), span.end());
            let tag = paragraph.items[*at].tag;
            content.start() <= middle && middle < content.end() && (tag > Tag::Punctuation || tag == Tag::Quoted)
        };
        let mut inside = paragraph.items.ids().into_iter().filter(is_inside);
        let mut first = inside.next()?;
        let last = inside.next_back().unwrap_or(first);
        if paragraph.items[first].tag == Tag::That && last > first + 1 {
            first += 1;
        }
        Some(Ids::new(first, last + 1))
    }

    /// The quotations that a cue introduces; nothing where the cue is neither right nor wrong: a part of a longer cue, or one inside a
    /// reported clause, where nobody marked anything.
    pub(super) fn gold_of(&self, cue: ItemId) -> Option<Vec<&'a GoldQuotation>> {
        let own = |gold: &&GoldQuotation| gold.cue.is_some_and(|marked| self.cue_item(marked) == Some(cue));
        let here: Vec<&GoldQuotation> = self.gold.iter().copied().filter(own).collect();
        let span = self.paragraph.span(cue);
        let covers =
            |gold: &&GoldQuotation| gold.content.overlaps(span) || gold.cue.is_some_and(|marked| marked.overlaps(span));
        (!here.is_empty() || !self.gold.iter().any(covers)).then_some(here)
    }
}
