//! Which themes an answer has besides its own: those that a part of it, a clause, holds surely enough.

use ndarray::Array2;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::lang::{Classes, Language, List};
use crate::text::Span;
use crate::text::words::each_key;
use crate::themes::embedding::word_embedding::WordEmbedding;
use crate::themes::sparse::{Sparse, product};
use crate::themes::text::bag_of_words::BagOfWords;
use crate::themes::text::token::ends_clause;

/// Themes that an answer has besides its own, at most.
pub(crate) const MOST: usize = 2;
/// How well a part fits the theme that it gives the answer.
const SURE: f32 = 0.5;
/// How much better it fits that theme than the answer's own.
const BETTER: f32 = 0.15;
/// A word marks a theme where it stands in so many different texts, of which this share is under the theme.
const MARKING: u32 = 2;
const MARKING_SHARE: f64 = 0.3;
/// Texts that marking words are learnt from; a random sample where there are more.
const LEARN_FROM: usize = 65_536;
/// Texts whose parts are placed at a time.
const BATCH: usize = 8_192;
/// Signs that part what is on their sides where spaces are around them, and signs that do so anywhere.
const BETWEEN_SPACES: &[char] = &['-', '–', '—', '•', '*', '/', '&', '+', '|', '·'];
const ANYWHERE: &[char] = &['\n', ';', '|', '。', '、', '！', '？', '；', '，'];

/// The words that mark themes: the stem of each with its themes, sorted. A part of an answer holds a theme only with one of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Markers(pub(crate) Vec<(Box<str>, u32)>);

impl Markers {
    /// Learns from texts and the theme of each different one.
    pub(crate) fn learn(bags: &BagOfWords, groups: &[Option<usize>], language: &Language) -> Self {
        let stems = bags.stems(language);
        let mut with: FxHashMap<&str, u32> = FxHashMap::default();
        let mut of_theme: FxHashMap<(&str, u32), u32> = FxHashMap::default();
        let tells: Vec<bool> = bags.words.iter().map(|word| !is_stop(word, language)).collect();
        let mut in_row: Vec<&str> = Vec::new();
        for (row, group) in groups.iter().enumerate().take(LEARN_FROM) {
            let Some(group) = group else { continue };
            in_row.clear();
            in_row.extend(bags.rows.row(row).filter(|(word, _)| tells[*word]).map(|(word, _)| &*stems[word]));
            in_row.sort_unstable();
            in_row.dedup();
            for stem in &in_row {
                *with.entry(stem).or_default() += 1;
                *of_theme.entry((stem, *group as u32)).or_default() += 1;
            }
        }
        let marks = |((stem, _), count): &(&(&str, u32), &u32)| {
            let all = with.get(stem).copied().unwrap_or_default();
            all >= MARKING && f64::from(**count) >= MARKING_SHARE * f64::from(all)
        };
        let marking = of_theme.iter().filter(marks).map(|((stem, theme), _)| (Box::from(*stem), *theme));
        let mut marking: Vec<(Box<str>, u32)> = marking.collect();
        marking.sort_unstable();
        Self(marking)
    }

    /// The themes that a stem marks.
    fn themes<'m>(&'m self, stem: &'m str) -> impl Iterator<Item = usize> + 'm {
        let first = self.0.partition_point(|(other, _)| **other < *stem);
        self.0[first..].iter().take_while(move |(other, _)| **other == *stem).map(|(_, theme)| *theme as usize)
    }
}

fn is_stop(word: &str, language: &Language) -> bool {
    language.word(word).classes.any(Classes::STOP)
}

/// A theme that a part of an answer holds.
#[derive(Clone, Debug)]
pub(crate) struct Further {
    pub(crate) theme: usize,
    /// How well the part fits it.
    pub(crate) score: f32,
    /// How much better than any other theme.
    pub(crate) margin: f32,
    /// The part.
    pub(crate) span: Span,
    /// The words of the part, as numbers of the bags that were read.
    pub(crate) words: Box<[u32]>,
}

/// A part of an answer: the words up to a sign or a word that begins another part.
#[derive(Debug)]
struct Part {
    span: Span,
    words: Vec<u32>,
    /// Whether it has a word that may tell a theme.
    tells: bool,
}

/// Reads the parts of texts whose words are known.
pub(crate) struct PartReader<'a> {
    numbers: FxHashMap<&'a str, u32>,
    is_stop: Vec<bool>,
    links: FxHashSet<&'a str>,
    /// The themes that each word marks.
    marked: Vec<Box<[usize]>>,
}

impl<'a> PartReader<'a> {
    pub(crate) fn new(bags: &'a BagOfWords, language: &'a Language, markers: &Markers) -> Self {
        Self {
            numbers: bags.words.iter().zip(0..).map(|(word, number)| (&**word, number)).collect(),
            is_stop: bags.words.iter().map(|word| is_stop(word, language)).collect(),
            links: language.list(List::PartLinks).iter().map(|word| &**word).collect(),
            marked: bags.stems(language).iter().map(|stem| markers.themes(stem).collect()).collect(),
        }
    }

    /// The parts of a text that may tell a theme.
    fn parts(&self, text: &str) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut end = 0;
        let mut is_open = false;
        each_key(text, &mut String::new(), |key, span| {
            is_open &= !parts_here(&text[end..span.start()]);
            end = span.end();
            if self.links.contains(key) {
                is_open = false;
                return;
            }
            let Some(&number) = self.numbers.get(key) else { return };
            if !is_open {
                parts.push(Part { span, words: Vec::new(), tells: false });
                is_open = true;
            }
            if let Some(part) = parts.last_mut() {
                part.span = part.span.join(span);
                part.words.push(number);
                part.tells |= !self.is_stop[number as usize];
            }
        });
        parts.retain(|part| part.tells);
        parts
    }

    /// The further themes of each text; `own` has the theme of each, `table` the vectors of the words. A text of one part has none.
    pub(crate) fn further(
        &self,
        texts: &[&str],
        own: impl Fn(usize) -> Option<usize> + Sync,
        embedding: &WordEmbedding,
        table: &Array2<f32>,
        centroids: &Array2<f32>,
    ) -> Vec<Vec<Further>> {
        let batches = texts.chunks(BATCH).zip((0..).step_by(BATCH));
        let placed = batches.flat_map(|(texts, first)| {
            let read = |(at, text): (usize, &&str)| -> Vec<(usize, Part)> {
                let parts = if own(first + at).is_some() { self.parts(text) } else { Vec::new() };
                if parts.len() < 2 { Vec::new() } else { parts.into_iter().map(|part| (at, part)).collect() }
            };
            let parts: Vec<(usize, Part)> = texts.par_iter().enumerate().flat_map_iter(read).collect();
            let rows = rows_of(parts.iter().map(|(_, part)| &part.words[..]), table.nrows());
            let vectors = embedding.embed(&rows, table);
            let fits = product(vectors.view(), centroids.t());
            let mut further: Vec<Vec<Further>> = vec![Vec::new(); texts.len()];
            for ((at, part), fits) in parts.into_iter().zip(fits.outer_iter()) {
                let own = own(first + at).unwrap_or_default();
                let found = held(part, own, fits.iter().copied());
                further[at].extend(found.filter(|found| self.is_marked(found)));
            }
            further.iter_mut().for_each(strongest);
            further
        });
        placed.collect()
    }
}

impl PartReader<'_> {
    /// Whether a part has a word that marks its theme.
    fn is_marked(&self, found: &Further) -> bool {
        let marks = |word: &u32| !self.is_stop[*word as usize] && self.marked[*word as usize].contains(&found.theme);
        found.words.iter().any(marks)
    }
}

/// The theme that a part holds besides that of the answer; `fits` says how well it fits each.
fn held(part: Part, own: usize, fits: impl Iterator<Item = f32> + Clone) -> Option<Further> {
    let (mut theme, mut score, mut next, mut of_own) = (0, f32::NEG_INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY);
    for (number, fit) in fits.enumerate() {
        if fit > score {
            (theme, next, score) = (number, score, fit);
        } else {
            next = next.max(fit);
        }
        if number == own {
            of_own = fit;
        }
    }
    let is_sure = theme != own && score >= SURE && score - of_own >= BETTER;
    let words = part.words.into_boxed_slice();
    is_sure.then_some(Further { theme, score, margin: score - next, span: part.span, words })
}

/// Keeps the surest part of each theme, and the surest themes; ties go to what stands first.
fn strongest(further: &mut Vec<Further>) {
    further.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut seen: Vec<usize> = Vec::new();
    further.retain(|found| {
        let is_new = !seen.contains(&found.theme) && seen.len() < MOST;
        seen.extend(is_new.then_some(found.theme));
        is_new
    });
}

/// Parts as rows: word and how often it is there.
fn rows_of<'p>(parts: impl Iterator<Item = &'p [u32]>, width: usize) -> Sparse {
    let mut rows = Sparse::new(width);
    for words in parts {
        let mut words = words.to_vec();
        words.sort_unstable();
        rows.push_row(words.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f32)));
    }
    rows
}

/// Whether what stands between two words parts them.
fn parts_here(gap: &str) -> bool {
    if gap.contains(ANYWHERE) {
        return true;
    }
    let is_space = |sign: char| sign.is_whitespace();
    gap.contains(is_space)
        && (gap.contains(ends_clause)
            || gap.starts_with(is_space) && gap.ends_with(is_space) && gap.contains(BETWEEN_SPACES))
}

#[cfg(test)]
mod tests {
    use super::{Markers, PartReader};
    use crate::lang::Language;
    use crate::themes::text::bag_of_words::BagOfWords;
    use crate::themes::text::no_content::NoContent;

    #[test]
    fn an_answer_is_cut_where_it_may_turn_to_something_else() {
        for (code, text, wanted) in [
            (
                "en",
                "The rent is too high, and the bus never comes.",
                vec!["The rent is too high", "the bus never comes"],
            ),
            ("en", "rent - buses & the noise\nno park", vec!["rent", "buses", "the noise", "no park"]),
            ("en", "Well-being at 3.5 km/h; rent", vec!["Well-being at 3.5 km/h", "rent"]),
            ("en", "It is what it is. The rent", vec!["The rent"]),
            ("de", "Die Miete steigt und der Bus kommt nie", vec!["Die Miete steigt", "der Bus kommt nie"]),
            ("fr", "Le loyer est cher mais le parc est beau", vec!["Le loyer est cher", "le parc est beau"]),
            ("es", "El alquiler sube y el autobús no llega", vec!["El alquiler sube", "el autobús no llega"]),
            ("it", "L'affitto sale e il treno non arriva", vec!["L'affitto sale", "il treno non arriva"]),
            ("pt", "A renda sobe mas o comboio atrasa", vec!["A renda sobe", "o comboio atrasa"]),
            ("nl", "De huur stijgt en de bus komt nooit", vec!["De huur stijgt", "de bus komt nooit"]),
        ] {
            let language = Language::named(code).unwrap();
            let bags = BagOfWords::new(&[text], &NoContent::new(&language));
            let parts = PartReader::new(&bags, &language, &Markers::default()).parts(text);
            let parts: Vec<&str> = parts.iter().map(|part| part.span.of(text)).collect();
            assert_eq!(parts, wanted, "{code}");
        }
    }
}
