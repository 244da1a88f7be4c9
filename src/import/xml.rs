//! XML without its dangers: a document type is an error, and so are entities of one's own and elements nested too deep.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::limits::Limits;
use crate::error::{Error, Result};

/// Attributes of one element, at most.
const ATTRIBUTES: usize = 1_000;

/// A file while it is read.
pub(super) struct Xml<'a> {
    file: &'a str,
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    deepest: usize,
}

/// What comes next. Names are without their prefix.
pub(super) enum Piece<'a> {
    Open(Element<'a>),
    Close(String),
    Text(Cow<'a, str>),
    End,
}

/// An element that opens.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// How many blanks an element of OpenDocument stands for that says how many.
    #[cfg(any(feature = "docx", feature = "xlsx"))]
    pub(super) fn blanks(&self) -> usize {
        /// No more than the element itself takes.
        const MOST: usize = 16;
        // A number that is too large for any text is large all the same.
        self.attribute("c").map_or(1, |count| count.trim().parse().unwrap_or(MOST)).min(MOST)
    }

    /// The attribute of that name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.0
            .attributes()
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned))
    }
}

impl<'a> Xml<'a> {
    /// `file` names it in errors.
    pub(super) fn new(file: &'a str, text: &'a str, limits: &Limits) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { file, text, reader, depth: 0, deepest: limits.depth }
    }

    /// An error at the place that has been reached.
    pub(super) fn error(&self, what: impl Into<String>) -> Error {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len());
        let line = memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count() as u64 + 1;
        Error::format(self.file, line, what)
    }

    pub(super) fn next(&mut self) -> Result<Piece<'a>> {
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|error| self.error(format!("this is not XML: {error}; save the file again")))?;
            return Ok(match event {
                Event::Start(start) | Event::Empty(start) => {
                    self.depth += 1;
                    if self.depth > self.deepest {
                        return Err(self.error(format!("elements are nested more than {} deep", self.deepest)));
                    }
                    // Each is compared with those before it.
                    if start.attributes().with_checks(false).nth(ATTRIBUTES).is_some() {
                        return Err(self.error(format!("an element has more than {ATTRIBUTES} attributes")));
                    }
                    for attribute in start.attributes() {
                        attribute
                            .map_err(|error| error.to_string())
                            .and_then(|attribute| {
                                attribute
                                    .normalized_value(XmlVersion::Implicit1_0)
                                    .map(drop)
                                    .map_err(|error| error.to_string())
                            })
                            .map_err(|error| self.error(format!("this is not XML: {error}; save the file again")))?;
                    }
                    Piece::Open(Element(start))
                }
                Event::End(end) => {
                    self.depth -= 1;
                    Piece::Close(end.local_name().into_inner().to_owned())
                }
                Event::Text(text) => Piece::Text(text.xml10_content()),
                Event::CData(text) => Piece::Text(text.xml10_content()),
                Event::GeneralRef(entity) => Piece::Text(Cow::Owned(self.character(&entity)?.to_string())),
                Event::DocType(_) => {
                    return Err(self
                        .error("a document type (DOCTYPE) is refused: it can read other files and grow without end"));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(self.error("this is not XML: it ends inside an element; save the file again"));
                }
                Event::Eof => Piece::End,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// Reads on to the end of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<()> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text of the element that was opened last, to its end.
    #[cfg(any(feature = "docx", feature = "refi"))]
    pub(super) fn text(&mut self) -> Result<String> {
        let outside = self.depth - 1;
        let mut text = String::new();
        while self.depth > outside {
            if let Piece::Text(part) = self.next()? {
                text.push_str(&part);
            }
        }
        Ok(text)
    }

    fn character(&self, entity: &quick_xml::events::BytesRef<'_>) -> Result<char> {
        let name: &str = entity;
        let known = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => entity
                .resolve_char_ref()
                .map_err(|error| self.error(format!("this is not XML: {error}; save the file again")))?,
        };
        known.ok_or_else(|| self.error(format!("the entity `&{name};` is not known")))
    }
}
