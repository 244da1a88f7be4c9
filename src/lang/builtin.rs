//! The packs that come with the crate, as they stand in `seeds/lang`.

macro_rules! pack {
    ($code:literal: $($file:literal)*) => {
        ($code, &[$(($file, include_str!(concat!("../../seeds/lang/", $code, "/", $file)))),*])
    };
}

/// A pack's code and its files: name and text.
type Pack = (&'static str, &'static [(&'static str, &'static str)]);

pub(super) const PACKS: &[Pack] = &[pack!("en":
    "pack.toml" "verbs.tsv" "words/stop.txt"
    "lists/no-content.txt"
    "lists/first-person.txt" "lists/interview-instructions.txt" "lists/interview-prompts.txt"
    "lists/interview-titles.txt" "lists/interview-words.txt"
    "lists/labels-interviewer.txt" "lists/labels-refused.txt" "lists/labels-respondent.txt"
)];
