//! REFI-QDA: projects (`.qdpx`) and codebooks (`.qdc`) for QDA programs.
//!
//! What is written is valid against the standard's schemas and keeps to what the programs that read it can take: texts as files inside the archive, ended
//! by line feeds, without a byte order mark; names of codes that are unique; dates wherever one may stand. The same analysis gives the same bytes: GUIDs are made
//! of names (UUID version 5), dates are fixed.

mod codes;
mod xml;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::passages::{Lines, Passages, guid, passages, short, xml_line};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::id::{DocumentId, Unique};
use crate::quotes::{Quote, Speaker, SpeakerKind};
use crate::report::Analysis;
use crate::text::Positions;
use crate::themes::Codebook;
use codes::Codes;
use xml::Xml;

pub use codes::codebook;

/// What made a file, as QDA programs show it.
const ORIGIN: &str = concat!("verbatims ", env!("CARGO_PKG_VERSION"));
/// Programs want a date; one of the day would make every file another.
const DATE: &str = "2000-01-01T00:00:00Z";

/// What positions in a project count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OffsetUnit {
    /// Code points, as the standard says.
    #[default]
    CodePoints,
    /// UTF-16 units, as NVivo seems to count.
    Utf16,
}

/// How a project is written.
#[derive(Clone, Debug, Default)]
pub struct ProjectOptions {
    name: Option<String>,
    codebook: Option<Codebook>,
    unit: OffsetUnit,
    speaker_codes: bool,
}

impl ProjectOptions {
    /// The name of the project. The default is "Quotations and themes".
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The codebook that the themes come from; it gives the order, the tree and the definitions. The default is a flat list of the themes.
    #[must_use]
    pub fn codebook(mut self, codebook: Codebook) -> Self {
        self.codebook = Some(codebook);
        self
    }

    /// What positions count. The default is code points.
    #[must_use]
    pub fn offset_unit(mut self, unit: OffsetUnit) -> Self {
        self.unit = unit;
        self
    }

    /// Whether speakers are codes too, below a code `Speakers`, for programs that take no notice of the selections of cases. The default is `false`.
    #[must_use]
    pub fn speaker_codes(mut self, speaker_codes: bool) -> Self {
        self.speaker_codes = speaker_codes;
        self
    }
}

/// What is worth saying about a project that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Documents in which a position is another in code points than in UTF-16 units: programs that count the other unit show other words there.
    pub unit_matters: Vec<DocumentId>,
    /// Documents with NUL or other control characters, which make a file no text: blanks stand in their place.
    pub blanked: Vec<DocumentId>,
}

/// Writes a project: the texts, a selection for each part of each quotation with its themes as codings, the speakers as cases with role, affiliation and kind.
///
/// Parts of one quotation are linked ("continues"). Attributes of documents become variables of sources. What the format cannot carry: scores and words of
/// evidence of codings, and attributes of single quotations.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the text of a quotation's document is not given or is another; if the writer fails.
pub fn project(
    analysis: &Analysis,
    documents: &[Document<'_>],
    options: &ProjectOptions,
    mut writer: impl Write,
) -> Result<Written> {
    let passages = passages(analysis, documents)?;
    let mut draft = Project::new(analysis, &passages, options);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let failed = |error: zip::result::ZipError| Error::from(std::io::Error::from(error));
    let entry = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    zip.start_file("project.qde", entry).map_err(failed)?;
    zip.write_all(&draft.write()?)?;
    let mut files: Vec<(String, &Lines<'_>)> =
        draft.sources.iter().map(|source| (format!("sources/{}.txt", source.guid), &source.lines)).collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, lines) in files {
        zip.start_file(name, entry).map_err(failed)?;
        // Each is one byte, as a blank is, so that places stay.
        zip.write_all(lines.text.replace(is_no_text, " ").as_bytes())?;
    }
    writer.write_all(zip.finish().map_err(failed)?.get_ref())?;
    let blanked = draft.sources.iter().filter(|source| source.lines.text.contains(is_no_text));
    let blanked = blanked.map(|source| source.passages.document.id.clone()).collect();
    Ok(Written { unit_matters: std::mem::take(&mut draft.unit_matters), blanked })
}

/// What readers take for a sign that a file is no text.
fn is_no_text(letter: char) -> bool {
    letter.is_ascii_control() && !matches!(letter, '\t' | '\n' | '\u{c}')
}

/// A document as a source.
struct Source<'a> {
    guid: String,
    /// Without signs that file systems refuse; unique.
    name: String,
    passages: &'a Passages<'a>,
    lines: Lines<'a>,
}

/// Somebody who is quoted, with the selections that hold the words.
struct Case<'a> {
    speaker: &'a Speaker,
    guid: String,
    role: Option<&'a str>,
    affiliation: Option<&'a str>,
    selections: Vec<String>,
}

struct Project<'a> {
    options: &'a ProjectOptions,
    user: String,
    codes: Codes,
    sources: Vec<Source<'a>>,
    cases: Vec<Case<'a>>,
    /// By speaker: groups and the unnamed are told apart by document.
    case_of: BTreeMap<(&'a str, Option<&'a DocumentId>), usize>,
    /// Names of variables with their GUIDs.
    variables: BTreeMap<String, String>,
    unit_matters: Vec<DocumentId>,
}

/// The variables of speakers; attributes of documents have names of their own.
const ROLE: &str = "role";
const AFFILIATION: &str = "affiliation";
const KIND: &str = "speaker type";

fn case_key(quote: &Quote) -> Option<(&str, Option<&DocumentId>)> {
    let speaker = quote.speaker()?;
    let everywhere = matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Organisation);
    Some((&speaker.name, (!everywhere).then_some(&quote.document)))
}

fn selection(quote: &Quote, part: usize) -> String {
    guid("selection", &[quote.id.as_str(), &part.to_string()])
}

impl<'a> Project<'a> {
    fn new(analysis: &Analysis, passages: &'a [Passages<'a>], options: &'a ProjectOptions) -> Self {
        let mut project = Self {
            options,
            user: guid("user", &[]),
            codes: Codes::new(options.codebook.as_ref(), analysis.themes()),
            sources: Vec::new(),
            cases: Vec::new(),
            case_of: BTreeMap::new(),
            variables: BTreeMap::new(),
            unit_matters: Vec::new(),
        };
        let mut names = Unique::caseless();
        for passages in passages {
            let id = passages.document.id.as_str();
            let clean: String = id
                .chars()
                .map(
                    |sign| {
                        if matches!(sign, '/' | '\\' | ':' | '?' | '*' | '"' | '<' | '>' | '|') { '_' } else { sign }
                    },
                )
                .collect();
            let clean = short(&xml_line(&clean), 120);
            project.sources.push(Source {
                guid: guid("source", &[id]),
                name: names.take(&clean),
                passages,
                lines: Lines::new(&passages.document.text),
            });
            for attribute in passages.document.attributes.keys() {
                let name = project.variable(attribute);
                project.variables.insert(name.clone(), guid("variable", &[&name]));
            }
            for (quote, _) in &passages.quotes {
                project.add_to_case(quote);
            }
        }
        if !project.cases.is_empty() {
            for name in [ROLE, AFFILIATION, KIND] {
                project.variables.insert(name.to_owned(), guid("variable", &[name]));
            }
        }
        if options.speaker_codes {
            let names = project.cases.iter().map(|case| case.speaker.name.as_str());
            project.codes.add_speakers(names.collect());
        }
        project
    }

    /// The name of the variable for an attribute of a document.
    fn variable(&self, attribute: &str) -> String {
        let name = xml_line(attribute);
        if [ROLE, AFFILIATION, KIND].contains(&name.as_str()) { format!("{name} (document)") } else { name }
    }

    fn add_to_case(&mut self, quote: &'a Quote) {
        let (Some(speaker), Some(key)) = (quote.speaker(), case_key(quote)) else { return };
        let number = *self.case_of.entry(key).or_insert_with(|| {
            self.cases.push(Case {
                speaker,
                guid: guid("case", &[key.0, key.1.map_or("", |document| document.as_str())]),
                role: None,
                affiliation: None,
                selections: Vec::new(),
            });
            self.cases.len() - 1
        });
        let case = &mut self.cases[number];
        case.role = case.role.or(speaker.role.as_deref());
        case.affiliation = case.affiliation.or(speaker.affiliation.as_deref());
        let parts = (0..quote.content.len()).filter(|part| !quote.content[*part].is_empty());
        case.selections.extend(parts.map(|part| selection(quote, part)));
    }

    /// The project as XML.
    fn write(&mut self) -> Result<Vec<u8>> {
        let mut xml = Xml::new()?;
        let name = xml_line(self.options.name.as_deref().unwrap_or("Quotations and themes"));
        xml.open(
            "Project",
            &[
                ("xmlns", "urn:QDA-XML:project:1.0"),
                ("name", &name),
                ("origin", ORIGIN),
                ("creatingUserGUID", &self.user),
                ("creationDateTime", DATE),
            ],
        )?;
        xml.open("Users", &[])?;
        xml.empty("User", &[("guid", &self.user), ("name", "verbatims"), ("id", "verbatims")])?;
        xml.close("Users")?;
        if !self.codes.is_empty() {
            xml.open("CodeBook", &[])?;
            self.codes.write(&mut xml)?;
            xml.close("CodeBook")?;
        }
        if !self.variables.is_empty() {
            xml.open("Variables", &[])?;
            for (name, guid) in &self.variables {
                xml.empty("Variable", &[("guid", guid), ("name", name), ("typeOfVariable", "Text")])?;
            }
            xml.close("Variables")?;
        }
        self.write_cases(&mut xml)?;
        if !self.sources.is_empty() {
            xml.open("Sources", &[])?;
            for source in &self.sources {
                if self.write_source(&mut xml, source)? {
                    self.unit_matters.push(source.passages.document.id.clone());
                }
            }
            xml.close("Sources")?;
        }
        self.write_links(&mut xml)?;
        xml.close("Project")?;
        Ok(xml.finish())
    }

    fn value(&self, xml: &mut Xml, variable: &str, value: &str) -> Result<()> {
        let Some(guid) = self.variables.get(variable) else { return Ok(()) };
        xml.open("VariableValue", &[])?;
        xml.empty("VariableRef", &[("targetGUID", guid)])?;
        xml.text("TextValue", value)?;
        xml.close("VariableValue")
    }

    fn write_cases(&self, xml: &mut Xml) -> Result<()> {
        if self.cases.is_empty() {
            return Ok(());
        }
        xml.open("Cases", &[])?;
        for case in &self.cases {
            xml.open("Case", &[("guid", &case.guid), ("name", &xml_line(&case.speaker.name))])?;
            self.value(xml, KIND, &case.speaker.kind.to_string())?;
            for (variable, value) in [(ROLE, case.role), (AFFILIATION, case.affiliation)] {
                if let Some(value) = value {
                    self.value(xml, variable, value)?;
                }
            }
            for selection in &case.selections {
                xml.empty("SelectionRef", &[("targetGUID", selection)])?;
            }
            xml.close("Case")?;
        }
        xml.close("Cases")
    }

    /// Writes a source; whether its positions depend on the unit.
    fn write_source(&self, xml: &mut Xml, source: &Source<'_>) -> Result<bool> {
        let document = source.passages.document;
        let path = format!("internal://{}.txt", source.guid);
        xml.open(
            "TextSource",
            &[
                ("guid", &source.guid),
                ("name", &source.name),
                ("plainTextPath", &path),
                ("creatingUser", &self.user),
                ("creationDateTime", DATE),
            ],
        )?;
        if source.name != document.id.as_str() {
            xml.text("Description", &format!("document: {}", document.id))?;
        }
        let mut positions = Positions::new(&source.lines.text);
        let mut matters = false;
        for (quote, codings) in &source.passages.quotes {
            let parts = quote.content.iter().enumerate().filter(|(_, span)| !span.is_empty());
            for (part, span) in parts {
                let span = source.lines.map(*span);
                let points = (positions.code_point(span.start()), positions.code_point(span.end()));
                let units = (positions.utf16(span.start()), positions.utf16(span.end()));
                matters |= points != units;
                let (start, end) = match self.options.unit {
                    OffsetUnit::CodePoints => points,
                    OffsetUnit::Utf16 => units,
                };
                let guid = selection(quote, part);
                xml.open(
                    "PlainTextSelection",
                    &[
                        ("guid", &guid),
                        ("name", &short(&xml_line(span.of(&source.lines.text)), 80)),
                        ("startPosition", &start.to_string()),
                        ("endPosition", &end.to_string()),
                        ("creatingUser", &self.user),
                        ("creationDateTime", DATE),
                    ],
                )?;
                xml.text("Description", &described(quote))?;
                let themes = codings.iter().filter_map(|coding| self.codes.of_theme(&coding.theme));
                let case = case_key(quote).and_then(|key| self.case_of.get(&key));
                let speaker = case.and_then(|case| self.codes.of_speaker(*case));
                for code in themes.chain(speaker) {
                    let coding = super::passages::guid("coding", &[&guid, code]);
                    xml.open("Coding", &[("guid", &coding), ("creatingUser", &self.user), ("creationDateTime", DATE)])?;
                    xml.empty("CodeRef", &[("targetGUID", code)])?;
                    xml.close("Coding")?;
                }
                xml.close("PlainTextSelection")?;
            }
        }
        for (attribute, value) in &document.attributes {
            self.value(xml, &self.variable(attribute), value)?;
        }
        xml.close("TextSource")?;
        Ok(matters)
    }

    fn write_links(&self, xml: &mut Xml) -> Result<()> {
        let quotes = || self.sources.iter().flat_map(|source| &source.passages.quotes).map(|(quote, _)| *quote);
        let parts = |quote: &Quote| -> Vec<String> {
            let parts = (0..quote.content.len()).filter(|part| !quote.content[*part].is_empty());
            parts.map(|part| selection(quote, part)).collect()
        };
        if !quotes().any(|quote| parts(quote).len() > 1) {
            return Ok(());
        }
        xml.open("Links", &[])?;
        for pair in quotes().map(parts).collect::<Vec<_>>().iter().flat_map(|parts| parts.windows(2)) {
            let guid = guid("link", &[&pair[0], &pair[1]]);
            xml.empty(
                "Link",
                &[
                    ("guid", &guid),
                    ("name", "continues"),
                    ("direction", "OneWay"),
                    ("originGUID", &pair[0]),
                    ("targetGUID", &pair[1]),
                ],
            )?;
        }
        xml.close("Links")
    }
}

/// What is known of a quotation, for a person to read.
fn described(quote: &Quote) -> String {
    let mut lines = Vec::new();
    if let Some(speaker) = quote.speaker() {
        lines.push(format!("speaker: {}", super::passages::described(speaker)));
    }
    lines.push(format!("kind: {}; evidence: {}", quote.kind, quote.attribution.evidence));
    if let Some(cue) = &quote.cue {
        lines.push(format!("cue: {}", cue.text));
    }
    lines.push(format!("id: {}", quote.id));
    lines.join("\n")
}
