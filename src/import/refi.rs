//! REFI-QDA: projects (`.qdpx`) and codebooks (`.qdc`) of QDA programs, read leniently.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::archive::Archive;
use super::coded::{Highlight, is_shared, plain, stem};
use super::limits::Limits;
use super::xml::{Element, Piece, Xml};
use super::{Note, text};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::id::{CodeId, DocumentId, Unique};
use crate::quotes::Quote;
use crate::text::Span;
use crate::themes::{Code, Codebook, Codings};

/// A project: texts, codes, and who put which passage under which code.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Project {
    /// Its codes, parents before children.
    pub codebook: Codebook,
    /// Its text sources, by the names they have there.
    pub documents: Vec<Document<'static>>,
    /// The coded passages, by document, then by place.
    pub passages: Vec<Passage>,
    /// What was left out, and why.
    pub notes: Vec<Note>,
}

/// A passage that people coded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passage {
    /// The document it is in.
    pub document: DocumentId,
    /// Where it is.
    pub span: Span,
    /// Its codes, each with who gave it, where that is known.
    pub codes: Vec<(CodeId, Option<String>)>,
}

impl Project {
    /// The people who coded, by name.
    pub fn coders(&self) -> BTreeSet<&str> {
        self.passages.iter().flat_map(|passage| &passage.codes).filter_map(|(_, coder)| coder.as_deref()).collect()
    }

    /// The coded passages with their words and the names of their codes.
    pub fn highlights(&self) -> Vec<Highlight> {
        let names: BTreeMap<&CodeId, &str> =
            self.codebook.codes.iter().map(|code| (&code.id, code.name.as_str())).collect();
        let texts: BTreeMap<&DocumentId, &str> =
            self.documents.iter().map(|document| (&document.id, &*document.text)).collect();
        let one = |passage: &Passage| Highlight {
            document: Some(passage.document.to_string()),
            text: passage.span.of(texts.get(&passage.document).copied().unwrap_or_default()).to_owned(),
            themes: passage
                .codes
                .iter()
                .filter_map(|(code, _)| names.get(code).map(|name| (*name).to_owned()))
                .collect(),
            ..Highlight::default()
        };
        self.passages.iter().map(one).collect()
    }

    /// How many coded passages have nothing in common with any of these quotations, so that [`codings`](Self::codings) leaves them out.
    pub fn without_quotation(&self, quotes: &[&Quote]) -> usize {
        let alone = |(passage, highlight): &(&Passage, Highlight)| {
            let text = plain(&highlight.text);
            !highlight.themes.is_empty() && !quotes.iter().any(|quote| self.is_of(quote, passage, &text))
        };
        self.passages.iter().zip(self.highlights()).filter(alone).count()
    }

    /// Whether a passage is about a quotation: by its place where the quotation's words stand there in the project's text too, else by its words.
    fn is_of(&self, quote: &Quote, passage: &Passage, words: &str) -> bool {
        if !is_named(&quote.document, &passage.document) {
            return false;
        }
        let document = self.documents.iter().find(|document| document.id == passage.document);
        let first = quote.content.first().copied();
        let stands = document.zip(first).is_some_and(|(document, span)| {
            document.text.get(span.start()..span.end()).is_some_and(|words| quote.text.starts_with(words))
        });
        if stands { share(quote, passage.span) } else { is_shared(&plain(&quote.text), words) }
    }

    /// What people say of these quotations: each has the codes of the passages that it shares a third or more of the shorter of the two
    /// with, by the code's name. With `coder`, of one person only. Quotations of other documents are left out. A document is the same by its name without
    /// folders and ending; where its text is another here and there, passages are known by their words.
    pub fn codings(&self, quotes: &[&Quote], coder: Option<&str>) -> Codings {
        let names: BTreeMap<&CodeId, &str> =
            self.codebook.codes.iter().map(|code| (&code.id, code.name.as_str())).collect();
        let all: Vec<(&Passage, String)> = self
            .passages
            .iter()
            .zip(self.highlights())
            .map(|(passage, highlight)| (passage, plain(&highlight.text)))
            .collect();
        let known = |quote: &Quote| self.documents.iter().any(|document| is_named(&quote.document, &document.id));
        Codings::by_hand(quotes.iter().filter(|quote| known(quote)).map(|quote| {
            let found = all.iter().filter(|(passage, words)| self.is_of(quote, passage, words));
            let codes = found.flat_map(|(passage, _)| &passage.codes);
            let wanted = codes.filter(|(_, by)| coder.is_none_or(|coder| by.as_deref() == Some(coder)));
            (quote.id.clone(), wanted.filter_map(|(code, _)| names.get(code).copied()).collect::<Vec<&str>>())
        }))
    }
}

/// Whether a document of a run is that of a project: by its whole name, or by that without folders and ending.
fn is_named(document: &DocumentId, project: &DocumentId) -> bool {
    document == project || stem(document.as_str()) == stem(project.as_str())
}

/// Whether a quotation and a passage have a third of the shorter or more in common: people mark across turns.
fn share(quote: &Quote, passage: Span) -> bool {
    let length = |span: Span| span.end() - span.start();
    let common: usize = quote
        .content
        .iter()
        .map(|span| span.end().min(passage.end()).saturating_sub(span.start().max(passage.start())))
        .sum();
    let words: usize = quote.content.iter().copied().map(length).sum();
    common > 0 && common * 3 >= words.min(length(passage))
}

/// Reads a codebook: the codes of a `.qdc` file. Codes of one name below one parent get a number; sets are left out.
///
/// ```
/// use verbatims::import::refi;
///
/// let qdc = r##"<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
///   <Code guid="1" name="Housing" isCodable="false"><Code guid="2" name="Rent &amp; bills" isCodable="true">
///     <Description>What a home costs.</Description></Code></Code></Codes></CodeBook>"##;
/// let codebook = refi::codebook("codes.qdc", qdc)?;
/// let rent = &codebook.codes[1];
/// assert_eq!((rent.name.as_str(), rent.definition.as_str()), ("Rent & bills", "What a home costs."));
/// assert_eq!(rent.parent.as_ref(), Some(&codebook.codes[0].id));
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// For what is not XML, has a document type, or holds no code; the error names file and line.
pub fn codebook(file: &str, text: &str) -> Result<Codebook> {
    let mut draft = Draft::default();
    draft.read(&mut Xml::new(file, text, &Limits::default()))?;
    if draft.codes.is_empty() {
        return Err(Error::format(
            file,
            None,
            "no code in this codebook; it should hold `<CodeBook><Codes><Code name=…`",
        ));
    }
    Ok(draft.codebook().0)
}

/// Reads a project from a `.qdpx` file; see [`parse`].
///
/// # Errors
/// If the file cannot be read or is no project.
pub fn read(path: &Path) -> Result<Project> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    parse(&path.display().to_string(), &bytes)
}

/// Reads a project out of the bytes of a `.qdpx` file; `file` names it in messages.
///
/// Only texts inside the archive are read; sources outside it, pictures, sound, film, notes and links are left out, and the notes say so.
/// Positions count code points; a line break of CR LF is one where ATLAS.ti wrote the project, else two.
///
/// # Errors
/// If the archive is no ZIP or breaks its limits (10,000 entries, 1 GiB in all, a growth of 200 times, names that lead elsewhere, two entries of one name), more is read of it than [`Limits`] allow,
/// or its project is not XML.
pub fn parse(file: &str, bytes: &[u8]) -> Result<Project> {
    within(file, bytes, &Limits::default())
}

pub(super) fn within(file: &str, bytes: &[u8], limits: &Limits) -> Result<Project> {
    let mut archive = Archive::open(file, bytes, limits)?;
    let names = archive.names();
    let root = names
        .iter()
        .find(|name| name.ends_with(".qde") && !name.contains('/'))
        .ok_or_else(|| Error::format(file, None, "no project (`.qde`) in this archive"))?;
    let project = archive.read(root)?.unwrap_or_default();
    let inner = format!("{file}:{root}");
    let project = text::decode(&inner, &project)?.text;
    let mut draft = Draft::default();
    draft.read(&mut Xml::new(&inner, &project, limits))?;
    let mut notes: Vec<Note> =
        draft.skipped.iter().map(|(what, count)| Note::new(file, None, format!("{count} {what} left out"))).collect();
    let (codebook, ids) = draft.codebook();
    let entries = entries(&names);
    archive.check_all(draft.sources.iter().filter_map(|source| source.entry(&entries)))?;
    let mut taken = Unique::default();
    let mut documents: Vec<Document<'static>> = Vec::new();
    let mut passages = Vec::new();
    for mut source in std::mem::take(&mut draft.sources) {
        let name = if source.name.is_empty() { source.guid.clone() } else { source.name.clone() };
        let Some(text) = source.text(file, &mut archive, &entries, &mut notes)? else { continue };
        let id = if taken.is_taken(&name) { format!("{name} ({})", source.guid) } else { name.clone() };
        let id = DocumentId::from(taken.take(&id));
        let places = Places::new(&text, draft.atlas, &source.selections);
        let mut found = Vec::new();
        for selection in source.selections {
            let place = places.byte(selection.start).zip(places.byte(selection.end)).filter(|(start, end)| start < end);
            let Some((start, end)) = place else {
                let what = format!(
                    "in `{name}`, the passage {}..{} is left out: the text has {} characters",
                    selection.start, selection.end, places.characters
                );
                notes.push(Note::new(file, None, what));
                continue;
            };
            let codes = selection.codes.iter().filter_map(|(code, by)| {
                let coder = by.as_ref().map(|by| draft.users.get(by).unwrap_or(by).clone());
                ids.get(code).map(|id| (id.clone(), coder))
            });
            found.push(Passage { document: id.clone(), span: Span::new(start, end), codes: codes.collect() });
        }
        found.sort_by_key(|passage| (passage.span.start(), passage.span.end()));
        passages.extend(found);
        documents.push(Document::new(id.as_str(), text));
    }
    passages.sort_by(|a, b| a.document.cmp(&b.document));
    Ok(Project { codebook, documents, passages, notes })
}

/// Entries by what a path within the project calls them, in lower case: those in `sources` or `Sources`, also where NVivo puts them.
fn entries(names: &[String]) -> BTreeMap<String, &str> {
    let mut entries = BTreeMap::new();
    for name in names {
        let lower = name.to_lowercase();
        let Some(rest) = lower.strip_prefix("sources/") else { continue };
        for path in [Some(rest), rest.strip_prefix(".root/")].into_iter().flatten() {
            entries.entry(path.to_owned()).or_insert(name.as_str());
        }
    }
    entries
}

/// The bytes where the code points of selections are.
struct Places {
    bytes: BTreeMap<usize, usize>,
    /// The code points of the text.
    characters: usize,
}

impl Places {
    fn new(text: &str, atlas: bool, selections: &[Selection]) -> Self {
        let wanted: BTreeSet<usize> =
            selections.iter().flat_map(|selection| [selection.start, selection.end]).collect();
        let after_cr = |at: usize| at > 0 && text.as_bytes()[at - 1] == b'\r';
        let starts = text
            .char_indices()
            .filter(|(at, char)| !(atlas && *char == '\n' && after_cr(*at)))
            .map(|(at, _)| at)
            .chain([text.len()]);
        let mut places = Self { bytes: BTreeMap::new(), characters: 0 };
        let mut wanted = wanted.into_iter().peekable();
        for (nth, at) in starts.enumerate() {
            if wanted.next_if_eq(&nth).is_some() {
                places.bytes.insert(nth, at);
            }
            places.characters = nth;
        }
        places
    }

    fn byte(&self, code_point: usize) -> Option<usize> {
        self.bytes.get(&code_point).copied()
    }
}

/// A project or a codebook as its XML gives it.
#[derive(Default)]
struct Draft {
    atlas: bool,
    users: BTreeMap<String, String>,
    codes: Vec<DraftCode>,
    sources: Vec<Source>,
    /// What is in the file and not read, with how many.
    skipped: BTreeMap<&'static str, usize>,
}

struct DraftCode {
    guid: String,
    name: String,
    parent: Option<usize>,
    definition: String,
}

#[derive(Default)]
struct Source {
    guid: String,
    name: String,
    path: Option<String>,
    content: Option<String>,
    selections: Vec<Selection>,
}

#[derive(Default)]
struct Selection {
    start: usize,
    end: usize,
    /// The code's GUID, and the user's.
    codes: Vec<(String, Option<String>)>,
}

/// The entry that a path of a source leads to.
fn in_archive<'n>(path: &str, entries: &BTreeMap<String, &'n str>) -> Option<&'n str> {
    let inner = path.strip_prefix("internal://")?.trim_start_matches('/').to_lowercase();
    entries.get(&inner).copied()
}

impl Source {
    /// The entry with its text, where that is not in the project itself.
    fn entry<'n>(&self, entries: &BTreeMap<String, &'n str>) -> Option<&'n str> {
        if self.content.is_some() {
            return None;
        }
        in_archive(self.path.as_ref()?, entries)
    }

    /// Its plain text, in the project or in an entry of its own; none, with a note, where there is none.
    fn text(
        &mut self,
        file: &str,
        archive: &mut Archive<'_>,
        entries: &BTreeMap<String, &str>,
        notes: &mut Vec<Note>,
    ) -> Result<Option<String>> {
        if let Some(content) = self.content.take() {
            return Ok(Some(content));
        }
        let name = if self.name.is_empty() { &self.guid } else { &self.name };
        let Some(path) = &self.path else {
            notes.push(Note::new(file, None, format!("the source `{name}` is left out: it has no plain text")));
            return Ok(None);
        };
        let Some(entry) = in_archive(path, entries) else {
            let what = format!("the source `{name}` is left out: its text `{path}` is not in the archive");
            notes.push(Note::new(file, None, what));
            return Ok(None);
        };
        let bytes = archive.read(entry)?.unwrap_or_default();
        let read = text::decode(&format!("{file}:{entry}"), &bytes)?;
        notes.extend(read.notes);
        Ok(Some(read.text))
    }
}

/// GUIDs come with braces or without, in either case.
fn guid(element: &Element<'_>, name: &str) -> String {
    element.attribute(name).unwrap_or_default().trim_matches(['{', '}', ' ']).to_lowercase()
}

impl Draft {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        let mut above: Vec<usize> = Vec::new();
        loop {
            match xml.next()? {
                Piece::End => return Ok(()),
                Piece::Text(_) => {}
                Piece::Close(name) => {
                    if name == "Code" {
                        above.pop();
                    }
                }
                Piece::Open(element) => match element.name() {
                    "Project" => {
                        self.atlas = element.attribute("origin").is_some_and(|by| by.to_lowercase().contains("atlas"))
                    }
                    "User" => {
                        let name = element.attribute("name").unwrap_or_default();
                        if !name.is_empty() {
                            self.users.insert(guid(&element, "guid"), name);
                        }
                    }
                    "Code" => {
                        self.codes.push(DraftCode {
                            guid: guid(&element, "guid"),
                            name: element.attribute("name").unwrap_or_default().trim().to_owned(),
                            parent: above.last().copied(),
                            definition: String::new(),
                        });
                        above.push(self.codes.len() - 1);
                    }
                    "Description" => {
                        let text = xml.text()?;
                        if let Some(code) = above.last() {
                            self.codes[*code].definition = text.trim().to_owned();
                        }
                    }
                    "TextSource" => self.source(&element, xml)?,
                    "PictureSource" | "PDFSource" | "AudioSource" | "VideoSource" => {
                        *self.skipped.entry("sources that are no text (picture, PDF, sound, film)").or_default() += 1;
                        xml.skip()?;
                    }
                    "Note" => {
                        *self.skipped.entry("notes").or_default() += 1;
                        xml.skip()?;
                    }
                    "Case" => {
                        *self.skipped.entry("cases").or_default() += 1;
                        xml.skip()?;
                    }
                    "Set" => {
                        *self.skipped.entry("sets").or_default() += 1;
                        xml.skip()?;
                    }
                    "Link" | "Graph" => {
                        *self.skipped.entry("links and graphs").or_default() += 1;
                        xml.skip()?;
                    }
                    _ => {}
                },
            }
        }
    }

    fn source(&mut self, element: &Element<'_>, xml: &mut Xml<'_>) -> Result<()> {
        let mut source = Source {
            guid: guid(element, "guid"),
            name: element.attribute("name").unwrap_or_default(),
            path: element.attribute("plainTextPath"),
            ..Source::default()
        };
        let mut user = None;
        let mut in_passage = false;
        loop {
            match xml.next()? {
                Piece::End => break,
                Piece::Text(_) => {}
                Piece::Close(name) => match name.as_str() {
                    "TextSource" => break,
                    "PlainTextSelection" => in_passage = false,
                    _ => {}
                },
                Piece::Open(element) => match element.name() {
                    "PlainTextContent" => source.content = Some(xml.text()?),
                    // Where our own writer keeps an id that cannot be the name of a source.
                    "Description" if !in_passage => {
                        if let Some(id) = xml.text()?.strip_prefix("document: ") {
                            source.name = id.to_owned();
                        }
                    }
                    "PlainTextSelection" => {
                        let number = |name: &str| element.attribute(name).and_then(|value| value.trim().parse().ok());
                        let (Some(start), Some(end)) = (number("startPosition"), number("endPosition")) else {
                            return Err(xml.error(
                                "a `PlainTextSelection` needs `startPosition` and `endPosition`, both numbers",
                            ));
                        };
                        source.selections.push(Selection { start, end, codes: Vec::new() });
                        in_passage = true;
                    }
                    "Coding" => user = Some(guid(&element, "creatingUser")).filter(|user| !user.is_empty()),
                    "CodeRef" => {
                        if let Some(selection) = source.selections.last_mut().filter(|_| in_passage) {
                            selection.codes.push((guid(&element, "targetGUID"), user.clone()));
                        } else {
                            *self.skipped.entry("codings of whole sources").or_default() += 1;
                        }
                    }
                    _ => {}
                },
            }
        }
        self.sources.push(source);
        Ok(())
    }

    /// The codes with ids of their names, and the ids by GUID.
    fn codebook(&self) -> (Codebook, BTreeMap<String, CodeId>) {
        let mut by_guid = BTreeMap::new();
        let mut taken = Unique::default();
        let mut names: BTreeMap<Option<CodeId>, Unique> = BTreeMap::new();
        let mut codes: Vec<Code> = Vec::new();
        for draft in &self.codes {
            let parent = draft.parent.map(|parent| codes[parent].id.clone());
            let given = if draft.name.is_empty() { &draft.guid } else { &draft.name };
            let name = names.entry(parent.clone()).or_default().take(given);
            let mut code = Code::new(name);
            if taken.is_taken(code.id.as_str())
                && let Some(parent) = &parent
            {
                code.id = Code::new(format!("{parent} {}", code.name)).id;
            }
            let base = code.id.to_string();
            code.id = taken.take_numbered(&base, |number| format!("{base}-{number}")).into();
            code.parent = parent;
            code.definition.clone_from(&draft.definition);
            by_guid.insert(draft.guid.clone(), code.id.clone());
            codes.push(code);
        }
        (Codebook { codes }, by_guid)
    }
}
