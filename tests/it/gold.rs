//! Tests: gold.
