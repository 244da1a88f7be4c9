//! What are the turns of captions (`WebVTT`, `SubRip`)? A turn is what one voice says until another does, one content span a cue.

use crate::lang::Language;
use crate::quotes::transcript::cursor::clock_end;
use crate::quotes::transcript::label::{Style, label};
use crate::quotes::transcript::trust::{Trust, trust};
use crate::quotes::transcript::turn::Turn;
use crate::text::Span;
use crate::text::slice::{span_of_subslice, trimmed};

/// A tag with a closing one of the same name inside a cue is no longer than this.
const LONGEST_TAG: usize = 20;

/// Whether the text is captions: it says `WEBVTT`, or its first lines hold a time and an arrow.
pub(crate) fn is_caption(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with("WEBVTT") || text.lines().take(3).any(|line| arrow(line).is_some())
}

/// The start time of a line `00:00:03,120 --> 00:00:06,480`.
fn arrow(line: &str) -> Option<&str> {
    let line = line.trim();
    let stop = clock_end(line, 0, line.len())?;
    line[stop..].trim_start().starts_with("-->").then(|| &line[..stop])
}

/// The turns of captions.
pub(super) fn turns(language: &Language, text: &str) -> Vec<Turn> {
    let mut captions = Captions { language, text, turns: Vec::new(), voice: Voice::UNKNOWN, time: None, apart: true };
    // Whether the block is a remark or settings.
    let mut skip = false;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if words.is_empty() {
            skip = false;
            captions.open_cue(None);
        } else if let Some(stamp) = arrow(words) {
            skip = false;
            captions.open_cue(Some(stamp));
        } else if captions.time.is_none() {
            skip |= ["NOTE", "STYLE", "REGION", "WEBVTT"].iter().any(|block| words.starts_with(block));
        } else if !skip {
            captions.line(span_of_subslice(text, words));
        }
    }
    captions.turns
}

/// Who speaks in a cue.
#[derive(Clone, Copy)]
struct Voice<'a> {
    name: &'a str,
    mention: Option<Span>,
}

impl Voice<'_> {
    const UNKNOWN: Self = Self { name: "", mention: None };
}

/// Captions while they are being read.
struct Captions<'a> {
    language: &'a Language,
    text: &'a str,
    turns: Vec<Turn>,
    voice: Voice<'a>,
    /// The start of the open cue.
    time: Option<&'a str>,
    /// Whether the next words open a span of their own.
    apart: bool,
}

impl<'a> Captions<'a> {
    fn open_cue(&mut self, time: Option<&'a str>) {
        (self.time, self.apart) = (time, true);
    }

    fn change_voice(&mut self, voice: Voice<'a>) {
        (self.voice, self.apart) = (voice, true);
    }

    /// Reads one line of a cue: voice tags, labels and dashes change the voice.
    fn line(&mut self, line: Span) {
        let mut at = self.behind_label(line);
        while at < line.end() {
            let rest = &self.text[at..line.end()];
            if let Some((voice, length)) = voice_tag(self.text, rest) {
                if let Some(voice) = voice {
                    self.change_voice(voice);
                }
                at += length;
            } else if rest.starts_with(VOICE_END) {
                at += VOICE_END.len();
            } else {
                // To the next voice tag.
                let first = rest.chars().next().map_or(0, char::len_utf8);
                let stop = ["<v ", "<v.", VOICE_END]
                    .into_iter()
                    .filter_map(|tag| rest[first..].find(tag))
                    .min()
                    .map_or(line.end(), |stop| at + first + stop);
                self.say(Span::new(at, stop));
                self.apart = false;
                at = stop;
            }
        }
    }

    /// Where the words of a line start behind a dash, which opens another voice, and a label with a colon, which names it.
    fn behind_label(&mut self, line: Span) -> usize {
        let mut at = line.start();
        if let Some(rest) = line.of(self.text).strip_prefix('-') {
            at = line.end() - rest.trim_start().len();
            self.change_voice(Voice::UNKNOWN);
        }
        let found = label(self.text, at, line.end()).filter(|found| {
            found.style == Style::Colon
                && trust(self.language, self.text, found) != Trust::None
                && memchr::memchr(b'<', &self.text.as_bytes()[at..found.end]).is_none()
        });
        let Some(found) = found else { return at };
        self.change_voice(Voice { name: found.name.of(self.text), mention: Some(found.name) });
        found.end
    }

    /// Adds words to the turn of the voice, or opens its turn.
    fn say(&mut self, words: Span) {
        let Some(words) = bare(self.text, words) else { return };
        let (voice, apart) = (self.voice, self.apart);
        // Cues of nobody are turns of their own.
        let same = |turn: &&mut Turn| turn.name == voice.name && !(voice.name.is_empty() && apart);
        if let Some(turn) = self.turns.last_mut().filter(same) {
            match turn.content.last_mut() {
                Some(last) if !apart => *last = last.join(words),
                _ => turn.content.push(words),
            }
            return;
        }
        self.turns.push(Turn {
            content: vec![words],
            mention: voice.mention,
            name: voice.name.to_owned(),
            details: None,
            time: self.time.map(str::to_owned),
            asks: false,
        });
    }
}

/// The tag that ends the words of a voice.
const VOICE_END: &str = "</v>";

/// The voice tag (`<v Ana>`, `<v.loud Ana>`) with which words begin: whom it names, if anyone, and its length.
fn voice_tag<'a>(text: &'a str, words: &'a str) -> Option<(Option<Voice<'a>>, usize)> {
    let inner = words.strip_prefix("<v").filter(|inner| inner.starts_with([' ', '.', '\t']))?;
    let inner = &inner[..inner.find('>')?];
    let name = inner.split_once([' ', '\t']).map_or("", |(_, name)| name.trim());
    let voice = (!name.is_empty()).then(|| Voice { name, mention: Some(span_of_subslice(text, name)) });
    Some((voice, "<v".len() + inner.len() + ">".len()))
}

/// Words without whitespace, tags and settings at their ends.
fn bare(text: &str, span: Span) -> Option<Span> {
    let (mut start, mut end) = (span.start(), span.end());
    loop {
        let bare = trimmed(text, start, end);
        (start, end) = (bare.start(), bare.end());
        let words = bare.of(text);
        let opening = if words.starts_with('<') {
            words.find('>')
        } else if words.starts_with("{\\") {
            words.find('}')
        } else {
            None
        };
        if let Some(close) = opening {
            start += close + 1;
        } else if let Some(open) = closing_tag(words) {
            end = start + open;
        } else {
            return (start < end).then_some(bare);
        }
    }
}

/// Where a short tag starts that ends words and was not opened inside them.
fn closing_tag(words: &str) -> Option<usize> {
    let open = words.ends_with('>').then(|| words.rfind('<')).flatten()?;
    let name = words[open..].trim_start_matches(['<', '/']).trim_end_matches('>');
    let inside = || memchr::memmem::find(&words.as_bytes()[..open], format!("<{name}").as_bytes()).is_some();
    (words.len() - open < LONGEST_TAG && !inside()).then_some(open)
}
