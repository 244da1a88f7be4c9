//! Which plain paragraphs are a statement that the line above gives to somebody? "Ann Field, Head of Care, said:" and what follows.

use crate::document::BlockKind;
use crate::lang::Classes;
use crate::quotes::draft::ExtractionDraft;
use crate::quotes::layout::lead_in_speaker::saying_speaker;
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::speech_cues::{SPEECH, speech_score};
use crate::quotes::layout::trim::bare_words;
use crate::quotes::layout::utterance::{Utterance, add};
use crate::quotes::participant::Participant;
use crate::quotes::quote::{Evidence, SpeakerKind};
use crate::quotes::wording::{count, is_sentence, starts_with_mark, words};
use crate::text::Span;

/// A line that gives a statement to somebody has fewer words.
const WORDS_OF_LEAD_IN: usize = 40;

/// A statement goes on for no more paragraphs than these.
const PARAGRAPHS: usize = 12;

/// Reads the statements and uses their blocks up.
pub(super) fn read_statements(page: &PageLayout<'_>, used: &mut [bool], drafts: &mut ExtractionDraft) {
    for at in 0..page.blocks.len() {
        let block = page.blocks[at];
        if used[at] || block.quoted > 0 || block.kind != BlockKind::Paragraph {
            continue;
        }
        let Some((lead, first)) = lead_in(page, at) else { continue };
        let Some((who, cue)) = saying_speaker(page, lead) else { continue };
        let mut runs: Vec<Span> = first.into_iter().collect();
        let mut last = at;
        if runs.iter().any(|run| !opens_statement(page, *run, &who)) {
            continue;
        }
        while let Some(next) = page.next_block(last).filter(|next| runs.len() < PARAGRAPHS && !used[*next]) {
            let Some(run) = paragraph(page, next) else { break };
            let goes_on =
                runs.is_empty() && opens_statement(page, run, &who) || !runs.is_empty() && continues(page, run, &who);
            if !goes_on {
                break;
            }
            runs.push(run);
            last = next;
        }
        if runs.is_empty() {
            continue;
        }
        let is_person = who.speaker.kind == SpeakerKind::Person;
        let mut statement = Utterance::new(runs[0], false, Some((who, Evidence::Colon)));
        statement.more = runs[1..].to_vec();
        statement.cue = cue;
        add(page.text, drafts, &statement, None);
        // Whoever gives a statement under a name was not asked for a study.
        let speaker = drafts.quotes.last_mut().and_then(|draft| draft.speaker.as_mut());
        speaker.into_iter().filter(|_| is_person).for_each(|speaker| speaker.respondent = false);
        used[at..=last].fill(true);
    }
}

/// The line that ends in a colon, and what stands below it in the same paragraph.
fn lead_in(page: &PageLayout<'_>, at: usize) -> Option<(Span, Option<Span>)> {
    let span = page.blocks[at].span;
    let content = span.of(page.text);
    let (line, rest) = content.split_once('\n').map_or((content, None), |(line, rest)| (line, Some(rest)));
    let bare = line.trim_end_matches(['*', '_', ' ', '\r']);
    if !bare.ends_with(':') || count(bare, WORDS_OF_LEAD_IN) >= WORDS_OF_LEAD_IN {
        return None;
    }
    // A sentence before it makes it the end of a paragraph of the writer's.
    if bare.contains([';', '?', '!']) || [". ", ".\" ", ".” "].iter().any(|end| ends_sentence(page, bare, end)) {
        return None;
    }
    let below =
        rest.map(|rest| Span::new(span.end() - rest.len(), span.end())).and_then(|span| bare_words(page.text, span));
    (rest.is_none() || below.is_some()).then(|| (Span::new(span.start(), span.start() + line.len()), below))
}

/// Whether a full stop ends a sentence, and no title or initial: "Dr. Ida Moss said:".
fn ends_sentence(page: &PageLayout<'_>, line: &str, end: &str) -> bool {
    /// An abbreviation of a title has at most this many letters.
    const TITLE: usize = 4;
    line.match_indices(end).any(|(at, _)| {
        let word = words(&line[..at]).next_back().unwrap_or("");
        let known = page.language.word_any_case(word).classes;
        let title = word.len() <= TITLE && (word.len() == 1 || known.any(Classes::TITLE | Classes::HONORIFIC));
        !title
    })
}

/// A plain paragraph that may be a statement.
fn paragraph(page: &PageLayout<'_>, at: usize) -> Option<Span> {
    let block = page.blocks[at];
    let content = page.words_of(at);
    let plain = block.kind == BlockKind::Paragraph
        && block.quoted == 0
        && !starts_with_mark(content)
        && !content.trim_end_matches(['*', '_', ' ']).ends_with(':')
        && !page.is_image(block.span)
        && is_sentence(content);
    if plain { bare_words(page.text, block.span) } else { None }
}

/// Whether a paragraph is the first of a statement: it does not speak of whoever speaks.
fn opens_statement(page: &PageLayout<'_>, run: Span, who: &Participant) -> bool {
    let content = run.of(page.text);
    is_sentence(content) && !starts_with_mark(content) && !names(content, who)
}

/// Whether a paragraph goes on with a statement: it sounds like speech, and does not speak of whoever speaks.
fn continues(page: &PageLayout<'_>, run: Span, who: &Participant) -> bool {
    let content = run.of(page.text);
    !names(content, who)
        && speech_score(page.language, page.words, content) >= SPEECH
        && !content.contains(['“', '"', '«'])
}

/// Whether words name a person by the last word of the name.
fn names(content: &str, who: &Participant) -> bool {
    let last = words(&who.speaker.name).next_back().unwrap_or("");
    who.speaker.kind == SpeakerKind::Person && words(content).any(|word| word == last)
}
