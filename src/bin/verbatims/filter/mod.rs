//! The filters: JSON Lines in, JSON Lines out, a line for a line. The examples `extract` and `group` are these files with flags of their own, so that
//! neither knows of this program's arguments.

pub(crate) mod extract;
pub(crate) mod themes;
