//! Who said what in an article, where, and on what that rests.

use verbatims::{Document, Extractor, Language};

const ARTICLE: &str = "\
The last bus leaves at six. “I walk home for an hour,” said María López, a nurse at Hull Infirmary, “and I am not the \
only one.” She added that the council had not answered her letters.

Tom Hale, who chairs the transport committee, called the plan “a gift to nobody”. The so-called “mobility hub” is a \
bench. It was said that “the money has run out”.";

fn main() {
    // An extractor is built once; then it reads any number of texts, on any number of threads.
    let extractor = Extractor::new(Language::english());
    let extraction = extractor.extract(&Document::new("buses", ARTICLE));

    for quote in &extraction.quotes {
        println!("{} (line {}): {}", quote.kind, quote.position.line, quote.text);
        match quote.speaker() {
            Some(speaker) => {
                let more = [&speaker.role, &speaker.affiliation].into_iter().flatten().map(String::as_str);
                let known: Vec<&str> = std::iter::once(speaker.name.as_str()).chain(more).collect();
                println!("    said by {}", known.join(", "));
            }
            // Where the text does not say who speaks, nobody is invented.
            None => println!("    said by somebody who is not named"),
        }
        println!("    by the evidence `{}`", quote.attribution.evidence);

        // Every part is a slice of the article, to the byte.
        for span in &quote.content {
            assert!(quote.text.contains(span.of(ARTICLE)));
        }
    }

    // Marks also stand around what nobody says.
    for aside in &extraction.not_quotes {
        println!("set aside ({}): {}", aside.why, aside.text);
    }

    // The same in words, for one passage: why each quotation has its speaker, or none.
    println!("\n{}", extractor.explain(&Document::new("passage", "“It rains,” he said.")));
}
