//! How quotations are to be put under the codes of a codebook, and what the coder learns from.

use crate::error::{Error, Result};
use crate::lang::Language;
use crate::quotes::Quote;
use crate::themes::code::codebook::Codebook;
use crate::themes::code::coder::CodebookCoder;
use crate::themes::code::dictionary::Dictionary;
use crate::themes::code::example::Example;
use crate::themes::text::no_content::NoContent;

/// Settings of a [`CodebookCoder`].
#[derive(Clone, Debug)]
pub struct CodebookOptions {
    pub(super) codebook: Codebook,
    pub(super) language: Language,
    pub(super) ratio: f64,
    pub(super) similarity: bool,
    pub(super) vectors: bool,
    pub(super) every: bool,
}

impl CodebookOptions {
    /// The share of the best code's words that another code needs, from 0 (every code with a word) to 1 (the best only). The default is 0.
    #[must_use]
    pub fn ratio(mut self, ratio: f64) -> Self {
        self.ratio = ratio;
        self
    }

    /// Whether codes are also found by similarity, not by the codebook's words only. The default is true.
    #[must_use]
    pub fn similarity(mut self, similarity: bool) -> Self {
        self.similarity = similarity;
        self
    }

    /// Whether the language's word vectors are used, where it has any. The default is true.
    #[must_use]
    pub fn vectors(mut self, vectors: bool) -> Self {
        self.vectors = vectors;
        self
    }

    /// Whether a quotation with content that fits no code still gets the one that it fits best, marked weak. Needs
    /// [`similarity`](Self::similarity). The default is false.
    #[must_use]
    pub fn every(mut self, every: bool) -> Self {
        self.every = every;
        self
    }

    /// The coder. It learns from the examples of the codebook.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the codebook does not pass its check, has a word without a letter,
    /// or if the ratio is not between 0 and 1.
    pub fn build(self) -> Result<CodebookCoder> {
        self.fit(&[])
    }

    /// The coder, taught by quotations that a person has coded and by the examples of the codebook.
    ///
    /// A regression learns from the stems, character n-grams and word vectors of the examples what each code is about, beside
    /// the words of the codebook; it works without any such words, and counts for more the more examples there are. A quotation
    /// that fits several codes is one example with several; one that a person left without a code teaches what fits none.
    ///
    /// # Errors
    /// As [`build`](Self::build), and if an example names a code that the codebook does not have, or there are examples
    /// while [`similarity`](Self::similarity) is off.
    pub fn fit(self, examples: &[Example]) -> Result<CodebookCoder> {
        if !(0.0..=1.0).contains(&self.ratio) {
            return Err(Error::setting("ratio", format!("{} is not between 0 and 1", self.ratio)));
        }
        self.codebook.check()?;
        for (setting, needed) in [("examples", !examples.is_empty()), ("every", self.every)] {
            if needed && !self.similarity {
                return Err(Error::setting(setting, "this needs similarity, which is off"));
            }
        }
        for (example, number) in examples.iter().zip(1..) {
            if let Some(code) = example.codes.iter().find(|code| self.codebook.code(code).is_none()) {
                return Err(Error::setting("examples", format!("example {number} bears `{code}`, which is no code")));
            }
        }
        let own = self.codebook.codes.iter().flat_map(|code| {
            code.examples.iter().map(|text| Example { text: text.clone(), codes: vec![code.id.clone()] })
        });
        let examples = examples.iter().cloned().chain(own).collect();
        self.coder(examples)
    }

    /// As [`fit`](Self::fit), and the coder learns besides what likeness is from these quotations, once: what it says of any quotation depends on that
    /// quotation and the coder alone then. It can be kept ([`CodebookCoder::to_bytes`]), and applied to a part at a time, anywhere.
    ///
    /// ```
    /// use verbatims::themes::CodebookCoder;
    /// use verbatims::{Code, Codebook, Language};
    ///
    /// let mut rent = Code::new("Rent");
    /// rent.words = vec!["rent".into()];
    /// let texts = ["The rent rose again.", "The rent is too high.", "My landlord raised it again."];
    /// let english = Language::english();
    /// let coder = CodebookCoder::options(Codebook::new(vec![rent])?, english.clone()).learn_texts(&[], &texts)?;
    /// let there = CodebookCoder::from_bytes(&coder.to_bytes(), &english)?;
    /// assert_eq!(there.code_texts(&texts[..1]).codings[0], coder.code_texts(&texts).codings[0]);
    /// # Ok::<(), verbatims::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn learn(self, examples: &[Example], quotes: &[&Quote]) -> Result<CodebookCoder> {
        self.learn_texts(examples, &quotes.iter().map(|quote| quote.text.as_str()).collect::<Vec<_>>())
    }

    /// As [`learn`](Self::learn), from plain texts.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn learn_texts(self, examples: &[Example], texts: &[&str]) -> Result<CodebookCoder> {
        Ok(self.fit(examples)?.learnt_from(texts))
    }

    /// The coder of these examples, to which nothing is added.
    pub(super) fn coder(self, examples: Vec<Example>) -> Result<CodebookCoder> {
        let dictionary = Dictionary::new(&self.codebook, &self.language)?;
        let no_content = NoContent::new(&self.language);
        Ok(CodebookCoder { settings: self, dictionary, no_content, examples, learnt: None })
    }
}
