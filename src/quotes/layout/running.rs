//! The running text of a report: what the prose engine finds between marks, as far as people said it.

use crate::document::BlockKind;
use crate::lang::{Classes, VerbClass};
use crate::quotes::draft::Draft;
use crate::quotes::layout::Page;
use crate::quotes::layout::passage::{Said, has_words};
use crate::quotes::layout::speech_cues::{count, is_sentence, is_title_case, spoken};
use crate::quotes::participant;
use crate::quotes::prose;
use crate::quotes::quote::{Evidence, QuoteKind, SpeakerKind, Why};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, line_start};

impl Page<'_> {
    /// Reads the blocks that are left. `framed` are marked words in block quotations whose speaker the writer's words tell,
    /// `refused` those that begin an item or a paragraph and are no quotation by their layout; both ordered.
    pub(crate) fn running(&mut self, used: &[bool], framed: &[Span], refused: &[Span]) {
        let ranges: Vec<Span> = self
            .blocks
            .iter()
            .zip(used)
            .filter(|(block, used)| {
                !**used && matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) && !block.span.is_empty()
            })
            .filter(|(block, _)| !self.is_image(block.span))
            .map(|(block, _)| block.span)
            .collect();
        // Without marks nothing is to be found but the writer's own words.
        let marked = |range: &Span| range.of(self.text).contains(['"', '“', '”', '«', '»', '‘', '„', '\'', '‹', '「']);
        if !self.indirect && !ranges.iter().any(marked) {
            return;
        }
        let before = self.drafts.quotes.len();
        let found = prose::prose(self.engine, self.text, &ranges);
        let mut taken: Vec<Span> = Vec::new();
        for draft in found.quotes {
            // In an article the engine's word holds; in a report only what people said between marks counts.
            if self.indirect {
                taken.extend(&draft.content);
                self.drafts.quotes.push(draft);
                continue;
            }
            if draft.kind == QuoteKind::Indirect {
                continue;
            }
            self.sort(draft, framed, refused, &mut taken);
        }
        // Where the last label ended: “Save” and “Cancel” are announced together.
        let mut label: Option<usize> = None;
        for (span, why) in found.not_quotes {
            if self.is_masked(span.start().saturating_sub(1)) {
                continue;
            }
            if touches(framed, span) {
                continue;
            }
            let words = span.of(self.text);
            if !self.indirect
                && why != Why::Nested
                && count(words, 4) >= 4
                && let Some(who) = self.numbered_behind(span)
            {
                taken.push(span);
                self.push(&Said { content: span, marked: true, who: Some((who, Evidence::Bracket)) }, None);
            } else if why != Why::Nested
                && !self.indirect
                && count(words, 4) >= 3
                && spoken(self.language, &self.speech, words) >= 2
                && self.told(span)
                && !self.asked(span)
                && !self.labelled(span)
                && !touches(refused, span)
            {
                taken.push(span);
                self.push(&Said { content: span, marked: true, who: None }, None);
            } else {
                // What is announced as a label is one, though the words alone look like a term.
                let beside = label.is_some_and(|end: usize| {
                    let between = self.text.get(end..span.start()).unwrap_or(".");
                    between.len() < 24 && !between.contains(['.', '\n'])
                });
                let labelled = why == Why::Term && !self.indirect && (beside || self.labelled(span));
                label = labelled.then(|| span.end());
                self.not_quote(span, Some(if labelled { Why::Label } else { why }));
            }
        }
        taken.sort_unstable();
        for &stretch in framed {
            if touches(&taken, stretch) {
                continue;
            }
            let words = stretch.of(self.text);
            if count(words, 4) < 4 && !is_sentence(words) {
                self.not_quote(stretch, None);
            } else {
                self.push(&Said { content: stretch, marked: true, who: None }, None);
            }
        }
        self.brackets_for_sentences(before);
        let masked = |span: Span| self.is_masked(span.start());
        let diagnostics: Vec<_> = found.diagnostics.into_iter().filter(|odd| !masked(odd.span)).collect();
        self.drafts.diagnostics.extend(diagnostics);
    }

    /// Keeps the marked words of a finding that people said, each stretch for itself.
    fn sort(&mut self, draft: Draft, framed: &[Span], refused: &[Span], taken: &mut Vec<Span>) {
        let person = draft.speaker.as_ref().is_some_and(|speaker| {
            speaker.kind == SpeakerKind::Person
                || participant::is_id(self.language, &speaker.name)
                || crate::quotes::layout::speech_cues::words(&speaker.name).any(|word| {
                    let people = Classes::RESPONDENT
                        | Classes::GROUP
                        | Classes::PERSON_NOUN
                        | Classes::ROLE
                        | Classes::PRONOUN_THEY
                        | Classes::PRONOUN_HE
                        | Classes::PRONOUN_SHE;
                    self.language.word_any_case(word).classes.any(people)
                })
                || self.language.word_any_case(&speaker.name).classes.any(Classes::PRONOUN_INDEFINITE)
        });
        let numbered = draft.speaker.as_ref().is_some_and(|speaker| participant::is_id(self.language, &speaker.name));
        let stretches = if draft.marked.is_empty() { &draft.content } else { &draft.marked };
        let mut kept = Vec::new();
        for &span in stretches {
            if self.is_masked(span.start().saturating_sub(1)) {
                continue;
            }
            let words = span.of(self.text);
            let length = count(words, 40);
            let inside = touches(framed, span);
            let bracket = self.numbered_behind(span);
            let points = spoken(self.language, &self.speech, words);
            let weak = matches!(
                draft.evidence,
                Evidence::NoCue
                    | Evidence::Impersonal
                    | Evidence::Floating
                    | Evidence::Continuation
                    | Evidence::Ambiguous
            );
            let cued = draft.cue.is_some_and(|cue| cue.end() <= span.start() && span.start() - cue.end() < 14);
            let labelled = !cued && self.labelled(span);
            let set_aside = touches(refused, span)
                && !matches!(draft.evidence, Evidence::After | Evidence::Split | Evidence::AccordingTo);
            let attributed = person && !weak;
            let whole = length >= 4 || is_sentence(words);
            let said = inside && (whole || person && !weak)
                || bracket.is_some() && length >= 2
                || !is_title_case(self.language, words)
                    && !labelled
                    && !set_aside
                    && !self.asked(span)
                    && (attributed && numbered && length >= 2
                        || attributed && (length >= 4 || length >= 3 && is_sentence(words))
                        || length >= 3 && points >= 2 && self.told(span)
                        || length >= 6 && points >= 2 && is_sentence(words)
                        || length >= 8 && points >= 3);
            if said {
                kept.push((span, bracket));
            } else {
                self.not_quote(span, None);
            }
        }
        for (span, who) in &kept {
            if let Some(who) = who {
                taken.push(*span);
                self.push(&Said { content: *span, marked: true, who: Some((who.clone(), Evidence::Bracket)) }, None);
            }
        }
        let content: Vec<Span> = kept.iter().filter(|(_, who)| who.is_none()).map(|(span, _)| *span).collect();
        if content.is_empty() {
            return;
        }
        taken.extend(&content);
        if !person && let Some(who) = self.participant_above(content[0].start()) {
            for span in content {
                self.push(&Said { content: span, marked: true, who: Some((who.clone(), Evidence::Label)) }, None);
            }
            return;
        }
        let mut draft = draft;
        let unnamed = draft.speaker.as_ref().is_none_or(|speaker| speaker.kind == SpeakerKind::Anonymous);
        if unnamed
            && !numbered
            && let Some(who) = self.numbered_before(content[0])
        {
            draft.mention = Some(who.mention);
            draft.speaker = Some(who.speaker);
            if !person || draft.evidence == Evidence::UnresolvedPronoun {
                draft.evidence = Evidence::Bracket;
            }
        }
        let mut speaker = draft.speaker.take();
        if let Some(speaker) = speaker.as_mut().filter(|speaker| participant::is_id(self.language, &speaker.name)) {
            (speaker.kind, speaker.respondent) = (SpeakerKind::Anonymous, true);
        }
        self.drafts.quotes.push(Draft { marked: content.clone(), content, speaker, ..draft });
    }

    /// The participant whose number the heading above a place is.
    fn participant_above(&self, place: usize) -> Option<participant::Who> {
        let at = self.blocks.partition_point(|block| block.span.start() <= place);
        let is_heading =
            |number: &usize| self.blocks[*number].kind == BlockKind::Heading && self.blocks[*number].quoted == 0;
        (0..at).rev().take(60).find(is_heading).and_then(|heading| self.participant(heading))
    }

    /// A bracket names who said the stretch in front of it, and those before that in the same sentence: one participant called
    /// it “…” and “…” (P4).
    fn brackets_for_sentences(&mut self, from: usize) {
        let drafts = &mut self.drafts.quotes[from..];
        drafts.sort_by_key(|draft| draft.content[0].start());
        for number in (1..drafts.len()).rev() {
            let (first, second) = (&drafts[number - 1], &drafts[number]);
            let open = first.evidence != Evidence::Bracket
                && first.kind != QuoteKind::Indirect
                && first.speaker.as_ref().is_none_or(|speaker| {
                    speaker.kind == SpeakerKind::Anonymous && !participant::is_id(self.language, &speaker.name)
                });
            let last = first.content[first.content.len() - 1];
            if second.evidence == Evidence::Bracket && open && in_one_sentence(self.text, last, second.content[0]) {
                let (speaker, mention) = (second.speaker.clone(), second.mention);
                let first = &mut drafts[number - 1];
                (first.speaker, first.mention, first.evidence) = (speaker, mention, Evidence::Bracket);
            }
        }
    }

    /// A participant's number in brackets right behind a mark: “…” (P4).
    fn numbered_behind(&self, inside: Span) -> Option<participant::Who> {
        let rest = &self.text[inside.end()..];
        let mark = rest.chars().next().map_or(0, char::len_utf8);
        let from = inside.end() + mark;
        let rest = self.text[from..].trim_start_matches(['*', '_', ' ', ',', '.']);
        let start = self.text.len() - rest.len();
        if start - from > 4 || !rest.starts_with(['(', '[']) {
            return None;
        }
        let window = &rest[..floor_char_boundary(rest, 90)];
        let close = window.find([')', ']'])?;
        let own = Span::new(start + 1, start + close);
        participant::read(self.language, self.text, own)
            .filter(|who| participant::is_id(self.language, who.speaker.name.split(", ").next().unwrap_or("")))
    }

    /// The one participant's number that stands in brackets before marked words in their sentence: one tester (P5) noted “…”.
    fn numbered_before(&self, inside: Span) -> Option<participant::Who> {
        let before = &self.text[..inside.start()];
        let line = line_start(before, before.len());
        let from = line.max(floor_char_boundary(before, before.len().saturating_sub(160)));
        let from = before[from..].rfind(['.', '?', '!', '”', '»']).map_or(from, |at| from + at);
        let from = floor_char_boundary(before, from);
        let mut found = None;
        for (open, _) in before[from..].match_indices('(') {
            let start = from + open + 1;
            let Some(close) = before[start..].find(')') else { break };
            let own = Span::new(start, start + close);
            if let Some(who) = participant::read(self.language, self.text, own)
                .filter(|who| participant::is_id(self.language, &who.speaker.name))
            {
                if found.is_some() {
                    return None;
                }
                found = Some(who);
            }
        }
        found
    }

    /// Whether somebody who was asked tells or says in the sentence before marked words: "another told us “…” and “…”".
    fn told(&self, span: Span) -> bool {
        let before = &self.text[..span.start()];
        let line = line_start(before, before.len());
        let window = &before[line.max(floor_char_boundary(before, before.len().saturating_sub(160)))..];
        let sentence = window.rfind(['.', '?', '!']).map_or(window, |at| &window[at + 1..]);
        let (mut asked, mut cue) = (false, false);
        for word in crate::quotes::layout::speech_cues::words(sentence) {
            let word = self.language.word_any_case(word);
            asked |= !cue && word.classes.any(Classes::RESPONDENT | Classes::PRONOUN_INDEFINITE | Classes::GROUP);
            cue |= asked && word.verb.is_some_and(|verb| matches!(verb.class, VerbClass::Say | VerbClass::Tell));
        }
        cue
    }

    /// Whether the words right before a mark announce a label ("clicked on “…”", "the option “…”", "(“…”)").
    fn labelled(&self, span: Span) -> bool {
        let before = &self.text[..span.start()];
        let start = floor_char_boundary(before, before.len().saturating_sub(60));
        let window = before[start..].trim_end_matches(['"', '“', '‘', '\'', '«', ' ', '*', '_']);
        // "the messages are “…”" says what they are like.
        let last = crate::quotes::layout::speech_cues::words(window).last().unwrap_or("");
        if self.language.word_any_case(last).classes.any(Classes::AUXILIARY) {
            return false;
        }
        window.ends_with('(')
            || crate::quotes::layout::speech_cues::words(window).rev().take(4).any(|word| self.labels.has(word))
    }

    /// Whether marked words are a question that the researchers put.
    fn asked(&self, span: Span) -> bool {
        if !span.of(self.text).trim_end().ends_with('?') {
            return false;
        }
        let before = &self.text[..span.start()];
        let line = line_start(before, before.len());
        let window = &before[line.max(floor_char_boundary(before, before.len().saturating_sub(160)))..];
        // Where the question opens its line, the line above announces it.
        let above = before[..line].trim_end();
        let above = &above[floor_char_boundary(above, above.len().saturating_sub(160))..];
        let above = above.rsplit('\n').next().filter(|above| above.ends_with(':') && !has_words(window));
        let near = crate::quotes::layout::speech_cues::words(above.unwrap_or(window)).rev().take(9);
        near.into_iter().any(|word| self.labels.has(word))
    }

    fn not_quote(&mut self, span: Span, why: Option<Why>) {
        let words = span.of(self.text);
        if !has_words(words) {
            return;
        }
        let why = match why {
            Some(why) => why,
            None if words.trim_end().ends_with('?') => Why::Question,
            None => Why::Label,
        };
        self.drafts.not_quotes.push((span, why));
    }
}

/// Whether no sentence ends between two stretches.
pub(crate) fn in_one_sentence(text: &str, first: Span, second: Span) -> bool {
    first.end() <= second.start()
        && !is_sentence(first.of(text).trim_end_matches(','))
        && !text[first.end()..second.start()].contains(['.', '?', '!', '\n'])
}

/// Whether a span overlaps one of an ordered list.
fn touches(ordered: &[Span], span: Span) -> bool {
    let after = ordered.partition_point(|other| other.start() < span.end());
    after.checked_sub(1).is_some_and(|before| ordered[before].overlaps(span))
}
