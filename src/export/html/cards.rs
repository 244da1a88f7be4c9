//! Each theme by itself: its words, quotations that stand for it, and the way to all of them.

use maud::{Markup, html};

use super::{Page, UNIT, cut, quotes, words};
use crate::report::ThemeCount;

/// So many themes are shown at once; the others unfold.
const FIRST: usize = 12;
/// Words and quotations of each.
const WORDS: usize = 10;
const EXEMPLARS: usize = 2;
/// How much of a quotation is shown.
const LENGTH: usize = 220;

/// The section.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let first = page.ranked.len().min(FIRST);
    html! {
        @if !page.ranked.is_empty() {
            section #words aria-labelledby="words-head" {
                h2 #words-head { (words::MADE_OF) }
                div.cards { @for theme in &page.ranked[..first] { (card(page, theme)) } }
                @if page.ranked.len() > first {
                    details.more {
                        summary { (words::more_themes(page.ranked.len() - first)) }
                        div.cards { @for theme in &page.ranked[first..] { (card(page, theme)) } }
                    }
                }
            }
        }
    }
}

fn card(page: &Page<'_>, count: &ThemeCount) -> Markup {
    let class = page.theme_class(&count.theme);
    let weak = page.weak.get(&count.theme).copied().unwrap_or_default();
    let (terms, exemplars) =
        page.analysis.theme(&count.theme).map_or((&[][..], &[][..]), |theme| (&theme.terms, &theme.exemplars));
    html! {
        article.card id=(class) {
            h3 { span class={ "dot c" (page.colour(&count.theme)) } aria-hidden="true" {} " " bdi { (count.label) } }
            p.note { @if count.total.of(UNIT) == 0 { (words::EMPTY_THEME) } @else { (words::number_of_quotations(&page.nouns, count.total.of(UNIT), weak)) } }
            @if !terms.is_empty() { p.words { span.key { (words::CODEBOOK_WORDS) " " } @for (word, _) in terms.iter().take(WORDS) { span.word { bdi { (word) } } " " } } }
            @for (number, quote) in exemplars.iter().filter_map(|id| page.numbered(id)).take(EXEMPLARS) {
                blockquote class=(quote.kind) { p { (quotes::hung(quote, html! { bdi { (cut(&quote.text, LENGTH)) } })) } }
                p.who { a href={ "#q" (number) } { (page.name(quote)) } }
            }
        }
    }
}
