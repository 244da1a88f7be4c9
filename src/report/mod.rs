//! Counting: themes by speaker, affiliation, document and any other facet; agreement between coders.
