//! What in a text is not to be read? Tags with their attributes, templates, targets of links and images.

use crate::text::Span;

/// A tag is shorter than this, in bytes.
const LONGEST_TAG: usize = 2000;

/// The masks of a text, ordered and disjoint. Linear: a sign that nothing closes is looked for once.
pub(crate) fn masks(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut masks = Vec::new();
    let mut at = 0;
    // From here on nothing closes a template's call.
    let mut no_call = usize::MAX;
    while let Some(found) = memchr::memchr3(b'<', b'{', b']', &bytes[at..]) {
        let start = at + found;
        at = start + 1;
        let next = bytes.get(start + 1).copied().unwrap_or(0);
        let end = match bytes[start] {
            b'<' if (next.is_ascii_alphabetic() || matches!(next, b'/' | b'!')) => tag_end(bytes, start, bytes.len()),
            b'{' if matches!(next, b'{' | b'%') && start < no_call => {
                let close: &[u8] = if next == b'{' { b"}}" } else { b"%}" };
                let end = memchr::memmem::find(&bytes[start..], close).map(|length| start + length + 2);
                no_call = if end.is_none() { start } else { no_call };
                end
            }
            b']' if next == b'(' => target_end(bytes, start + 2),
            _ => None,
        };
        if let Some(end) = end {
            if bytes[start] == b'{' {
                mask_call(bytes, Span::new(start, end), &mut masks);
            } else {
                masks.push(Span::new(start, end));
            }
            at = end;
        }
    }
    masks
}

/// Masks the call of a template, but for the words of those of its strings that hold tags or typographic marks: they are a part of the page.
fn mask_call(bytes: &[u8], call: Span, masks: &mut Vec<Span>) {
    let mut from = call.start();
    let mut at = call.start();
    while let Some(open) = memchr::memchr(b'"', &bytes[at..call.end()]).map(|found| at + found) {
        let Some(close) = string_end(bytes, open + 1, call.end()) else { break };
        let words = &bytes[open + 1..close];
        at = close + 1;
        if !(memchr::memmem::find(words, b"</").is_some() || memchr::memmem::find(words, "“".as_bytes()).is_some()) {
            continue;
        }
        masks.push(Span::new(from, open + 1));
        from = close;
        let mut inside = open + 1;
        while let Some(tag) = memchr::memchr(b'<', &bytes[inside..close]).map(|found| inside + found) {
            inside = tag + 1;
            let named = bytes.get(inside).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
            if let Some(end) = tag_end(bytes, tag, close).filter(|_| named) {
                masks.push(Span::new(tag, end));
                inside = end;
            }
        }
    }
    masks.push(Span::new(from, call.end()));
}

/// Where a string is closed: at the next mark that is not escaped.
fn string_end(bytes: &[u8], mut at: usize, end: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..end)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// One past the `)` of the target of a link. It holds no line end; an image may have a title behind it, in marks, which may hold brackets.
fn target_end(bytes: &[u8], start: usize) -> Option<usize> {
    let line = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |length| start + length);
    let close = start + memchr::memchr(b')', &bytes[start..line])?;
    let target = &bytes[start..close];
    let title = target.iter().position(|byte| matches!(byte, b'"' | b'\''));
    let title = title.filter(|mark| *mark > 0 && target[mark - 1] == b' ');
    let titled = title.and_then(|mark| {
        let from = start + mark + 1;
        let end = memchr::memmem::find(&bytes[from..line], &[target[mark], b')'])?;
        Some(from + end + 2)
    });
    Some(titled.map_or(close + 1, |end| end.max(close + 1)))
}

/// One past the `>` of the tag that opens at `start`. A `>` that begins a line marks a block quotation; a tag is short.
pub(crate) fn tag_end(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let end = end.min(start + LONGEST_TAG);
    let mut at = start;
    loop {
        at += memchr::memchr(b'>', bytes.get(at..end)?)? + 1;
        let line = memchr::memrchr(b'\n', &bytes[start..at - 1]).map(|newline| start + newline + 1);
        let quotes =
            line.is_some_and(|line| bytes[line..at - 1].iter().all(|byte| matches!(byte, b' ' | b'\t' | b'>')));
        if !quotes {
            return Some(at);
        }
    }
}

/// Whether a place lies in a mask.
pub(crate) fn holds(masks: &[Span], place: usize) -> bool {
    let after = masks.partition_point(|mask| mask.start() <= place);
    after.checked_sub(1).is_some_and(|mask| masks[mask].end() > place)
}

/// Whether a mask lies around a span.
pub(crate) fn around(masks: &[Span], span: Span) -> bool {
    let after = masks.partition_point(|mask| mask.start() <= span.start());
    after.checked_sub(1).is_some_and(|mask| masks[mask].contains(span))
}

#[cfg(test)]
mod tests {
    use super::masks;

    /// What is left to read.
    fn read(text: &str) -> String {
        let mut left = String::new();
        let mut from = 0;
        for mask in masks(text) {
            left += &text[from..mask.start()];
            from = mask.end();
        }
        left + &text[from..]
    }

    #[test]
    fn tags_calls_and_targets_are_masked() {
        assert_eq!(read("a <b class=\"x\">b</b> [c](https://d.org) {{ e | f }} {% g %}"), "a b [c  ");
    }

    #[test]
    fn the_words_of_a_page_in_the_strings_of_a_call_are_left() {
        let call = "{{ card({ \"class\": \"x\", \"html\": \"<p class=\\\"c\\\">“They ask.” (P4)</p>\" }) }} end";
        assert_eq!(read(call), "“They ask.” (P4) end");
        assert_eq!(read("{{ card({ \"html\": \"“They ask.\" }) }}"), "“They ask.");
        assert_eq!(read("{{ card({ \"title\": \"Ask twice\" }) }}"), "");
    }
}
