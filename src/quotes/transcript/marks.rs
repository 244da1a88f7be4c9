//! What inside and between turns are marks of whoever wrote a talk down: labels of what happened, words in brackets, signs of Markdown?

use std::collections::BTreeSet;

use crate::lang::{Language, List};
use crate::quotes::participant::is_full_name;
use crate::quotes::transcript::plain::is_known;
use crate::quotes::transcript::turn::Turn;
use crate::text::Span;

/// Signs whose meaning a backslash takes in Markdown.
const ESCAPED: &[u8] = b"[]()*_#.!-+>~`\"'{}|\\";

/// The turns without those of labels that name what happens and not who speaks: a word for it ("Break"), or whatever never has words but in brackets.
pub(super) fn without_events(language: &Language, text: &str, mut turns: Vec<Turn>) -> Vec<Turn> {
    let events: BTreeSet<String> = {
        let labelled = || turns.iter().filter(|turn| !turn.name.is_empty());
        let speaking: BTreeSet<&str> =
            labelled().filter(|turn| !is_mark(text, turn)).map(|turn| turn.name.as_str()).collect();
        let is_event = |name: &str| {
            let lower = name.to_lowercase();
            language.list(List::EventLabels).iter().any(|event| **event == *lower)
                || !speaking.contains(name) && !is_known(language, name) && !is_full_name(language, name)
        };
        labelled().map(|turn| &turn.name).filter(|name| is_event(name)).cloned().collect()
    };
    turns.retain(|turn| !events.contains(&turn.name));
    turns
}

/// Whether a turn has no letter but in brackets.
fn is_mark(text: &str, turn: &Turn) -> bool {
    let mut depth = 0_usize;
    turn.content.iter().flat_map(|span| span.of(text).chars()).all(|ch| {
        match ch {
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => depth = depth.saturating_sub(1),
            _ => return depth > 0 || !ch.is_alphabetic(),
        }
        true
    })
}

/// The runs of a span without the backslashes that take the meaning from signs of Markdown: `\[laughter\]` is [laughter].
pub(super) fn unescaped(text: &str, span: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let (mut from, mut at) = (span.start(), span.start());
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..span.end()]) {
        let sign = at + found;
        at = sign + 1;
        if at < span.end() && ESCAPED.contains(&bytes[at]) {
            if from < sign {
                runs.push(Span::new(from, sign));
            }
            (from, at) = (at, at + 1);
        }
    }
    if from < span.end() {
        runs.push(Span::new(from, span.end()));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::unescaped;
    use crate::quotes::flowing_text;
    use crate::text::Span;

    #[test]
    fn a_backslash_before_a_sign_of_markdown_is_none_of_the_words() {
        let words = |text: &str| flowing_text(text, &unescaped(text, Span::new(0, text.len())));
        assert_eq!(words(r"In the mill \[unclear\] and \*then\*."), "In the mill [unclear] and *then*.");
        assert_eq!(words(r"C:\new\\old"), r"C:\new\old");
        assert_eq!(words(r"\["), "[");
        assert_eq!(words("plain"), "plain");
    }
}
