//! Linear models over hashed features: a score is a sum of weights.

use std::fmt;

/// Features of one candidate: hashes, in any order.
pub(crate) type Features = Vec<u32>;

/// Slots of a model as a power of two. A table may have fewer; then each of its weights fills several slots.
const POWER: u32 = 16;
pub(crate) const SLOTS: usize = 1 << POWER;

/// The slot of a feature: its highest bits, into which a product mixes all others.
#[inline]
pub(crate) fn slot(feature: u32) -> usize {
    (feature >> (u32::BITS - POWER)) as usize
}

/// How many ways [`with`] tells apart.
pub(crate) const WAYS: usize = 2;

/// A feature as it speaks for one of [`WAYS`] that a thing may be, side by side in the table.
#[inline]
pub(crate) fn with(feature: u32, way: usize) -> u32 {
    const LOWEST: u32 = 1 << (u32::BITS - POWER);
    (feature & !LOWEST) | (way as u32 * LOWEST)
}

/// A linear model: one weight a slot.
#[derive(Clone)]
pub(crate) struct Linear {
    weights: Box<[i8; SLOTS]>,
    /// What a unit of a weight is worth.
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

    /// A tally at 0.
    #[inline]
    pub(crate) fn tally(&self) -> Tally<'_> {
        Tally { model: self, sum: 0 }
    }

    /// The weight of a feature, in units.
    #[inline]
    pub(crate) fn weight(&self, feature: u32) -> i32 {
        i32::from(self.weights[slot(feature)])
    }

    /// What a sum of weights is worth.
    #[inline]
    pub(crate) fn worth(&self, sum: i32) -> f32 {
        sum as f32 * self.unit
    }

    /// Bytes: the number of weights as a power of two, the unit, the weights.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.push(POWER as u8);
        out.extend_from_slice(&self.unit.to_le_bytes());
        out.extend(self.weights.iter().map(|weight| *weight as u8));
    }

    /// Reads what [`write`](Self::write) wrote and moves on in `bytes`.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (&power, rest) = bytes.split_first()?;
        let (unit, rest) = rest.split_first_chunk::<4>()?;
        let size = 1usize.checked_shl(u32::from(power)).filter(|size| *size <= SLOTS)?;
        let (weights, rest) = rest.split_at_checked(size)?;
        *bytes = rest;
        let mut model = Self { unit: f32::from_le_bytes(*unit), ..Self::empty() };
        for (slot, weight) in model.weights.iter_mut().enumerate() {
            *weight = weights[slot >> (POWER - u32::from(power))] as i8;
        }
        Some(model)
    }
}

/// What takes the features of one candidate: collects them to learn from, or sums up their weights on the way.
pub(crate) trait Sink {
    /// Forgets what it has taken.
    fn clear(&mut self);

    /// Takes a feature.
    fn take(&mut self, feature: u32);

    #[inline]
    fn add(&mut self, template: u32, value: u32) {
        self.take((template.wrapping_mul(0x9e37_79b1) ^ value).wrapping_mul(0x85eb_ca6b));
    }

    #[inline]
    fn add2(&mut self, template: u32, a: u32, b: u32) {
        self.add(template, a.wrapping_mul(0xc2b2_ae35).wrapping_add(b));
    }

    #[inline]
    fn add3(&mut self, template: u32, a: u32, b: u32, c: u32) {
        self.add2(template, a.wrapping_mul(0x27d4_eb2f).wrapping_add(b), c);
    }
}

/// Collects the features of one candidate.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    pub(crate) features: Features,
}

impl Sink for Collector {
    fn clear(&mut self) {
        self.features.clear();
    }

    fn take(&mut self, feature: u32) {
        self.features.push(feature);
    }
}

/// The score of one candidate under a model.
#[derive(Debug)]
pub(crate) struct Tally<'a> {
    model: &'a Linear,
    sum: i32,
}

impl Tally<'_> {
    /// The sum of the weights of what is added, from 0.
    #[inline]
    pub(crate) fn sum_of(&mut self, add: impl FnOnce(&mut Self)) -> i32 {
        self.sum = 0;
        add(self);
        self.sum
    }

    #[inline]
    pub(crate) fn score(&self) -> f32 {
        self.model.worth(self.sum)
    }
}

impl Sink for Tally<'_> {
    #[inline]
    fn clear(&mut self) {
        self.sum = 0;
    }

    #[inline]
    fn take(&mut self, feature: u32) {
        self.sum += self.model.weight(feature);
    }
}

/// Tells the features of one role from those of another.
pub(crate) struct InRole<'a, S> {
    key: u32,
    out: &'a mut S,
}

impl<'a, S: Sink> InRole<'a, S> {
    pub(crate) fn new(role: u32, out: &'a mut S) -> Self {
        Self { key: role.wrapping_mul(0x9e37_79b1), out }
    }
}

impl<S: Sink> Sink for InRole<'_, S> {
    #[inline]
    fn clear(&mut self) {
        self.out.clear();
    }

    #[inline]
    fn take(&mut self, feature: u32) {
        self.out.take(feature ^ self.key);
    }
}
