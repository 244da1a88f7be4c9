//! Label Studio: tasks with predictions, to look through and correct quotations in a browser.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use serde_json::{Value, json};

use super::json::line;
use super::passages::{Lines, passages, xml_line};
use crate::document::Document;
use crate::error::Result;
use crate::id::{ThemeId, Unique};
use crate::report::Analysis;
use crate::text::{Positions, Span};
use crate::themes::Theme;

/// Writes the tasks as one JSON array, one for each document: its text, and a prediction with a region for each part of each quotation, for the words
/// that name the speaker and for the cue; relations `SpokenBy` and `ContinuationOf`; the themes as choices of the quotation's region.
///
/// Places count code points. Lines are ended by line feeds. The labelling interface is what [`config`] writes.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the text of a quotation's document is not given or is another; if the writer fails.
pub fn tasks(analysis: &Analysis, documents: &[Document<'_>], writer: impl Write) -> Result<()> {
    let names = names(analysis);
    let mut tasks: Vec<Value> = Vec::new();
    for passages in passages(analysis, documents)? {
        let lines = Lines::new(&passages.document.text);
        let mut regions = Regions { text: &lines.text, positions: Positions::new(&lines.text), result: Vec::new() };
        // Several quotations may share the words that name their speaker.
        let mut named: BTreeMap<(&str, Span), String> = BTreeMap::new();
        for (number, (quote, codings)) in (1..).zip(&passages.quotes) {
            let mut ids: Vec<String> = Vec::new();
            for (part, span) in (1..).zip(quote.content.iter().filter(|span| !span.is_empty())) {
                let id = if part == 1 { format!("q{number}") } else { format!("q{number}-{part}") };
                let value = regions.value(lines.map(*span));
                regions.label(&id, &value, "Quote");
                let themes: Vec<&String> = codings.iter().filter_map(|coding| names.get(&coding.theme)).collect();
                if !themes.is_empty() {
                    let mut value = value;
                    value["choices"] = json!(themes);
                    regions.result.push(
                        json!({"id": id, "from_name": "theme", "to_name": "text", "type": "choices", "value": value}),
                    );
                }
                if let Some(last) = ids.last() {
                    regions.relate(&id, last, "ContinuationOf");
                }
                ids.push(id);
            }
            let mention = quote.attribution.mention.as_ref().map(|mention| ("Speaker", "s", mention.span, "SpokenBy"));
            let cue = quote.cue.as_ref().map(|cue| ("Cue", "c", cue.span, "IntroducedBy"));
            for (label, letter, span, relation) in
                mention.into_iter().chain(cue).filter(|(_, _, span, _)| !span.is_empty())
            {
                let id = match named.get(&(label, span)) {
                    Some(id) => id.clone(),
                    None => {
                        let id = format!("{letter}{number}");
                        let value = regions.value(lines.map(span));
                        regions.label(&id, &value, label);
                        named.insert((label, span), id.clone());
                        id
                    }
                };
                if let Some(first) = ids.first() {
                    regions.relate(first, &id, relation);
                }
            }
        }
        let result = regions.result;
        let mut data = json!({"text": lines.text, "document": passages.document.id});
        for (name, value) in &passages.document.attributes {
            if data.get(name).is_none() {
                data[name] = json!(value);
            }
        }
        tasks.push(json!({
            "data": data,
            "predictions": [{"model_version": concat!("verbatims ", env!("CARGO_PKG_VERSION")), "result": result}],
        }));
    }
    line(&tasks, writer)
}

struct Regions<'t> {
    text: &'t str,
    positions: Positions<'t>,
    result: Vec<Value>,
}

impl Regions<'_> {
    fn value(&mut self, span: Span) -> Value {
        let (start, end) = (self.positions.code_point(span.start()), self.positions.code_point(span.end()));
        json!({"start": start, "end": end, "text": span.of(self.text)})
    }

    fn label(&mut self, id: &str, value: &Value, label: &str) {
        let mut value = value.clone();
        value["labels"] = json!([label]);
        self.result.push(json!({"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}));
    }

    fn relate(&mut self, from: &str, to: &str, label: &str) {
        let relation =
            json!({"from_id": from, "to_id": to, "type": "relation", "direction": "right", "labels": [label]});
        self.result.push(relation);
    }
}

/// Writes the labelling interface that the tasks need, with the themes of the analysis as choices.
///
/// # Errors
/// If the writer fails.
pub fn config(analysis: &Analysis, mut writer: impl Write) -> Result<()> {
    let mut choices = String::new();
    let names = names(analysis);
    for name in analysis.themes().iter().filter_map(|theme| names.get(&theme.id)) {
        // Writing to a string cannot fail.
        let _ = write!(choices, "\n    <Choice value=\"{}\"/>", attribute(name));
    }
    let themes = if choices.is_empty() {
        String::new()
    } else {
        format!(
            "  <Choices name=\"theme\" toName=\"text\" perRegion=\"true\" whenTagName=\"label\" whenLabelValue=\"Quote\" choice=\"multiple\">{choices}\n  </Choices>\n"
        )
    };
    writer.write_all(
        format!(
            "<View>\n  <Relations><Relation value=\"SpokenBy\"/><Relation value=\"ContinuationOf\"/><Relation value=\"IntroducedBy\"/></Relations>\n  \
             <Labels name=\"label\" toName=\"text\"><Label value=\"Quote\"/><Label value=\"Speaker\"/><Label value=\"Cue\"/></Labels>\n  \
             <Text name=\"text\" value=\"$text\" granularity=\"word\"/>\n{themes}</View>\n"
        )
        .as_bytes(),
    )?;
    Ok(())
}

/// The themes as choices, which are told apart by their names: on one line, without what XML cannot hold, each another.
fn names(analysis: &Analysis) -> BTreeMap<&ThemeId, String> {
    let mut taken = Unique::default();
    let mut name = |theme: &Theme| {
        let line = xml_line(&theme.label);
        taken.take(if line.is_empty() { "theme" } else { &line })
    };
    analysis.themes().iter().map(|theme| (&theme.id, name(theme))).collect()
}

/// A text as the value of an attribute.
fn attribute(text: &str) -> String {
    let mut value = String::new();
    for letter in text.chars() {
        match letter {
            '&' => value.push_str("&amp;"),
            '<' => value.push_str("&lt;"),
            '"' => value.push_str("&quot;"),
            other => value.push(other),
        }
    }
    value
}
