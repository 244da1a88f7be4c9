//! Quoted spans by themselves, for readers that go by layout.

use crate::text::Span;

use super::engine::Engine;
use super::syntax::marks;
use super::syntax::marks::Marks;
use super::syntax::token::{Tag, Tokens};
use super::syntax::tokenize;

/// What outermost quotation marks enclose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marked {
    /// With its marks.
    pub(crate) outer: Span,
    /// Without them, and without whitespace at its ends.
    pub(crate) inside: Span,
}

/// Pairs the quotation marks of passages. The buffers are reused from passage to passage.
#[derive(Debug)]
pub(crate) struct MarkReader<'a> {
    engine: &'a Engine,
    tokens: Tokens,
    marks: Marks,
}

impl<'a> MarkReader<'a> {
    pub(crate) fn new(engine: &'a Engine) -> Self {
        Self { engine, tokens: Tokens::default(), marks: Marks::default() }
    }

    /// The quoted spans of a passage, in order, and the places of opening marks that nothing closes. Marks at places that
    /// `ignored` names are none.
    pub(crate) fn read(
        &mut self,
        text: &str,
        span: Span,
        ignored: impl Fn(usize) -> bool,
        found: &mut Vec<Marked>,
        unclosed: &mut Vec<usize>,
    ) {
        found.clear();
        unclosed.clear();
        let words = span.of(text);
        tokenize::tokenize(words, &self.engine.lexicon, &mut self.tokens);
        for token in self.tokens.as_mut_vec().iter_mut().filter(|token| token.tag == Tag::Mark) {
            if ignored(span.start() + token.start as usize) {
                token.tag = Tag::Punctuation;
            }
        }
        marks::pair(words, &self.tokens, "", &mut self.marks);
        let at = |place: u32| span.start() + place as usize;
        for pair in self.marks.pairs.iter().filter(|pair| pair.depth == 0) {
            let open = self.tokens[pair.open];
            let Some(close) = self.tokens.get(pair.close).filter(|_| pair.closed) else { continue };
            // « … » are set with spaces inside.
            let inside = &text[at(open.end)..at(close.start)];
            let start = at(open.end) + (inside.len() - inside.trim_start().len());
            found.push(Marked {
                outer: Span::new(at(open.start), at(close.end)),
                inside: Span::new(start, start + inside.trim().len()),
            });
        }
        unclosed.extend(self.marks.unclosed.iter().map(|&token| at(self.tokens[token].start)));
        unclosed.sort_unstable();
    }
}
