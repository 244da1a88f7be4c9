//! Who says which words of a paragraph: reporting clauses, their sources and contents, and the speaker of each quoted span.
//!
//! | file | what it does |
//! |---|---|
//! | `cue_filter` | rejects most cues far from quotation marks, cheaply |
//! | `source` | the candidates for the source of a cue, and the best of them |
//! | `clause` | on which side the reported clause lies, where it begins and ends |
//! | `clause_filter` | whether a reported clause in the writer's words is one |
//! | `reporting_clause` | puts these together: cue, source, side, clause |
//! | `speaker_choice` | ranks who could have said a quoted span |
//! | `speaker_features` | the features that the ranking looks at |
//! | `evidence` | which rule an attribution rests on |

pub(crate) mod clause;
pub(crate) mod clause_filter;
pub(crate) mod cue_filter;
pub(crate) mod evidence;
pub(crate) mod reporting_clause;
pub(crate) mod source;
pub(crate) mod speaker_choice;
pub(crate) mod speaker_features;
