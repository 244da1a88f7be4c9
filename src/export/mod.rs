//! The I/O module for output: quotations, themes and counts become files that other programs open.
//!
//! Every writer takes an [`Analysis`](crate::Analysis) (or a part of it) and any [`std::io::Write`]; [`write::FileSet`] puts several of
//! them into a folder, all or none. [`csv`] guards spreadsheets against formulas, [`json`] keeps everything and is read back.
//! `workbook` (a feature) has the tables as sheets of one file.
//! `refi` (a feature), [`taguette`], [`labelstudio`], [`webanno`] and [`brat`] hand quotations in their places to other people's programs.
//!
//! Columns and keys: [`guide::formats`](crate::guide::formats).

pub mod brat;
#[cfg(feature = "html-report")]
pub mod charts;
pub mod csv;
pub mod edits;
#[cfg(feature = "html-report")]
pub mod html;
pub mod json;
pub mod labelstudio;
pub mod markdown;
pub mod model;
mod passages;
#[cfg(feature = "refi")]
pub mod refi;
#[cfg(feature = "html-report")]
mod scale;
pub mod taguette;
pub mod webanno;
#[cfg(feature = "workbook")]
pub mod workbook;
pub mod write;
