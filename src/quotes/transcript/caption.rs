//! Captions as text: `WebVTT` and `SubRip`. A turn is what one voice says until another does, one content span a cue.

use crate::lang::Language;
use crate::quotes::transcript::Turn;
use crate::quotes::transcript::label;
use crate::quotes::transcript::label::{Style, Trust};
use crate::text::Span;

/// Whether the text is captions: it says `WEBVTT`, or its first lines hold a time and an arrow.
pub(crate) fn is_caption(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with("WEBVTT") || text.lines().take(3).any(|line| arrow(line).is_some())
}

/// The start time of a line `00:00:03,120 --> 00:00:06,480`.
fn arrow(line: &str) -> Option<&str> {
    let line = line.trim();
    let stop = label::clock(line, 0, line.len())?;
    line[stop..].trim_start().starts_with("-->").then(|| &line[..stop])
}

/// A stretch of one voice.
struct Voice<'a> {
    name: &'a str,
    mention: Option<Span>,
}

/// The turns of captions.
pub(crate) fn turns(language: &Language, text: &str) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut voice = Voice { name: "", mention: None };
    let mut time: Option<&str> = None;
    let mut skip = false;
    // Whether the next words open a span of their own.
    let mut apart = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let words = line.trim();
        if words.is_empty() {
            (time, skip, apart) = (None, false, true);
            continue;
        }
        if let Some(stamp) = arrow(words) {
            (time, skip, apart) = (Some(stamp), false, true);
            continue;
        }
        if time.is_none() {
            skip |= ["NOTE", "STYLE", "REGION", "WEBVTT"].iter().any(|block| words.starts_with(block));
            continue;
        }
        if skip {
            continue;
        }
        let begin = start + (line.len() - line.trim_start().len());
        payload(language, text, Span::new(begin, begin + words.len()), &mut voice, &mut apart, time, &mut turns);
    }
    turns
}

/// One line of a cue: voice tags, labels and dashes change the voice.
fn payload<'a>(
    language: &Language,
    text: &'a str,
    line: Span,
    voice: &mut Voice<'a>,
    apart: &mut bool,
    time: Option<&str>,
    turns: &mut Vec<Turn>,
) {
    let mut at = line.start();
    let words = line.of(text);
    if let Some(rest) = words.strip_prefix("- ").or_else(|| words.strip_prefix('-')) {
        // A dash starts another voice, whose name may follow.
        at = line.end() - rest.trim_start().len();
        *apart = true;
        *voice = Voice { name: "", mention: None };
    }
    if let Some(found) = label::label(text, at, line.end()) {
        let trusted = label::trust(language, text, &found) != Trust::None;
        if trusted
            && matches!(found.style, Style::Colon)
            && memchr::memchr(b'<', &text.as_bytes()[at..found.end]).is_none()
        {
            *voice = Voice { name: found.name.of(text), mention: Some(found.name) };
            *apart = true;
            at = found.end;
        }
    }
    while at < line.end() {
        let rest = &text[at..line.end()];
        if let Some(tag) = rest.strip_prefix("<v").filter(|tag| tag.starts_with([' ', '.', '\t']))
            && let Some(close) = tag.find('>')
        {
            let inner = &tag[..close];
            let name = inner.split_once([' ', '\t']).map_or("", |(_, name)| name.trim());
            if !name.is_empty() {
                let offset = at + 2 + inner.len()
                    - inner.split_once([' ', '\t']).map_or("", |(_, name)| name.trim_start()).len();
                *voice = Voice { name, mention: Some(Span::new(offset, offset + name.len())) };
                *apart = true;
            }
            at += 2 + close + 1;
            continue;
        }
        if rest.starts_with("</v>") {
            at += 4;
            continue;
        }
        // To the next voice tag.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let stop = ["<v ", "<v.", "</v>"]
            .into_iter()
            .filter_map(|tag| rest[first..].find(tag))
            .min()
            .map_or(line.end(), |stop| at + first + stop);
        say(text, Span::new(at, stop), voice, *apart, time, turns);
        *apart = false;
        at = stop;
    }
}

fn say(text: &str, words: Span, voice: &Voice<'_>, apart: bool, time: Option<&str>, turns: &mut Vec<Turn>) {
    let Some(words) = bare(text, words) else { return };
    if let Some(turn) = turns.last_mut().filter(|turn| turn.name == voice.name && !(voice.name.is_empty() && apart)) {
        match turn.content.last_mut() {
            Some(last) if !apart => *last = last.join(words),
            _ => turn.content.push(words),
        }
        return;
    }
    turns.push(Turn {
        content: vec![words],
        mention: voice.mention,
        name: voice.name.to_owned(),
        details: None,
        time: time.map(str::to_owned),
        asks: false,
    });
}

/// Words without blanks and tags at their ends.
fn bare(text: &str, span: Span) -> Option<Span> {
    let (mut start, mut end) = (span.start(), span.end());
    loop {
        let words = text[start..end].trim();
        start += text[start..end].len() - text[start..end].trim_start().len();
        end = start + words.len();
        if words.starts_with('<')
            && let Some(close) = words.find('>')
        {
            start += close + 1;
            continue;
        }
        if words.starts_with("{\\")
            && let Some(close) = words.find('}')
        {
            start += close + 1;
            continue;
        }
        if words.ends_with('>')
            && let Some(open) = words.rfind('<').filter(|open| words.len() - open < 20)
        {
            let name = words[open..].trim_start_matches(['<', '/']).trim_end_matches('>');
            let inside = memchr::memmem::find(&words.as_bytes()[..open], format!("<{name}").as_bytes()).is_some();
            if !inside {
                end = start + open;
                continue;
            }
        }
        return (start < end).then(|| Span::new(start, end));
    }
}
