//! What surrounds the words of a line: list markers, tags, template calls.

use super::block::BlockKind;

/// The length of a list's marker with which the line begins: `- `, `* `, `+ `, `• `, `3. `, `3) `, `2.1 `.
pub(super) fn marker(words: &[u8]) -> Option<usize> {
    let blank = |at: usize| words.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t'));
    match words {
        [b'-' | b'*' | b'+', ..] if blank(1) || words.len() == 1 => Some(1),
        // U+2022, U+25E6, U+2023, U+2043, U+25AA, U+25CF, with or without a space behind.
        [0xE2, 0x80, 0xA2 | 0xA3, ..]
        | [0xE2, 0x97, 0xA6 | 0x8F, ..]
        | [0xE2, 0x81, 0x83, ..]
        | [0xE2, 0x96, 0xAA, ..] => Some(3),
        [b'0'..=b'9', ..] => {
            let number = words.iter().take(9).take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
            let dots = words[..number].contains(&b'.');
            let closed = matches!(words.get(number), Some(b')'));
            let digits = words.iter().take_while(|byte| byte.is_ascii_digit()).count();
            ((dots || closed) && digits <= 3 && blank(number + usize::from(closed)))
                .then_some(number + usize::from(closed))
        }
        _ => None,
    }
}

/// The block that the tag at the start of a line opens, with the level of a heading.
pub(super) fn block_tag(words: &[u8]) -> Option<(BlockKind, u8)> {
    let name = words.strip_prefix(b"<")?;
    let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if !matches!(name.get(length), Some(b'>' | b' ' | b'\t')) {
        return None;
    }
    match &name[..length] {
        b"p" | b"div" | b"section" | b"article" | b"figure" | b"figcaption" | b"td" | b"th" | b"dd" | b"dt" => {
            Some((BlockKind::Paragraph, 0))
        }
        b"ul" | b"ol" | b"dl" | b"table" | b"tr" => Some((BlockKind::Paragraph, 0)),
        b"li" => Some((BlockKind::Item, 0)),
        [b'h', level @ b'1'..=b'6'] => Some((BlockKind::Heading, level - b'0')),
        _ => None,
    }
}

/// The end of the tag at `at`, and whether it closes.
pub(super) fn tag_at(bytes: &[u8], at: usize, end: usize) -> Option<(usize, bool)> {
    if at >= end || bytes[at] != b'<' {
        return None;
    }
    let close = memchr::memchr(b'>', &bytes[at..end])?;
    Some((at + close + 1, bytes.get(at + 1) == Some(&b'/')))
}

/// Where the tags start that close the block at the end of a line.
pub(super) fn closing_tag(words: &[u8]) -> Option<usize> {
    let mut found = None;
    let mut end = words.len();
    while words[..end].ends_with(b">") {
        let open = memchr::memrchr(b'<', &words[..end])?;
        let name = words[open + 1..end - 1].strip_prefix(b"/").unwrap_or(b"");
        if !matches!(
            name,
            b"p" | b"div"
                | b"li"
                | b"ul"
                | b"ol"
                | b"td"
                | b"th"
                | b"tr"
                | b"dd"
                | b"dt"
                | b"section"
                | b"article"
                | b"figure"
                | b"figcaption"
                | b"h1"
                | b"h2"
                | b"h3"
                | b"h4"
                | b"h5"
                | b"h6"
        ) {
            break;
        }
        found = Some(open);
        end = open;
        while end > 0 && words[end - 1].is_ascii_whitespace() {
            end -= 1;
        }
    }
    found
}

/// Whether a line holds tags or template calls and nothing to read.
pub(super) fn only_markup(words: &[u8]) -> bool {
    let mut at = 0;
    while at < words.len() {
        match words[at] {
            b' ' | b'\t' => at += 1,
            b'<' if words.get(at + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!')) => {
                let Some(end) = memchr::memchr(b'>', &words[at..]) else { return false };
                at += end + 1;
            }
            b'{' if matches!(words.get(at + 1), Some(b'{' | b'%')) => {
                let close: &[u8] = if words[at + 1] == b'{' { b"}}" } else { b"%}" };
                let Some(end) = memchr::memmem::find(&words[at..], close) else { return false };
                at += end + 2;
            }
            _ => return false,
        }
    }
    true
}
