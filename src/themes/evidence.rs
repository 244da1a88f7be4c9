//! The words that decided for a theme.

use ndarray::{Array2, Axis, Slice};

use crate::text::Span;
use crate::text::words::each_key;
use crate::themes::coding::EvidenceWord;
use crate::themes::embedding::lexicon::Lexicon;
use crate::themes::embedding::sparse::{dot, product};
use crate::themes::text::terms::Reading;

/// Words that a coding shows.
const WORDS: usize = 3;

/// How much each word of a table speaks for each centre: each part of the centre against the same part of the word.
pub(crate) struct Speaking {
    /// The lengths of a word's two parts.
    lengths: Vec<[f32; 2]>,
    /// Words × centres, for each part.
    toward: [Array2<f32>; 2],
    /// How much the second part counts.
    weight: f32,
}

impl Speaking {
    pub(crate) fn new(lexicon: &Lexicon, table: &Array2<f32>, centres: &Array2<f32>) -> Self {
        let directions = lexicon.directions();
        let parts = [Slice::from(..directions), Slice::from(directions..)];
        let toward = parts
            .map(|part| product(table.slice_axis(Axis(1), part), centres.slice_axis(Axis(1), part).reversed_axes()));
        let length = |part: &[f32]| dot(part, part).sqrt();
        let lengths = table
            .axis_iter(Axis(0))
            .map(|row| row.to_slice().map_or([0.0; 2], |row| [length(&row[..directions]), length(&row[directions..])]));
        Self { lengths: lengths.collect(), toward, weight: lexicon.vector_weight() }
    }

    /// The words of a text that speak most for a centre, in the order of the text, which stands in that row of the reading.
    pub(crate) fn words(&self, reading: &Reading, row: u32, text: &str, centre: usize) -> Vec<EvidenceWord> {
        // The parts of the whole text have a fixed length, so a word counts by its share of each.
        let words = || reading.rows.row(row as usize).map(|(word, _)| word);
        let sum = |part: usize| words().map(|word| self.lengths[word][part]).sum::<f32>().max(f32::MIN_POSITIVE);
        let scale = [1.0 / sum(0), self.weight / sum(1)];
        let mut best: [(f32, usize); WORDS] = [(0.0, usize::MAX); WORDS];
        for word in words() {
            let share = scale[0] * self.toward[0][[word, centre]] + scale[1] * self.toward[1][[word, centre]];
            if let Some(at) = best.iter().position(|other| share > other.0) {
                best[at..].rotate_right(1);
                best[at] = (share, word);
            }
        }
        let mut wanted: Vec<&str> =
            best.iter().filter(|(_, word)| *word != usize::MAX).map(|(_, word)| &*reading.words[*word]).collect();
        let mut found = Vec::with_capacity(wanted.len());
        each_key(text, &mut String::new(), |token, span: Span| {
            if let Some(at) = wanted.iter().position(|word| *word == token) {
                wanted.swap_remove(at);
                found.push(EvidenceWord { text: span.of(text).to_owned(), span });
            }
        });
        found
    }
}
