//! The door in: files and tables become documents, codebooks and codings.

pub mod codebook;
