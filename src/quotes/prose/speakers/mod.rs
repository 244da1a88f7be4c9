//! Whom a noun phrase names: mentions, roles and affiliations, coreference.
//!
//! | file | what it does |
//! |---|---|
//! | `mention` | what the words that name a speaker say: name, role, affiliation, what kind of speaker |
//! | `role` | role and affiliation in the words around a name or a description |
//! | `source_mention` | whom the source of a cue names, with names that "and" joins, appositions and "who" |
//! | `names` | the names of a document, and which are forms of one name |
//! | `coreference` | resolves family names, pronouns and descriptions to the fullest name |

pub(crate) mod coreference;
pub(crate) mod mention;
pub(crate) mod names;
pub(crate) mod role;
pub(crate) mod source_mention;
