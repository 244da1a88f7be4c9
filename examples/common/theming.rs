//! Themes by a codebook or by discovery, as the arguments say.

use std::path::Path;

use verbatims::themes::CodebookCoder;
use verbatims::{Codebook, Codings, Language, Quote, ThemeModel, import};

use super::{Args, Failure, in_repository};

/// The codebook that an example codes by when it is not told which.
const SEED: &str = "seeds/codebooks/research-culture.toml";

/// Where the themes come from.
pub(crate) enum Theming {
    /// A codebook, and the name of its file.
    Codebook(String, Codebook),
    /// Grouping, into so many groups if that is given.
    Discovery(Option<usize>),
}

impl Theming {
    /// Reads `--codebook FILE`, `--discover` and `--k N`.
    pub(crate) fn of(args: &Args) -> Result<Self, Failure> {
        match (args.value("--codebook"), args.has("--discover")) {
            (Some(_), true) => Err(Failure::usage("`--discover` goes without `--codebook`")),
            (None, true) => Ok(Self::Discovery(args.number("--k")?)),
            (_, false) if args.has("--k") => Err(Failure::usage("`--k` goes with `--discover`")),
            (Some(file), false) => Ok(Self::Codebook(file.to_owned(), import::codebook::read(Path::new(file))?)),
            (None, false) => Ok(Self::Codebook(SEED.to_owned(), import::codebook::read(&in_repository(SEED))?)),
        }
    }

    /// Puts quotations under themes.
    pub(crate) fn code(&self, language: &Language, quotes: &[&Quote]) -> Result<Codings, Failure> {
        Ok(match self {
            Self::Codebook(_, codebook) => CodebookCoder::new(codebook.clone(), language.clone())?.code(quotes),
            Self::Discovery(n_themes) => ThemeModel::params(language).maybe_n_themes(*n_themes).fit_code(quotes)?.1,
        })
    }

    /// Where the themes come from, after "6 themes".
    pub(crate) fn origin(&self) -> String {
        match self {
            Self::Codebook(file, _) => format!("of {file}"),
            Self::Discovery(_) => "found by grouping what is alike".to_owned(),
        }
    }
}
