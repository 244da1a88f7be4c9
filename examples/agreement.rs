//! Whether two coders agree, theme by theme: here a person and a codebook.

use std::path::Path;

use verbatims::import::survey::{self, SurveyOptions};
use verbatims::report::Figure;
use verbatims::themes::CodebookCoder;
use verbatims::{Agreement, Codings, Extractor, Language, Quote, ThemeId, import};

fn main() -> verbatims::Result<()> {
    let language = Language::english();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let options = SurveyOptions::new(language.clone());
    let survey = survey::read(&seeds.join("surveys/research-conditions.csv"), &options)?;
    let corpus = Extractor::new(language.clone()).corpus(&survey.documents)?;
    let answers: Vec<&Quote> = corpus.quotes().take(14).collect();

    let codebook = import::codebook::read(&seeds.join("codebooks/research-culture.toml"))?;
    let machine = CodebookCoder::new(codebook, language)?.code(&answers);

    // What the person says of the same answers; `import::codings` reads such codings from tables.
    let judged: [&[&str]; 14] = [
        &["short-termism"],
        &["short-termism"],
        &["lack-of-freedom"],
        &[],
        &["publication-pressure"],
        &["lack-of-freedom"],
        &["forced-research"],
        &[],
        &["favouritism"],
        &[],
        &[],
        &[],
        &["publication-pressure"],
        &["lack-of-freedom"],
    ];
    let person = Codings::by_hand(answers.iter().map(|answer| answer.id.clone()).zip(judged.map(<[&str]>::to_vec)));

    // Intervals come from 1,000 resamples of the answers, with a seed: the same every time.
    let agreement = Agreement::options().resamples(1_000).seed(1).compare(&person, &machine)?;
    println!("{} answers judged by both", agreement.units);
    println!("{:24}{:>8}{:>22}{:>8}", "", "agree", "kappa", "AC1");
    for theme in &agreement.themes {
        let percent = 100.0 * theme.percent.value;
        println!("{:24}{percent:>6.0} %{:>22}{:>8.2}", theme.theme.as_str(), kappa(theme.kappa), theme.ac1.value);
    }

    // What to talk about.
    for one in &agreement.disagreements {
        let text = corpus.quote(&one.quote).map_or("", |quote| quote.text.as_str());
        println!("\n{text}\n    the person: {}; the machine: {}", list(&one.only_first), list(&one.only_second));
    }
    Ok(())
}

fn list(themes: &[ThemeId]) -> String {
    if themes.is_empty() {
        return "no theme".to_owned();
    }
    themes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// `0.63 (0.20 to 1.00)`.
fn kappa(figure: Figure) -> String {
    let range = figure.interval.map(|interval| format!(" ({:.2} to {:.2})", interval.low, interval.high));
    format!("{:.2}{}", figure.value, range.unwrap_or_default())
}
