//! Who says which words of a paragraph: reporting clauses, their sources and contents, and the speaker of each quoted span.
//!
//! | file | what it does |
//! |---|---|
//! | `cue_context` | a cue in its sentence, and what features and rules ask about it |
//! | `cue_filter` | rejects most cues far from quotation marks, cheaply |
//! | `source` | the candidates for the source of a cue, and the best of them |
//! | `side` | on which side of source and cue the reported clause is |
//! | `boundary` | where the reported clause begins and ends, and what is fronted of it |
//! | `rules` | what the form of a sentence decides about a cue, whatever the models say |
//! | `according` | "according to" a source: the whole of it, and on which side its clause is |
//! | `trailing` | source and cue behind the clause that they report |
//! | `inserted` | source and cue inside the clause that they report |
//! | `parts`, `frame`, `subject`, `source_link` | where the verb comes second: the parts of a sentence, and frames known by order, case and mood |
//! | `joined` | second cues of one source |
//! | `reporting_clause` | puts these together: cue, source, side, reported clause |
//! | `statement` | whether a reported clause in the writer's words has the form of a statement |
//! | `clause_filter` | whether a reported clause in the writer's words is one |
//! | `paragraph_state` | what a paragraph leaves to the next one |
//! | `speaker_features` | a quoted span in its sentence, and the features of each choice of who says it |
//! | `speaker_choice` | ranks who could have said a quoted span |
//! | `evidence` | which rule an attribution rests on |

pub(crate) mod according;
pub(crate) mod boundary;
pub(crate) mod clause_filter;
pub(crate) mod cue_context;
pub(crate) mod cue_filter;
pub(crate) mod evidence;
pub(crate) mod frame;
pub(crate) mod inserted;
pub(crate) mod joined;
pub(crate) mod paragraph_state;
pub(crate) mod parts;
pub(crate) mod reporting_clause;
pub(crate) mod rules;
pub(crate) mod side;
pub(crate) mod source;
mod source_link;
pub(crate) mod speaker_choice;
pub(crate) mod speaker_features;
pub(crate) mod statement;
pub(crate) mod subject;
pub(crate) mod trailing;
