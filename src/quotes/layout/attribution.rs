//! Who is named beside words said: behind them (`— P3, nurse`, `(P7)`), before them (`P4: “…”`), or in a block of its own?

use crate::document::BlockKind;
use crate::lang::{Classes, List};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::trim::behind_signs;
use crate::quotes::participant::{Participant, is_reference, may_number, names_source};
use crate::quotes::quote::Evidence;
use crate::quotes::wording::{count, has_words, is_sentence, starts_with_mark, words};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, line_start};

/// An attribution has fewer words than this; one that follows a mark on the same line without a sign has fewer than that.
const WORDS: usize = 14;
const WORDS_WITHOUT_SIGN: usize = 7;

/// Words that name a speaker before marks: at most this many bytes, and fewer than this many words.
const LONGEST_PREFIX: usize = 120;
const WORDS_OF_PREFIX: usize = 10;

/// A label before a colon lies within this many bytes, and has fewer than this many words.
const LONGEST_LABEL: usize = 100;
const WORDS_OF_LABEL: usize = 9;

/// Words that announce a quotation are fewer than this.
const WORDS_OF_ANNOUNCEMENT: usize = 6;

/// A dash before an attribution is looked for this many bytes back, in this many attempts, and no more bytes than these follow it.
const DASH_WITHIN: usize = 240;
const DASHES_TRIED: usize = 3;
const LONGEST_BEHIND_DASH: usize = 200;

/// A block that is an attribution has at most this many bytes.
const LONGEST_BLOCK: usize = 160;

/// Brackets behind marks have at most this many bytes, and those before marks lie within that many.
const LONGEST_BRACKET: usize = 90;
const BRACKET_WITHIN: usize = 160;

/// Words in which an attribution ends a passage are fewer than this.
const WORDS_OF_CLOSING: usize = 30;

/// Who said it, and the sign that says so.
pub(super) type Attribution = (Participant, Evidence);

/// What follows words in marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// Other words in marks.
    Marks,
    /// The end of the passage.
    End,
}

/// How words begin that nothing closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// With a quotation mark.
    Mark,
    Unmarked,
}

/// How a block lies beside the words that it may attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Neighbour {
    /// In the same block quotation.
    SameQuotation,
    Apart,
}

/// What lies between the words of two quotations, or behind the last.
#[derive(Debug, Default)]
pub(super) struct Gap {
    /// Who said the words before it.
    pub(super) behind: Option<Attribution>,
    /// Who says the words after it.
    pub(super) before: Option<Participant>,
    /// The writer's words that are left.
    pub(super) loose: Option<Span>,
}

/// Reads what follows a closing mark.
pub(super) fn behind_mark(page: &PageLayout<'_>, span: Span, follows: Follows) -> Gap {
    let text = page.text;
    let start = behind_signs(text, span);
    let rest = Span::new(start, span.end());
    if !has_words(rest.of(text)) {
        return Gap::default();
    }
    let found = if let Some(dash) = dash_at(text, start) {
        let own = Span::new(start + dash, line_end(text, Span::new(start + dash, span.end()), follows));
        page.read(own)
            .filter(|who| who.confident || follows == Follows::End && closes(page, own))
            .map(|who| ((who, Evidence::Dash), own.end()))
    } else if let Some(own) = bracket(text, rest) {
        // "(P4:)" names who speaks next; "(Smith, 2019)" says where words were printed.
        let written = own.of(text);
        let source = |who: &Participant| {
            who.confident && !written.ends_with(':') && (page.is_numbered(who) || !is_reference(page.language, written))
        };
        page.read(own).filter(source).map(|who| ((who, Evidence::Bracket), own.end() + 1))
    } else {
        let own = Span::new(start, bracket_end(text, start, line_end(text, rest, follows)));
        without_sign(page, span.start(), own).map(|who| ((who, Evidence::Dash), own.end()))
    };
    let (behind, left) = found.map_or((None, start), |(attribution, end)| (Some(attribution), end));
    let loose = |from: usize, to: usize| Some(Span::new(from, to)).filter(|span| has_words(span.of(text)));
    // The prefix of the next words in marks is on the last line.
    if follows == Follows::Marks {
        let line = text[left..span.end()].rfind('\n').map_or(left, |at| left + at + 1);
        if let Some(who) = before_mark(page, Span::new(line, span.end())) {
            return Gap { behind, before: Some(who), loose: loose(left, line) };
        }
    }
    Gap { behind, before: None, loose: loose(left, span.end()) }
}

/// Where an attribution ends: between two quotations with its line.
fn line_end(text: &str, span: Span, follows: Follows) -> usize {
    match follows {
        Follows::Marks => span.of(text).find('\n').map_or(span.end(), |at| span.start() + at),
        Follows::End => span.end(),
    }
}

/// Where an attribution ends that stands in a bracket with the marks: (“…”, P12).
fn bracket_end(text: &str, start: usize, end: usize) -> usize {
    let words = &text[start..end];
    let close = words.find(')').filter(|close| !words[..*close].contains('('));
    close.map_or(end, |close| start + close)
}

/// Who is named behind a mark without dash or brackets: by a number, on a line or in an element of its own, in a template.
fn without_sign(page: &PageLayout<'_>, mark: usize, own: Span) -> Option<Participant> {
    let content = own.of(page.text);
    let new_line = page.text[mark..own.start()].contains(['\n', '<']);
    let most = if new_line { WORDS } else { WORDS_WITHOUT_SIGN };
    let cued = || words(content).any(|word| is_cue(page, word));
    if count(content, most) >= most || cued() || content.trim_end().ends_with(':') {
        return None;
    }
    // A line of its own below the words of a block quotation is whoever it names: "Fisher, Tollund village".
    let capital = content.starts_with(char::is_uppercase) && !is_sentence(content);
    let below = new_line && capital && page.text[mark..own.start()].contains('>');
    page.read(own).filter(|who| {
        below
            || who.confident
                && (page.is_id(&who.speaker.name)
                    || new_line
                    || content.starts_with("{{")
                    || capital && follows_sentence(page, mark) && is_linked(page, who, content)
                    || page.text[mark..own.start()].contains(',') && is_linked(page, who, content))
    })
}

/// Whether the words before a closing mark end a sentence: “… I left.” Midwife 3.
fn follows_sentence(page: &PageLayout<'_>, mark: usize) -> bool {
    page.text[..mark].trim_end_matches(['”', '"', '’', '\'', '»', '*', '_']).ends_with(['.', '!', '?', '…'])
}

/// Whether words right behind a mark or a comma name who spoke: “…”, Anna. A word that links is a cue: “…”, so die Ministerin.
fn is_linked(page: &PageLayout<'_>, who: &Participant, content: &str) -> bool {
    let first = words(content).next().unwrap_or("").to_lowercase();
    let known = page.language.word(&first).classes;
    let links = known.any(Classes::CLOSED) && !known.any(Classes::DETERMINER)
        || page.language.list(List::TailCues).iter().any(|cue| **cue == *first);
    !links && names_source(page.language, who, content)
}

/// Whether a word is a reporting verb; in "Trust B" it is a name.
fn is_cue(page: &PageLayout<'_>, word: &str) -> bool {
    word.starts_with(char::is_lowercase) && page.language.word(word).verb.is_some()
}

/// The words in the bracket with which a span opens.
pub(super) fn bracket(text: &str, span: Span) -> Option<Span> {
    let content = span.of(text);
    let close = match content.as_bytes().first()? {
        b'(' => ')',
        b'[' => ']',
        _ => return None,
    };
    content.find(close).map(|at| Span::new(span.start() + 1, span.start() + at))
}

/// Words said and who is named in a bracket that the closing mark follows: “I gave up. (Nurse, Hull)”.
pub(super) fn within_mark(page: &PageLayout<'_>, inside: Span) -> Option<(Span, Participant)> {
    let content = inside.of(page.text).trim_end_matches(['.', ' ']);
    let open = content.strip_suffix(')')?.rfind('(')?;
    let own = Span::new(inside.start() + open + 1, inside.start() + content.len() - 1);
    let words = own.of(page.text);
    let said = content[..open].trim_end();
    // The bracket stands behind the last sentence, and names somebody: "(laughs)" and "(2)" do not.
    let named = said.ends_with(['.', '!', '?', '…']) && words.contains(|ch: char| ch.is_alphabetic());
    let who = page.read(own).filter(|who| named && names_source(page.language, who, words))?;
    Some((Span::new(inside.start(), inside.start() + said.len()), who))
}

/// Whether words are what the writer answers: "we shall look into this", "noted, thank you", "making room at the table". Whoever speaks is
/// described with a capital or an article first.
fn is_remark(page: &PageLayout<'_>, content: &str) -> bool {
    let classes = |word: &str| page.language.word(word).classes;
    let small =
        |class: Classes| words(content).any(|word| word.starts_with(char::is_lowercase) && classes(word).any(class));
    let first = words(content).next().unwrap_or("");
    let described = !first.starts_with(char::is_lowercase) || classes(first).any(Classes::DETERMINER);
    let own = Classes::PRONOUN_FIRST | Classes::PRONOUN_SECOND | Classes::MODAL | Classes::AUXILIARY;
    !described || small(own) && !small(Classes::RELATIVE)
}

/// Whether words behind a dash end a passage as an attribution does, not as a sentence.
fn closes(page: &PageLayout<'_>, span: Span) -> bool {
    let content = span.of(page.text).trim();
    let sentence = content.trim_end_matches(['*', '_', ' ']).ends_with(['.', '!', '?']) || is_remark(page, content);
    !content.contains('\n') && count(content, WORDS_OF_CLOSING) < WORDS_OF_CLOSING && !sentence
        || content.contains("{{")
}

/// Who is named before a mark: `P4 “…”`, `P6 (blind): “…”`, `[P3] “…”`.
pub(super) fn before_mark(page: &PageLayout<'_>, span: Span) -> Option<Participant> {
    let content = span.of(page.text);
    let bare = content.trim_end_matches([' ', '*', '_', '\n', '\t', '>']);
    if bare.len() > LONGEST_PREFIX || !has_words(bare) {
        return None;
    }
    let length = count(bare, WORDS);
    // A bracket that is still open holds the mark too, and is the writer's.
    let in_bracket = || bare.rfind(['(', '[']) > bare.rfind([')', ']']) && !bare.starts_with(['(', '[']);
    if length >= WORDS || in_bracket() {
        return None;
    }
    // "Quote from P5:" names P5.
    let label = bare.trim_end_matches([':', '*', '_', ' ']);
    if let Some((before, last)) = label.rsplit_once(' ')
        && bare.ends_with(':')
        && count(before, WORDS_OF_ANNOUNCEMENT) < WORDS_OF_ANNOUNCEMENT - 1
        && page.is_id(last)
    {
        let start = span.start() + before.len() + 1;
        return page.read(Span::new(start, start + last.len()));
    }
    let signed = bare.ends_with([':', '-', '–', '—', ')', ']', '|']) || content.trim_end().ends_with(['*', '_']);
    let cued = words(bare).any(|word| is_cue(page, word));
    if !may_number(bare) && (!signed || cued) || length >= WORDS_OF_PREFIX {
        return None;
    }
    let who = page.read(Span::new(span.start(), span.start() + bare.len()))?;
    let numbered = page.is_id(&who.speaker.name) || who.speaker.name.split(", ").all(|one| page.is_id(one));
    (numbered || who.confident && signed && !cued).then_some(who)
}

/// Who is named by a label with a colon before unmarked words, and where the words start: `P12: …`, `**Nurse, Ohio:** …`.
pub(super) fn by_label(page: &PageLayout<'_>, span: Span) -> Option<(Participant, usize)> {
    let content = span.of(page.text);
    let window = &content[..floor_char_boundary(content, LONGEST_LABEL)];
    let colon = window.find(':')?;
    if window[colon..].starts_with("://") || window[..colon].contains(['.', '?', '!', '\n']) {
        return None;
    }
    let who = page.read(Span::new(span.start(), span.start() + colon))?;
    let numbered = page.is_id(who.mention.of(page.text)) || page.is_id(&who.speaker.name);
    let emphasised = content.starts_with("**") || content.starts_with("__");
    let short = || count(&content[..colon], WORDS_OF_LABEL) < WORDS_OF_LABEL;
    (numbered || who.confident && emphasised && short()).then_some((who, span.start() + colon + 1))
}

/// Whether words before a mark say that a quotation follows: `Quote:`, `**User quote:**`.
pub(super) fn announces(page: &PageLayout<'_>, span: Span) -> bool {
    let label = span.of(page.text).trim_end_matches([' ', '*', '_']);
    let quotations = &page.words.quotations;
    label.ends_with(':')
        && count(label, WORDS_OF_ANNOUNCEMENT) < WORDS_OF_ANNOUNCEMENT
        && quotations.any(label)
        && !words(label).any(|word| page.language.word_any_case(word).verb.is_some() && !quotations.has(word))
}

/// The words of a passage that no mark closes, and the attribution at its end.
pub(super) fn at_end(page: &PageLayout<'_>, span: Span, opening: Opening) -> (Span, Option<Attribution>) {
    let body = Span::new(span.start(), span.start() + without_closing_tags(span.of(page.text)).len());
    let found = in_element(page, body)
        .or_else(|| on_own_line(page, body))
        .map(|(who, cut)| (who, Evidence::Dash, cut))
        .or_else(|| in_last_bracket(page, body).map(|(who, cut)| (who, Evidence::Bracket, cut)))
        .or_else(|| behind_last_dash(page, body, opening).map(|(who, cut)| (who, Evidence::Dash, cut)));
    match found {
        Some((who, evidence, cut)) => (Span::new(span.start(), cut), Some((who, evidence))),
        None => (body, None),
    }
}

/// Words without whitespace and the tags that close their block behind them.
fn without_closing_tags(words: &str) -> &str {
    let mut words = words.trim_end();
    while let Some(rest) = ["</blockquote>", "</p>", "</div>", "</li>"].iter().find_map(|tag| words.strip_suffix(tag)) {
        words = rest.trim_end();
    }
    words
}

/// An element for sources on the same line: who, and where it starts.
fn in_element(page: &PageLayout<'_>, body: Span) -> Option<(Participant, usize)> {
    let open = ["<cite", "<footer"].into_iter().filter_map(|tag| body.of(page.text).rfind(tag)).max()?;
    let open = body.start() + open;
    (open > body.start()).then(|| page.read(Span::new(open, body.end()))).flatten().map(|who| (who, open))
}

/// An attribution on the last line or the last two, behind a dash, in an element or, with a number, alone.
fn on_own_line(page: &PageLayout<'_>, body: Span) -> Option<(Participant, usize)> {
    let text = page.text;
    let last = body.start() + body.of(text).rfind('\n')?;
    let second = text[body.start()..last].rfind('\n').map(|at| body.start() + at);
    [Some(last), second].into_iter().flatten().find_map(|line| {
        let from = behind_signs(text, Span::new(line, body.end()));
        if from >= body.end() {
            return None;
        }
        let tagged = text[line..from].contains('<');
        let dash = dash_at(text, from);
        if dash.is_none() && !tagged && line != last {
            return None;
        }
        let own = Span::new(from + dash.unwrap_or(0), body.end());
        let believed = |who: &Participant| {
            let short = || count(own.of(text), WORDS) < WORDS;
            dash.is_some() && (who.confident || closes(page, own))
                || who.confident && short() && (tagged || names_respondent(page, who))
        };
        page.read(own).filter(believed).map(|who| (who, line))
    })
}

/// Whether a name without any sign beside it is a participant's: a number, a word for those who were asked.
fn names_respondent(page: &PageLayout<'_>, who: &Participant) -> bool {
    page.is_numbered(who) || page.language.word_any_case(&who.speaker.name).classes.any(Classes::RESPONDENT)
}

/// Brackets that end a passage.
fn in_last_bracket(page: &PageLayout<'_>, body: Span) -> Option<(Participant, usize)> {
    let content = body.of(page.text).trim_end_matches(['*', '_', '.', ';', ',', ' ', '>']);
    let open = match content.chars().next_back()? {
        ')' => content.rfind('('),
        ']' => content.rfind('['),
        _ => None,
    }?;
    if open == 0 {
        return None;
    }
    let own = Span::new(body.start() + open + 1, body.start() + content.len() - 1);
    let ended = || content[..open].trim_end().ends_with(['.', '!', '?', '"', '”', '…', '*', '_']);
    page.read(own).filter(|who| page.is_numbered(who) || who.confident && ended()).map(|who| (who, body.start() + open))
}

/// What follows one of the last dashes of a passage.
fn behind_last_dash(page: &PageLayout<'_>, body: Span, opening: Opening) -> Option<(Participant, usize)> {
    let content = body.of(page.text);
    let mut until = content.len();
    for _ in 0..DASHES_TRIED {
        let (at, length) = last_dash(&content[..until])?;
        let own = Span::new(body.start() + at + length, body.end());
        if own.len() > LONGEST_BEHIND_DASH {
            return None;
        }
        let before = content[..at].trim_end().trim_end_matches(['*', '_', '>', '\\', ' ', '\n']);
        let ended = before.ends_with(['.', '!', '?', '"', '”', '“', '’', '\'', '…', ')', ']', ':']);
        let length = count(own.of(page.text), WORDS);
        let believed = |who: &Participant| {
            page.is_numbered(who)
                || ended && (who.confident || opening == Opening::Mark || page.is_signed && length < 5)
        };
        if let Some(who) = page.read(own).filter(|who| length < WORDS && believed(who)) {
            return Some((who, body.start() + at));
        }
        until = at;
    }
    None
}

/// Who is named in a block that is nothing but an attribution.
pub(super) fn in_block(page: &PageLayout<'_>, number: usize, neighbour: Neighbour) -> Option<Participant> {
    let block = page.blocks[number];
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) || block.span.len() > LONGEST_BLOCK {
        return None;
    }
    let content = page.trimmed(block.span)?.of(page.text);
    let bare = content.trim_start_matches(['*', '_', '<', '>', ' ']);
    let raw = block.span.of(page.text);
    // The bullet of a list of one item is a dash.
    let bullet = block.kind == BlockKind::Item && page.text[block.line..block.span.start()].contains('-');
    let alone = || page.blocks.get(number + 1).is_none_or(|next| next.kind != BlockKind::Item || next.run != block.run);
    let dashed = bare.starts_with(['-', '–', '—', '―', '~']) || bare.starts_with("&mdash;");
    let tagged = raw.starts_with("<cite") || raw.starts_with("<footer");
    let lone_bullet = bullet && alone();
    let same = neighbour == Neighbour::SameQuotation;
    if !(dashed || tagged || lone_bullet || same) || starts_with_mark(bare) || count(content, WORDS + 1) > WORDS {
        return None;
    }
    let sentence = is_sentence(content);
    page.read(block.span).filter(|who| {
        (who.confident || dashed && !sentence || tagged)
            && (dashed || tagged || (lone_bullet || same) && !sentence || page.is_id(&who.speaker.name))
    })
}

/// A participant's number in brackets right behind a mark: “…” (P4).
pub(super) fn number_behind(page: &PageLayout<'_>, inside: Span) -> Option<Participant> {
    /// Between a mark and a bracket, at most this many signs.
    const SIGNS: usize = 4;
    let mark = page.text[inside.end()..].chars().next().map_or(0, char::len_utf8);
    let from = inside.end() + mark;
    let rest = page.text[from..].trim_start_matches(['*', '_', ' ', ',', '.']);
    let start = page.text.len() - rest.len();
    if start - from > SIGNS {
        return None;
    }
    let window = Span::new(start, start + floor_char_boundary(rest, LONGEST_BRACKET));
    page.read(bracket(page.text, window)?).filter(|who| page.is_numbered(who))
}

/// The only participant's number in brackets before words in marks in their sentence: one tester (P5) noted “…”.
pub(super) fn number_before(page: &PageLayout<'_>, inside: Span) -> Option<Participant> {
    let before = &page.text[..inside.start()];
    let from =
        line_start(before, before.len()).max(floor_char_boundary(before, before.len().saturating_sub(BRACKET_WITHIN)));
    let from = before[from..].rfind(['.', '?', '!', '”', '»']).map_or(from, |at| from + at);
    let mut found = None;
    for (open, _) in before[from..].match_indices('(') {
        let Some(own) = bracket(before, Span::new(from + open, before.len())) else { break };
        if let Some(who) = page.read(own).filter(|who| page.is_id(&who.speaker.name)) {
            if found.is_some() {
                return None;
            }
            found = Some(who);
        }
    }
    found
}

/// The last dash that may come before an attribution: its place and length.
fn last_dash(body: &str) -> Option<(usize, usize)> {
    let bytes = body.as_bytes();
    let mut at = bytes.len();
    while at > 0 {
        at -= 1;
        match bytes[at] {
            b'-' | b'~' => {
                let end = at + 1;
                while at > 0 && bytes[at - 1] == bytes[end - 1] {
                    at -= 1;
                }
                let before = at == 0 || bytes[at - 1].is_ascii_whitespace() || bytes[at - 1] == b'>';
                let after = bytes.get(end).is_none_or(|byte| !byte.is_ascii_lowercase());
                if before && after {
                    return Some((at, end - at));
                }
            }
            // U+2013 to U+2015.
            0xE2 if matches!(&bytes[at..], [0xE2, 0x80, 0x93..=0x95, ..]) => return Some((at, 3)),
            _ => {}
        }
        if bytes.len() - at > DASH_WITHIN {
            break;
        }
    }
    None
}

/// The length of a dash at a place: `-`, `--`, `—`, `~`, `&mdash;`, with an escape before.
fn dash_at(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let escaped = usize::from(rest.starts_with('\\'));
    let dashes = rest[escaped..].bytes().take_while(|byte| matches!(byte, b'-' | b'~')).count();
    if dashes > 0 {
        return Some(escaped + dashes);
    }
    ["–", "—", "―", "‒", "&mdash;", "&ndash;", "&#8212;", "&#8211;"]
        .iter()
        .find(|dash| rest.starts_with(**dash))
        .map(|dash| dash.len())
}
