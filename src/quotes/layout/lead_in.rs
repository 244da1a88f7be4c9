//! The line above a quotation that tells who says it: "As one participant put it:", "A nurse in Hull explained:".

use crate::document::BlockKind;
use crate::lang::{Classes, List, VerbClass};
use crate::quotes::layout::Page;
use crate::quotes::layout::candidate::{Place, Unit};
use crate::quotes::layout::passage::Form;
use crate::quotes::layout::speech_cues::words;
use crate::quotes::participant;
use crate::quotes::participant::Who;
use crate::quotes::quote::Evidence;
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, span_of_subslice};

/// So many bytes of a line are looked at, from its end.
const LONGEST: usize = 400;

impl Page<'_> {
    /// Gives the first passage below a line that names one speaker to that speaker.
    pub(crate) fn led_in(&self, units: &mut [Unit], used: &[bool]) {
        for number in 0..units.len() {
            let unit = &units[number];
            let before = number.checked_sub(1).map(|before| (units[before].block, units[before].last));
            let open = unit.place != Place::Item
                && unit.passage.form != Form::Framed
                && unit.passage.said.iter().all(|said| said.who.is_none());
            let Some(above) = (open && before.is_none_or(|(block, _)| block != unit.block))
                .then(|| self.block_above(unit.block))
                .flatten()
                .filter(|above| !used[*above] && before.is_none_or(|(_, last)| last != *above))
            else {
                continue;
            };
            let block = self.blocks[above];
            if block.quoted == 0
                && matches!(block.kind, BlockKind::Paragraph | BlockKind::Item)
                && let Some(who) = self.teller(block.span)
            {
                for said in &mut units[number].passage.said {
                    said.who = Some((who.clone(), Evidence::Colon));
                }
            }
        }
    }

    /// The nearest block above that holds something to read.
    fn block_above(&self, block: usize) -> Option<usize> {
        (block.saturating_sub(2)..block).rev().find(|above| self.blocks[*above].kind != BlockKind::Markup)
    }

    /// The one person whom the last sentence of a lead-in names as speaking.
    fn teller(&self, span: Span) -> Option<Who> {
        let text = self.text;
        let body = span.of(text).trim_end_matches(['*', '_', ' ']);
        if !body.ends_with([':', ',', '—']) {
            return None;
        }
        let from = floor_char_boundary(body, body.len().saturating_sub(LONGEST));
        let cut = [". ", "? ", "! ", ".\n", "?\n", "!\n"].into_iter().filter_map(|end| body[from..].rfind(end)).max();
        if cut.is_none() && from > 0 {
            return None;
        }
        let start = from + cut.map_or(0, |at| at + 2);
        let sentence = &body[start..];
        let place = |word: &str| span_of_subslice(sentence, word).start();
        let offset = span.start() + start;
        // "In the words of one nurse:"
        let opening = sentence.trim_start_matches(['*', '_', '>', ' ']);
        let lower = opening.get(..40.min(opening.len())).unwrap_or("").to_lowercase();
        let phrase = self
            .language
            .list(List::AccordingTo)
            .iter()
            .filter(|phrase| lower.starts_with(&***phrase))
            .map(|phrase| phrase.len())
            .max();
        if let Some(phrase) = phrase {
            let at = offset + sentence.len() - opening.len() + phrase;
            return self.one_person(Span::new(at, offset + sentence.trim_end_matches([':', ',', '—']).len()));
        }
        if body.ends_with(':') {
            // "**Anna Berg on rents:**", "Anna Berg, nurse:"
            let named = sentence.trim_start_matches(['*', '_', ' ']);
            let at = offset + sentence.len() - named.len();
            let rest = |word: &&str| self.language.word(word).classes.any(Classes::PREPOSITION);
            let until = words(named).find(rest).map_or(named.len(), |word| span_of_subslice(named, word).start());
            let until = named.find([',', '(']).unwrap_or(until).min(until);
            let name = named[..until].trim_end_matches([' ', ':', '*', '_', '—']);
            if words(name).nth(1).is_some() && participant::is_name(self.language, name, false) {
                return participant::read(self.language, text, Span::new(at, at + name.len()));
            }
        }
        let cue = self.first_cue(sentence)?;
        let subject = words(sentence).take_while(|word| place(word) < cue).collect::<Vec<_>>();
        // Adverbs and auxiliaries stand between subject and verb.
        let between = |word: &&&str| {
            self.language.word_any_case(word).classes.any(Classes::ADVERB | Classes::AUXILIARY | Classes::MODAL)
        };
        let adverbs = subject.iter().rev().take_while(between).count();
        let last = subject[..subject.len() - adverbs].last()?;
        let end = place(last) + last.len();
        // The subject starts the sentence, or stands behind a comma or a conjunction: "As one user put it".
        let mut starts: Vec<usize> = vec![0];
        for word in &subject {
            let at = place(word);
            let comma = sentence[..at].trim_end().ends_with([',', ';', '—', '–', '(']);
            let joined = self
                .language
                .word_any_case(word)
                .classes
                .any(Classes::SUBORDINATOR | Classes::CONJUNCTION | Classes::PREPOSITION);
            if comma {
                starts.push(at);
            }
            if joined && starts.last().is_some_and(|start| sentence[*start..at].trim().is_empty()) {
                starts.push(at + word.len());
            }
        }
        starts
            .into_iter()
            .filter(|start| *start < end)
            .find_map(|start| self.one_person(Span::new(offset + start, offset + end)))
    }

    /// Where the first cue of a sentence starts.
    fn first_cue(&self, sentence: &str) -> Option<usize> {
        let place = |word: &str| span_of_subslice(sentence, word).start();
        let mut before: Option<&str> = None;
        for word in words(sentence) {
            if let Some(first) = before {
                let phrase = format!("{} {}", first.to_lowercase(), word.to_lowercase());
                let known = self
                    .language
                    .cues(List::PhrasalCues)
                    .any(|(form, class)| form == phrase && matches!(class, VerbClass::Say | VerbClass::Tell));
                if known {
                    return Some(place(first));
                }
            }
            let verb = self.language.word_any_case(word).verb;
            if verb.is_some_and(|verb| matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Ask)) {
                return Some(place(word));
            }
            before = Some(word);
        }
        None
    }

    /// A participant's number, a name, or one person by a description ("one nurse", "a user in Hull").
    fn one_person(&self, span: Span) -> Option<Who> {
        let subject = span.of(self.text).trim();
        let people = Classes::RESPONDENT | Classes::PERSON_NOUN | Classes::ROLE;
        let known = |word: &str| {
            self.language.word_any_case(word).classes.any(people)
                || self.language.list(List::LabelsRespondent).iter().any(|known| **known == *word.to_lowercase())
        };
        let all: Vec<&str> = words(subject).take(14).collect();
        let first = all.first()?.to_lowercase();
        let joined = |word: &&str| self.language.word_any_case(word).classes.any(Classes::CONJUNCTION);
        let one = self.language.list(List::OneOf).iter().any(|known| **known == *first)
            && all[1..].iter().any(|word| known(word))
            && all.len() < 12
            && !all.iter().any(joined);
        let numbered = participant::is_id(self.language, subject);
        if !(one || numbered || participant::is_name(self.language, subject, false)) {
            return None;
        }
        let start = span.start() + (span.of(self.text).len() - span.of(self.text).trim_start().len());
        let mut who = participant::read(self.language, self.text, Span::new(start, start + subject.len()))?;
        who.sure = true;
        Some(who)
    }
}
