//! Cuts a paragraph into tokens, in one pass.

use crate::lang::{Classes, Grammar, Word};
use crate::text::marks::is_quotation_mark;
use crate::text::words::is_combining;

use super::lexicon::{Ending, Entry, Lexicon};
use super::token::{Shape, Tag, Token, Tokens};
use super::word_hash;

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const SPACE: u8 = 3;
const HIGH: u8 = 4;
const OTHER: u8 = 0;

const KIND: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if b.is_ascii_alphabetic() {
            LETTER
        } else if b.is_ascii_digit() {
            DIGIT
        } else if b == b' ' || b == b'\n' || b == b'\t' || b == b'\r' {
            SPACE
        } else if b >= 0x80 {
            HIGH
        } else {
            OTHER
        };
        byte += 1;
    }
    table
};

/// Bytes behind which a word may go on: see [`word_end`].
const JOINS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 0x80 || matches!(byte as u8, b'-' | b'&' | b'\'' | b'.' | b',' | b'@' | b'_');
        byte += 1;
    }
    table
};

/// What a character outside ASCII is.
enum High {
    Letter,
    Space,
    Mark,
    Apostrophe,
    Dash,
    Other,
}

fn high(c: char) -> High {
    match c {
        '’' => High::Apostrophe,
        c if is_quotation_mark(c) => High::Mark,
        '–' | '—' | '―' | '‒' => High::Dash,
        c if c.is_alphanumeric() => High::Letter,
        c if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') => High::Space,
        // A soft hyphen or a combining mark belongs to its word.
        c if c == '\u{ad}' || is_combining(c) => High::Letter,
        _ => High::Other,
    }
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

/// Whether a word can go on with what is at `at`.
#[inline]
fn is_letter_at(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        None => false,
        Some(&byte) if byte < 0x80 => KIND[byte as usize] == LETTER || KIND[byte as usize] == DIGIT,
        Some(_) => char_at(text, at).is_some_and(|c| matches!(high(c), High::Letter)),
    }
}

/// Cuts a paragraph into tokens, into a buffer that is reused.
pub(crate) fn tokenize(text: &str, lexicon: &Lexicon, tokens: &mut Tokens) {
    let tokens = tokens.as_mut_vec();
    tokens.clear();
    // News has a token for every five or six bytes.
    tokens.reserve(text.len() / 6);
    tokenize_part(text, 0, text.len(), lexicon, tokens);
}

/// Adds the tokens of a paragraph that begin between `at` and `end`; returns where the last one ends.
pub(crate) fn tokenize_part(
    text: &str,
    mut at: usize,
    end: usize,
    lexicon: &Lexicon,
    tokens: &mut Vec<Token>,
) -> usize {
    let bytes = text.as_bytes();
    let mut space = 0u8;
    while at < end {
        let byte = bytes[at];
        match KIND[byte as usize] {
            SPACE => {
                space |= if byte == b'\n' { Shape::NEWLINE | Shape::SPACED } else { Shape::SPACED };
                at += 1;
            }
            LETTER | DIGIT => {
                at = word(text, at, space, lexicon, tokens);
                space = 0;
            }
            HIGH => {
                let Some(c) = char_at(text, at) else { break };
                let end = at + c.len_utf8();
                match high(c) {
                    High::Letter => at = word(text, at, space, lexicon, tokens),
                    High::Space => {
                        at = end;
                        space |= Shape::SPACED;
                        continue;
                    }
                    High::Apostrophe => at = apostrophe(text, at, end, space, lexicon, tokens),
                    kind => {
                        let tag = match kind {
                            High::Mark => Tag::Mark,
                            High::Dash => Tag::Dash,
                            _ => Tag::Punctuation,
                        };
                        push(tokens, at, end, c as u32, tag, space);
                        at = end;
                    }
                }
                space = 0;
            }
            _ => {
                if let Some(end) = command_end(bytes, at) {
                    at = end;
                    space |= Shape::SPACED;
                    continue;
                }
                at = punctuation(text, at, space, lexicon, tokens);
                space = 0;
            }
        }
    }
    at
}

/// Where a command of `LaTeX` with its bracket ends (`\textit{`), or the bracket that closes one: both are markup between words.
fn command_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        b'}' => Some(at + 1),
        b'\\' => {
            let name = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            (name > 1 && bytes.get(at + 1 + name) == Some(&b'{')).then_some(at + 2 + name)
        }
        _ => None,
    }
}

fn push(tokens: &mut Vec<Token>, start: usize, end: usize, hash: u32, tag: Tag, space: u8) {
    let (start, end) = (start as u32, end as u32);
    tokens.push(Token { start, end, hash, lemma: 0, tag, shape: Shape(space), ..Token::BREAK });
}

fn punctuation(text: &str, at: usize, space: u8, lexicon: &Lexicon, tokens: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    let byte = bytes[at];
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    let (tag, len) = match byte {
        b',' => (Tag::Comma, 1),
        b'.' if next == b'.' => {
            let run = bytes[at..].iter().take_while(|byte| **byte == b'.').count();
            (Tag::Punctuation, run)
        }
        b'.' | b'!' | b'?' => (Tag::Stop, 1),
        b':' => (Tag::Colon, 1),
        b';' => (Tag::Semicolon, 1),
        b'-' if next == b'-' => (Tag::Dash, 2),
        b'-' => (Tag::Dash, 1),
        b'(' | b'[' => (Tag::Open, 1),
        b')' | b']' => (Tag::Close, 1),
        b'"' => (Tag::Mark, 1),
        // "6.4%": a part of the number.
        b'%' => (Tag::Number, 1),
        b'`' if next == b'`' => (Tag::Mark, 2),
        b'\'' if next == b'\'' => (Tag::Mark, 2),
        b'\'' => return apostrophe(text, at, at + 1, space, lexicon, tokens),
        _ => (Tag::Punctuation, 1),
    };
    push(tokens, at, at + len, u32::from(byte), tag, space);
    at + len
}

/// An apostrophe that begins a token: 's after a word, 'em and '90s, or a single quotation mark.
fn apostrophe(text: &str, at: usize, end: usize, space: u8, lexicon: &Lexicon, tokens: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    let glued = space == 0 && tokens.last().is_some_and(|last| last.end as usize == at && last.tag > Tag::Punctuation);
    let s = bytes.get(end).is_some_and(|byte| *byte == b's' || *byte == b'S') && !is_letter_at(text, end + 1);
    if glued && s && !lexicon.writing.possessive_s {
        // A shortened "es": "geht's".
        push(tokens, at, end + 1, lexicon.clitic_hash, Tag::Adverb, space);
        return end + 1;
    }
    if glued && s {
        push(tokens, at, end + 1, lexicon.clitic_hash, Tag::Clitic, space);
        return end + 1;
    }
    // 'n', 'em, '90s: an elision keeps its apostrophe.
    if is_letter_at(text, end) {
        let stop = word_end(text, end);
        let elided = bytes[end].is_ascii_digit() && bytes.get(stop.wrapping_sub(1)) == Some(&b's');
        if elided || (!glued && lexicon.is_elision(&text[end..stop])) {
            // Rock 'n' roll: a single letter is elided on both sides.
            let twice = stop - end == 1 && text[stop..].starts_with(['\'', '’']);
            let stop = if twice { stop + char_at(text, stop).map_or(0, char::len_utf8) } else { stop };
            push(tokens, at, stop, word_hash::short(word_hash::hash(&text[end..stop])), Tag::Word, space);
            return stop;
        }
    }
    push(tokens, at, end, u32::from('\''), Tag::Mark, space);
    end
}

/// Where a word that begins at `at` ends: letters and digits, inner hyphens, apostrophes and full stops of abbreviations.
fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    loop {
        while at < bytes.len() && matches!(KIND[bytes[at] as usize], LETTER | DIGIT) {
            at += 1;
        }
        let Some(&byte) = bytes.get(at) else { return at };
        if byte >= 0x80 {
            let Some(c) = char_at(text, at) else { return at };
            let after = at + c.len_utf8();
            match high(c) {
                High::Letter => at = after,
                High::Apostrophe if is_letter_at(text, after) && !is_possessive(text, after) => at = after,
                _ => return at,
            }
            continue;
        }
        let inner = match byte {
            b'-' | b'&' => is_letter_at(text, at + 1),
            b'\'' => is_letter_at(text, at + 1) && !is_possessive(text, at + 1),
            b'.' | b',' => {
                bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
                    || byte == b'.' && single_letter_before(bytes, at) && is_letter_at(text, at + 1)
            }
            b'@' | b'_' => is_letter_at(text, at + 1),
            _ => false,
        };
        if !inner {
            return at;
        }
        at += 1;
    }
}

/// Whether the byte before `at` is a letter by itself or after a full stop: the U of U.S.
fn single_letter_before(bytes: &[u8], at: usize) -> bool {
    at >= 1
        && bytes[at - 1].is_ascii_alphabetic()
        && (at == 1 || !bytes[at - 2].is_ascii_alphanumeric() && bytes[at - 2] < 0x80)
}

/// Whether an 's (`at` is the s) ends a word here.
fn is_possessive(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), Some(b's' | b'S')) && !is_letter_at(text, at + 1)
}

#[inline(always)]
fn word(text: &str, start: usize, space: u8, lexicon: &Lexicon, tokens: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    let (mut end, mut key) = word_hash::run(bytes, start);
    let mut behind = bytes.get(end).copied().unwrap_or(b' ');
    if JOINS[behind as usize] {
        let run = end;
        end = joined_end(text, start, run);
        if end != run {
            key = word_hash::hash(&text[start..end]);
            behind = bytes.get(end).copied().unwrap_or(b' ');
        }
    }
    let mut shape = space;
    let first = bytes[start];
    if first.is_ascii_uppercase() || first >= 0x80 {
        shape |= capitals(text, start, end);
    } else if opens_name(text, start, end, lexicon) {
        shape |= Shape::CAPITAL;
    }
    let known = lexicon.look_up(key);
    let (mut classes, mut grammar) = (known.word.classes, known.word.grammar);
    if behind == b'.' {
        let word = &bytes[start..end];
        let initials =
            word.len() == 1 && shape & Shape::CAPITAL != 0 || word.contains(&b'.') && !first.is_ascii_digit();
        if initials || classes.any(Classes::ABBREVIATION) {
            end += 1;
            shape |= Shape::DOTTED;
        }
    }
    let mut tag = known.tags[usize::from(shape & Shape::CAPITAL != 0)];
    // What the tables do not hold, or hold in another way with a capital.
    if matches!(tag, Tag::Word | Tag::Name) {
        let word = &text[start..if shape & Shape::DOTTED == 0 { end } else { end - 1 }];
        (tag, classes, grammar) = guess(word, tag, shape, known, lexicon, tokens.last());
    }
    let named = || tokens.last().is_some_and(|last| last.tag == Tag::Name && last.end as usize + 1 == start);
    if shape & Shape::DOTTED != 0 && end - start == 2 && tag != Tag::Name && named() {
        // "James A. Marsh": an initial, whatever the letter means as a word.
        (tag, classes) = (Tag::Name, Classes::NONE);
    }
    if (tag >= Tag::Name || tag == Tag::Auxiliary) && lexicon.ends_as_gerund(&text[start..end]) {
        shape |= Shape::GERUND;
    }
    tokens.push(Token {
        start: start as u32,
        end: end as u32,
        hash: word_hash::short(key),
        lemma: known.lemma,
        tag,
        shape: Shape(shape),
        classes,
        verb: known.word.verb,
        grammar,
    });
    end
}

/// Where a word ends whose run of letters and digits is followed by what may join more to it.
#[inline(never)]
fn joined_end(text: &str, start: usize, run: usize) -> usize {
    match word_end(text, run) {
        // A combining mark without a letter: one character, so that the scan goes on.
        end if end == start => start + char_at(text, start).map_or(1, char::len_utf8),
        end => end,
    }
}

/// Whether a word in small letters is a particle with a name behind a hyphen: "al-Sayed".
#[inline]
fn opens_name(text: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    /// The most letters of a particle.
    const PARTICLE: usize = 4;
    let word = &text.as_bytes()[start..end];
    word.iter().take(PARTICLE + 1).position(|byte| *byte == b'-').is_some_and(|hyphen| {
        word.get(hyphen + 1).is_some_and(|next| !next.is_ascii_lowercase() && !next.is_ascii_digit())
            && lexicon.look_up(word_hash::hash(&text[start..start + hyphen])).word.classes.any(Classes::NAME_PARTICLE)
    })
}

/// The shape of a word that begins with a capital, or with a letter outside ASCII.
#[inline]
fn capitals(text: &str, start: usize, end: usize) -> u8 {
    let bytes = text.as_bytes();
    if bytes[start] >= 0x80 && !char_at(text, start).is_some_and(char::is_uppercase) {
        return 0;
    }
    let word = &bytes[start..end];
    if word.len() > 1 && !word[1].is_ascii_lowercase() && is_upper(word) {
        return Shape::CAPITAL | Shape::UPPER;
    }
    Shape::CAPITAL
}

#[inline(never)]
fn is_upper(word: &[u8]) -> bool {
    !word.iter().any(u8::is_ascii_lowercase) && word.is_ascii()
}

/// The tag and classes of a word that the tables leave open.
#[inline(never)]
fn guess(
    word: &str,
    tag: Tag,
    shape: u8,
    known: &Entry,
    lexicon: &Lexicon,
    last: Option<&Token>,
) -> (Tag, Classes, Grammar) {
    let (mut classes, mut grammar) = (known.word.classes, known.word.grammar);
    if word.as_bytes()[0].is_ascii_digit() {
        return (Tag::Number, classes, grammar);
    }
    let mut tag = tag;
    if tag == Tag::Name && lexicon.writing.capitalised_nouns {
        let given = last.is_some_and(|last| {
            last.tag == Tag::Name
                && last.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE)
                && shape & Shape::SPACED != 0
        });
        // Behind a given name comes a family name, unless the tables know it as something else.
        if !given || classes.any(Classes::WEEKDAY | Classes::MONTH | Classes::GROUP | Classes::TITLE) {
            (tag, classes, grammar) = capitalised(word, shape, known, lexicon);
        }
    }
    if tag == Tag::Word && classes.is_empty() {
        match lexicon.ending(word) {
            Some(Ending::Verb) => classes |= Classes::VERB_ENDING,
            Some(Ending::Adverb) => tag = Tag::Adverb,
            None if lexicon.is_marked_infinitive(word) => grammar |= Grammar::MARKED_INFINITIVE,
            None => {}
        }
    }
    (tag, classes, grammar)
}

/// A word with a capital where all nouns have one: a noun if the tables, the ending or the last part of a compound say so.
fn capitalised(word: &str, shape: u8, known: &Entry, lexicon: &Lexicon) -> (Tag, Classes, Grammar) {
    let Word { classes, verb, grammar } = known.word;
    if shape & (Shape::UPPER | Shape::DOTTED) != 0 || classes.any(Classes::NAMES) {
        return (Tag::Name, classes, grammar);
    }
    if classes.any(Classes::NOUNS) {
        return (if classes.any(Classes::HONORIFIC) { Tag::Name } else { Tag::Noun }, classes, grammar);
    }
    if verb.is_some() || classes.any(Classes::VERB | Classes::ADJECTIVE | Classes::ADVERB) || grammar != Grammar::NONE {
        return (Tag::Noun, classes, grammar);
    }
    let (head, grammar) = lexicon.compound(word);
    let noun = !head.is_empty() || grammar != Grammar::NONE || lexicon.ends_as_noun(word);
    (if noun { Tag::Noun } else { Tag::Name }, classes | head, grammar)
}
