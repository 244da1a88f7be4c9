//! How it was done: what was read, what became of it, with what settings, and how to cite it.

use maud::{Markup, html};

use super::{Page, words};

/// The section.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let base = page.analysis.base();
    let coverage = page.analysis.coverage();
    let figures = words::Figures {
        all: base.all.quotes,
        content: base.content.quotes,
        no_content: base.no_content.quotes,
        coded: base.coded.quotes,
        uncoded: base.uncoded.quotes,
        sentiment: base.sentiment.quotes,
        with_several: page.analysis.with_several(),
        weak: coverage.weak,
        themes_each: coverage.themes_per_quote,
    };
    html! {
        section #method aria-labelledby="method-head" {
            h2 #method-head { (words::METHOD) }
            p { (words::METHOD_BYTES) " " (words::method_counts(figures)) " " (words::METHOD_TESTS) @if page.is_survey { " " (words::METHOD_SURVEY) } }
            @for sentence in &page.options.method { p { bdi { (sentence) } } }
            p.note { (words::METHOD_CAUTION) }
            @for (heading, lines) in page.options.records.iter().filter(|(_, lines)| !lines.is_empty()) {
                details.more {
                    summary { bdi { (heading) } }
                    ul { @for line in lines { li { bdi { (line) } } } }
                }
            }
            h3 { (words::CITE) }
            p { bdi { (words::cite(&page.title)) } }
        }
    }
}
