//! What did people say in the running text of a page? The prose engine finds it; in a report only what people said between marks counts.

use crate::document::BlockKind;
use crate::lang::{Classes, Language, VerbClass};
use crate::quotes::draft::{ExtractionDraft, QuoteDraft};
use crate::quotes::layout::attribution::{number_before, number_behind};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::speech_cues::{PLAIN_SPEECH, SPEECH, speaks_of_self, speech_score};
use crate::quotes::layout::trim::in_one_sentence;
use crate::quotes::layout::utterance::{Utterance, add};
use crate::quotes::layout::vocabulary::LayoutWords;
use crate::quotes::participant::{Participant, is_id};
use crate::quotes::quote::{Evidence, NotQuoteReason, QuoteKind, Speaker, SpeakerKind};
use crate::quotes::wording::{count, has_words, is_sentence, is_title_case, words};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, line_start};

/// The words before marks are looked at for this many bytes, where they may announce a label for that many.
const LOOKED_AT: usize = 160;
const LOOKED_AT_FOR_LABELS: usize = 60;

/// A word for labels is among the last words before a mark, one for questions among more.
const WORDS_BEFORE_LABEL: usize = 4;
const WORDS_BEFORE_QUESTION: usize = 9;

/// A cue right before a mark is at most this far away, in bytes.
const NEAR_CUE: usize = 14;

/// Labels that are announced together are less than this apart, in bytes.
const NEAR_LABEL: usize = 24;

/// A heading that names who speaks is at most this many blocks above.
const BLOCKS_TO_HEADING: usize = 60;

/// Words of fewer than this are no sentence to quote without a speaker.
const WHOLE: usize = 4;

/// Which findings of the prose engine count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All of them, reported clauses too.
    Article,
    /// What people said between marks: the writer's summaries ("participants told us that …") are no quotations.
    Report,
}

/// What is known of the running text before it is read.
pub(super) struct Known<'a> {
    pub(super) scope: Scope,
    /// Words in marks in block quotations whose speaker the writer's words name. Ordered.
    pub(super) framed: &'a [Span],
    /// Words in marks that begin an item or a paragraph and are no quotation by their layout. Ordered.
    pub(super) refused: &'a [Span],
    /// Words in marks whose speaker is named right behind them. Ordered.
    pub(super) signed: &'a [Utterance],
}

/// The running text of a page: the blocks that are left.
pub(super) fn ranges(page: &PageLayout<'_>, used: &[bool]) -> Vec<Span> {
    let readable = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Item);
    page.blocks
        .iter()
        .zip(used)
        .filter(|(block, used)| !**used && readable(block.kind) && !block.span.is_empty())
        .map(|(block, _)| block.span)
        .filter(|span| !page.is_image(*span))
        .collect()
}

/// The headings that may be headlines: "Driver took bribes, police say".
pub(super) fn headings(page: &PageLayout<'_>) -> Vec<Span> {
    let heads = page.blocks.iter().filter(|block| block.kind == BlockKind::Heading && block.quoted == 0);
    heads.map(|block| block.span).filter(|span| !span.is_empty()).collect()
}

/// What headlines say counts in an article, and their marks are no labels there; in a report they are the writer's.
pub(super) fn take_headlines(
    scope: Scope,
    headings: &[Span],
    found: &mut ExtractionDraft,
    drafts: &mut ExtractionDraft,
) {
    let is_headline = |draft: &QuoteDraft| draft.content.iter().any(|span| span.overlaps_any(headings));
    if scope == Scope::Report {
        found.quotes.retain(|draft| !is_headline(draft));
        return;
    }
    for draft in found.quotes.iter().filter(|draft| !draft.marked.is_empty() && is_headline(draft)) {
        drafts.not_quotes.retain(|(label, _)| !draft.marked.contains(label));
    }
}

/// How many findings of the running text have a speaker with a name of their own, one of those who were asked, and a group without a name.
pub(super) fn speakers(language: &Language, lists: &LayoutWords, found: &ExtractionDraft) -> (usize, usize, usize) {
    let (mut named, mut asked, mut groups) = (0, 0, 0);
    for speaker in found.quotes.iter().filter_map(|draft| draft.speaker.as_ref()) {
        if is_id(language, &speaker.name) || lists.respondents.any(&speaker.name) {
            asked += 1;
        } else if matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Organisation | SpeakerKind::Document) {
            named += 1;
        } else if speaker.kind == SpeakerKind::Group {
            groups += 1;
        }
    }
    (named, asked, groups)
}

/// Judges what was found in the running text.
pub(super) fn take(page: &PageLayout<'_>, mut found: ExtractionDraft, known: &Known<'_>, drafts: &mut ExtractionDraft) {
    let before = drafts.quotes.len();
    drafts.running.append(&mut found.running);
    found.diagnostics.retain(|diagnostic| !page.is_masked(diagnostic.span.start()));
    drafts.diagnostics.append(&mut found.diagnostics);
    let signed = known.signed.iter().map(|utterance| utterance.content).collect();
    let mut running = Running { page, known, drafts, signed, accepted: Vec::new() };
    for utterance in known.signed {
        running.accepted.push(utterance.content);
        add(page.text, running.drafts, utterance, None);
    }
    match known.scope {
        // In an article the engine's word holds.
        Scope::Article => running.take_all(found),
        Scope::Report => running.take_said(found),
    }
    running.take_framed();
    brackets_for_sentences(page, &mut drafts.quotes[before..]);
}

/// The running text while its findings are judged.
struct Running<'a, 'd> {
    page: &'a PageLayout<'a>,
    known: &'a Known<'a>,
    drafts: &'d mut ExtractionDraft,
    /// The words whose speaker is named right behind them. Ordered.
    signed: Vec<Span>,
    /// The words that are quotations.
    accepted: Vec<Span>,
}

impl Running<'_, '_> {
    fn take_all(&mut self, found: ExtractionDraft) {
        for mut draft in found.quotes {
            if self.is_own_wording(&draft) {
                draft.marked.iter().for_each(|span| self.set_aside(*span, NotQuoteReason::Label));
                continue;
            }
            draft.content.retain(|span| !span.overlaps_any(&self.signed));
            draft.marked.retain(|span| !span.overlaps_any(&self.signed));
            if !draft.content.is_empty() {
                self.accepted.extend(&draft.content);
                self.drafts.quotes.push(draft);
            }
        }
        for (span, why) in found.not_quotes {
            if !self.is_markup(span) && !span.overlaps_any(self.known.framed) && !span.overlaps_any(&self.signed) {
                self.set_aside(span, why);
            }
        }
    }

    fn take_said(&mut self, found: ExtractionDraft) {
        for draft in found.quotes.into_iter().filter(|draft| draft.kind != QuoteKind::Indirect) {
            self.take_draft(draft);
        }
        // Where the last label ended: “Save” and “Cancel” are announced together.
        let mut label: Option<usize> = None;
        for (span, why) in found.not_quotes {
            if self.is_markup(span) || span.overlaps_any(self.known.framed) || span.overlaps_any(&self.signed) {
                continue;
            }
            let number =
                (why != NotQuoteReason::Nested && self.is_longer(span, WHOLE)).then(|| number_behind(self.page, span));
            if let Some(who) = number.flatten() {
                self.accept(span, Some((who, Evidence::Bracket)));
            } else if why != NotQuoteReason::Nested && self.is_told(span) {
                self.accept(span, None);
            } else {
                // What is announced as a label is one, though the words alone look like a term.
                let is_label = why == NotQuoteReason::Term
                    && (label.is_some_and(|end| self.is_beside(end, span)) || self.is_announced_label(span));
                label = is_label.then(|| span.end());
                self.set_aside(span, if is_label { NotQuoteReason::Label } else { why });
            }
        }
    }

    /// Keeps what the writer's words attribute in block quotations, where the engine did not find it.
    fn take_framed(&mut self) {
        self.accepted.sort_unstable();
        for &span in self.known.framed {
            if span.overlaps_any(&self.accepted) || span.overlaps_any(&self.signed) {
                continue;
            }
            if self.is_longer(span, WHOLE) || is_sentence(span.of(self.page.text)) {
                self.add(span, None);
            } else {
                self.refuse(span);
            }
        }
    }

    /// Keeps the marked words of a finding that people said, each for itself.
    fn take_draft(&mut self, draft: QuoteDraft) {
        let speaker = SpeakerSigns::of(self.page, &draft);
        let mut content = Vec::new();
        for &span in if draft.marked.is_empty() { &draft.content } else { &draft.marked } {
            if self.is_markup(span) || span.overlaps_any(&self.signed) {
                continue;
            }
            let number = number_behind(self.page, span);
            if !self.is_said(&draft, &speaker, span, number.as_ref()) {
                self.refuse(span);
            } else if number.is_some() {
                self.accept(span, number.map(|who| (who, Evidence::Bracket)));
            } else {
                content.push(span);
            }
        }
        let Some(&first) = content.first() else { return };
        if !speaker.is_person
            && let Some(who) = participant_above(self.page, first.start())
        {
            for span in content {
                self.accept(span, Some((who.clone(), Evidence::Label)));
            }
            return;
        }
        self.accepted.extend(&content);
        let draft = self.with_number(draft, &speaker, first);
        self.drafts.quotes.push(QuoteDraft { marked: content.clone(), content, ..draft });
    }

    /// A finding whose speaker has no name, with the participant's number in brackets before it.
    fn with_number(&self, mut draft: QuoteDraft, speaker: &SpeakerSigns, first: Span) -> QuoteDraft {
        let unnamed = draft.speaker.as_ref().is_none_or(|speaker| speaker.kind == SpeakerKind::Anonymous);
        if unnamed
            && !speaker.is_numbered
            && let Some(who) = number_before(self.page, first)
        {
            draft.mention = Some(who.mention);
            draft.speaker = Some(who.speaker);
            if !speaker.is_person || draft.evidence == Evidence::UnresolvedPronoun {
                draft.evidence = Evidence::Bracket;
            }
        }
        if let Some(speaker) = draft.speaker.as_mut().filter(|speaker| self.page.is_id(&speaker.name)) {
            (speaker.kind, speaker.respondent) = (SpeakerKind::Anonymous, true);
        }
        draft
    }

    /// Whether marked words of a finding are what people said.
    fn is_said(&self, draft: &QuoteDraft, speaker: &SpeakerSigns, span: Span, number: Option<&Participant>) -> bool {
        let content = span.of(self.page.text);
        let length = count(content, 8);
        let sentence = is_sentence(content);
        let weak = matches!(
            draft.evidence,
            Evidence::NoCue | Evidence::Impersonal | Evidence::Floating | Evidence::Continuation
        );
        let attributed = speaker.is_person && !weak;
        if span.overlaps_any(self.known.framed) && (length >= WHOLE || sentence || attributed)
            || number.is_some() && length >= 2
        {
            return true;
        }
        let cued = draft.cue.is_some_and(|cue| cue.end() <= span.start() && span.start() - cue.end() < NEAR_CUE);
        if self.is_own_wording(draft) {
            return false;
        }
        let refused = span.overlaps_any(self.known.refused)
            && !matches!(draft.evidence, Evidence::After | Evidence::Split | Evidence::AccordingTo);
        if is_title_case(self.page.language, content)
            || !cued && self.is_announced_label(span)
            || refused
            || self.is_put_question(span)
        {
            return false;
        }
        if attributed && (speaker.is_numbered && length >= 2 || length >= WHOLE || length >= 3 && sentence) {
            return true;
        }
        let speech = speech_score(self.page.language, self.page.words, content);
        length >= 3 && speech >= SPEECH && self.is_reported_by_respondent(span)
            || length >= 6 && speech >= SPEECH && sentence
            || length >= 8 && speech >= PLAIN_SPEECH
    }

    /// Whether marked words are a wording that the writer shows to people: "we say why: “We need this to book you a seat.”"
    fn is_own_wording(&self, draft: &QuoteDraft) -> bool {
        let class = |span: &Span, class: Classes| {
            words(span.of(self.page.text)).any(|word| self.page.language.word_any_case(word).classes.any(class))
        };
        let own = draft.mention.as_ref().is_some_and(|mention| class(mention, Classes::PRONOUN_FIRST));
        own && !draft.marked.is_empty()
            && draft.marked.iter().all(|span| {
                class(span, Classes::PRONOUN_SECOND) && !speaks_of_self(self.page.language, span.of(self.page.text))
            })
    }

    /// Whether words that look like no quotation are one: a respondent tells them, and they sound like speech.
    fn is_told(&self, span: Span) -> bool {
        self.is_longer(span, 3)
            && speech_score(self.page.language, self.page.words, span.of(self.page.text)) >= SPEECH
            && self.is_reported_by_respondent(span)
            && !self.is_put_question(span)
            && !self.is_announced_label(span)
            && !span.overlaps_any(self.known.refused)
    }

    /// Whether a respondent tells or says in the sentence before marked words: "another told us “…” and “…”".
    fn is_reported_by_respondent(&self, span: Span) -> bool {
        let window = line_before(self.page.text, span.start());
        let sentence = window.rfind(['.', '?', '!']).map_or(window, |at| &window[at + 1..]);
        let people = Classes::RESPONDENT | Classes::PRONOUN_INDEFINITE | Classes::GROUP;
        let (mut named, mut cue) = (false, false);
        for word in words(sentence) {
            let word = self.page.language.word_any_case(word);
            named |= !cue && word.classes.any(people);
            cue |= named && word.verb.is_some_and(|verb| matches!(verb.class, VerbClass::Say | VerbClass::Tell));
        }
        cue
    }

    /// Whether the words right before a mark announce a label ("clicked on “…”", "the option “…”", "(“…”)").
    fn is_announced_label(&self, span: Span) -> bool {
        let before = &self.page.text[..span.start()];
        let start = floor_char_boundary(before, before.len().saturating_sub(LOOKED_AT_FOR_LABELS));
        let window = before[start..].trim_end_matches(['"', '“', '‘', '\'', '«', ' ', '*', '_']);
        // "the messages are “…”" says what they are like.
        let last = words(window).next_back().unwrap_or("");
        !self.page.language.word_any_case(last).classes.any(Classes::AUXILIARY)
            && (window.ends_with('(')
                || words(window).rev().take(WORDS_BEFORE_LABEL).any(|word| self.page.words.label_heads.has(word)))
    }

    /// Whether marked words are a question that the researchers put.
    fn is_put_question(&self, span: Span) -> bool {
        if !span.of(self.page.text).trim_end().ends_with('?') {
            return false;
        }
        let before = &self.page.text[..span.start()];
        let window = line_before(before, before.len());
        // Where the question opens its line, the line above announces it.
        let above = before[..line_start(before, before.len())].trim_end();
        let above = &above[floor_char_boundary(above, above.len().saturating_sub(LOOKED_AT))..];
        let above = above.rsplit('\n').next().filter(|above| above.ends_with(':') && !has_words(window));
        let mut near = words(above.unwrap_or(window)).rev().take(WORDS_BEFORE_QUESTION);
        near.any(|word| self.page.words.label_heads.has(word))
    }

    /// Whether a label lies right behind another that ended at a place.
    fn is_beside(&self, end: usize, span: Span) -> bool {
        let between = self.page.text.get(end..span.start()).unwrap_or(".");
        between.len() < NEAR_LABEL && !between.contains(['.', '\n'])
    }

    fn is_longer(&self, span: Span, words: usize) -> bool {
        count(span.of(self.page.text), words) >= words
    }

    /// Whether marked words belong to a tag or a template.
    fn is_markup(&self, span: Span) -> bool {
        self.page.is_masked(span.start().saturating_sub(1))
    }

    fn accept(&mut self, span: Span, attribution: Option<(Participant, Evidence)>) {
        self.accepted.push(span);
        self.add(span, attribution);
    }

    fn add(&mut self, span: Span, attribution: Option<(Participant, Evidence)>) {
        add(self.page.text, self.drafts, &Utterance::new(span, true, attribution), None);
    }

    /// Sets aside what is a question or a label by its last sign.
    fn refuse(&mut self, span: Span) {
        let question = span.of(self.page.text).trim_end().ends_with('?');
        self.set_aside(span, if question { NotQuoteReason::Question } else { NotQuoteReason::Label });
    }

    fn set_aside(&mut self, span: Span, why: NotQuoteReason) {
        if has_words(span.of(self.page.text)) {
            self.drafts.not_quotes.push((span, why));
        }
    }
}

/// What the name of a speaker says.
struct SpeakerSigns {
    /// Whether people are meant, not an office or a paper.
    is_person: bool,
    /// Whether the name is a participant's number.
    is_numbered: bool,
}

impl SpeakerSigns {
    fn of(page: &PageLayout<'_>, draft: &QuoteDraft) -> Self {
        let Some(speaker) = &draft.speaker else { return Self { is_person: false, is_numbered: false } };
        let is_numbered = page.is_id(&speaker.name);
        Self { is_person: is_numbered || is_person(page, speaker), is_numbered }
    }
}

fn is_person(page: &PageLayout<'_>, speaker: &Speaker) -> bool {
    let people = Classes::RESPONDENT
        | Classes::GROUP
        | Classes::PERSON_NOUN
        | Classes::ROLE
        | Classes::PRONOUN_THEY
        | Classes::PRONOUN_HE
        | Classes::PRONOUN_SHE;
    let classes = |word: &str| page.language.word_any_case(word).classes;
    speaker.kind == SpeakerKind::Person
        || words(&speaker.name).any(|word| classes(word).any(people))
        || classes(&speaker.name).any(Classes::PRONOUN_INDEFINITE)
}

/// The participant whose number the nearest heading above a place is.
fn participant_above(page: &PageLayout<'_>, place: usize) -> Option<Participant> {
    let at = page.blocks.partition_point(|block| block.span.start() <= place);
    let is_heading =
        |number: &usize| page.blocks[*number].kind == BlockKind::Heading && page.blocks[*number].quoted == 0;
    (0..at).rev().take(BLOCKS_TO_HEADING).find(is_heading).and_then(|heading| page.numbered_line(heading))
}

/// A bracket names who said the words in front of it, and those before that in the same sentence: one participant called it “…” and “…” (P4).
fn brackets_for_sentences(page: &PageLayout<'_>, drafts: &mut [QuoteDraft]) {
    drafts.sort_by_key(|draft| draft.content[0].start());
    for number in (1..drafts.len()).rev() {
        let (first, second) = (&drafts[number - 1], &drafts[number]);
        let open = first.evidence != Evidence::Bracket
            && first.kind != QuoteKind::Indirect
            && first
                .speaker
                .as_ref()
                .is_none_or(|speaker| speaker.kind == SpeakerKind::Anonymous && !page.is_id(&speaker.name));
        let last = first.content[first.content.len() - 1];
        if second.evidence == Evidence::Bracket && open && in_one_sentence(page.text, last, second.content[0]) {
            let (speaker, mention) = (second.speaker.clone(), second.mention);
            let first = &mut drafts[number - 1];
            (first.speaker, first.mention, first.evidence) = (speaker, mention, Evidence::Bracket);
            // What one participant calls it in the writer's sentence is as much theirs as the words before the bracket.
            if !first.marked.is_empty() {
                (first.kind, first.cue) = (QuoteKind::Direct, None);
                first.content.clone_from(&first.marked);
            }
        }
    }
}

/// The words of a line before a place, as many bytes as are looked at.
fn line_before(text: &str, place: usize) -> &str {
    let before = &text[..place];
    &before[line_start(before, place).max(floor_char_boundary(before, place.saturating_sub(LOOKED_AT)))..]
}
