//! What the script of the page needs to know beyond the page itself, as JSON that no browser runs.

use maud::{Markup, PreEscaped, html};
use serde_json::{Map, Value, json};

use super::{Page, secure, words};

/// The block of data.
pub(super) fn block(page: &Page<'_>) -> Markup {
    let themes: Vec<Value> = page
        .ranked
        .iter()
        .map(|theme| {
            json!({
                "label": theme.label,
                "class": page.theme_class(&theme.theme),
                "parent": theme.parent.as_ref().map(|parent| page.theme_class(parent)),
                "colour": page.colour(&theme.theme),
            })
        })
        .collect();
    let texts = page.analysis.quotes().iter().flat_map(|quote| [quote.id.as_str(), quote.text.as_str()]);
    let words: Map<String, Value> =
        words::SCRIPT.iter().map(|(name, word)| ((*name).to_owned(), (*word).into())).collect();
    let data = json!({
        "title": page.title,
        "version": env!("CARGO_PKG_VERSION"),
        "key": secure::fingerprint(texts),
        "themes": themes,
        "survey": page.is_survey,
        "words": words,
    });
    // What ends a script or begins a comment in HTML is written as JSON may write it.
    let text = data.to_string().replace('<', "\\u003c");
    html! { script type="application/json" #data { (PreEscaped(text)) } }
}
