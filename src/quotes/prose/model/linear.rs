//! Linear models over hashed features: a score is a sum of weights.

use std::fmt;

use super::features::Template;

/// Slots of a model as a power of two. A table may have fewer; then each of its weights fills several slots.
const POWER: u32 = 16;
pub(crate) const SLOTS: usize = 1 << POWER;

/// The slot of a feature: its highest bits, into which a product mixes all others.
#[inline]
pub(crate) fn slot(feature: u32) -> usize {
    (feature >> (u32::BITS - POWER)) as usize
}

/// How many classes [`conjoin`] distinguishes.
pub(crate) const CLASSES: usize = 2;

/// A feature conjoined with one of [`CLASSES`] classes; the weights of all classes lie side by side in the table.
#[inline]
pub(crate) fn conjoin(feature: u32, class: usize) -> u32 {
    const LOWEST: u32 = 1 << (u32::BITS - POWER);
    (feature & !LOWEST) | (class as u32 * LOWEST)
}

/// A linear model: one weight a slot.
#[derive(Clone)]
pub(crate) struct Linear {
    weights: Box<[i8; SLOTS]>,
    /// The score of a unit of weight.
    unit: f32,
}

impl fmt::Debug for Linear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Linear({} weights)", self.weights.len())
    }
}

impl Linear {
    /// A model that scores everything 0.
    pub(crate) fn empty() -> Self {
        Self { weights: Box::new([0; SLOTS]), unit: 0.0 }
    }

    /// A scorer at 0.
    #[inline]
    pub(crate) fn scorer(&self) -> Scorer<'_> {
        Scorer { model: self, sum: 0 }
    }

    /// The weight of a feature, in units.
    #[inline]
    pub(crate) fn weight(&self, feature: u32) -> i32 {
        i32::from(self.weights[slot(feature)])
    }

    /// The score of a sum of weights.
    #[inline]
    pub(crate) fn score_of(&self, sum: i32) -> f32 {
        sum as f32 * self.unit
    }

    /// Reads a model and moves on in `bytes`: the number of its weights as a power of two, the unit, the weights.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (&power, rest) = bytes.split_first()?;
        let (unit, rest) = rest.split_first_chunk::<4>()?;
        let size = 1usize.checked_shl(u32::from(power)).filter(|size| *size <= SLOTS)?;
        let (weights, rest) = rest.split_at_checked(size)?;
        *bytes = rest;
        let mut model = Self { unit: f32::from_le_bytes(*unit), ..Self::empty() };
        if size == SLOTS {
            model.weights.iter_mut().zip(weights).for_each(|(slot, weight)| *slot = *weight as i8);
            return Some(model);
        }
        // Each weight of a smaller table stands for several slots.
        for (slots, weight) in model.weights.chunks_exact_mut(SLOTS / size).zip(weights) {
            slots.fill(*weight as i8);
        }
        Some(model)
    }
}

#[cfg(feature = "training")]
impl Linear {
    /// Rounds weights to bytes, one a slot.
    pub(crate) fn quantize(weights: &[f32]) -> Self {
        debug_assert_eq!(weights.len(), SLOTS);
        let largest = weights.iter().fold(0f32, |largest, weight| largest.max(weight.abs()));
        let unit = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let mut model = Self { unit, ..Self::empty() };
        for (slot, weight) in model.weights.iter_mut().zip(weights) {
            *slot = (weight / unit).round() as i8;
        }
        model
    }

    /// Writes what [`read`](Self::read) reads.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.push(POWER as u8);
        out.extend_from_slice(&self.unit.to_le_bytes());
        out.extend(self.weights.iter().map(|weight| *weight as u8));
    }
}

/// What the features of one candidate are pushed to: a list to learn from, or a score that is summed up on the way.
pub(crate) trait FeatureSink {
    /// Forgets what was pushed.
    fn clear(&mut self);

    fn push(&mut self, feature: u32);

    #[inline]
    fn add(&mut self, template: Template, value: u32) {
        self.push((template.number().wrapping_mul(0x9e37_79b1) ^ value).wrapping_mul(0x85eb_ca6b));
    }

    #[inline]
    fn add2(&mut self, template: Template, a: u32, b: u32) {
        self.add(template, a.wrapping_mul(0xc2b2_ae35).wrapping_add(b));
    }

    #[inline]
    fn add3(&mut self, template: Template, a: u32, b: u32, c: u32) {
        self.add2(template, a.wrapping_mul(0x27d4_eb2f).wrapping_add(b), c);
    }
}

/// The score of one candidate under a model.
#[derive(Debug)]
pub(crate) struct Scorer<'a> {
    model: &'a Linear,
    sum: i32,
}

impl Scorer<'_> {
    /// The sum of the weights of what is added, from 0.
    #[inline]
    pub(crate) fn sum_of(&mut self, add: impl FnOnce(&mut Self)) -> i32 {
        self.sum = 0;
        add(self);
        self.sum
    }

    #[inline]
    pub(crate) fn score(&self) -> f32 {
        self.model.score_of(self.sum)
    }
}

impl FeatureSink for Scorer<'_> {
    #[inline]
    fn clear(&mut self) {
        self.sum = 0;
    }

    #[inline]
    fn push(&mut self, feature: u32) {
        self.sum += self.model.weight(feature);
    }
}

/// The sums of all classes at once.
pub(crate) struct ClassScorer<'a> {
    model: &'a Linear,
    sums: [i32; CLASSES],
}

impl<'a> ClassScorer<'a> {
    pub(crate) fn new(model: &'a Linear) -> Self {
        Self { model, sums: [0; CLASSES] }
    }

    /// The class with the highest score, the first of equals, and its score.
    pub(crate) fn best(&self) -> (usize, f32) {
        let best = usize::from(self.sums[1] > self.sums[0]);
        (best, self.model.score_of(self.sums[best]))
    }
}

impl FeatureSink for ClassScorer<'_> {
    #[inline]
    fn clear(&mut self) {
        self.sums = [0; CLASSES];
    }

    #[inline]
    fn push(&mut self, feature: u32) {
        for (class, sum) in self.sums.iter_mut().enumerate() {
            *sum += self.model.weight(conjoin(feature, class));
        }
    }
}

/// Gives the features of one role slots of their own.
pub(crate) struct RolePrefix<'a, S> {
    key: u32,
    out: &'a mut S,
}

impl<'a, S: FeatureSink> RolePrefix<'a, S> {
    pub(crate) fn new(role: u32, out: &'a mut S) -> Self {
        Self { key: role.wrapping_mul(0x9e37_79b1), out }
    }
}

impl<S: FeatureSink> FeatureSink for RolePrefix<'_, S> {
    #[inline]
    fn clear(&mut self) {
        self.out.clear();
    }

    #[inline]
    fn push(&mut self, feature: u32) {
        self.out.push(feature ^ self.key);
    }
}
