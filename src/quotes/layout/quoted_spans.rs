//! Which words of a passage do quotation marks enclose?

use crate::quotes::layout::page::PageLayout;
use crate::quotes::prose::{Engine, MarkReader, Marked};
use crate::text::Span;

/// Pairs the marks of one passage after another. The buffers are reused.
#[derive(Debug)]
pub(super) struct SpanReader<'a> {
    marks: MarkReader<'a>,
    quoted: Vec<Marked>,
    unclosed: Vec<usize>,
}

/// The marks of a passage.
#[derive(Clone, Copy, Debug)]
pub(super) struct PassageMarks<'a> {
    /// What outermost marks enclose, in order.
    pub(super) quoted: &'a [Marked],
    /// Where marks open that nothing closes, in order.
    pub(super) unclosed: &'a [usize],
}

impl<'a> SpanReader<'a> {
    pub(super) fn new(engine: &'a Engine) -> Self {
        Self { marks: MarkReader::new(engine), quoted: Vec::new(), unclosed: Vec::new() }
    }

    /// The marks of a passage; those in markup are none.
    pub(super) fn read(&mut self, page: &PageLayout<'_>, span: Span) -> PassageMarks<'_> {
        self.marks.read(page.text, span, |at| page.is_masked(at), &mut self.quoted, &mut self.unclosed);
        PassageMarks { quoted: &self.quoted, unclosed: &self.unclosed }
    }
}
