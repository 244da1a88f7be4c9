//! `verbatims themes --show`: what a saved model or a learnt codebook holds.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};
use verbatims::import::model::{self, Saved};
use verbatims::themes::CodebookCoder;
use verbatims::{Theme, ThemeModel};

use crate::args::Global;
use crate::console::count;
use crate::exit::Outcome;
use crate::{show, theming};

/// Words of a theme that are shown; JSON has all.
const WORDS: usize = 12;

/// A saved file as it is shown.
struct Contents {
    /// What it is, in JSON and in a sentence.
    kind: &'static str,
    said: String,
    version: u32,
    language: (String, String),
    /// The themes with their words, and how many texts each was learnt from, where that is known.
    themes: Vec<(Theme, Option<usize>)>,
    /// The least and the greatest number of themes that the texts suggested.
    range: Option<(usize, usize)>,
}

/// Shows it as a page, or as JSON.
pub(crate) fn show(file: &Path, global: &Global) -> Outcome {
    let language = model::language(file)?;
    let contents = match model::read_saved(file, &language)? {
        Saved::Themes(model) => of_model(&model),
        Saved::Codebook(coder) => of_coder(&coder),
    };
    if global.json {
        writeln!(io::stdout(), "{:#}", contents.record())?;
        return Ok(());
    }
    let mut page = show::page();
    page.heading(&theming::name_of(file))?;
    let (code, name) = &contents.language;
    let version = contents.version;
    page.text(&format!("{}, in {name} ({code}); version {version} of the layout.", contents.said))?;
    page.blank()?;
    for (theme, size) in &contents.themes {
        let above = if theme.parent.is_some() { "  " } else { "" };
        let mark = format!("{:>7}  ", size.map_or_else(String::new, |size| size.to_string()));
        page.hanging(&mark, 11, &format!("{above}{} [{}]", theme.label, theme.id))?;
        if !theme.terms.is_empty() {
            let words: Vec<&str> = theme.terms.iter().take(WORDS).map(|(word, _)| word.as_str()).collect();
            let more = if theme.terms.len() > WORDS { ", …" } else { "" };
            page.line(11, &format!("{}{more}", words.join(", ")))?;
        }
    }
    Ok(page.finish()?)
}

fn of_model(model: &ThemeModel) -> Contents {
    let texts = model.sizes().iter().sum();
    let language = model.language();
    Contents {
        kind: "themes",
        said: format!(
            "{} that were found in {}",
            count(model.themes().len(), "theme"),
            count(texts, "different quotation")
        ),
        version: ThemeModel::VERSION,
        language: (language.code().to_owned(), language.name().to_owned()),
        themes: model.themes().iter().cloned().zip(model.sizes().iter().copied().map(Some)).collect(),
        range: Some(model.range()),
    }
}

fn of_coder(coder: &CodebookCoder) -> Contents {
    let language = coder.language();
    let theme = |mut theme: Theme| {
        let place = coder.codebook().codes.iter().position(|code| code.id.as_str() == theme.id.as_str());
        if let Some(code) = place.map(|place| &coder.codebook().codes[place]) {
            theme.terms = code.words.iter().map(|word| (word.clone(), 1.0)).collect();
        }
        (theme, place.and_then(|place| coder.sizes().get(place)).copied())
    };
    let codes = count(coder.codebook().codes.len(), "code");
    Contents {
        kind: "codebook",
        said: format!("{codes} of a codebook that was learnt, with how many quotations came under each then"),
        version: CodebookCoder::VERSION,
        language: (language.code().to_owned(), language.name().to_owned()),
        themes: coder.themes_of(&[], &[]).into_iter().map(theme).collect(),
        range: None,
    }
}

impl Contents {
    fn record(&self) -> Value {
        let themes = self.themes.iter().map(|(theme, size)| {
            json!({
                "id": theme.id,
                "label": theme.label,
                "parent": theme.parent,
                "size": size,
                "words": theme.terms.iter().map(|(word, _)| word).collect::<Vec<_>>(),
                "exemplars": theme.exemplars,
            })
        });
        json!({
            "kind": self.kind,
            "version": self.version,
            "language": self.language.0,
            "range": self.range,
            "themes": themes.collect::<Vec<_>>(),
        })
    }
}
