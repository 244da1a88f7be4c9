//! Every quotation with its speaker, its themes and the way to its place; the filters; what was set aside.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};

use super::{Page, SHORT, short};
use crate::id::QuoteId;
use crate::quotes::{Quote, QuoteKind};

/// The speakers that the filter offers; those quoted most often come first.
const SPEAKERS: usize = 150;

impl<'a> Page<'a> {
    /// A quotation and its number in the page, from 1.
    pub(super) fn numbered(&self, id: &QuoteId) -> Option<(usize, &'a Quote)> {
        let at = self.analysis.quotes().iter().position(|quote| quote.id == *id)?;
        Some((at + 1, &self.analysis.quotes()[at]))
    }

    /// The speakers that the filter offers, with how often each is quoted.
    fn voices(&self) -> Vec<(&'a str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for speaker in self.analysis.quotes().iter().filter_map(Quote::speaker) {
            *counts.entry(&speaker.name).or_default() += 1;
        }
        let mut voices: Vec<(&str, usize)> = counts.into_iter().collect();
        voices.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        voices.truncate(SPEAKERS);
        voices
    }
}

/// The filters, as style rules: a quotation without the class that is asked for is not shown.
pub(super) fn rules(page: &Page<'_>) -> PreEscaped<String> {
    let mut rules = String::new();
    let classes = page.themes.values().map(|number| ("theme", format!("t{number}")));
    let voices = (1..=page.voices().len()).map(|number| ("speaker", format!("s{number}")));
    let fixed = [("theme", "t0".to_owned())];
    for (filter, class) in fixed.into_iter().chain(classes).chain(voices) {
        // Writing to a string cannot fail.
        let _ = write!(rules, "body:has(#by-{filter} option[value={class}]:checked) .q:not(.{class}){{display:none}}");
    }
    PreEscaped(rules)
}

/// Every quotation.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let voices = page.voices();
    let numbers: BTreeMap<&str, usize> = voices.iter().map(|(name, _)| *name).zip(1..).collect();
    html! {
        section #quotations {
            h2 { "Quotations" }
            form.filters {
                @if !page.themes.is_empty() {
                    label { "Theme " select #by-theme {
                        option value="all" { "all" }
                        @for theme in page.analysis.theme_counts() {
                            option value=(page.theme_class(&theme.theme)) { (short(&theme.label, SHORT)) " (" (theme.counts.quotes) ")" }
                        }
                        option value="t0" { "(no theme)" }
                    } }
                }
                @if voices.len() > 1 {
                    label { "Speaker " select #by-speaker {
                        option value="all" { "all" }
                        @for ((name, count), number) in voices.iter().zip(1..) { option value={ "s" (number) } { (short(name, SHORT)) " (" (count) ")" } }
                    } }
                }
                button type="reset" { "Show all" }
            }
            @if page.analysis.quotes().is_empty() { p.note { "There is no quotation." } }
            @if page.listed.len() < page.analysis.quotes().len() {
                p.note {
                    (page.listed.len()) " of " (page.analysis.quotes().len())
                    " quotations are listed here: the first, and those that stand for a theme. The tables have all of them."
                }
            }
            ol.quotes { @for ((quote, codings), number) in page.analysis.coded_quotes().zip(1_usize..).filter(|(_, number)| page.listed.contains(number)) {
                @let voice = quote.speaker().and_then(|speaker| numbers.get(speaker.name.as_str()));
                @let themes = codings.iter().map(|coding| page.theme_class(&coding.theme)).collect::<Vec<_>>().join(" ");
                li #{ "q" (number) } class={ "q " (if codings.is_empty() { "t0" } else { &themes }) @if let Some(voice) = voice { " s" (voice) } } {
                    blockquote class=(quote.kind) { p { bdi { (quoted(quote)) } } }
                    p.who { (who(quote)) @if quote.is_response() { " " span.tag { "response" } } }
                    p.foot {
                        @for coding in &codings {
                            a.chip.weak[coding.weak] href={ "#" (page.theme_class(&coding.theme)) } title=[(!coding.evidence.is_empty()).then(|| evidence(coding))] { (page.label(&coding.theme)) @if coding.weak { " ?" } }
                            " "
                        }
                        span.place { (quote.kind) ", " (place(page, quote, number)) }
                    }
                }
            } }
        }
    }
}

fn evidence(coding: &crate::themes::Coding) -> String {
    let words: Vec<&str> = coding.evidence.iter().map(|word| word.text.as_str()).collect();
    format!("by: {}", words.join(", "))
}

/// The words: between marks where they are the speaker's own.
fn quoted(quote: &Quote) -> String {
    match quote.kind {
        QuoteKind::Direct => format!("“{}”", quote.text),
        _ => quote.text.clone(),
    }
}

/// Name, role, affiliation, and the words that name the speaker where these differ.
pub(super) fn who(quote: &Quote) -> Markup {
    html! {
        @match quote.speaker() {
            Some(speaker) => {
                strong { bdi { (speaker.name) } }
                @if let Some(role) = speaker.role.as_deref().filter(|role| !speaker.name.to_lowercase().contains(&role.to_lowercase())) { ", " bdi { (role) } }
                @if let Some(place) = speaker.affiliation.as_deref().filter(|place| !speaker.name.contains(place)) { ", " bdi { (place) } }
            }
            None => span.note { "speaker not named (" (quote.attribution.evidence) ")" },
        }
    }
}

fn place(page: &Page<'_>, quote: &Quote, number: usize) -> Markup {
    html! {
        @if page.sources.contains_key(&quote.document) {
            a href={ "#m" (number) } { bdi { (short(quote.document.as_str(), SHORT)) } ", line " (quote.position.line) }
        } @else {
            bdi { (short(quote.document.as_str(), SHORT)) } ", line " (quote.position.line)
        }
    }
}

/// Stretches between marks that are no quotations, with the reason.
pub(super) fn set_aside(page: &Page<'_>) -> Markup {
    html! {
        @if !page.set_aside.is_empty() {
            section #set-aside {
                h2 { "Set aside" }
                details {
                    summary { (page.set_aside.len()) " stretches between quotation marks are not quotations" }
                    ul { @for (document, not_quote) in &page.set_aside {
                        li { "“" bdi { (short(&not_quote.text, 160)) } "” " span.place { (not_quote.why) ", " bdi { (short(document.as_str(), SHORT)) } } }
                    } }
                }
            }
        }
    }
}
