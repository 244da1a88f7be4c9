//! Reads running text paragraph by paragraph: attributes its quoted spans and reported clauses, then resolves who said them.

use std::cell::Cell;

use crate::lang::{Classes, Language, List};
use crate::quotes::draft::{ExtractionDraft, QuoteDraft};
use crate::quotes::quote::{CueClass, Diagnostic, DiagnosticKind, Evidence, NotQuoteReason, QuoteKind};
use crate::quotes::{Speaker, SpeakerKind};
use crate::text::Span;

use super::attributed::{Attributed, attribute};
use super::attribution::paragraph_state::{CarryOver, Ending, Previous};
use super::attribution::reporting_clause::{Cues, ReportingClauses};
use super::attribution::speaker_choice;
use super::attribution::speaker_features::Choice;
use super::continued;
use super::engine::Engine;
use super::findings::{Finding, Findings, Spoke};
use super::headline;
use super::headline::{Headline, Place};
use super::reported;
use super::spans;
use super::spans::{Carried, FromBefore};
use super::speakers::coreference::{Mentions, Resolved};
use super::syntax::index::Id;
use super::syntax::items::QuotedSpan;
use super::syntax::marks;
use super::syntax::paragraph::Paragraph;
use super::syntax::paragraphs::paragraphs;

/// What is reused from paragraph to paragraph.
#[derive(Debug, Default)]
struct Buffers {
    paragraph: Paragraph,
    clauses: ReportingClauses,
}

thread_local! {
    /// The buffers of a thread, reused from document to document. A paragraph has a greatest length, and so have they.
    static BUFFERS: Cell<Buffers> = Cell::default();
}

/// Finds the quotations of running text within `ranges` of it (ordered, disjoint, each one paragraph or more).
pub(crate) fn prose(engine: &Engine, text: &str, ranges: &[Span]) -> ExtractionDraft {
    prose_below(engine, text, &[], ranges)
}

/// The same of text with headings that the layout sets apart: only headlines that name who says the rest are read of them.
pub(crate) fn prose_below(engine: &Engine, text: &str, headings: &[Span], ranges: &[Span]) -> ExtractionDraft {
    let mut spans = Vec::new();
    for range in ranges {
        paragraphs(text, *range, &mut spans);
    }
    let mut buffers = BUFFERS.take();
    let mut reader = Reader {
        engine,
        text,
        mentions: Mentions::new(text, &engine.lexicon.people),
        carry_over: CarryOver::default(),
        findings: Findings::default(),
        drafts: ExtractionDraft { running: ranges.to_vec(), ..ExtractionDraft::default() },
        unread: Vec::new(),
    };
    let mut headings = headings.iter().peekable();
    for (number, &span) in spans.iter().enumerate() {
        while let Some(&heading) = headings.next_if(|heading| heading.start() < span.start()) {
            reader.read_heading(number, heading, &mut buffers.paragraph);
        }
        if number > 0 && is_link(&engine.language, span.of(text)) {
            let left = reader.carry_over;
            reader.read_heading(number, span, &mut buffers.paragraph);
            reader.carry_over = left;
            continue;
        }
        let further = spans[number + 1..].iter().map(|next| next.of(text));
        let next = further.into_iter().find(|next| !is_link(&engine.language, next)).unwrap_or("");
        reader.read(number, span, next, &mut buffers);
    }
    reader.read_names(&mut buffers.paragraph);
    BUFFERS.set(buffers);
    reader.finish()
}

/// Whether a line leads to other texts: "READ MORE: Harbour shut". What is said around it goes on behind it.
fn is_link(language: &Language, line: &str) -> bool {
    /// Such a line is shorter, in bytes.
    const LONGEST: usize = 160;
    /// The words that lead to it end within so many bytes.
    const LEAD: usize = 48;
    let bytes = line.as_bytes();
    let head = &bytes[..bytes.len().min(LEAD)];
    let parted = || memchr::memchr3(b':', b'|', b'>', head).is_some() || memchr::memchr2(0xC2, 0xE2, head).is_some();
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && line.len() < LONGEST
        && (line.len() < LEAD || parted())
        && language.list(List::LinkLeads).iter().any(|lead| {
            let led = line.get(..lead.len()).is_some_and(|head| head.eq_ignore_ascii_case(lead));
            let behind = || line[lead.len()..].trim_start();
            led && (behind().is_empty() || behind().starts_with([':', '|', '>', '»', '→', '–', '—', '…']))
        })
}

/// What was read of a text.
struct Reader<'a> {
    engine: &'a Engine,
    text: &'a str,
    mentions: Mentions<'a>,
    carry_over: CarryOver<Carried>,
    findings: Findings,
    drafts: ExtractionDraft,
    /// Paragraphs without marks, with their numbers: only their names can matter, and only if there are speakers.
    unread: Vec<(usize, Span)>,
}

impl Reader<'_> {
    /// Reads a paragraph, given its number and the one that follows.
    fn read(&mut self, number: usize, span: Span, next: &str, buffers: &mut Buffers) {
        let Engine { lexicon, models, settings, .. } = self.engine;
        let text = span.of(self.text);
        // The last byte of ASCII is a token for sure.
        if !settings.indirect && text.bytes().next_back().is_some_and(|byte| byte.is_ascii()) && !marks::may_mark(text)
        {
            self.unread.push((number, span));
            self.carry_over.restart(text.ends_with(':'));
            return;
        }
        let Buffers { paragraph, clauses } = buffers;
        paragraph.read(text, span.start(), next, self.carry_over.state().continues, lexicon);
        let in_capitals = number == 0 && !paragraph.writing.capitalised_nouns && paragraph.is_title_case();
        let is_title = in_capitals
            && !paragraph.items.iter().any(|item| item.classes.any(Classes::AUXILIARY | Classes::MODAL))
            && headline::is_possible(text, &self.text[span.end()..], Place::Title);
        let cues = match (settings.indirect, settings.attitudes) {
            (false, _) => Cues::NearMarks,
            // In a headline in Capitals any word may look like a verb: without an auxiliary its form as a headline tells what it says.
            (true, false) if is_title && !text.ends_with('.') => Cues::NearMarks,
            (true, false) => Cues::Speech,
            (true, true) => Cues::All,
        };
        clauses.find(paragraph, models, cues);
        let headline = self.headline(number, paragraph, span);
        if in_capitals {
            headline::trim_names(paragraph, text, &self.text[span.end()..]);
        }
        self.mentions.add_names(number, paragraph, &clauses.sources());
        self.diagnose(paragraph);
        if let Some(headline) = headline {
            self.add_headline(paragraph, headline);
            return;
        }
        let choices = self.choose(paragraph, clauses);
        self.add_findings(paragraph, clauses, &choices);
    }

    /// Who says each quoted span?
    fn choose(&mut self, paragraph: &Paragraph, clauses: &ReportingClauses) -> Vec<Choice> {
        let mut found = Vec::new();
        let mut choices = Vec::with_capacity(paragraph.quoted.len());
        for span in paragraph.quoted.ids() {
            let state = self.carry_over.state();
            let choice = speaker_choice::best(paragraph, clauses, span, state, &self.engine.models, &mut found);
            self.carry_over.decide(if choice == Choice::NotQuote { Previous::NotQuote } else { Previous::Quotation });
            choices.push(choice);
        }
        choices
    }

    /// Adds what was found in a paragraph, and notes what it leaves to the next one.
    fn add_findings(&mut self, paragraph: &Paragraph, clauses: &mut ReportingClauses, choices: &[Choice]) {
        let first = self.findings.list.end();
        let attributed_spans = attribute(paragraph, clauses, choices, &self.engine.models);
        let mut attributed = Attributed {
            paragraph,
            clauses,
            spans: attributed_spans,
            mentions: &mut self.mentions,
            findings: &mut self.findings,
            not_quotes: &mut self.drafts.not_quotes,
            acted: None,
        };
        reported::add(&mut attributed, self.engine);
        let before = FromBefore { speaker: self.carry_over.speaker(), continues: self.carry_over.state().continues };
        if self.engine.settings.indirect {
            continued::add(&mut attributed, first, before);
        }
        let latest = spans::add(&mut attributed, before);
        let acted =
            attributed.acted.map(|clause| (paragraph.span(clauses.list[clause].cue), attributed.source_of(clause)));
        let last = || {
            let finding = self.findings.list.end().checked_sub(1).filter(|last| *last >= first);
            let spoke = finding.map(|finding| Spoke { mention: self.findings.list[finding].mention, finding });
            let start = |spoke: Spoke| self.findings.list[spoke.finding].content.first().map_or(0, |span| span.start());
            match acted {
                Some((cue, mention)) if spoke.is_none_or(|spoke| start(spoke) < cue.start()) => {
                    Some(Carried::Acted(mention))
                }
                _ => spoke.map(Carried::Spoke),
            }
        };
        let ends_quoted = paragraph.quoted.last().is_some_and(|quoted| quoted.item + 2 >= paragraph.items.end())
            && choices.last().is_some_and(|choice| *choice != Choice::NotQuote);
        let ending = Ending { quoted: ends_quoted, spoke: latest.map(Carried::Spoke).or_else(last) };
        let mentions = &mut self.mentions;
        self.carry_over.end_paragraph(paragraph, clauses, ending, |clause| {
            let mention = clause.source.map(|source| mentions.add_speaker(paragraph, source));
            Carried::Named(mention, paragraph.span(clause.cue))
        });
    }

    /// Reads a heading, given the number of the paragraph below it.
    fn read_heading(&mut self, number: usize, span: Span, paragraph: &mut Paragraph) {
        let text = span.of(self.text);
        if !headline::is_possible(text, &self.text[span.end()..], Place::Title) {
            return;
        }
        paragraph.read(text, span.start(), "", false, &self.engine.lexicon);
        if let Some(headline) = self.headline(number, paragraph, span) {
            self.mentions.add_names(number, paragraph, &[headline.source]);
            self.add_headline(paragraph, headline);
        }
    }

    /// What a paragraph says that is a headline, and who says it.
    fn headline(&self, number: usize, paragraph: &Paragraph, span: Span) -> Option<Headline> {
        let (text, body) = (span.of(self.text), &self.text[span.end()..]);
        let place = if number == 0 { Place::Title } else { Place::Inside };
        if !headline::is_possible(text, body, place) || self.carry_over.state().continues {
            return None;
        }
        headline::read(self.engine, paragraph, text, body, place)
    }

    /// Adds what a headline says.
    fn add_headline(&mut self, paragraph: &Paragraph, headline: Headline) {
        self.carry_over.restart(false);
        let Headline { said, source, cue, evidence } = headline;
        let inside = |quoted: &QuotedSpan| paragraph.inside(quoted.pair);
        let marked: Vec<Span> = paragraph.quoted[paragraph.quoted_within(said)].iter().map(inside).collect();
        let alone = said.len() == 1 && !marked.is_empty();
        self.findings.list.push(Finding {
            kind: match marked.is_empty() {
                true => QuoteKind::Indirect,
                false if alone => QuoteKind::Direct,
                false => QuoteKind::Mixed,
            },
            cue_class: CueClass::Speech,
            content: if alone { marked.clone() } else { vec![paragraph.span_of(said)] },
            marked,
            cue: cue.map(|cue| paragraph.span(cue)),
            mention: Some(self.mentions.add_speaker(paragraph, source)),
            evidence,
            group: None,
        });
    }

    /// Notes marks without a partner, and quotations within quotations.
    fn diagnose(&mut self, paragraph: &Paragraph) {
        let marks = &paragraph.marks;
        let kinds = [(&marks.unclosed, DiagnosticKind::UnclosedMark), (&marks.stray, DiagnosticKind::StrayMark)];
        for (tokens, kind) in kinds {
            let diagnostics = tokens.iter().map(|token| Diagnostic { span: paragraph.token_span(*token), kind });
            self.drafts.diagnostics.extend(diagnostics);
        }
        for (number, pair) in marks.pairs.enumerate() {
            if pair.depth > 0 {
                self.drafts.not_quotes.push((paragraph.inside(number), NotQuoteReason::Nested));
            }
        }
    }

    /// Takes note of the names in the paragraphs that were left unread, if there are speakers.
    fn read_names(&mut self, paragraph: &mut Paragraph) {
        if self.mentions.is_empty() || self.unread.is_empty() {
            return;
        }
        for &(number, span) in &self.unread {
            paragraph.read_names(span.of(self.text), span.start(), &self.engine.lexicon);
            self.mentions.add_names(number, paragraph, &[]);
        }
        self.mentions.sort();
    }

    /// Gives the findings their speakers.
    fn finish(self) -> ExtractionDraft {
        let Self { engine, text, mentions, findings, mut drafts, .. } = self;
        let mut findings = findings.list.into_vec();
        findings.sort_by_key(|finding| finding.content.first().map_or(0, |span| span.start()));
        let speakers = mentions.resolve(findings.iter().map(|finding| finding.mention));
        let main = main_person(&mentions, &findings, &speakers);
        for (mut finding, mut speaker) in findings.into_iter().zip(speakers) {
            if let Some(main) = main.as_ref().filter(|_| is_unclaimed(&finding)) {
                speaker.speaker = Some(main.clone());
                finding.evidence = Evidence::Floating;
            }
            // Clauses near marks are read for whom they name, wanted or not.
            if finding.kind != QuoteKind::Indirect || engine.settings.indirect {
                drafts.quotes.push(draft(engine, text, finding, speaker));
            }
        }
        drafts
    }
}

/// Whether nobody near a quotation is named for it.
fn is_unclaimed(finding: &Finding) -> bool {
    finding.kind == QuoteKind::Direct && finding.mention.is_none() && finding.evidence == Evidence::NoCue
}

/// The person who says what nobody is named for: whom a text is about in which nobody else speaks.
fn main_person(mentions: &Mentions<'_>, findings: &[Finding], speakers: &[Resolved]) -> Option<Speaker> {
    let main = if findings.iter().any(is_unclaimed) { mentions.main_person()? } else { return None };
    let others = speakers.iter().filter_map(|resolved| resolved.speaker.as_ref());
    let alone = others.into_iter().all(|speaker| speaker.kind != SpeakerKind::Person || speaker.name == main.name);
    alone.then_some(main)
}

/// A finding with its speaker. Cue and mention lie outside its content, and nobody is named by a pronoun.
fn draft(engine: &Engine, text: &str, finding: Finding, speaker: Resolved) -> QuoteDraft {
    // A number of a page or a list names nobody.
    let is_number = |name: &str| !name.contains(char::is_alphabetic);
    let (told, mention) = match speaker.speaker {
        Some(told) if is_number(&told.name) => (None, None),
        told => (told, speaker.mention),
    };
    let named = told.filter(|speaker| !is_pronoun(&engine.language, &speaker.name));
    let outside = |span: &Span| finding.content.iter().all(|content| !content.overlaps(*span));
    let mention = mention.and_then(|mention| outside_content(text, mention, &finding.content));
    QuoteDraft {
        kind: finding.kind,
        cue_class: finding.cue_class,
        cue: finding.cue.filter(outside),
        mention,
        evidence: if speaker.open || named.is_none() && mention.is_some() {
            Evidence::UnresolvedPronoun
        } else {
            finding.evidence
        },
        speaker: named,
        flows: false,
        group: finding.group,
        content: finding.content,
        marked: finding.marked,
    }
}

/// Whether a name is only a pronoun, or says no more than one: "she", "who", "people". "WHO" and "Will" are names.
fn is_pronoun(language: &Language, name: &str) -> bool {
    const PRONOUNS: Classes = Classes::PRONOUNS
        .with(Classes::PRONOUN_OBJECT)
        .with(Classes::POSSESSIVE)
        .with(Classes::PRONOUN_INDEFINITE)
        .with(Classes::RELATIVE)
        .with(Classes::INTERROGATIVE)
        .with(Classes::DETERMINER);
    let word = name.to_lowercase();
    let acronym = name.chars().count() > 1 && !name.chars().any(char::is_lowercase);
    let classes = language.word(&word.replace('’', "'")).classes;
    // "Another" is somebody who has not spoken before.
    let other = classes.any(Classes::DETERMINER) && language.list(List::OneOf).iter().any(|one| **one == *word);
    !acronym && !other && classes.any(PRONOUNS) && !classes.any(Classes::NAMES)
        || language.list(List::NoNames).iter().any(|none| **none == *word)
}

/// A mention that reaches into the words that it introduces ("a letter by “…”") ends before them.
fn outside_content(text: &str, mention: Span, content: &[Span]) -> Option<Span> {
    let within = content.iter().filter(|content| content.overlaps(mention));
    let end = within.map(|content| content.start()).fold(mention.end(), usize::min);
    let start = mention.start();
    if end == mention.end() {
        return Some(mention);
    }
    let end = start + text.get(start..end)?.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    (start < end).then(|| Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::prose::Settings;

    #[test]
    fn nobody_is_named_by_a_pronoun() {
        let engine = Engine::new(Language::english(), Settings::default());
        let pronouns = Classes::PRONOUNS | Classes::PRONOUN_OBJECT | Classes::POSSESSIVE | Classes::PRONOUN_INDEFINITE;
        let all: Vec<String> = engine
            .language
            .words()
            .filter(|(_, word)| word.classes.any(pronouns | Classes::RELATIVE) && !word.classes.any(Classes::NAMES))
            .map(|(word, _)| word.to_owned())
            .chain(engine.language.list(List::NoNames).iter().map(|word| word.to_string()))
            .collect();
        assert!(all.len() > 60, "{all:?}");
        for word in all.iter().filter(|word| *word != "another") {
            for text in [
                format!("“It was far too late for us,” {word} said."),
                format!("The gate was shut. {word} said: “It was far too late for us.”"),
                format!("It was late, {word} said. The gate was shut."),
            ] {
                let found = prose(&engine, &text, &[Span::new(0, text.len())]);
                for quote in found.quotes {
                    let name = quote.speaker.as_ref().map(|speaker| speaker.name.to_lowercase());
                    assert_ne!(name.as_deref(), Some(&**word), "{text}");
                    if quote.mention.is_some_and(|mention| mention.of(&text).eq_ignore_ascii_case(word)) {
                        assert_eq!((quote.speaker, quote.evidence), (None, Evidence::UnresolvedPronoun), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn acronyms_and_names_that_are_pronouns_too_are_names() {
        let language = Language::english();
        for name in ["WHO", "IT", "Will", "Ann Lee", "One Carer", "Another"] {
            assert!(!is_pronoun(&language, name), "{name}");
        }
        for word in ["she", "He", "I", "who", "they", "one", "People", "you", "everyone", "this", "that", "some"] {
            assert!(is_pronoun(&language, word), "{word}");
        }
    }
}
