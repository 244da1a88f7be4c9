use std::io::Cursor;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::error::Result;
use crate::export::passages::is_xml;

/// An XML file being written: indented, escaped, in memory.
pub(super) struct Xml(Writer<Cursor<Vec<u8>>>);

impl Xml {
    pub(super) fn new() -> Result<Self> {
        let mut writer = Writer::new_with_indent(Cursor::new(Vec::new()), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        Ok(Self(writer))
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        Ok(self.0.write_event(Event::Start(start))?)
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        Ok(self.0.write_event(Event::Empty(start))?)
    }

    pub(super) fn close(&mut self, name: &str) -> Result<()> {
        Ok(self.0.write_event(Event::End(BytesEnd::new(name)))?)
    }

    /// An element that holds nothing but text. What XML cannot hold is left out.
    pub(super) fn text(&mut self, name: &str, text: &str) -> Result<()> {
        let text: String = text.chars().filter(|letter| matches!(letter, '\n' | '\t') || is_xml(*letter)).collect();
        self.0.write_event(Event::Start(BytesStart::new(name)))?;
        self.0.write_event(Event::Text(BytesText::new(&text)))?;
        self.close(name)
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner().into_inner();
        bytes.push(b'\n');
        bytes
    }
}
