//! Every quotation with its speaker, its themes and the way to its place; what was set aside.

use maud::{Markup, html};

use super::{Page, SHORT, short, words};
use crate::id::QuoteId;
use crate::quotes::{Quote, QuoteKind};
use crate::text::Span;
use crate::themes::Coding;

/// Attributes of a quotation that say where it stands, not what it is of.
const PLACES: [&str; 7] = ["row", "column", "paragraph", "time", "respondent", "question", "note"];
/// So many attributes stand at the head of a quotation.
const ATTRIBUTES: usize = 6;
/// How much of a question is shown.
const QUESTION: usize = 120;

impl<'a> Page<'a> {
    /// A quotation and its number in the page, from 1.
    pub(super) fn numbered(&self, id: &QuoteId) -> Option<(usize, &'a Quote)> {
        let at = *self.places.get(id)?;
        Some((at + 1, &self.analysis.quotes()[at]))
    }

    /// Who said it, shortly: the name, or the number of a respondent.
    pub(super) fn name(&self, quote: &'a Quote) -> Markup {
        html! {
            @match (quote.attributes.get("respondent").filter(|_| quote.speaker().is_none()), quote.speaker()) {
                (Some(respondent), _) => strong { bdi { (respondent) } },
                (None, Some(_)) => (who(quote)),
                (None, None) => span.note { (words::not_named(quote.attribution.evidence.as_str())) },
            }
        }
    }
}

/// Every quotation.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let all = || page.analysis.coded_quotes().zip(1_usize..).filter(|(_, number)| page.listed.contains(number));
    let says_nothing = |quote: &Quote| page.analysis.has_content(&quote.id) == Some(false);
    let empty = all().filter(|((quote, _), _)| says_nothing(quote)).count();
    html! {
        section #quotations aria-labelledby="quotations-head" {
            h2 #quotations-head { (words::QUOTES) }
            div #tools {}
            @if page.analysis.quotes().is_empty() { p.note { (words::NO_QUOTATION) } }
            @if page.listed.len() < page.analysis.quotes().len() {
                p.note { (words::listed(page.listed.len(), page.analysis.quotes().len())) }
            }
            ol.quotes #list { @for ((quote, codings), number) in all().filter(|((quote, _), _)| !says_nothing(quote)) { (one(page, quote, &codings, number)) } }
            @if empty > 0 {
                details.more #empty {
                    summary { (words::without_content(empty)) }
                    ol.quotes { @for ((quote, codings), number) in all().filter(|((quote, _), _)| says_nothing(quote)) { (one(page, quote, &codings, number)) } }
                }
            }
        }
    }
}

fn one(page: &Page<'_>, quote: &Quote, codings: &[&Coding], number: usize) -> Markup {
    let (weak, sure): (Vec<&Coding>, Vec<&Coding>) = codings.iter().partition(|coding| coding.weak);
    html! {
        li.q #{ "q" (number) } data-id=(quote.id) data-judged[page.analysis.has_content(&quote.id) == Some(true)] {
            p.who {
                a.num href={ "#q" (number) } { "#" (number) } " " (page.name(quote))
                @for (name, value) in attributes(quote) { " " span.attr data-k=(name) { span.key { (short(name, 24)) " " } bdi { (short(value, 40)) } } }
                @if let Some(question) = quote.attributes.get("question").filter(|_| page.questions > 1) { " — " span.question { bdi { (short(question, QUESTION)) } } }
            }
            blockquote class=(quote.kind) { p { (hung(quote, own_words(quote))) } }
            p.foot {
                @for coding in &sure { (chip(page, coding)) " " }
                @if !weak.is_empty() { span.suggest { (words::SUGGESTED) " " @for coding in &weak { (chip(page, coding)) " " } } }
                span.place { @if !page.is_survey { span.kind { (quote.kind) } ", " } (place(page, quote, number)) }
            }
        }
    }
}

fn attributes(quote: &Quote) -> impl Iterator<Item = (&String, &String)> {
    let of =
        quote.attributes.iter().filter(|(name, value)| !PLACES.contains(&name.as_str()) && !value.trim().is_empty());
    of.take(ATTRIBUTES)
}

fn chip(page: &Page<'_>, coding: &Coding) -> Markup {
    let class = page.theme_class(&coding.theme);
    html! {
        a.chip.weak[coding.weak] data-t=(class) href={ "#" (class) } title=[(!coding.evidence.is_empty()).then(|| evidence(coding))] {
            span class={ "dot c" (page.colour(&coding.theme)) } aria-hidden="true" {} bdi { (page.label(&coding.theme)) } @if coding.weak { " ?" }
        }
    }
}

fn evidence(coding: &Coding) -> String {
    let words: Vec<&str> = coding.evidence.iter().map(|word| word.text.as_str()).collect();
    words::by(&words.join(", "))
}

/// A quotation with its marks where all its words are the speaker's; the first hangs in the margin.
pub(super) fn hung(quote: &Quote, words: Markup) -> Markup {
    html! {
        @if quote.kind == QuoteKind::Direct { span.hang { "“" } (words) "”" } @else { (words) }
    }
}

/// The words, with those that stand between marks told apart where the rest is the writer's.
fn own_words(quote: &Quote) -> Markup {
    if quote.kind == QuoteKind::Direct || quote.marked.is_empty() {
        return html! { bdi { (quote.text) } };
    }
    let mut pieces: Vec<(bool, &str)> = Vec::new();
    let mut told = 0;
    for (span, (start, run)) in quote.content.iter().zip(quote.runs()) {
        pieces.push((false, &quote.text[told..start]));
        let mut at = 0;
        for marked in quote.marked.iter().filter_map(|marked| within(*marked, *span)) {
            if let (Some(before), Some(own)) = (run.get(at..marked.start()), run.get(marked.range())) {
                pieces.extend([(false, before), (true, own)]);
                at = marked.end();
            }
        }
        pieces.push((false, &run[at..]));
        told = start + run.len();
    }
    pieces.push((false, &quote.text[told..]));
    html! { bdi { @for (own, piece) in pieces { @if own { span.own { (piece) } } @else { (piece) } } } }
}

/// The part of a span that lies in another, counted from the start of the other.
fn within(span: Span, other: Span) -> Option<Span> {
    let (start, end) = (span.start().max(other.start()), span.end().min(other.end()));
    (start < end).then(|| Span::new(start - other.start(), end - other.start()))
}

/// Name, role, affiliation; not what the name says already, nor what stands among the attributes.
pub(super) fn who(quote: &Quote) -> Markup {
    let is_told = |part: &str| quote.attributes.values().any(|value| value == part);
    html! {
        @if let Some(speaker) = quote.speaker() {
            strong.name { bdi { (speaker.name) } }
            @if let Some(role) = speaker.role.as_deref().filter(|role| !is_told(role) && !speaker.name.to_lowercase().contains(&role.to_lowercase())) { ", " bdi { (role) } }
            @if let Some(place) = speaker.affiliation.as_deref().filter(|place| !is_told(place) && !speaker.name.contains(place)) { ", " bdi { (place) } }
        }
    }
}

fn place(page: &Page<'_>, quote: &Quote, number: usize) -> Markup {
    let document = page.read_from(quote);
    html! {
        @if let Some(row) = quote.attributes.get("row") { span.doc { bdi { (short(document, SHORT)) } } ", " (words::ROW) " " (row) }
        @else if page.sources.contains_key(&quote.document) {
            a href={ "#m" (number) } { span.doc { bdi { (short(document, SHORT)) } } ", " (words::LINE) " " (quote.position.line) }
        } @else {
            span.doc { bdi { (short(document, SHORT)) } } ", " (words::LINE) " " (quote.position.line)
        }
    }
}

/// Stretches between marks that are no quotations, with the reason.
pub(super) fn set_aside(page: &Page<'_>) -> Markup {
    html! {
        @if !page.set_aside.is_empty() {
            section #set-aside aria-labelledby="set-aside-head" {
                h2 #set-aside-head { (words::SET_ASIDE) }
                details.more {
                    summary { (words::aside(page.set_aside.len())) }
                    ul { @for (document, not_quote) in &page.set_aside {
                        li { "“" bdi { (short(&not_quote.text, 160)) } "” " span.place { (not_quote.why) ", " bdi { (short(document.as_str(), SHORT)) } } }
                    } }
                }
            }
        }
    }
}
