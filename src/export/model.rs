//! Theme models as files, to code other texts with later.

use std::io::Write;

use crate::error::Result;
use crate::themes::ThemeModel;

/// The bytes of a model, which [`import::model::read`](crate::import::model::read) reads back.
///
/// # Errors
/// If the writer fails.
pub fn write(model: &ThemeModel, mut writer: impl Write) -> Result<()> {
    Ok(writer.write_all(&model.to_bytes())?)
}
