//! Which kind of text is this? Decided here and nowhere else, from signs that are counted; the reader gets what was read on the way.

use crate::document::{Block, BlockKind, Document, DocumentKind, blocks};
use crate::lang::{Classes, Language};
use crate::quotes::layout::{self, LayoutWords};
use crate::quotes::participant;
use crate::quotes::transcript::{self, Conversation, LabelMeasures, Prior, QuestionLayout};
use crate::quotes::wording::{WordSet, count, starts_with_mark, words};
use crate::text::slice::floor_char_boundary;

/// A text whose kind is decided.
#[derive(Debug)]
pub(crate) struct Classified {
    pub(crate) evidence: KindEvidence,
    pub(crate) form: TextForm,
}

/// How a text is to be read, with what was read of it on the way. A text is cut into blocks at most once.
#[derive(Debug)]
pub(crate) enum TextForm {
    /// One answer.
    Response,
    /// Cues with their times.
    Captions,
    /// Turns under labels, or questions and answers.
    Conversation(Conversation),
    /// A page on which the layout says what is a quotation.
    Report(Vec<Block>),
    /// Running text with block quotations.
    Article(Vec<Block>),
    /// Running text.
    Prose,
}

/// What a decision rests on; signs that were not needed are not counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct KindEvidence {
    /// The kind that the caller gave, which is obeyed.
    pub(crate) given: Option<DocumentKind>,
    pub(crate) is_caption: bool,
    /// Lines that open with labels, where two or more do.
    pub(crate) labels: Option<LabelMeasures>,
    /// How questions are set apart, in a text without labels.
    pub(crate) questions: Option<QuestionLayout>,
    pub(crate) report: Option<ReportSigns>,
}

impl KindEvidence {
    /// The kind that the signs speak for; never [`DocumentKind::Auto`].
    pub(crate) fn kind(&self) -> DocumentKind {
        if let Some(kind) = self.given {
            return kind;
        }
        let labelled = self.labels.as_ref().is_some_and(LabelMeasures::is_transcript);
        if self.is_caption || labelled || self.questions.is_some() {
            DocumentKind::Transcript
        } else if self.report.as_ref().is_some_and(ReportSigns::is_report) {
            DocumentKind::Report
        } else {
            DocumentKind::Prose
        }
    }
}

/// Decides how a document is read.
pub(crate) fn classify(language: &Language, words: &LayoutWords, document: &Document<'_>) -> Classified {
    let text: &str = &document.text;
    let given = Some(document.kind).filter(|kind| *kind != DocumentKind::Auto);
    let mut evidence = KindEvidence { given, ..KindEvidence::default() };
    let form = match document.kind {
        DocumentKind::Response => TextForm::Response,
        DocumentKind::Transcript if transcript::is_caption(text) => TextForm::Captions,
        DocumentKind::Transcript => {
            TextForm::Conversation(Conversation::read(language, text, blocks(text)).or_questions(language, text))
        }
        DocumentKind::Report => TextForm::Report(blocks(text)),
        DocumentKind::Prose if layout::has_block_quotations(text) => TextForm::Article(blocks(text)),
        DocumentKind::Prose => TextForm::Prose,
        DocumentKind::Auto => by_signs(language, words, text, &mut evidence),
    };
    Classified { evidence, form }
}

/// Counts signs until they settle the kind.
fn by_signs(language: &Language, words: &LayoutWords, text: &str, evidence: &mut KindEvidence) -> TextForm {
    evidence.is_caption = transcript::is_caption(text);
    if evidence.is_caption {
        return TextForm::Captions;
    }
    let conversation = Conversation::read(language, text, blocks(text));
    evidence.labels = LabelMeasures::of(language, text, &conversation);
    if evidence.kind() == DocumentKind::Transcript {
        return TextForm::Conversation(conversation);
    }
    if block_quotations(&conversation.blocks) < FEW_BLOCK_QUOTATIONS {
        evidence.questions = QuestionLayout::find(language, text, &conversation.blocks, Prior::Open);
    }
    if let Some(questions) = evidence.questions {
        return TextForm::Conversation(conversation.with_questions(language, questions));
    }
    let blocks = conversation.blocks;
    evidence.report = Some(ReportSigns::count(language, words, text, &blocks));
    match evidence.kind() {
        DocumentKind::Report => TextForm::Report(blocks),
        _ if layout::has_block_quotations(text) => TextForm::Article(blocks),
        _ => TextForm::Prose,
    }
}

/// A text with this many block quotations or more reports, though it asks questions.
const FEW_BLOCK_QUOTATIONS: usize = 3;

fn block_quotations(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| block.quoted > 0).count()
}

/// Counts of what reports have: a page with headings, block quotations, tables or items that speaks of people who were asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReportSigns {
    pub(crate) headings: usize,
    pub(crate) block_quotations: usize,
    pub(crate) rows: usize,
    pub(crate) items: usize,
    /// Items in quotation marks or in italics.
    pub(crate) quoted_items: usize,
    /// Paragraphs under a participant's number, or after a word for a quotation: `P4: “…”`, `Quote: “…”`. None is needed past the second.
    pub(crate) labelled_quotations: usize,
    /// Closing marks with a participant's number in brackets behind them, up to two: “…” (P7).
    pub(crate) bracketed_numbers: usize,
    /// Headings that announce quotations or a study.
    pub(crate) announcing_headings: usize,
    /// Words for people who were asked, up to two; counted only where the layout alone does not settle it.
    pub(crate) respondents: usize,
}

impl ReportSigns {
    fn count(language: &Language, words: &LayoutWords, text: &str, blocks: &[Block]) -> Self {
        let mut signs = Self { bracketed_numbers: bracketed_numbers(language, text), ..Self::default() };
        for block in blocks {
            let content = block.span.of(text);
            match block.kind {
                BlockKind::Heading => {
                    signs.headings += 1;
                    let announces = words.quotations.any(content) || words.studies.any(content);
                    signs.announcing_headings += usize::from(announces);
                }
                BlockKind::FrontMatter => signs.headings += 1,
                BlockKind::Row => signs.rows += 1,
                BlockKind::Item => {
                    signs.items += 1;
                    signs.quoted_items += usize::from(starts_with_mark(content) || layout::is_italic(content));
                }
                BlockKind::Paragraph => {
                    signs.labelled_quotations +=
                        usize::from(is_labelled_quotation(language, &words.quotations, content));
                }
                _ => {}
            }
            signs.block_quotations += usize::from(block.quoted > 0);
        }
        if signs.by_layout().is_none() {
            signs.respondents = respondents(language, text);
        }
        signs
    }

    /// What the layout alone says, where it settles it.
    fn by_layout(&self) -> Option<bool> {
        if self.labelled_quotations >= 2 || self.bracketed_numbers >= 2 || self.announcing_headings > 0 {
            return Some(true);
        }
        let laid_out = self.headings > 0 || self.block_quotations >= 2 || self.rows >= 2 || self.items >= 3;
        if !laid_out && self.bracketed_numbers == 0 {
            return Some(false);
        }
        (self.headings >= 2 || self.block_quotations >= 3).then_some(true)
    }

    fn is_report(&self) -> bool {
        self.by_layout().unwrap_or(
            self.respondents >= 2
                || self.bracketed_numbers > 0 && self.respondents > 0
                || self.headings > 0 && (self.block_quotations > 0 || self.respondents > 0 || self.quoted_items > 1),
        )
    }
}

/// The first two words that speak of people who were asked: "participants", `P7`.
fn respondents(language: &Language, text: &str) -> usize {
    words(text)
        .filter(|word| {
            let numbered = word.len() < 5 && word.starts_with(['P', 'R']) && participant::is_id(language, word);
            numbered || language.word_any_case(word).classes.any(Classes::RESPONDENT)
        })
        .take(2)
        .count()
}

/// How many closing marks have a participant's number in brackets behind them: “…” (P7). Two are enough.
fn bracketed_numbers(language: &Language, text: &str) -> usize {
    /// Brackets longer than this many bytes hold more than a number.
    const LONGEST: usize = 40;
    memchr::memchr2_iter(b'(', b'[', text.as_bytes())
        .filter(|open| {
            let before = text[..*open].trim_end_matches([' ', '*', '_', ',', '.', '\n']);
            let window = &text[*open + 1..floor_char_boundary(text, *open + LONGEST)];
            before.ends_with(['”', '"', '’', '»', '\''])
                && window.find([')', ']']).is_some_and(|close| {
                    let first = window[..close].split([',', ';']).next().unwrap_or("");
                    participant::is_id(language, first.trim())
                })
        })
        .take(2)
        .count()
}

/// Whether a paragraph is a participant's number and words in marks: `P4: “…”`, or says that they are a quotation: `Quote: “…”`.
fn is_labelled_quotation(language: &Language, quotations: &WordSet, paragraph: &str) -> bool {
    /// A label is no longer than this, in bytes with its signs, and in words.
    const LONGEST: usize = 40;
    const WORDS: usize = 6;
    let window = &paragraph[..floor_char_boundary(paragraph, LONGEST)];
    let bare = window.trim_start_matches(['*', '_', '[', '(']);
    window.find(['"', '“', '«']).is_some_and(|mark| {
        let label = &bare[..bare.len() - (window.len() - mark).min(bare.len())];
        participant::is_id(language, label.trim_matches([' ', ':', '*', '_', ']', ')', '-', '–', '—']))
            || label.trim_end_matches([' ', '*', '_']).ends_with(':')
                && quotations.any(label)
                && count(label, WORDS) < WORDS
    })
}

#[cfg(test)]
mod tests {
    use super::{Classified, TextForm, classify};
    use crate::document::{Document, DocumentKind};
    use crate::lang::Language;
    use crate::quotes::layout::LayoutWords;

    fn read(document: Document<'_>) -> Classified {
        let language = Language::english();
        classify(&language, &LayoutWords::new(&language), &document)
    }

    fn kind(text: &str) -> DocumentKind {
        read(Document::new("a", text)).evidence.kind()
    }

    const CONVERSATION: &str = "ANNA: Why did you leave?\n\nWEI: The bus.\n\nANNA: And then?\n\nWEI: I walked.\n";

    #[test]
    fn a_given_kind_is_obeyed() {
        let given = [DocumentKind::Prose, DocumentKind::Report, DocumentKind::Transcript, DocumentKind::Response];
        for kind in given {
            let read = read(Document::new("a", CONVERSATION).kind(kind));
            assert_eq!(read.evidence.kind(), kind);
            assert!(read.evidence.labels.is_none(), "nothing is counted");
        }
    }

    #[test]
    fn labels_make_a_transcript_and_end_the_search() {
        let read = read(Document::new("a", CONVERSATION));
        assert_eq!(read.evidence.kind(), DocumentKind::Transcript);
        assert!(read.evidence.labels.is_some() && read.evidence.report.is_none());
        assert!(matches!(read.form, TextForm::Conversation(_)));
    }

    #[test]
    fn questions_and_captions_make_a_transcript() {
        let interview = "# Interview with Wei Li\n\n## Where?\n\nIn Hull.\n\n## When?\n\nIn May.\n\n## Why?\n\nRent.\n";
        let read = read(Document::new("a", interview));
        assert_eq!(read.evidence.kind(), DocumentKind::Transcript);
        assert!(read.evidence.questions.is_some());
        assert_eq!(kind("WEBVTT\n\n00:01.000 --> 00:02.000\nThe bus.\n"), DocumentKind::Transcript);
    }

    #[test]
    fn headings_and_block_quotations_make_a_report() {
        let read =
            read(Document::new("a", "# Buses\n\n> “It stops at six.”\n> — P7\n\n# Rent\n\n> “It went up.”\n> — P3\n"));
        assert_eq!(read.evidence.kind(), DocumentKind::Report);
        let signs = read.evidence.report.unwrap_or_default();
        assert_eq!((signs.headings, signs.block_quotations, signs.rows), (2, 2, 0));
        assert_eq!(kind("“It stops at six” (P7). “It went up” (P3)."), DocumentKind::Report);
    }

    #[test]
    fn running_text_is_prose_and_its_block_quotations_are_seen() {
        let plain = read(Document::new("a", "“No,” said Ann Lee.\n\nIt rained.\n"));
        assert_eq!(plain.evidence.kind(), DocumentKind::Prose);
        assert!(matches!(plain.form, TextForm::Prose));
        let quoting = read(Document::new("a", "Ann Lee wrote:\n\n> It stops at six.\n\nIt rained.\n"));
        assert_eq!(quoting.evidence.kind(), DocumentKind::Prose);
        assert!(matches!(quoting.form, TextForm::Article(_)));
        assert_eq!(kind(""), DocumentKind::Prose);
    }
}
