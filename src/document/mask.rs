//! What is not read: tags with their attributes, templates, targets of links and images.

use crate::text::Span;

/// The masked stretches of a text, ordered and disjoint. Linear: a sign that nothing closes is looked for once.
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
                match memchr::memmem::find(&bytes[start..], close) {
                    Some(length) => Some(start + length + 2),
                    None => {
                        no_call = no_call.min(start);
                        None
                    }
                }
            }
            b']' if next == b'(' => {
                // A target has no line end; an image may have a title behind it, in marks.
                let line = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |length| start + length);
                match memchr::memchr(b')', &bytes[start..line]) {
                    Some(length) => {
                        let mut end = start + length + 1;
                        // The title may hold brackets itself.
                        let target = &bytes[start + 2..end - 1];
                        if let Some(open) = target.iter().position(|byte| matches!(byte, b'"' | b'\''))
                            && target.get(open.wrapping_sub(1)) == Some(&b' ')
                        {
                            let mark = target[open];
                            let from = start + 2 + open + 1;
                            if let Some(close) = memchr::memmem::find(&bytes[from..line], &[mark, b')']) {
                                end = end.max(from + close + 2);
                            }
                        }
                        Some(end)
                    }
                    None => None,
                }
            }
            _ => None,
        };
        if let Some(end) = end {
            masks.push(Span::new(start, end));
            at = end;
        }
    }
    masks
}

/// One past the `>` of the tag that opens at `start`. A `>` that begins a line marks a block quotation; a tag is short.
pub(crate) fn tag_end(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let end = end.min(start + 2000);
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
