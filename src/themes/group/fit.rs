//! Learning: texts are read, grouped, and the groups become the themes of a model.

use ndarray::{ArrayView2, Axis, Slice};

use crate::error::{Error, Result};
use crate::id::{QuoteId, ThemeId};
use crate::quotes::Quote;
use crate::themes::coding::{Codings, Theme};
use crate::themes::embedding::lexicon::{Lexicon, Settings};
use crate::themes::embedding::sparse::Products;
use crate::themes::exemplars::{Candidate, ExemplarCandidates, quoted};
use crate::themes::group::cluster;
use crate::themes::group::graph;
use crate::themes::group::label;
use crate::themes::group::select;
use crate::themes::model::{BATCH, Place, Read, ThemeModel};
use crate::themes::params::ThemeModelParams;
use crate::themes::text::no_content::NoContent;
use crate::themes::text::terms::Reading;

/// Texts whose every pair is compared; of more a random sample of this many is.
const CORE: usize = 2_048;
/// Texts that the centres are refined on where there are more than [`CORE`].
const REFINE: usize = 8_192;
/// Directions that are learnt.
const RANK: usize = 60;
/// The weight of the language's vectors beside the learnt directions.
const VECTOR_WEIGHT: f32 = 1.1;
/// The weight of words too common to tell a theme by.
const STOP_WEIGHT: f32 = 0.3;
/// Nearest texts that a text is drawn to.
const NEIGHBOURS: usize = 10;

impl ThemeModelParams {
    /// Learns themes from quotations.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if a setting is outside its range or there are fewer different
    /// statements than themes.
    pub fn fit(&self, quotes: &[&Quote]) -> Result<ThemeModel> {
        let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        Ok(self.learn(&texts, quoted(quotes))?.0)
    }

    /// Learns themes from quotations and puts the same quotations under them, in less time than one after the other.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_code(&self, quotes: &[&Quote]) -> Result<(ThemeModel, Codings)> {
        let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        let (model, read) = self.learn(&texts, quoted(quotes))?;
        let mut codings = Codings { themes: model.themes.clone(), ..Codings::default() };
        model.code_read(&read, quotes, &mut codings);
        Ok((model, codings))
    }

    /// Learns themes from plain texts. Exemplars name texts by their number from 1.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_texts(&self, texts: &[&str]) -> Result<ThemeModel> {
        Ok(self.fit_place_texts(texts)?.0)
    }

    /// Learns themes from plain texts and says where each of them belongs, in less time than one after the other.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_place_texts(&self, texts: &[&str]) -> Result<(ThemeModel, Vec<Place>)> {
        let (model, read) =
            self.learn(texts, |text| Candidate { quote: QuoteId::new((text + 1).to_string()), speaker: None })?;
        Ok((model, read.places))
    }

    fn learn(&self, texts: &[&str], candidate: impl Fn(usize) -> Candidate) -> Result<(ThemeModel, Read)> {
        self.check()?;
        let no_content = NoContent::new(&self.language);
        let reading = Reading::new(texts, &no_content);
        let least = self.n_themes.or(self.between.map(|(least, _)| least));
        if let Some(wanted) = least
            && wanted > reading.len()
        {
            let with_content = reading.row_of.iter().flatten().count();
            return Err(Error::setting(
                "n_themes",
                format!(
                    "{wanted} themes were asked for, but there are {} statements, {with_content} with content, {} of them different; ask for {} or fewer",
                    texts.len(),
                    reading.len(),
                    reading.len(),
                ),
            ));
        }
        let vectors = if self.vectors { VECTOR_WEIGHT } else { 0.0 };
        let settings = Settings { rank: RANK, vectors, stop: STOP_WEIGHT };
        let (lexicon, features) = Lexicon::learn(&reading, &self.language, settings, self.seed);
        let lexicon = lexicon.with_context(&reading, &self.language);
        let stems = reading.stems(&self.language);
        let table = lexicon.table_of(&features, &reading.words, stems, &self.language);
        let first = lexicon.embed_rows(&reading.rows, 0, REFINE, &table);
        let core = reading.len().min(CORE);
        let some = first.slice_axis(Axis(0), Slice::from(..core));
        let grouping = group(some, self.n_themes, self.between.unwrap_or((1, usize::MAX)));

        // Centres among the texts themselves, not among the drawn-together ones, so that new texts can be compared.
        let sizes: Vec<f32> = vec![1.0; reading.len()];
        let count = grouping.count;
        let mut centres = cluster::centroids(some, &grouping.groups, count, &sizes);
        let mut groups = grouping.groups;
        let all_grouped = reading.len() == core;
        if !all_grouped && count > 0 {
            let start = cluster::nearest(first.view(), centres.view()).into_iter().map(|(group, ..)| group).collect();
            (_, centres) = cluster::spherical_k_means(first.view(), start, count, &sizes, 10);
            groups = Vec::new();
        }

        let mut model = ThemeModel {
            language: self.language.clone(),
            no_content,
            lexicon,
            centres,
            themes: Vec::new(),
            sizes: Vec::new(),
            tree: Vec::new(),
            range: grouping.range,
            known: Vec::new(),
            floor: f32::NEG_INFINITY,
        };
        let mut candidates = ExemplarCandidates::new(count);
        let places = if all_grouped {
            model.order(&mut groups, &reading.counts);
            model.known = reading.keys.iter().zip(&groups).map(|(key, group)| (*key, *group as u32)).collect();
            for (row, &group) in groups.iter().enumerate() {
                candidates.add(group, model.fit_of(first.row(row), group), row);
            }
            model.places_with_floor(&reading, self.uncoded, |model| model.assign(first.view(), &reading.keys))
        } else {
            let mut near = Vec::with_capacity(reading.len());
            for start in (0..reading.len()).step_by(BATCH) {
                let end = (start + BATCH).min(reading.len());
                near.extend(if end <= first.nrows() {
                    model.near(first.slice_axis(Axis(0), Slice::from(start..end)))
                } else {
                    model.near(model.lexicon.embed_rows(&reading.rows, start, end, &table).view())
                });
                for (row, near) in (start..).zip(&near[start..]) {
                    candidates.add(near.best, near.score, row);
                }
                candidates.trim();
            }
            groups = near.iter().map(|near| near.best).collect();
            let rank = model.order(&mut groups, &reading.counts);
            candidates.renumber(&rank);
            near.iter_mut().for_each(|near| near.best = rank[near.best]);
            // Nothing is known by number yet, so no text asks for the fit to another theme than its nearest.
            model.places_with_floor(&reading, self.uncoded, |model| model.place(&near, &reading.keys, |_, _| 0.0))
        };
        let groups: Vec<Option<usize>> = groups.into_iter().map(Some).collect();
        model.name(&reading, texts, &groups, candidates, candidate);
        Ok((model, Read::new(reading, table, &places)))
    }
}

struct Grouping {
    groups: Vec<usize>,
    count: usize,
    range: (usize, usize),
}

/// Groups vectors: drawn together over the neighbour graph, joined by average linkage, refined by spherical k-means.
fn group(vectors: ArrayView2<'_, f32>, wanted: Option<usize>, (least, greatest): (usize, usize)) -> Grouping {
    let rows = vectors.nrows();
    if rows == 0 {
        return Grouping { groups: Vec::new(), count: 0, range: (0, 0) };
    }
    // A third of a small set at most, or everything is everything's neighbour.
    let neighbours = NEIGHBOURS.min((rows / 3).max(1));
    let mut similar = Products::new(vectors);
    let graph = graph::neighbours(&similar, neighbours);
    let (low, chosen, high) = select::number_of_themes(&graph);
    let count = wanted.unwrap_or(chosen.clamp(least, greatest)).clamp(1, rows);
    let drawn = graph::diffuse(&vectors.to_owned(), &graph, 2, 0.5);
    let sizes = vec![1.0; rows];
    similar.fill(drawn.view());
    let merges = cluster::linkage_of(similar, &sizes, cluster::SIZE_PENALTY);
    let groups = cluster::cut(&merges, rows, count);
    let (groups, _) = cluster::spherical_k_means(drawn.view(), groups, count, &sizes, 20);
    Grouping { groups, count, range: (low.min(count), high.max(count)) }
}

impl ThemeModel {
    /// Orders the themes by size, ties by their first text, and makes the tree over them. Answers the new number of each.
    fn order(&mut self, groups: &mut [usize], counts: &[u32]) -> Vec<usize> {
        let count = self.centres.nrows();
        let mut sizes = vec![0_usize; count];
        let mut first = vec![usize::MAX; count];
        for (row, &group) in groups.iter().enumerate() {
            sizes[group] += counts[row] as usize;
            first[group] = first[group].min(row);
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|a, b| sizes[*b].cmp(&sizes[*a]).then(first[*a].cmp(&first[*b])));
        let mut rank = vec![0; count];
        for (place, &group) in order.iter().enumerate() {
            rank[group] = place;
        }
        for group in groups {
            *group = rank[*group];
        }
        self.centres = self.centres.select(Axis(0), &order);
        self.sizes = order.iter().map(|&group| sizes[group]).collect();
        self.link();
        rank
    }

    /// Makes the tree over the themes.
    pub(crate) fn link(&mut self) {
        let weights: Vec<f32> = self.sizes.iter().map(|size| (*size).max(1) as f32).collect();
        self.tree = cluster::linkage(self.centres.view(), &weights, 0.0);
    }

    /// Gives the themes their labels, terms and exemplars.
    fn name(
        &mut self,
        reading: &Reading,
        texts: &[&str],
        groups: &[Option<usize>],
        candidates: ExemplarCandidates,
        candidate: impl Fn(usize) -> Candidate,
    ) {
        let names = label::name(reading, texts, groups, self.centres.nrows(), &self.language);
        let themes = names.into_iter().zip(candidates.exemplars(reading, candidate)).zip(1..);
        self.themes = themes
            .map(|((naming, exemplars), number)| Theme {
                id: ThemeId::new(format!("t{number}")),
                label: naming.label,
                terms: naming.terms,
                exemplars,
            })
            .collect();
    }

    /// The places of the texts it was learnt from, after the floor was set so that the wanted share of them stays below it.
    fn places_with_floor(&mut self, reading: &Reading, share: f64, places: impl Fn(&Self) -> Vec<Place>) -> Vec<Place> {
        let found = places(self);
        if share <= 0.0 {
            return found;
        }
        let score = |place: &Place| match place {
            Place::Theme { score, .. } => *score,
            Place::NoContent | Place::Uncoded => f32::NEG_INFINITY,
        };
        let mut scores: Vec<(f32, u32)> = found.iter().map(score).zip(reading.counts.iter().copied()).collect();
        scores.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let all: f64 = scores.iter().map(|(_, count)| f64::from(*count)).sum();
        let mut below = 0.0;
        for (score, count) in scores {
            below += f64::from(count);
            if below > share * all {
                self.floor = score;
                break;
            }
        }
        places(self)
    }
}
