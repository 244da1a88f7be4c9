//! How often are there signs of a research or survey report, and do they outweigh what speaks for running text?

use crate::document::{BlockKind, DocumentKind};
use crate::quotes::kind::PageText;
use crate::quotes::kind_evidence::{KindEvidence, KindSign};
use crate::quotes::layout::PageSigns;
use crate::quotes::participant;
use crate::text::words::words;

/// Of a text, at most this many words are looked at.
const LOOKED_AT: usize = 6000;

/// The least of what speaks for a report, and of what the two kinds differ in where the evidence is divided. Both are log-odds.
const BIAS: f64 = -0.8;
const DIVIDED: f64 = 0.7;

/// So many statements of named speakers make an article, where nothing is set apart and nobody was asked.
const MANY_NAMED: usize = 5;

/// What a sign weighs (log-odds a count), and up to which count. A logistic regression over 146 articles and 66 reports gave most of the
/// weights, which are rounded; see `guide::method`.
const WEIGHTS: [(KindSign, f64, usize); 12] = [
    (KindSign::Excerpts, 0.45, 4),
    (KindSign::NumberedExcerpts, 0.7, 3),
    (KindSign::NamedSpeakers, -1.1, 5),
    (KindSign::AskedSpeakers, 0.8, 2),
    (KindSign::GroupSpeakers, 0.25, 3),
    (KindSign::Respondents, 0.8, 3),
    (KindSign::StudyWords, 0.3, 8),
    (KindSign::ParticipantNumbers, 0.8, 3),
    (KindSign::Headings, 1.1, 3),
    (KindSign::Items, 0.2, 4),
    (KindSign::NumberedSections, 0.4, 1),
    (KindSign::FrontMatter, 0.4, 1),
];

/// Counts of what reports have, each up to the limit past which more says no more.
#[derive(Debug, Default)]
pub(super) struct ReportSigns {
    counts: [usize; WEIGHTS.len()],
}

impl ReportSigns {
    /// The signs of a page. Where many speakers have names, none was asked, and there is no layout, the words are not looked at.
    pub(super) fn of(page: PageText<'_>, found: PageSigns) -> Self {
        let mut signs = Self::default();
        signs.add(KindSign::Excerpts, found.excerpts);
        signs.add(KindSign::NumberedExcerpts, found.by_participants);
        signs.add(KindSign::NamedSpeakers, found.named_speakers);
        signs.add(KindSign::AskedSpeakers, found.asked_speakers);
        signs.add(KindSign::GroupSpeakers, found.group_speakers);
        signs.count_blocks(page);
        let is_article = found.named_speakers >= MANY_NAMED && found.asked_speakers == 0 && found.excerpts == 0;
        if !is_article {
            signs.count_words(page);
        }
        signs
    }

    fn count_blocks(&mut self, PageText { text, blocks, .. }: PageText<'_>) {
        for block in blocks {
            match block.kind {
                BlockKind::Heading => self.add(KindSign::Headings, 1),
                BlockKind::Item if block.quoted == 0 => self.add(KindSign::Items, 1),
                BlockKind::FrontMatter => self.add(KindSign::FrontMatter, 1),
                BlockKind::Paragraph => {
                    self.add(KindSign::NumberedSections, usize::from(opens_with_section(block.span.of(text))));
                }
                _ => {}
            }
        }
    }

    fn count_words(&mut self, PageText { language, words: lists, text, .. }: PageText<'_>) {
        let mut numbered: Option<&str> = None;
        for word in words(text).take(LOOKED_AT).map(|word| word.text) {
            if looks_numbered(word) && participant::is_id(language, word) {
                // One alone is the number of a road or a form: participants' numbers share their letters.
                let others =
                    numbered.replace(word).is_some_and(|before| before != word && letters(before) == letters(word));
                self.add(KindSign::ParticipantNumbers, usize::from(others));
            }
            if lists.studies.has(word) || lists.quotations.has(word) {
                self.add(KindSign::StudyWords, 1);
            }
            if lists.respondents.has(word) {
                self.add(KindSign::Respondents, 1);
            }
        }
    }

    /// The kind that the signs speak for. They go into the evidence.
    pub(super) fn decide(&self, evidence: &mut KindEvidence) -> DocumentKind {
        let mut score = BIAS;
        for ((sign, weight, _), &number) in WEIGHTS.iter().zip(&self.counts) {
            evidence.count(*sign, number);
            score += weight * number as f64;
        }
        let (kind, other) = if score > 0.0 {
            (DocumentKind::Report, DocumentKind::Prose)
        } else {
            (DocumentKind::Prose, DocumentKind::Report)
        };
        if score.abs() < DIVIDED {
            evidence.divided.get_or_insert(other);
        }
        kind
    }

    fn add(&mut self, sign: KindSign, number: usize) {
        for ((known, _, most), count) in WEIGHTS.iter().zip(&mut self.counts) {
            if *known == sign {
                *count = (*count + number).min(*most);
            }
        }
    }
}

/// Whether a word has the form of a participant's number: `P7`, `TN12`.
fn looks_numbered(word: &str) -> bool {
    word.len() < 5
        && word.starts_with(|ch: char| ch.is_ascii_uppercase())
        && word.ends_with(|ch: char| ch.is_ascii_digit())
}

fn letters(number: &str) -> &str {
    number.trim_end_matches(|ch: char| ch.is_ascii_digit())
}

/// Whether a paragraph opens with the number of a section, perhaps in bold: `4.2 Trust`, `**5.2.1 Trust.**`.
fn opens_with_section(paragraph: &str) -> bool {
    let bare = paragraph.trim_start_matches('*');
    if !bare.starts_with(|ch: char| ch.is_ascii_digit()) {
        return false;
    }
    let number = bare.split([' ', '\t']).next().unwrap_or("").trim_end_matches('.');
    number.split('.').count() >= 2
        && number.split('.').all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}
