//! The parts of compounds that are written as one word ("Arbeitszeit"), where both parts are words of the texts too
//! (Koehn and Knight, "Empirical methods for compound splitting", 2003, without their counts).

use std::ops::Range;

use crate::lang::{Classes, Language, List};

/// Letters of a part, at least: "Bus", "Amt".
const LEAST: usize = 3;
/// Letters of a word that is taken apart, at least and at most.
const OF_WORD: (usize, usize) = (7, 48);

/// How compounds of a language are joined.
#[derive(Debug)]
pub(crate) struct Compounds<'l> {
    language: &'l Language,
    links: &'l [Box<str>],
}

impl<'l> Compounds<'l> {
    /// None for a language that writes compounds as several words.
    pub(crate) fn new(language: &'l Language) -> Option<Self> {
        let links = language.list(List::CompoundLinks);
        (!links.is_empty()).then_some(Self { language, links })
    }

    /// The numbers of the stems of the two parts of a word in lower case, where `number` knows both; of several ways the one whose shorter part is longest, of
    /// these the one that comes first.
    pub(crate) fn parts(&self, word: &str, number: impl Fn(&str) -> Option<u32>) -> Option<[u32; 2]> {
        let letters = word.chars().count();
        if !(OF_WORD.0..=OF_WORD.1).contains(&letters) || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let stem = |part: Range<usize>| {
            let part = &word[part];
            let is_word = part.chars().count() >= LEAST && !self.language.word(part).classes.any(Classes::STOP);
            number(self.language.stemmer().stem(part).as_ref()).filter(|_| is_word)
        };
        let mut best = None;
        for (before, (at, _)) in word.char_indices().enumerate() {
            let shorter = before.min(letters - before);
            if shorter < LEAST || best.is_some_and(|(least, _)| shorter <= least) {
                continue;
            }
            let Some(second) = stem(at..word.len()) else { continue };
            let bare = self.links.iter().filter_map(|link| word[..at].strip_suffix(&**link)).map(str::len);
            if let Some(first) = std::iter::once(at).chain(bare).find_map(|end| stem(0..end)) {
                best = Some((shorter, [first, second]));
            }
        }
        best.map(|(_, parts)| parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a word, as stems, where the texts have these words.
    fn parts(code: &str, word: &str, texts: &str) -> Option<(String, String)> {
        let language = Language::named(code).unwrap();
        let stems: Vec<String> = texts.split(' ').map(|word| language.stemmer().stem(word).to_string()).collect();
        let number = |stem: &str| stems.iter().position(|known| known == stem).map(|at| at as u32);
        let [first, second] = Compounds::new(&language)?.parts(word, number)?;
        Some((stems[first as usize].clone(), stems[second as usize].clone()))
    }

    #[test]
    fn a_compound_has_the_parts_that_the_texts_have() {
        for (code, word, texts, first, second) in [
            ("de", "arbeitszeit", "die arbeit zeit", "arbeit", "zeit"),
            ("de", "öffnungszeiten", "öffnung zeit", "offnung", "zeit"),
            ("de", "busverbindung", "der bus verbindungen", "bus", "verbind"),
            ("de", "kantinenpreise", "kantine preis", "kantin", "preis"),
            ("nl", "werktijden", "werk tijd", "werk", "tijd"),
            ("sv", "arbetstid", "arbete tid", "arbet", "tid"),
        ] {
            let found = parts(code, word, texts);
            assert_eq!(found, Some((first.to_owned(), second.to_owned())), "{word}");
        }
    }

    #[test]
    fn other_words_stay_whole() {
        for (code, word, texts) in [
            ("de", "arbeitszeit", "arbeit woche"),
            ("de", "einführen", "ein führen"),
            ("de", "zeit", "zei t"),
            ("de", "bus-verbindung", "bus verbindung"),
            ("en", "workplace", "work place"),
        ] {
            assert_eq!(parts(code, word, texts), None, "{word}");
        }
    }

    #[test]
    fn of_two_ways_the_more_even_one_is_taken() {
        let found = parts("de", "staubecken", "stau becken staub ecken");
        assert_eq!(found, Some(("staub".to_owned(), "eck".to_owned())));
    }
}
