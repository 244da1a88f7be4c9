//! The packs that come with the crate, from `seeds/lang`.

#[cfg(feature = "vectors")]
use std::sync::OnceLock;

#[cfg(feature = "vectors")]
use super::vectors::BuiltinVectors;
use super::vectors::Vectors;

/// The files of a pack that are text.
pub(super) struct Files<'a> {
    /// `pack.toml`: settings.
    pub(super) pack: &'a str,
    /// `words.toml`: word classes.
    pub(super) words: &'a str,
    /// `lists.toml`: lists of phrases.
    pub(super) lists: &'a str,
    /// `verbs.tsv`: reporting verbs with their forms.
    pub(super) verbs: &'a str,
}

macro_rules! pack {
    ($code:literal) => {
        (
            $code,
            Files {
                pack: include_str!(concat!("../../seeds/lang/", $code, "/pack.toml")),
                words: include_str!(concat!("../../seeds/lang/", $code, "/words.toml")),
                lists: include_str!(concat!("../../seeds/lang/", $code, "/lists.toml")),
                verbs: include_str!(concat!("../../seeds/lang/", $code, "/verbs.tsv")),
            },
        )
    };
}

/// The packs by their codes, in alphabetical order.
pub(super) const PACKS: &[(&str, Files<'static>)] = &[pack!("de"), pack!("en")];

/// Words of transcripts in several languages, which every pack has besides its own.
pub(super) const TRANSCRIPTS: &str = include_str!("../../seeds/transcripts.toml");

/// Languages without a pack, of which stems and common words are known.
pub(super) const LANGUAGES: &str = include_str!("../../seeds/languages.toml");

/// The word vectors of the pack of that code.
pub(super) fn vectors(code: &str) -> Vectors {
    #[cfg(feature = "vectors")]
    {
        static ENGLISH: BuiltinVectors = BuiltinVectors {
            bytes: include_bytes!("../../seeds/lang/en/vectors.bin"),
            words: include_str!("../../seeds/lang/en/vectors.txt"),
            stems: include_str!("../../seeds/lang/en/vectors-stems.txt"),
            table: OnceLock::new(),
        };
        if code == "en" {
            return Vectors::Builtin(&ENGLISH);
        }
    }
    let _ = code;
    Vectors::None
}

/// The learnt tables for attributing quotations, by code.
pub(super) const ATTRIBUTION: &[(&str, &[u8])] = &[("en", include_bytes!("../../seeds/lang/en/attribution.bin"))];
