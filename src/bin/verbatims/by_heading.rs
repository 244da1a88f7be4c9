//! A codebook whose headings are the questions of a survey, as a run writes it: each answer is coded by the codes of its question.

use std::collections::BTreeSet;

use verbatims::themes::{CodebookOptions, Example, by_question};
use verbatims::{Code, CodeId, Codebook, Codings, Quote};

use crate::exit::Exit;

/// Codes quotations: where headings of the codebook are called as the questions are, each by the codes below its own and by those below none of these headings.
pub(crate) fn code(
    codebook: &Codebook,
    options: impl Fn(Codebook) -> CodebookOptions,
    examples: &[Example],
    quotes: &[&Quote],
) -> Result<Codings, Exit> {
    let coder = options(codebook.clone()).fit(examples)?;
    let parts = by_question(quotes);
    let questions: BTreeSet<&str> = parts.iter().filter_map(|(question, _)| question.as_deref()).collect();
    let headings: Vec<&Code> =
        codebook.codes.iter().filter(|code| code.parent.is_none() && questions.contains(code.name.as_str())).collect();
    if headings.is_empty() || parts.len() < 2 {
        return Ok(coder.code(quotes));
    }
    let mut all = Codings::default();
    for (question, quotes) in &parts {
        let own = codes_of(codebook, &headings, question.as_deref());
        let kept: BTreeSet<CodeId> = own.codes.iter().map(|code| code.id.clone()).collect();
        let examples: Vec<Example> = examples
            .iter()
            .filter_map(|example| {
                let codes: Vec<CodeId> = example.codes.iter().filter(|code| kept.contains(*code)).cloned().collect();
                // An example of other questions' codes says nothing here, one without a code does.
                (example.codes.is_empty() || !codes.is_empty()).then(|| Example::new(example.text.clone(), codes))
            })
            .collect();
        let found = options(own).fit(&examples)?.code(quotes);
        all.codings.extend(found.codings);
        all.no_content.extend(found.no_content);
        all.uncoded.extend(found.uncoded);
        all.sentiment.extend(found.sentiment);
    }
    all.themes = coder.themes_of(&all.codings, quotes);
    all.unmatched = coder.unmatched(quotes);
    Ok(all)
}

/// The codes for the answers to a question: without what stands below the heading of another.
fn codes_of(codebook: &Codebook, headings: &[&Code], question: Option<&str>) -> Codebook {
    let others: BTreeSet<&str> =
        headings.iter().map(|heading| heading.name.as_str()).filter(|name| Some(*name) != question).collect();
    let tree = codebook.tree();
    let is_others = |code: &&Code| tree.path(code).first().is_some_and(|top| others.contains(top));
    Codebook::from(codebook.codes.iter().filter(|code| !is_others(code)).cloned().collect::<Vec<_>>())
}
