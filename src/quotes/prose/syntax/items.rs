//! From tokens to items: quoted spans become one item each, and so do cues of several words.

use crate::lang::{Classes, Grammar};

use super::index::{Id, ItemId, List, PairId, SpanId, TokenId};
use super::lexicon::{CueMatch, Lexicon};
use super::marks::MarkPair;
use super::token::{Items, Shape, Tag, Token, Tokens};

/// What an outermost pair of quotation marks encloses, as its sentence sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuotedSpan {
    pub(crate) pair: PairId,
    /// The item that it is.
    pub(crate) item: ItemId,
    /// The number of words inside.
    pub(crate) words: usize,
    /// Whether the first word inside has a capital.
    pub(crate) capital: bool,
    /// The tag of the last token inside (comma, full stop, a word).
    pub(crate) last: Tag,
    /// The byte of the last character inside if it is ASCII.
    pub(crate) last_byte: u8,
    /// The hash of the first word inside.
    pub(crate) first_hash: u32,
    /// Whether there is a verb or an auxiliary inside.
    pub(crate) has_verb: bool,
    /// Whether all words of open classes have capitals: a title.
    pub(crate) capitals: bool,
    /// Whether it has no verb and all its words of open classes have capitals, by which, where every noun has one, only a title may be known.
    pub(crate) titled: bool,
    /// Whether words before it announce a term: "so-called", "known as".
    pub(crate) termed: bool,
}

/// First words of cues of several words.
const BEGINS: Classes = Classes::PHRASE.with(Classes::SEPARABLE);

/// Makes the items of a paragraph.
pub(super) struct ItemBuilder<'a> {
    pub(super) text: &'a str,
    pub(super) lexicon: &'a Lexicon,
    pub(super) tokens: &'a Tokens,
    pub(super) pairs: &'a List<PairId, MarkPair>,
    pub(super) items: &'a mut Items,
    pub(super) quoted: &'a mut List<SpanId, QuotedSpan>,
}

impl ItemBuilder<'_> {
    pub(super) fn build(mut self) {
        self.items.clear();
        self.items.as_mut_vec().reserve(self.tokens.len());
        let end = self.tokens.end();
        let mut at = TokenId::FIRST;
        // The second part of a cue in two parts, which says nothing by itself.
        let mut second = at..at;
        let mut pair = PairId::FIRST;
        while at < end {
            if second.contains(&at) {
                let (classes, grammar) = (Classes::NONE, Grammar::NONE);
                self.items.push(Token { tag: Tag::Adverb, verb: None, classes, grammar, ..self.tokens[at] });
                at += 1;
                continue;
            }
            if !self.lexicon.writing.verb_second {
                let until = if at < second.start { second.start } else { end };
                let plain = |token: &&Token| token.tag != Tag::Mark && !token.classes.any(BEGINS);
                let run = self.tokens[at..until].iter().take_while(plain).count();
                self.items.as_mut_vec().extend_from_slice(&self.tokens[at..at + run]);
                at += run;
                if run > 0 {
                    continue;
                }
            }
            while self.pairs.get(pair).is_some_and(|pair| pair.depth > 0) {
                pair += 1;
            }
            if self.pairs.get(pair).is_some_and(|pair| pair.open == at) {
                at = self.add_quoted(pair);
                pair += 1;
            } else if let Some(cue) = self.phrasal_cue(at) {
                let end = self.tokens[at + cue.tokens.len() - 1].end;
                self.add_cue(cue.hash, Token { end, verb: Some(cue.verb), ..self.tokens[at] });
                at += cue.tokens.len();
            } else if let Some(cue) = self.separable_cue(at) {
                self.add_cue(cue.hash, Token { verb: Some(cue.verb), ..self.tokens[at] });
                second = at + cue.tokens.start..at + cue.tokens.end;
                at += 1;
            } else {
                self.add_token(at);
                at += 1;
            }
        }
    }

    fn phrasal_cue(&self, at: TokenId) -> Option<CueMatch> {
        self.tokens[at].classes.any(Classes::PHRASE).then(|| self.lexicon.phrasal_cue(&self.tokens[at..])).flatten()
    }

    fn separable_cue(&self, at: TokenId) -> Option<CueMatch> {
        self.tokens[at]
            .classes
            .any(Classes::SEPARABLE)
            .then(|| self.lexicon.separable_cue(&self.tokens[at..]))
            .flatten()
    }

    fn add_cue(&mut self, hash: u32, cue: Token) {
        self.items.push(Token { hash, lemma: hash, tag: Tag::Cue, ..cue });
    }

    /// Adds a token as an item of its own.
    fn add_token(&mut self, at: TokenId) {
        let token = self.tokens[at];
        if token.classes.any(Classes::PHRASE) && self.lexicon.is_impersonal(&self.tokens[at..]) {
            // "It" in "it was said" is no speaker.
            self.items.push(Token { tag: Tag::Adverb, ..token });
        } else if token.tag != Tag::Mark {
            self.items.push(token);
        }
    }

    /// Makes an item of what an outermost pair of marks encloses; returns the token behind it.
    fn add_quoted(&mut self, pair: PairId) -> TokenId {
        let MarkPair { open, close, closed, .. } = self.pairs[pair];
        let bytes = self.text.as_bytes();
        let token = self.tokens[open];
        let inside = &self.tokens[open + 1..close];
        let last = inside.last().copied().unwrap_or(token);
        let end = match self.tokens.get(close) {
            Some(close) if closed => close.end,
            Some(_) => last.end,
            None => bytes.len() as u32,
        };
        let mut first_word: Option<&Token> = None;
        let (mut words, mut lower, mut has_verb) = (0, false, false);
        for token in inside.iter().filter(|token| token.tag > Tag::Punctuation) {
            first_word = first_word.or(Some(token));
            words += usize::from(token.tag != Tag::Clitic);
            lower |= !token.shape.has(Shape::CAPITAL) && !token.classes.any(Classes::CLOSED);
            has_verb |= matches!(token.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue);
        }
        // A comma or full stop behind the mark is read as if it were inside, where the language writes it so.
        let outside = (closed && self.lexicon.writing.stops_outside).then(|| self.tokens.get(close + 1)).flatten();
        let outside = outside.filter(|stop| {
            !stop.shape.has(Shape::SPACED)
                && (stop.tag == Tag::Comma || stop.tag == Tag::Stop && bytes[stop.start as usize] == b'.')
        });
        let own_byte = bytes[(last.end as usize).saturating_sub(1)];
        let last_byte = match outside {
            Some(stop) if !matches!(own_byte, b'!' | b'?') => bytes[stop.start as usize],
            _ => own_byte,
        };
        let capital = first_word.is_some_and(|word| self.has_telling_capital(word, words));
        let number = self.quoted.push(QuotedSpan {
            pair,
            item: self.items.end(),
            words,
            capital,
            last: last.tag,
            last_byte,
            first_hash: first_word.map_or(0, |word| word.hash),
            has_verb,
            capitals: capital && !lower,
            titled: !lower && !has_verb,
            termed: self.lexicon.announces_term(&self.tokens[..open])
                || capital && !lower && !has_verb && self.lexicon.names_a_thing(&self.tokens[..open]),
        });
        self.items.push(Token { end, tag: Tag::Quoted, hash: number.number() as u32, ..token });
        close + usize::from(closed) + usize::from(outside.is_some())
    }

    /// Whether the first of some words has a capital that says more than that it is a noun.
    fn has_telling_capital(&self, word: &Token, words: usize) -> bool {
        // A noun says nothing by its capital where all nouns have one.
        let noun = self.lexicon.writing.capitalised_nouns && words <= 4;
        let inside_phrase = self.items.last().is_some_and(|item| {
            matches!(item.tag, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Preposition)
        });
        word.shape.has(Shape::CAPITAL)
            && !(noun && (inside_phrase || word.tag == Tag::Noun && word.classes.any(Classes::NOUNS)))
    }
}
