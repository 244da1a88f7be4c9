//! Whom a noun phrase names: mentions, roles and affiliations, coreference.
//!
//! | file | what it does |
//! |---|---|
//! | `mention` | what the words that name a speaker say: name, role, affiliation, what kind of speaker |
//! | `organisation` | organisations in the words around a name: in front of a role, behind a preposition, with 's |
//! | `role` | role and affiliation in the words around a name or a description |
//! | `kind` | whether a name or a description is a person's, an organisation's, a group's or a document's |
//! | `source_mention` | whom the source of a cue names, with names that "and" joins, appositions and "who" |
//! | `entities` | what a document tells of each speaker: one role and affiliation for all quotations of a person |
//! | `names` | the names of a document, and which are forms of one name |
//! | `pronoun` | whom a pronoun means |
//! | `definite` | whom "the judge" or "the company" means |
//! | `coreference` | resolves family names and descriptions to the fullest name, with what is told of it |

pub(crate) mod coreference;
mod definite;
mod entities;
mod kind;
pub(crate) mod mention;
pub(crate) mod names;
pub(crate) mod organisation;
mod pronoun;
pub(crate) mod role;
pub(crate) mod source_mention;
