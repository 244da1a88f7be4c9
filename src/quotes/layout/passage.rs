//! One passage set apart by its layout (a block quotation, an item, a paragraph in marks): the words said, and the attribution
//! in front of them or behind.

use crate::lang::{Classes, VerbClass};
use crate::quotes::layout::running::in_one_sentence;
use crate::quotes::layout::speech_cues::{count, is_sentence, words};
use crate::quotes::layout::{Page, mask};
use crate::quotes::participant;
use crate::quotes::participant::Who;
use crate::quotes::prose::Marked;
use crate::quotes::quote::Evidence;
use crate::quotes::transcript::label;
use crate::text::Span;
use crate::text::slice::floor_char_boundary;

/// Words that somebody said.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// Without the outer marks.
    pub(crate) content: Span,
    /// Whether marks stand around it.
    pub(crate) marked: bool,
    pub(crate) who: Option<(Who, Evidence)>,
}

/// How a passage is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// It begins with a quotation mark, or a prefix and a mark.
    Marked,
    /// It is all one person's words, without marks around them.
    Bare,
    /// The writer's words stand around the marks: who speaks is a question of grammar.
    Framed,
}

/// A passage taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Passage {
    pub(crate) form: Form,
    /// Ordered; never empty.
    pub(crate) said: Vec<Said>,
    /// Marked stretches that are labels beside what is said.
    pub(crate) labels: Vec<Span>,
    /// Whether the words in front say that a quotation follows: `Quote: “…”`.
    pub(crate) announced: bool,
}

/// What stands between two stretches.
#[derive(Debug, Default)]
struct Gap {
    behind: Option<(Who, Evidence)>,
    before: Option<Who>,
    /// The writer's words that are left.
    loose: Option<Span>,
}

/// An attribution in running words is shorter than this many words.
const SHORT: usize = 14;

impl Page<'_> {
    /// Takes a passage apart. `quoted` tells that it stands in a block quotation.
    pub(crate) fn passage(&mut self, span: Span, quoted: bool) -> Option<Passage> {
        let text = self.text;
        let span = self.trimmed(span)?;
        let mut found = std::mem::take(&mut self.found);
        let mut unclosed = std::mem::take(&mut self.unclosed);
        self.marks.read(text, span, |place| mask::holds(&self.masks, place), &mut found, &mut unclosed);
        let passage = self.build(span, quoted, &found, &unclosed);
        self.found = found;
        self.unclosed = unclosed;
        passage
    }

    fn build(&self, span: Span, quoted: bool, found: &[Marked], unclosed: &[usize]) -> Option<Passage> {
        let text = self.text;
        let first_mark =
            found.first().map(|marked| marked.outer.start()).into_iter().chain(unclosed.first().copied()).min();
        let Some(first_mark) = first_mark else { return self.bare(span, quoted) };
        let before = Span::new(span.start(), first_mark.max(span.start()));
        let prefix = self.prefix(before);
        let announced = self.announces(before);
        let at_head = prefix.is_some() || !has_words(before.of(text)) || announced;
        // A mark at the head that nothing closes: the words run to the end.
        if at_head && unclosed.first() == Some(&first_mark) {
            let mark = text[first_mark..].chars().next().map_or(0, char::len_utf8);
            let (content, who) = self.unclosed_tail(Span::new(first_mark + mark, span.end()));
            let who = who.or_else(|| prefix.map(|who| (who, Evidence::Label)));
            let content = inner(text, content)?;
            return Some(Passage {
                form: Form::Marked,
                said: vec![Said { content, marked: true, who }],
                labels: Vec::new(),
                announced,
            });
        }
        if found.is_empty() {
            return self.bare(span, quoted);
        }
        // What stands behind and between.
        let mut gaps = Vec::with_capacity(found.len());
        for (number, marked) in found.iter().enumerate() {
            let next = found.get(number + 1).map(|next| next.outer.start());
            gaps.push(self.gap(Span::new(marked.outer.end(), next.unwrap_or(span.end())), next.is_some()));
        }
        let loose: usize = gaps.iter().filter_map(|gap| gap.loose).map(|loose| count(loose.of(text), 400)).sum();
        let loose = loose + if at_head { 0 } else { count(before.of(text), 400) };
        let inside: usize = found.iter().map(|marked| count(marked.inside.of(text), 400)).sum();
        let attributed = gaps.iter().any(|gap| gap.behind.is_some()) || prefix.is_some();
        let speech = |word: &str| {
            let verb = self.language.word_any_case(word).verb;
            verb.is_some_and(|verb| {
                matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Ask | VerbClass::Call)
            })
        };
        let cue = |span: Span| words(span.of(text)).any(speech);
        if at_head {
            let sentence = quoted && is_sentence(found[0].inside.of(text));
            if !(sentence || attributed || inside * 5 >= (inside + loose) * 3 && inside > 0) {
                return if quoted { self.bare(span, quoted) } else { None };
            }
            if gaps.iter().any(|gap| gap.loose.is_some_and(|loose| self.is_frame(loose))) && !attributed {
                let said =
                    found.iter().map(|marked| Said { content: marked.inside, marked: true, who: None }).collect();
                return Some(Passage { form: Form::Framed, said, labels: Vec::new(), announced: false });
            }
        } else {
            if quoted && self.tail(span, false).1.is_some() {
                return self.bare(span, quoted);
            }
            let tailed = gaps.last().is_some_and(|gap| gap.behind.is_some());
            if inside * 2 < inside + loose {
                // Marks inside what somebody says.
                let verb = |word| self.language.word_any_case(word).verb.is_some();
                return if quoted && (tailed || !cue(before)) || tailed && !words(before.of(text)).any(verb) {
                    self.bare(span, quoted)
                } else {
                    self.framed(found, quoted)
                };
            }
            if !tailed {
                return self.framed(found, quoted);
            }
        }
        let mut said: Vec<Said> = Vec::with_capacity(found.len());
        let mut labels = Vec::new();
        let mut before = prefix;
        let mut after_loose = false;
        for (marked, gap) in found.iter().zip(gaps) {
            let behind = gap.behind.or_else(|| before.take().map(|who| (who, Evidence::Label)));
            let words = count(marked.inside.of(text), 8);
            if after_loose && behind.is_none() && words < 4 && !is_sentence(marked.inside.of(text)) {
                labels.push(marked.inside);
            } else if words > 0 {
                said.push(Said { content: marked.inside, marked: true, who: behind });
            }
            before = gap.before;
            after_loose = gap.loose.is_some();
        }
        // “A” “B” — P3: one attribution for stretches that stand side by side.
        for number in (1..said.len()).rev() {
            let between = &text[said[number - 1].content.end()..said[number].content.start()];
            let near = !has_words(outside_brackets(between));
            let bracketed = said[number].who.as_ref().is_some_and(|(_, evidence)| *evidence == Evidence::Bracket)
                && in_one_sentence(text, said[number - 1].content, said[number].content);
            if (near || bracketed) && said[number - 1].who.is_none() {
                said[number - 1].who = said[number].who.clone().filter(|(_, evidence)| *evidence != Evidence::Label);
            }
        }
        (!said.is_empty()).then_some(Passage { form: Form::Marked, said, labels, announced })
    }

    /// Whether words behind marks are a frame: "Tim noted, …", "said the nurse".
    fn is_frame(&self, span: Span) -> bool {
        let said = |word: &str| {
            let verb = self.language.word_any_case(word).verb;
            verb.is_some_and(|verb| matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Ask))
        };
        let sentence = span.of(self.text).split(['.', '!', '?', '\n']).find(|part| has_words(part)).unwrap_or("");
        words(sentence).take(5).any(said)
    }

    fn framed(&self, found: &[Marked], quoted: bool) -> Option<Passage> {
        let said: Vec<Said> =
            found.iter().map(|marked| Said { content: marked.inside, marked: true, who: None }).collect();
        quoted.then_some(Passage { form: Form::Framed, said, labels: Vec::new(), announced: false })
    }

    /// A passage without marks around its words.
    pub(crate) fn bare(&self, span: Span, quoted: bool) -> Option<Passage> {
        let text = self.text;
        let (content, mut who) = self.tail(span, false);
        if !quoted && who.as_ref().is_some_and(|(who, _)| !self.is_numbered(who)) {
            who = None;
        }
        let content = if who.is_some() { content } else { span };
        let mut content = inner(text, content)?;
        if who.is_none()
            && let Some((prefix, start)) = self.label(content)
        {
            who = Some((prefix, Evidence::Label));
            content = inner(text, Span::new(start, content.end()))?;
        }
        Some(Passage {
            form: Form::Bare,
            said: vec![Said { content, marked: false, who }],
            labels: Vec::new(),
            announced: false,
        })
    }

    /// The words behind a mark that nothing closes by rule (marks inside are of the same kind): to the last mark that an
    /// attribution or the end follows.
    fn unclosed_tail(&self, span: Span) -> (Span, Option<(Who, Evidence)>) {
        let words = span.of(self.text);
        if let Some((last, mark)) = words.char_indices().rev().find(|(_, ch)| matches!(ch, '"' | '”' | '“' | '»'))
        {
            let behind = Span::new(span.start() + last + mark.len_utf8(), span.end());
            if !has_words(behind.of(self.text)) {
                return (Span::new(span.start(), span.start() + last), None);
            }
            let gap = self.gap(behind, false);
            if gap.behind.is_some() && gap.loose.is_none() {
                return (Span::new(span.start(), span.start() + last), gap.behind);
            }
        }
        self.tail(span, true)
    }

    /// A label with a colon before unmarked words: `P12: …`, `**Nurse, Ohio:** …`.
    fn label(&self, span: Span) -> Option<(Who, usize)> {
        let words = span.of(self.text);
        let window = &words[..floor_char_boundary(words, 100)];
        let colon = window.find(':')?;
        if window[colon..].starts_with("://") || window[..colon].contains(['.', '?', '!', '\n']) {
            return None;
        }
        let who = participant::read(self.language, self.text, Span::new(span.start(), span.start() + colon))?;
        let numbered = participant::is_id(self.language, who.mention.of(self.text))
            || participant::is_id(self.language, &who.speaker.name);
        let emphasised = words.starts_with("**") || words.starts_with("__");
        (numbered || who.sure && emphasised && count(&words[..colon], SHORT) < 9)
            .then_some((who, span.start() + colon + 1))
    }

    /// Who stands in front of a mark: `P4 “…”`, `P6 (blind): “…”`, `[P3] “…”`.
    fn prefix(&self, span: Span) -> Option<Who> {
        let words = span.of(self.text);
        let bare = words.trim_end_matches([' ', '*', '_', '\n', '\t', '>']);
        if bare.len() > 120 || !has_words(bare) || count(bare, SHORT) >= SHORT {
            return None;
        }
        // "Quote from P5:" names P5.
        let label = bare.trim_end_matches([':', '*', '_', ' ']);
        if let Some((before, last)) = label.rsplit_once(' ')
            && bare.ends_with(':')
            && count(before, 6) < 5
            && participant::is_id(self.language, last)
        {
            let start = span.start() + before.len() + 1;
            return participant::read(self.language, self.text, Span::new(start, start + last.len()));
        }
        let signed = bare.ends_with([':', '-', '–', '—', ')', ']', '|']) || words.trim_end().ends_with(['*', '_']);
        let who = participant::read(self.language, self.text, Span::new(span.start(), span.start() + bare.len()))?;
        let numbered = participant::is_id(self.language, &who.speaker.name)
            || who.speaker.name.split(", ").all(|one| participant::is_id(self.language, one));
        let cued = self::words(bare).any(|word| self.language.word_any_case(word).verb.is_some());
        (numbered && count(bare, SHORT) < 10 || who.sure && signed && !cued && count(bare, SHORT) < 10).then_some(who)
    }

    /// Whether words in front of a mark say that a quotation follows: `Quote:`, `**User quote:**`.
    fn announces(&self, span: Span) -> bool {
        let label = span.of(self.text).trim_end_matches([' ', '*', '_']);
        label.ends_with(':')
            && count(label, 6) < 6
            && self.quotations.any(label)
            && !words(label).any(|word| self.language.word_any_case(word).verb.is_some() && !self.quotations.has(word))
    }

    /// The attribution behind marks, the one before the next marks, and what is left.
    fn gap(&self, span: Span, inner: bool) -> Gap {
        let text = self.text;
        let mut gap = Gap::default();
        let start = skip(text, span);
        let rest = Span::new(start, span.end());
        if !has_words(rest.of(text)) {
            return gap;
        }
        let line_end = |from: usize| {
            // Between two stretches an attribution ends with its line.
            if !inner {
                return span.end();
            }
            text[from..span.end()].find('\n').map_or(span.end(), |at| from + at)
        };
        let mut left = start;
        if let Some(dash) = dash_at(text, start) {
            let end = line_end(start + dash);
            let own = Span::new(start + dash, end);
            if let Some(who) =
                participant::read(self.language, text, own).filter(|who| who.sure || self.is_closing(own, inner))
            {
                gap.behind = Some((who, Evidence::Dash));
                left = end;
            }
        } else if let Some(close) = bracket_at(text, rest) {
            let own = Span::new(start + 1, close);
            if let Some(who) = participant::read(self.language, text, own).filter(|who| who.sure) {
                gap.behind = Some((who, Evidence::Bracket));
                left = close + 1;
            }
        } else {
            let end = line_end(start);
            let own = Span::new(start, end);
            // A line or an element of its own.
            let new_line = text[span.start()..start].contains(['\n', '<']);
            let short = count(own.of(text), SHORT) < if new_line { SHORT } else { 7 };
            let cued = words(own.of(text)).any(|word| self.language.word_any_case(word).verb.is_some());
            if short
                && !cued
                && !own.of(text).trim_end().ends_with(':')
                && let Some(who) = participant::read(self.language, text, own).filter(|who| who.sure)
                && (participant::is_id(self.language, &who.speaker.name) || new_line || own.of(text).starts_with("{{"))
            {
                gap.behind = Some((who, Evidence::Dash));
                left = end;
            }
        }
        // The prefix of the next stretch stands on the last line.
        if inner {
            let line = text[left..span.end()].rfind('\n').map_or(left, |at| left + at + 1);
            if let Some(who) = self.prefix(Span::new(line, span.end())) {
                gap.before = Some(who);
                let rest = Span::new(left, line);
                gap.loose = has_words(rest.of(text)).then_some(rest);
                return gap;
            }
        }
        let rest = Span::new(left, span.end());
        gap.loose = has_words(rest.of(text)).then_some(rest);
        gap
    }

    /// Whether words behind a dash end the passage as an attribution does, not as a sentence.
    fn is_closing(&self, span: Span, inner: bool) -> bool {
        let words = span.of(self.text).trim();
        !inner
            && !words.contains('\n')
            && count(words, 30) < 30
            && !words.trim_end_matches(['*', '_', ' ']).ends_with(['.', '!', '?'])
            || words.contains("{{") && !inner
    }

    /// The words and the attribution at their end, for words that no mark closes.
    pub(crate) fn tail(&self, span: Span, marked: bool) -> (Span, Option<(Who, Evidence)>) {
        let text = self.text;
        let end = span.start() + text[span.range()].trim_end().len();
        let body = &text[span.start()..end];
        // An element of its own on the same line.
        if let Some(open) = ["<cite", "<footer"].into_iter().filter_map(|tag| body.rfind(tag)).max()
            && let Some(who) = participant::read(self.language, text, Span::new(span.start() + open, end))
            && open > 0
        {
            return (Span::new(span.start(), span.start() + open), Some((who, Evidence::Dash)));
        }
        // A line of its own, or an element of its own.
        if let Some(newline) = body.rfind('\n') {
            for line in [newline, body[..newline].rfind('\n').unwrap_or(newline)] {
                let from = skip(text, Span::new(span.start() + line, end));
                let tagged = text[span.start() + line..from].contains('<');
                let dash = dash_at(text, from);
                let own = Span::new(from + dash.unwrap_or(0), end);
                if (dash.is_some() || tagged || line == newline)
                    && from < end
                    && let Some(who) = participant::read(self.language, text, own)
                    && (dash.is_some() && (who.sure || self.is_closing(own, false))
                        || who.sure && count(own.of(text), SHORT) < SHORT && (tagged || is_alone(self, &who)))
                {
                    return (Span::new(span.start(), span.start() + line), Some((who, Evidence::Dash)));
                }
            }
        }
        // Brackets at the end.
        let closed = body.trim_end_matches(['*', '_', '.', ';', ',', ' ', '>']);
        if let Some(open) = closed
            .ends_with([')', ']'])
            .then(|| closed.rfind(if closed.ends_with(')') { '(' } else { '[' }))
            .flatten()
            .filter(|open| *open > 0)
        {
            let own = Span::new(span.start() + open + 1, span.start() + closed.len() - 1);
            let numbered = |who: &Who| self.is_numbered(who);
            if let Some(who) = participant::read(self.language, text, own).filter(|who| {
                numbered(who)
                    || who.sure && closed[..open].trim_end().ends_with(['.', '!', '?', '"', '”', '…', '*', '_'])
            }) {
                return (Span::new(span.start(), span.start() + open), Some((who, Evidence::Bracket)));
            }
        }
        // A dash on the last line.
        let mut until = body.len();
        for _ in 0..3 {
            let Some((at, length)) = last_dash(&body[..until]) else { break };
            let own = Span::new(span.start() + at + length, end);
            if own.len() > 200 {
                break;
            }
            let before = body[..at].trim_end().trim_end_matches(['*', '_', '>', '\\', ' ', '\n']);
            let ended = before.ends_with(['.', '!', '?', '"', '”', '“', '’', '\'', '…', ')', ']', ':']);
            if let Some(who) = participant::read(self.language, text, own)
                && count(own.of(text), SHORT) < SHORT
                && (self.is_numbered(&who)
                    || ended && (who.sure || marked || self.signed && count(own.of(text), 6) < 5))
            {
                return (Span::new(span.start(), span.start() + at), Some((who, Evidence::Dash)));
            }
            until = at;
        }
        (Span::new(span.start(), end), None)
    }
}

/// Whether an attribution without dash on a line of its own can be believed: a participant's number.
fn is_alone(page: &Page<'_>, who: &Who) -> bool {
    participant::is_id(page.language, who.speaker.name.split(", ").next().unwrap_or(""))
        || page.language.word_any_case(&who.speaker.name).classes.any(Classes::RESPONDENT)
}

/// The last dash that may stand before an attribution: its place and length.
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
        if bytes.len() - at > 240 {
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

/// Where the bracket closes that opens a stretch of text.
fn bracket_at(text: &str, span: Span) -> Option<usize> {
    let words = span.of(text);
    let close = match words.as_bytes().first()? {
        b'(' => ')',
        b'[' => ']',
        _ => return None,
    };
    words.find(close).map(|at| span.start() + at)
}

/// Skips blanks, marks of block quotation, emphasis, tags and commas.
fn skip(text: &str, span: Span) -> usize {
    let bytes = text.as_bytes();
    let mut at = span.start();
    while at < span.end() {
        match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' | b'>' | b'*' | b'_' | b',' | b';' | b'.' => at += 1,
            b'"' if at == span.start() => at += 1,
            b'\\' if matches!(bytes.get(at + 1), Some(b'\n' | b'\r' | b' ')) => at += 1,
            b'<' => {
                let Some(close) = mask::tag_end(bytes, at, span.end()) else { break };
                at = close;
            }
            0xC2 if bytes.get(at + 1) == Some(&0xA0) => at += 2,
            _ => break,
        }
    }
    at
}

/// What stands in front of the first square bracket, or behind the last: an editor's remark is nobody's words.
fn outside_brackets(words: &str) -> &str {
    match (words.find('['), words.rfind(']')) {
        (Some(open), Some(close)) if open < close && !has_words(&words[close..]) => &words[..open],
        _ => words,
    }
}

/// Whether letters or digits stand in a stretch, tags apart.
pub(crate) fn has_words(passage: &str) -> bool {
    let mut tag = false;
    passage.chars().any(|ch| {
        match ch {
            '<' => tag = true,
            '>' => tag = false,
            _ => {}
        }
        !tag && ch.is_alphanumeric()
    })
}

/// Without blanks, emphasis, tags and stray marks at the ends.
pub(crate) fn inner(text: &str, span: Span) -> Option<Span> {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (span.start(), span.end());
    loop {
        let before = (start, end);
        let words = &text[start..end];
        start += words.len() - words.trim_start_matches(|ch| is_edge(ch) || label::is_pictograph(ch)).len();
        let words = &text[start..end];
        end -= words.len() - words.trim_end_matches(is_edge).len();
        // Emphasis goes where it holds everything, or closes nothing.
        let words = &text[start..end];
        let run = words.bytes().take_while(|byte| matches!(byte, b'*' | b'_')).count();
        let closed = words[run..].find(&words[..run]).is_some_and(|at| has_words(&words[run + at..]));
        if run > 0 && !closed {
            start += run;
        }
        let words = &text[start..end];
        let run = words.bytes().rev().take_while(|byte| matches!(byte, b'*' | b'_')).count();
        let body = &words[..words.len() - run];
        let opened = body.rfind(&words[words.len() - run..]).is_some_and(|at| has_words(&body[..at]));
        if run > 0 && !opened {
            end -= run;
        }
        if start >= end {
            return None;
        }
        if bytes[start] == b'<'
            && let Some(close) = mask::tag_end(bytes, start, end)
        {
            start = close;
        }
        // A closing tag lost its `>` above.
        if end < span.end()
            && bytes[end] == b'>'
            && let Some(open) = memchr::memrchr(b'<', &bytes[start..end])
            && (bytes[start + open + 1..end]
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b' ')))
        {
            end = start + open;
        }
        if before == (start, end) {
            return (start < end && has_words(&text[start..end])).then(|| Span::new(start, end));
        }
    }
}

fn is_edge(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '>' | '"' | '“' | '”' | '«' | '»' | '\\')
}
