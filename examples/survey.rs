//! The open-ended answers of a survey under the themes of a codebook, and whether groups of people differ.

use std::path::Path;

use verbatims::import::{self, survey};
use verbatims::report::Unit;
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Extractor, Facet, Language, Quote};

fn main() -> verbatims::Result<()> {
    let language = Language::english();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");

    // Which column is what is told from the cells; `SurveyOptions::open` and `group` set it right where that fails.
    let options = survey::SurveyOptions::new(language.clone());
    let survey = survey::read(&seeds.join("surveys/research-conditions.csv"), &options)?;
    println!("{}\n", survey.summary);

    // An answer is a document of its own and carries the groups of its respondent.
    let corpus = Extractor::new(language.clone()).corpus(&survey.documents)?;
    let answers: Vec<&Quote> = corpus.quotes().collect();
    let codebook = import::codebook::read(&seeds.join("codebooks/research-culture.toml"))?;
    let coder = CodebookCoder::new(codebook, language)?;
    let analysis = Analysis::of_corpus(&corpus, coder.code(&answers))?;

    // Answers that say nothing (“n/a”) are part of no share.
    let base = analysis.base();
    println!("{} answers, {} of them say nothing\n", base.all.quotes, base.no_content.quotes);

    // Themes by a column: counts, shares, and a test in each row.
    let table = analysis.crosstab(&Facet::Attribute("years_in_research".into()), Unit::Quotes);
    let groups: String = table.levels.iter().map(|level| format!("{:>12}", level.value)).collect();
    println!("{:24}{groups}           p", table.facet.to_string());
    for row in &table.rows {
        let shares =
            row.cells.iter().map(|cell| cell.share.map_or("–".to_owned(), |share| format!("{:.0} %", 100.0 * share)));
        let shares: String = shares.map(|share| format!("{share:>12}")).collect();
        let p = row.test.as_ref().map_or("–".to_owned(), |test| format!("{:.3}", test.p_holm));
        println!("{:24}{shares}{p:>12}", row.label);
    }
    Ok(())
}
