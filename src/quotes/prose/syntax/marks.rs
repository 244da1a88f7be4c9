//! Quotation marks: which opens, which closes, which is an apostrophe.

use crate::quotes::prose::syntax::token::{Shape, Tag, Token};
use crate::text::marks::{Family, Side, quotation_mark};

/// A stretch between two quotation marks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    /// The token of the opening mark.
    pub(crate) open: usize,
    /// The token of the closing mark; the number of tokens where the paragraph ends first.
    pub(crate) close: usize,
    /// How many stretches lie around it.
    pub(crate) depth: u8,
    /// Whether it runs on in the next paragraph.
    pub(crate) runs_on: bool,
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

/// What pairing found besides the stretches.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) stretches: Vec<Stretch>,
    /// Tokens of opening marks without an end.
    pub(crate) unclosed: Vec<usize>,
    /// Tokens of closing marks without a beginning.
    pub(crate) stray: Vec<usize>,
}

/// Stretches nest at most so deep; deeper marks are taken as letters.
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

/// Pairs the marks of one paragraph. `next` is the next paragraph, for quotations that run on. A first mark without a character stands
/// for one in the paragraph before.
pub(crate) fn pair(text: &str, tokens: &[Token], next: &str, found: &mut Marks) {
    found.stretches.clear();
    found.unclosed.clear();
    found.stray.clear();
    let marks: Vec<usize> = (0..tokens.len()).filter(|&at| tokens[at].tag == Tag::Mark).collect();
    if marks.is_empty() {
        return;
    }
    let mark = |at: usize| &text[tokens[at].start as usize..tokens[at].end as usize];
    // For single marks: whether a mark that surely closes comes before the next that opens.
    let sure_close_later = sure_closes(text, tokens, &marks);
    let mut stack: Vec<usize> = Vec::new();
    let mut open: Vec<(usize, Family)> = Vec::new();
    for (number, &at) in marks.iter().enumerate() {
        let (family, side) = mark_of(mark(at));
        if mark(at).is_empty() {
            if let Some(closing) = marks.get(1) {
                open.push((at, mark_of(mark(*closing)).0));
                stack.push(at);
            }
            continue;
        }
        let around = Around::of(text, tokens, at);
        let inner = open.iter().rposition(|(_, there)| *there == family);
        let closes = match (side, inner) {
            (Side::Opens, _) | (_, None) => false,
            (Side::Closes, Some(_)) => true,
            (Side::Either, Some(there)) => {
                let opener = mark(open[there].0);
                match (opener, mark(at)) {
                    ("„", "“") | ("‚", "‘") => true,
                    (_, "“" | "‘" | "``") => false,
                    ("«" | "»" | "‹" | "›", this) => this != opener,
                    _ if family == Family::Single => {
                        !around.letter_after && around.glued_before && !(around.after_s && sure_close_later[number])
                    }
                    _ => !around.only_opens(),
                }
            }
        };
        if closes {
            let there = inner.unwrap_or(0);
            // Whatever was opened inside and not closed was no mark, or is unclosed.
            for (lost, family) in open.drain(there + 1..) {
                if family != Family::Single {
                    found.unclosed.push(lost);
                }
            }
            stack.truncate(there);
            let depth = there as u8;
            if let Some((opener, _)) = open.pop() {
                found.stretches.push(Stretch { open: opener, close: at, depth, runs_on: false });
            }
            continue;
        }
        let opens = match side {
            Side::Opens => true,
            Side::Closes => false,
            Side::Either if family == Family::Single => around.only_opens(),
            Side::Either => match mark(at) {
                "“" => true,
                _ => around.can_open(),
            },
        };
        if opens && open.len() < DEPTH {
            if let Some(there) = inner.filter(|_| family != Family::Single) {
                // The one before was never closed: a second opening mark of the family does not nest.
                for (lost, family) in open.drain(there..) {
                    if family != Family::Single {
                        found.unclosed.push(lost);
                    }
                }
            }
            open.push((at, family));
            stack.push(at);
        } else if family != Family::Single {
            found.stray.push(at);
        }
    }
    for (depth, (at, family)) in open.into_iter().enumerate() {
        let own = mark(at);
        if own.is_empty() {
            continue;
        }
        let begins = next.starts_with(own) && (family != Family::Single || own == "‘");
        if depth == 0 && (begins || closes_first(next, own)) {
            found.stretches.push(Stretch { open: at, close: tokens.len(), depth: 0, runs_on: true });
        } else if family != Family::Single {
            found.unclosed.push(at);
        }
    }
    found.stretches.sort_unstable_by_key(|stretch| stretch.open);
    drop_empty(tokens, found);
}

/// Stretches without a word are no quotations.
fn drop_empty(tokens: &[Token], found: &mut Marks) {
    found
        .stretches
        .retain(|stretch| tokens[stretch.open + 1..stretch.close].iter().any(|token| token.tag > Tag::Punctuation));
}

struct Around {
    glued_before: bool,
    glued_after: bool,
    letter_after: bool,
    after_s: bool,
    opener_before: bool,
}

impl Around {
    fn of(text: &str, tokens: &[Token], at: usize) -> Self {
        let token = tokens[at];
        let before = at.checked_sub(1).map(|at| tokens[at]);
        let after = tokens.get(at + 1);
        let glued_before = !token.shape.has(Shape::SPACED) && before.is_some();
        let glued_after = after.is_some_and(|after| !after.shape.has(Shape::SPACED));
        Self {
            glued_before,
            glued_after,
            letter_after: glued_after && after.is_some_and(|after| after.tag > Tag::Punctuation),
            after_s: glued_before && text[..token.start as usize].ends_with(['s', 'S', 'z', 'x']),
            opener_before: glued_before
                && before.is_some_and(|before| {
                    // Emphasis opens before the mark it holds.
                    let emphasis = before.tag == Tag::Punctuation
                        && (before.shape.has(Shape::SPACED) || at == 1)
                        && matches!(text.as_bytes()[before.start as usize], b'*' | b'_' | b'>');
                    emphasis || matches!(before.tag, Tag::Open | Tag::Dash | Tag::Mark)
                }),
        }
    }

    /// A mark with a blank (or a bracket) before and a word right after can only open.
    fn only_opens(&self) -> bool {
        (!self.glued_before || self.opener_before) && self.glued_after
    }

    fn can_open(&self) -> bool {
        !self.glued_before || self.opener_before || self.letter_after
    }
}

fn sure_closes(text: &str, tokens: &[Token], marks: &[usize]) -> Vec<bool> {
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
