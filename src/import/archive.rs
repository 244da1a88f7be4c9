//! ZIP archives, read in memory and within limits; nothing is ever unpacked to the disk.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::limits::Limits;
use crate::error::{Error, Result};

/// The entries of an archive at most.
const ENTRIES: usize = 10_000;
/// What all entries may hold together, in bytes.
const TOTAL: u64 = 1 << 30;
/// How many times larger than its packed form an entry may be.
const RATIO: u64 = 200;

/// An archive whose entries have harmless names and sizes.
pub(super) struct Archive<'a> {
    file: &'a str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    budget: Budget,
}

impl<'a> Archive<'a> {
    /// Opens an archive and checks every entry; `file` names it in errors.
    pub(super) fn open(file: &'a str, bytes: &'a [u8], limits: &Limits) -> Result<Self> {
        let refuse = |what: String| Error::format(file, None, what);
        let zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| refuse(format!("this is no ZIP archive: {error}")))?;
        // Entries of one name hide each other, so that the archive shows fewer than its directory counts.
        if zip.len() > ENTRIES || counted(bytes).is_some_and(|counted| counted > ENTRIES) {
            return Err(refuse(format!("the archive holds more than {ENTRIES} entries")));
        }
        if counted(bytes).is_some_and(|counted| counted != zip.len()) {
            return Err(refuse("the archive holds two entries of one name".to_owned()));
        }
        let budget = Budget::new(limits.bytes_out_of(bytes.len() as u64));
        let mut archive = Self { file, zip, budget };
        let mut total = 0_u64;
        let mut names = BTreeSet::new();
        for index in 0..archive.zip.len() {
            let entry = archive.zip.by_index_raw(index).map_err(|error| refuse(error.to_string()))?;
            let name = entry.name().map_err(|error| refuse(error.to_string()))?.into_owned();
            if let Some(fault) = fault(&name) {
                return Err(refuse(format!("the archive holds the entry {name:?}, which {fault}")));
            }
            if !names.insert(name.to_lowercase()) {
                return Err(refuse(format!("the archive holds two entries of the name {name:?}")));
            }
            if entry.encrypted() {
                return Err(refuse(format!("the entry {name:?} is encrypted; save the file without a password")));
            }
            total = total.saturating_add(entry.size());
            if entry.size() > entry.compressed_size().max(1).saturating_mul(RATIO) {
                return Err(refuse(format!(
                    "the entry {name:?} grows more than {RATIO} times when it is unpacked ({} out of {} bytes)",
                    entry.size(),
                    entry.compressed_size()
                )));
            }
        }
        if total > TOTAL {
            return Err(refuse(format!("the archive holds {total} bytes; {TOTAL} are the limit")));
        }
        Ok(archive)
    }

    /// The names of its entries, sorted.
    #[cfg(feature = "refi")]
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.zip.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
        names.sort();
        names
    }

    /// Refuses an entry that is larger than the archive says of it, for a reader that goes by the archive.
    #[cfg(feature = "xlsx")]
    pub(super) fn check_sizes(&mut self) -> Result<()> {
        for index in 0..self.zip.len() {
            let entry = self.zip.by_index(index).map_err(|error| Error::format(self.file, None, error.to_string()))?;
            let (size, name) = (entry.size(), entry.name().map(|name| name.into_owned()).unwrap_or_default());
            // What is broken in it, the reader says when it comes to it.
            let read = std::io::copy(&mut entry.take(size + 1), &mut std::io::sink());
            if read.is_ok_and(|read| read > size) {
                let what = format!("the entry {name:?} cannot be read: it is larger than the archive says");
                return Err(Error::format(self.file, None, what));
            }
        }
        Ok(())
    }

    /// The size that the archive says an entry has; 0 where there is none of that name.
    #[cfg(any(feature = "refi", feature = "xlsx"))]
    pub(super) fn size(&mut self, name: &str) -> u64 {
        let index = self.zip.index_for_name(name);
        index.and_then(|index| self.zip.by_index_raw(index).ok()).map_or(0, |entry| entry.size())
    }

    /// Refuses entries that are too much to be read, one after the other and some again, before the first of them is.
    #[cfg(feature = "refi")]
    pub(super) fn check_all<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> Result<()> {
        let mut budget = self.budget.clone();
        for name in names {
            if !budget.take(self.size(name)) {
                return Err(too_much(self.file, &self.budget));
            }
        }
        Ok(())
    }

    /// The bytes of one entry; none where there is none of that name. All that is read, again and again or not, counts.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let file = self.file;
        let broken = |what: String| Error::format(file, None, format!("the entry {name:?} cannot be read: {what}"));
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let entry = self.zip.by_index(index).map_err(|error| broken(error.to_string()))?;
        let size = entry.size();
        if !self.budget.take(size) {
            return Err(too_much(file, &self.budget));
        }
        let mut bytes = Vec::new();
        // What the directory says of the size was checked; what comes may not be more.
        let read = entry.take(size + 1).read_to_end(&mut bytes).map_err(|error| broken(error.to_string()))?;
        if read as u64 > size {
            return Err(broken("it is larger than the archive says".to_owned()));
        }
        Ok(Some(bytes))
    }
}

fn too_much(file: &str, budget: &Budget) -> Error {
    let what = format!("its parts hold more than {} of text; save it in pieces, or as text", budget.in_words());
    Error::format(file, None, what)
}

/// The entries that the end of the archive counts; none where there is no such end, or the number does not fit in it.
fn counted(bytes: &[u8]) -> Option<usize> {
    const END: usize = 22;
    let from = bytes.len().saturating_sub(END + usize::from(u16::MAX));
    let at = memchr::memmem::rfind(&bytes[from..], b"PK\x05\x06")? + from;
    let count = bytes.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]]))).filter(|count| *count < usize::from(u16::MAX))
}

/// What is wrong with a name that leads out of a folder on one system or another.
fn fault(name: &str) -> Option<&'static str> {
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    if name.contains('\\') {
        Some("has a `\\` in its name")
    } else if name.contains('\0') {
        Some("has a NUL in its name")
    } else if name.starts_with('/') || drive {
        Some("begins at the root of a disk")
    } else if name.split('/').any(|part| part == "..") {
        Some("leads out of the archive (`..`)")
    } else {
        None
    }
}

/// The bytes that a file may still take.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    left: u64,
    whole: u64,
}

impl Budget {
    pub(super) fn new(whole: u64) -> Self {
        Self { left: whole, whole }
    }

    /// Takes so many bytes; false where there are not so many left.
    pub(super) fn take(&mut self, bytes: u64) -> bool {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or(0);
        left.is_some()
    }

    /// The whole of it in words.
    pub(super) fn in_words(&self) -> String {
        format!("{} MB", self.whole.div_ceil(1_000_000))
    }
}
