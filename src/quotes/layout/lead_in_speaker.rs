//! Whom does the line above a quotation name as its speaker? "As one participant put it:", "A nurse in Hull explained:".

use crate::document::BlockKind;
use crate::lang::{Classes, List, VerbClass};
use crate::quotes::layout::candidate::{Acceptance, Candidate, Placement};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::passage::PassageForm;
use crate::quotes::participant::{self, Participant};
use crate::quotes::quote::{Evidence, SpeakerKind};
use crate::quotes::wording::words;
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, span_of_subslice};

/// Of a line, at most this many bytes are looked at, from its end.
const LOOKED_AT: usize = 400;

/// Phrases that name the speaker behind them open a sentence within this many bytes.
const LONGEST_PHRASE: usize = 40;

/// The description of one person has fewer words.
const WORDS_OF_DESCRIPTION: usize = 12;

/// Gives the first passage below a line that names one speaker to that speaker, and what follows it in the same block quotation.
pub(super) fn attribute(page: &PageLayout<'_>, candidates: &mut Vec<Candidate>, used: &[bool]) {
    attribute_first(page, candidates, used);
    attribute_further(page, candidates);
    candidates.retain(|candidate| candidate.acceptance != Acceptance::Absorbed);
}

/// The further paragraphs of a block quotation are the same speaker's: without marks they are one statement.
fn attribute_further(page: &PageLayout<'_>, candidates: &mut [Candidate]) {
    let is_unmarked = |one: &Candidate| one.is_quoted_block() && one.passage.form == PassageForm::Unmarked;
    let mut first = 0;
    for number in 1..candidates.len() {
        let (before, rest) = candidates.split_at_mut(number);
        let (head, next) = (&mut before[first], &mut rest[0]);
        let said = head.passage.utterances.first().and_then(|utterance| utterance.attribution.as_ref());
        let by_lead_in = said.filter(|(_, evidence)| *evidence == Evidence::Colon).cloned();
        let same = head.is_quoted_block()
            && page.blocks[head.block].run == page.blocks[next.block].run
            && page.next_block(head.last) == Some(next.block)
            && next.is_quoted_block()
            && !next.is_attributed();
        let Some(attribution) = by_lead_in.filter(|_| same) else {
            first = number;
            continue;
        };
        if is_unmarked(head) && is_unmarked(next) {
            head.passage.utterances[0].more.push(next.passage.utterances[0].content);
            head.last = next.last;
            next.acceptance = Acceptance::Absorbed;
        } else {
            let utterances = next.passage.utterances.iter_mut();
            utterances.for_each(|utterance| utterance.attribution = Some(attribution.clone()));
            first = number;
        }
    }
}

fn attribute_first(page: &PageLayout<'_>, candidates: &mut [Candidate], used: &[bool]) {
    let mut before: Option<(usize, usize)> = None;
    for candidate in candidates {
        let previous = before.replace((candidate.block, candidate.last));
        let open = candidate.placement != Placement::Item
            && candidate.passage.form != PassageForm::Framed
            && !candidate.is_attributed()
            && previous.is_none_or(|(block, _)| block != candidate.block);
        let Some(above) = page.block_above(candidate.block).filter(|_| open) else { continue };
        let block = page.blocks[above];
        // A numbered paragraph of the writer's may end in a lead-in.
        let leads = page.words_of(above).trim_end_matches(['*', '_', ' ']).ends_with(':');
        let free = !used[above] && (leads || previous.is_none_or(|(_, last)| last != above));
        if !free || block.quoted > 0 || !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) {
            continue;
        }
        if let Some((who, cue)) = named_speaker(page, block.span) {
            for utterance in &mut candidate.passage.utterances {
                utterance.attribution = Some((who.clone(), Evidence::Colon));
                utterance.cue = cue;
            }
        }
    }
}

/// Who speaks, and the verb that says so.
pub(super) type Speaking = (Participant, Option<Span>);

/// The one person whom the last sentence of a lead-in names as speaking.
fn named_speaker(page: &PageLayout<'_>, span: Span) -> Option<Speaking> {
    let sentence = last_sentence(page, span)?;
    if let Some(description) = behind_phrase(page, sentence) {
        return Some((one_person(page, description)?, None));
    }
    by_subject(page, sentence).or_else(|| Some((by_name(page, sentence)?, None)))
}

/// The one person who says something by the last sentence of a lead-in: the subject of its verb.
pub(super) fn saying_speaker(page: &PageLayout<'_>, span: Span) -> Option<Speaking> {
    by_subject(page, last_sentence(page, span)?)
}

/// The last sentence of a lead-in, which a colon, a comma or a dash ends.
fn last_sentence<'a>(page: &PageLayout<'a>, span: Span) -> Option<&'a str> {
    let body = span.of(page.text).trim_end_matches(['*', '_', ' ']);
    if !body.ends_with([':', ',', '—']) {
        return None;
    }
    let from = floor_char_boundary(body, body.len().saturating_sub(LOOKED_AT));
    let cut = [". ", "? ", "! ", ".\n", "?\n", "!\n"].into_iter().filter_map(|end| body[from..].rfind(end)).max();
    if cut.is_none() && from > 0 {
        return None;
    }
    Some(&body[from + cut.map_or(0, |at| at + 2)..])
}

/// What follows a phrase that names the speaker: "In the words of one nurse:".
fn behind_phrase<'s>(page: &PageLayout<'_>, sentence: &'s str) -> Option<&'s str> {
    let opening = sentence.trim_start_matches(['*', '_', '>', ' ']);
    let lower = opening.get(..LONGEST_PHRASE.min(opening.len())).unwrap_or("").to_lowercase();
    let phrases = page.language.list(List::AccordingTo).iter();
    let phrase = phrases.filter(|phrase| lower.starts_with(&***phrase)).map(|phrase| phrase.len()).max()?;
    Some(opening.get(phrase..)?.trim_end_matches([':', ',', '—']))
}

/// A name that opens a line with a colon: "**Anna Berg on rents:**", "Anna Berg, nurse:".
fn by_name(page: &PageLayout<'_>, sentence: &str) -> Option<Participant> {
    if !sentence.ends_with(':') {
        return None;
    }
    let named = sentence.trim_start_matches(['*', '_', ' ']);
    let preposition = words(named).find(|word| page.language.word(word).classes.any(Classes::PREPOSITION));
    let until = preposition.map_or(named.len(), |word| span_of_subslice(named, word).start());
    let until = named.find([',', '(']).unwrap_or(until).min(until);
    let name = named[..until].trim_end_matches([' ', ':', '*', '_', '—']);
    let is_name = words(name).nth(1).is_some() && participant::is_name(page.language, name);
    is_name.then(|| page.read(span_of_subslice(page.text, &named[..name.len()]))).flatten()
}

/// The subject of the first reporting verb.
fn by_subject(page: &PageLayout<'_>, sentence: &str) -> Option<Speaking> {
    let language = page.language;
    let place = |word: &str| span_of_subslice(sentence, word).start();
    let cue = first_cue(page, sentence)?;
    let before: Vec<&str> = words(sentence).take_while(|word| place(word) < cue).collect();
    // Adverbs and auxiliaries come between subject and verb.
    let between =
        |word: &&&str| language.word_any_case(word).classes.any(Classes::ADVERB | Classes::AUXILIARY | Classes::MODAL);
    let adverbs = before.iter().rev().take_while(between).count();
    let last = before[..before.len() - adverbs].last()?;
    let end = place(last) + last.len();
    // The subject starts the sentence, or follows a comma or a conjunction: "As one user put it".
    let mut starts: Vec<usize> = vec![0];
    for word in &before {
        let at = place(word);
        if sentence[..at].trim_end().ends_with([',', ';', '—', '–', '(']) {
            starts.push(at);
        }
        let joining = Classes::SUBORDINATOR | Classes::CONJUNCTION | Classes::PREPOSITION;
        let opens = starts.last().is_some_and(|start| sentence[*start..at].trim().is_empty());
        if opens && language.word_any_case(word).classes.any(joining) {
            starts.push(at + word.len());
        }
    }
    let who =
        starts.into_iter().filter(|start| *start < end).find_map(|start| one_person(page, &sentence[start..end]))?;
    let verb = words(&sentence[cue..]).next()?;
    Some((who, Some(span_of_subslice(page.text, verb))))
}

/// Where the first reporting verb of a sentence, or a phrase of one, starts.
fn first_cue(page: &PageLayout<'_>, sentence: &str) -> Option<usize> {
    let mut before: Option<&str> = None;
    for word in words(sentence) {
        if let Some(first) = before {
            let phrase = format!("{} {}", first.to_lowercase(), word.to_lowercase());
            let mut cues = page.language.cues(List::PhrasalCues);
            if cues.any(|(form, class)| form == phrase && matches!(class, VerbClass::Say | VerbClass::Tell)) {
                return Some(span_of_subslice(sentence, first).start());
            }
        }
        let verb = page.language.word_any_case(word).verb;
        if verb.is_some_and(|verb| matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Ask)) {
            return Some(span_of_subslice(sentence, word).start());
        }
        before = Some(word);
    }
    None
}

/// A name with what the person is before or behind it: "Ann Field, Head of Care at the Hospice", "Transport Minister Hal Brook".
fn by_apposition(page: &PageLayout<'_>, subject: &str) -> Option<Participant> {
    let language = page.language;
    let head = subject.split([',', '(']).next().unwrap_or("").trim_end();
    let details = head.len() < subject.trim_end_matches([',', ' ']).len();
    let (office, name) = match participant::office_and_name(language, head) {
        Some(found) => found,
        None if details && participant::is_name(language, head) => (None, head),
        None => return None,
    };
    let from = span_of_subslice(page.text, name);
    let to = span_of_subslice(page.text, subject).end();
    let mut who = page.read(Span::new(from.start(), to))?;
    name.clone_into(&mut who.speaker.name);
    who.speaker.kind = SpeakerKind::Person;
    who.confident = true;
    if let Some(office) = office {
        who.speaker.role.get_or_insert_with(|| office.to_owned());
        who.mention = Span::new(span_of_subslice(page.text, office).start(), who.mention.end());
    }
    Some(who)
}

/// A participant's number, a name, or one person by a description ("one nurse", "a user in Hull").
fn one_person(page: &PageLayout<'_>, words_of_subject: &str) -> Option<Participant> {
    let language = page.language;
    let subject = words_of_subject.trim();
    let people = Classes::RESPONDENT | Classes::PERSON_NOUN | Classes::ROLE;
    let is_person = |word: &str| {
        language.word_any_case(word).classes.any(people)
            || language.list(List::LabelsRespondent).iter().any(|known| **known == *word.to_lowercase())
    };
    let all: Vec<&str> = words(subject).take(WORDS_OF_DESCRIPTION).collect();
    let first = all.first()?.to_lowercase();
    let joined = |word: &&str| language.word_any_case(word).classes.any(Classes::CONJUNCTION);
    let is_description = all.len() < WORDS_OF_DESCRIPTION
        && language.list(List::OneOf).iter().any(|known| **known == *first)
        && all[1..].iter().any(|word| is_person(word))
        && !all.iter().any(joined);
    if let Some(who) = by_apposition(page, subject) {
        return Some(who);
    }
    if !(is_description || page.is_id(subject) || participant::is_name(language, subject)) {
        return None;
    }
    let mut who = page.read(span_of_subslice(page.text, subject))?;
    who.confident = true;
    Some(who)
}
