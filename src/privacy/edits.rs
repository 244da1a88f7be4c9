//! Replacements in a text, and where everything else is afterwards.

use crate::text::Span;

/// Replacements, ordered and disjoint.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits(Vec<Edit>);

#[derive(Clone, Debug)]
struct Edit {
    span: Span,
    new: String,
    /// Where the replacement starts in the new text.
    start: usize,
}

impl Edits {
    /// Adds a replacement behind all others.
    pub(super) fn push(&mut self, span: Span, new: &str) {
        let start =
            self.0.last().map_or(span.start(), |last| last.start + last.new.len() + span.start() - last.span.end());
        self.0.push(Edit { span, new: new.to_owned(), start });
    }

    /// The same with these places, ordered and disjoint, replaced too; where they meet others, the places win.
    pub(super) fn with(self, places: &[Span], new: &str) -> Self {
        let meets = |edit: &Edit| {
            let next = places.partition_point(|place| place.end() <= edit.span.start());
            places.get(next).is_some_and(|place| place.start() < edit.span.end())
        };
        let kept = self.0.into_iter().filter(|edit| !meets(edit)).map(|edit| (edit.span, edit.new));
        let mut all: Vec<(Span, String)> = kept.chain(places.iter().map(|place| (*place, new.to_owned()))).collect();
        all.sort_by_key(|(span, _)| *span);
        let mut edits = Self::default();
        all.iter().for_each(|(span, new)| edits.push(*span, new));
        edits
    }

    /// The new text.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut new = String::with_capacity(text.len());
        let mut at = 0;
        for edit in &self.0 {
            new.push_str(&text[at..edit.span.start()]);
            new.push_str(&edit.new);
            at = edit.span.end();
        }
        new.push_str(&text[at..]);
        new
    }

    /// Where a span is in the new text. One that begins or ends inside a name takes the whole pseudonym.
    pub(super) fn map(&self, span: Span) -> Span {
        let start = self.place(span.start(), false);
        Span::new(start, self.place(span.end(), true).max(start))
    }

    fn place(&self, at: usize, end: bool) -> usize {
        // The last replacement that begins before the place.
        let number = self.0.partition_point(|edit| if end { edit.span.start() < at } else { edit.span.start() <= at });
        let Some(edit) = number.checked_sub(1).map(|number| &self.0[number]) else { return at };
        if at >= edit.span.end() {
            edit.start + edit.new.len() + at - edit.span.end()
        } else if end {
            edit.start + edit.new.len()
        } else {
            edit.start
        }
    }
}
