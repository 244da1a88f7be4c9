//! The scale that bars of the report and of charts share.

/// From 0 to a share that all bars of a chart fit under, with a step between the marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    top: f64,
    step: f64,
}

impl Scale {
    /// The scale on which these shares have room.
    pub(super) fn of(shares: impl IntoIterator<Item = f64>) -> Self {
        const STEPS: [f64; 7] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5];
        /// More marks than this run into each other on a phone.
        const MARKS: f64 = 3.0;
        let most = shares.into_iter().fold(0.01_f64, f64::max).min(1.0);
        let step = STEPS.into_iter().find(|step| most <= step * MARKS).unwrap_or(0.5);
        Self { top: ((most / step).ceil() * step).min(1.0), step }
    }

    /// The share at its end.
    pub(super) fn top(self) -> f64 {
        self.top
    }

    /// Where a share stands on it, from 0 to 1.
    pub(super) fn part(self, share: f64) -> f64 {
        (share / self.top).clamp(0.0, 1.0)
    }

    /// The marks, from 0 to its end.
    pub(super) fn marks(self) -> impl Iterator<Item = f64> {
        (0..=(self.top / self.step).round() as usize).map(move |mark| mark as f64 * self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_above_the_largest_share_and_has_few_marks() {
        for (most, top, marks) in [(0.003, 0.01, 2), (0.034, 0.04, 3), (0.13, 0.15, 4), (0.31, 0.4, 3), (0.97, 1.0, 3)]
        {
            let scale = Scale::of([most / 2.0, most]);
            assert!((scale.top - top).abs() < 1e-9, "{most}: {scale:?}");
            assert_eq!(scale.marks().count(), marks, "{most}");
        }
        assert_eq!(Scale::of([0.2, 0.4]).part(0.2), 0.5);
    }
}
