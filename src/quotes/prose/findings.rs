//! Quotations before their speakers are resolved.

use crate::quotes::quote::{CueClass, Evidence, QuoteKind};
use crate::text::Span;

use super::speakers::coreference::MentionId;
use super::syntax::index::{List, ids};

ids! {
    /// A finding of a text.
    FindingId;
}

/// A quotation before its speaker is resolved.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) kind: QuoteKind,
    pub(super) cue_class: CueClass,
    pub(super) content: Vec<Span>,
    pub(super) marked: Vec<Span>,
    pub(super) cue: Option<Span>,
    pub(super) mention: Option<MentionId>,
    pub(super) evidence: Evidence,
    pub(super) group: Option<u32>,
}

/// Who the last attribution names, for quotations that go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoke {
    pub(super) mention: Option<MentionId>,
    /// The finding that a continuation may extend.
    pub(super) finding: FindingId,
}

/// The findings of a text.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) list: List<FindingId, Finding>,
    groups: u32,
}

impl Findings {
    /// Adds a quoted span to a finding.
    pub(super) fn extend(&mut self, finding: FindingId, inside: Span) {
        let finding = &mut self.list[finding];
        if finding.content.last().is_some_and(|last| last.end() <= inside.start()) {
            finding.content.push(inside);
            finding.marked.push(inside);
        }
        if finding.kind == QuoteKind::Direct && matches!(finding.evidence, Evidence::After | Evidence::Before) {
            finding.evidence = Evidence::Split;
        }
    }

    /// Gives two statements that "and" joins one number.
    pub(super) fn share_group(&mut self, one: FindingId, other: FindingId) {
        let group = *self.list[one].group.get_or_insert_with(|| {
            self.groups += 1;
            self.groups
        });
        self.list[other].group = Some(group);
    }

    /// Where the content of the last finding ends.
    pub(super) fn end(&self) -> usize {
        self.list.last().and_then(|last| last.content.last()).map_or(0, |span| span.end())
    }
}
