//! Which answers praise or complain and name nothing that they praise or complain of.

use rustc_hash::FxHashMap;

use crate::lang::{Classes, Language, List};
use crate::text::words::each_key;
use crate::themes::polarity::Polarity;
use crate::themes::text::token::is_negation;

/// An answer of more words than this is about something, whatever they are.
const MOST: usize = 8;
/// Words that may come between a negation and the word that it denies.
const REACH: usize = 3;

/// The words of a language that praise or complain of nothing in particular: its lists `plain-praise` and `plain-complaints`.
#[derive(Clone, Debug)]
pub(crate) struct Sentiment {
    language: Language,
    stems: FxHashMap<Box<str>, Polarity>,
}

impl Sentiment {
    pub(crate) fn new(language: &Language) -> Self {
        let mut stems = FxHashMap::default();
        let mut buffer = String::new();
        for (list, polarity) in [(List::PlainPraise, Polarity::Positive), (List::PlainComplaints, Polarity::Negative)] {
            for word in language.list(list) {
                each_key(word, &mut buffer, |key, _| {
                    stems.insert(language.stemmer().stem(key).into(), polarity);
                });
            }
        }
        Self { language: language.clone(), stems }
    }

    /// Whether a word by itself only praises or complains.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.plain(key).is_some()
    }

    fn plain(&self, key: &str) -> Option<Polarity> {
        self.stems.get(&*self.language.stemmer().stem(key)).copied()
    }

    /// What a text of these words says, where it is praise or complaint and nothing else: besides the words of the lists it has only
    /// common words and adverbs ("It was really great"), and all of it is of one polarity. A negation turns a word round.
    pub(crate) fn of<'w>(&self, words: impl ExactSizeIterator<Item = &'w str> + Clone) -> Option<Polarity> {
        if self.stems.is_empty() || !(1..=MOST).contains(&words.len()) {
            return None;
        }
        let mut plain: Vec<(usize, Polarity)> = Vec::new();
        for (at, word) in words.clone().enumerate() {
            match self.plain(word) {
                Some(polarity) => plain.push((at, polarity)),
                None if self.is_small(word) => {}
                None => return None,
            }
        }
        let words: Vec<&str> = words.collect();
        let denials = self.language.list(List::Denials);
        let denies =
            |word: &&str| is_negation(&self.language, |key| denials.iter().any(|denial| **denial == *key), word);
        let mut said = plain.into_iter().map(|(at, polarity)| {
            let is_denied = words[at.saturating_sub(REACH)..at].iter().any(denies);
            if is_denied { polarity.turned() } else { polarity }
        });
        let first = said.next()?;
        said.all(|other| other == first).then_some(first)
    }

    fn is_small(&self, word: &str) -> bool {
        let classes = self.language.word(word).classes;
        let is_adverb = classes.any(Classes::ADVERB) && !classes.any(Classes::NOUN | Classes::ADJECTIVE);
        let listens = || self.language.list(List::Backchannels).iter().any(|phrase| **phrase == *word);
        classes.any(Classes::STOP | Classes::NEGATION) || is_adverb || listens()
    }
}

#[cfg(test)]
mod tests {
    use super::Sentiment;
    use crate::lang::Language;
    use crate::text::words::each_key;
    use crate::themes::polarity::Polarity;

    fn of(language: &Language, text: &str) -> Option<Polarity> {
        let mut words: Vec<String> = Vec::new();
        each_key(text, &mut String::new(), |word, _| words.push(word.to_owned()));
        Sentiment::new(language).of(words.iter().map(String::as_str))
    }

    #[test]
    fn an_answer_of_praise_or_complaint_alone_is_told_in_seven_languages() {
        let cases: [(&str, [&[&str]; 3]); 7] = [
            (
                "en",
                [
                    &["Great!", "It was really very good", "PERFECT", "Everything was excellent, loved it!", "not bad"],
                    &["Terrible", "awful, just awful", "not good at all", "The worst."],
                    &[
                        "Great staff",
                        "Good food, bad parking",
                        "Very clean",
                        "good and bad",
                        "Late",
                        "The bus",
                        "friendly",
                    ],
                ],
            ),
            (
                "de",
                [
                    &["Super!", "Alles sehr gut.", "Bin sehr zufrieden"],
                    &["Schrecklich", "gar nicht gut"],
                    &["Gutes Essen", "Der Bus"],
                ],
            ),
            (
                "fr",
                [
                    &["Parfait !", "C'est très bien"],
                    &["Horrible", "C'était vraiment nul"],
                    &["Bonne ambiance", "Le bus"],
                ],
            ),
            ("es", [&["¡Excelente!", "Todo muy bien"], &["Fatal", "Muy malo"], &["Buena comida", "El autobús"]]),
            ("it", [&["Ottimo!", "Tutto molto bello"], &["Pessimo", "Uno schifo"], &["Buon cibo", "Il treno"]]),
            ("pt", [&["Excelente!", "Foi tudo muito bom"], &["Péssimo", "Muito ruim"], &["Boa comida", "O comboio"]]),
            (
                "nl",
                [&["Geweldig!", "Het was heel goed"], &["Verschrikkelijk", "niet goed"], &["Goed eten", "De trein"]],
            ),
        ];
        for (code, [praise, complaints, topics]) in cases {
            let language = Language::named(code).unwrap();
            praise.iter().for_each(|text| assert_eq!(of(&language, text), Some(Polarity::Positive), "{code}: {text}"));
            for text in complaints {
                assert_eq!(of(&language, text), Some(Polarity::Negative), "{code}: {text}");
            }
            topics.iter().for_each(|text| assert_eq!(of(&language, text), None, "{code}: {text}"));
        }
    }
}
