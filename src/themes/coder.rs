use std::collections::{BTreeMap, BTreeSet};

use super::codebook::Codebook;
use super::coding::{Coder, Coding, Codings, EvidenceWord, Theme};
use super::content::NoContent;
use super::dictionary::{Dictionary, Found};
use super::token::Tokenizer;
use crate::error::{Error, Result};
use crate::id::ThemeId;
use crate::lang::Language;
use crate::quotes::Quote;

/// How many quotations stand for a theme.
const EXEMPLARS: usize = 3;
/// How many words a theme is marked by.
const TERMS: usize = 12;

/// Puts quotations under the codes of a codebook by the words that the codebook names.
///
/// A quotation comes under the code whose words it holds most of, and under every other whose score reaches a share of
/// that ([`CodebookParams::ratio`]). The score is ln(1 + w), where w sums the words found: a
/// word counts once however often it is repeated, a phrase counts for as many words as it has, and a word that n codes claim
/// counts 1/n in each. Every coding names the words that decided.
///
/// ```
/// use verbatims::themes::CodebookCoder;
/// use verbatims::{Code, Codebook, Document, Extractor, Language};
///
/// let mut freedom = Code::new("Lack of freedom");
/// freedom.words = vec!["freedom".into(), "told what to study".into()];
/// let coder = CodebookCoder::new(Codebook::new(vec![freedom])?, Language::english())?;
///
/// let corpus = Extractor::new(Language::english()).corpus(&[
///     Document::new("a", "“There is not enough freedom,” said Ann Lee. “The canteen is good,” said Bo Ray."),
/// ])?;
/// let quotes: Vec<_> = corpus.quotes().collect();
/// let codings = coder.code(&quotes);
/// assert_eq!(codings.codings[0].theme.as_str(), "lack-of-freedom");
/// assert_eq!(codings.codings[0].evidence[0].text, "freedom");
/// assert_eq!(codings.uncoded, [quotes[1].id.clone()]);
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct CodebookCoder {
    codebook: Codebook,
    language: Language,
    dictionary: Dictionary,
    no_content: NoContent,
    ratio: f64,
}

/// Settings of a [`CodebookCoder`].
#[derive(Clone, Debug)]
pub struct CodebookParams {
    codebook: Codebook,
    language: Language,
    ratio: f64,
}

impl CodebookParams {
    /// The share of the best code's score that another code needs, from 0 (every code with a word) to 1 (the best only). The default is 0.5.
    #[must_use]
    pub fn ratio(mut self, ratio: f64) -> Self {
        self.ratio = ratio;
        self
    }

    /// The coder.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the codebook does not pass its check, holds a word without a letter,
    /// or if the ratio is not between 0 and 1.
    pub fn build(self) -> Result<CodebookCoder> {
        if !(0.0..=1.0).contains(&self.ratio) {
            return Err(Error::setting("ratio", format!("{} is not between 0 and 1", self.ratio)));
        }
        self.codebook.check()?;
        let dictionary = Dictionary::new(&self.codebook, &self.language)?;
        let no_content = NoContent::new(&self.language);
        let Self { codebook, language, ratio } = self;
        Ok(CodebookCoder { codebook, language, dictionary, no_content, ratio })
    }
}

impl CodebookCoder {
    /// A coder with default settings.
    ///
    /// # Errors
    /// As [`CodebookParams::build`].
    pub fn new(codebook: Codebook, language: Language) -> Result<Self> {
        Self::params(codebook, language).build()
    }

    /// Settings for a coder.
    pub fn params(codebook: Codebook, language: Language) -> CodebookParams {
        CodebookParams { codebook, language, ratio: 0.5 }
    }

    /// The codebook it codes by.
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// Codes the quotations. Each is judged by its own words.
    pub fn code(&self, quotes: &[&Quote]) -> Codings {
        let mut tokenizer = Tokenizer::new(&self.language);
        let mut codings = Codings::default();
        let mut seen: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.codebook.codes.len()];
        for quote in quotes {
            let tokens = tokenizer.tokens(&quote.text);
            if self.no_content.holds(&tokens) {
                codings.no_content.push(quote.id.clone());
                continue;
            }
            let mut found = self.dictionary.find(&tokens);
            for code in &found {
                seen[code.code].extend(&code.words);
            }
            found.retain(|code| code.score > 0.0);
            // Stable: equal scores stay in the codebook's order.
            found.sort_by(|a, b| b.score.total_cmp(&a.score));
            let best = found.first().map_or(0.0, |code| code.score);
            found.retain(|code| code.score >= self.ratio * best);
            if found.is_empty() {
                codings.uncoded.push(quote.id.clone());
            }
            codings.codings.extend(found.into_iter().map(|found| self.coding(quote, found)));
        }
        codings.themes = self.themes(quotes, &codings.codings);
        for (code, seen) in self.codebook.codes.iter().zip(seen) {
            let missing: Vec<String> =
                (0..).zip(&code.words).filter(|(word, _)| !seen.contains(word)).map(|(_, word)| word.clone()).collect();
            if !missing.is_empty() {
                codings.unmatched.insert(ThemeId::from(&code.id), missing);
            }
        }
        codings
    }

    fn coding(&self, quote: &Quote, found: Found) -> Coding {
        let word = |span: crate::text::Span| EvidenceWord { text: span.of(&quote.text).to_owned(), span };
        Coding {
            quote: quote.id.clone(),
            theme: ThemeId::from(&self.codebook.codes[found.code].id),
            score: found.score,
            weak: false,
            evidence: found.places.into_iter().map(word).collect(),
        }
    }

    /// One theme for each code, in the codebook's order, also those without a quotation.
    fn themes(&self, quotes: &[&Quote], codings: &[Coding]) -> Vec<Theme> {
        let by_id: BTreeMap<_, &Quote> = quotes.iter().map(|quote| (&quote.id, *quote)).collect();
        let mut of_theme: BTreeMap<&ThemeId, Vec<&Coding>> = BTreeMap::new();
        for coding in codings {
            of_theme.entry(&coding.theme).or_default().push(coding);
        }
        let theme = |code: &super::Code| {
            let id = ThemeId::from(&code.id);
            let codings = of_theme.remove(&id).unwrap_or_default();
            let terms = terms(&codings);
            let exemplars = exemplars(codings, &by_id);
            Theme { id, label: code.name.clone(), terms, exemplars }
        };
        let mut theme = theme;
        self.codebook.codes.iter().map(&mut theme).collect()
    }
}

impl Coder for CodebookCoder {
    fn code(&self, quotes: &[&Quote]) -> Codings {
        Self::code(self, quotes)
    }
}

/// The evidence words of a theme in lower case with the number of quotations that hold each, most frequent first.
fn terms(codings: &[&Coding]) -> Vec<(String, f64)> {
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for coding in codings {
        let words: BTreeSet<String> = coding.evidence.iter().map(|word| word.text.to_lowercase()).collect();
        for word in words {
            *counts.entry(word).or_default() += 1.0;
        }
    }
    let mut terms: Vec<(String, f64)> = counts.into_iter().collect();
    terms.sort_by(|a, b| b.1.total_cmp(&a.1));
    terms.truncate(TERMS);
    terms
}

/// The quotations with the best scores, one of each speaker before a second of any.
fn exemplars(mut codings: Vec<&Coding>, quotes: &BTreeMap<&crate::QuoteId, &Quote>) -> Vec<crate::QuoteId> {
    codings.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.quote.cmp(&b.quote)));
    let mut speakers = BTreeSet::new();
    let (first, again): (Vec<&Coding>, Vec<&Coding>) = codings.into_iter().partition(|coding| {
        let speaker = quotes.get(&coding.quote).and_then(|quote| Some((&quote.document, quote.speaker()?)));
        speaker.is_none_or(|speaker| speakers.insert(speaker))
    });
    first.into_iter().chain(again).take(EXEMPLARS).map(|coding| coding.quote.clone()).collect()
}
