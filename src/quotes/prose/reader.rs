//! Reads running text paragraph by paragraph: joins stretches and frames into findings, then resolves who said them.

use std::cell::Cell;

use crate::quotes::draft::{ExtractionDraft, QuoteDraft};
use crate::quotes::prose::Engine;
use crate::quotes::prose::attribution::evidence::{continued, evidence_of, evidence_of_chunk, why_not};
use crate::quotes::prose::attribution::reporting_clause::Frames;
use crate::quotes::prose::attribution::speaker_choice;
use crate::quotes::prose::attribution::speaker_choice::{Before, Choice};
use crate::quotes::prose::headline;
use crate::quotes::prose::speakers::coreference::{Place, Scene};
use crate::quotes::prose::syntax::marks;
use crate::quotes::prose::syntax::paragraph::{Paragraph, Quoted, paragraphs};
use crate::quotes::prose::syntax::token::Tag;
use crate::quotes::quote::{Diagnostic, DiagnosticKind, Evidence, NotQuoteReason, QuoteKind};
use crate::text::Span;

thread_local! {
    /// The buffers of a thread, reused from document to document. A paragraph has a greatest length, and so have they.
    static BUFFERS: Cell<(Paragraph, Frames)> = Cell::default();
}

/// Finds the quotations of running text within `ranges` of it (ordered, disjoint, each one paragraph or more).
pub(crate) fn prose(engine: &Engine, text: &str, ranges: &[Span]) -> ExtractionDraft {
    let (paragraph, frames) = BUFFERS.take();
    let mut reader = Reader {
        engine,
        text,
        paragraph,
        frames,
        scene: Scene::new(text),
        before: Before::default(),
        carried: None,
        findings: Vec::new(),
        drafts: ExtractionDraft::default(),
        groups: 0,
        unread: Vec::new(),
    };
    let mut spans = Vec::new();
    for range in ranges {
        paragraphs(text, *range, &mut spans);
    }
    for (number, &span) in spans.iter().enumerate() {
        let next = spans.get(number + 1).map_or("", |next| next.of(text));
        reader.paragraph(number, span, next);
    }
    reader.finish()
}

/// A quotation before its speaker is resolved.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) kind: QuoteKind,
    pub(crate) content: Vec<Span>,
    pub(crate) marked: Vec<Span>,
    pub(crate) cue: Option<Span>,
    /// The mention in the scene.
    pub(crate) place: Option<Place>,
    pub(crate) evidence: Evidence,
    pub(crate) group: Option<u32>,
}

/// Who the last attribution named, for quotations that go on.
#[derive(Clone, Copy, Debug)]
struct Last {
    place: Option<Place>,
    /// The finding that a continuation may extend.
    finding: usize,
}

/// Whom the paragraph before leaves to speak.
#[derive(Clone, Copy, Debug)]
enum Carried {
    /// Who spoke last.
    Spoke(Last),
    /// Who is named in front of a colon at its end, and the cue.
    Named(Option<Place>, Span),
}

pub(crate) struct Reader<'a> {
    pub(crate) engine: &'a Engine,
    text: &'a str,
    paragraph: Paragraph,
    frames: Frames,
    scene: Scene<'a>,
    before: Before,
    carried: Option<Carried>,
    pub(crate) findings: Vec<Finding>,
    drafts: ExtractionDraft,
    groups: u32,
    /// Paragraphs without marks, with their numbers: only their names can matter, and only if somebody speaks.
    unread: Vec<(usize, Span)>,
}

impl Reader<'_> {
    fn paragraph(&mut self, number: usize, span: Span, next: &str) {
        let engine = self.engine;
        let indirect = engine.settings.indirect;
        let text = span.of(self.text);
        // The last byte of ASCII is a token for sure.
        if !indirect && text.bytes().next_back().is_some_and(|byte| byte.is_ascii()) && !marks::may_mark(text) {
            self.unread.push((number, span));
            self.before = Before { colon: text.ends_with(':'), ..Before::default() };
            self.carried = None;
            return;
        }
        let mut paragraph = std::mem::take(&mut self.paragraph);
        let mut frames = std::mem::take(&mut self.frames);
        paragraph.read(text, span.start(), next, self.before.runs_on, &engine.lexicon);
        frames.chunk(&paragraph);
        frames.find(&paragraph, &engine.models, indirect);
        self.scene.paragraph(number, &paragraph, &frames);
        self.diagnose(&paragraph);
        if number == 0
            && let Some(clause) = headline::read(&paragraph, &frames, text, &self.text[span.end()..])
        {
            self.headline(&paragraph, &frames, clause);
            self.paragraph = paragraph;
            self.frames = frames;
            return;
        }

        // Whose is each marked stretch?
        let mut choices = Vec::with_capacity(paragraph.quoted.len());
        let mut found = Vec::new();
        self.before.carried = self.carried.is_some();
        self.before.previous = None;
        for number in 0..paragraph.quoted.len() {
            let choice = speaker_choice::best(&paragraph, &frames, number, self.before, &engine.models, &mut found);
            self.before.previous = Some(if choice == Choice::NotQuote { 0 } else { 2 });
            choices.push(choice);
        }
        self.combine(&paragraph, &mut frames, &choices);
        self.paragraph = paragraph;
        self.frames = frames;
    }

    /// Notes that the first noun phrase of a headline says a clause.
    fn headline(&mut self, paragraph: &Paragraph, frames: &Frames, clause: (usize, usize)) {
        self.before = Before::default();
        self.carried = None;
        let inside = |quoted: &Quoted| paragraph.inside(quoted.stretch);
        let marked: Vec<Span> = paragraph.quoted.iter().map(inside).collect();
        let kind = if marked.is_empty() { QuoteKind::Indirect } else { QuoteKind::Mixed };
        let place = Some(self.scene.place(paragraph, frames, 0));
        self.findings.push(Finding {
            kind,
            content: vec![paragraph.span_of(clause.0, clause.1)],
            marked,
            cue: None,
            place,
            evidence: Evidence::Colon,
            group: None,
        });
    }

    fn diagnose(&mut self, paragraph: &Paragraph) {
        let marks = &paragraph.marks;
        let kinds = [(&marks.unclosed, DiagnosticKind::UnclosedMark), (&marks.stray, DiagnosticKind::StrayMark)];
        for (tokens, kind) in kinds {
            for &at in tokens {
                let token = paragraph.tokens[at];
                let span = Span::new(paragraph.offset + token.start as usize, paragraph.offset + token.end as usize);
                self.drafts.diagnostics.push(Diagnostic { span, kind });
            }
        }
        for (number, stretch) in marks.stretches.iter().enumerate() {
            if stretch.depth > 0 {
                self.drafts.not_quotes.push((paragraph.inside(number), NotQuoteReason::Nested));
            }
        }
    }

    /// Joins stretches and frames into findings.
    fn combine(&mut self, paragraph: &Paragraph, frames: &mut Frames, choices: &[Choice]) {
        let from = self.findings.len();
        let carried = self.carried;
        let mut latest: Option<Last> = None;
        // The clause of the frame that each stretch was given to.
        let mut clauses: Vec<Option<(usize, usize)>> = vec![None; choices.len()];
        // The frame that each stretch goes back to, through those that go on with it.
        let mut framed: Vec<Option<usize>> = vec![None; choices.len()];
        for (number, choice) in choices.iter().enumerate() {
            if *choice == Choice::Previous {
                framed[number] = number.checked_sub(1).and_then(|before| framed[before]);
            }
            if let Choice::Frame(index) = *choice {
                framed[number] = Some(index);
                clauses[number] = self.clause_of(paragraph, frames, index, paragraph.quoted[number].item);
            }
        }
        let covered = self.clause_findings(paragraph, frames, choices, &clauses);
        for (number, &choice) in choices.iter().enumerate() {
            let quoted = paragraph.quoted[number];
            let inside = paragraph.inside(quoted.stretch);
            if let Some(finding) = covered[number] {
                latest = Some(Last { place: self.findings[finding].place, finding });
                continue;
            }
            let choice = if is_scare(paragraph, frames, number, choice) { Choice::NotQuote } else { choice };
            match choice {
                Choice::NotQuote => self.drafts.not_quotes.push((inside, why_not(paragraph, &quoted))),
                Choice::Nobody => {
                    let evidence = self.why_nobody(paragraph, frames, &quoted);
                    let finding = self.push(paragraph, &quoted, None, None, evidence);
                    latest = Some(Last { place: None, finding });
                }
                Choice::Frame(index) => {
                    let place = self.place_of(paragraph, frames, index);
                    let cue = paragraph.span(frames.frames[index].cue);
                    let evidence = evidence_of(paragraph, frames, index, quoted.item);
                    let finding = match self.join(paragraph, frames, &framed, number) {
                        Some(finding) => {
                            self.extend(finding, inside);
                            finding
                        }
                        None => {
                            let finding = self.push(paragraph, &quoted, place, Some(cue), evidence);
                            if let Some(last) = latest
                                .filter(|_| coordinated(paragraph, number) && framed[number - 1] == framed[number])
                            {
                                self.share_group(last.finding, finding);
                            }
                            finding
                        }
                    };
                    latest = Some(Last { place, finding });
                }
                Choice::Previous => match latest {
                    // "…, “A,” and “B.”": a statement of its own under the same attribution.
                    Some(last) if coordinated(paragraph, number) => {
                        let before = &self.findings[last.finding];
                        let (cue, evidence) = (before.cue, before.evidence);
                        let finding = self.push(paragraph, &quoted, last.place, cue, evidence);
                        self.share_group(last.finding, finding);
                        latest = Some(Last { place: last.place, finding });
                    }
                    Some(last) if near(paragraph, number) => self.extend(last.finding, inside),
                    last => {
                        let place = last.and_then(|last| last.place);
                        let finding = self.push(paragraph, &quoted, place, None, continued(place));
                        latest = Some(Last { place, finding });
                    }
                },
                Choice::Carried => {
                    let runs_on = self.before.runs_on && quoted.item == 0;
                    match carried {
                        Some(Carried::Spoke(last)) if runs_on => {
                            self.extend(last.finding, inside);
                            latest = Some(last);
                        }
                        carried => {
                            let (place, cue, evidence) = match carried {
                                Some(Carried::Named(place, cue)) => (place, Some(cue), Evidence::Colon),
                                Some(Carried::Spoke(last)) => (last.place, None, continued(last.place)),
                                None => (None, None, Evidence::NoCue),
                            };
                            let finding = self.push(paragraph, &quoted, place, cue, evidence);
                            latest = Some(Last { place, finding });
                        }
                    }
                }
                Choice::Chunk(chunk) => {
                    let place = Some(self.scene.place(paragraph, frames, chunk));
                    let evidence = evidence_of_chunk(paragraph, frames, chunk, &quoted);
                    let finding = self.push(paragraph, &quoted, place, None, evidence);
                    latest = Some(Last { place, finding });
                }
            }
        }
        let end = paragraph.items.len();
        self.before.colon = paragraph.items.last().is_some_and(|item| item.tag == Tag::Colon);
        self.before.runs_on = paragraph.runs_on();
        self.before.ends_quoted = paragraph.quoted.last().is_some_and(|quoted| quoted.item + 2 >= end)
            && choices.last().is_some_and(|choice| *choice != Choice::NotQuote);
        let by_frame = (from..self.findings.len())
            .next_back()
            .map(|finding| Last { place: self.findings[finding].place, finding });
        self.carried = match speaker_choice::introducing(paragraph, frames) {
            Some(frame) => {
                let place = frame.source.map(|source| self.scene.place(paragraph, frames, source));
                Some(Carried::Named(place, paragraph.span(frame.cue)))
            }
            None if paragraph.items.is_empty() => carried,
            None => latest.or(by_frame).map(Carried::Spoke),
        };
    }

    fn push(
        &mut self,
        paragraph: &Paragraph,
        quoted: &Quoted,
        place: Option<Place>,
        cue: Option<Span>,
        evidence: Evidence,
    ) -> usize {
        let inside = paragraph.inside(quoted.stretch);
        let kind = if is_direct(paragraph, quoted) { QuoteKind::Direct } else { QuoteKind::Mixed };
        self.findings.push(Finding {
            kind,
            content: vec![inside],
            marked: vec![inside],
            cue,
            place,
            evidence,
            group: None,
        });
        self.findings.len() - 1
    }

    fn extend(&mut self, finding: usize, inside: Span) {
        let finding = &mut self.findings[finding];
        if finding.content.last().is_some_and(|last| last.end() <= inside.start()) {
            finding.content.push(inside);
            finding.marked.push(inside);
        }
        if finding.kind == QuoteKind::Direct && matches!(finding.evidence, Evidence::After | Evidence::Before) {
            finding.evidence = Evidence::Split;
        }
    }

    /// The mention that a frame names as its source.
    pub(crate) fn place_of(&mut self, paragraph: &Paragraph, frames: &Frames, index: usize) -> Option<Place> {
        frames.frames[index].source.map(|source| self.scene.place(paragraph, frames, source))
    }

    /// The finding that a stretch goes on with: that of the stretch before it if both have one frame, or two of one source with
    /// little between, unless "and" joins two statements.
    fn join(&self, paragraph: &Paragraph, frames: &Frames, framed: &[Option<usize>], number: usize) -> Option<usize> {
        let before = number.checked_sub(1)?;
        let (there, here) = (framed[before]?, framed[number]?);
        let same = there == here || same_source(frames, there, here) && short_way(paragraph, before, number);
        if !same || coordinated(paragraph, number) {
            return None;
        }
        let last = self.findings.len().checked_sub(1)?;
        let inside = paragraph.inside(paragraph.quoted[before].stretch);
        (self.findings[last].content.last() == Some(&inside)).then_some(last)
    }

    /// Two statements that "and" joins share a number.
    fn share_group(&mut self, one: usize, other: usize) {
        let group = *self.findings[one].group.get_or_insert_with(|| {
            self.groups += 1;
            self.groups
        });
        self.findings[other].group = Some(group);
    }

    fn why_nobody(&self, paragraph: &Paragraph, frames: &Frames, quoted: &Quoted) -> Evidence {
        let sentence = speaker_choice::sentence_of(paragraph, quoted.item);
        let (from, to) = frames.of_sentence(sentence);
        if frames.frames[from..to].iter().any(|frame| frame.source.is_none()) {
            Evidence::Impersonal
        } else {
            Evidence::NoCue
        }
    }

    /// Takes note of the names in the paragraphs that were left unread.
    fn read_names(&mut self) {
        self.frames.frames.clear();
        for (number, span) in std::mem::take(&mut self.unread) {
            self.paragraph.read_names(span.of(self.text), span.start(), &self.engine.lexicon);
            self.frames.chunk(&self.paragraph);
            self.scene.paragraph(number, &self.paragraph, &self.frames);
        }
        self.scene.sort();
    }

    fn finish(mut self) -> ExtractionDraft {
        if !self.scene.is_silent() && !self.unread.is_empty() {
            self.read_names();
        }
        BUFFERS.set((std::mem::take(&mut self.paragraph), std::mem::take(&mut self.frames)));
        let mut findings = std::mem::take(&mut self.findings);
        findings.sort_by_key(|finding| finding.content.first().map_or(0, |span| span.start()));
        let speakers = self.scene.resolve(&self.engine.language, findings.iter().map(|finding| finding.place));
        let indirect = self.engine.settings.indirect;
        for (finding, speaker) in findings.into_iter().zip(speakers) {
            // Clauses near marks are read for whom they name, wanted or not.
            if finding.kind == QuoteKind::Indirect && !indirect {
                continue;
            }
            let evidence = if speaker.open { Evidence::UnresolvedPronoun } else { finding.evidence };
            let outside = |span: Span| finding.content.iter().all(|content| !content.overlaps(span));
            let cue = finding.cue.filter(|cue| outside(*cue));
            // A mention may reach into the words that it introduces ("a letter by “…”"): it ends before them.
            let mention = speaker.mention.and_then(|mention| {
                let within = finding.content.iter().filter(|content| content.overlaps(mention));
                let end = within.map(|content| content.start()).fold(mention.end(), usize::min);
                let start = mention.start();
                if end == mention.end() {
                    return Some(mention);
                }
                let end = start + self.text.get(start..end)?.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
                (start < end).then(|| Span::new(start, end))
            });
            self.drafts.quotes.push(QuoteDraft {
                kind: finding.kind,
                content: finding.content,
                marked: finding.marked,
                cue,
                mention,
                speaker: speaker.speaker,
                evidence,
                group: finding.group,
            });
        }
        self.drafts
    }
}

/// Whether the words of a stretch stand for themselves rather than as a part of the writer's clause.
fn is_direct(paragraph: &Paragraph, quoted: &Quoted) -> bool {
    let before = quoted.item.checked_sub(1).map(|at| paragraph.items[at].tag);
    let after_that = matches!(before, Some(Tag::That));
    // "…, “A,” and “B.”": a second statement stands for itself as the first does.
    let second = before == Some(Tag::Conjunction)
        && paragraph.items[..quoted.item - 1]
            .iter()
            .rev()
            .find(|item| item.tag != Tag::Comma)
            .is_some_and(|item| item.tag == Tag::Quoted);
    let introduced =
        matches!(before, None | Some(Tag::Comma | Tag::Colon | Tag::Stop | Tag::Quoted | Tag::Dash | Tag::Cue));
    let closed = matches!(quoted.last_byte, b',' | b'.' | b'?' | b'!');
    !after_that
        && (quoted.capital && (introduced || closed)
            || introduced && quoted.clause
            || second && closed && quoted.clause
            || quoted.words >= 6 && closed && quoted.clause)
}

/// Whether a few words inside a clause of the writer's, which no frame reports, are scare quotes: "the so far “orderly” retreat".
fn is_scare(paragraph: &Paragraph, frames: &Frames, number: usize, choice: Choice) -> bool {
    /// The most words of a scare quote.
    const FEW: usize = 5;
    let quoted = &paragraph.quoted[number];
    let loose = match choice {
        Choice::Nobody | Choice::Carried => true,
        Choice::Previous => !near(paragraph, number),
        Choice::Chunk(chunk) => evidence_of_chunk(paragraph, frames, chunk, quoted) == Evidence::Floating,
        Choice::NotQuote | Choice::Frame(_) => false,
    };
    loose && quoted.words <= FEW && !is_direct(paragraph, quoted)
}

fn same_source(frames: &Frames, one: usize, other: usize) -> bool {
    let (one, other) = (frames.frames[one], frames.frames[other]);
    one.source == other.source || other.source.is_none()
}

/// Whether a stretch and the one before it are two statements joined by a conjunction.
fn coordinated(paragraph: &Paragraph, number: usize) -> bool {
    let Some(before) = number.checked_sub(1) else { return false };
    let between = &paragraph.items[paragraph.quoted[before].item + 1..paragraph.quoted[number].item];
    !between.is_empty()
        && between.len() <= 2
        && between.iter().any(|item| item.tag == Tag::Conjunction)
        && between.iter().all(|item| matches!(item.tag, Tag::Conjunction | Tag::Comma))
}

/// Whether only a frame stands between two stretches of one sentence.
fn short_way(paragraph: &Paragraph, one: usize, other: usize) -> bool {
    let between = &paragraph.items[paragraph.quoted[one].item + 1..paragraph.quoted[other].item];
    between.len() <= 6 && !between.iter().any(|item| item.tag == Tag::Stop)
}

/// Whether a stretch goes on with the one before it: in its sentence, or as the beginning of the next.
fn near(paragraph: &Paragraph, number: usize) -> bool {
    let Some(before) = number.checked_sub(1) else { return false };
    let one = speaker_choice::sentence_of(paragraph, paragraph.quoted[before].item);
    let other = speaker_choice::sentence_of(paragraph, paragraph.quoted[number].item);
    one == other || other - one == 1 && paragraph.quoted[number].item == paragraph.sentences[other].0
}
