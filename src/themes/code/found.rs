//! Themes that were found, as a codebook: the words that tell each from the others, and quotations that stand for it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::id::{CodeId, QuoteId, ThemeId};
use crate::lang::{Classes, Language, List};
use crate::quotes::Quote;
use crate::text::words::each_key;
use crate::themes::code::codebook::{Code, Codebook};
use crate::themes::code::suggest::keyness;
use crate::themes::coding::{BETWEEN, Codings, Theme};
use crate::themes::text::no_content::NoContent;

/// Words and phrases of a code, and quotations that stand for it.
const WORDS: usize = 12;
const EXAMPLES: usize = 5;
/// A word of a code stands in so many of its quotations; where fewer than so many words do, words of a single one are taken too.
const HOLD: usize = 2;
const LEAST: usize = 3;
/// The share of the quotations with a word that are under the theme which the word is to tell.
const TELLING: f64 = 0.5;

/// What a word has in the quotations of one question.
#[derive(Default)]
struct Seen<'w> {
    /// Quotations with it by their own theme.
    of_theme: BTreeMap<&'w ThemeId, usize>,
    /// How often it is written how.
    forms: BTreeMap<String, usize>,
}

impl Codebook {
    /// Themes that were found, as codes: the phrases of their names and the words that tell them from the others, and quotations that stand for them; below the
    /// question that they are of, where each has its own. An adjective or adverb by itself, praise and complaint are no words of a code.
    ///
    /// Coding the same quotations by it gives mostly the same themes; the [guide](crate::guide::method) says how often.
    ///
    /// ```
    /// use verbatims::{Codebook, Document, Extractor, Language, ThemeModel};
    ///
    /// let language = Language::english();
    /// let corpus = Extractor::new(language.clone()).corpus(&[Document::new(
    ///     "a",
    ///     "“The rent is too high,” said Ann Lee. “Rents rise every year,” said Bo Ray. “The bus is late,” said Cy Orr. “No bus came,” said Di Fox.",
    /// )])?;
    /// let quotes: Vec<_> = corpus.quotes().collect();
    /// let (_, codings) = ThemeModel::options(&language).n_themes(2).fit_code(&quotes)?;
    /// let codebook = Codebook::of_codings(&codings, &quotes, &language);
    /// assert_eq!(codebook.codes.len(), 2);
    /// assert!(codebook.codes.iter().any(|code| code.words.contains(&"bus".to_owned())));
    /// # Ok::<(), verbatims::Error>(())
    /// ```
    pub fn of_codings(codings: &Codings, quotes: &[&Quote], language: &Language) -> Self {
        let words = Words::new(language);
        let by_id: BTreeMap<&QuoteId, &str> = quotes.iter().map(|quote| (&quote.id, quote.text.as_str())).collect();
        let mut of_theme: BTreeMap<&ThemeId, Vec<(f64, &str)>> = BTreeMap::new();
        let mut own: BTreeMap<&QuoteId, (&ThemeId, f64)> = BTreeMap::new();
        for coding in &codings.codings {
            let best = own.entry(&coding.quote).or_insert((&coding.theme, coding.score));
            if coding.score > best.1 {
                *best = (&coding.theme, coding.score);
            }
        }
        for (quote, (theme, score)) in &own {
            let text = by_id.get(*quote).copied().unwrap_or_default();
            of_theme.entry(theme).or_default().push((*score, text));
        }
        let mut codes: Vec<Code> = Vec::new();
        for of_question in codings.themes.chunk_by(|one, other| one.question == other.question) {
            if let Some(question) = &of_question[0].question {
                let mut heading = Code::new(question);
                heading.id = heading_id(&of_question[0]);
                codes.push(heading);
            }
            let texts =
                of_question.iter().map(|theme| (&theme.id, of_theme.get(&theme.id).map_or(&[][..], Vec::as_slice)));
            let seen = words.seen(texts);
            let sizes: BTreeMap<&ThemeId, usize> =
                of_question.iter().map(|theme| (&theme.id, of_theme.get(&theme.id).map_or(0, Vec::len))).collect();
            for theme in of_question {
                let texts = of_theme.get(&theme.id).map_or(&[][..], Vec::as_slice);
                let mut code = Code::new(theme.label.clone());
                code.id = theme.id.as_str().into();
                code.parent = theme.question.as_ref().map(|_| heading_id(theme));
                code.words = words.of(theme, texts, &seen, &sizes);
                code.examples = examples(theme, texts, &by_id);
                codes.push(code);
            }
        }
        Self::from(codes)
    }
}

/// The id of the heading above the themes of a question: `q2` above `q2-t1`.
fn heading_id(theme: &Theme) -> CodeId {
    theme.id.as_str().split_once('-').map_or(theme.id.as_str(), |(question, _)| question).into()
}

/// Different quotations that stand for a theme: its exemplars, then those that fit best.
fn examples(theme: &Theme, texts: &[(f64, &str)], by_id: &BTreeMap<&QuoteId, &str>) -> Vec<String> {
    let mut rest: Vec<&(f64, &str)> = texts.iter().collect();
    rest.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let first = theme.exemplars.iter().filter_map(|id| by_id.get(id).copied());
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let different = first.chain(rest.into_iter().map(|(_, text)| *text)).filter(|text| taken.insert(text));
    different.take(EXAMPLES).map(str::to_owned).collect()
}

/// Which words of a language may be a code's.
struct Words<'l> {
    language: &'l Language,
    judging: FxHashSet<Box<str>>,
    generic: FxHashSet<&'l str>,
    no_content: NoContent,
}

impl<'l> Words<'l> {
    fn new(language: &'l Language) -> Self {
        let mut judging = FxHashSet::default();
        for word in [List::Praise, List::Complaints].into_iter().flat_map(|list| language.list(list)) {
            judging.insert(language.stemmer().stem(word).into());
        }
        let generic = language.list(List::GenericNouns).iter().map(|word| &**word).collect();
        Self { language, judging, generic, no_content: NoContent::new(language) }
    }

    fn may_tell(&self, key: &str) -> bool {
        let classes = self.language.word(key).classes;
        let describes = classes.any(Classes::ADVERB) || classes.any(Classes::ADJECTIVE) && !classes.any(Classes::NOUN);
        let letters = key.chars().filter(|letter| letter.is_alphabetic()).count();
        let is_word = letters > 1 || letters == 1 && !key.is_ascii();
        is_word
            && !describes
            && !classes.any(Classes::STOP | Classes::CLOSED)
            && !self.generic.contains(key)
            && !self.no_content.is_plain(key)
            && !self.judging.contains(&*self.language.stemmer().stem(key))
    }

    /// What the words of these texts have, by stem.
    fn seen<'w>(&self, texts: impl Iterator<Item = (&'w ThemeId, &'w [(f64, &'w str)])>) -> BTreeMap<String, Seen<'w>> {
        let mut seen: BTreeMap<String, Seen<'w>> = BTreeMap::new();
        for (theme, texts) in texts {
            for (_, text) in texts {
                let mut here: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
                each_key(text, &mut String::new(), |key, _| {
                    if self.may_tell(key) {
                        here.entry(self.language.stemmer().stem(key).into()).or_default().insert(key.to_owned());
                    }
                });
                for (stem, forms) in here {
                    let seen = seen.entry(stem).or_default();
                    *seen.of_theme.entry(theme).or_default() += 1;
                    forms.into_iter().for_each(|form| *seen.forms.entry(form).or_default() += 1);
                }
            }
        }
        seen
    }

    /// The words of a theme's code: phrases of its name that its quotations have, then what tells it from the others, strongest first.
    fn of(
        &self,
        theme: &Theme,
        texts: &[(f64, &str)],
        seen: &BTreeMap<String, Seen<'_>>,
        sizes: &BTreeMap<&ThemeId, usize>,
    ) -> Vec<String> {
        let all: usize = sizes.values().sum();
        let size = texts.len();
        let mut telling: Vec<(bool, f64, &str)> = Vec::new();
        for seen in seen.values() {
            let inside = seen.of_theme.get(&theme.id).copied().unwrap_or_default();
            let outside = seen.of_theme.values().sum::<usize>() - inside;
            let tells = inside as f64 >= TELLING * (inside + outside) as f64;
            let Some(keyness) = keyness(inside, size, outside, all - size).filter(|_| inside > 0 && tells) else {
                continue;
            };
            let form = seen.forms.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
            telling.extend(form.map(|(form, _)| (inside < HOLD, keyness, form.as_str())));
        }
        telling.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then_with(|| a.2.cmp(b.2)));
        let held = telling.iter().filter(|(is_single, ..)| !is_single).count();
        telling.truncate(held.max(LEAST));
        let stands = |phrase: &&str| {
            let phrase = phrase.to_lowercase();
            phrase.contains([' ', '-']) && texts.iter().any(|(_, text)| text.to_lowercase().contains(&phrase))
        };
        let phrases = theme.label.split(BETWEEN).filter(stands).map(str::to_owned);
        let words = telling.into_iter().map(|(.., form)| form.to_owned());
        phrases.chain(words).take(WORDS).collect()
    }
}
