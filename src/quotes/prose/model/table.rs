//! The seven models of attribution, and how they are read from a learnt table.

use crate::lang::attribution::Header;

use super::linear::Linear;

/// The models that decide, in the order of the stages.
#[derive(Clone, Debug)]
pub(crate) struct Models {
    pub(crate) cue_filter: Linear,
    pub(crate) source: Linear,
    pub(crate) side: Linear,
    pub(crate) boundary: Linear,
    pub(crate) clause_filter: Linear,
    /// The same as the one before where attitudes are looked for too.
    pub(crate) attitude_filter: Linear,
    pub(crate) speaker: Linear,
    /// The least score of a side.
    pub(crate) side_threshold: f32,
    /// The least score of a reported clause in the writer's words.
    pub(crate) clause_threshold: f32,
}

impl Models {
    /// The least score of the side of a reported clause.
    pub(crate) const SIDE_THRESHOLD: f32 = -0.5;

    /// The least score of a reported clause in the writer's words. F1 is best where more clauses are taken than are likely right.
    const CLAUSE_THRESHOLD: f32 = -0.7;

    /// Models that find nothing.
    pub(crate) fn empty() -> Self {
        Self {
            cue_filter: Linear::empty(),
            source: Linear::empty(),
            side: Linear::empty(),
            boundary: Linear::empty(),
            clause_filter: Linear::empty(),
            attitude_filter: Linear::empty(),
            speaker: Linear::empty(),
            side_threshold: f32::INFINITY,
            clause_threshold: f32::INFINITY,
        }
    }

    /// Reads the models of a table; none if it has another layout.
    pub(crate) fn read(table: &[u8]) -> Option<Self> {
        let (_, mut weights) = Header::read(table)?;
        let bytes = &mut weights;
        Some(Self {
            cue_filter: Linear::read(bytes)?,
            source: Linear::read(bytes)?,
            side: Linear::read(bytes)?,
            boundary: Linear::read(bytes)?,
            clause_filter: Linear::read(bytes)?,
            attitude_filter: Linear::read(bytes)?,
            speaker: Linear::read(bytes)?,
            side_threshold: Self::SIDE_THRESHOLD,
            clause_threshold: Self::CLAUSE_THRESHOLD,
        })
    }

    /// The weights of all models, as [`read`](Self::read) reads them behind the header.
    #[cfg(feature = "training")]
    pub(crate) fn weights(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let clauses = [&self.cue_filter, &self.source, &self.side, &self.boundary];
        let models = [&self.clause_filter, &self.attitude_filter, &self.speaker];
        clauses.iter().chain(&models).for_each(|model| model.write(&mut out));
        out
    }
}
