//! Directives and fenced divisions: ` ```{epigraph} `, `:::{admonition} Title`, `::: {.quote}`. What is inside is text, not code.

/// What a directive says of the text inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directive {
    /// It sets words apart: a quotation, a call-out.
    SetApart,
    /// It holds running text.
    Text,
}

/// Directives of `MyST` and reStructuredText that set words apart, and those of other text; any other holds code, pictures or settings.
const SETTING_APART: [&str; 7] =
    ["epigraph", "pull-quote", "pullquote", "blockquote", "quote", "highlights", "admonition"];
const OF_TEXT: [&str; 19] = [
    "note",
    "tip",
    "hint",
    "important",
    "warning",
    "caution",
    "attention",
    "danger",
    "error",
    "seealso",
    "sidebar",
    "topic",
    "margin",
    "aside",
    "dropdown",
    "card",
    "details",
    "div",
    "callout",
];

/// The fence with which a line begins and the directive behind it: the sign, how many of them, and what the directive is.
pub(super) fn directive(words: &[u8]) -> Option<(Fence, Directive)> {
    let fence = Fence::of(words)?;
    let behind = std::str::from_utf8(&words[fence.length..]).ok()?.trim();
    let (name, colons) = match behind.strip_prefix('{') {
        Some(inner) => (inner.split('}').next()?, false),
        // `::: quote` names a division without brackets; ``` quote ``` is a language.
        None => (behind, fence.sign == b':'),
    };
    let braces = behind.starts_with('{');
    let name = name.split([' ', ',']).find(|part| !part.is_empty() && !part.starts_with('#')).unwrap_or("");
    let name = name.trim_start_matches('.').to_ascii_lowercase();
    if !(braces || colons) || name.is_empty() {
        return None;
    }
    let known = |list: &[&str]| list.contains(&name.as_str());
    if known(&SETTING_APART) {
        Some((fence, Directive::SetApart))
    } else if known(&OF_TEXT) || fence.sign == b':' {
        Some((fence, Directive::Text))
    } else {
        None
    }
}

/// Three signs or more that open and close a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    sign: u8,
    length: usize,
}

impl Fence {
    /// The fence with which a line begins.
    fn of(words: &[u8]) -> Option<Self> {
        let sign = *words.first().filter(|sign| matches!(sign, b'`' | b'~' | b':'))?;
        let length = words.iter().take_while(|byte| **byte == sign).count();
        (length >= 3).then_some(Self { sign, length })
    }

    /// Whether a line closes what this fence opened.
    pub(super) fn is_closed_by(self, words: &[u8]) -> bool {
        words.len() >= self.length && words.iter().all(|byte| *byte == self.sign)
    }
}

#[cfg(test)]
mod tests {
    use super::{Directive, directive};

    fn read(line: &str) -> Option<Directive> {
        directive(line.as_bytes()).map(|(_, directive)| directive)
    }

    #[test]
    fn quotations_and_call_outs_are_text() {
        for line in [
            "```{epigraph}",
            "```{admonition} Quote",
            ":::{pull-quote}",
            "::: {.quote}",
            "::: quote",
            "~~~{blockquote}",
        ] {
            assert_eq!(read(line), Some(Directive::SetApart), "{line}");
        }
        for line in ["```{note}", ":::{sidebar} More", "::: {.column-margin}", "::::: {#a .panel}"] {
            assert_eq!(read(line), Some(Directive::Text), "{line}");
        }
    }

    #[test]
    fn code_stays_code() {
        for line in [
            "```",
            "```rust",
            "```{code-block} python",
            "```{r, echo=FALSE}",
            "```{figure} a.png",
            ":::",
            "::",
            "~~~ sh",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
