//! What a user of the crate relies on. One binary, so that it links once.

#![allow(clippy::unwrap_used)]

mod agreement;
mod annotations;
#[cfg(feature = "cli")]
mod binary;
mod cases;
#[cfg(feature = "html-report")]
mod charts;
mod codebook;
mod codebook_words;
mod coder;
mod conversations;
mod cost;
mod determinism;
mod difference;
mod examples;
mod exports;
#[cfg(feature = "cli")]
mod fuzz_corpus;
mod german;
mod gold;
mod golden;
mod house;
#[cfg(feature = "html-report")]
mod html;
mod imports;
mod interview_kinds;
mod kinds;
mod language;
mod laws;
#[cfg(feature = "cli")]
mod made;
mod names;
mod news;
mod privacy;
mod questions;
#[cfg(feature = "refi")]
mod refi;
mod reports;
mod review;
mod scrambled;
mod statistics;
mod supply;
mod tally;
mod themes;
mod transcript_kinds;
mod transcripts;
mod verify;
