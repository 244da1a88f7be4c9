//! Tests: imports.
