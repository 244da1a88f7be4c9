//! What a person changes about themes: a log that is replayed on a model, on the same quotations or on others.

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::id::{QuoteId, ThemeId};
use crate::quotes::Quote;
use crate::themes::coding::Theme;
use crate::themes::exemplars::{Candidate, ExemplarCandidates, quoted};
use crate::themes::group::cluster;
use crate::themes::group::label::{self, ThemeLabel};
use crate::themes::hash::key_of;
use crate::themes::model::{Assignment, ThemeModel};
use crate::themes::parts::Markers;
use crate::themes::sparse::normalise_rows;
use crate::themes::text::bag_of_words::BagOfWords;

/// One change to themes. A theme is named by its id or by its label; ids stay, whatever the theme is called later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "lowercase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Edit {
    /// A theme gets another label.
    Rename {
        /// The theme.
        theme: String,
        /// Its label from now on.
        to: String,
    },
    /// Themes become one, which keeps the id of the first.
    Merge {
        /// The themes, two or more.
        themes: Vec<String>,
        /// The label of the one; made of the words of its quotations where it is not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// A theme falls into parts. The largest keeps the id; the others get the next free ids (`t8` after `t7`) by size.
    /// Labels are made of the words of the parts.
    Split {
        /// The theme.
        theme: String,
        /// How many parts.
        parts: usize,
    },
    /// A quotation goes under another theme, and with it every quotation of the same words.
    Move {
        /// The quotation; it must be there.
        quote: QuoteId,
        /// The theme.
        to: String,
    },
    /// A text belongs under a theme wherever it comes up. It need not be among the quotations.
    Pin {
        /// The words of a quotation; case and punctuation do not matter.
        text: String,
        /// The theme.
        to: String,
    },
}

/// Edits in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct EditLog {
    /// The edits.
    pub edits: Vec<Edit>,
}

impl EditLog {
    /// A log of these edits.
    pub fn new(edits: Vec<Edit>) -> Self {
        Self { edits }
    }
}

/// A theme while edits are made.
struct DraftTheme {
    /// Its number in the model; none for a part that was split off.
    old: Vec<usize>,
    id: ThemeId,
    label: String,
    /// Whether its quotations are others than before.
    touched: bool,
    /// Whether its label must be made anew.
    nameless: bool,
    gone: bool,
}

struct Editing<'a> {
    model: &'a ThemeModel,
    bags: BagOfWords,
    /// The vectors of the different texts.
    vectors: Array2<f32>,
    rows: BTreeMap<&'a QuoteId, usize>,
    drafts: Vec<DraftTheme>,
    /// The theme of each different text.
    groups: Vec<Option<usize>>,
    /// Texts that a person has put under a theme, by number.
    pinned: BTreeMap<u64, usize>,
}

impl ThemeModel {
    /// The model after a person's edits, with everything recomputed from `quotes`: sizes, centroids, words, exemplars, tree.
    ///
    /// The quotations may be those that the model was learnt from or others. What was moved or pinned stays where it was
    /// put, also when the model is saved and applied to new texts.
    ///
    /// # Errors
    /// [`ErrorKind::Format`](crate::ErrorKind::Format) with the number of the edit, from 1, as its line, if the edit names a
    /// theme or a quotation that is not there, merges fewer than two themes, splits a theme into more parts than there are
    /// different texts, or gives a label that another theme has.
    pub fn edited(&self, log: &EditLog, quotes: &[&Quote]) -> Result<Self> {
        let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        let bags = BagOfWords::new(&texts, &self.no_content);
        let table = self.embedding.table_of_bags(&bags, &self.language);
        let vectors = self.embedding.embed(&bags.rows, &table);
        let theme_of = |assignment: Assignment| match assignment {
            Assignment::Theme { theme, .. } => Some(theme),
            Assignment::NoContent | Assignment::Sentiment(_) | Assignment::Uncoded => None,
        };
        let groups = self.assign(vectors.view(), &bags.keys).into_iter().map(theme_of).collect();
        let named = quotes.iter().zip(&bags.row_of_text);
        let rows = named.filter_map(|(quote, row)| row.map(|row| (&quote.id, row as usize))).collect();
        let drafts = self.themes.iter().enumerate().map(|(number, theme)| DraftTheme {
            old: vec![number],
            id: theme.id.clone(),
            label: theme.label.clone(),
            touched: false,
            nameless: false,
            gone: false,
        });
        let drafts = drafts.collect();
        let mut editing = Editing { model: self, bags, vectors, rows, drafts, groups, pinned: BTreeMap::new() };
        for (edit, number) in log.edits.iter().zip(1..) {
            editing.apply(edit).map_err(|what| Error::format("edits", number, what))?;
        }
        Ok(editing.finish(&texts, quoted(quotes)))
    }
}

impl Editing<'_> {
    fn apply(&mut self, edit: &Edit) -> Result<(), String> {
        match edit {
            Edit::Rename { theme, to } => {
                let theme = self.find(theme)?;
                self.rename(theme, to)
            }
            Edit::Merge { themes, to } => {
                let mut numbers = Vec::new();
                for theme in themes {
                    let number = self.find(theme)?;
                    if !numbers.contains(&number) {
                        numbers.push(number);
                    }
                }
                let [first, others @ ..] = &numbers[..] else { return Err("no theme to merge is named".to_owned()) };
                if others.is_empty() {
                    return Err(format!("`{}` alone cannot be merged; name two themes or more", themes[0]));
                }
                for &other in others {
                    self.drafts[other].gone = true;
                    let old = std::mem::take(&mut self.drafts[other].old);
                    self.drafts[*first].old.extend(old);
                }
                for group in self.groups.iter_mut().flatten().chain(self.pinned.values_mut()) {
                    if others.contains(group) {
                        *group = *first;
                    }
                }
                self.drafts[*first].touched = true;
                self.drafts[*first].nameless = true;
                to.as_ref().map_or(Ok(()), |to| self.rename(*first, to))
            }
            Edit::Split { theme, parts } => {
                let number = self.find(theme)?;
                self.split(number, *parts).map_err(|what| format!("`{theme}` {what}"))
            }
            Edit::Move { quote, to } => {
                let to = self.find(to)?;
                let Some(&row) = self.rows.get(quote) else {
                    return Err(format!("there is no quotation `{quote}` with content"));
                };
                self.put(row, to);
                self.pinned.insert(self.bags.keys[row], to);
                Ok(())
            }
            Edit::Pin { text, to } => {
                let to = self.find(to)?;
                let key = key_of(text, &mut String::new());
                if self.model.no_content.has(key) {
                    return Err(format!("`{text}` says nothing, so it has no theme"));
                }
                if let Ok(row) = self.bags.keys.binary_search(&key) {
                    self.put(row, to);
                }
                self.pinned.insert(key, to);
                Ok(())
            }
        }
    }

    /// The theme of that id, or else of that label.
    fn find(&self, name: &str) -> Result<usize, String> {
        let there =
            |theme: &dyn Fn(&DraftTheme) -> bool| self.drafts.iter().position(|draft| !draft.gone && theme(draft));
        there(&|draft| draft.id.as_str() == name).or_else(|| there(&|draft| draft.label == name)).ok_or_else(|| {
            let gone = self.drafts.iter().any(|draft| draft.gone && (draft.id.as_str() == name || draft.label == name));
            let why =
                if gone { "was merged into another before" } else { "is neither the id nor the label of a theme" };
            format!("`{name}` {why}")
        })
    }

    fn rename(&mut self, theme: usize, to: &str) -> Result<(), String> {
        let to = to.trim();
        if to.is_empty() {
            return Err("a label needs a letter".to_owned());
        }
        let taken = (0..).zip(&self.drafts).any(|(other, draft)| {
            other != theme && !draft.gone && !draft.nameless && (draft.label == to || draft.id.as_str() == to)
        });
        if taken {
            return Err(format!("another theme is called `{to}` already; merge the two, or choose another label"));
        }
        self.drafts[theme].label = to.to_owned();
        self.drafts[theme].nameless = false;
        Ok(())
    }

    fn put(&mut self, row: usize, to: usize) {
        let from = self.groups[row].replace(to);
        if from != Some(to) {
            self.drafts[to].touched = true;
            if let Some(from) = from {
                self.drafts[from].touched = true;
            }
        }
    }

    fn split(&mut self, theme: usize, parts: usize) -> Result<(), String> {
        let members: Vec<usize> = (0..self.groups.len()).filter(|&row| self.groups[row] == Some(theme)).collect();
        if parts < 2 {
            return Err("is split into two parts or more".to_owned());
        }
        if parts > members.len() {
            return Err(format!("holds {} different texts; it cannot be split into {parts} parts", members.len()));
        }
        let vectors = self.vectors.select(Axis(0), &members);
        let sizes = vec![1.0; members.len()];
        let merges = cluster::linkage(vectors.view(), &sizes, cluster::SIZE_PENALTY);
        let start = cluster::cut(&merges, members.len(), parts);
        let (found, _) = cluster::spherical_k_means(vectors.view(), start, parts, &sizes, 20);
        let mut counts = vec![0_u32; parts];
        for (row, part) in members.iter().zip(&found) {
            counts[*part] += self.bags.counts[*row];
        }
        let mut order: Vec<usize> = (0..parts).collect();
        order.sort_by(|a, b| counts[*b].cmp(&counts[*a]).then(a.cmp(b)));
        let mut number_of = vec![theme; parts];
        for &part in &order[1..] {
            number_of[part] = self.drafts.len();
            let id = self.free_id();
            let label = id.as_str().to_owned();
            self.drafts.push(DraftTheme { old: Vec::new(), id, label, touched: true, nameless: true, gone: false });
        }
        for (row, part) in members.into_iter().zip(found) {
            self.groups[row] = Some(number_of[part]);
            if let Some(pinned) = self.pinned.get_mut(&self.bags.keys[row]) {
                *pinned = number_of[part];
            }
        }
        self.drafts[theme].touched = true;
        self.drafts[theme].nameless = true;
        Ok(())
    }

    fn free_id(&self) -> ThemeId {
        let number = |draft: &DraftTheme| draft.id.as_str().strip_prefix('t')?.parse::<u64>().ok();
        ThemeId::new(format!("t{}", self.drafts.iter().filter_map(number).max().unwrap_or(0) + 1))
    }

    /// The edited model: themes by size, ties in the order of the model.
    fn finish(self, texts: &[&str], candidate: impl Fn(usize) -> Candidate) -> ThemeModel {
        let Self { model, bags, vectors, drafts, groups, pinned, .. } = self;
        let mut sizes = vec![0_usize; drafts.len()];
        for (group, count) in groups.iter().zip(&bags.counts) {
            if let Some(group) = group {
                sizes[*group] += *count as usize;
            }
        }
        let mut order: Vec<usize> = (0..drafts.len()).filter(|&draft| !drafts[draft].gone).collect();
        order.sort_by(|a, b| sizes[*b].cmp(&sizes[*a]).then(a.cmp(b)));
        let mut rank = vec![0; drafts.len()];
        for (place, &draft) in order.iter().enumerate() {
            rank[draft] = place;
        }
        let groups: Vec<Option<usize>> = groups.into_iter().map(|group| group.map(|group| rank[group])).collect();
        let pinned: BTreeMap<u64, usize> = pinned.into_iter().map(|(key, group)| (key, rank[group])).collect();

        let centroids = centroids_of(model, &drafts, &order, &sizes, vectors.view(), &groups);
        let labels = label::name_themes(&bags, texts, &groups, order.len(), &model.language);
        let themes = named(model, &drafts, &order, labels);
        let mut fixed: BTreeMap<u64, u32> =
            bags.keys.iter().zip(&groups).filter_map(|(key, group)| group.map(|group| (*key, group as u32))).collect();
        fixed.extend(pinned.into_iter().map(|(key, group)| (key, group as u32)));
        let mut edited = ThemeModel {
            language: model.language.clone(),
            no_content: model.no_content.clone(),
            embedding: model.embedding.clone(),
            centroids,
            themes,
            sizes: order.iter().map(|&draft| sizes[draft]).collect(),
            tree: Vec::new(),
            range: (model.range.0.min(order.len()), model.range.1.max(order.len())),
            fixed: fixed.into_iter().collect(),
            min_score: model.min_score,
            several: model.several,
            markers: Markers::learn(&bags, &groups, &model.language),
        };
        edited.link();
        let mut candidates = ExemplarCandidates::new(order.len());
        for (row, (vector, group)) in vectors.axis_iter(Axis(0)).zip(&groups).enumerate() {
            if let Some(group) = *group {
                candidates.add(group, edited.fit_of(vector, group), row);
            }
        }
        for (place, exemplars) in candidates.exemplars(&bags, candidate).enumerate() {
            if !exemplars.is_empty() {
                edited.themes[place].exemplars = exemplars;
            }
        }
        edited
    }
}

/// The centroids of the themes in their new order.
fn centroids_of(
    model: &ThemeModel,
    drafts: &[DraftTheme],
    order: &[usize],
    sizes: &[usize],
    vectors: ArrayView2<'_, f32>,
    groups: &[Option<usize>],
) -> Array2<f32> {
    let mut centroids = Array2::<f32>::zeros((order.len(), vectors.ncols()));
    for (vector, group) in vectors.axis_iter(Axis(0)).zip(groups) {
        if let Some(group) = *group
            && drafts[order[group]].touched
        {
            centroids.row_mut(group).scaled_add(1.0, &vector);
        }
    }
    // A theme that was not touched, or that has no quotation here, stays where it was.
    let stays = |draft: usize| !drafts[draft].touched || sizes[draft] == 0;
    for (place, &draft) in order.iter().enumerate().filter(|(_, draft)| stays(**draft)) {
        for &old in &drafts[draft].old {
            centroids.row_mut(place).scaled_add(model.sizes[old].max(1) as f32, &model.centroids.row(old));
        }
    }
    normalise_rows(&mut centroids);
    for (place, &draft) in order.iter().enumerate().filter(|(_, draft)| stays(**draft)) {
        if let [old] = drafts[draft].old[..] {
            // To the bit, which rounding above would change.
            centroids.row_mut(place).assign(&model.centroids.row(old));
        }
    }
    centroids
}

/// The themes in their new order, without exemplars of their own yet.
fn named(model: &ThemeModel, drafts: &[DraftTheme], order: &[usize], labels: Vec<ThemeLabel>) -> Vec<Theme> {
    let mut themes: Vec<Theme> = Vec::new();
    for (&draft, made) in order.iter().zip(labels) {
        let draft = &drafts[draft];
        let mut theme = draft.old.first().map_or_else(|| Theme::new("", ""), |old| model.themes[*old].clone());
        theme.id = draft.id.clone();
        theme.label.clone_from(&draft.label);
        if draft.touched && !made.terms.is_empty() {
            theme.terms = made.terms;
        }
        if draft.nameless {
            theme.label = made.label;
        }
        themes.push(theme);
    }
    // Labels that people chose come first; a made one gives way.
    for place in 0..themes.len() {
        if drafts[order[place]].nameless {
            let plain = themes[place].label.clone();
            let mut number = 2;
            while (0..themes.len()).any(|other| other != place && themes[other].label == themes[place].label) {
                themes[place].label = format!("{plain} ({number})");
                number += 1;
            }
        }
    }
    themes
}
