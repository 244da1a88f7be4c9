use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// Draws units anew with putting back.
pub(super) struct Resampler {
    random: Xoshiro256PlusPlus,
    units: usize,
}

impl Resampler {
    pub(super) fn new(seed: u64, units: usize) -> Self {
        Self { random: Xoshiro256PlusPlus::seed_from_u64(seed), units }
    }

    /// How often each unit was drawn in one sample of as many units as there are.
    pub(super) fn weights(&mut self) -> Vec<u32> {
        let mut weights = vec![0; self.units];
        for _ in 0..self.units {
            // The high half of the product is even over 0..units up to one part in 2^64 / units.
            let drawn = (u128::from(self.random.next_u64()) * self.units as u128) >> 64;
            weights[drawn as usize] += 1;
        }
        weights
    }
}
