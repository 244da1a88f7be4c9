//! Themes question by question: what people like is not sorted with what they dislike.

use std::collections::BTreeMap;

use crate::id::ThemeId;
use crate::quotes::Quote;
use crate::themes::coding::Codings;
use crate::themes::stability::Stability;

/// The attribute of answers that says which question they are to.
const QUESTION: &str = "question";

/// Quotations by the question that they answer (their attribute `question`), questions in the order in which they first come, quotations in the
/// order given. Those without a question are together under none.
///
/// ```
/// use verbatims::import::survey::{self, SurveyOptions};
/// use verbatims::themes::by_question;
/// use verbatims::{Extractor, Language};
///
/// let table = "What is good here?,What is bad here?\nThe park by the river,The rent of our flat\nMy neighbours are kind,No bus on a Sunday\n";
/// let survey = survey::parse("street.csv", table, &SurveyOptions::new(Language::english()))?;
/// let corpus = Extractor::new(Language::english()).corpus(&survey.documents)?;
/// let quotes: Vec<_> = corpus.quotes().collect();
/// let parts = by_question(&quotes);
/// assert_eq!(parts.len(), 2);
/// # Ok::<(), verbatims::Error>(())
/// ```
pub fn by_question<'q>(quotes: &[&'q Quote]) -> Vec<(Option<String>, Vec<&'q Quote>)> {
    let mut place: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut parts: Vec<(Option<String>, Vec<&Quote>)> = Vec::new();
    for quote in quotes {
        let question = quote.attributes.get(QUESTION).map(String::as_str);
        let at = *place.entry(question).or_insert_with(|| {
            parts.push((question.map(str::to_owned), Vec::new()));
            parts.len() - 1
        });
        parts[at].1.push(quote);
    }
    parts
}

/// The id of a theme among those of all questions.
fn of_question(theme: &ThemeId, number: usize) -> ThemeId {
    ThemeId::new(format!("q{number}-{theme}"))
}

impl Codings {
    /// The codings of several questions together, each by a model of its own: themes name their [`question`](crate::Theme::question), and `t1` of the
    /// second question becomes `q2-t1`. The codings of one question alone stay as they are.
    pub fn of_questions(parts: Vec<(Option<String>, Self)>) -> Self {
        if parts.len() < 2 {
            return parts.into_iter().map(|(_, codings)| codings).next().unwrap_or_default();
        }
        let mut all = Self::default();
        for ((question, codings), number) in parts.into_iter().zip(1..) {
            all.themes.extend(codings.themes.into_iter().map(|mut theme| {
                theme.id = of_question(&theme.id, number);
                theme.question.clone_from(&question);
                theme
            }));
            all.codings.extend(codings.codings.into_iter().map(|mut coding| {
                coding.theme = of_question(&coding.theme, number);
                coding
            }));
            all.no_content.extend(codings.no_content);
            all.uncoded.extend(codings.uncoded);
            let unmatched = codings.unmatched.into_iter();
            all.unmatched.extend(unmatched.map(|(theme, words)| (of_question(&theme, number), words)));
        }
        all
    }
}

impl Stability {
    /// The stability of the themes of several questions, as [`Codings::of_questions`] names them, each with how many quotations it has; nothing for a question
    /// where it was not looked at. The overall agreement is the mean by number of quotations.
    pub fn of_questions(parts: Vec<(usize, Option<Self>)>) -> Option<Self> {
        let several = parts.len() > 1;
        let mut all: Option<Self> = None;
        let (mut sum, mut weight) = (0.0, 0.0);
        for ((quotes, stability), number) in parts.into_iter().zip(1..) {
            let Some(mut stability) = stability else { continue };
            if several {
                stability.themes.iter_mut().for_each(|theme| theme.theme = of_question(&theme.theme, number));
            }
            sum += stability.overall * quotes as f64;
            weight += quotes as f64;
            match &mut all {
                Some(all) => {
                    all.low = all.low.min(stability.low);
                    all.high = all.high.max(stability.high);
                    all.themes.append(&mut stability.themes);
                }
                None => all = Some(stability),
            }
        }
        let all = all?;
        Some(Self { overall: if several && weight > 0.0 { sum / weight } else { all.overall }, ..all })
    }
}
