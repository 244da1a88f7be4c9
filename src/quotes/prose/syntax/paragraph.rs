//! One paragraph: its tokens, its items (each quoted span is one), its sentences and noun phrases.

use std::sync::Arc;

use crate::lang::{Classes, Writing};
use crate::text::Span;

use super::capitalised;
use super::index::{Id, Ids, ItemId, List, PairId, SentenceId, SpanId, TokenId, each};
use super::items::{ItemBuilder, QuotedSpan};
use super::lexicon::Lexicon;
use super::marks;
use super::marks::{MarkPair, Marks};
use super::noun_phrase::Phrases;
use super::people::PeopleWords;
use super::tagging::{is_headline, tag_in_context};
use super::token::{Items, Shape, Tag, TagSet, Token, Tokens, tag_set};
use super::tokenize;

/// One paragraph taken apart. The buffers are reused from paragraph to paragraph.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    /// Where the paragraph begins in the text.
    pub(crate) offset: usize,
    pub(crate) tokens: Tokens,
    pub(crate) marks: Marks,
    /// The tokens with each quoted span as one item, whose `hash` is the span's number; unpaired marks are left out.
    pub(crate) items: Items,
    pub(crate) sentences: List<SentenceId, Ids<ItemId>>,
    pub(crate) quoted: List<SpanId, QuotedSpan>,
    pub(crate) phrases: Phrases,
    /// How its language is written.
    pub(crate) writing: Writing,
    /// The hash of the word before whoever did what a participle says: "by".
    pub(crate) by: u32,
    /// What says who somebody is in its language.
    pub(crate) people: Arc<PeopleWords>,
}

/// A sentence of more items than this is cut, so that the work on it stays bounded.
const LONGEST_SENTENCE: usize = 160;

/// Tags behind which a sentence may end, besides words with a full stop of their own.
const ENDS: TagSet = tag_set(&[Tag::Stop, Tag::Close, Tag::Quoted]);

impl Paragraph {
    /// Takes a paragraph apart. `next` is the next paragraph; `continues` says that the one before leaves a quotation open.
    pub(crate) fn read(&mut self, text: &str, offset: usize, next: &str, continues: bool, lexicon: &Lexicon) {
        self.offset = offset;
        self.writing = lexicon.writing;
        self.by = lexicon.by;
        self.people = Arc::clone(&lexicon.people);
        tokenize::tokenize(text, lexicon, &mut self.tokens);
        if continues && self.tokens.first().is_some_and(|first| first.tag != Tag::Mark) {
            self.tokens.as_mut_vec().insert(0, Token { tag: Tag::Mark, ..Token::BREAK });
        }
        marks::pair(text, &self.tokens, next, &mut self.marks);
        self.quoted.clear();
        let (tokens, pairs) = (&self.tokens, &self.marks.pairs);
        ItemBuilder { text, lexicon, tokens, pairs, items: &mut self.items, quoted: &mut self.quoted }.build();
        self.sentences.clear();
        self.find_sentences(text, ItemId::FIRST, lexicon);
        self.phrases.find(&self.items, &self.sentences, self.writing);
    }

    /// Takes only the names of a paragraph apart, where names alone have capitals: each run of words with capitals, with the
    /// word before and the word behind, is a sentence of its own, which begins with [`Tag::Punctuation`] unless the run begins its sentence.
    pub(crate) fn read_names(&mut self, text: &str, offset: usize, lexicon: &Lexicon) {
        if lexicon.writing.capitalised_nouns {
            return self.read(text, offset, "", false, lexicon);
        }
        self.offset = offset;
        self.writing = lexicon.writing;
        self.by = lexicon.by;
        self.people = Arc::clone(&lexicon.people);
        self.marks = Marks::default();
        self.quoted.clear();
        self.items.clear();
        self.sentences.clear();
        let mut at = 0;
        while let Some(run) = capitalised::next_run(text, at) {
            let from = self.items.end();
            if !run.opens {
                let (start, end) = (run.start as u32, run.start as u32);
                self.items.push(Token { start, end, ..Token::BREAK });
            }
            let items = self.items.as_mut_vec();
            at = run.end.max(tokenize::tokenize_part(text, run.start, run.end, lexicon, items));
            self.find_sentences(text, from, lexicon);
        }
        self.phrases.find(&self.items, &self.sentences, self.writing);
    }

    /// The sentences of the items from `first` on.
    fn find_sentences(&mut self, text: &str, first: ItemId, lexicon: &Lexicon) {
        let mut start = first;
        let end = self.items.end();
        for at in each(first..end) {
            let item = &self.items[at];
            let may_end = ENDS[item.tag as usize] || item.shape.has(Shape::DOTTED);
            let ends = at + 1 == end || at + 1 - start >= LONGEST_SENTENCE || may_end && self.ends_sentence(text, at);
            if ends {
                tag_in_context(&mut self.items[start..at + 1], lexicon);
                self.sentences.push(Ids::new(start, at + 1));
                start = at + 1;
            }
        }
    }

    fn ends_sentence(&self, text: &str, at: ItemId) -> bool {
        let token = self.items[at];
        let next = self.items[at + 1];
        let starts =
            next.shape.has(Shape::CAPITAL) || matches!(next.tag, Tag::Quoted | Tag::Number | Tag::Open | Tag::Dash);
        match token.tag {
            Tag::Stop => (starts || next.shape.has(Shape::NEWLINE)) && !self.is_ordinal(at),
            // A full stop that belongs to an abbreviation ends the sentence too where a small word with a capital follows.
            Tag::Name | Tag::Word | Tag::Noun => {
                token.shape.has(Shape::DOTTED)
                    && next.shape.has(Shape::CAPITAL)
                    && next.classes.any(Classes::CLOSED)
                    && !token.classes.any(Classes::TITLE)
            }
            Tag::Close => self.items[..at].last().is_some_and(|inside| inside.tag == Tag::Stop) && starts,
            Tag::Quoted => {
                let quoted = self.quoted[SpanId::new(token.hash as usize)];
                match quoted.last_byte {
                    b'.' => starts,
                    b'!' | b'?' => starts && !self.attribution_follows(at + 1),
                    // …” of several bytes: an ellipsis or a nested mark.
                    _ if quoted.last == Tag::Stop => starts,
                    _ => {
                        next.tag == Tag::Quoted
                            && next.shape.has(Shape::SPACED)
                            && text.as_bytes()[(token.end - 1) as usize] != b','
                            && quoted.last == Tag::Mark
                    }
                }
            }
            _ => false,
        }
    }

    /// Whether a full stop makes an ordinal of the number before it: "am 3. Oktober".
    fn is_ordinal(&self, stop: ItemId) -> bool {
        let Some(number) = stop.checked_sub(1).map(|at| self.items[at]) else { return false };
        self.writing.ordinal_stops
            && number.tag == Tag::Number
            && number.end - number.start <= 2
            && !self.items[stop].shape.has(Shape::SPACED)
            && self.items.get(stop + 1).is_some_and(|next| {
                matches!(next.tag, Tag::Noun | Tag::Name | Tag::Adjective | Tag::Word)
                    && !next.shape.has(Shape::NEWLINE)
            })
    }

    /// Whether a reporting clause ("he asked.") begins at an item: a cue comes before any sign of another clause.
    fn attribution_follows(&self, at: ItemId) -> bool {
        for (distance, item) in self.items[at..].iter().take(10).enumerate() {
            match item.tag {
                Tag::Cue => {
                    return distance <= 1
                        || !self.items[at].classes.any(Classes::CLOSED)
                        || self.items[at].tag == Tag::Pronoun
                        || self.items[at].tag == Tag::Determiner;
                }
                Tag::Stop
                | Tag::Quoted
                | Tag::Colon
                | Tag::Semicolon
                | Tag::That
                | Tag::Auxiliary
                | Tag::Modal
                | Tag::Verb => return false,
                _ => {}
            }
        }
        false
    }

    /// Whether nearly all its words have capitals, as in a headline.
    pub(crate) fn is_title_case(&self) -> bool {
        !self.items.is_empty() && is_headline(&self.items[ItemId::FIRST..self.items.end()])
    }

    /// Whether it begins inside a quotation of the paragraph before, without a mark of its own.
    pub(crate) fn opens_inside(&self) -> bool {
        self.tokens.first().is_some_and(|first| first.tag == Tag::Mark && first.start == first.end)
    }

    /// Whether a quotation at its end continues in the next paragraph.
    pub(crate) fn continues(&self) -> bool {
        self.marks.pairs.iter().any(|pair| pair.continues)
    }

    /// Whether it ends in a colon.
    pub(crate) fn ends_in_colon(&self) -> bool {
        self.items.last().is_some_and(|item| item.tag == Tag::Colon)
    }

    /// The sentence of an item.
    pub(crate) fn sentence_of(&self, item: ItemId) -> SentenceId {
        let sentence = self.sentences.partition_point(|sentence| sentence.end <= item);
        sentence.min(self.sentences.end().saturating_sub(1))
    }

    /// The quoted spans that begin at an item of a range.
    pub(crate) fn quoted_within(&self, items: Ids<ItemId>) -> Ids<SpanId> {
        let before = |item: ItemId| self.quoted.partition_point(|quoted| quoted.item < item);
        Ids::new(before(items.start), before(items.end))
    }

    /// The bytes of a token in the whole text.
    pub(crate) fn token_span(&self, token: TokenId) -> Span {
        let token = self.tokens[token];
        Span::new(self.offset + token.start as usize, self.offset + token.end as usize)
    }

    /// The bytes of an item in the whole text.
    pub(crate) fn span(&self, item: ItemId) -> Span {
        let item = self.items[item];
        Span::new(self.offset + item.start as usize, self.offset + item.end as usize)
    }

    /// The bytes of a range of items in the whole text; an empty range is an empty span.
    pub(crate) fn span_of(&self, items: Ids<ItemId>) -> Span {
        if items.is_empty() {
            let at = self.items.get(items.start).map_or(self.offset, |item| self.offset + item.start as usize);
            return Span::new(at, at);
        }
        let (first, last) = (self.items[items.start], self.items[items.end - 1]);
        Span::new(self.offset + first.start as usize, self.offset + last.end as usize)
    }

    /// What a pair of marks encloses in the whole text, without the marks and whitespace at its ends.
    pub(crate) fn inside(&self, pair: PairId) -> Span {
        let MarkPair { open, close, .. } = self.marks.pairs[pair];
        let inside = &self.tokens[open + 1..close.max(open + 1)];
        let end_of_mark = self.tokens[open].end as usize;
        let start = inside.first().map_or(end_of_mark, |token| token.start as usize);
        let end = inside.last().map_or(end_of_mark, |token| token.end as usize);
        Span::new(self.offset + start, self.offset + end)
    }
}
