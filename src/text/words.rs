//! What is a word: which characters belong to it, where it starts and ends, and by which key equal words are found.
//!
//! A word begins with a letter or digit and goes on with letters, digits, combining marks, soft hyphens and joiners; an apostrophe before a letter
//! belongs to it, a hyphen does not. Its key is its lower case with straight apostrophes, without soft hyphens and without a possessive `'s`.

use super::Span;

/// Where a word ends that the common definition leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordRules {
    /// An apostrophe before any letter belongs to its word; a run of letters in a script without spaces is one word.
    Running,
    /// An apostrophe before a single letter ends its word ("Ortiz’s" is "Ortiz" and "s"), and each letter of a script without spaces is a word,
    /// so that a name is found inside a run.
    Names,
}

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'t> {
    /// As written.
    pub(crate) text: &'t str,
    /// Its first byte.
    pub(crate) start: usize,
    /// Whether all of it is ASCII letters and digits.
    is_plain: bool,
}

impl Word<'_> {
    /// One past the last byte.
    #[inline]
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its place.
    #[inline]
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start, self.end())
    }

    /// Writes the key of the word into a buffer that is reused.
    #[inline]
    pub(crate) fn key(&self, key: &mut String) {
        key.clear();
        if self.is_plain {
            key.push_str(self.text);
            key.make_ascii_lowercase();
        } else {
            fold_into(self.text, key);
            if key.len() > POSSESSIVE.len() && key.ends_with(POSSESSIVE) {
                key.truncate(key.len() - POSSESSIVE.len());
            }
        }
    }
}

/// The ending of an English possessive, which is no part of a key.
const POSSESSIVE: &str = "'s";

/// A word in lower case with straight apostrophes and without soft hyphens and joiners; a possessive stays.
pub(crate) fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

fn fold_into(word: &str, folded: &mut String) {
    for letter in word.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else if is_apostrophe(letter) {
            folded.push('\'');
        } else if !is_invisible(letter) {
            folded.extend(letter.to_lowercase());
        }
    }
}

/// A word as written, but for what its key leaves out: a possessive `'s`, soft hyphens and joiners.
pub(crate) fn without_ending(word: &str) -> String {
    let mut shown: String = word.chars().filter(|letter| !is_invisible(*letter)).collect();
    let ending = shown.len() - shown.trim_end_matches(['s', 'S']).len();
    if ending == 1 {
        let stem = &shown[..shown.len() - 1];
        if let Some(stem) = stem.strip_suffix(is_apostrophe).filter(|stem| !stem.is_empty()) {
            shown.truncate(stem.len());
        }
    }
    shown
}

/// The words of a text, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
    rules: WordRules,
}

/// The words of a running text.
#[inline]
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, rules: WordRules::Running }
}

/// The words of a text in which names are looked for.
pub(crate) fn words_of_names(text: &str) -> Words<'_> {
    Words { text, at: 0, rules: WordRules::Names }
}

/// Calls `each` with the key of every word of a running text, and its place.
#[inline]
pub(crate) fn each_key(text: &str, buffer: &mut String, mut each: impl FnMut(&str, Span)) {
    for word in words(text) {
        word.key(buffer);
        each(buffer, word.span());
    }
}

/// The words of a running text as written, from either end. Apostrophes that follow each other do not separate words here.
pub(crate) fn split_words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|letter: char| !is_part(letter) && !is_apostrophe(letter))
        .map(|word| word.trim_matches(is_apostrophe))
        .filter(|word| !word.is_empty())
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    #[inline]
    fn next(&mut self) -> Option<Word<'t>> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            // Most words are of plain letters from their start to their end.
            if byte.is_ascii_alphanumeric() {
                let start = self.at;
                let run = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                self.at = start + run;
                let is_plain = bytes.get(self.at).is_none_or(|byte| byte.is_ascii() && *byte != b'\'');
                if !is_plain {
                    self.read_on();
                }
                return Some(self.word(start, self.at - start == run));
            }
            if byte.is_ascii() {
                self.at += 1;
                continue;
            }
            let (first, width) = char_at(self.text, self.at)?;
            let start = self.at;
            self.at += width;
            if is_letter(first) {
                if self.rules == WordRules::Names && is_unspaced(first) {
                    self.read_marks();
                } else {
                    self.read_on();
                }
                return Some(self.word(start, false));
            }
        }
        None
    }
}

impl<'t> Words<'t> {
    #[inline]
    fn word(&self, start: usize, is_plain: bool) -> Word<'t> {
        Word { text: &self.text[start..self.at], start, is_plain }
    }

    /// Reads a word to its end.
    fn read_on(&mut self) {
        while let Some((letter, width)) = char_at(self.text, self.at) {
            let belongs = if is_apostrophe(letter) {
                self.goes_on(self.at + width)
            } else {
                is_part(letter) && !(self.rules == WordRules::Names && is_unspaced(letter))
            };
            if !belongs {
                break;
            }
            self.at += width;
        }
    }

    /// Reads the marks that combine with the letter before them.
    fn read_marks(&mut self) {
        while let Some((_, width)) = char_at(self.text, self.at).filter(|(mark, _)| is_combining(*mark)) {
            self.at += width;
        }
    }

    /// Whether a word goes on behind an apostrophe.
    fn goes_on(&self, at: usize) -> bool {
        let letters = match self.rules {
            WordRules::Running => 1,
            WordRules::Names => 2,
        };
        let behind = self.text[at..].chars().take(letters);
        behind.filter(|letter| is_letter(*letter)).count() == letters
    }
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<(char, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() {
        return Some((char::from(byte), 1));
    }
    let letter = text.get(at..)?.chars().next()?;
    Some((letter, letter.len_utf8()))
}

/// Whether a word may begin with the character: letters and digits of any script.
#[inline]
pub(crate) fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric()
}

/// Whether a word goes on with the character: letters, digits, combining marks, soft hyphens and joiners.
#[inline]
pub(crate) fn is_part(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_alphanumeric()
    } else {
        letter.is_alphanumeric() || is_combining(letter) || is_invisible(letter)
    }
}

/// The signs that combine with letters in Latin, Greek, Cyrillic, Indic and Thai script. Punctuation between them (the danda, the baht) is none.
#[inline]
pub(crate) fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
        && !matches!(letter, '\u{964}' | '\u{965}' | '\u{970}' | '\u{df4}')
}

/// Signs inside words that are not seen: the soft hyphen, joiners.
#[inline]
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// The apostrophes: straight and typographic.
#[inline]
pub(crate) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’')
}

/// Whether a letter belongs to a script that does not separate words by spaces: Thai, Lao, Burmese, Khmer, Chinese, Japanese; Korean, whose
/// particles join its words, is read with them.
#[inline]
pub(crate) fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::{each_key, split_words, without_ending, words, words_of_names};

    fn keys(text: &str) -> Vec<String> {
        let mut keys = Vec::new();
        each_key(text, &mut String::new(), |key, span| {
            assert!(!span.of(text).is_empty());
            keys.push(key.to_owned());
        });
        keys
    }

    #[test]
    fn a_key_is_the_same_for_every_spelling_of_a_word() {
        for spelling in ["Nothing", "nothing’s", "NOTHING'S", "noth\u{ad}ing", "Noth\u{200d}ing\u{ad}’S"] {
            assert_eq!(keys(spelling), ["nothing"], "{spelling:?}");
        }
        assert_eq!(keys("Don’t well-known '90s O'Neill's 's"), ["don't", "well", "known", "90s", "o'neill", "s"]);
        assert_eq!(keys("Cafe\u{301}, CAFÉ \u{301} 3.5 हिन्दी।"), ["cafe\u{301}", "café", "3", "5", "हिन्दी"]);
    }

    #[test]
    fn the_rules_differ_in_apostrophes_and_in_scripts_without_spaces() {
        let text = "Ortiz’s D’Amico 小林さん";
        let written: Vec<&str> = words(text).map(|word| word.text).collect();
        assert_eq!(written, ["Ortiz’s", "D’Amico", "小林さん"]);
        assert_eq!(split_words(text).collect::<Vec<_>>(), written);
        let names: Vec<&str> = words_of_names(text).map(|word| word.text).collect();
        assert_eq!(names, ["Ortiz", "s", "D’Amico", "小", "林", "さ", "ん"]);
    }

    #[test]
    fn what_people_see_of_a_word_has_no_ending_and_no_hidden_signs() {
        for (written, shown) in
            [("Hull’s", "Hull"), ("bus", "bus"), ("s", "s"), ("BOSS'S", "BOSS"), ("Do\u{ad}ver", "Dover")]
        {
            assert_eq!(without_ending(written), shown);
        }
    }
}
