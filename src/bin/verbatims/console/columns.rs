//! How many columns of a terminal a text takes, and texts that are cut or filled to a number of columns.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns that a text takes.
pub(crate) fn wide(text: &str) -> usize {
    text.width()
}

/// The beginning of a text that takes at most this many columns; no letter is cut from its accents.
pub(crate) fn start(text: &str, width: usize) -> &str {
    let mut taken = 0;
    let past = text.grapheme_indices(true).find(|(_, letter)| {
        taken += wide(letter);
        taken > width
    });
    past.map_or(text, |(at, _)| &text[..at])
}

/// The end of a text, likewise.
pub(crate) fn end(text: &str, width: usize) -> &str {
    let mut taken = 0;
    let past = text.grapheme_indices(true).rev().find(|(_, letter)| {
        taken += wide(letter);
        taken > width
    });
    past.map_or(text, |(at, letter)| &text[at + letter.len()..])
}

/// At most this many columns; what is cut ends in `…`.
pub(crate) fn fit(text: &str, width: usize) -> String {
    match wide(text) <= width {
        true => text.to_owned(),
        false if width == 0 => String::new(),
        false => format!("{}…", start(text, width - 1)),
    }
}

/// A text with blanks behind it, up to this many columns.
pub(crate) fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(wide(text))))
}

/// A text with blanks before it, up to this many columns.
pub(crate) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(wide(text))))
}

#[cfg(test)]
mod tests {
    use super::{end, fit, left, right, start, wide};

    #[test]
    fn a_text_is_cut_by_the_columns_it_takes() {
        assert_eq!((wide("房租"), wide("cafe\u{301}")), (4, 4));
        assert_eq!((start("房租太高", 5), end("房租太高", 5)), ("房租", "太高"));
        assert_eq!((start("cafe\u{301}s", 4), end("cafe\u{301}s", 2)), ("cafe\u{301}", "e\u{301}s"));
        assert_eq!(
            (fit("房租太高", 6).as_str(), fit("rent", 3).as_str(), fit("rent", 0).as_str()),
            ("房租…", "re…", "")
        );
        assert_eq!((left("房", 3).as_str(), right("房", 3).as_str()), ("房 ", " 房"));
    }
}
