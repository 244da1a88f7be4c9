//! The door in: files and tables become documents, codebooks and codings.

#[cfg(any(feature = "docx", feature = "refi", feature = "xlsx"))]
mod archive;
#[cfg(any(feature = "docx", feature = "html"))]
mod blocks;
pub mod codebook;
pub mod codings;
pub mod edits;
pub mod examples;
#[cfg(feature = "html")]
pub mod html;
pub mod jsonl;
pub mod model;
mod note;
#[cfg(feature = "docx")]
pub mod office;
pub mod path;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "refi")]
pub mod refi;
pub mod survey;
mod table;
pub mod text;
#[cfg(feature = "xlsx")]
mod workbook;
#[cfg(any(feature = "docx", feature = "refi"))]
mod xml;

pub use note::Note;
