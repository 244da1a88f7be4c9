//! Paragraphs, and the sentences of one paragraph as a reader sees them: a marked stretch is one item.

use crate::lang::{Classes, Writing};
use crate::quotes::prose::syntax::capitalised;
use crate::quotes::prose::syntax::lexicon::Lexicon;
use crate::quotes::prose::syntax::marks;
use crate::quotes::prose::syntax::marks::{Marks, Stretch};
use crate::quotes::prose::syntax::tagging::retag;
use crate::quotes::prose::syntax::token::{Shape, Tag, Token, table_of};
use crate::quotes::prose::syntax::tokenize;
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, trimmed};

/// The paragraphs of a range of the text: blocks between blank lines; a line that is long or ends like a sentence ends its paragraph too.
pub(crate) fn paragraphs(text: &str, range: Span, found: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut start = range.start();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    while start < range.end() {
        // A block ends at a blank line.
        let mut end = start;
        lines.clear();
        let mut next = range.end();
        while end < range.end() {
            let stop = memchr::memchr(b'\n', &bytes[end..range.end()]).map_or(range.end(), |at| end + at);
            let blank = bytes[end..stop].iter().all(u8::is_ascii_whitespace);
            let after = (stop + 1).min(range.end());
            if blank {
                next = after;
                break;
            }
            lines.push((end, stop));
            end = after;
        }
        let wrapped = is_wrapped(text, &lines);
        let mut from: Option<usize> = None;
        for (number, &(line, stop)) in lines.iter().enumerate() {
            let from_here = *from.get_or_insert(line);
            let last = number + 1 == lines.len();
            if last || !wrapped {
                cut(text, trimmed(text, from_here, stop), found);
                from = None;
            }
        }
        start = if next > start { next } else { range.end() };
    }
}

/// The bytes of the longest paragraph that is read as one. Texts without line breaks are read in parts, which stay near at hand in
/// the processor's cache, and a mark that never closes spoils no more than its part.
const LONGEST: usize = 1 << 15;

/// Adds a paragraph, in parts if it is too long: behind a sentence outside marks, else behind any sentence, else between words.
fn cut(text: &str, mut span: Span, found: &mut Vec<Span>) {
    while span.len() > LONGEST {
        let longest = floor_char_boundary(text, span.start() + LONGEST);
        let slice = &text[span.start()..longest];
        let (mut outside, mut sentence, mut word) = (None, None, None);
        let mut open = false;
        let mut before = ' ';
        for (at, char) in slice.char_indices() {
            match char {
                '“' | '”' | '„' | '"' | '«' | '»' => open = !open,
                _ if at < LONGEST / 2 => {}
                _ if char.is_whitespace() => {
                    word = Some(at);
                    let next = slice[at + char.len_utf8()..].chars().next();
                    if matches!(before, '.' | '!' | '?') && next.is_some_and(char::is_uppercase) {
                        sentence = Some(at);
                        outside = if open { outside } else { Some(at) };
                    }
                }
                _ => {}
            }
            before = char;
        }
        let at = span.start() + outside.or(sentence).or(word).unwrap_or(slice.len());
        found.push(trimmed(text, span.start(), at));
        span = trimmed(text, at, span.end());
    }
    found.push(span);
}

/// Whether the lines of a block are one paragraph wrapped at a column: all but the last are of like length and not long.
fn is_wrapped(text: &str, lines: &[(usize, usize)]) -> bool {
    let Some(longest) = lines.iter().map(|(from, to)| to - from).max() else { return false };
    if lines.len() < 2 || longest > 120 {
        return false;
    }
    // A wrapped line is full: the first word of the next line would not have fitted.
    let full = lines.windows(2).filter(|pair| {
        let next = &text[pair[1].0..pair[1].1];
        let word = next.find(' ').unwrap_or(next.len());
        pair[0].1 - pair[0].0 + 1 + word >= longest.saturating_sub(2)
    });
    full.count() * 3 >= (lines.len() - 1) * 2
}

/// One paragraph taken apart. The buffers are reused from paragraph to paragraph.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    /// Where the paragraph starts in the text.
    pub(crate) offset: usize,
    pub(crate) tokens: Vec<Token>,
    pub(crate) marks: Marks,
    /// Tokens with each outermost stretch as one item, whose `hash` is the stretch's number; unpaired marks left out.
    pub(crate) items: Vec<Token>,
    /// Half-open ranges of items.
    pub(crate) sentences: Vec<(usize, usize)>,
    /// For each outermost stretch: its item, and what it looks like.
    pub(crate) quoted: Vec<Quoted>,
    /// How its language is written.
    pub(crate) writing: Writing,
}

/// An outermost stretch as the sentence sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quoted {
    /// The number of the stretch in `marks`.
    pub(crate) stretch: usize,
    /// The item that stands for it.
    pub(crate) item: usize,
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
    /// Whether a verb or an auxiliary stands inside.
    pub(crate) clause: bool,
    /// Whether it holds no small letter words: a title.
    pub(crate) capitals: bool,
    /// Whether words before it announce a term: "so-called", "known as".
    pub(crate) termed: bool,
}

/// A sentence of more items than this is cut, so that the work on it stays bounded.
const LONGEST_SENTENCE: usize = 160;

/// Tags behind which a sentence may end, besides words with a full stop of their own.
const ENDS: [bool; Tag::Word as usize + 1] = table_of(&[Tag::Stop, Tag::Close, Tag::Quoted]);

impl Paragraph {
    /// Takes a paragraph apart. `next` is the next paragraph; `runs_on` says that the one before leaves a quotation open.
    pub(crate) fn read(&mut self, text: &str, offset: usize, next: &str, runs_on: bool, lexicon: &Lexicon) {
        self.offset = offset;
        self.writing = lexicon.writing;
        tokenize::tokenize(text, lexicon, &mut self.tokens);
        if runs_on && self.tokens.first().is_some_and(|first| first.tag != Tag::Mark) {
            self.tokens.insert(0, Token { tag: Tag::Mark, ..Token::BREAK });
        }
        marks::pair(text, &self.tokens, next, &mut self.marks);
        self.build_items(text, lexicon);
        self.sentences.clear();
        self.build_sentences(text, 0, lexicon);
    }

    /// Takes only the names of a paragraph apart, where names alone have capitals: each run of words with capitals, with the
    /// word before and the word behind, is a sentence of its own, which begins with [`Tag::Punctuation`] unless the run begins its sentence.
    pub(crate) fn read_names(&mut self, text: &str, offset: usize, lexicon: &Lexicon) {
        if lexicon.writing.capitalised_nouns {
            return self.read(text, offset, "", false, lexicon);
        }
        self.offset = offset;
        self.writing = lexicon.writing;
        self.marks = Marks::default();
        self.quoted.clear();
        self.items.clear();
        self.sentences.clear();
        let mut at = 0;
        while let Some(run) = capitalised::next_run(text, at) {
            let from = self.items.len();
            if !run.opens {
                let (start, end) = (run.start as u32, run.start as u32);
                self.items.push(Token { start, end, ..Token::BREAK });
            }
            at = run.end.max(tokenize::tokenize_part(text, run.start, run.end, lexicon, &mut self.items));
            self.build_sentences(text, from, lexicon);
        }
    }

    fn build_items(&mut self, text: &str, lexicon: &Lexicon) {
        /// First words of cues of several words.
        const BEGINS: Classes = Classes::PHRASE.with(Classes::SEPARABLE);
        self.items.clear();
        self.quoted.clear();
        self.items.reserve(self.tokens.len());
        let mut at = 0;
        // The second part of a cue in two parts, which is left out.
        let mut second = 0..0;
        let mut outer = 0;
        while at < self.tokens.len() {
            if second.contains(&at) {
                at += 1;
                continue;
            }
            if !lexicon.writing.verb_second {
                let until = if at < second.start { second.start } else { self.tokens.len() };
                let plain = |token: &&Token| token.tag != Tag::Mark && !token.classes.any(BEGINS);
                let run = self.tokens[at..until].iter().take_while(plain).count();
                self.items.extend_from_slice(&self.tokens[at..at + run]);
                at += run;
                if run > 0 {
                    continue;
                }
            }
            let token = self.tokens[at];
            while self.marks.stretches.get(outer).is_some_and(|stretch| stretch.depth > 0) {
                outer += 1;
            }
            if let Some(&stretch) = self.marks.stretches.get(outer).filter(|stretch| stretch.open == at) {
                at = self.build_quoted(text, lexicon, outer, stretch);
                outer += 1;
                continue;
            }
            if token.classes.any(Classes::PHRASE)
                && let Some((len, hash, verb)) = lexicon.phrase(&self.tokens[at..])
            {
                let end = self.tokens[at + len - 1].end;
                self.items.push(Token { end, hash, lemma: hash, tag: Tag::Cue, verb: Some(verb), ..token });
                at += len;
                continue;
            }
            if token.classes.any(Classes::SEPARABLE)
                && let Some((part, hash, verb)) = lexicon.separable(&self.tokens[at..])
            {
                self.items.push(Token { hash, lemma: hash, tag: Tag::Cue, verb: Some(verb), ..token });
                second = at + part.start..at + part.end;
                at += 1;
                continue;
            }
            // A comma behind a cue only parts its clause from it: "sagte, die Brücke" reads like "said the bridge".
            let behind_cue = self.items.last().is_some_and(|cue| cue.tag == Tag::Cue);
            let parts = token.tag == Tag::Comma
                && lexicon.writing.verb_second
                && (behind_cue || second.end == at)
                && self.tokens.get(at + 1).is_some_and(|next| {
                    next.tag > Tag::Punctuation
                        && !matches!(next.tag, Tag::Cue | Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Conjunction)
                });
            if parts
                && behind_cue
                && let Some(cue) = self.items.last_mut()
            {
                cue.shape = cue.shape.with(Shape::PARTED);
            }
            if token.classes.any(Classes::PHRASE) && lexicon.names_nobody(&self.tokens[at..]) {
                // "It" in "it was said" stands for nobody.
                self.items.push(Token { tag: Tag::Adverb, ..token });
            } else if token.tag != Tag::Mark && !parts {
                self.items.push(token);
            }
            at += 1;
        }
    }

    /// Makes an item of an outermost stretch; returns the token behind it.
    fn build_quoted(&mut self, text: &str, lexicon: &Lexicon, number: usize, stretch: Stretch) -> usize {
        let token = self.tokens[stretch.open];
        let inside = &self.tokens[stretch.open + 1..stretch.close];
        let end = self.tokens.get(stretch.close).map_or(text.len() as u32, |close| close.end);
        let last = inside.last().copied().unwrap_or(token);
        let mut first_word: Option<&Token> = None;
        let (mut words, mut lower, mut clause) = (0, false, false);
        for token in inside.iter().filter(|token| token.tag > Tag::Punctuation) {
            first_word = first_word.or(Some(token));
            words += usize::from(token.tag != Tag::Clitic);
            lower |= !token.shape.has(Shape::CAPITAL) && !token.classes.any(Classes::CLOSED);
            clause |= matches!(token.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue);
        }
        // A comma or full stop behind the mark is read as if it stood inside, where the language writes it so.
        let outside = lexicon.writing.stops_outside.then(|| self.tokens.get(stretch.close + 1)).flatten();
        let outside = outside.filter(|stop| {
            !stop.shape.has(Shape::SPACED)
                && (stop.tag == Tag::Comma || stop.tag == Tag::Stop && text.as_bytes()[stop.start as usize] == b'.')
        });
        let own_byte = text.as_bytes()[(last.end as usize).saturating_sub(1)];
        let last_byte = match outside {
            Some(stop) if !matches!(own_byte, b'!' | b'?') => text.as_bytes()[stop.start as usize],
            _ => own_byte,
        };
        // A noun says nothing by its capital where all nouns have one.
        let noun = lexicon.writing.capitalised_nouns && words <= 4;
        let inside_phrase = self.items.last().is_some_and(|item| {
            matches!(item.tag, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Preposition)
        });
        let capital = first_word.is_some_and(|word| {
            word.shape.has(Shape::CAPITAL)
                && !(noun && (inside_phrase || word.tag == Tag::Noun && word.classes.any(Classes::NOUNS)))
        });
        self.quoted.push(Quoted {
            stretch: number,
            item: self.items.len(),
            words,
            capital,
            last: last.tag,
            last_byte,
            first_hash: first_word.map_or(0, |word| word.hash),
            clause,
            capitals: capital && !lower,
            termed: lexicon.announces_term(&self.tokens[..stretch.open]),
        });
        self.items.push(Token { end, tag: Tag::Quoted, hash: (self.quoted.len() - 1) as u32, ..token });
        stretch.close + 1 + usize::from(outside.is_some())
    }

    /// The sentences of the items from `first` on.
    fn build_sentences(&mut self, text: &str, first: usize, lexicon: &Lexicon) {
        let mut start = first;
        for at in first..self.items.len() {
            let item = &self.items[at];
            let may_end = ENDS[item.tag as usize] || item.shape.has(Shape::DOTTED);
            let ends = at + 1 == self.items.len()
                || at + 1 - start >= LONGEST_SENTENCE
                || may_end && self.ends_sentence(text, at);
            if ends {
                retag(&mut self.items[start..=at], lexicon);
                self.sentences.push((start, at + 1));
                start = at + 1;
            }
        }
    }

    fn ends_sentence(&self, text: &str, at: usize) -> bool {
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
                let quoted = self.quoted[token.hash as usize];
                match quoted.last_byte {
                    b'.' => starts,
                    b'!' | b'?' => starts && !self.frame_follows(at + 1),
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
    fn is_ordinal(&self, stop: usize) -> bool {
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

    /// Whether a frame ("he asked.") stands at an item: a cue comes before any sign of another clause.
    fn frame_follows(&self, at: usize) -> bool {
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

    /// Whether it begins inside a quotation of the paragraph before, without a mark of its own.
    pub(crate) fn opens_inside(&self) -> bool {
        self.tokens.first().is_some_and(|first| first.tag == Tag::Mark && first.start == first.end)
    }

    /// Whether a quotation at its end goes on in the next paragraph.
    pub(crate) fn runs_on(&self) -> bool {
        self.marks.stretches.iter().any(|stretch| stretch.runs_on)
    }

    /// The bytes of an item in the whole text.
    pub(crate) fn span(&self, item: usize) -> Span {
        let item = self.items[item];
        Span::new(self.offset + item.start as usize, self.offset + item.end as usize)
    }

    /// The bytes of a range of items in the whole text; an empty range is an empty span.
    pub(crate) fn span_of(&self, first: usize, end: usize) -> Span {
        if end <= first {
            let at = self.items.get(first).map_or(self.offset, |item| self.offset + item.start as usize);
            return Span::new(at, at);
        }
        Span::new(self.offset + self.items[first].start as usize, self.offset + self.items[end - 1].end as usize)
    }

    /// The inside of a stretch in the whole text, without marks and blanks at its ends.
    pub(crate) fn inside(&self, stretch: usize) -> Span {
        let Stretch { open, close, .. } = self.marks.stretches[stretch];
        let inside = &self.tokens[open + 1..close.max(open + 1)];
        let end_of_mark = self.tokens[open].end as usize;
        let start = inside.first().map_or(end_of_mark, |token| token.start as usize);
        let end = inside.last().map_or(end_of_mark, |token| token.end as usize);
        Span::new(self.offset + start, self.offset + end)
    }
}
