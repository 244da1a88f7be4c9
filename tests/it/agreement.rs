//! Tests: agreement.
