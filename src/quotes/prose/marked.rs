//! Marked stretches by themselves, for readers that go by layout.

use crate::quotes::prose::Engine;
use crate::quotes::prose::syntax::marks;
use crate::quotes::prose::syntax::marks::Marks;
use crate::quotes::prose::syntax::token::{Tag, Token};
use crate::quotes::prose::syntax::tokenize;
use crate::text::Span;

/// A stretch between outer quotation marks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marked {
    /// With its marks.
    pub(crate) outer: Span,
    /// Without them, and without blanks at its ends.
    pub(crate) inside: Span,
}

/// Pairs the quotation marks of passages. The buffers are reused from passage to passage.
#[derive(Debug)]
pub(crate) struct MarkReader<'a> {
    engine: &'a Engine,
    tokens: Vec<Token>,
    marks: Marks,
}

impl<'a> MarkReader<'a> {
    pub(crate) fn new(engine: &'a Engine) -> Self {
        Self { engine, tokens: Vec::new(), marks: Marks::default() }
    }

    /// The outermost stretches of a passage, in order, and the places of opening marks that nothing closes. Marks at places that
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
        for token in self.tokens.iter_mut().filter(|token| token.tag == Tag::Mark) {
            if ignored(span.start() + token.start as usize) {
                token.tag = Tag::Punctuation;
            }
        }
        marks::pair(words, &self.tokens, "", &mut self.marks);
        let at = |place: u32| span.start() + place as usize;
        for stretch in self.marks.stretches.iter().filter(|stretch| stretch.depth == 0) {
            let open = self.tokens[stretch.open];
            let Some(close) = self.tokens.get(stretch.close) else { continue };
            // « … » are set with blanks inside.
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
