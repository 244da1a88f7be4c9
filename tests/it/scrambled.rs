//! Random texts for what is written and read again: marks, words, blanks and line breaks of every kind, letters of several bytes.

use arbtest::arbitrary::{Result, Unstructured};

const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "said",
    " Ann Lee ",
    ", a nurse,",
    ".",
    ",",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\n\n",
    "😀",
    "𝒳",
    "e\u{301}",
    "\u{feff}",
    "\u{0b}",
    "\u{1}",
    "&",
    "<",
    "]]>",
    "漢字",
    "we walk",
    "P7: ",
    "\u{2028}",
    "\u{85}",
];

/// Up to sixty pieces in any order.
pub(crate) fn text(u: &mut Unstructured<'_>) -> Result<String> {
    (0..u.int_in_range(0..=60)?).map(|_| u.choose(PIECES).copied()).collect()
}
