//! Which answers say nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lang::{Language, List};
use crate::text::words::each_key;
use crate::themes::hash::{key_of, key_of_words};
use crate::themes::polarity::Polarity;
use crate::themes::text::sentiment::Sentiment;
use crate::themes::text::token::Token;

/// A turn of more words than this says something, whatever they are.
const MOST_LISTENING: usize = 16;

/// The words of a phrase behind the first.
type Phrase = Box<[Box<str>]>;

/// The answers of a language that say nothing: the list `no-content` of its pack ("n/a", "don't know", "nothing"), and turns that consist of
/// its `backchannels` and `fillers` and nothing else ("Oh, right. I see.", "Um, like …").
#[derive(Clone, Debug)]
pub(crate) struct NoContent {
    /// The numbers of these answers, and of a text without a word.
    keys: FxHashSet<u64>,
    /// The words of backchannels and fillers, by the first of them; the longer ones in front.
    listening: FxHashMap<Box<str>, Vec<Phrase>>,
    /// What tells answers that only praise or complain; none where they count like others.
    sentiment: Option<Sentiment>,
}

impl NoContent {
    pub(crate) fn new(language: &Language) -> Self {
        let mut buffer = String::new();
        let answers = language.list(List::NoContent).iter().map(|answer| &**answer);
        let keys = answers.chain([""]).map(|answer| key_of(answer, &mut buffer)).collect();
        let mut listening: FxHashMap<Box<str>, Vec<Phrase>> = FxHashMap::default();
        for phrase in language.list(List::Backchannels).iter().chain(language.list(List::Fillers)) {
            let mut words: Vec<Box<str>> = Vec::new();
            each_key(phrase, &mut buffer, |word, _| words.push(word.into()));
            let Some((first, rest)) = words.split_first() else { continue };
            listening.entry(first.clone()).or_default().push(rest.into());
        }
        listening.values_mut().for_each(|phrases| {
            phrases.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        });
        Self { keys, listening, sentiment: Some(Sentiment::new(language)) }
    }

    /// The same, where answers of nothing but praise or complaint count like others.
    pub(crate) fn with_sentiment_as_topic(mut self) -> Self {
        self.sentiment = None;
        self
    }

    /// Whether answers of nothing but praise or complaint count like others.
    pub(crate) fn takes_sentiment_as_topic(&self) -> bool {
        self.sentiment.is_none()
    }

    /// Whether a word by itself only praises or complains, of nothing in particular.
    pub(crate) fn is_plain(&self, word: &str) -> bool {
        self.sentiment.as_ref().is_some_and(|sentiment| sentiment.has(word))
    }

    /// What a text of these words says, where it is praise or complaint and nothing else.
    pub(crate) fn sentiment<'w>(&self, words: impl ExactSizeIterator<Item = &'w str> + Clone) -> Option<Polarity> {
        self.sentiment.as_ref()?.of(words)
    }

    /// Whether a text says nothing: it has no word, or it is one of the answers, whatever its case and punctuation.
    pub(crate) fn says_nothing(&self, text: &str) -> bool {
        let mut words: Vec<Box<str>> = Vec::new();
        each_key(text, &mut String::new(), |word, _| words.push(word.into()));
        self.has(key_of(text, &mut String::new())) || self.only_listens(words.iter().map(|word| &**word))
    }

    /// What a text says, where it is praise or complaint and nothing else.
    pub(crate) fn sentiment_of(&self, text: &str) -> Option<Polarity> {
        let mut words: Vec<Box<str>> = Vec::new();
        each_key(text, &mut String::new(), |word, _| words.push(word.into()));
        self.sentiment(words.iter().map(|word| &**word))
    }

    /// Whether a text of these words says nothing.
    pub(crate) fn holds(&self, tokens: &[Token]) -> bool {
        let words = || tokens.iter().map(|token| &*token.key);
        self.has(key_of_words(words())) || self.only_listens(words())
    }

    /// Whether the text of that number says nothing.
    pub(crate) fn has(&self, key: u64) -> bool {
        self.keys.contains(&key)
    }

    /// Whether words are backchannels and fillers and nothing else.
    pub(crate) fn only_listens<'w>(&self, words: impl ExactSizeIterator<Item = &'w str>) -> bool {
        if words.len() == 0 || words.len() > MOST_LISTENING {
            return false;
        }
        let words: Vec<&str> = words.collect();
        let mut rest = &words[..];
        while let Some((first, behind)) = rest.split_first() {
            let Some(phrases) = self.listening.get(*first) else { return false };
            let follows = |phrase: &&Phrase| {
                behind.len() >= phrase.len() && phrase.iter().zip(behind).all(|(one, other)| **one == **other)
            };
            let Some(phrase) = phrases.iter().find(follows) else { return false };
            rest = &behind[phrase.len()..];
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::NoContent;
    use crate::lang::Language;

    #[test]
    fn turns_that_only_show_listening_say_nothing() {
        let nothing = NoContent::new(&Language::english());
        for turn in [
            "Yeah.",
            "Mm-hmm.",
            "Oh, right. I see, okay.",
            "Uh-huh, yeah, yeah.",
            "That's right.",
            "Thank you so much!",
            "n/a",
            "Um, like, uh, yeah.",
            "[inaudible]",
        ] {
            assert!(nothing.says_nothing(turn), "{turn}");
        }
        for turn in ["Yeah, the printer.", "I see the river.", "Right turns are hard.", "That", "You know nothing"] {
            assert!(!nothing.says_nothing(turn), "{turn}");
        }
        let german = NoContent::new(&Language::builtin("de").unwrap());
        for turn in ["Ja, genau.", "Mhm, ach so, verstehe.", "Auf jeden Fall!", "Okay, alles klar."] {
            assert!(german.says_nothing(turn), "{turn}");
        }
        assert!(!german.says_nothing("Ja, der Drucker."));
        for (code, nothing, something) in [
            ("de", "Äh, ja, also, halt.", "Äh, der Halt."),
            ("fr", "Euh, ben, ouais, voilà.", "Euh, le train."),
            ("es", "Eh, pues, o sea, vale.", "Pues el tren."),
            ("it", "Ehm, boh, cioè, insomma.", "Cioè il treno."),
            ("pt", "Hum, né, então, quer dizer, pois.", "Então o comboio."),
            ("nl", "Uh, nou ja, zeg maar, hè.", "Nou, de trein."),
            ("sv", "Öh, alltså, liksom.", "Alltså tåget."),
        ] {
            let told = NoContent::new(&Language::named(code).unwrap());
            assert!(told.says_nothing(nothing) && !told.says_nothing(something), "{code}");
        }
    }
}
