//! Cells that hold HTML, as editors of survey programs leave it: read without tags, and with letters instead of entities.

use std::borrow::Cow;

/// Elements that end a line, and those that end a paragraph.
const LINES: &[&str] = &["br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"];
const PARAGRAPHS: &[&str] = &["p", "ul", "ol", "table", "blockquote"];
/// Other elements that are known; what else stands between `<` and `>` was written by people.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "big", "center", "cite", "code", "em", "font", "i", "img", "ins", "label", "mark", "o:p", "q",
    "s", "small", "span", "strike", "strong", "sub", "sup", "tbody", "td", "th", "thead", "tt", "u",
];

/// Elements whose words are not for people.
const SILENT: &[&str] = &["style", "script"];

/// Whether a cell holds a tag or an entity.
pub(super) fn is_markup(cell: &str) -> bool {
    cell.match_indices('<').any(|(at, _)| tag(&cell[at..]).is_some()) || entity(cell)
}

/// The most bytes of an entity's name or number.
const ENTITY: usize = 32;

fn entity(cell: &str) -> bool {
    cell.match_indices('&').any(|(at, _)| {
        let rest = &cell[at + 1..];
        let end = rest.bytes().take(ENTITY).position(|byte| byte == b';');
        let name = &rest[..end.unwrap_or(0)];
        let closed = end.is_some();
        let named = name.strip_prefix('#').map_or_else(
            || (2..=8).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            |number| {
                !number.is_empty() && number.trim_start_matches(['x', 'X']).bytes().all(|byte| byte.is_ascii_hexdigit())
            },
        );
        closed && named && html_escape::decode_html_entities(&cell[at..=at + 1 + name.len()]).chars().count() <= 2
    })
}

/// A known tag at the start of a text: its name in lower case, and its length.
fn tag(text: &str) -> Option<(String, usize)> {
    let end = 1 + text[1..].find(['<', '>'])?;
    if !text[end..].starts_with('>') {
        return None;
    }
    let inside = text[1..end].trim_start_matches('/');
    let name: String = inside
        .chars()
        .take_while(|char| char.is_ascii_alphanumeric() || *char == ':')
        .collect::<String>()
        .to_lowercase();
    let rest = &inside[name.len()..];
    let known = [LINES, PARAGRAPHS, INLINE, SILENT].iter().any(|names| names.contains(&name.as_str()));
    let shaped = rest.is_empty() || rest.starts_with([' ', '/', '\t', '\n']);
    (known && shaped).then_some((name, end + 1))
}

/// The words of a cell; the cell itself where it holds no HTML.
pub(super) fn text(cell: &str) -> Cow<'_, str> {
    if !is_markup(cell) {
        return Cow::Borrowed(cell);
    }
    let mut plain = String::with_capacity(cell.len());
    let mut rest = cell;
    // Whether a comment that begins here may end.
    let mut ends = true;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inside) = rest.strip_prefix("<!--").filter(|_| ends) {
            match inside.find("-->") {
                Some(comment) => {
                    rest = &inside[comment + "-->".len()..];
                    continue;
                }
                None => ends = false,
            }
        }
        match tag(rest) {
            Some((name, length)) if SILENT.contains(&name.as_str()) && !rest.starts_with("</") => {
                let end = rest[length..].find("</").map_or(rest.len(), |end| length + end);
                rest = &rest[end..];
            }
            Some((name, length)) => {
                plain.push_str(match name.as_str() {
                    name if PARAGRAPHS.contains(&name) => "\n\n",
                    name if LINES.contains(&name) => "\n",
                    "td" | "th" => " ",
                    _ => "",
                });
                rest = &rest[length..];
            }
            None => {
                plain.push('<');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    let plain = html_escape::decode_html_entities(&plain).replace('\u{a0}', " ");
    let mut text = String::with_capacity(plain.len());
    let mut blank = 0;
    for line in plain.lines().map(str::trim) {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        text.push_str(line);
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_entities_become_letters() {
        for (cell, words) in [
            ("<p>It is cold.</p><p>&nbsp;</p><br />Thanks&#8212;really", "It is cold.\n\nThanks—really"),
            ("What could we <b>do better</b>?<br/>", "What could we do better?"),
            ("Tom &amp; Ann&rsquo;s caf&eacute;", "Tom & Ann’s café"),
            ("<ul><li>pay</li><li>rest</li></ul>", "pay\n\nrest"),
            ("<span style=\"color: red\">red</span>", "red"),
            ("<style>p {color: red}</style><p>red</p><!-- x --><script>go(1)</script>", "red"),
        ] {
            assert_eq!(text(cell), words, "{cell}");
        }
        for cell in ["I <3 it", "a < b and b > c", "R&D; more", "<name of the boss> is kind", "AT&T"] {
            assert_eq!(text(cell), cell);
        }
    }
}
