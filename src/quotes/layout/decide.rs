//! Which candidates are people's words?

use crate::lang::{Classes, List};
use crate::quotes::layout::announcement::{HeadingContext, LeadIn};
use crate::quotes::layout::attribution::Attribution;
use crate::quotes::layout::candidate::{Acceptance, Candidate, Placement};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::passage::PassageForm;
use crate::quotes::layout::speech_cues::{PLAIN_SPEECH, SPEECH, speaks_of_self};
use crate::quotes::participant::is_interviewer;
use crate::quotes::quote::{Evidence, SpeakerKind};
use crate::quotes::wording::{is_sentence, is_title_case, words};

/// Marked words outside block quotations are a quotation with this many points.
const ENOUGH_POINTS: i32 = 2;

/// Items of a list are compared with this many candidates before and behind them, in runs at most so far away.
const NEAR: usize = 12;
const NEAR_RUNS: u32 = 2;

/// Decides which candidates are people's words.
pub(super) fn decide(page: &PageLayout<'_>, candidates: &mut [Candidate]) {
    let usage = PageUsage::of(candidates);
    for candidate in candidates.iter_mut() {
        if is_accepted(page, &usage, candidate) {
            candidate.acceptance = Acceptance::Accepted;
        }
    }
    accept_neighbours(page, candidates);
    for number in 0..candidates.len() {
        if is_accepted_in_list(page, candidates, number) {
            candidates[number].acceptance = Acceptance::Accepted;
        }
    }
}

/// How a page sets quotations: with marks or without, in italics.
struct PageUsage {
    /// Block quotations with marks.
    marked: usize,
    /// Block quotations without marks or attribution, and those of them that sound like speech.
    bare: usize,
    bare_speech: usize,
    /// Block quotations with an attribution.
    attributed: usize,
    /// Whether quotations in block quotations usually have no marks.
    is_bare: bool,
    /// Whether quotations are usually in italics.
    is_italic: bool,
    /// Whether most items and paragraphs that end in a name sound like speech.
    signs_speech: bool,
}

impl PageUsage {
    fn of(candidates: &[Candidate]) -> Self {
        let count = |of: &dyn Fn(&Candidate) -> bool| candidates.iter().filter(|candidate| of(candidate)).count();
        let bare = |one: &Candidate| {
            one.is_quoted_block() && one.passage.form.is_unmarked() && one.passage.utterances[0].attribution.is_none()
        };
        let italic = |one: &Candidate| one.passage.form == PassageForm::Italic;
        let signed = |one: &Candidate| {
            !one.is_quoted_block() && one.passage.form == PassageForm::Unmarked && one.is_attributed()
        };
        let (all_signed, signed_speech) = (count(&signed), count(&|one| signed(one) && one.speech >= SPEECH));
        let block_quotations = count(&Candidate::is_quoted_block);
        let marked = count(&|one| one.is_quoted_block() && !one.passage.form.is_unmarked());
        let (all_bare, bare_speech) = (count(&bare), count(&|one| bare(one) && one.speech >= SPEECH));
        let (all_italic, italic_speech) = (count(&italic), count(&|one| italic(one) && one.speech >= SPEECH));
        Self {
            marked,
            bare: all_bare,
            bare_speech,
            attributed: count(&|one| one.is_quoted_block() && one.is_attributed()),
            is_bare: bare_speech * 2 >= all_bare && all_bare >= marked,
            signs_speech: signed_speech * 2 >= all_signed,
            is_italic: all_italic >= 3 && all_italic > block_quotations && italic_speech * 2 >= all_italic,
        }
    }
}

/// Whether a candidate is a person's words by itself.
fn is_accepted(page: &PageLayout<'_>, usage: &PageUsage, candidate: &Candidate) -> bool {
    let opening = candidate.opening(page.text);
    let utterances = || candidate.passage.utterances.iter();
    let names = || utterances().filter_map(|utterance| utterance.attribution.as_ref()).map(|(who, _)| who);
    let has_speaker = names().any(|who| who.confident) || candidate.is_quoted_block() && candidate.is_attributed();
    // Whoever asks is no participant; behind words, "Interview 7" and "Q41" are numbers of those who answered.
    let asks = |(who, evidence): &Attribution| {
        let name = &who.speaker.name;
        is_interviewer(page.language, name) && (*evidence == Evidence::Label || !page.is_id(name))
    };
    if utterances().filter_map(|utterance| utterance.attribution.as_ref()).any(asks) {
        return false;
    }
    // "How might we …?" between marks too.
    if opening.trim_end().ends_with('?') && opens_as_template(page, opening) {
        return false;
    }
    match (candidate.placement, candidate.passage.form) {
        // `**Applicant**: a person who …` defines a word.
        (Placement::BlockQuotation, PassageForm::Unmarked) if is_definition(candidate) => false,
        // A researcher's note ends in the numbers of those it is about: "Most missed the link (P1, P4)".
        (Placement::Item | Placement::Paragraph, PassageForm::Unmarked) if has_speaker => {
            candidate.speech >= SPEECH || usage.signs_speech && is_excerpt(page, candidate)
        }
        _ if has_speaker => candidate.words > 0,
        _ if page.is_guide => false,
        (Placement::BlockQuotation, PassageForm::Marked | PassageForm::Framed) => {
            !candidate.lead_in.announces_labels() || candidate.words > 3 || is_sentence(opening)
        }
        _ if is_template(page, candidate) => false,
        (Placement::BlockQuotation, PassageForm::Unmarked | PassageForm::Italic) => {
            is_bare_quotation(page, usage, candidate)
        }
        (_, PassageForm::Marked) => candidate.passage.is_announced || points(page, candidate) >= ENOUGH_POINTS,
        (_, PassageForm::Italic) => {
            let words = candidate.lead_in.announces_words();
            usage.is_italic && (candidate.speech > 0 || is_sentence(opening) || words)
                || words && candidate.speech >= PLAIN_SPEECH
        }
        (_, PassageForm::Framed | PassageForm::Unmarked) => false,
    }
}

/// Whether a passage that a name closes is what that person said, and no note about people: whole sentences that speak of no participant.
fn is_excerpt(page: &PageLayout<'_>, candidate: &Candidate) -> bool {
    let opening = candidate.opening(page.text);
    let people = Classes::RESPONDENT | Classes::GROUP;
    let one = candidate.passage.utterances[0]
        .attribution
        .as_ref()
        .is_some_and(|(who, _)| who.speaker.kind != SpeakerKind::Group);
    one && is_sentence(opening) && !words(opening).any(|word| page.language.word_any_case(word).classes.any(people))
}

/// Whether a block quotation without marks or speaker is a person's words.
fn is_bare_quotation(page: &PageLayout<'_>, usage: &PageUsage, candidate: &Candidate) -> bool {
    let Candidate { lead_in, context, speech, .. } = *candidate;
    // What was shown to people addresses them; people speak of themselves.
    if lead_in == LeadIn::Wordings && !speaks_of_self(page.language, candidate.opening(page.text)) {
        return false;
    }
    if lead_in == LeadIn::Quotations || context == HeadingContext::Quotations && !lead_in.announces_labels() {
        return true;
    }
    if usage.is_bare {
        return speech > 0
            || lead_in.announces_words()
            || context != HeadingContext::Nothing
            || usage.bare_speech * 4 >= usage.bare * 3;
    }
    speech >= SPEECH || speech > 0 && usage.attributed * 2 > usage.marked && !lead_in.announces_labels()
}

/// Sentences without marks in a block quotation next to one that is accepted are words of the same kind.
fn accept_neighbours(page: &PageLayout<'_>, candidates: &mut [Candidate]) {
    let is_bare = |one: &Candidate| one.is_quoted_block() && one.passage.form == PassageForm::Unmarked;
    let is_alike = |one: &Candidate| {
        is_sentence(one.opening(page.text))
            && !is_template(page, one)
            && (one.is_accepted() || one.passage.utterances[0].attribution.is_none())
    };
    for number in 1..candidates.len() {
        let (first, second) = (&candidates[number - 1], &candidates[number]);
        let near = is_bare(first)
            && is_bare(second)
            && first.lead_in.agrees(second.lead_in)
            && !first.lead_in.announces_labels()
            && first.heading == second.heading
            && page.next_block(first.last) == Some(second.block);
        if near && first.is_accepted() != second.is_accepted() && is_alike(first) && is_alike(second) {
            candidates[number - 1].acceptance = Acceptance::Accepted;
            candidates[number].acceptance = Acceptance::Accepted;
        }
    }
}

/// Whether an unmarked item is a person's words beside marked ones in one list, or under a heading that announces words.
fn is_accepted_in_list(page: &PageLayout<'_>, candidates: &[Candidate], number: usize) -> bool {
    let item = &candidates[number];
    if item.is_accepted() || item.placement != Placement::Item || item.passage.form != PassageForm::Unmarked {
        return false;
    }
    let run = page.blocks[item.block].run;
    let near = || {
        candidates[number.saturating_sub(NEAR)..candidates.len().min(number + NEAR + 1)].iter().filter(|other| {
            other.placement == Placement::Item && page.blocks[other.block].run.abs_diff(run) <= NEAR_RUNS
        })
    };
    let with_speech = |least: u32| near().filter(|other| other.speech >= least).count();
    let quotations = near().filter(|other| other.is_accepted() && other.passage.form == PassageForm::Marked).count();
    if quotations >= 2 && item.speech >= PLAIN_SPEECH {
        return true;
    }
    let all = near().count();
    match item.context {
        HeadingContext::Quotations => with_speech(SPEECH) * 2 >= all && !item.lead_in.announces_labels(),
        HeadingContext::Words => with_speech(PLAIN_SPEECH) * 3 >= all * 2 && all >= 3 && !is_template(page, item),
        HeadingContext::Nothing => false,
    }
}

/// Whether an unmarked passage begins as user stories and hypotheses do.
fn is_template(page: &PageLayout<'_>, candidate: &Candidate) -> bool {
    candidate.passage.form.is_unmarked() && opens_as_template(page, candidate.opening(page.text))
}

fn opens_as_template(page: &PageLayout<'_>, opening: &str) -> bool {
    /// The words with which templates open are shorter.
    const LONGEST: usize = 24;
    let lower = opening.get(..LONGEST).unwrap_or(opening).to_lowercase();
    let mut openings = page.language.list(List::TemplateOpenings).iter();
    openings.any(|opening| lower.strip_prefix(&**opening).is_some_and(|rest| rest.starts_with(' ')))
}

/// What speaks for a marked passage outside block quotations.
fn points(page: &PageLayout<'_>, candidate: &Candidate) -> i32 {
    let opening = candidate.opening(page.text);
    let length = match candidate.words {
        0..=2 => -3,
        3..=4 => -1,
        5..=7 => 0,
        _ => 1,
    };
    let speech = match candidate.speech {
        0 => 0,
        1 => 1,
        _ => 2,
    };
    let lead_in = match candidate.lead_in {
        LeadIn::Quotations => 2,
        LeadIn::Words => 1,
        LeadIn::Nothing => 0,
        LeadIn::Labels | LeadIn::Wordings => -2,
    };
    length
        + speech
        + lead_in
        + i32::from(is_sentence(opening))
        + i32::from(candidate.context != HeadingContext::Nothing)
        - 3 * i32::from(is_title_case(page.language, opening))
}

/// Whether a label that is no participant's number precedes words that nobody speaks.
fn is_definition(candidate: &Candidate) -> bool {
    let utterance = &candidate.passage.utterances[0];
    candidate.speech == 0
        && utterance.attribution.as_ref().is_some_and(|(who, evidence)| {
            *evidence == Evidence::Label
                && !who.mention.overlaps(utterance.content)
                && !who.speaker.name.contains(|ch: char| ch.is_ascii_digit())
        })
}
