//! Under which codes of a codebook a quotation comes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::error::Result;
use crate::id::{CodeId, QuoteId, ThemeId};
use crate::lang::Language;
use crate::quotes::Quote;
use crate::text::Span;
use crate::themes::code::codebook::{Code, Codebook};
use crate::themes::code::dictionary::{Dictionary, Found};
use crate::themes::code::example::Example;
use crate::themes::code::options::CodebookOptions;
use crate::themes::code::similarity::{LabelledRow, Likeness, Text, WordTables};
use crate::themes::coding::{Basis, Coder, Coding, Codings, EvidenceWord, Theme};
use crate::themes::embedding::word_embedding::VECTOR_WEIGHT;
use crate::themes::exemplars::of_different_speakers;
use crate::themes::text::bag_of_words::BagOfWords;
use crate::themes::text::no_content::NoContent;
use crate::themes::text::token::Tokenizer;

/// How many quotations represent a theme.
const EXEMPLARS: usize = 3;
/// How many words a theme is marked by.
const TERMS: usize = 12;

/// Similarity alone needs this probability, and less for the best code of a quotation that has no word of any.
const SIMILAR: f32 = 0.25;
const SIMILAR_ALONE: f32 = 0.15;
/// Where a code has no words, some words of its name count that have this share of the best code's words, and this probability.
const SHARE_OF_BEST: f64 = 0.5;
const PROBABLE: f32 = 0.03;
/// Similarity to examples alone is no longer weak from this probability on.
const SURE: f32 = 0.5;
/// Texts that one task reads.
const TEXTS: usize = 256;

/// Puts quotations under the codes of a codebook.
///
/// Every code has a probability for a quotation, from 0 to 1, by the words that the codebook names, by its similarity to the
/// quotation in the statistics of all quotations given, and by the language's word vectors; a part is left for "none of these".
/// The [guide](crate::guide::method) says how. A quotation comes
///
/// - under every code of which it has a word, unless an exclusion, a negation or the polarity of the code says otherwise; the evidence
///   is those words, and the score is the code's probability. Of a code without words the name counts as one, and some words
///   of a longer name where they are half of what the best code has and the probability is 0.03 or more;
/// - under a code by similarity alone, where its probability is 0.25 or more, or 0.15 where it is the best of a quotation without any word;
///   the evidence is the words nearest to the code, and the coding is marked weak: a suggestion to look at.
///
/// Similarity takes no code away that words have given. What each coding rests on is its [`basis`](Coding::basis).
///
/// [`similarity(false)`](CodebookOptions::similarity) leaves only the words. Then every quotation is judged by itself, and the score
/// is ln(1 + w), where w sums the words found: a word counts once however often it is repeated, a phrase
/// counts for as many words as it has, and a word that n codes claim counts 1/n in each.
///
/// Quotations that a person has coded teach the coder: see [`CodebookOptions::fit`]. A coder that [learns](CodebookOptions::learn) what likeness is once
/// can be kept and applied anywhere, a part at a time.
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
    pub(super) settings: CodebookOptions,
    pub(super) dictionary: Dictionary,
    pub(super) no_content: NoContent,
    /// What it is to learn from; nothing once it has learnt.
    pub(super) examples: Vec<Example>,
    pub(super) learnt: Option<Learnt>,
}

/// What a coder has learnt once, before it is applied.
#[derive(Clone, Debug)]
pub(super) struct Learnt {
    /// Nothing where it goes by the codebook's words only.
    pub(super) likeness: Option<Arc<Likeness>>,
    /// Whether people's examples taught it.
    pub(super) taught: bool,
    /// How many of the texts that it was learnt from came under each code, in the codebook's order.
    pub(super) sizes: Vec<usize>,
}

/// Texts that have been read, and by which likeness.
struct Reading {
    likeness: Arc<Likeness>,
    bags: BagOfWords,
    tables: WordTables,
}

/// What one code has of one quotation.
struct Judged {
    code: usize,
    score: f64,
    weak: bool,
    basis: Basis,
    evidence: Vec<EvidenceWord>,
}

impl CodebookCoder {
    /// A coder with default settings.
    ///
    /// # Errors
    /// As [`CodebookOptions::build`].
    pub fn new(codebook: Codebook, language: Language) -> Result<Self> {
        Self::options(codebook, language).build()
    }

    /// Settings for a coder.
    pub fn options(codebook: Codebook, language: Language) -> CodebookOptions {
        CodebookOptions { codebook, language, ratio: 0.0, similarity: true, vectors: true, every: false }
    }

    /// The codebook it codes by.
    pub fn codebook(&self) -> &Codebook {
        &self.settings.codebook
    }

    /// The language of the quotations.
    pub fn language(&self) -> &Language {
        &self.settings.language
    }

    /// Whether a quotation is judged by itself, whichever others are given with it: by the codebook's words only, or by what was learnt before
    /// ([`CodebookOptions::learn`]).
    pub fn is_learnt(&self) -> bool {
        self.learnt.is_some() || !self.settings.similarity
    }

    /// How many of the texts that the coder was learnt from came under each code, in the codebook's order; empty where it was not learnt.
    pub fn sizes(&self) -> &[usize] {
        self.learnt.as_ref().map_or(&[], |learnt| &learnt.sizes)
    }

    /// The coder with what these texts say of likeness.
    pub(super) fn learnt_from(mut self, texts: &[&str]) -> Self {
        let similarity = self.settings.similarity;
        let likeness = similarity.then(|| self.learn(texts, &self.find(texts)).likeness);
        let taught = !self.examples.is_empty();
        self.examples = Vec::new();
        self.learnt = Some(Learnt { likeness, taught, sizes: Vec::new() });
        let codings = self.code_each(texts, |text| QuoteId::new(text.to_string())).codings;
        let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
        for coding in &codings {
            *by_code.entry(coding.theme.as_str()).or_default() += 1;
        }
        let size = |code: &Code| by_code.get(code.id.as_str()).copied().unwrap_or(0);
        let sizes = self.codebook().codes.iter().map(size).collect();
        self.learnt = self.learnt.map(|learnt| Learnt { sizes, ..learnt });
        self
    }

    pub(crate) fn uses_vectors(&self) -> bool {
        self.settings.vectors
    }

    /// Whether a word by itself speaks for the code of that number.
    pub(crate) fn has_word(&self, code: usize, word: &str) -> bool {
        let tokens = Tokenizer::new(self.language()).tokens(word);
        self.dictionary.find(&tokens).iter().any(|found| found.code == code)
    }

    /// Codes the quotations. Their order does not matter; with [`similarity`](CodebookOptions::similarity) it matters which there are, unless the
    /// coder [has learnt](CodebookOptions::learn) what likeness is before.
    pub fn code(&self, quotes: &[&Quote]) -> Codings {
        let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        let mut codings = self.code_each(&texts, |text| quotes[text].id.clone());
        codings.themes = self.themes_of(&codings.codings, quotes);
        codings
    }

    /// The codes as themes, with the words and the exemplars that these codings give them, as [`code`](Self::code) lists them: for codings that were made
    /// elsewhere, a part at a time.
    pub fn themes_of(&self, codings: &[Coding], quotes: &[&Quote]) -> Vec<Theme> {
        let by_id: BTreeMap<_, &Quote> = quotes.iter().map(|quote| (&quote.id, *quote)).collect();
        self.themes(codings, |quote| {
            let quote = by_id.get(quote)?;
            Some((quote.document.as_str(), quote.speaker()?.name.as_str()))
        })
    }

    /// Codes plain texts, named by their number from 1.
    pub fn code_texts(&self, texts: &[&str]) -> Codings {
        let mut codings = self.code_each(texts, |text| QuoteId::new((text + 1).to_string()));
        codings.themes = self.themes(&codings.codings, |_| None);
        codings
    }

    fn code_each(&self, texts: &[&str], id: impl Fn(usize) -> QuoteId) -> Codings {
        let mut codings = Codings::default();
        let found = self.find(texts);
        let judged = if self.settings.similarity { self.by_all(texts, &found) } else { self.by_words(texts, &found) };
        for (text, (found, judged)) in found.iter().zip(judged).enumerate() {
            if found.is_none() {
                codings.no_content.push(id(text));
            } else if judged.is_empty() {
                codings.uncoded.push(id(text));
            }
            codings.codings.extend(judged.into_iter().map(|judged| Coding {
                quote: id(text),
                theme: ThemeId::from(&self.codebook().codes[judged.code].id),
                score: judged.score,
                weak: judged.weak,
                basis: judged.basis,
                evidence: judged.evidence,
            }));
        }
        codings.unmatched = self.missing(&found);
        codings
    }

    /// The words of each code that none of these quotations has, as [`code`](Self::code) says them.
    pub fn unmatched(&self, quotes: &[&Quote]) -> BTreeMap<ThemeId, Vec<String>> {
        self.missing(&self.find(&quotes.iter().map(|quote| quote.text.as_str()).collect::<Vec<_>>()))
    }

    /// The words of each code that none of the texts has in which this was found.
    fn missing(&self, found: &[Option<Vec<Found>>]) -> BTreeMap<ThemeId, Vec<String>> {
        let mut seen: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.codebook().codes.len()];
        for code in found.iter().flatten().flatten() {
            seen[code.code].extend(&code.words);
        }
        let codes = self.codebook().codes.iter().zip(seen).map(|(code, seen)| {
            let missing = (0..).zip(&code.words).filter(|(word, _)| !seen.contains(word));
            (ThemeId::from(&code.id), missing.map(|(_, word)| word.clone()).collect::<Vec<String>>())
        });
        codes.filter(|(_, missing)| !missing.is_empty()).collect()
    }

    /// Which of the codebook's words each text has; nothing for a text without content, unless the codebook has a word for just that.
    fn find(&self, texts: &[&str]) -> Vec<Option<Vec<Found>>> {
        let read = |texts: &[&str]| -> Vec<Option<Vec<Found>>> {
            let mut tokenizer = Tokenizer::new(self.language());
            let found = texts.iter().map(|text| {
                let tokens = tokenizer.tokens(text);
                let found = self.dictionary.find(&tokens);
                (found.iter().any(|code| code.score > 0.0) || !self.no_content.holds(&tokens)).then_some(found)
            });
            found.collect()
        };
        texts.par_chunks(TEXTS).flat_map_iter(read).collect()
    }

    /// Whether a text says nothing but the contrary of what a code takes.
    fn is_contrary(&self, code: usize, text: &str) -> bool {
        self.dictionary.is_contrary(code, &Tokenizer::new(self.language()).tokens(text))
    }

    /// The codes whose words are found, those with a share of the best score; words of a longer name need more of it.
    fn worded<'a>(&self, found: &'a [Found]) -> impl Iterator<Item = &'a Found> + use<'a> {
        let best = found.iter().map(|code| code.score).fold(0.0, f64::max);
        let (all, of_names) = (self.settings.ratio * best, self.settings.ratio.max(SHARE_OF_BEST) * best);
        found
            .iter()
            .filter(move |code| code.score > 0.0 && code.score >= if code.part_of_name { of_names } else { all })
    }

    fn by_words(&self, texts: &[&str], found: &[Option<Vec<Found>>]) -> Vec<Vec<Judged>> {
        let judge = |(text, found): (&&str, &Option<Vec<Found>>)| -> Vec<Judged> {
            let mut judged: Vec<Judged> = self
                .worded(found.as_deref().unwrap_or_default())
                .map(|found| Judged {
                    code: found.code,
                    score: found.score,
                    weak: found.unsure,
                    basis: Basis::Words,
                    evidence: words_at(text, &found.places),
                })
                .collect();
            // Stable: equal scores stay in the codebook's order.
            judged.sort_by(|a, b| b.score.total_cmp(&a.score));
            judged
        };
        texts.par_iter().zip(found).map(judge).collect()
    }

    fn by_all(&self, texts: &[&str], found: &[Option<Vec<Found>>]) -> Vec<Vec<Judged>> {
        let Reading { likeness, bags, tables } = match self.learnt.as_ref().and_then(|learnt| learnt.likeness.clone()) {
            Some(likeness) => {
                let bags = BagOfWords::new(texts, &self.no_content);
                let tables = likeness.read(&bags, self.language());
                Reading { likeness, bags, tables }
            }
            None => self.learn(texts, found),
        };
        let read: Vec<Text<'_>> = bags.row_of_text.iter().copied().zip(found.iter().map(words_of)).collect();
        let all = likeness.probabilities(&bags, &tables, &read);
        let taught = !self.examples.is_empty() || self.learnt.as_ref().is_some_and(|learnt| learnt.taught);
        let judge = |text: usize| -> Vec<Judged> {
            let Some(own) = &found[text] else { return Vec::new() };
            let probabilities = &all[text];
            let mut judged = self.by_own_words(texts[text], own, probabilities);
            for (rank, (code, probability)) in probabilities.iter().enumerate() {
                let code = *code as usize;
                let alone = rank == 0 && judged.is_empty();
                let enough = *probability >= if alone { SIMILAR_ALONE } else { SIMILAR };
                if self.dictionary.has_polarity() && self.is_contrary(code, texts[text]) {
                    continue;
                }
                let best = self.settings.every && alone;
                if !(enough || best) || judged.iter().any(|judged| judged.code == code) {
                    continue;
                }
                let sure = taught && *probability >= SURE;
                let evidence = likeness.evidence(texts[text], code, self.language());
                // Where no word speaks for it, nothing does but how common the code is.
                if evidence.is_empty() && !best {
                    continue;
                }
                let (score, weak) = (f64::from(*probability), !sure);
                judged.push(Judged { code, score, weak, basis: Basis::Likeness, evidence });
            }
            judged.sort_by(|a, b| b.score.total_cmp(&a.score));
            judged
        };
        (0..texts.len()).into_par_iter().map(judge).collect()
    }

    /// Learns from texts, of which the codebook's words are known, and from the examples.
    fn learn(&self, texts: &[&str], found: &[Option<Vec<Found>>]) -> Reading {
        // Examples are read with the texts, so that both are seen through the same statistics.
        let labelled: Vec<&str> = self.examples.iter().map(|example| example.text.as_str()).collect();
        let all: Vec<&str> = texts.iter().chain(&labelled).copied().collect();
        let bags = BagOfWords::new(&all, &self.no_content);
        let of_examples = self.find(&labelled);
        let of_texts = found.iter().chain(&of_examples).map(words_of);
        let words = words_of_rows(bags.len(), bags.row_of_text.iter().copied().zip(of_texts));
        let labelled = self.labelled_rows(&bags.row_of_text[texts.len()..]);
        let vector_weight = if self.settings.vectors { VECTOR_WEIGHT } else { 0.0 };
        let (likeness, tables) =
            Likeness::learn(&bags, &words, &labelled, self.codebook(), self.language(), vector_weight);
        Reading { likeness: Arc::new(likeness), bags, tables }
    }

    /// The codes whose words a text has, each with its probability; where there is none, with its share of the words found.
    fn by_own_words(&self, text: &str, found: &[Found], probabilities: &[(u32, f32)]) -> Vec<Judged> {
        let all: f64 = found.iter().map(|code| code.score).sum();
        let judge = |found: &Found| {
            let known = probabilities.iter().find(|(code, _)| *code as usize == found.code);
            let improbable = known.is_some_and(|(_, probability)| *probability < PROBABLE);
            (!(found.part_of_name && improbable)).then(|| Judged {
                code: found.code,
                score: known.map_or(found.score / all, |(_, probability)| f64::from(*probability)),
                weak: found.unsure,
                basis: Basis::Words,
                evidence: words_at(text, &found.places),
            })
        };
        self.worded(found).filter_map(judge).collect()
    }

    /// The examples by the row of their text, all that share a text together.
    fn labelled_rows(&self, rows: &[Option<u32>]) -> Vec<LabelledRow> {
        let number: BTreeMap<&CodeId, usize> =
            self.codebook().codes.iter().zip(0..).map(|(code, number)| (&code.id, number)).collect();
        let mut labelled: BTreeMap<usize, LabelledRow> = BTreeMap::new();
        for (example, row) in self.examples.iter().zip(rows) {
            let Some(row) = row.map(|row| row as usize) else { continue };
            let labelled = labelled.entry(row).or_insert(LabelledRow { row, count: 0.0, codes: BTreeMap::new() });
            labelled.count += 1.0;
            let codes: BTreeSet<usize> = example.codes.iter().filter_map(|code| number.get(code).copied()).collect();
            for code in codes {
                *labelled.codes.entry(code).or_default() += 1.0;
            }
        }
        for labelled in labelled.values_mut() {
            labelled.codes.values_mut().for_each(|share| *share /= labelled.count);
        }
        labelled.into_values().collect()
    }

    /// One theme for each code, in the codebook's order, each with those below it behind it, also those without a quotation.
    fn themes<'a>(&self, codings: &[Coding], speaker: impl Fn(&QuoteId) -> Option<(&'a str, &'a str)>) -> Vec<Theme> {
        let mut of_theme: BTreeMap<&ThemeId, Vec<&Coding>> = BTreeMap::new();
        for coding in codings {
            of_theme.entry(&coding.theme).or_default().push(coding);
        }
        let mut theme = |code: &Code| {
            let id = ThemeId::from(&code.id);
            let codings = of_theme.remove(&id).unwrap_or_default();
            let terms = terms(&codings);
            let exemplars = exemplars(codings, &speaker);
            let parent = code.parent.as_ref().map(ThemeId::from);
            Theme { id, label: code.name.clone(), parent, question: None, terms, exemplars }
        };
        self.codebook().in_tree_order().into_iter().map(&mut theme).collect()
    }
}

impl Coder for CodebookCoder {
    fn code(&self, quotes: &[&Quote]) -> Codings {
        Self::code(self, quotes)
    }
}

/// The evidence words of a theme in lower case with the number of quotations that have each, most frequent first.
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
fn exemplars<'a>(mut codings: Vec<&Coding>, speaker: impl Fn(&QuoteId) -> Option<(&'a str, &'a str)>) -> Vec<QuoteId> {
    codings.sort_by(|a, b| a.weak.cmp(&b.weak).then(b.score.total_cmp(&a.score)).then_with(|| a.quote.cmp(&b.quote)));
    let best = of_different_speakers(&codings, |coding| speaker(&coding.quote));
    best.take(EXEMPLARS).map(|coding| coding.quote.clone()).collect()
}

/// What the dictionary found for each row: of the texts of one row, which differ in punctuation, the most that any of them has.
fn words_of_rows<'a>(rows: usize, texts: impl Iterator<Item = (Option<u32>, &'a [Found])>) -> Vec<Vec<(usize, f64)>> {
    let mut words: Vec<Vec<(usize, f64)>> = vec![Vec::new(); rows];
    for (row, found) in texts {
        let Some(row) = row else { continue };
        let words = &mut words[row as usize];
        for found in found.iter().filter(|code| code.score > 0.0) {
            match words.iter_mut().find(|(code, _)| *code == found.code) {
                Some((_, score)) => *score = score.max(found.score),
                None => words.push((found.code, found.score)),
            }
        }
    }
    words
}

/// What the dictionary found in a text; nothing in one without content.
fn words_of(found: &Option<Vec<Found>>) -> &[Found] {
    found.as_deref().unwrap_or_default()
}

fn words_at(text: &str, places: &[Span]) -> Vec<EvidenceWord> {
    places.iter().map(|span| EvidenceWord { text: span.of(text).to_owned(), span: *span }).collect()
}
