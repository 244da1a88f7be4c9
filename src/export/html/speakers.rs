//! The source audit: who is quoted, how often, and with how many words.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{Page, SHORT, short, words};
use crate::quotes::{Evidence, Quote, Speaker};
use crate::report::SpeakerKey;

/// So many speakers are shown at once; the others unfold.
const FIRST: usize = 10;
/// And so many at most.
const MOST: usize = 300;
/// So many roles, kinds, affiliations.
const GROUPS: usize = 8;

/// What one speaker, or a group of them, says.
#[derive(Default)]
struct Voice<'a> {
    /// The fullest description.
    speaker: Option<&'a Speaker>,
    statements: usize,
    words: usize,
    documents: BTreeSet<&'a str>,
    people: BTreeSet<SpeakerKey<'a>>,
}

impl<'a> Voice<'a> {
    fn add(&mut self, quote: &'a Quote) {
        self.statements += 1;
        self.words += quote.text.split_whitespace().count();
        self.documents.insert(quote.document.as_str());
        self.people.extend(SpeakerKey::of(quote));
        let said = |speaker: &Speaker| usize::from(speaker.role.is_some()) + usize::from(speaker.affiliation.is_some());
        if let Some(speaker) = quote.speaker()
            && self.speaker.is_none_or(|known| said(speaker) > said(known))
        {
            self.speaker = Some(speaker);
        }
    }
}

/// The section.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let quotes = || page.analysis.quotes().iter().filter(|quote| !quote.is_interviewer());
    let all: usize = quotes().map(|quote| quote.text.split_whitespace().count()).sum();
    let mut voices: BTreeMap<SpeakerKey<'_>, Voice<'_>> = BTreeMap::new();
    for quote in quotes().filter(|quote| quote.speaker().is_some()) {
        if let Some(key) = SpeakerKey::of(quote) {
            voices.entry(key).or_default().add(quote);
        }
    }
    if voices.is_empty() {
        return html! {};
    }
    let mut voices: Vec<Voice<'_>> = voices.into_values().collect();
    voices.sort_by(|a, b| b.statements.cmp(&a.statements).then(b.words.cmp(&a.words)));
    // A survey in which nobody has a name is told in a sentence.
    let nameless = page.is_survey;
    html! {
        section #speakers aria-labelledby="speakers-head" {
            h2 #speakers-head { (page.nouns.people_head) }
            @if nameless { p { (words::each_respondent(voices.len(), quotes().count())) } }
            @else {
                p { (words::count(voices.len(), page.nouns.person, page.nouns.people)) ". " (unattributed(page)) }
                (table(page, &voices[..voices.len().min(FIRST)], all, words::WHO_IS_QUOTED))
                @if voices.len() > FIRST {
                    @let end = voices.len().min(MOST);
                    details.more {
                        summary { (words::more_speakers(end - FIRST)) }
                        (table(page, &voices[FIRST..end], all, &words::more_speakers(end - FIRST)))
                        @if end < voices.len() { p.note { (words::speakers_left_out(voices.len() - end)) } }
                    }
                }
            }
            (audits(page, all))
        }
    }
}

/// How many quotations have no speaker, and why.
fn unattributed(page: &Page<'_>) -> String {
    let without = page.analysis.quotes().iter().filter(|quote| quote.speaker().is_none());
    let (unresolved, none): (Vec<_>, Vec<_>) =
        without.partition(|quote| quote.attribution.evidence == Evidence::UnresolvedPronoun);
    words::unattributed(unresolved.len(), none.len())
}

fn table(page: &Page<'_>, voices: &[Voice<'_>], all: usize, label: &str) -> Markup {
    let has = |of: fn(&Speaker) -> bool| voices.iter().filter_map(|voice| voice.speaker).any(of);
    let (roles, places) = (has(|speaker| speaker.role.is_some()), has(|speaker| speaker.affiliation.is_some()));
    html! {
        div.wide role="region" tabindex="0" aria-label=(label) { table.sortable aria-label=(label) {
            thead { tr {
                th scope="col" { (words::NAME) } @if roles { th scope="col" { (words::ROLE) } } @if places { th scope="col" { (words::AFFILIATION) } }
                th scope="col" { (words::KIND) } th.n scope="col" { (words::STATEMENTS) } th.n scope="col" { (words::WORDS_SHARE) }
                @if page.documents > 1 { th.n scope="col" { (words::DOCUMENTS) } }
            } }
            tbody { @for (voice, speaker) in voices.iter().filter_map(|voice| Some((voice, voice.speaker?))) { tr {
                th scope="row" { bdi { (short(&speaker.name, SHORT)) } }
                @if roles { td { bdi { (speaker.role.as_deref().unwrap_or_default()) } } }
                @if places { td { bdi { (speaker.affiliation.as_deref().unwrap_or_default()) } } }
                td { (speaker.kind) }
                td.n { (words::grouped(voice.statements)) } td.n { (words::percent(share(voice.words, all))) }
                @if page.documents > 1 { td.n { (words::grouped(voice.documents.len())) } }
            } } }
        } }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// By kind, role and affiliation, each where it has two values or more.
fn audits(page: &Page<'_>, all: usize) -> Markup {
    let [kind, role, place] = words::AUDIT;
    let tables = [
        (kind, groups(page, &|speaker| Some(speaker.kind.to_string()))),
        (role, groups(page, &|speaker| speaker.role.clone())),
        (place, groups(page, &|speaker| speaker.affiliation.clone())),
    ];
    html! {
        @if tables.iter().any(|(_, groups)| groups.len() > 1) {
            div.multiples { @for (name, groups) in tables.iter().filter(|(_, groups)| groups.len() > 1) {
                div.multiple {
                    h3 { (words::audit(name)) }
                    table.sortable aria-label=(words::audit(name)) {
                        thead { tr { th scope="col" { (words::NAME) } th.n scope="col" { (page.nouns.people_head) } th.n scope="col" { (words::STATEMENTS) } th.n scope="col" { (words::WORDS_SHARE) } } }
                        tbody { @for (value, voice) in groups.iter().take(GROUPS) { tr {
                            th scope="row" { bdi { (short(value, SHORT)) } }
                            td.n { (words::grouped(voice.people.len())) } td.n { (words::grouped(voice.statements)) } td.n { (words::percent(share(voice.words, all))) }
                        } } }
                    }
                    @if groups.len() > GROUPS { p.note { (words::speakers_left_out(groups[GROUPS..].iter().map(|(_, voice)| voice.people.len()).sum())) } }
                }
            } }
        }
    }
}

fn groups<'a>(page: &Page<'a>, value: &dyn Fn(&Speaker) -> Option<String>) -> Vec<(String, Voice<'a>)> {
    let mut groups: BTreeMap<String, Voice<'a>> = BTreeMap::new();
    for quote in page.analysis.quotes().iter().filter(|quote| !quote.is_interviewer()) {
        if let Some(value) = quote.speaker().and_then(value).filter(|value| !value.trim().is_empty()) {
            groups.entry(value).or_default().add(quote);
        }
    }
    let mut groups: Vec<(String, Voice<'a>)> = groups.into_iter().collect();
    groups.sort_by(|(_, a), (_, b)| b.statements.cmp(&a.statements).then(b.words.cmp(&a.words)));
    groups
}
