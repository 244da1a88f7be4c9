//! Which items, lines and paragraphs below an announcement are comments?

use std::ops::Range;

use crate::document::BlockKind;
use crate::lang::{Classes, VerbClass};
use crate::quotes::draft::ExtractionDraft;
use crate::quotes::layout::attribution::within_mark;
use crate::quotes::layout::candidate::is_italic;
use crate::quotes::layout::comments::heading::{Announcement, announced};
use crate::quotes::layout::comments::signature::{Sign, Signed, named, signature};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::passage::{Isolation, PassageForm, passage};
use crate::quotes::layout::quoted_spans::SpanReader;
use crate::quotes::layout::speech_cues::speaks_of_self;
use crate::quotes::layout::trim::bare_words;
use crate::quotes::layout::utterance::{Utterance, add};
use crate::quotes::quote::Evidence;
use crate::quotes::wording::{count, is_sentence, is_title_case, starts_with_mark, words};
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// A comment alone in its list has at least this many words.
const SHORTEST: usize = 2;

/// The lists below an announcement with no more paragraphs than this are read.
const MOST: usize = 400;

/// An unsigned item of a signed list is a comment with this many words.
const WORDS_UNSIGNED: usize = 6;

/// One past the last block of the list that starts at a block.
pub(super) fn end_of_list(page: &PageLayout<'_>, first: usize) -> usize {
    let run = page.blocks[first].run;
    let goes_on = |at: &usize| {
        let block = page.blocks[*at];
        block.quoted == 0 && (block.kind == BlockKind::Item && block.run == run || block.kind == BlockKind::Markup)
    };
    (first..page.blocks.len()).take_while(goes_on).last().map_or(first, |last| last + 1)
}

/// Reads what an announcement announces.
pub(super) fn read_below(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    first: usize,
    announcement: Announcement,
    used: &mut [bool],
    drafts: &mut ExtractionDraft,
) {
    let block = page.blocks[first];
    if used[first]
        || announced(page, first) != Announcement::Nothing
            && block.kind == BlockKind::Paragraph
            && !block.span.of(page.text).contains('\n')
    {
        return;
    }
    match block.kind {
        BlockKind::Item if block.quoted == 0 => {
            let all = first..end_of_list(page, first);
            let parts: Vec<(usize, Span)> = items(page, all, used).collect();
            read_parts(page, marks, &parts, announcement, used, drafts);
        }
        BlockKind::Paragraph if announcement == Announcement::Words => {
            if block.quoted == 0 && !starts_with_mark(page.words_of(first)) && !is_italic(page.words_of(first)) {
                let parts: Vec<(usize, Span)> = lines(page, first).into_iter().map(|line| (first, line)).collect();
                read_parts(page, marks, &parts, announcement, used, drafts);
            } else {
                read_paragraphs(page, marks, first, used, drafts);
            }
        }
        _ => {}
    }
}

/// The items of a list that hold words, with their blocks.
fn items<'a>(
    page: &'a PageLayout<'_>,
    all: Range<usize>,
    used: &'a [bool],
) -> impl Iterator<Item = (usize, Span)> + 'a {
    all.filter(|at| page.blocks[*at].kind == BlockKind::Item && !used[*at] && !page.blocks[*at].span.is_empty())
        .map(|at| (at, page.blocks[at].span))
}

/// The lines of a paragraph where each is a comment of its own: each begins anew and ends as a sentence, or has a number or a label in front.
fn lines(page: &PageLayout<'_>, block: usize) -> Vec<Span> {
    let span = page.blocks[block].span;
    let bare = span.of(page.text).split('\n').map(str::trim).filter(|line| !line.is_empty());
    let all: Vec<Span> = bare.map(|line| span_of_subslice(page.text, line)).collect();
    let opens = |line: &Span| {
        let words = line.of(page.text);
        words.starts_with(|ch: char| {
            ch.is_uppercase() || ch.is_ascii_digit() || matches!(ch, '#' | '"' | '“' | '‘' | '*' | '\'')
        })
    };
    let whole = all
        .iter()
        .filter(|line| opens(line) && is_sentence(line.of(page.text)) && !line.of(page.text).ends_with(','))
        .count();
    // The last line of a list may lack its full stop; text with hard line ends breaks sentences.
    if all.len() >= 2 && whole + usize::from(all.len() > 3) >= all.len() { all } else { Vec::new() }
}

/// A comment, as it is said and signed.
struct Comment {
    block: usize,
    utterances: Vec<Utterance>,
    signed: Option<Sign>,
    is_marked: bool,
}

/// Reads the parts of a list that an announcement announces.
fn read_parts(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    parts: &[(usize, Span)],
    announcement: Announcement,
    used: &mut [bool],
    drafts: &mut ExtractionDraft,
) {
    if parts.is_empty() || parts.len() > MOST {
        return;
    }
    let labelled = parts.iter().filter(|(_, part)| has_sign(page, *part, Sign::Label)).count();
    let labelled = labelled >= 2 && labelled * 5 >= parts.len() * 4;
    let read: Vec<Comment> =
        parts.iter().filter_map(|(block, part)| comment(page, marks, *block, *part, labelled)).collect();
    let signed = read.iter().filter(|comment| comment.signed.is_some() || comment.is_marked).count();
    let plain_too = announcement == Announcement::Words && are_comments(page, &read);
    if announcement == Announcement::Opinions && (signed < 2 || signed * 2 < read.len()) {
        return;
    }
    for comment in read.iter().filter(|comment| comment.signed.is_some() || comment.is_marked || plain_too) {
        let own = comment.utterances.iter().all(|utterance| is_own(page, utterance));
        if own || comment.signed.is_some() || comment.is_marked {
            used[comment.block] = true;
            comment.utterances.iter().for_each(|utterance| add(page.text, drafts, utterance, None));
        }
    }
}

fn has_sign(page: &PageLayout<'_>, part: Span, sign: Sign) -> bool {
    signature(page, part).is_some_and(|signed| signed.sign == sign)
}

/// Takes one comment apart: what is said, and who signed.
fn comment(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    block: usize,
    part: Span,
    labelled: bool,
) -> Option<Comment> {
    let part = without_number(page, part);
    let content = part.of(page.text);
    if content.trim_end().ends_with(':') || content.starts_with("[") && content.ends_with(')') {
        return None;
    }
    if starts_with_mark(content) {
        let passage = passage(page, marks, part, Isolation::SetApart)?;
        let is_marked = !passage.form.is_unmarked();
        return Some(Comment { block, utterances: passage.utterances, signed: None, is_marked });
    }
    let signed = signature(page, part).filter(|signed| labelled || signed.sign != Sign::Label);
    let (span, attribution) = match signed {
        Some(Signed { content, who, sign }) => (content, Some((who, sign))),
        None => (part, None),
    };
    let sign = attribution.as_ref().map(|(_, sign)| *sign);
    let attribution = attribution.map(|(who, sign)| (who, evidence(sign)));
    // Behind a label, words may stand in marks.
    let inner =
        if starts_with_mark(span.of(page.text)) { passage(page, marks, span, Isolation::SetApart) } else { None };
    if let Some(mut inner) = inner.filter(|inner| inner.form == PassageForm::Marked) {
        for utterance in inner.utterances.iter_mut().filter(|utterance| utterance.attribution.is_none()) {
            utterance.attribution = attribution.clone();
        }
        return Some(Comment { block, utterances: inner.utterances, signed: sign, is_marked: true });
    }
    let content = bare_words(page.text, span)?;
    let utterances = vec![Utterance::new(content, false, attribution)];
    Some(Comment { block, utterances, signed: sign, is_marked: false })
}

fn evidence(sign: Sign) -> Evidence {
    match sign {
        Sign::Stamp | Sign::Dash => Evidence::Dash,
        Sign::Bracket => Evidence::Bracket,
        Sign::Label => Evidence::Label,
    }
}

/// A line without the number before it: `#3 …`.
fn without_number(page: &PageLayout<'_>, part: Span) -> Span {
    let content = part.of(page.text);
    let Some(rest) = content.strip_prefix('#') else { return part };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let body = rest[digits..].trim_start_matches([' ', ':', '.', ')']);
    if digits == 0 || body.is_empty() { part } else { Span::new(part.end() - body.len(), part.end()) }
}

/// Whether unsigned items may be comments by their looks: most are more than topics, links or titles, and they speak of no people.
fn are_comments(page: &PageLayout<'_>, read: &[Comment]) -> bool {
    let plain = || read.iter().filter(|comment| comment.signed.is_none() && !comment.is_marked);
    let all = plain().count();
    let opening = |comment: &Comment| comment.utterances[0].content.of(page.text);
    let topics = plain()
        .filter(|comment| {
            let words = opening(comment);
            !is_sentence(words) && (count(words, 4) < 4 || is_title_case(page.language, words))
        })
        .count();
    let foreign = plain().filter(|comment| !comment.utterances.iter().all(|utterance| is_own(page, utterance))).count();
    // Beside quotations in marks, a list without is the writer's account, unless people speak of themselves in it.
    let of_self = plain().filter(|comment| speaks_of_self(page.language, opening(comment))).count();
    topics * 2 <= all && foreign * 3 <= all && (!page.sets_apart || of_self * 2 >= all)
}

/// Whether words are a comment by itself, not the writer's account of what people said: "Several visitors asked for more chairs".
fn is_own(page: &PageLayout<'_>, utterance: &Utterance) -> bool {
    /// The subject of an account is among its first words.
    const SUBJECT: usize = 4;
    let content = utterance.content.of(page.text);
    let people = Classes::GROUP | Classes::RESPONDENT;
    let mut subject = false;
    for word in words(content).take(SUBJECT) {
        let known = page.language.word_any_case(word);
        if subject
            && known.verb.is_some_and(|verb| {
                matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Ask | VerbClass::Think)
            })
        {
            return false;
        }
        // "Some" and "many" count people; "nobody" and "everyone" are anybody's words.
        let counts = known.classes.any(Classes::PRONOUN_INDEFINITE) && known.classes.any(Classes::DETERMINER);
        subject |= known.classes.any(people) || counts;
    }
    count(content, SHORTEST) >= SHORTEST
}

/// Reads paragraphs that are comments by their looks: in marks, in italics, in block quotations.
fn read_paragraphs(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    first: usize,
    used: &mut [bool],
    drafts: &mut ExtractionDraft,
) {
    let kind = |at: usize| {
        let content = page.words_of(at);
        (page.blocks[at].quoted > 0, is_italic(content), starts_with_mark(content))
    };
    let set_apart = |at: &usize| {
        let block = page.blocks[*at];
        block.kind == BlockKind::Markup || block.kind == BlockKind::Paragraph && !used[*at] && kind(*at) == kind(first)
    };
    let all: Vec<usize> = (first..page.blocks.len())
        .take_while(set_apart)
        .filter(|at| page.blocks[*at].kind == BlockKind::Paragraph)
        .collect();
    // One block quotation is read with its attribution like any other.
    if kind(first).0 && all.len() < 2 {
        return;
    }
    for at in all {
        let span = page.blocks[at].span;
        let Some(read) = passage(page, marks, span, Isolation::SetApart) else { continue };
        let own = |utterance: &Utterance| is_own(page, utterance) || utterance.attribution.is_some();
        let framed = read.form == PassageForm::Framed || announced(page, at) != Announcement::Nothing;
        if framed || kind(at).0 && !read.utterances.iter().all(own) {
            continue;
        }
        // What stands behind a mark in the same paragraph may still be who said it.
        if page.next_block(at).is_some_and(|next| is_attribution_line(page, next)) {
            return;
        }
        used[at] = true;
        for mut utterance in read.utterances {
            if let Some((content, who)) =
                within_mark(page, utterance.content).filter(|_| utterance.attribution.is_none())
            {
                utterance.content = content;
                utterance.attribution = Some((who, Evidence::Bracket));
            }
            add(page.text, drafts, &utterance, None);
        }
    }
}

/// Whether a block may be nothing but an attribution of the words above it.
fn is_attribution_line(page: &PageLayout<'_>, at: usize) -> bool {
    let content = page.words_of(at);
    page.blocks[at].kind == BlockKind::Paragraph
        && content.len() < 80
        && content.matches('\n').count() <= 1
        && !is_sentence(content)
        && !starts_with_mark(content)
}

/// Reads a list whose items are signed as letters are, whatever announces it.
pub(super) fn read_signed(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    all: Range<usize>,
    used: &mut [bool],
    drafts: &mut ExtractionDraft,
) {
    let parts: Vec<(usize, Span)> = items(page, all, used).collect();
    if parts.len() < 2 || parts.len() > MOST {
        return;
    }
    let stamped: Vec<bool> = parts.iter().map(|(_, part)| has_sign(page, *part, Sign::Stamp)).collect();
    let signed = stamped.iter().filter(|is| **is).count();
    if signed < 2 || signed * 2 < parts.len() {
        return;
    }
    for ((block, part), stamped) in parts.iter().zip(stamped) {
        let content = part.of(page.text);
        if !stamped && (!is_sentence(content) || count(content, WORDS_UNSIGNED) < WORDS_UNSIGNED) {
            continue;
        }
        let Some(comment) = comment(page, marks, *block, *part, false) else { continue };
        used[*block] = true;
        comment.utterances.iter().for_each(|utterance| add(page.text, drafts, utterance, None));
    }
}

/// Reads reviews under stars: `★★★☆☆ Orla` and what she wrote below.
pub(super) fn read_stars(page: &PageLayout<'_>, used: &mut [bool], drafts: &mut ExtractionDraft) {
    for at in 0..page.blocks.len() {
        let block = page.blocks[at];
        let content = page.words_of(at);
        let starred = content.starts_with(is_star);
        if used[at] || block.kind != BlockKind::Paragraph || !starred {
            continue;
        }
        let head = content.split('\n').next().unwrap_or("");
        let name =
            head.trim_start_matches(|ch: char| is_star(ch) || matches!(ch, ' ' | '–' | '—' | '-' | '·' | '|' | ','));
        let start = block.span.start() + head.len() - name.len();
        let who = named(page, Span::new(start, block.span.start() + head.len()));
        let below = Span::new(block.span.start() + head.len(), block.span.end());
        let (said, last) = match bare_words(page.text, below) {
            Some(said) => (said, at),
            None => {
                let Some(next) =
                    page.next_block(at).filter(|next| !used[*next] && page.blocks[*next].kind == BlockKind::Paragraph)
                else {
                    continue;
                };
                let Some(said) = bare_words(page.text, page.blocks[next].span) else { continue };
                (said, next)
            }
        };
        if said.of(page.text).starts_with(is_star) || who.is_none() && !name.is_empty() {
            continue;
        }
        used[at..=last].fill(true);
        let attribution = who.map(|who| (who, Evidence::Label));
        add(page.text, drafts, &Utterance::new(said, false, attribution), None);
    }
}

fn is_star(ch: char) -> bool {
    matches!(ch, '★' | '☆' | '⭐' | '✩' | '✭' | '\u{FE0F}')
}
