//! The numbers of things in a paragraph, a type for each, with lists and ranges of them: an item is no token.

use std::iter::Map;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut, Range, RangeFrom, RangeTo};

/// The number of a thing in its [`List`].
pub(crate) trait Id: Copy + Ord {
    const FIRST: Self;

    fn new(number: usize) -> Self;

    fn number(self) -> usize;

    /// The one `distance` before it, if there is one.
    #[inline]
    fn checked_sub(self, distance: usize) -> Option<Self> {
        self.number().checked_sub(distance).map(Self::new)
    }

    /// The one `distance` before it, or the first.
    #[inline]
    fn saturating_sub(self, distance: usize) -> Self {
        Self::new(self.number().saturating_sub(distance))
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub(crate) struct $name(usize);

            impl $crate::quotes::prose::syntax::index::Id for $name {
                const FIRST: Self = Self(0);

                #[inline]
                fn new(number: usize) -> Self {
                    Self(number)
                }

                #[inline]
                fn number(self) -> usize {
                    self.0
                }
            }

            impl std::ops::Add<usize> for $name {
                type Output = Self;

                #[inline]
                fn add(self, distance: usize) -> Self {
                    Self(self.0 + distance)
                }
            }

            impl std::ops::Sub<usize> for $name {
                type Output = Self;

                #[inline]
                fn sub(self, distance: usize) -> Self {
                    Self(self.0 - distance)
                }
            }

            impl std::ops::Sub for $name {
                type Output = usize;

                #[inline]
                fn sub(self, other: Self) -> usize {
                    self.0 - other.0
                }
            }

            impl std::ops::AddAssign<usize> for $name {
                #[inline]
                fn add_assign(&mut self, distance: usize) {
                    self.0 += distance;
                }
            }

            impl std::ops::SubAssign<usize> for $name {
                #[inline]
                fn sub_assign(&mut self, distance: usize) {
                    self.0 -= distance;
                }
            }
        )*
    };
}

pub(crate) use ids;

ids! {
    /// A token of a paragraph.
    TokenId;
    /// An item of a paragraph: a token, a cue of several words, or a quoted span seen from outside.
    ItemId;
    /// A sentence of a paragraph.
    SentenceId;
    /// A noun phrase of a paragraph.
    PhraseId;
    /// A pair of quotation marks of a paragraph, outer or nested.
    PairId;
    /// A quoted span of a paragraph: what an outermost pair of marks encloses.
    SpanId;
}

/// How many there are from one to another; 0 if the other comes first.
#[inline]
pub(crate) fn distance<I: Id>(from: I, to: I) -> usize {
    to.number().saturating_sub(from.number())
}

/// A half-open range of numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ids<I> {
    pub(crate) start: I,
    pub(crate) end: I,
}

impl<I: Id> Ids<I> {
    #[inline]
    pub(crate) fn new(start: I, end: I) -> Self {
        Self { start, end }
    }

    #[inline]
    pub(crate) fn len(self) -> usize {
        distance(self.start, self.end)
    }

    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.start >= self.end
    }

    #[inline]
    pub(crate) fn contains(self, id: I) -> bool {
        self.start <= id && id < self.end
    }

    /// The range, unless it is empty.
    pub(crate) fn filled(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }
}

impl<I: Id> From<Range<I>> for Ids<I> {
    #[inline]
    fn from(range: Range<I>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl<I: Id> IntoIterator for Ids<I> {
    type Item = I;
    type IntoIter = Map<Range<usize>, fn(usize) -> I>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        (self.start.number()..self.end.number()).map(I::new)
    }
}

/// The numbers of a range, one after the other.
#[inline]
pub(crate) fn each<I: Id>(range: Range<I>) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + Clone {
    (range.start.number()..range.end.number()).map(I::new)
}

/// Things in order, read by their numbers.
#[derive(Clone, Debug)]
pub(crate) struct List<I, T> {
    things: Vec<T>,
    numbers: PhantomData<fn() -> I>,
}

impl<I, T> Default for List<I, T> {
    fn default() -> Self {
        Self { things: Vec::new(), numbers: PhantomData }
    }
}

impl<I: Id, T> List<I, T> {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.things.len()
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// The number behind the last one.
    #[inline]
    pub(crate) fn end(&self) -> I {
        I::new(self.things.len())
    }

    /// The numbers of all.
    #[inline]
    pub(crate) fn ids(&self) -> Ids<I> {
        Ids { start: I::FIRST, end: self.end() }
    }

    pub(crate) fn clear(&mut self) {
        self.things.clear();
    }

    /// Adds a thing; returns its number.
    #[inline]
    pub(crate) fn push(&mut self, thing: T) -> I {
        self.things.push(thing);
        I::new(self.things.len() - 1)
    }

    #[inline]
    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.things.get(id.number())
    }

    #[inline]
    pub(crate) fn first(&self) -> Option<&T> {
        self.things.first()
    }

    #[inline]
    pub(crate) fn last(&self) -> Option<&T> {
        self.things.last()
    }

    #[inline]
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.things.iter()
    }

    /// All with their numbers.
    #[inline]
    pub(crate) fn enumerate(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.things.iter().enumerate().map(|(number, thing)| (I::new(number), thing))
    }

    /// The first for which `before` is false, where it is true for all up to some number and false for all behind it.
    #[inline]
    pub(crate) fn partition_point(&self, before: impl FnMut(&T) -> bool) -> I {
        I::new(self.things.partition_point(before))
    }

    pub(crate) fn into_vec(self) -> Vec<T> {
        self.things
    }

    /// The vector inside, for what makes it.
    #[inline]
    pub(crate) fn as_mut_vec(&mut self) -> &mut Vec<T> {
        &mut self.things
    }
}

impl<I: Id, T> Index<I> for List<I, T> {
    type Output = T;

    #[inline]
    fn index(&self, id: I) -> &T {
        &self.things[id.number()]
    }
}

impl<I: Id, T> IndexMut<I> for List<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.things[id.number()]
    }
}

impl<I: Id, T> Index<Range<I>> for List<I, T> {
    type Output = [T];

    #[inline]
    fn index(&self, range: Range<I>) -> &[T] {
        &self.things[range.start.number()..range.end.number()]
    }
}

impl<I: Id, T> IndexMut<Range<I>> for List<I, T> {
    #[inline]
    fn index_mut(&mut self, range: Range<I>) -> &mut [T] {
        &mut self.things[range.start.number()..range.end.number()]
    }
}

impl<I: Id, T> Index<Ids<I>> for List<I, T> {
    type Output = [T];

    #[inline]
    fn index(&self, ids: Ids<I>) -> &[T] {
        &self.things[ids.start.number()..ids.end.number()]
    }
}

impl<I: Id, T> Index<RangeFrom<I>> for List<I, T> {
    type Output = [T];

    #[inline]
    fn index(&self, range: RangeFrom<I>) -> &[T] {
        &self.things[range.start.number()..]
    }
}

impl<I: Id, T> Index<RangeTo<I>> for List<I, T> {
    type Output = [T];

    #[inline]
    fn index(&self, range: RangeTo<I>) -> &[T] {
        &self.things[..range.end.number()]
    }
}
