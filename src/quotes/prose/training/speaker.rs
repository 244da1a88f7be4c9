//! The decisions about quoted spans that the model of speakers learns from.

use crate::text::Span;

use super::super::attribution::paragraph_state::{CarryOver, Ending, ParagraphState, Previous};
use super::super::attribution::reporting_clause::{ClauseId, Cues, ReportingClauses};
use super::super::attribution::speaker_choice;
use super::super::attribution::speaker_features::{Choice, SpanContext};
use super::super::model::table::Models;
use super::super::syntax::index::{PhraseId, SpanId};
use super::super::syntax::paragraph::Paragraph;
use super::fit::{Collector, Decision};
use super::texts::{GoldQuotation, TrainingParagraph, TrainingText};

/// The speaker whom a paragraph leaves to the next one.
#[derive(Clone, Copy)]
enum Carried<'a> {
    /// The speaker of the last quotation.
    Spoke(&'a GoldQuotation),
    /// Who is named in front of a colon.
    Named(Span),
}

/// Who says each quoted span of a text, if it is a quotation?
pub(super) fn of_speakers(
    paragraphs: &[TrainingParagraph<'_>],
    text: &TrainingText,
    clauses: &mut ReportingClauses,
    models: &Models,
    out: &mut Collector,
    decisions: &mut Vec<Decision>,
) {
    let mut carry_over: CarryOver<Carried<'_>> = CarryOver::default();
    for training in paragraphs {
        let paragraph = &training.paragraph;
        clauses.find(paragraph, models, Cues::Speech);
        let mut last: Option<&GoldQuotation> = None;
        for span in paragraph.quoted.ids() {
            let inside = paragraph.inside(paragraph.quoted[span].pair);
            let gold = quotation_of(&training.gold, inside);
            let carried = carry_over.speaker();
            let judge = Judge { text: &text.text, paragraph, clauses, gold, last, carried };
            decisions.extend(judge.decision(span, carry_over.state(), out));
            carry_over.decide(if gold.is_some() { Previous::Quotation } else { Previous::NotQuote });
            last = gold.or(last);
        }
        let end = paragraph.offset + paragraph.tokens.last().map_or(0, |token| token.end as usize);
        let quoted = last.is_some_and(|last| last.content.end() + 4 >= end);
        let latest = || training.gold.iter().copied().max_by_key(|gold| gold.content.end());
        let ending = Ending { quoted, spoke: last.or_else(latest).map(Carried::Spoke) };
        carry_over.end_paragraph(paragraph, clauses, ending, |clause| {
            let source = clause.source.map(|source| paragraph.phrases.list[source].items());
            Carried::Named(source.map_or_else(|| paragraph.span(clause.cue), |items| paragraph.span_of(items)))
        });
    }
}

/// The quotation that a quoted span belongs to: half of the span or more lies in it.
fn quotation_of<'a>(gold: &[&'a GoldQuotation], inside: Span) -> Option<&'a GoldQuotation> {
    gold.iter().copied().find(|gold| {
        let shared = gold.content.end().min(inside.end()).saturating_sub(gold.content.start().max(inside.start()));
        gold.marked && shared * 2 >= inside.len()
    })
}

/// What is known of the right choice for a quoted span.
struct Judge<'a> {
    text: &'a str,
    paragraph: &'a Paragraph,
    clauses: &'a ReportingClauses,
    gold: Option<&'a GoldQuotation>,
    /// The last quotation of the paragraph before it.
    last: Option<&'a GoldQuotation>,
    carried: Option<Carried<'a>>,
}

impl Judge<'_> {
    /// The decision about a quoted span, where one of the choices is right.
    fn decision(&self, span: SpanId, state: ParagraphState, out: &mut Collector) -> Option<Decision> {
        let mut choices = Vec::new();
        speaker_choice::choices(self.paragraph, self.clauses, &self.paragraph.quoted[span], state, &mut choices);
        choices.iter().any(|choice| self.is_right(*choice)).then(|| {
            let right = self.taught(&choices);
            let context = SpanContext::new(self.paragraph, self.clauses, span, state);
            let features = |choice: &Choice| {
                context.features(*choice, out);
                out.features.clone()
            };
            Decision { candidates: choices.iter().map(features).collect(), right }
        })
    }

    /// Which of the choices is to be learnt. With a reporting clause among the right ones, a bare noun phrase is not; of the reporting
    /// clauses of the right speaker, it is the one with the cue that people marked.
    fn taught(&self, choices: &[Choice]) -> Vec<bool> {
        let is_phrase = |choice: Choice| matches!(choice, Choice::Phrase(_));
        let has_cue = |choice: Choice| matches!(choice, Choice::Clause(clause) if self.has_marked_cue(clause));
        let right = || choices.iter().copied().filter(|choice| self.is_right(*choice));
        let any_better = right().any(|choice| !is_phrase(choice));
        let any_cue = right().any(has_cue);
        let taught = |choice: Choice| match choice {
            Choice::Phrase(_) => !any_better,
            Choice::Clause(_) => !any_cue || has_cue(choice),
            _ => true,
        };
        choices.iter().map(|choice| self.is_right(*choice) && taught(*choice)).collect()
    }

    fn is_right(&self, choice: Choice) -> bool {
        let Some(gold) = self.gold else { return choice == Choice::NotQuote };
        match choice {
            Choice::NotQuote => false,
            Choice::Nobody => gold.speaker.is_none(),
            Choice::Clause(clause) => match self.clauses.list[clause].source {
                Some(source) => self.names(gold, source),
                None => gold.speaker.is_none() && self.has_marked_cue(clause),
            },
            Choice::Previous => self.last.is_some_and(|last| have_same_speaker(last, gold)),
            Choice::Carried => match self.carried {
                Some(Carried::Spoke(carried)) => have_same_speaker(carried, gold),
                Some(Carried::Named(named)) => is_speaker(gold, named, self.text),
                None => false,
            },
            Choice::Phrase(phrase) => self.names(gold, phrase),
        }
    }

    /// Whether the cue of a reporting clause is the one that people marked.
    fn has_marked_cue(&self, clause: ClauseId) -> bool {
        let cue = self.paragraph.span(self.clauses.list[clause].cue);
        self.gold.and_then(|gold| gold.cue).is_some_and(|marked| marked.overlaps(cue))
    }

    fn names(&self, gold: &GoldQuotation, phrase: PhraseId) -> bool {
        let items = self.paragraph.phrases.list[phrase].items();
        is_speaker(gold, self.paragraph.span_of(items), self.text)
    }
}

fn have_same_speaker(a: &GoldQuotation, b: &GoldQuotation) -> bool {
    match (a.speaker, b.speaker) {
        (Some(one), Some(other)) if one.overlaps(other) => true,
        _ => a
            .names
            .iter()
            .any(|name| b.names.iter().any(|other| family(name) == family(other) && !family(name).is_empty())),
    }
}

/// Whether a noun phrase names the speaker of a quotation.
fn is_speaker(gold: &GoldQuotation, phrase: Span, text: &str) -> bool {
    gold.speaker.is_some_and(|speaker| speaker.overlaps(phrase)) || {
        let name = family(phrase.of(text));
        name.starts_with(char::is_uppercase) && gold.names.iter().any(|other| family(other) == name)
    }
}

/// The last word of a name.
fn family(name: &str) -> &str {
    name.trim_end_matches("’s").trim_end_matches("'s").split_whitespace().next_back().unwrap_or("")
}
