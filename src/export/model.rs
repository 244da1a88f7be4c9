//! Theme models and coders as files, to code other texts with later.

use std::io::Write;

use crate::error::Result;
use crate::themes::{CodebookCoder, ThemeModel};

/// The bytes of a model, which [`import::model::read`](crate::import::model::read) reads back.
///
/// # Errors
/// If the writer fails.
pub fn write(model: &ThemeModel, mut writer: impl Write) -> Result<()> {
    Ok(writer.write_all(&model.to_bytes())?)
}

/// The bytes of a coder, which [`import::model::read_coder`](crate::import::model::read_coder) reads back.
///
/// # Errors
/// If the writer fails.
pub fn write_coder(coder: &CodebookCoder, mut writer: impl Write) -> Result<()> {
    Ok(writer.write_all(&coder.to_bytes())?)
}
