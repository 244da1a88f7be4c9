//! Which words and codes a codebook lacks, by what was coded by it, and by what was not.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::id::{CodeId, QuoteId, ThemeId};
use crate::quotes::Quote;
use crate::themes::code::codebook::Code;
use crate::themes::code::coder::CodebookCoder;
use crate::themes::coding::Codings;
use crate::themes::model::ThemeModel;
use crate::themes::text::token::Tokenizer;

/// The keyness from which a word is suggested: the 5 % point of chi-square with one degree of freedom.
const KEY: f64 = 3.84;
/// Quotations of a theme that must have a word.
const HOLD: usize = 2;
/// Words that are suggested for a theme.
const WORDS: usize = 20;
/// Quotations that a suggested code must have.
const QUOTES: usize = 2;
/// Words and examples of a suggested code.
const CODE_WORDS: usize = 5;
const CODE_EXAMPLES: usize = 3;

/// The words of a quotation, each with the number of its stem.
type Forms = BTreeSet<(usize, Box<str>)>;

/// A word that distinguishes the quotations of a theme from the others, and that the theme's code does not have yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SuggestedWord {
    /// The word in its commonest form, lower case.
    pub word: String,
    /// All its forms with the number of quotations of the theme that have each, commonest first.
    pub forms: Vec<(String, usize)>,
    /// Quotations of the theme that have it.
    pub inside: usize,
    /// Other quotations that have it.
    pub outside: usize,
    /// Log-likelihood ratio G² of having the word and having the theme (Dunning, "Accurate methods for the statistics of
    /// surprise and coincidence", 1993); 3.84 or more. It orders the words; many words are looked at, so it is no test.
    pub keyness: f64,
}

/// A code for quotations that no code of the codebook took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SuggestedCode {
    /// The code, ready to be put into the codebook: named by its strongest words, with words and examples.
    pub code: Code,
    /// How many quotations it was made of.
    pub quotes: usize,
    /// Quotations that represent it, most central first.
    pub exemplars: Vec<QuoteId>,
}

impl CodebookCoder {
    /// Words that tell the quotations of each theme from the others, strongest first, for every theme of the codebook that has any.
    ///
    /// The codings may be this coder's or a person's; weak ones are left out. Words that the code has already, and words too
    /// common to tell a theme by, are not suggested.
    ///
    /// ```
    /// use verbatims::document::{Document, DocumentKind};
    /// use verbatims::themes::CodebookCoder;
    /// use verbatims::{Code, Codebook, Language};
    ///
    /// let mut damp = Code::new("Damp");
    /// damp.words = vec!["damp".into()];
    /// let coder = CodebookCoder::new(Codebook::new(vec![damp])?, Language::english())?;
    /// assert!(coder.suggest_words(&[], &coder.code(&[])).is_empty());
    /// # Ok::<(), verbatims::Error>(())
    /// ```
    pub fn suggest_words(&self, quotes: &[&Quote], codings: &Codings) -> BTreeMap<ThemeId, Vec<SuggestedWord>> {
        let mut themes_of: BTreeMap<&QuoteId, BTreeSet<&ThemeId>> = BTreeMap::new();
        for coding in codings.codings.iter().filter(|coding| !coding.weak) {
            themes_of.entry(&coding.quote).or_default().insert(&coding.theme);
        }
        let silent: BTreeSet<&QuoteId> = codings.no_content.iter().collect();
        // The forms of each stem in each quotation.
        let mut tokenizer = Tokenizer::new(self.language());
        let mut numbers: FxHashMap<Box<str>, usize> = FxHashMap::default();
        let mut read: Vec<(Forms, Option<&BTreeSet<&ThemeId>>)> = Vec::new();
        for quote in quotes.iter().filter(|quote| !silent.contains(&quote.id)) {
            let mut words = Forms::new();
            for token in tokenizer.tokens(&quote.text) {
                let letters = token.key.chars().filter(|letter| letter.is_alphabetic()).count();
                if !token.stop && (letters > 1 || (letters == 1 && !token.key.is_ascii())) {
                    let next = numbers.len();
                    words.insert((*numbers.entry(token.stem).or_insert(next), token.key));
                }
            }
            read.push((words, themes_of.get(&quote.id)));
        }
        let stems = |words: &Forms| words.iter().map(|(stem, _)| *stem).collect::<BTreeSet<_>>();
        let mut with = vec![0_usize; numbers.len()];
        for stem in read.iter().flat_map(|(words, _)| stems(words)) {
            with[stem] += 1;
        }
        let mut suggested = BTreeMap::new();
        for (number, code) in self.codebook().codes.iter().enumerate() {
            let theme = ThemeId::from(&code.id);
            let mut inside = vec![0_usize; numbers.len()];
            let mut forms: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
            let mut size = 0;
            for (words, _) in read.iter().filter(|(_, themes)| themes.is_some_and(|themes| themes.contains(&theme))) {
                size += 1;
                stems(words).into_iter().for_each(|stem| inside[stem] += 1);
                for (stem, form) in words {
                    *forms.entry(*stem).or_default().entry(form).or_default() += 1;
                }
            }
            let mut words: Vec<SuggestedWord> = forms
                .into_iter()
                .filter(|(stem, _)| inside[*stem] >= HOLD)
                .filter_map(|(stem, forms)| {
                    let mut forms: Vec<(String, usize)> =
                        forms.into_iter().map(|(form, count)| (form.to_owned(), count)).collect();
                    forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                    let (inside, all) = (inside[stem], with[stem]);
                    let keyness = keyness(inside, size, all - inside, read.len() - size)?;
                    let word = forms.first()?.0.clone();
                    let new = !self.has_word(number, &word);
                    (new && keyness >= KEY).then(|| SuggestedWord {
                        word,
                        forms,
                        inside,
                        outside: all - inside,
                        keyness,
                    })
                })
                .collect();
            words.sort_by(|a, b| b.keyness.total_cmp(&a.keyness).then_with(|| a.word.cmp(&b.word)));
            words.truncate(WORDS);
            if !words.is_empty() {
                suggested.insert(theme, words);
            }
        }
        suggested
    }

    /// Codes for the quotations that fit no code: themes discovered among them, largest first, those of two quotations or more.
    ///
    /// # Errors
    /// As [`ThemeModelOptions::fit`](crate::themes::ThemeModelOptions::fit) with default settings.
    pub fn suggest_codes(&self, quotes: &[&Quote], codings: &Codings) -> Result<Vec<SuggestedCode>> {
        let uncoded: BTreeSet<&QuoteId> = codings.uncoded.iter().collect();
        let left: Vec<&Quote> = quotes.iter().filter(|quote| uncoded.contains(&quote.id)).copied().collect();
        let model = ThemeModel::options(self.language()).vectors(self.uses_vectors()).fit(&left)?;
        let text_of: BTreeMap<&QuoteId, &str> = left.iter().map(|quote| (&quote.id, quote.text.as_str())).collect();
        let mut ids: BTreeSet<CodeId> = self.codebook().codes.iter().map(|code| code.id.clone()).collect();
        let mut names: BTreeSet<String> = self.codebook().codes.iter().map(|code| code.name.to_lowercase()).collect();
        let themes = model.themes().iter().zip(model.sizes()).filter(|(_, size)| **size >= QUOTES);
        let suggested = themes.map(|(theme, size)| {
            let mut name = theme.label.clone();
            let mut code = Code::new(&name);
            let mut number = 2;
            while ids.contains(&code.id) || names.contains(&name.to_lowercase()) {
                name = format!("{} ({number})", theme.label);
                code = Code::new(&name);
                number += 1;
            }
            ids.insert(code.id.clone());
            names.insert(name.to_lowercase());
            code.words = theme.terms.iter().take(CODE_WORDS).map(|(term, _)| term.clone()).collect();
            let examples = theme.exemplars.iter().filter_map(|quote| text_of.get(quote));
            code.examples = examples.take(CODE_EXAMPLES).map(|text| (*text).to_owned()).collect();
            SuggestedCode { code, quotes: *size, exemplars: theme.exemplars.clone() }
        });
        Ok(suggested.collect())
    }
}

/// G² of a two by two table; nothing where the word is no commoner inside than outside.
pub(crate) fn keyness(inside: usize, size: usize, outside: usize, others: usize) -> Option<f64> {
    let [a, n, b, m] = [inside, size, outside, others].map(|count| count as f64);
    if others == 0 || a * m <= b * n {
        return None;
    }
    let (all, with) = (n + m, a + b);
    let cell = |seen: f64, row: f64, column: f64| {
        if seen > 0.0 { seen * (seen * all / (row * column)).ln() } else { 0.0 }
    };
    Some(2.0 * (cell(a, n, with) + cell(n - a, n, all - with) + cell(b, m, with) + cell(m - b, m, all - with)))
}

#[cfg(test)]
mod tests {
    use super::keyness;

    #[test]
    fn keyness_is_the_log_likelihood_ratio() {
        // scipy.stats.chi2_contingency([[12, 8], [5, 75]], correction=False, lambda_="log-likelihood").
        assert!((keyness(12, 20, 5, 80).unwrap() - 26.850_111).abs() < 1e-5);
        assert_eq!(keyness(1, 20, 4, 80), None);
        assert_eq!(keyness(5, 5, 0, 0), None);
    }
}
