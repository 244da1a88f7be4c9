use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What is known about a document, by name: a map that copies share until one of them is changed, so that the many quotations of a document cost one.
///
/// ```
/// use verbatims::document::Attributes;
///
/// let mut one = Attributes::default();
/// one.insert("area".to_owned(), "Hull".to_owned());
/// let mut other = one.clone();
/// other.insert("area".to_owned(), "Leeds".to_owned());
/// assert_eq!((one["area"].as_str(), other["area"].as_str()), ("Hull", "Leeds"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Attributes(Arc<BTreeMap<String, String>>);

impl Attributes {
    /// Whether nothing is known.
    pub(crate) fn is_unset(&self) -> bool {
        self.0.is_empty()
    }
}

impl Deref for Attributes {
    type Target = BTreeMap<String, String>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Attributes {
    fn deref_mut(&mut self) -> &mut Self::Target {
        Arc::make_mut(&mut self.0)
    }
}

impl From<BTreeMap<String, String>> for Attributes {
    fn from(attributes: BTreeMap<String, String>) -> Self {
        Self(Arc::new(attributes))
    }
}

impl From<Attributes> for BTreeMap<String, String> {
    fn from(attributes: Attributes) -> Self {
        Arc::unwrap_or_clone(attributes.0)
    }
}

impl FromIterator<(String, String)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(attributes: I) -> Self {
        BTreeMap::from_iter(attributes).into()
    }
}

impl<'a> IntoIterator for &'a Attributes {
    type Item = (&'a String, &'a String);
    type IntoIter = std::collections::btree_map::Iter<'a, String, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
