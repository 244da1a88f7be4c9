//! What people say in an interview: turns of a transcript, with the questions that they answer kept apart.

use std::collections::BTreeMap;

use verbatims::{Document, DocumentKind, Extractor, Language};

const TRANSCRIPT: &str = "\
Interviewer: What changed when the night bus stopped?

P07: I gave up the late shift. A taxi costs what I earn in two hours.

P08: Nothing, really. I cycle.

Interviewer: And in winter?

P08: In winter I ask my sister. She says “not again” and comes anyway.
";

fn main() {
    // The kind of a text is told from the text; `.kind(…)` decides it for texts that look like something else.
    let document = Document::new("interview 3", TRANSCRIPT).kind(DocumentKind::Transcript);
    let extraction = Extractor::new(Language::english()).extract(&document);

    let (questions, answers): (Vec<_>, Vec<_>) = extraction.quotes.iter().partition(|quote| quote.is_interviewer());
    println!("{} questions, {} answers", questions.len(), answers.len());

    let mut by_speaker: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for answer in &answers {
        let name = answer.speaker().map_or("unknown", |speaker| speaker.name.as_str());
        by_speaker.entry(name).or_default().push(&answer.text);
    }
    for (name, texts) in by_speaker {
        println!("\n{name}");
        texts.iter().for_each(|text| println!("    {text}"));
    }
}
