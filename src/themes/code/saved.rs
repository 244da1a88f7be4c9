//! How a coder becomes bytes, and bytes a coder again.

use std::sync::Arc;

use crate::error::Result;
use crate::id::CodeId;
use crate::lang::Language;
use crate::themes::bytes::{ByteReader, ByteWriter, Head};
use crate::themes::code::codebook::{Code, Codebook, Negation, Polarity};
use crate::themes::code::coder::{CodebookCoder, Learnt};
use crate::themes::code::example::Example;
use crate::themes::code::options::CodebookOptions;
use crate::themes::code::similarity::Likeness;

/// What a saved coder begins with.
const HEAD: Head = Head {
    magic: b"verbatims codebook coder\n",
    version: CodebookCoder::VERSION,
    name: "codebook coder",
    short: "coder",
    again: "learn and save it again",
};

impl CodebookCoder {
    /// The version of the layout that [`to_bytes`](Self::to_bytes) gives. A coder of another version is refused.
    pub const VERSION: u32 = 1;

    /// The coder as bytes, the same for the same coder. They contain its codebook; of what it [has learnt](CodebookOptions::learn) from they contain words,
    /// but not the texts. A coder that is still to learn keeps the examples that it was given.
    pub fn to_bytes(&self) -> Vec<u8> {
        let CodebookOptions { codebook, language, ratio, similarity, vectors, every } = &self.settings;
        let likeness = self.learnt.as_ref().and_then(|learnt| learnt.likeness.as_deref());
        let mut out = HEAD.begin(language, likeness.and_then(|likeness| likeness.vectors(language)));
        out.u32(codebook.codes.len() as u32);
        codebook.codes.iter().for_each(|code| write_code(code, &mut out));
        out.u64(ratio.to_bits());
        [*similarity, *vectors, *every].into_iter().for_each(|setting| out.u32(u32::from(setting)));
        out.u32(self.examples.len() as u32);
        for example in &self.examples {
            out.text(&example.text);
            write_texts(example.codes.iter().map(CodeId::as_str), &mut out);
        }
        out.u32(u32::from(self.learnt.is_some()));
        if let Some(learnt) = &self.learnt {
            out.u32(u32::from(learnt.taught));
            learnt.sizes.iter().for_each(|size| out.u64(*size as u64));
            out.u32(u32::from(likeness.is_some()));
            if let Some(likeness) = likeness {
                likeness.write(&mut out);
            }
        }
        out.into_checked()
    }

    /// The code of the language of the coder that [`to_bytes`](Self::to_bytes) gave; `None` where the bytes are no coder.
    pub fn language_of(bytes: &[u8]) -> Option<String> {
        HEAD.language_of(bytes)
    }

    /// The coder that [`to_bytes`](Self::to_bytes) gave; `language` is the language it was learnt in.
    ///
    /// # Errors
    /// [`ErrorKind::Format`](crate::ErrorKind::Format) if the bytes are no coder, one of another version, or broken;
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the language is another, or has not the word vectors that the coder needs.
    pub fn from_bytes(bytes: &[u8], language: &Language) -> Result<Self> {
        let (mut from, dimensions) = HEAD.open(bytes, language)?;
        let settings = read_settings(&mut from, language).ok_or_else(|| HEAD.cut_short())?;
        settings.codebook.check()?;
        let examples = read_examples(&mut from).ok_or_else(|| HEAD.cut_short())?;
        let mut coder = settings.coder(examples)?;
        coder.learnt = read_learnt(&mut from, &coder, dimensions).ok_or_else(|| HEAD.cut_short())?;
        Ok(coder)
    }
}

fn write_texts<'a>(texts: impl ExactSizeIterator<Item = &'a str>, out: &mut ByteWriter) {
    out.u32(texts.len() as u32);
    texts.for_each(|text| out.text(text));
}

fn read_texts<T: From<String>>(from: &mut ByteReader<'_>) -> Option<Vec<T>> {
    (0..from.u32()?).map(|_| Some(T::from(from.text()?.to_owned()))).collect()
}

fn write_code(code: &Code, out: &mut ByteWriter) {
    out.text(code.id.as_str());
    out.text(&code.name);
    write_texts(code.parent.iter().map(CodeId::as_str).collect::<Vec<_>>().into_iter(), out);
    out.text(&code.definition);
    for texts in [&code.words, &code.exclusions, &code.examples] {
        write_texts(texts.iter().map(String::as_str), out);
    }
    out.u32(u32::from(code.negation == Negation::Excludes));
    out.u32(code.polarity.map_or(0, |polarity| if polarity == Polarity::Positive { 1 } else { 2 }));
}

fn read_code(from: &mut ByteReader<'_>) -> Option<Code> {
    let id = CodeId::new(from.text()?);
    let mut code = Code::new(from.text()?);
    code.id = id;
    code.parent = read_texts::<CodeId>(from)?.pop();
    code.definition = from.text()?.to_owned();
    code.words = read_texts(from)?;
    code.exclusions = read_texts(from)?;
    code.examples = read_texts(from)?;
    code.negation = if from.u32()? == 0 { Negation::Counts } else { Negation::Excludes };
    code.polarity = match from.u32()? {
        0 => None,
        1 => Some(Polarity::Positive),
        _ => Some(Polarity::Negative),
    };
    Some(code)
}

fn read_settings(from: &mut ByteReader<'_>, language: &Language) -> Option<CodebookOptions> {
    let codes = (0..from.u32()?).map(|_| read_code(from)).collect::<Option<Vec<Code>>>()?;
    let ratio = f64::from_bits(from.u64()?);
    let mut setting = || Some(from.u32()? != 0);
    let (similarity, vectors, every) = (setting()?, setting()?, setting()?);
    let codebook = Codebook::from(codes);
    let language = language.clone();
    (0.0..=1.0).contains(&ratio).then_some(CodebookOptions { codebook, language, ratio, similarity, vectors, every })
}

fn read_examples(from: &mut ByteReader<'_>) -> Option<Vec<Example>> {
    let count = from.u32()?;
    (0..count).map(|_| Some(Example { text: from.text()?.to_owned(), codes: read_texts(from)? })).collect()
}

/// What was learnt, if anything; nothing at all where the bytes do not fit the codebook.
fn read_learnt(from: &mut ByteReader<'_>, coder: &CodebookCoder, dimensions: usize) -> Option<Option<Learnt>> {
    if from.u32()? == 0 {
        return Some(None);
    }
    let taught = from.u32()? != 0;
    let codebook = coder.codebook();
    let sizes = codebook.codes.iter().map(|_| Some(from.u64()? as usize)).collect::<Option<Vec<usize>>>()?;
    let likeness = match from.u32()? {
        0 => None,
        _ => Some(Arc::new(Likeness::read_from(from, codebook, coder.language(), dimensions)?)),
    };
    (likeness.is_some() == coder.settings.similarity).then_some(Some(Learnt { likeness, taught, sizes }))
}
