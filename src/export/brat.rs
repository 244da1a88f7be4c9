//! brat standoff: each text with a file of annotations beside it, and the configuration that brat needs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::passages::{Lines, labels, passages, stems};
use crate::document::Document;
use crate::error::Result;
use crate::id::{ThemeId, Unique};
use crate::report::Analysis;
use crate::text::{Positions, Span};

/// The files of a folder for brat, by name: `<document>.txt`, `<document>.ann` and `annotation.conf`. [`write::FileSet`](super::write::FileSet) writes them.
///
/// Quotations, the words that name the speaker and cues are entities (`Quote`, `Speaker`, `Cue`), a split quotation one entity of several fragments. `SpokenBy` relates
/// a quotation to its speaker. Each theme is an attribute, whose name in brat is made of the theme's; a note at the quotation gives speaker and themes in
/// full. Places count code points; lines are ended by line feeds.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the text of a quotation's document is not given or is another.
pub fn files(analysis: &Analysis, documents: &[Document<'_>]) -> Result<Vec<(String, Vec<u8>)>> {
    let passages = passages(analysis, documents)?;
    let names = attribute_names(analysis);
    let mut files = Vec::new();
    for (passages, stem) in passages.iter().zip(stems(&passages)) {
        let lines = Lines::new(&passages.document.text);
        let mut draft =
            Draft { text: &lines.text, positions: Positions::new(&lines.text), out: String::new(), entities: 0 };
        let (mut relations, mut attributes, mut notes) = (0, 0, 0);
        let mut named: BTreeMap<(&str, Span), usize> = BTreeMap::new();
        for (quote, codings) in &passages.quotes {
            let parts: Vec<Span> = quote.content.iter().map(|span| lines.map(*span)).collect();
            let Some(entity) = draft.entity("Quote", &parts) else { continue };
            let mention = quote.attribution.mention.as_ref().map(|mention| ("Speaker", mention.span));
            let cue = quote.cue.as_ref().map(|cue| ("Cue", cue.span));
            for (label, span) in mention.into_iter().chain(cue) {
                let known = named.get(&(label, span)).copied();
                let Some(other) = known.or_else(|| draft.entity(label, &[lines.map(span)])) else { continue };
                named.insert((label, span), other);
                if label == "Speaker" {
                    relations += 1;
                    draft.line(&format!("R{relations}\tSpokenBy Arg1:T{entity} Arg2:T{other}"));
                }
            }
            for name in codings.iter().filter_map(|coding| names.get(&coding.theme)) {
                attributes += 1;
                draft.line(&format!("A{attributes}\t{name} T{entity}"));
            }
            let speaker = quote.speaker().map(|speaker| format!("speaker: {}", speaker.name));
            let themes = labels(analysis, codings).join("; ");
            let themes = (!themes.is_empty()).then(|| format!("themes: {themes}"));
            let note: Vec<String> = speaker.into_iter().chain(themes).collect();
            if !note.is_empty() {
                notes += 1;
                let note = note.join("; ").split_whitespace().collect::<Vec<_>>().join(" ");
                draft.line(&format!("#{notes}\tAnnotatorNotes T{entity}\t{note}"));
            }
        }
        files.push((format!("{stem}.ann"), draft.out.into_bytes()));
        files.push((format!("{stem}.txt"), lines.text.as_bytes().to_vec()));
    }
    let mut config = "[entities]\nQuote\nSpeaker\nCue\n\n[relations]\nSpokenBy Arg1:Quote, Arg2:Speaker\n\n[events]\n\n[attributes]\n".to_owned();
    for theme in analysis.themes() {
        if let Some(name) = names.get(&theme.id) {
            // Writing to a string cannot fail.
            let _ = writeln!(config, "{name} Arg:Quote");
        }
    }
    files.push(("annotation.conf".to_owned(), config.into_bytes()));
    Ok(files)
}

struct Draft<'t> {
    text: &'t str,
    positions: Positions<'t>,
    out: String,
    entities: usize,
}

impl Draft<'_> {
    /// An entity of these parts; none where they hold nothing. Its fragments end where lines end, since brat reads it so.
    fn entity(&mut self, label: &str, parts: &[Span]) -> Option<usize> {
        let mut fragments: Vec<Span> = Vec::new();
        for part in parts {
            let mut start = part.start();
            for line in part.of(self.text).split_inclusive('\n') {
                let end = start + line.trim_end_matches('\n').len();
                if end > start {
                    fragments.push(Span::new(start, end));
                }
                start += line.len();
            }
        }
        if fragments.is_empty() {
            return None;
        }
        self.entities += 1;
        let mut places = Vec::new();
        for span in &fragments {
            let (start, end) = (self.positions.code_point(span.start()), self.positions.code_point(span.end()));
            places.push(format!("{start} {end}"));
        }
        let words: Vec<&str> = fragments.iter().map(|span| span.of(self.text)).collect();
        // A tab would end the cell; brat counts characters, and this is one for one.
        let words = words.join(" ").replace(['\t', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], " ");
        let line = format!("T{}\t{label} {}\t{words}", self.entities, places.join(";"));
        self.line(&line);
        Some(self.entities)
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }
}

/// A name of ASCII letters, digits and `_` for each theme, each another.
fn attribute_names(analysis: &Analysis) -> BTreeMap<ThemeId, String> {
    let mut names: BTreeMap<ThemeId, String> = BTreeMap::new();
    let mut taken = Unique::default();
    for (number, theme) in (1..).zip(analysis.themes()) {
        let words: Vec<&str> =
            theme.label.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let plain = theme.label.is_ascii()
            && words.first().is_some_and(|word| !word.starts_with(|it: char| it.is_ascii_digit()));
        let name = if plain { words.join("_") } else { format!("Theme_{number}") };
        let name = taken.take_numbered(&name, |number| format!("{name}_{number}"));
        names.insert(theme.id.clone(), name);
    }
    names
}
