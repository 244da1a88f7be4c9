//! Quotation marks: which opens, which closes, which is an apostrophe.

use crate::lang::VerbClass;
use crate::text::marks::{Family, Side, quotation_mark};

use super::index::{Id, List, PairId, TokenId};
use super::token::{Shape, Tag, Token, Tokens};

/// A pair of quotation marks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarkPair {
    pub(crate) open: TokenId,
    /// The closing mark; where there is none, the token behind what it encloses.
    pub(crate) close: TokenId,
    /// Whether there is a closing mark.
    pub(crate) closed: bool,
    /// How many pairs lie around it.
    pub(crate) depth: u8,
    /// Whether it closes in the next paragraph.
    pub(crate) continues: bool,
}

/// Whether a text may hold a quotation mark. Apostrophes between letters are none.
pub(crate) fn may_mark(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Marks outside ASCII begin with one of four bytes.
    if memchr::memchr3(b'"', b'`', 0xe2, bytes).is_some() || memchr::memchr3(0xc2, 0xe3, 0xef, bytes).is_some() {
        return true;
    }
    let inside = |at: usize| {
        at > 0 && bytes[at - 1].is_ascii_alphanumeric() && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    };
    memchr::memchr_iter(b'\'', bytes).any(|at| !inside(at))
}

fn mark_of(mark: &str) -> (Family, Side) {
    match mark {
        "``" => (Family::Double, Side::Opens),
        "''" => (Family::Double, Side::Either),
        _ => mark.chars().next().and_then(quotation_mark).unwrap_or((Family::Single, Side::Either)),
    }
}

/// What pairing found.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) pairs: List<PairId, MarkPair>,
    /// Opening marks without an end.
    pub(crate) unclosed: Vec<TokenId>,
    /// Closing marks without a beginning.
    pub(crate) stray: Vec<TokenId>,
}

/// Pairs nest at most this deep; deeper marks are taken as letters.
const DEPTH: usize = 4;

/// Whether the first mark of a paragraph closes what the paragraph before opened with `mark`.
fn closes_first(paragraph: &str, mark: &str) -> bool {
    let (closing, either) = match mark {
        "“" => ('”', '“'),
        "\"" => ('"', '"'),
        _ => return false,
    };
    let Some(at) = paragraph.find([closing, either]) else { return false };
    let before = paragraph[..at].chars().next_back();
    let mut behind = paragraph[at..].chars();
    let first = behind.next();
    let after = behind.next();
    first == Some(closing)
        && before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '—' | '–'))
        && after.is_none_or(|c| !c.is_alphanumeric())
}

/// Pairs the marks of one paragraph. `next` is the next paragraph, for quotations that continue in it. A first mark without a character
/// is one of the paragraph before.
pub(crate) fn pair(text: &str, tokens: &Tokens, next: &str, found: &mut Marks) {
    found.pairs.clear();
    found.unclosed.clear();
    found.stray.clear();
    let marks: Vec<TokenId> = tokens.ids().into_iter().filter(|&at| tokens[at].tag == Tag::Mark).collect();
    if marks.is_empty() {
        return;
    }
    // For single marks: whether a mark that surely closes comes before the next that opens.
    let sure_close_later = sure_closes(text, tokens, &marks);
    let mut pairing = Pairing { text, tokens, open: Vec::new(), found };
    for (&at, sure_close_later) in marks.iter().zip(sure_close_later) {
        if !pairing.mark(at).is_empty() {
            pairing.read(at, sure_close_later);
        } else if let Some(&closing) = marks.get(1) {
            let family = mark_of(pairing.mark(closing)).0;
            pairing.open.push(Open { at, family });
        }
    }
    pairing.finish(next);
    found.pairs.as_mut_vec().sort_unstable_by_key(|pair| pair.open);
    // What contains no word is no quotation.
    let has_word = |pair: &MarkPair| tokens[pair.open + 1..pair.close].iter().any(|token| token.tag > Tag::Punctuation);
    found.pairs.as_mut_vec().retain(has_word);
    nest(found.pairs.as_mut_vec());
}

/// Says how many pairs lie around each, of pairs in the order in which they open: an opening mark that nothing closes is around none.
fn nest(pairs: &mut [MarkPair]) {
    let mut around: Vec<TokenId> = Vec::new();
    for pair in pairs {
        around.retain(|&close| close > pair.open);
        pair.depth = around.len() as u8;
        around.push(pair.close);
    }
}

/// An opening mark that is not closed yet.
struct Open {
    at: TokenId,
    family: Family,
}

/// The marks of a paragraph up to some token.
struct Pairing<'a> {
    text: &'a str,
    tokens: &'a Tokens,
    open: Vec<Open>,
    found: &'a mut Marks,
}

impl<'a> Pairing<'a> {
    fn mark(&self, at: TokenId) -> &'a str {
        &self.text[self.tokens[at].start as usize..self.tokens[at].end as usize]
    }

    /// Takes a mark as closing, opening, stray or, if it is a single one, as an apostrophe.
    fn read(&mut self, at: TokenId, sure_close_later: bool) {
        let (family, side) = mark_of(self.mark(at));
        let around = Around::of(self.text, self.tokens, at);
        let inner = self.open.iter().rposition(|open| open.family == family);
        if let Some(inner) = inner
            && self.closes(inner, at, &around, sure_close_later)
        {
            // Whatever was opened inside and not closed was no mark, or is unclosed.
            self.drop_from(inner + 1);
            if let Some(opener) = self.open.pop() {
                self.found.pairs.push(MarkPair {
                    open: opener.at,
                    close: at,
                    closed: true,
                    depth: 0,
                    continues: false,
                });
            }
            return;
        }
        let opens = match side {
            Side::Opens => true,
            // Turned the wrong way: "said, ”My son sees …”".
            Side::Closes => inner.is_none() && around.only_opens() && !around.opener_before,
            Side::Either if family == Family::Single => around.only_opens(),
            // A straight mark inside a word is a slip.
            Side::Either => self.mark(at) == "“" || around.can_open() && !around.inside_word,
        };
        if opens && self.open.len() < DEPTH {
            if let Some(inner) = inner.filter(|_| family != Family::Single && !self.nests(at)) {
                // The one before was never closed: a second opening mark of the family does not nest.
                if inner == 0 && self.is_left_open(self.open[0].at, at) {
                    let open = self.open[0].at;
                    self.found.pairs.push(MarkPair { open, close: at, closed: false, depth: 0, continues: false });
                }
                self.drop_from(inner);
            }
            self.open.push(Open { at, family });
        } else if family != Family::Single {
            self.found.stray.push(at);
        }
    }

    /// Whether an opening mark inside an open one of its kind is closed before that one is: "“the button “copy”, and then”". One that
    /// begins a sentence opens anew what was never closed.
    fn nests(&self, at: TokenId) -> bool {
        /// How many marks are looked at.
        const REACH: usize = 8;
        let begins = at.checked_sub(1).is_none_or(|before| self.tokens[before].tag == Tag::Stop);
        if self.mark(at) != "“" || begins {
            return false;
        }
        let mut depth = 2;
        let later = self.tokens[at + 1..].iter().filter(|token| token.tag == Tag::Mark).take(REACH);
        for token in later {
            match &self.text[token.start as usize..token.end as usize] {
                "“" => depth += 1,
                "”" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return true;
            }
        }
        false
    }

    /// Whether a mark closes the open one of its family at `inner`.
    fn closes(&self, inner: usize, at: TokenId, around: &Around, sure_close_later: bool) -> bool {
        let mark = self.mark(at);
        match mark_of(mark) {
            (_, Side::Opens) => false,
            (_, Side::Closes) => true,
            (family, Side::Either) => match (self.mark(self.open[inner].at), mark) {
                ("„", "“") | ("‚", "‘") => true,
                (_, "“" | "‘" | "``") => false,
                (opener @ ("«" | "»" | "‹" | "›"), mark) => mark != opener,
                _ if family == Family::Single => {
                    !around.letter_after && around.glued_before && !(around.after_s && sure_close_later)
                }
                _ => !around.only_opens(),
            },
        }
    }

    /// Whether what a mark at the beginning of a paragraph opened ends with a sentence right before `end`, though no mark closes it.
    fn is_left_open(&self, open: TokenId, end: TokenId) -> bool {
        /// The most tokens of such words, and the fewest.
        const LONGEST: usize = 400;
        const SHORTEST: usize = 5;
        let inside = &self.tokens[open + 1..end];
        let family = mark_of(self.mark(open)).0;
        open == TokenId::FIRST
            && family != Family::Single
            && (SHORTEST..=LONGEST).contains(&inside.len())
            && inside.last().is_some_and(|last| last.tag == Tag::Stop)
            && inside.iter().all(|token| token.tag != Tag::Mark || self.family_of(token) == Family::Single)
            && !closes_with_cue(inside)
    }

    /// Whether a straight single mark opens a paragraph and the next one, as it does where each paragraph of a speech has one.
    fn opens_each(&self, open: TokenId, next: &str) -> bool {
        let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
        open == TokenId::FIRST
            && capital(&self.text[self.tokens[open].end as usize..])
            && next.get(1..).is_some_and(capital)
    }

    fn family_of(&self, mark: &Token) -> Family {
        mark_of(&self.text[mark.start as usize..mark.end as usize]).0
    }

    /// Forgets the open marks from one on; single ones were apostrophes, others are unclosed.
    fn drop_from(&mut self, first: usize) {
        let lost = self.open.drain(first..).filter(|open| open.family != Family::Single);
        self.found.unclosed.extend(lost.map(|open| open.at));
    }

    /// At the end of the paragraph: what was opened continues in the next one, or is unclosed.
    fn finish(self, next: &str) {
        for (depth, open) in self.open.iter().enumerate() {
            let own = self.mark(open.at);
            if own.is_empty() {
                continue;
            }
            let single = open.family == Family::Single;
            let begins = next.starts_with(own) && (!single || own == "‘" || self.opens_each(open.at, next));
            if depth == 0 && (begins || closes_first(next, own)) {
                let close = self.tokens.end();
                self.found.pairs.push(MarkPair { open: open.at, close, closed: false, depth: 0, continues: true });
            } else if !single {
                // A paragraph that a mark opens and none closes is said to its end.
                if depth == 0 && self.is_left_open(open.at, self.tokens.end()) {
                    let close = self.tokens.end();
                    self.found.pairs.push(MarkPair { open: open.at, close, closed: false, depth: 0, continues: false });
                }
                self.found.unclosed.push(open.at);
            }
        }
    }
}

/// Whether words end with who says them: "the bus is late, said Bo Ray.", "…, Bo Ray said."
fn closes_with_cue(words: &[Token]) -> bool {
    let says = |token: &Token| token.verb.is_some_and(|verb| matches!(verb.class, VerbClass::Say | VerbClass::Tell));
    let inverted = words.windows(2).any(|pair| pair[0].tag == Tag::Comma && says(&pair[1]));
    inverted || words.iter().rev().find(|token| token.tag > Tag::Punctuation).is_some_and(says)
}

/// The neighbours of a mark.
struct Around {
    glued_before: bool,
    glued_after: bool,
    letter_after: bool,
    inside_word: bool,
    after_s: bool,
    opener_before: bool,
}

impl Around {
    fn of(text: &str, tokens: &Tokens, at: TokenId) -> Self {
        let token = tokens[at];
        let before = at.checked_sub(1).map(|at| tokens[at]);
        let after = tokens.get(at + 1);
        let glued_before = !token.shape.has(Shape::SPACED) && before.is_some();
        let glued_after = after.is_some_and(|after| !after.shape.has(Shape::SPACED));
        let letter_after = glued_after && after.is_some_and(|after| after.tag > Tag::Punctuation);
        Self {
            glued_before,
            glued_after,
            letter_after,
            inside_word: letter_after && glued_before && before.is_some_and(|before| before.tag > Tag::Punctuation),
            after_s: glued_before && text[..token.start as usize].ends_with(['s', 'S', 'z', 'x']),
            opener_before: glued_before
                && before.is_some_and(|before| {
                    // Emphasis opens before the mark inside it.
                    let emphasis = before.tag == Tag::Punctuation
                        && (before.shape.has(Shape::SPACED) || at == TokenId::FIRST + 1)
                        && matches!(text.as_bytes()[before.start as usize], b'*' | b'_' | b'>');
                    emphasis || matches!(before.tag, Tag::Open | Tag::Dash | Tag::Mark)
                }),
        }
    }

    /// A mark with whitespace or a bracket before it and a word right after can only open.
    fn only_opens(&self) -> bool {
        (!self.glued_before || self.opener_before) && self.glued_after
    }

    fn can_open(&self) -> bool {
        !self.glued_before || self.opener_before || self.letter_after
    }
}

fn sure_closes(text: &str, tokens: &Tokens, marks: &[TokenId]) -> Vec<bool> {
    let mut later = vec![false; marks.len()];
    let mut sure = false;
    for (number, &at) in marks.iter().enumerate().rev() {
        later[number] = sure;
        let token = tokens[at];
        if mark_of(&text[token.start as usize..token.end as usize]).0 != Family::Single {
            continue;
        }
        let around = Around::of(text, tokens, at);
        if around.only_opens() {
            sure = false;
        } else if around.glued_before && !around.letter_after {
            sure = true;
        }
    }
    later
}
