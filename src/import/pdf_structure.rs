//! A look at the structure of a PDF before its pages are drawn: what goes round in a circle, is drawn without end, or unpacks to more than anybody reads.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::limits::Limits;
use crate::error::{Error, Result};

/// Forms inside forms, and folders of pages inside one another, at most.
const DEPTH: usize = 24;

/// What a page draws is written in its own words, of which a reader makes many times as much: one stream of them may have an eighth of what may come of a file.
const ONE: u64 = 8;

/// All that is drawn, as often as it is drawn, may have a fourth of it.
const ALL: u64 = 4;

/// The document, with nothing in it that a reader would not come to the end of. Its pictures are emptied, which hold no words.
pub(super) fn load(file: &str, bytes: &[u8], limits: &Limits) -> Result<Document> {
    let refuse = |what: &str| Error::format(file, None, format!("{what}; print it to a new PDF, or save it as text"));
    let most = limits.bytes_out_of(bytes.len() as u64);
    if packed_objects(bytes, most) {
        return Err(refuse(&format!("this PDF unpacks to more than {} MB", most / 1_000_000)));
    }
    let unread =
        |error| Error::format(file, None, format!("this PDF cannot be read: {error}; save it again, or as text"));
    let mut document = Document::load_mem(bytes).map_err(unread)?;
    if document.is_encrypted() {
        document.decrypt("").map_err(unread)?;
    }
    document.objects.values_mut().for_each(empty_picture);
    let mut drawing = Drawing { document: &document, work: BTreeMap::new(), one: most / ONE };
    let mut work = 0_u64;
    for page in document.page_iter() {
        work = work.saturating_add(drawing.page(page).map_err(refuse)?);
        if work > most / ALL {
            return Err(refuse(&format!("the pages of this PDF draw more than {} MB", most / ALL / 1_000_000)));
        }
    }
    Ok(document)
}

fn empty_picture(object: &mut Object) {
    if let Object::Stream(stream) = object
        && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image")
    {
        stream.content.clear();
        stream.dict.remove(b"Filter");
    }
}

/// Whether streams of objects, which are unpacked while the file is loaded, unpack to more than so many bytes.
fn packed_objects(bytes: &[u8], most: u64) -> bool {
    /// How far before a stream its dictionary begins.
    const DICTIONARY: usize = 1_000;
    let mut left = most;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let dictionary = &bytes[at.saturating_sub(DICTIONARY)..at];
        let own = memchr::memmem::rfind(dictionary, b"obj").map_or(dictionary, |from| &dictionary[from..]);
        let is_read = [&b"/ObjStm"[..], b"/XRef"].iter().any(|kind| memchr::memmem::find(own, kind).is_some());
        if !is_read || own.ends_with(b"end") {
            continue;
        }
        let packed = bytes[at + b"stream".len()..].trim_ascii_start();
        let unpacked = inflated(packed, left);
        if unpacked > left {
            return true;
        }
        left -= unpacked;
    }
    false
}

/// How many bytes a packed stream unpacks to, counted up to one past the limit.
fn inflated(packed: &[u8], most: u64) -> u64 {
    let mut unpacked = 0;
    let mut decoder = ZlibDecoder::new(packed).take(most.saturating_add(1));
    let mut buffer = [0; 1 << 14];
    // What is broken in it ends it, for whoever reads it as well.
    while let Ok(read @ 1..) = decoder.read(&mut buffer) {
        unpacked += read as u64;
    }
    unpacked
}

/// What is drawn, as far as it has been followed.
struct Drawing<'d> {
    document: &'d Document,
    /// The bytes that a form draws, with what it draws in turn; none while they are being counted. A form without resources draws with those of whoever draws it.
    work: BTreeMap<(ObjectId, usize), Option<u64>>,
    one: u64,
}

/// What is wrong with a PDF.
type Fault = &'static str;

const CIRCLE: Fault = "a form of this PDF draws itself";
const DEEP: Fault = "this PDF is nested too deep";
const LARGE: Fault = "a page of this PDF unpacks to more than anybody reads";

impl<'d> Drawing<'d> {
    /// The bytes that a page draws.
    fn page(&mut self, id: ObjectId) -> Result<u64, Fault> {
        let Ok(page) = self.document.get_dictionary(id) else { return Ok(0) };
        let mut resources = None;
        let mut above = Some(page);
        for step in 0.. {
            let Some(node) = above else { break };
            if step == DEPTH {
                return Err("the pages of this PDF are inside themselves");
            }
            resources = resources.or_else(|| self.dictionary(node, b"Resources"));
            above = self.dictionary(node, b"Parent");
        }
        let mut work = 0_u64;
        for content in self.document.get_page_contents(id) {
            let Ok(stream) = self.document.get_object(content).and_then(Object::as_stream) else { continue };
            work = work.saturating_add(self.stream(content, stream, resources, 0)?);
        }
        Ok(work)
    }

    fn dictionary(&self, within: &'d Dictionary, name: &[u8]) -> Option<&'d Dictionary> {
        let (_, object) = self.document.dereference(within.get(name).ok()?).ok()?;
        object.as_dict().ok()
    }

    fn stream(
        &mut self,
        id: ObjectId,
        stream: &'d Stream,
        around: Option<&'d Dictionary>,
        depth: usize,
    ) -> Result<u64, Fault> {
        if depth > DEPTH {
            return Err(DEEP);
        }
        let resources = self.dictionary(&stream.dict, b"Resources").or(around);
        let key = (id, resources.map_or(0, |resources| std::ptr::from_ref(resources).addr()));
        match self.work.get(&key) {
            Some(None) => return Err(CIRCLE),
            Some(Some(work)) => return Ok(*work),
            None => {}
        }
        self.work.insert(key, None);
        let content = self.content(stream)?;
        let mut work = content.len() as u64;
        let forms = resources.and_then(|resources| self.dictionary(resources, b"XObject"));
        for (name, times) in drawn(&content) {
            let form = forms.and_then(|forms| forms.get(&name).ok()).and_then(|form| form.as_reference().ok());
            let Some(form) = form else { continue };
            let Ok(inner) = self.document.get_object(form).and_then(Object::as_stream) else { continue };
            work = work.saturating_add(self.stream(form, inner, resources, depth + 1)?.saturating_mul(times));
        }
        self.work.insert(key, Some(work));
        Ok(work)
    }

    /// The words that a stream draws with.
    fn content(&self, stream: &Stream) -> Result<Vec<u8>, Fault> {
        let filters = stream.filters().unwrap_or_default();
        // Two packings, one in the other, unpack to more than can be counted beforehand.
        let packed = filters.iter().filter(|filter| matches!(**filter, b"FlateDecode" | b"LZWDecode")).count();
        let first_packed = filters.first() == Some(&&b"FlateDecode"[..]);
        if packed > 1 || stream.content.len() as u64 > self.one {
            return Err(LARGE);
        }
        if first_packed && inflated(&stream.content, self.one) > self.one {
            return Err(LARGE);
        }
        if filters.contains(&&b"LZWDecode"[..]) && stream.content.len() as u64 * LZW > self.one {
            return Err(LARGE);
        }
        Ok(if filters.is_empty() { stream.content.clone() } else { stream.decompressed_content().unwrap_or_default() })
    }
}

/// How many times longer than its packed form what LZW unpacks is, at the most that pages have.
const LZW: u64 = 64;

/// The names that are drawn (`/Fm1 Do`), with how often.
fn drawn(content: &[u8]) -> BTreeMap<Vec<u8>, u64> {
    let mut names = BTreeMap::new();
    for at in memchr::memmem::find_iter(content, b"Do") {
        let ends = content.get(at + 2).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let before = content[..at].trim_ascii_end();
        let from = before.iter().rposition(|byte| matches!(byte, b'/' | b' ' | b'\n' | b'\r' | b'\t'));
        if let Some(from) = from.filter(|from| ends && before[*from] == b'/') {
            *names.entry(plain(&before[from + 1..])).or_default() += 1;
        }
    }
    names
}

/// A name with the letters that it writes as numbers (`#41`).
fn plain(name: &[u8]) -> Vec<u8> {
    let mut letters = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((first, after)) = rest.split_first() {
        let number = (*first == b'#').then(|| after.get(..2)).flatten();
        let number = number.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        letters.push(number.unwrap_or(*first));
        rest = if number.is_some() { &after[2..] } else { after };
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_counted_by_its_name() {
        let found = drawn(b"q /Fm1 Do Q /A#42 Do\n/Fm1\nDo /Fm2 Done (a) Do /X gs 1 Do");
        let expected = [(b"AB".to_vec(), 1), (b"Fm1".to_vec(), 2)];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    }
}
