//! How much of a file is read, so that a small one cannot fill a machine.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How much may come of one file. What goes past a limit is refused with an error that names it; the other files are read.
///
/// The limits stand well above what people write: they stop files that are broken, or made to harm.
///
/// ```
/// use verbatims::import::Limits;
/// use verbatims::import::path::{self, PathOptions};
/// use verbatims::Language;
///
/// let mut limits = Limits::default();
/// limits.depth = 20;
/// let page = format!("{}Rent is high.", "<div>".repeat(500));
/// let options = PathOptions::new(Language::english()).limits(limits);
/// let error = path::bytes("page.html", page.as_bytes(), &options).unwrap_err();
/// assert!(error.to_string().contains("nested more than 80 deep"), "{error}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the file. The default is 1 GiB.
    pub bytes_in: u64,
    /// Bytes that are unpacked from it, and that its texts and cells take. A file that is larger than a sixteenth of this may take 16 times its size.
    /// The default is 128 MiB.
    pub bytes_out: u64,
    /// Elements of XML inside one another, and a fourth of those of web pages. The default is 256.
    pub depth: usize,
    /// Cells from the first to the last that is filled, of all sheets of a workbook. The default is 50 million.
    pub cells: usize,
    /// Elements and texts of a web page; of a small one as many as it has bytes, and 100,000. The default is 3 million.
    pub nodes: usize,
    /// Seconds of work, and for a file of more MiB than that one for each; kept where the file is read in a process of its own, as the program does.
    /// The default is 8.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes_in: 1 << 30, bytes_out: 128 << 20, depth: 256, cells: 50_000_000, nodes: 3_000_000, seconds: 8 }
    }
}

/// How many times its own size a file may take.
const GROWTH: u64 = 16;

impl Limits {
    /// The bytes that may come of a file of so many.
    pub fn bytes_out_of(&self, bytes_in: u64) -> u64 {
        self.bytes_out.max(bytes_in.saturating_mul(GROWTH))
    }

    /// The seconds of work that a file of so many bytes may take.
    pub fn seconds_for(&self, bytes_in: u64) -> u64 {
        self.seconds.max(bytes_in >> 20)
    }

    /// Refuses a file that is too large; `file` names it.
    pub(super) fn check_size(&self, file: &str, bytes: u64) -> Result<()> {
        if bytes <= self.bytes_in {
            return Ok(());
        }
        Err(Error::format(file, None, format!("this file has more than {} bytes; split it", self.bytes_in)))
    }
}
