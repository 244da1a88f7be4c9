//! The filter `extract`: documents in, what each holds out, a line a document, in order and in bounded memory.

use std::collections::BTreeMap;
use std::io::Write;

use rayon::prelude::*;
use verbatims::export::json::{self, Offsets};
use verbatims::{Document, DocumentId, DocumentKind, Extractor, Result};

/// A batch ends at either limit, so that memory is bounded by these and the longest document.
const BATCH_DOCUMENTS: usize = 512;
const BATCH_BYTES: usize = 4 << 20;

/// What spans count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OffsetUnit {
    #[default]
    Bytes,
    CodePoints,
}

/// How documents are read and written.
pub(crate) struct Filter {
    pub(crate) extractor: Extractor,
    /// The kind of documents that name none.
    pub(crate) kind: DocumentKind,
    pub(crate) offsets: OffsetUnit,
    /// Whether a line is a quotation rather than a document.
    pub(crate) rows: bool,
    /// Whether a document that cannot be read ends everything.
    pub(crate) stop: bool,
    /// The answers of tables with their numbers, which stand as `order` in their lines: ids do not tell in which order a table has them.
    pub(crate) order: BTreeMap<DocumentId, usize>,
}

/// How many documents went through.
#[derive(Default)]
pub(crate) struct Filtered {
    pub(crate) documents: usize,
    /// Those of them that could not be read.
    pub(crate) unread: usize,
}

impl Filter {
    /// Writes a line for each document, on all threads of the current pool: what was found in it, or `{"error", "line"}` where it could not be read.
    pub(crate) fn run<'a>(
        &self,
        documents: impl IntoIterator<Item = Result<Document<'a>>>,
        mut output: impl Write,
    ) -> Result<Filtered> {
        let mut filtered = Filtered::default();
        let mut documents = documents.into_iter();
        loop {
            let mut batch = next_batch(&mut documents);
            if batch.is_empty() {
                return Ok(filtered);
            }
            filtered.documents += batch.len();
            filtered.unread += batch.iter().filter(|document| document.is_err()).count();
            // What was read before is written, what comes behind is not.
            let bad = if self.stop { batch.iter().position(Result::is_err) } else { None };
            let error = bad.and_then(|at| batch.drain(at..).next()?.err());
            let lines: Vec<Result<Vec<u8>>> = batch.into_par_iter().map(|document| self.line(document)).collect();
            for line in lines {
                output.write_all(&line?)?;
            }
            if let Some(error) = error {
                output.flush()?;
                return Err(error);
            }
        }
    }

    fn line(&self, document: Result<Document<'_>>) -> Result<Vec<u8>> {
        let mut line = Vec::new();
        match document {
            Ok(mut document) => {
                if document.kind == DocumentKind::Auto {
                    document.kind = self.kind;
                }
                let offsets = match self.offsets {
                    OffsetUnit::Bytes => Offsets::Bytes,
                    OffsetUnit::CodePoints => Offsets::Chars(&document.text),
                };
                let found = self.extractor.extract(&document);
                if self.rows {
                    json::rows(&found, offsets, &mut line)?;
                } else {
                    json::extraction(&found, offsets, &mut line)?;
                    if let Some(order) = self.order.get(&document.id) {
                        line.splice(..1, format!("{{\"order\":{order},").into_bytes());
                    }
                }
            }
            Err(error) => json::unread(&error, &mut line)?,
        }
        Ok(line)
    }
}

fn next_batch<'a>(documents: &mut impl Iterator<Item = Result<Document<'a>>>) -> Vec<Result<Document<'a>>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH_DOCUMENTS && bytes < BATCH_BYTES {
        let Some(document) = documents.next() else { break };
        bytes += document.as_ref().map_or(0, |document| document.text.len());
        batch.push(document);
    }
    batch
}
