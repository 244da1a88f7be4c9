//! Themes without a codebook: what is alike is grouped. How many themes there are, and whether they would come back.

use std::path::Path;

use verbatims::import::survey::{self, SurveyOptions};
use verbatims::{Extractor, Language, Quote, ThemeModel};

fn main() -> verbatims::Result<()> {
    let language = Language::english();
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/surveys/research-conditions.csv");
    let survey = survey::read(&table, &SurveyOptions::new(language.clone()))?;
    let corpus = Extractor::new(language.clone()).corpus(&survey.documents)?;
    let answers: Vec<&Quote> = corpus.quotes().collect();

    // The number of themes is chosen from the answers, here within bounds; `n_themes` sets it.
    let options = ThemeModel::options(&language).between(4, 8);
    let model = options.fit(&answers)?;
    let (low, high) = model.range();
    println!("{} themes; {low} to {high} would do as well", model.themes().len());

    // A fifth of the answers is left out, twenty times: a theme that dissolves is not reported alone.
    let stability = options.stability(&answers, 20)?;
    for (theme, size) in model.themes().iter().zip(model.sizes()) {
        let found = stability.themes.iter().find(|one| one.theme == theme.id).map_or(0.0, |one| one.found);
        println!("\n{} ({size} answers, comes back in {:.0} % of the resamples)", theme.label, 100.0 * found);
        // The answers in the middle of a theme say best what it is about; its label is made of words.
        for quote in theme.exemplars.iter().take(2).filter_map(|id| corpus.quote(id)) {
            println!("    {}", quote.text);
        }
    }

    // A model puts answers that come later under the same themes.
    let later = model.predict_texts(&["The next grant decides what I may study.", "n/a"]);
    let labels = later.iter().map(|theme| theme.map_or("no theme", |theme| &model.themes()[theme].label));
    println!("\nlater answers: {:?}", labels.collect::<Vec<_>>());
    Ok(())
}
