//! Learning the table from texts whose quotations people have marked.

pub(crate) mod fit;
pub(crate) mod lessons;
pub(crate) mod speaker;
