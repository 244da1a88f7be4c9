use crate::lang::Language;
use crate::quotes::prose::{Engine, Settings, prose_below};
use crate::quotes::quote::QuoteKind;
use crate::text::Span;

/// What is found in a headline above a few sentences in which nobody speaks: kind, words, speaker.
fn found(headline: &str) -> Vec<(QuoteKind, String, String)> {
    let engine = Engine::new(Language::english(), Settings::default());
    let text = format!("{headline}\n\nThe gate stood open on Sunday. Two boats lay at the quay.");
    let ranges = [Span::new(0, text.len())];
    let drafts = prose_below(&engine, &text, &[], &ranges);
    let words = |spans: &[Span]| spans.iter().map(|span| span.of(&text)).collect::<Vec<_>>().join(" … ");
    let speaker = |draft: &crate::quotes::draft::QuoteDraft| draft.speaker.as_ref().map(|one| one.name.clone());
    drafts.quotes.iter().map(|draft| (draft.kind, words(&draft.content), speaker(draft).unwrap_or_default())).collect()
}

#[track_caller]
fn check(headline: &str, kind: QuoteKind, words: &str, speaker: &str) {
    assert_eq!(found(headline), [(kind, words.to_owned(), speaker.to_owned())], "{headline}");
}

#[test]
fn a_source_and_its_verb_close_a_headline() {
    let check = |headline, words, speaker| check(headline, QuoteKind::Indirect, words, speaker);
    check("Lifeguards slept through alarm, coroner finds", "Lifeguards slept through alarm", "coroner");
    check("Lifeguards Slept Through Alarm, Coroner Finds", "Lifeguards Slept Through Alarm", "Coroner");
    check("Ferry fares to double by June, warn islanders", "Ferry fares to double by June", "islanders");
    check("Pier not fit for tourists, says leaked letter", "Pier not fit for tourists", "letter");
    check("Three hurt in tram crash, police say", "Three hurt in tram crash", "police");
    check("Three hurt in tram crash, police say | The Quay Post", "Three hurt in tram crash", "police");
    check("Breaking: Three hurt in tram crash, police say", "Three hurt in tram crash", "police");
    check("Schools must reopen, judge rules", "Schools must reopen", "judge");
    check("Seeds were mixed up, court documents show", "Seeds were mixed up", "court documents");
    check("Seeds were mixed up, botanist tells MPs", "Seeds were mixed up", "botanist");
    check("Seeds were mixed up, botanist says after trial", "Seeds were mixed up", "botanist");
}

#[test]
fn a_source_stands_behind_a_colon() {
    let check = |headline, words, speaker| check(headline, QuoteKind::Indirect, words, speaker);
    check("Pilot ignored fog warning: report", "Pilot ignored fog warning", "report");
    check("Pilot Ignored Fog Warning: Inspectors", "Pilot Ignored Fog Warning", "Inspectors");
    check("Pilot ignored fog warning: judge", "Pilot ignored fog warning", "judge");
    check("Pilot ignored fog warning – inspectors", "Pilot ignored fog warning", "inspectors");
    check("Pilot ignored fog warning: Chile", "Pilot ignored fog warning", "Chile");
    check("No new berths for trawlers: harbour master", "No new berths for trawlers", "harbour master");
    check("Lifeboats unsafe: inspectors", "Lifeboats unsafe", "inspectors");
}

#[test]
fn a_source_opens_a_headline() {
    let check = |headline, words, speaker| check(headline, QuoteKind::Indirect, words, speaker);
    check("Inspectors: Pilot ignored fog warning", "Pilot ignored fog warning", "Inspectors");
    check("Poll: Most islanders want a bridge", "Most islanders want a bridge", "Poll");
    check("Head of sailors’ union: Strike goes on", "Strike goes on", "Head of sailors’ union");
    check("Islanders insist dam is not finished", "dam is not finished", "Islanders");
    check("Report says cargo deal breaks rules", "cargo deal breaks rules", "Report");
    check("Nora Quill Just Revealed Ferry Has Sunk", "Ferry Has Sunk", "Nora Quill");
    check("Nora Quill on the pier: Repairs will take years", "Repairs will take years", "Nora Quill");
    check("Nora Quill backs pilots: I would strike too", "I would strike too", "Nora Quill");
    check("WHO warns fever is spreading", "fever is spreading", "WHO");
    check("Captain tells MPs lifeboats were missing", "lifeboats were missing", "Captain");
    check("Captain Says Ferry Will Not Sail Again", "Ferry Will Not Sail Again", "Captain");
    check("UPDATE: Pilot says crossing too slow, costly", "crossing too slow, costly", "Pilot");
}

#[test]
fn marks_in_a_headline_are_kept_with_what_is_said() {
    check("Pier is ‘a death trap’, warns diving club", QuoteKind::Mixed, "Pier is ‘a death trap’", "club");
    check("Port ‘must be dredged’ by May: pilots", QuoteKind::Mixed, "Port ‘must be dredged’ by May", "pilots");
    check("‘We saw no lights’, say islanders", QuoteKind::Direct, "We saw no lights", "islanders");
    check("‘We saw no lights’: islanders on the wreck", QuoteKind::Direct, "We saw no lights", "islanders");
    check("‘We saw no lights’: islanders recall wreck", QuoteKind::Direct, "We saw no lights", "islanders");
    check("Captain blasts owners: ‘You sank us’", QuoteKind::Direct, "You sank us", "Captain");
    check("Pilots: ‘We saw no lights’", QuoteKind::Direct, "We saw no lights", "Pilots");
}

#[test]
fn labels_topics_and_acts_are_nobodys_words() {
    for headline in [
        "Review: The Lamplighter",
        "Opinion: Let the ferry sink",
        "Recipe: plum tart",
        "Chile: Quake shuts three mines",
        "Regatta: Moreno beats Diaz in a storm",
        "Harbour: a history in maps",
        "Growing old: my years at sea",
        "Nora Quill: saint or fraud?",
        "Pilots: the forgotten sailors",
        "How the wreck was found: the log",
        "Ten ways to save water",
        "Meet the new pilot: Nora Quill",
        "The woman who saved the pier: Nora Quill",
        "Council approves new pier",
        "Captain recounts last voyage",
        "Command debunks talk of raids",
        "Union leader announces retirement",
        "New Log Shows Gap Between Two Voyages",
        "Owners praise, mourn captain’s long career",
        "The one thing both ports want: break up cartels",
        "Captain, 61, says goodbye",
        "‘The Lamplighter’: a review",
        "‘Nautilus’: Museum opens new wing",
        "Storm: schools shut, ferries cancelled",
        "Council approves new pier - The Quay Post",
        "No sailing without a licence: the rules",
        "Safe and sound: Quay Road",
        "READ MORE: Ten ways to save water",
        "Harbour Board Denies Talk of Cancelled Sailings",
        "Police Confirm Arrest of Missing Pilot",
    ] {
        assert_eq!(found(headline), [], "{headline}");
    }
}

#[test]
fn a_heading_inside_a_text_is_read_where_its_end_names_who_speaks() {
    let text = "The pier opened in spring. Trade was slow.\n\nPilot ignored fog, inspectors say\n\nThe log was found on Sunday.";
    let engine = Engine::new(Language::english(), Settings::default());
    let drafts = prose_below(&engine, text, &[], &[Span::new(0, text.len())]);
    let content: Vec<&str> = drafts.quotes.iter().map(|draft| draft.content[0].of(text)).collect();
    assert_eq!(content, ["Pilot ignored fog"]);
}

#[test]
fn the_line_of_another_text_is_read_where_it_speaks_of_itself() {
    let engine = Engine::new(Language::english(), Settings::default());
    for (line, wanted) in [("We will not sell the ferry - Minister", 1), ("Old ferry sold at auction - Quay Post", 0)] {
        let text = format!("The pier opened in spring.\n\nRelated news:\n\n{line}\n\nThe log was found on Sunday.");
        assert_eq!(prose_below(&engine, &text, &[], &[Span::new(0, text.len())]).quotes.len(), wanted, "{line}");
    }
}

#[test]
fn a_heading_that_the_layout_sets_apart_is_read_as_a_headline_only() {
    let engine = Engine::new(Language::english(), Settings::default());
    for (heading, wanted) in [("Pilot ignored fog: inspectors", 1), ("Where the pilot said that the fog was thick", 0)]
    {
        let text = format!("{heading}\n\nThe log was found on Sunday.");
        let headings = [Span::new(0, heading.len())];
        let body = [Span::new(heading.len() + 2, text.len())];
        assert_eq!(prose_below(&engine, &text, &headings, &body).quotes.len(), wanted, "{heading}");
    }
}
