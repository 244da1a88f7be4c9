use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use super::ORIGIN;
use super::xml::Xml;
use crate::error::{Error, Result};
use crate::export::passages::{guid, xml_line};
use crate::id::{ThemeId, Unique};
use crate::themes::{Codebook, Theme};

/// The colours that topmost codes take in turn: told apart by people who see red and green alike.
const COLOURS: [&str; 8] = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999"];

/// The tree of codes.
pub(super) struct Codes {
    /// Parents before children.
    codes: Vec<Code>,
    by_theme: BTreeMap<ThemeId, usize>,
    speakers: Vec<usize>,
    names: Unique,
}

struct Code {
    guid: String,
    /// Unique in the tree.
    name: String,
    definition: String,
    codable: bool,
    parent: Option<usize>,
}

impl Codes {
    /// The codes of the codebook in its order, then the themes that it does not have.
    pub(super) fn new(codebook: Option<&Codebook>, themes: &[Theme]) -> Self {
        let mut codes =
            Self { codes: Vec::new(), by_theme: BTreeMap::new(), speakers: Vec::new(), names: Unique::caseless() };
        let used: BTreeSet<&str> = themes.iter().map(|theme| theme.id.as_str()).collect();
        let mut number_of: BTreeMap<&str, usize> = BTreeMap::new();
        if let Some(codebook) = codebook {
            // A parent may stand behind its children in a table.
            let tree = codebook.tree();
            let mut open: Vec<_> = tree.children(None).to_vec();
            let listed: BTreeSet<&str> = codebook.codes.iter().map(|code| code.id.as_str()).collect();
            let orphan = |parent: &str| !listed.contains(parent);
            open.extend(
                codebook.codes.iter().filter(|code| code.parent.as_ref().is_some_and(|it| orphan(it.as_str()))),
            );
            open.reverse();
            while let Some(code) = open.pop() {
                let id = code.id.as_str();
                if number_of.contains_key(id) {
                    continue;
                }
                let parent = code.parent.as_ref().and_then(|parent| number_of.get(parent.as_str())).copied();
                let codable = !tree.is_heading(code) || used.contains(id);
                number_of.insert(id, codes.add("code", id, &code.name, &code.definition, codable, parent));
                open.extend(tree.children(Some(&code.id)).iter().rev());
            }
        }
        for theme in themes {
            let id = theme.id.as_str();
            let number = match number_of.get(id) {
                Some(number) => *number,
                None => {
                    let words: Vec<&str> = theme.terms.iter().map(|(word, _)| word.as_str()).collect();
                    codes.add("code", id, &theme.label, &words.join(", "), true, None)
                }
            };
            codes.by_theme.insert(theme.id.clone(), number);
        }
        codes
    }

    fn add(
        &mut self,
        kind: &str,
        id: &str,
        name: &str,
        definition: &str,
        codable: bool,
        parent: Option<usize>,
    ) -> usize {
        let name = Some(xml_line(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| xml_line(id));
        let below = parent.map(|parent| format!("{name} ({})", self.codes[parent].name));
        // In the whole tree a name is there once: `Costs (Transport)` says more than `Costs (2)`.
        let name = match below {
            Some(below) if self.names.is_taken(&name) => {
                self.names.take_numbered(&below, |number| format!("{name} ({number})"))
            }
            _ => self.names.take(&name),
        };
        self.codes.push(Code {
            guid: guid(kind, &[id]),
            name,
            definition: definition.trim().to_owned(),
            codable,
            parent,
        });
        self.codes.len() - 1
    }

    /// A code for each speaker, below one that only orders them.
    pub(super) fn add_speakers(&mut self, names: Vec<&str>) {
        if names.is_empty() {
            return;
        }
        let above = self.add("speakers", "", "Speakers", "Who said it.", false, None);
        for (number, name) in names.into_iter().enumerate() {
            let code = self.add("speaker", &format!("{number} {name}"), name, "", true, Some(above));
            self.speakers.push(code);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The GUID of a theme's code.
    pub(super) fn of_theme(&self, theme: &ThemeId) -> Option<&str> {
        self.by_theme.get(theme).map(|number| self.codes[*number].guid.as_str())
    }

    /// The GUID of a speaker's code, by the number of the speaker.
    pub(super) fn of_speaker(&self, number: usize) -> Option<&str> {
        self.speakers.get(number).map(|number| self.codes[*number].guid.as_str())
    }

    pub(super) fn write(&self, xml: &mut Xml) -> Result<()> {
        let mut below: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (number, code) in self.codes.iter().enumerate() {
            below.entry(code.parent).or_default().push(number);
        }
        xml.open("Codes", &[])?;
        let top = below.get(&None).cloned().unwrap_or_default();
        // Each code to be opened, or closed, with its colour.
        let mut open: Vec<(usize, bool, usize)> =
            top.into_iter().zip(0..).map(|(code, at)| (code, false, at)).collect();
        open.reverse();
        while let Some((number, done, colour)) = open.pop() {
            if done {
                xml.close("Code")?;
                continue;
            }
            let code = &self.codes[number];
            let codable = if code.codable { "true" } else { "false" };
            let attributes = [
                ("guid", code.guid.as_str()),
                ("name", &code.name),
                ("isCodable", codable),
                ("color", COLOURS[colour % COLOURS.len()]),
            ];
            let children = below.get(&Some(number)).map(Vec::as_slice).unwrap_or_default();
            if children.is_empty() && code.definition.is_empty() {
                xml.empty("Code", &attributes)?;
                continue;
            }
            xml.open("Code", &attributes)?;
            if !code.definition.is_empty() {
                xml.text("Description", &code.definition)?;
            }
            open.push((number, true, colour));
            open.extend(children.iter().rev().map(|child| (*child, false, colour)));
        }
        xml.close("Codes")
    }
}

/// Writes a codebook (`.qdc`): codes with their definitions, as a tree. What the format cannot carry: words, exclusions and examples.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the codebook has no code; if the writer fails.
pub fn codebook(codebook: &Codebook, mut writer: impl Write) -> Result<()> {
    let codes = Codes::new(Some(codebook), &[]);
    if codes.is_empty() {
        return Err(Error::setting("codebook", "it has no code, and the format needs one"));
    }
    let mut xml = Xml::new()?;
    xml.open("CodeBook", &[("xmlns", "urn:QDA-XML:codebook:1.0"), ("origin", ORIGIN)])?;
    codes.write(&mut xml)?;
    xml.close("CodeBook")?;
    Ok(writer.write_all(&xml.finish())?)
}
