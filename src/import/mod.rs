//! The I/O module for input: files and tables become documents, codebooks and codings.
//!
//! [`path::read`] takes a file, a folder, a pattern or standard input, tells the form of each file from its ending and its bytes, and gives
//! [`Document`](crate::Document)s. Each form also has a module of its own that works on bytes or text in memory. What a
//! reader decided (an encoding that was guessed, columns left out as personal) comes back as a [`Note`], never as silence; what cannot be
//! read is an [`Error`](crate::Error) with file and line.
//!
//! Which files, columns and keys are understood: [`guide::formats`](crate::guide::formats).

#[cfg(any(feature = "docx", feature = "refi", feature = "xlsx"))]
mod archive;
#[cfg(any(feature = "docx", feature = "html"))]
mod blocks;
pub mod claims;
pub mod codebook;
mod codebook_columns;
mod codebook_table;
pub mod coded;
mod coded_columns;
pub mod codings;
mod contents;
pub mod edits;
pub mod embeddings;
mod encoding;
pub mod examples;
mod form;
#[cfg(feature = "html")]
pub mod html;
pub mod jsonl;
pub mod key;
mod limits;
pub mod model;
mod note;
#[cfg(feature = "xlsx")]
mod ods;
#[cfg(feature = "docx")]
pub mod office;
#[cfg(feature = "html")]
mod page_tree;
#[cfg(feature = "parquet")]
mod parquet;
pub mod path;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "pdf")]
mod pdf_margin;
#[cfg(feature = "pdf")]
mod pdf_pages;
#[cfg(feature = "pdf")]
mod pdf_structure;
#[cfg(feature = "pdf")]
mod pdf_turns;
pub mod plan;
#[cfg(feature = "refi")]
pub mod refi;
pub mod results;
pub mod speakers;
pub mod survey;
mod table;
pub mod text;
mod walk;
#[cfg(feature = "xlsx")]
mod workbook;
#[cfg(any(feature = "docx", feature = "refi", feature = "xlsx"))]
mod xml;

pub use contents::{Contents, Refusal, Request};
pub use limits::Limits;
pub use note::Note;
