//! Themes of your own: a codebook, the words that decided for each theme, and what the codebook lacks.

use std::path::Path;

use verbatims::import::survey::{self, SurveyOptions};
use verbatims::themes::CodebookCoder;
use verbatims::{Code, Codebook, Extractor, Language, Quote};

fn main() -> verbatims::Result<()> {
    // `import::codebook` reads the same from CSV, TOML, JSON and REFI-QDA files.
    let mut money = Code::new("Money");
    money.definition = "Grants, salaries and contracts.".into();
    money.words = vec!["grant".into(), "salary".into(), "contract".into(), "fund*".into()];
    let mut freedom = Code::new("Freedom");
    freedom.words = vec!["freedom".into(), "no say".into(), "choose my topics".into()];
    freedom.exclusions = vec!["degrees of freedom".into()];
    let codebook = Codebook::new(vec![money, freedom])?;

    let language = Language::english();
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/surveys/research-conditions.csv");
    let survey = survey::read(&table, &SurveyOptions::new(language.clone()))?;
    let corpus = Extractor::new(language.clone()).corpus(&survey.documents)?;
    let answers: Vec<&Quote> = corpus.quotes().collect();

    let coder = CodebookCoder::new(codebook, language)?;
    let codings = coder.code(&answers);
    for theme in &codings.themes {
        println!("{}", theme.label);
        for coding in codings.codings.iter().filter(|coding| coding.theme == theme.id).take(3) {
            // A coding says which words it rests on, and whether it fits weakly.
            let words: Vec<&str> = coding.evidence.iter().map(|word| word.text.as_str()).collect();
            let answer = corpus.quote(&coding.quote).map_or("", |quote| quote.text.as_str());
            println!("    {words:?} {answer}");
        }
    }

    // What fits no theme has no coding: there is no rest theme. What it speaks of may be a code that is missing.
    println!("\n{} answers fit no theme. Codes for them:", codings.uncoded.len());
    for suggestion in coder.suggest_codes(&answers, &codings)? {
        println!("    {} ({} answers): {:?}", suggestion.code.name, suggestion.quotes, suggestion.code.words);
    }
    Ok(())
}
