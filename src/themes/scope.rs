//! Which quotations get themes?

use crate::quotes::Quote;

/// Fewer responses than this among other quotations do not get themes of their own.
const ENOUGH: usize = 3;
/// Responses get themes alone where they are one of so many quotations, or more.
const ONE_OF: usize = 5;

/// Which quotations get themes. Questions of interviewers never do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// Responses where there are three or more and they are a fifth of the quotations or more, else all.
    #[default]
    Auto,
    /// Answers of people who were asked.
    Responses,
    /// All but the questions of interviewers.
    All,
}

impl Scope {
    /// Those of these quotations that get themes, in their order. [`Scope::Auto`] counts all of them, so they are to be those of a whole corpus.
    pub fn of<'q>(self, quotes: impl IntoIterator<Item = &'q Quote>) -> Vec<&'q Quote> {
        let mut all: Vec<&Quote> = quotes.into_iter().filter(|quote| !quote.is_interviewer()).collect();
        let responses = all.iter().filter(|quote| quote.is_response()).count();
        let only = match self {
            Self::Auto => responses >= ENOUGH && responses * ONE_OF >= all.len(),
            Self::Responses => true,
            Self::All => false,
        };
        all.retain(|quote| !only || quote.is_response());
        all
    }
}
