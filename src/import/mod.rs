//! The door in: files and tables become documents, codebooks and codings.

pub mod codebook;
pub mod model;
mod note;
pub mod survey;
mod table;
pub mod text;

pub use note::Note;
