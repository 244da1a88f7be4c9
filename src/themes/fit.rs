//! How a model is learnt: texts are read, grouped, and the groups become its themes.

use ndarray::{Array2, ArrayView2, Axis, Slice};

use crate::error::{Error, Result};
use crate::id::{QuoteId, ThemeId};
use crate::quotes::Quote;
use crate::themes::coding::{Codings, Theme};
use crate::themes::embedding::word_embedding::{EmbeddingSettings, VECTOR_WEIGHT, WordEmbedding};
use crate::themes::exemplars::{Candidate, ExemplarCandidates, quoted};
use crate::themes::group::cluster;
use crate::themes::group::graph;
use crate::themes::group::label;
use crate::themes::group::select;
use crate::themes::model::{Assignment, BATCH, NearestCentroid, Read, ThemeModel};
use crate::themes::options::ThemeModelOptions;
use crate::themes::parts::Markers;
use crate::themes::sparse::Products;
use crate::themes::text::bag_of_words::BagOfWords;

/// Texts whose every pair is compared; of more a random sample of this many is.
const CORE: usize = 2_048;
/// Texts that the centroids are refined on where there are more than [`CORE`].
const REFINE: usize = 8_192;
/// Components that are learnt.
const N_COMPONENTS: usize = 60;
/// The weight of words too common to tell a theme by.
const STOP_WEIGHT: f32 = 0.3;
/// Nearest texts that a text is smoothed with.
const NEIGHBOURS: usize = 10;

impl ThemeModelOptions {
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
        Ok(self.fit_assign_texts(texts)?.0)
    }

    /// Learns themes from plain texts and says where each of them belongs, in less time than one after the other.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_assign_texts(&self, texts: &[&str]) -> Result<(ThemeModel, Vec<Assignment>)> {
        let (model, read) =
            self.learn(texts, |text| Candidate { quote: QuoteId::new((text + 1).to_string()), speaker: None })?;
        Ok((model, read.assignments))
    }

    fn learn(&self, texts: &[&str], candidate: impl Fn(usize) -> Candidate) -> Result<(ThemeModel, Read)> {
        self.check()?;
        let no_content = self.no_content();
        let bags = BagOfWords::new(texts, &no_content);
        self.check_statements(texts, &bags)?;
        let vectors = if self.vectors { VECTOR_WEIGHT } else { 0.0 };
        let settings = EmbeddingSettings { n_components: N_COMPONENTS, vectors, stop: STOP_WEIGHT };
        let (embedding, features) = WordEmbedding::learn(&bags, &self.language, settings, self.seed);
        let embedding = embedding.with_context(&bags, &self.language);
        let stems = bags.stems(&self.language);
        let table = embedding.table_of(&features, &bags.words, stems, &self.language);
        let given = self.grouped_by_embeddings(&bags, texts)?;
        let looked_at = given.as_ref().map_or(REFINE, |_| bags.len());
        let first = embedding.embed_rows(&bags.rows, 0, looked_at, &table);
        let (grouping, centroids) = match &given {
            Some(Given { grouping, .. }) => {
                let sizes = vec![1.0; bags.len()];
                let centroids = cluster::centroids_of(first.view(), &grouping.groups, grouping.count, &sizes);
                (grouping.clone(), centroids)
            }
            None => self.grouped(first.view(), bags.len()),
        };

        let mut model = ThemeModel {
            language: self.language.clone(),
            no_content,
            embedding,
            centroids,
            themes: Vec::new(),
            sizes: Vec::new(),
            tree: Vec::new(),
            range: grouping.range,
            fixed: Vec::new(),
            min_score: f32::NEG_INFINITY,
            several: self.several,
            markers: Markers::default(),
        };
        let Assigned { mut groups, mut candidates, assignments } = if let Some(given) = &given {
            model.assign_as_given(&bags, given)
        } else if bags.len() <= CORE {
            model.assign_as_grouped(&bags, first.view(), grouping.groups, self.uncoded)
        } else {
            model.assign_to_nearest(&bags, first.view(), &table, self.uncoded)
        };
        let mut read = Read::new(bags, table, &assignments);
        if self.several {
            let of_rows: Vec<Option<usize>> = groups.iter().copied().map(Some).collect();
            model.markers = Markers::learn(&read.bags, &of_rows, &self.language);
            model.add_further(texts, &mut read);
            let rank = model.order_by_answers(&mut read);
            groups.iter_mut().for_each(|group| *group = rank[*group]);
            candidates.renumber(&rank);
        }
        let groups: Vec<Option<usize>> = groups.into_iter().map(Some).collect();
        model.name_themes(&read.bags, texts, &groups, candidates, candidate);
        Ok((model, read))
    }

    /// The first of `all` texts in groups, and the centroids of these, refined on more texts where there are more than are compared pair by pair.
    fn grouped(&self, vectors: ArrayView2<'_, f32>, all: usize) -> (Grouping, Array2<f32>) {
        let some = vectors.slice_axis(Axis(0), Slice::from(..all.min(CORE)));
        let grouping = group(some, self.n_themes, self.between.unwrap_or((1, usize::MAX)));
        let count = grouping.count;
        // Centroids among the texts themselves, not among the smoothed ones, so that new texts can be compared.
        let sizes = vec![1.0; all];
        let mut centroids = cluster::centroids_of(some, &grouping.groups, count, &sizes);
        if all > CORE && count > 0 {
            let more = vectors.slice_axis(Axis(0), Slice::from(..all.min(REFINE)));
            let start = nearest_groups(more, centroids.view());
            (_, centroids) = cluster::spherical_k_means(more, start, count, &sizes, 10);
        }
        (grouping, centroids)
    }

    /// The texts in groups by the vectors that were given, if any were.
    fn grouped_by_embeddings(&self, bags: &BagOfWords, texts: &[&str]) -> Result<Option<Given>> {
        let Some(embeddings) = &self.embeddings else { return Ok(None) };
        if self.uncoded > 0.0 {
            return Err(Error::setting(
                "uncoded",
                "with embeddings each text that says something has a theme; leave it out",
            ));
        }
        let vectors = embeddings.rows(bags, texts)?;
        let (mut grouping, centroids) = self.grouped(vectors.view(), bags.len());
        if bags.len() > CORE {
            grouping.groups = nearest_groups(vectors.view(), centroids.view());
        }
        Ok(Some(Given { vectors, grouping }))
    }

    /// Checks that there are statements enough for the number of themes asked for.
    fn check_statements(&self, texts: &[&str], bags: &BagOfWords) -> Result<()> {
        let least = self.n_themes.or(self.between.map(|(least, _)| least));
        let Some(wanted) = least.filter(|wanted| *wanted > bags.len()) else { return Ok(()) };
        let (all, different) = (texts.len(), bags.len());
        let with_content = bags.row_of_text.iter().flatten().count();
        Err(Error::setting(
            "n_themes",
            format!(
                "{wanted} themes were asked for, but there are {all} statements, {with_content} with content, {different} of them different; ask for {different} or fewer"
            ),
        ))
    }
}

/// Texts as they were grouped by given vectors.
struct Given {
    vectors: Array2<f32>,
    grouping: Grouping,
}

/// Where the different texts that a model is learnt from belong.
struct Assigned {
    /// The theme of each.
    groups: Vec<usize>,
    candidates: ExemplarCandidates,
    assignments: Vec<Assignment>,
}

/// Texts in groups.
#[derive(Clone)]
struct Grouping {
    groups: Vec<usize>,
    count: usize,
    range: (usize, usize),
}

/// The group of the nearest centroid to each vector.
fn nearest_groups(vectors: ArrayView2<'_, f32>, centroids: ArrayView2<'_, f32>) -> Vec<usize> {
    cluster::nearest(vectors, centroids).into_iter().map(|(group, ..)| group).collect()
}

/// Groups vectors: smoothed over the neighbour graph, joined by average linkage, refined by spherical k-means.
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
    let smoothed = graph::smooth(&vectors.to_owned(), &graph, 2, 0.5);
    let sizes = vec![1.0; rows];
    similar.fill(smoothed.view());
    let merges = cluster::linkage_of(similar, &sizes, cluster::SIZE_PENALTY);
    let groups = cluster::cut(&merges, rows, count);
    let (groups, _) = cluster::spherical_k_means(smoothed.view(), groups, count, &sizes, 20);
    Grouping { groups, count, range: (low.min(count), high.max(count)) }
}

impl ThemeModel {
    /// Every text belongs where grouping has put it.
    fn assign_as_grouped(
        &mut self,
        bags: &BagOfWords,
        vectors: ArrayView2<'_, f32>,
        mut groups: Vec<usize>,
        uncoded: f64,
    ) -> Assigned {
        self.order(&mut groups, &bags.counts);
        self.fixed = bags.keys.iter().zip(&groups).map(|(key, group)| (*key, *group as u32)).collect();
        let mut candidates = ExemplarCandidates::new(self.centroids.nrows());
        for (row, &group) in groups.iter().enumerate() {
            candidates.add(group, self.fit_of(vectors.row(row), group), row);
        }
        let assignments = self.assign_with_min_score(bags, uncoded, |model| model.assign(vectors, &bags.keys));
        Assigned { groups, candidates, assignments }
    }

    /// Every text belongs to the nearest centroid; `vectors` are those of the first texts, the others' are made as they are needed.
    fn assign_to_nearest(
        &mut self,
        bags: &BagOfWords,
        vectors: ArrayView2<'_, f32>,
        table: &Array2<f32>,
        uncoded: f64,
    ) -> Assigned {
        let mut candidates = ExemplarCandidates::new(self.centroids.nrows());
        let mut nearest = Vec::with_capacity(bags.len());
        for start in (0..bags.len()).step_by(BATCH) {
            let end = (start + BATCH).min(bags.len());
            nearest.extend(if end <= vectors.nrows() {
                self.nearest_centroids(vectors.slice_axis(Axis(0), Slice::from(start..end)))
            } else {
                self.nearest_centroids(self.embedding.embed_rows(&bags.rows, start, end, table).view())
            });
            for (row, nearest) in (start..).zip(&nearest[start..]) {
                candidates.add(nearest.best, nearest.score, row);
            }
            candidates.trim();
        }
        let mut groups: Vec<usize> = nearest.iter().map(|nearest| nearest.best).collect();
        let rank = self.order(&mut groups, &bags.counts);
        candidates.renumber(&rank);
        nearest.iter_mut().for_each(|nearest| nearest.best = rank[nearest.best]);
        // No assignment is fixed yet, so no text asks for the fit to another theme than its nearest.
        let assignments =
            self.assign_with_min_score(bags, uncoded, |model| model.assign_nearest(&nearest, &bags.keys, |_, _| 0.0));
        Assigned { groups, candidates, assignments }
    }

    /// Every text belongs where the given vectors have put it; how well it fits is told by these too.
    fn assign_as_given(&mut self, bags: &BagOfWords, given: &Given) -> Assigned {
        let mut groups = given.grouping.groups.clone();
        self.order(&mut groups, &bags.counts);
        self.fixed = bags.keys.iter().zip(&groups).map(|(key, group)| (*key, *group as u32)).collect();
        let sizes = vec![1.0; bags.len()];
        let centroids = cluster::centroids_of(given.vectors.view(), &groups, given.grouping.count, &sizes);
        let fit = |row: usize, theme: usize| given.vectors.row(row).dot(&centroids.row(theme));
        let mut candidates = ExemplarCandidates::new(self.centroids.nrows());
        for (row, &group) in groups.iter().enumerate() {
            candidates.add(group, fit(row, group), row);
        }
        let nearest = cluster::nearest(given.vectors.view(), centroids.view());
        let near: Vec<NearestCentroid> = nearest.into_iter().map(NearestCentroid::of).collect();
        let assignments = self.assign_nearest(&near, &bags.keys, fit);
        Assigned { groups, candidates, assignments }
    }

    /// Orders the themes by size, ties by their first text, and makes the tree over them. Gives the new number of each.
    fn order(&mut self, groups: &mut [usize], counts: &[u32]) -> Vec<usize> {
        let count = self.centroids.nrows();
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
        self.centroids = self.centroids.select(Axis(0), &order);
        self.sizes = order.iter().map(|&group| sizes[group]).collect();
        self.link();
        rank
    }

    /// Orders the themes by how many answers have them, with those that have them in a part. Gives the new number of each.
    fn order_by_answers(&mut self, read: &mut Read) -> Vec<usize> {
        let mut answers = self.sizes.clone();
        read.further.iter().flatten().for_each(|further| answers[further.theme] += 1);
        let mut order: Vec<usize> = (0..answers.len()).collect();
        order.sort_by(|a, b| answers[*b].cmp(&answers[*a]).then(a.cmp(b)));
        let mut rank = vec![0; order.len()];
        for (place, &theme) in order.iter().enumerate() {
            rank[theme] = place;
        }
        self.centroids = self.centroids.select(Axis(0), &order);
        self.sizes = order.iter().map(|&theme| self.sizes[theme]).collect();
        self.fixed.iter_mut().for_each(|(_, theme)| *theme = rank[*theme as usize] as u32);
        self.markers.0.iter_mut().for_each(|(_, theme)| *theme = rank[*theme as usize] as u32);
        self.markers.0.sort_unstable();
        self.link();
        read.further.iter_mut().flatten().for_each(|further| further.theme = rank[further.theme]);
        for assignment in &mut read.assignments {
            if let Assignment::Theme { theme, also, .. } = assignment {
                *theme = rank[*theme];
                also.iter_mut().flatten().for_each(|(theme, _)| *theme = rank[*theme]);
            }
        }
        rank
    }

    /// Makes the tree over the themes.
    pub(crate) fn link(&mut self) {
        let weights: Vec<f32> = self.sizes.iter().map(|size| (*size).max(1) as f32).collect();
        self.tree = cluster::linkage(self.centroids.view(), &weights, 0.0);
    }

    /// Gives the themes their labels, terms and exemplars.
    fn name_themes(
        &mut self,
        bags: &BagOfWords,
        texts: &[&str],
        groups: &[Option<usize>],
        candidates: ExemplarCandidates,
        candidate: impl Fn(usize) -> Candidate,
    ) {
        let labels = label::name_themes(bags, texts, groups, self.centroids.nrows(), &self.language);
        let themes = labels.into_iter().zip(candidates.exemplars(bags, candidate)).zip(1..);
        self.themes = themes
            .map(|((label_and_terms, exemplars), number)| Theme {
                id: ThemeId::new(format!("t{number}")),
                label: label_and_terms.label,
                parent: None,
                question: None,
                terms: label_and_terms.terms,
                exemplars,
            })
            .collect();
    }

    /// The assignments of the texts it was learnt from, after the least score was set so that the wanted share of them stays below it.
    fn assign_with_min_score(
        &mut self,
        bags: &BagOfWords,
        share: f64,
        assign: impl Fn(&Self) -> Vec<Assignment>,
    ) -> Vec<Assignment> {
        let found = assign(self);
        if share <= 0.0 {
            return found;
        }
        let score = |assignment: &Assignment| match assignment {
            Assignment::Theme { score, .. } => *score,
            Assignment::NoContent | Assignment::Sentiment(_) | Assignment::Uncoded => f32::NEG_INFINITY,
        };
        let mut scores: Vec<(f32, u32)> = found.iter().map(score).zip(bags.counts.iter().copied()).collect();
        scores.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let all: f64 = scores.iter().map(|(_, count)| f64::from(*count)).sum();
        let mut below = 0.0;
        for (score, count) in scores {
            below += f64::from(count);
            if below > share * all {
                self.min_score = score;
                break;
            }
        }
        assign(self)
    }
}
