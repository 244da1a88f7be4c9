//! Stems of words, by the Snowball algorithms.

use std::fmt;

use rust_stemmers::{Algorithm, Stemmer as Snowball};

/// Reduces words to stems with a Snowball algorithm, or takes them as they stand. People never see stems.
pub(crate) struct Stemmer {
    name: &'static str,
    snowball: Option<Snowball>,
}

const ALGORITHMS: [(&str, Algorithm); 18] = [
    ("arabic", Algorithm::Arabic),
    ("danish", Algorithm::Danish),
    ("dutch", Algorithm::Dutch),
    ("english", Algorithm::English),
    ("finnish", Algorithm::Finnish),
    ("french", Algorithm::French),
    ("german", Algorithm::German),
    ("greek", Algorithm::Greek),
    ("hungarian", Algorithm::Hungarian),
    ("italian", Algorithm::Italian),
    ("norwegian", Algorithm::Norwegian),
    ("portuguese", Algorithm::Portuguese),
    ("romanian", Algorithm::Romanian),
    ("russian", Algorithm::Russian),
    ("spanish", Algorithm::Spanish),
    ("swedish", Algorithm::Swedish),
    ("tamil", Algorithm::Tamil),
    ("turkish", Algorithm::Turkish),
];

impl Stemmer {
    /// The name of the stemmer that takes words as they stand.
    pub(super) const NONE: &str = "none";

    /// The stemmer of that name (`english`, `german`, …, `none`), if there is one.
    pub(crate) fn named(name: &str) -> Option<Self> {
        if name == Self::NONE {
            return Some(Self { name: Self::NONE, snowball: None });
        }
        let (name, algorithm) = ALGORITHMS.into_iter().find(|(known, _)| *known == name)?;
        Some(Self { name, snowball: Some(Snowball::create(algorithm)) })
    }

    /// The names of all stemmers.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        ALGORITHMS.iter().map(|(name, _)| *name).chain([Self::NONE])
    }

    /// The stem of a word that is already in lower case.
    pub(crate) fn stem<'a>(&self, lower: &'a str) -> std::borrow::Cow<'a, str> {
        match &self.snowball {
            Some(snowball) => snowball.stem(lower),
            None => lower.into(),
        }
    }
}

impl Clone for Stemmer {
    fn clone(&self) -> Self {
        // The name is one of ours, so there is a stemmer of that name.
        Self::named(self.name).unwrap_or(Self { name: Self::NONE, snowball: None })
    }
}

impl PartialEq for Stemmer {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Stemmer {}

impl fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stemmer({})", self.name)
    }
}
