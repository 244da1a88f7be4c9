//! W3C Web Annotations: one JSON-LD value a line, with the place and the words, which still find a quotation after the text was edited.

use std::io::Write;

use serde_json::{Value, json};

use super::json::line;
use super::passages::{guid, labels, passages};
use crate::document::Document;
use crate::error::Result;
use crate::report::Analysis;
use crate::text::{Positions, Span};

/// How many characters before and after a quotation are given, to find it again.
const AROUND: usize = 32;

/// Writes an annotation for each quotation: a target for each part (`TextPositionSelector` in code points, `TextQuoteSelector`), the themes as bodies of
/// the purpose `tagging`, the speaker as one of the purpose `identifying`. `source` is the document's id as an IRI.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the text of a quotation's document is not given or is another; if the writer fails.
pub fn annotations(analysis: &Analysis, documents: &[Document<'_>], mut writer: impl Write) -> Result<()> {
    for passages in passages(analysis, documents)? {
        let text = &*passages.document.text;
        let mut positions = Positions::new(text);
        for (quote, codings) in &passages.quotes {
            let mut target = |span: &Span| {
                json!({
                    "source": iri(passages.document.id.as_str()),
                    "selector": [
                        {"type": "TextPositionSelector", "start": positions.code_point(span.start()), "end": positions.code_point(span.end())},
                        {"type": "TextQuoteSelector", "exact": span.of(text), "prefix": before(text, span.start()), "suffix": after(text, span.end())},
                    ],
                })
            };
            let mut targets: Vec<Value> = quote.content.iter().map(&mut target).collect();
            let body = |purpose: &str, value: &str| json!({"type": "TextualBody", "purpose": purpose, "value": value});
            let mut bodies: Vec<Value> =
                labels(analysis, codings).into_iter().map(|label| body("tagging", label)).collect();
            bodies.extend(quote.speaker().map(|speaker| body("identifying", &speaker.name)));
            let annotation = json!({
                "@context": "http://www.w3.org/ns/anno.jsonld",
                "id": format!("urn:uuid:{}", guid("annotation", &[quote.id.as_str()])),
                "type": "Annotation",
                "motivation": if codings.is_empty() { "identifying" } else { "classifying" },
                "creator": {"type": "Software", "name": concat!("verbatims ", env!("CARGO_PKG_VERSION"))},
                "body": bodies,
                "target": if targets.len() == 1 { targets.remove(0) } else { Value::Array(targets) },
            });
            line(&annotation, &mut writer)?;
        }
    }
    Ok(())
}

fn before(text: &str, at: usize) -> &str {
    let start = text[..at].char_indices().rev().nth(AROUND - 1).map_or(0, |(start, _)| start);
    &text[start..at]
}

fn after(text: &str, at: usize) -> &str {
    let end = text[at..].char_indices().nth(AROUND).map_or(text.len(), |(end, _)| at + end);
    &text[at..end]
}

/// An id as a relative IRI: what an IRI cannot hold is percent-encoded.
fn iri(id: &str) -> String {
    let mut iri = String::new();
    for letter in id.chars() {
        if letter.is_alphanumeric() || matches!(letter, '-' | '.' | '_' | '~' | '/') {
            iri.push(letter);
        } else {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                iri.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    iri
}
