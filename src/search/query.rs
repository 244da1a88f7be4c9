//! Which words are looked for, and where a text has them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::error::{Error, Result};
use crate::lang::Language;
use crate::text::Span;
use crate::text::words::{Word, folded, is_unspaced, words};

/// The words of a phrase at most: what is longer is copied text, for which there is [`verify`](crate::verify).
const LONGEST: usize = 100;

/// Words and phrases to look for.
///
/// A word is found in all forms that share its stem in the language of the text (“rent”: rents, renting); `leak*` is found in every word that begins so. The words
/// of a phrase follow each other, with nothing between them but blanks, hyphens and marks that end no sentence. Where a script parts no words, letters are found
/// wherever they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    // Invariant: each has a letter or digit, and none is longer than `LONGEST`.
    words: Vec<String>,
    exact: bool,
    case: bool,
}

impl Query {
    /// Looks for these words and phrases.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if there is none, or one has no letter or digit, has a `*` that does not end a word, or has more than 100
    /// words.
    pub fn new<W: AsRef<str>>(given: impl IntoIterator<Item = W>) -> Result<Self> {
        let words: Vec<String> = given.into_iter().map(|word| unquoted(word.as_ref()).to_owned()).collect();
        if words.is_empty() {
            return Err(Error::setting("words", "name a word to look for"));
        }
        for word in &words {
            check(word).map_err(|what| Error::setting("words", format!("`{word}` {what}")))?;
        }
        Ok(Self { words, exact: false, case: false })
    }

    /// Whether words are found only as they are written, not in other forms. The default is that they are found in all forms.
    #[must_use]
    pub fn exact(mut self, exact: bool) -> Self {
        self.exact = exact;
        self
    }

    /// Whether capitals matter too, which makes words [exact](Self::exact). The default is that they do not.
    #[must_use]
    pub fn case(mut self, case: bool) -> Self {
        self.case = case;
        self
    }

    /// The words and phrases, as they were given, without marks around them.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// What finds the words in texts of a language.
    pub fn finder(&self, language: &Language) -> Finder {
        let mut patterns = Vec::new();
        let mut runs = Vec::new();
        for (number, word) in self.words.iter().enumerate() {
            if word.chars().any(is_unspaced) {
                runs.push((number, word.trim_end_matches('*').to_owned()));
            } else {
                patterns.push(Pattern { number, parts: self.parts(word, language) });
            }
        }
        let stems =
            patterns.iter().flat_map(|pattern| &pattern.parts).any(|part| matches!(part.form, Form::Stem { .. }));
        Finder { patterns, runs, language: language.clone(), stems, known: FxHashMap::default() }
    }

    fn parts(&self, written: &str, language: &Language) -> Vec<Part> {
        let mut end = 0;
        let mut key = String::new();
        let part = |word: Word<'_>| {
            word.key(&mut key);
            let form = if written[word.end()..].starts_with('*') {
                Form::Prefix(folded(word.text))
            } else if self.case {
                Form::Written(word.text.to_owned())
            } else if self.exact {
                Form::Folded(folded(word.text))
            } else {
                Form::Stem { key: key.clone(), stem: root(&key, language) }
            };
            let parts = ends_sentence(&written[end..word.start]);
            end = word.end();
            Part { form, parts }
        };
        words(written).map(part).collect()
    }
}

/// A word without marks around it, as people put around phrases.
fn unquoted(word: &str) -> &str {
    word.trim().trim_matches(|mark| matches!(mark, '"' | '“' | '”' | '„' | '«' | '»')).trim()
}

/// What is wrong with a word.
fn check(word: &str) -> Result<(), &'static str> {
    let parts: Vec<Word<'_>> = words(word).collect();
    if parts.is_empty() {
        return Err("has no letter or digit");
    }
    if parts.len() > LONGEST {
        return Err("has more than 100 words; `verbatims verify` finds long passages");
    }
    for (at, _) in word.match_indices('*') {
        let behind = parts.iter().any(|part| part.end() == at);
        if !behind || word[at + 1..].starts_with(|next: char| next == '*' || next.is_alphanumeric()) {
            return Err("has a `*` that does not end a word; `leak*` finds every word that begins with “leak”");
        }
    }
    Ok(())
}

/// The stem of a word, and the stem of that: one pass takes the plural from “loyers” and leaves “loyer”, of which another pass leaves what it leaves of the singular.
fn root(key: &str, language: &Language) -> String {
    let stem = language.stemmer().stem(key).into_owned();
    language.stemmer().stem(&stem).into_owned()
}

/// Whether a sentence or a paragraph ends in what stands between two words.
fn ends_sentence(gap: &str) -> bool {
    gap.contains(['.', '!', '?', ';', ':', '…', '。', '！', '？', '؟']) || gap.matches('\n').count() > 1
}

/// Where a text has a word of a [`Query`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Match {
    /// The place in the text.
    pub span: Span,
    /// The number of the word in [`Query::words`].
    pub word: usize,
}

/// Finds the words of a [`Query`] in texts of one language. Keeps the stems it has made.
#[derive(Clone, Debug)]
pub struct Finder {
    patterns: Vec<Pattern>,
    /// What is found as letters, wherever they stand, with its number.
    runs: Vec<(usize, String)>,
    language: Language,
    /// Whether any word is found by its stem.
    stems: bool,
    known: FxHashMap<Box<str>, Box<str>>,
}

#[derive(Clone, Debug)]
struct Pattern {
    number: usize,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    form: Form,
    /// Whether the phrase itself has the end of a sentence before this word.
    parts: bool,
}

#[derive(Clone, Debug)]
enum Form {
    Stem { key: String, stem: String },
    Folded(String),
    Written(String),
    Prefix(String),
}

/// A word of a text, as far as the forms look at it.
struct Token<'t> {
    word: Word<'t>,
    folded: String,
    key: String,
    stem: Box<str>,
}

impl Part {
    fn matches(&self, token: &Token<'_>) -> bool {
        match &self.form {
            Form::Stem { key, stem } => token.key == *key || *token.stem == **stem,
            Form::Folded(folded) => token.folded == *folded || token.key == *folded,
            Form::Written(written) => token.word.text == written,
            Form::Prefix(prefix) => token.folded.starts_with(prefix.as_str()),
        }
    }
}

impl Finder {
    /// Where the text has the words, in order. Of places that overlap, the first stays, and of those that begin together the longest.
    pub fn find(&mut self, text: &str) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (word, run) in &self.runs {
            found.extend(
                text.match_indices(run.as_str())
                    .map(|(at, run)| Match { span: Span::new(at, at + run.len()), word: *word }),
            );
        }
        if !self.patterns.is_empty() {
            self.phrases(text, &mut found);
        }
        found.sort_by_key(|found| (found.span.start(), std::cmp::Reverse(found.span.end()), found.word));
        let mut end = 0;
        found.retain(|found| {
            let free = found.span.start() >= end;
            end = if free { found.span.end() } else { end };
            free
        });
        found
    }

    fn phrases(&mut self, text: &str, found: &mut Vec<Match>) {
        let tokens: Vec<Token<'_>> = words(text).map(|word| self.token(word)).collect();
        // Where nothing looks at what stands between two words, nothing is asked of it.
        let gaps: BTreeMap<usize, bool> = match self.patterns.iter().any(|pattern| pattern.parts.len() > 1) {
            true => (1..tokens.len())
                .map(|at| (at, ends_sentence(&text[tokens[at - 1].word.end()..tokens[at].word.start])))
                .collect(),
            false => BTreeMap::new(),
        };
        for first in 0..tokens.len() {
            for pattern in &self.patterns {
                let follows = |(at, part): (usize, &Part)| {
                    let token = tokens.get(first + at);
                    let parted = at > 0 && !part.parts && gaps.get(&(first + at)).copied().unwrap_or_default();
                    token.is_some_and(|token| !parted && part.matches(token))
                };
                if pattern.parts.iter().enumerate().all(follows) {
                    let last = &tokens[first + pattern.parts.len() - 1].word;
                    found.push(Match { span: tokens[first].word.span().join(last.span()), word: pattern.number });
                }
            }
        }
    }

    fn token<'t>(&mut self, word: Word<'t>) -> Token<'t> {
        let mut key = String::new();
        word.key(&mut key);
        let stem = if self.stems { self.stem(&key) } else { Box::from("") };
        Token { word, folded: folded(word.text), key, stem }
    }

    fn stem(&mut self, key: &str) -> Box<str> {
        if let Some(stem) = self.known.get(key) {
            return stem.clone();
        }
        let stem: Box<str> = root(key, &self.language).into();
        self.known.insert(key.into(), stem.clone());
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::Query;
    use crate::lang::Language;

    fn found<'t>(query: &Query, language: &str, text: &'t str) -> Vec<&'t str> {
        let language = Language::named(language).unwrap();
        query.finder(&language).find(text).iter().map(|found| found.span.of(text)).collect()
    }

    fn of(words: &[&str]) -> Query {
        Query::new(words).unwrap()
    }

    #[test]
    fn a_word_is_found_in_its_forms_by_the_stems_of_the_language() {
        let text = "The rent rose. RENTS rise; renting is the renter's lot, says Kent’s parent.";
        assert_eq!(found(&of(&["rent"]), "en", text), ["rent", "RENTS", "renting"]);
        assert_eq!(found(&of(&["Mieten"]), "de", "Die Miete steigt, Mieten steigen."), ["Miete", "Mieten"]);
        assert_eq!(found(&of(&["loyer"]), "fr", "Le loyer monte, les loyers aussi."), ["loyer", "loyers"]);
        assert_eq!(found(&of(&["квартира"]), "ru", "Квартира дорогая, квартиры ещё дороже."), ["Квартира", "квартиры"]);
    }

    #[test]
    fn an_exact_word_is_found_as_written_and_capitals_matter_only_where_asked() {
        let text = "Rent, rents, rent. Kent’s rent’s end.";
        assert_eq!(found(&of(&["rent"]).exact(true), "en", text), ["Rent", "rent", "rent’s"]);
        assert_eq!(found(&of(&["Rent"]).case(true), "en", text), ["Rent"]);
        assert_eq!(found(&of(&["rent*"]), "en", "Renter, rental, parent"), ["Renter", "rental"]);
    }

    #[test]
    fn the_words_of_a_phrase_follow_each_other_inside_a_sentence() {
        let text = "The bus stops. A bus-stop, the bus\nstop. Bus! Stop. St. Mary. The stop bus.";
        assert_eq!(found(&of(&["“bus stop”"]), "en", text), ["bus stops", "bus-stop", "bus\nstop"]);
        assert_eq!(found(&of(&["St. Mary"]), "en", text), ["St. Mary"]);
        assert_eq!(found(&of(&["bus", "bus stop"]), "en", "a bus stop, a bus"), ["bus stop", "bus"]);
    }

    #[test]
    fn letters_of_a_script_without_spaces_are_found_inside_runs() {
        assert_eq!(found(&of(&["房租"]), "en", "这里的房租太高，房租又涨了。"), ["房租", "房租"]);
        assert_eq!(found(&of(&["집세"]), "en", "집세가 너무 비싸요."), ["집세"]);
        assert_eq!(found(&of(&["ค่าเช่า"]), "en", "ที่นี่ค่าเช่าแพง"), ["ค่าเช่า"]);
    }

    #[test]
    fn what_cannot_be_looked_for_is_said() {
        for (word, what) in [("", "no letter"), ("…", "no letter"), ("*ing", "`*`"), ("a*b", "`*`")] {
            assert!(Query::new([word]).unwrap_err().to_string().contains(what), "{word}");
        }
        assert!(Query::new(Vec::<String>::new()).is_err());
        assert!(Query::new(["a ".repeat(101)]).is_err());
    }
}
