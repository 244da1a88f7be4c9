//! Which words of a passage are said? A passage is what the layout sets apart: a block quotation, an item, a paragraph in marks.

use crate::lang::{VerbClass, VerbUse};
use crate::quotes::layout::attribution::{
    Attribution, Follows, Gap, Opening, announces, at_end, before_mark, behind_mark, by_label, within_mark,
};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::quoted_spans::{PassageMarks, SpanReader};
use crate::quotes::layout::speech_cues::{SPEECH, speech_score};
use crate::quotes::layout::trim::{bare_words, in_one_sentence, without_remark};
use crate::quotes::layout::utterance::Utterance;
use crate::quotes::participant::{Participant, names_source};
use crate::quotes::prose::Marked;
use crate::quotes::quote::Evidence;
use crate::quotes::wording::{count, has_words, is_sentence, words};
use crate::text::Span;

/// Of words between marks and beside them, at most this many are counted.
const COUNTED: usize = 400;

/// Marked words behind the writer's words are a label where they are fewer than this and no sentence.
const SHORTEST_BEHIND_WORDS: usize = 4;

/// A reporting clause behind marks has its verb among its first words.
const WORDS_BEFORE_VERB: usize = 5;

/// How a passage is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PassageForm {
    /// It begins with a quotation mark, or a prefix and a mark.
    Marked,
    /// It is all one person's words, without marks around them.
    Unmarked,
    /// The same, all in italics.
    Italic,
    /// The writer's words surround the marks: who speaks is a question of grammar.
    Framed,
}

impl PassageForm {
    pub(super) fn is_unmarked(self) -> bool {
        matches!(self, Self::Unmarked | Self::Italic)
    }
}

/// Whether the layout sets a passage apart as a person's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Isolation {
    /// A block quotation, a cell: whatever attribution ends it is believed.
    SetApart,
    /// An item or a paragraph: unmarked words need a participant's number.
    InText,
}

/// A passage taken apart.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) form: PassageForm,
    /// Ordered; never empty.
    pub(super) utterances: Vec<Utterance>,
    /// Marked words that are labels beside what is said.
    pub(super) labels: Vec<Span>,
    /// Whether the words in front say that a quotation follows: `Quote: “…”`.
    pub(super) is_announced: bool,
}

/// Takes a passage apart.
pub(super) fn passage(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    span: Span,
    isolation: Isolation,
) -> Option<Passage> {
    let span = page.trimmed(span)?;
    build(page, span, isolation, marks.read(page, span))
}

/// What precedes the first mark of a passage.
struct Head {
    span: Span,
    prefix: Option<Participant>,
    is_announced: bool,
}

impl Head {
    fn new(page: &PageLayout<'_>, span: Span) -> Self {
        Self { span, prefix: before_mark(page, span), is_announced: announces(page, span) }
    }

    /// Whether the mark opens the passage, but for a prefix.
    fn is_clear(&self, text: &str) -> bool {
        self.prefix.is_some() || !has_words(self.span.of(text)) || self.is_announced
    }
}

fn build(page: &PageLayout<'_>, span: Span, isolation: Isolation, marks: PassageMarks<'_>) -> Option<Passage> {
    let PassageMarks { quoted, unclosed } = marks;
    let first_quoted = quoted.first().map(|marked| marked.outer.start());
    let Some(first_mark) = first_quoted.into_iter().chain(unclosed.first().copied()).min() else {
        return unmarked(page, span, isolation);
    };
    let head = Head::new(page, Span::new(span.start(), first_mark.max(span.start())));
    if head.is_clear(page.text) && unclosed.first() == Some(&first_mark) {
        return unclosed_passage(page, Span::new(first_mark, span.end()), head);
    }
    if quoted.is_empty() {
        return unmarked(page, span, isolation);
    }
    let gap = |(number, marked): (usize, &Marked)| match quoted.get(number + 1) {
        Some(next) => behind_mark(page, Span::new(marked.outer.end(), next.outer.start()), Follows::Marks),
        None => behind_mark(page, Span::new(marked.outer.end(), span.end()), Follows::End),
    };
    let gaps: Vec<Gap> = quoted.iter().enumerate().map(gap).collect();
    let form = if head.is_clear(page.text) {
        form_at_head(page, isolation, &head, quoted, &gaps)
    } else {
        form_behind_words(page, span, isolation, &head, quoted, &gaps)
    };
    match form? {
        PassageForm::Marked => marked(page, head, quoted, gaps),
        PassageForm::Framed => Some(framed(quoted)),
        PassageForm::Unmarked | PassageForm::Italic => unmarked(page, span, isolation),
    }
}

/// The words between marks, and the writer's words that no attribution explains.
fn lengths(page: &PageLayout<'_>, quoted: &[Marked], gaps: &[Gap]) -> (usize, usize) {
    let length = |span: Span| count(span.of(page.text), COUNTED);
    let inside = quoted.iter().map(|marked| length(marked.inside)).sum();
    let loose = gaps.iter().filter_map(|gap| gap.loose).map(length).sum();
    (inside, loose)
}

/// The form of a passage that begins with a mark; none where its marks hold the smaller part and nothing sets it apart.
fn form_at_head(
    page: &PageLayout<'_>,
    isolation: Isolation,
    head: &Head,
    quoted: &[Marked],
    gaps: &[Gap],
) -> Option<PassageForm> {
    let (inside, loose) = lengths(page, quoted, gaps);
    let attributed = head.prefix.is_some() || gaps.iter().any(|gap| gap.behind.is_some());
    let set_apart = isolation == Isolation::SetApart;
    let sentence = set_apart && is_sentence(quoted[0].inside.of(page.text));
    // Three fifths of the words are between marks.
    let mostly_inside = inside > 0 && inside * 5 >= (inside + loose) * 3;
    // “…” – what the writer thinks of it.
    let remark = |gap: &Gap| {
        gap.loose.is_some_and(|loose| {
            page.text[..loose.start()].trim_end().ends_with(['–', '—', '-'])
                || loose.of(page.text).starts_with(['–', '—', '-'])
        })
    };
    let remarked = quoted.len() == 1 && is_sentence(quoted[0].inside.of(page.text)) && gaps.iter().all(remark);
    let mostly_inside = mostly_inside || remarked;
    if !(sentence || attributed || mostly_inside) {
        return set_apart.then_some(PassageForm::Unmarked);
    }
    let framed = !attributed && gaps.iter().any(|gap| gap.loose.is_some_and(|loose| is_reporting_clause(page, loose)));
    Some(if framed { PassageForm::Framed } else { PassageForm::Marked })
}

/// The form of a passage whose first mark follows words of the writer or of whoever speaks.
fn form_behind_words(
    page: &PageLayout<'_>,
    span: Span,
    isolation: Isolation,
    head: &Head,
    quoted: &[Marked],
    gaps: &[Gap],
) -> Option<PassageForm> {
    let (inside, loose) = lengths(page, quoted, gaps);
    let before = head.span.of(page.text);
    let loose = loose + count(before, COUNTED);
    let set_apart = isolation == Isolation::SetApart;
    if set_apart && at_end(page, span, Opening::Unmarked).1.is_some() {
        return Some(PassageForm::Unmarked);
    }
    let tailed = gaps.last().is_some_and(|gap| gap.behind.is_some());
    let verb = |word: &str| page.language.word_any_case(word).verb;
    if inside < loose {
        // Marks inside what is said.
        let reports = |word: &str| verb(word).is_some_and(|verb| reports(verb) || verb.class == VerbClass::Call);
        // The writer's sentence before somebody's words in marks is not theirs.
        let own = || {
            !before.trim_end().ends_with(['.', '!', '?', ':'])
                && speech_score(page.language, page.words, before) >= SPEECH
        };
        let spoken = set_apart && (tailed || !words(before).any(reports)) || tailed && own();
        if spoken {
            return Some(PassageForm::Unmarked);
        }
    } else if tailed && (set_apart || gaps.iter().all(|gap| gap.loose.is_none())) {
        return Some(PassageForm::Marked);
    }
    set_apart.then_some(PassageForm::Framed)
}

/// Whether a verb reports speech: to say, to tell, to ask.
fn reports(verb: VerbUse) -> bool {
    matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Ask)
}

/// Whether words behind marks are a reporting clause: "Tim noted, …", "said the nurse".
fn is_reporting_clause(page: &PageLayout<'_>, span: Span) -> bool {
    let sentence = span.of(page.text).split(['.', '!', '?', '\n']).find(|part| has_words(part)).unwrap_or("");
    words(sentence).take(WORDS_BEFORE_VERB).any(|word| page.language.word_any_case(word).verb.is_some_and(reports))
}

/// Words in marks with their attributions.
fn marked(page: &PageLayout<'_>, head: Head, quoted: &[Marked], gaps: Vec<Gap>) -> Option<Passage> {
    let mut utterances: Vec<Utterance> = Vec::with_capacity(quoted.len());
    let mut labels = Vec::new();
    let mut before = head.prefix;
    let mut after_loose = false;
    for (marked, gap) in quoted.iter().zip(gaps) {
        let attribution = gap.behind.or_else(|| before.take().map(|who| (who, Evidence::Label)));
        let within = within_mark(page, marked.inside).filter(|_| attribution.is_none());
        let (content, attribution) = match within {
            Some((content, who)) => (content, Some((who, Evidence::Bracket))),
            None => (marked.inside, attribution),
        };
        let length = count(content.of(page.text), SHORTEST_BEHIND_WORDS);
        let short = length < SHORTEST_BEHIND_WORDS && !is_sentence(content.of(page.text));
        if after_loose && attribution.is_none() && short {
            labels.push(content);
        } else if length > 0 {
            utterances.push(Utterance::new(content, true, attribution));
        }
        before = gap.before;
        after_loose = gap.loose.is_some();
    }
    share_attributions(page.text, &mut utterances);
    let is_announced = head.is_announced;
    (!utterances.is_empty()).then_some(Passage { form: PassageForm::Marked, utterances, labels, is_announced })
}

/// “A” “B” — P3: one attribution for words that lie side by side.
fn share_attributions(text: &str, utterances: &mut [Utterance]) {
    for number in (1..utterances.len()).rev() {
        let (first, second) = (&utterances[number - 1], &utterances[number]);
        let between = &text[first.content.end()..second.content.start()];
        let near = !has_words(without_remark(between));
        let bracketed = second.attribution.as_ref().is_some_and(|(_, evidence)| *evidence == Evidence::Bracket)
            && in_one_sentence(text, first.content, second.content);
        if (near || bracketed) && first.attribution.is_none() {
            let shared = second.attribution.clone().filter(|(_, evidence)| *evidence != Evidence::Label);
            utterances[number - 1].attribution = shared;
        }
    }
}

fn framed(quoted: &[Marked]) -> Passage {
    let utterance = |marked: &Marked| Utterance::new(marked.inside, true, None);
    let utterances = quoted.iter().map(utterance).collect();
    Passage { form: PassageForm::Framed, utterances, labels: Vec::new(), is_announced: false }
}

/// A passage without marks around its words.
pub(super) fn unmarked(page: &PageLayout<'_>, span: Span, isolation: Isolation) -> Option<Passage> {
    let text = page.text;
    let (before, found) = at_end(page, span, Opening::Unmarked);
    let mut attribution = found.filter(|(who, evidence)| {
        isolation == Isolation::SetApart || page.is_numbered(who) || closes_excerpt(page, before, who, *evidence)
    });
    let content = if attribution.is_some() { before } else { span };
    let mut content = bare_words(text, content)?;
    if attribution.is_none()
        && let Some((who, start)) = by_label(page, content)
    {
        attribution = Some((who, Evidence::Label));
        content = bare_words(text, Span::new(start, content.end()))?;
    }
    let utterances = vec![Utterance::new(content, false, attribution)];
    Some(Passage { form: PassageForm::Unmarked, utterances, labels: Vec::new(), is_announced: false })
}

/// Whether an attribution closes an excerpt without marks: it names somebody behind the end of a sentence. "I left early. (Anna, carer)"; not
/// "Sleep was short (Smith, 2019)." nor "Bring a coat (Anna)".
fn closes_excerpt(page: &PageLayout<'_>, before: Span, who: &Participant, evidence: Evidence) -> bool {
    let said = before.of(page.text).trim_end();
    let ended = said.trim_end_matches(['*', '_', '”', '"']).ends_with(['.', '!', '?', '…']);
    matches!(evidence, Evidence::Bracket | Evidence::Dash)
        && ended
        && names_source(page.language, who, who.mention.of(page.text))
}

/// A mark at the head that nothing closes: the words run to the end.
fn unclosed_passage(page: &PageLayout<'_>, span: Span, head: Head) -> Option<Passage> {
    let mark = span.of(page.text).chars().next().map_or(0, char::len_utf8);
    let (content, found) = unclosed_words(page, Span::new(span.start() + mark, span.end()));
    let attribution = found.or_else(|| head.prefix.map(|who| (who, Evidence::Label)));
    let content = bare_words(page.text, content)?;
    Some(Passage {
        form: PassageForm::Marked,
        utterances: vec![Utterance::new(content, true, attribution)],
        labels: Vec::new(),
        is_announced: head.is_announced,
    })
}

/// The words behind a mark that nothing closes by rule (marks inside are of the same kind): to the last mark that an attribution or the end
/// follows.
fn unclosed_words(page: &PageLayout<'_>, span: Span) -> (Span, Option<Attribution>) {
    let content = span.of(page.text);
    if let Some((last, mark)) = content.char_indices().rev().find(|(_, ch)| matches!(ch, '"' | '”' | '“' | '»')) {
        let inside = Span::new(span.start(), span.start() + last);
        let behind = Span::new(inside.end() + mark.len_utf8(), span.end());
        if !has_words(behind.of(page.text)) {
            return (inside, None);
        }
        let gap = behind_mark(page, behind, Follows::End);
        if gap.behind.is_some() && gap.loose.is_none() {
            return (inside, gap.behind);
        }
    }
    at_end(page, span, Opening::Mark)
}
