//! Tests: themes.
