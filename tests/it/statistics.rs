//! Tests: statistics.
