//! Themes question by question: what people like is not sorted with what they dislike.

use std::collections::BTreeMap;

use crate::id::ThemeId;
use crate::quotes::Quote;
use crate::themes::coding::Codings;
use crate::themes::stability::Stability;

/// The attribute of answers that says which question they are to.
const QUESTION: &str = "question";
/// Questions of this many words or more that differ in nothing but a number at the end are one that has several fields.
const WORDED: usize = 4;

/// The question that a quotation answers. Fields of one question ("Name up to three reasons - Reason 2") are one question: a number of one or two
/// digits at the end of four words or more does not count.
pub(crate) fn question_of(quote: &Quote) -> Option<&str> {
    let question = quote.attributes.get(QUESTION)?.trim();
    let Some((rest, number)) = question.rsplit_once(char::is_whitespace) else { return Some(question) };
    let is_field = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let words = rest.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    Some(if is_field && words >= WORDED { rest.trim_end() } else { question })
}

/// Quotations by the question that they answer (their attribute `question`), questions in the order in which they first come, quotations in the
/// order given. Those without a question are together under none. Questions of four words or more that differ only in a number at the end
/// ("Name up to three reasons - Reason 2") are one.
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
        let question = question_of(quote);
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
            all.sentiment.extend(codings.sentiment);
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
