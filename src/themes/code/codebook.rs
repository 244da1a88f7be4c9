//! What a researcher looks for: codes, their words, and what is wrong with a codebook.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::id::CodeId;
use crate::themes::polarity::Polarity;

/// How many codes may stand above one. Nobody's tree is so deep, and programs that read trees have bounds too.
pub(crate) const DEPTH: usize = 255;

/// A list of codes in a researcher's order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Codebook {
    /// The codes, in the order given.
    pub codes: Vec<Code>,
}

/// Not checked yet; whoever codes by it checks it.
impl From<Vec<Code>> for Codebook {
    fn from(codes: Vec<Code>) -> Self {
        Self { codes }
    }
}

/// One code of a codebook: what a quotation may be about, and the words that show it.
///
/// How words are written and read:
///
/// - `freedom` matches any word of the same stem, in any case: "freedoms".
/// - `short term` is a phrase: its words in this order; a hyphen separates words ("short-term"), and up to three words
///   too common to matter may come between ("lack of any freedom" is `lack of freedom`).
/// - `leak*` matches any word that begins so, as it is written ("leaks", "Leakage", not "bleak"); the whole word is the evidence. It may be
///   part of a phrase (`rent* control`) and as short as one letter. A `*` anywhere else is an error.
/// - `complaint!` counts only where it is not denied ("no complaints" is no complaint). Other words count all the
///   same: "not enough freedom" is about freedom.
///
/// A code without words is looked for by its name, unless it is only a heading: codes below it and no definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Code {
    /// The code's id; the default is made of its name.
    pub id: CodeId,
    /// The name that people see.
    pub name: String,
    /// The code above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CodeId>,
    /// What belongs under the code and what does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// Words and phrases that speak for the code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Words and phrases that speak against it: a word that lies in one of them does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<String>,
    /// Whether words that the text denies count. The default is [`Negation::Counts`].
    #[serde(default, skip_serializing_if = "Negation::is_default")]
    pub negation: Negation,
    /// Whether the code takes praise only, or complaints only. The default is neither: it takes both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Polarity>,
    /// Quotations that belong under the code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

/// What a denied word ("no complaints", "not enough freedom") says of a code.
///
/// A word is denied where a negation of the language ("no", "not", "never", "without", "don't") is in its clause
/// before it with at most three words between. Clauses end at punctuation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Negation {
    /// It counts: what is said not to be there is spoken about all the same.
    #[default]
    Counts,
    /// It does not count, as if every word of the code ended in `!`.
    Excludes,
}

impl Negation {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Code {
    /// A code of that name without words; its id is made of the name: lower case, `-` for what is neither letter nor digit.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            id: id_of(&name),
            name,
            parent: None,
            definition: String::new(),
            words: Vec::new(),
            exclusions: Vec::new(),
            negation: Negation::default(),
            polarity: None,
            examples: Vec::new(),
        }
    }
}

/// `Lack of freedom!` becomes `lack-of-freedom`.
fn id_of(name: &str) -> CodeId {
    let words: Vec<String> = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    CodeId::new(if words.is_empty() { name.to_owned() } else { words.join("-") })
}

impl Codebook {
    /// A codebook of these codes, checked.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn new(codes: Vec<Code>) -> Result<Self> {
        let codebook = Self { codes };
        codebook.check()?;
        Ok(codebook)
    }

    /// Checks that ids are unique, that names are unique among the codes below one parent, that parents exist and that no
    /// code is above itself.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) that names the code.
    pub fn check(&self) -> Result<()> {
        match self.faults().next() {
            Some((_, what)) => Err(Error::setting("codebook", what)),
            None => Ok(()),
        }
    }

    /// What is wrong with the codebook: the index of the code and a sentence. The I/O modules add file and line.
    pub(crate) fn faults(&self) -> impl Iterator<Item = (usize, String)> {
        let mut faults = Vec::new();
        let mut ids: BTreeMap<&CodeId, usize> = BTreeMap::new();
        let mut names: BTreeSet<(Option<&CodeId>, String)> = BTreeSet::new();
        for (index, code) in self.codes.iter().enumerate() {
            if code.name.trim().is_empty() {
                faults.push((index, "a code needs a name".to_owned()));
            }
            if let Some(first) = ids.get(&code.id) {
                let first = &self.codes[*first].name;
                faults.push((index, format!("two codes bear the id `{}`: `{first}` and `{}`", code.id, code.name)));
            } else {
                ids.insert(&code.id, index);
            }
            if !names.insert((code.parent.as_ref(), code.name.to_lowercase())) {
                let below = code.parent.as_ref().map_or_else(String::new, |parent| format!(" below `{parent}`"));
                faults.push((index, format!("there are two codes `{}`{below}", code.name)));
            }
        }
        for (index, code) in self.codes.iter().enumerate() {
            if let Some(parent) = code.parent.as_ref().filter(|parent| !ids.contains_key(parent)) {
                faults.push((index, format!("code `{}` stands below `{parent}`, which is no code", code.name)));
            }
        }
        for (index, depth) in self.depths(&ids).into_iter().enumerate() {
            let name = &self.codes[index].name;
            match depth {
                Depth::Endless => faults.push((index, format!("code `{name}` stands above itself"))),
                Depth::Codes(above) if above > DEPTH => {
                    faults.push((index, format!("code `{name}` stands below more than {DEPTH} others")));
                }
                Depth::Codes(_) => {}
            }
        }
        faults.sort();
        faults.into_iter()
    }

    /// How many codes stand above each. What is above a code is looked at once, however many stand below it.
    fn depths(&self, ids: &BTreeMap<&CodeId, usize>) -> Vec<Depth> {
        let mut depths: Vec<Option<Depth>> = vec![None; self.codes.len()];
        for start in 0..self.codes.len() {
            // The way up as far as nothing is known of it yet.
            let mut way = vec![start];
            let mut on_way = BTreeSet::from([start]);
            let mut above = Some(start).filter(|start| depths[*start].is_none());
            let mut known = depths[start].unwrap_or(Depth::Codes(0));
            while let Some(at) = above.take() {
                let Some(parent) = self.codes[at].parent.as_ref().and_then(|parent| ids.get(parent)) else { break };
                match depths[*parent] {
                    Some(depth) => known = depth.below(),
                    None if on_way.insert(*parent) => {
                        way.push(*parent);
                        above = Some(*parent);
                    }
                    None => known = Depth::Endless,
                }
            }
            for at in way.into_iter().rev() {
                let depth = *depths[at].get_or_insert(known);
                known = depth.below();
            }
        }
        depths.into_iter().map(|depth| depth.unwrap_or(Depth::Codes(0))).collect()
    }

    /// The tree, for questions about many of its codes.
    pub fn tree(&self) -> CodeTree<'_> {
        let mut tree = CodeTree { by_id: BTreeMap::new(), top: Vec::new(), below: BTreeMap::new() };
        for code in &self.codes {
            tree.by_id.entry(&code.id).or_insert(code);
            match &code.parent {
                Some(parent) => tree.below.entry(parent).or_default().push(code),
                None => tree.top.push(code),
            }
        }
        tree
    }

    /// The code of that id.
    pub fn code(&self, id: &CodeId) -> Option<&Code> {
        self.codes.iter().find(|code| code.id == *id)
    }

    /// The codes below one code, or those below none, in the codebook's order.
    pub fn children<'a>(&'a self, parent: Option<&'a CodeId>) -> impl Iterator<Item = &'a Code> {
        self.codes.iter().filter(move |code| code.parent.as_ref() == parent)
    }

    /// The names from the topmost code down to this one. A parent that is missing ends the path. For many codes, [`CodeTree::path`].
    pub fn path<'a>(&'a self, code: &'a Code) -> Vec<&'a str> {
        self.tree().path(code)
    }

    /// The codes in the order of a tree: each with those below it behind it, siblings in the codebook's order.
    pub(crate) fn in_tree_order(&self) -> Vec<&Code> {
        let tree = self.tree();
        let is_top = |code: &&Code| code.parent.as_ref().is_none_or(|parent| tree.code(parent).is_none());
        let mut open: Vec<&Code> = self.codes.iter().filter(is_top).rev().collect();
        let mut order = Vec::with_capacity(self.codes.len());
        while let Some(code) = open.pop() {
            order.push(code);
            open.extend(tree.children(Some(&code.id)).iter().rev());
        }
        order
    }

    /// Whether a code only orders others: there are codes below it, and it has neither words nor a definition. For many codes, [`CodeTree::is_heading`].
    pub fn is_heading(&self, code: &Code) -> bool {
        code.words.is_empty() && code.definition.trim().is_empty() && self.children(Some(&code.id)).next().is_some()
    }
}

/// The codes that stand above one.
#[derive(Clone, Copy, Debug)]
enum Depth {
    /// So many.
    Codes(usize),
    /// Itself, or others that stand above themselves.
    Endless,
}

impl Depth {
    /// The depth of a code right below one of this depth.
    fn below(self) -> Self {
        match self {
            Self::Codes(above) => Self::Codes(above + 1),
            Self::Endless => Self::Endless,
        }
    }
}

/// The tree of a [`Codebook`]: codes by id, and the codes below each. It is made once and answers for each code without looking through all.
#[derive(Clone, Debug)]
pub struct CodeTree<'a> {
    by_id: BTreeMap<&'a CodeId, &'a Code>,
    top: Vec<&'a Code>,
    below: BTreeMap<&'a CodeId, Vec<&'a Code>>,
}

impl<'a> CodeTree<'a> {
    /// The code of that id.
    pub fn code(&self, id: &CodeId) -> Option<&'a Code> {
        self.by_id.get(id).copied()
    }

    /// The codes below one code, or those below none, in the codebook's order.
    pub fn children(&self, parent: Option<&CodeId>) -> &[&'a Code] {
        match parent {
            Some(parent) => self.below.get(parent).map(Vec::as_slice).unwrap_or_default(),
            None => &self.top,
        }
    }

    /// The names from the topmost code down to this one. A parent that is missing ends the path.
    pub fn path(&self, code: &'a Code) -> Vec<&'a str> {
        let mut path = vec![code.name.as_str()];
        let mut above = code.parent.as_ref();
        while let Some(parent) = above.and_then(|id| self.code(id)) {
            path.push(&parent.name);
            above = if path.len() > self.by_id.len() { None } else { parent.parent.as_ref() };
        }
        path.reverse();
        path
    }

    /// Whether a code only orders others: there are codes below it, and it has neither words nor a definition.
    pub fn is_heading(&self, code: &Code) -> bool {
        code.words.is_empty() && code.definition.trim().is_empty() && !self.children(Some(&code.id)).is_empty()
    }
}
