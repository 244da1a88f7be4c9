//! Tests: transcripts.
