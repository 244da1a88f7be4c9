//! A quotation while it is being found: places only. [`finish`] turns drafts into quotations.

use crate::document::{Block, Document, DocumentKind};
use crate::quotes::accounting::{Places, account};
use crate::quotes::extraction::Extraction;
use crate::quotes::kind_evidence::KindEvidence;
use crate::quotes::quote::{
    Attribution, Cue, CueClass, Diagnostic, Evidence, Mention, NotQuote, NotQuoteReason, Quote, QuoteKind, Speaker,
};
use crate::text::{Positions, Span};

/// A quotation without its words.
#[derive(Clone, Debug)]
pub(crate) struct QuoteDraft {
    pub(crate) kind: QuoteKind,
    pub(crate) cue_class: CueClass,
    /// Ordered, disjoint, not empty, on character boundaries.
    pub(crate) content: Vec<Span>,
    pub(crate) marked: Vec<Span>,
    pub(crate) cue: Option<Span>,
    pub(crate) mention: Option<Span>,
    pub(crate) speaker: Option<Speaker>,
    pub(crate) evidence: Evidence,
    /// Whether nothing that anybody says is left out between the runs of the content.
    pub(crate) flows: bool,
    /// Drafts that share a number are statements under one attribution.
    pub(crate) group: Option<u32>,
}

impl QuoteDraft {
    /// Gives up the runs at places that something else was made of; returns whether any is left. A statement that is partly the writer's
    /// words goes as a whole.
    pub(crate) fn keep_outside(&mut self, taken: impl Fn(Span) -> bool) -> bool {
        if self.kind != QuoteKind::Direct {
            return !self.content.iter().any(|run| taken(*run));
        }
        self.content.retain(|run| !taken(*run));
        self.marked.retain(|run| !taken(*run));
        !self.content.is_empty()
    }
}

/// What the stages have found in one document, in any order.
#[derive(Debug, Default)]
pub(crate) struct ExtractionDraft {
    pub(crate) quotes: Vec<QuoteDraft>,
    pub(crate) not_quotes: Vec<(Span, NotQuoteReason)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Attributes of single quotations: where the content starts, name, value.
    pub(crate) attributes: Vec<(usize, &'static str, String)>,
    /// The blocks of the text, where it was cut into blocks.
    pub(crate) blocks: Vec<Block>,
    /// What was read as running text.
    pub(crate) running: Vec<Span>,
}

/// Orders the findings by place and gives them their words.
pub(crate) fn finish(
    document: &Document<'_>,
    kind: DocumentKind,
    kind_evidence: KindEvidence,
    mut drafts: ExtractionDraft,
) -> Extraction {
    let text: &str = &document.text;
    let places = Places {
        running: std::mem::take(&mut drafts.running),
        content: drafts.quotes.iter().flat_map(|draft| draft.content.iter().copied()).collect(),
        mentions: drafts.quotes.iter().filter_map(|draft| draft.mention).collect(),
    };
    let blocks = account(text, &drafts.blocks, places);
    drafts.quotes.sort_by(|a, b| a.content.cmp(&b.content).then(a.kind.cmp(&b.kind)));
    drafts.not_quotes.sort();
    drafts.not_quotes.dedup();
    drafts.diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.kind));
    drafts.diagnostics.dedup();
    drafts.attributes.sort();
    let attributes = drafts.attributes;
    let mut positions = Positions::new(text);
    let quotes = drafts
        .quotes
        .into_iter()
        .zip(1..)
        .map(|(draft, number)| {
            let position = positions.position(draft.content.first().map_or(0, |span| span.start()));
            let mut quote = Quote::new(&document.id, number, draft.kind, draft.content, text, position);
            if draft.flows {
                quote = quote.flowing(text);
            }
            quote.cue_class = draft.cue_class;
            quote.marked = draft.marked;
            quote.cue = draft.cue.map(|span| Cue::new(span, text));
            quote.attribution = Attribution {
                speaker: draft.speaker,
                mention: draft.mention.map(|span| Mention::new(span, text)),
                evidence: draft.evidence,
            };
            quote.group = draft.group;
            quote.attributes.clone_from(&document.attributes);
            let start = quote.content.first().map_or(0, |span| span.start());
            let from = attributes.partition_point(|(place, ..)| *place < start);
            for (_, name, value) in attributes[from..].iter().take_while(|(place, ..)| *place == start) {
                quote.attributes.insert((*name).to_owned(), value.clone());
            }
            quote
        })
        .collect();
    Extraction {
        document: document.id.clone(),
        document_kind: kind,
        kind_evidence,
        language: document.language.clone(),
        quotes,
        not_quotes: drafts.not_quotes.into_iter().map(|(span, why)| NotQuote::new(span, text, why)).collect(),
        diagnostics: drafts.diagnostics,
        attributes: document.attributes.clone(),
        blocks,
    }
}
