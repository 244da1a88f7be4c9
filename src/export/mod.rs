//! The door out: quotations, themes and counts become files that other programs open.
