//! How fast themes are found and texts put under them: `themes/<stage>/<texts>`, in texts a second.
//!
//! Texts of twenty words with planted topics; how many of them come out right is asserted before anything is measured.
//! `benches/peers.py speed` does the same with scikit-learn.

use std::collections::BTreeMap;
use std::fmt::Write;

use divan::Bencher;
use divan::counter::ItemsCount;
use verbatims::{Language, ThemeModel};

fn main() {
    divan::main();
}

const TOPICS: usize = 20;
const WORDS: usize = 20;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(bits ^ (bits >> 31)) * limit as u128) >> 64) as usize
    }
}

/// A word that no language has, of four syllables and a number.
fn word(number: usize, out: &mut String) {
    for place in 0..4 {
        let at = number / 5_usize.pow(place);
        out.push(char::from(b"bdfgklmnprst"[at % 12]));
        out.push(char::from(b"aeiou"[at / 12 % 5]));
    }
    let _ = write!(out, "{number} ");
}

/// At most 3,000 texts where the benchmarks run as tests.
fn bounded(count: usize) -> usize {
    if std::env::args().any(|word| word == "--bench") { count } else { count.min(3_000) }
}

/// Texts and their topics: half of the words from the topic's 60, half from 2,000 that all share, some far more common than others.
fn planted(count: usize) -> (Vec<String>, Vec<usize>) {
    let mut random = Random(1);
    let mut texts = Vec::with_capacity(count);
    let mut topics = Vec::with_capacity(count);
    for _ in 0..count {
        let topic = random.below(TOPICS);
        let mut text = String::new();
        for _ in 0..WORDS / 2 {
            word(3_000 + 60 * topic + random.below(60), &mut text);
            let even = random.below(2_000);
            word(even * even / 2_000, &mut text);
        }
        texts.push(text);
        topics.push(topic);
    }
    (texts, topics)
}

/// The share of texts whose theme is the commonest of their topic.
fn right(topics: &[usize], themes: &[Option<usize>]) -> f64 {
    let mut cells: BTreeMap<(usize, Option<usize>), usize> = BTreeMap::new();
    for pair in topics.iter().copied().zip(themes.iter().copied()) {
        *cells.entry(pair).or_default() += 1;
    }
    let best = (0..TOPICS).map(|topic| cells.range((topic, None)..(topic + 1, None)).map(|(_, count)| *count).max());
    best.flatten().sum::<usize>() as f64 / topics.len() as f64
}

fn fit(texts: &[&str]) -> ThemeModel {
    let language = Language::english();
    let options = ThemeModel::options(&language).n_themes(TOPICS);
    options.fit_texts(texts).unwrap_or_else(|error| panic!("{error}"))
}

#[divan::bench(name = "themes/fit", args = [300, 3_000, 30_000, 100_000], max_time = 20)]
fn fit_texts(bencher: Bencher<'_, '_>, count: usize) {
    let count = bounded(count);
    let (texts, topics) = planted(count);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let share = right(&topics, &fit(&texts).predict_texts(&texts));
    assert!(share > 0.9, "{share} of {count} texts are under the theme of their topic");
    bencher.counter(ItemsCount::new(count)).bench(|| fit(divan::black_box(&texts)).predict_texts(&texts));
}

#[divan::bench(name = "themes/predict", args = [30_000], max_time = 10)]
fn predict_texts(bencher: Bencher<'_, '_>, count: usize) {
    let count = bounded(count);
    let (texts, topics) = planted(count + 3_000);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let model = fit(&texts[..3_000]);
    let share = right(&topics[3_000..], &model.predict_texts(&texts[3_000..]));
    assert!(share > 0.9, "{share} of {count} texts are under the theme of their topic");
    bencher.counter(ItemsCount::new(count)).bench(|| model.predict_texts(divan::black_box(&texts[3_000..])));
}

/// One word again and again, and every text the same but for a number: nothing to tell them by.
#[divan::bench(name = "themes/pathological", args = [3_000], max_time = 10)]
fn alike(bencher: Bencher<'_, '_>, count: usize) {
    let texts: Vec<String> = (0..count).map(|number| format!("{}{number}", "same ".repeat(WORDS - 1))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert!(fit(&texts).predict_texts(&texts).iter().all(Option::is_some), "every text has a theme");
    bencher.counter(ItemsCount::new(count)).bench(|| fit(divan::black_box(&texts)).predict_texts(&texts));
}
