//! Running text: marks, cues, mentions and the patterns that join them.
//!
//! A paragraph is cut into tokens; marks are paired; sentences are read with each marked stretch as one item. Each cue gets
//! its source and the side of its clause from linear models; each marked stretch ranks those who could have said it.

pub(crate) mod attribution;
mod headline;
mod marked;
pub(crate) mod model;
mod reader;
mod reported;
pub(crate) mod speakers;
pub(crate) mod syntax;
pub(crate) mod training;

pub(crate) use self::marked::{MarkReader, Marked};
pub(crate) use self::reader::prose;
use crate::lang::Language;
use crate::quotes::prose::attribution::reporting_clause::Models;
use crate::quotes::prose::model::linear::Linear;
use crate::quotes::prose::syntax::lexicon::Lexicon;

/// What is built once for a language: its words by hash, its models.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) language: Language,
    lexicon: Lexicon,
    models: Models,
    pub(crate) settings: Settings,
}

/// What a caller may choose.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Whether indirect speech is looked for.
    pub(crate) indirect: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { indirect: true }
    }
}

/// How sure a cue must be to count as reporting.
const THRESHOLD: f32 = -0.5;

/// How much must speak for a clause in the writer's words. F1 is best where more clauses are taken than are likely right.
const CERTAIN: f32 = -0.7;

/// The first bytes of a table of models, with its version.
const MAGIC: &[u8; 4] = b"vbm3";

fn read_models(mut bytes: &[u8]) -> Option<Models> {
    let bytes = &mut bytes;
    *bytes = bytes.strip_prefix(MAGIC)?;
    let gate = Linear::read(bytes)?;
    let source = Linear::read(bytes)?;
    let side = Linear::read(bytes)?;
    let boundary = Linear::read(bytes)?;
    let accept = Linear::read(bytes)?;
    let stretch = Linear::read(bytes)?;
    Some(Models { gate, source, side, boundary, accept, stretch, threshold: THRESHOLD, certain: CERTAIN })
}

/// Learns the table of models of a language.
pub(crate) fn learn(language: &Language, lessons: &[training::lessons::Lesson]) -> Vec<u8> {
    let models = training::lessons::models(&Lexicon::new(language), lessons, THRESHOLD);
    let mut out = MAGIC.to_vec();
    for model in [&models.gate, &models.source, &models.side, &models.boundary, &models.accept, &models.stretch] {
        model.write(&mut out);
    }
    out
}

impl Engine {
    pub(crate) fn new(language: Language, settings: Settings) -> Self {
        let lexicon = Lexicon::new(&language);
        let models = read_models(language.attribution_table()).unwrap_or_else(|| Models {
            gate: Linear::empty(),
            source: Linear::empty(),
            side: Linear::empty(),
            boundary: Linear::empty(),
            accept: Linear::empty(),
            stretch: Linear::empty(),
            threshold: f32::INFINITY,
            certain: f32::INFINITY,
        });
        Self { language, lexicon, models, settings }
    }
}
