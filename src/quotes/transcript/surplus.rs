//! What of a label is more than a name: the address of whoever writes, to whom a message goes?

use crate::lang::{Language, List};
use crate::quotes::transcript::label::Label;
use crate::quotes::transcript::trust::{Trust, trust};
use crate::text::slice::span_of_subslice;

/// `15:02:11 From Ida Moss to Everyone:` is a message of hers.
pub(super) fn of_message(language: &Language, text: &str, (label, own): (Label, Trust)) -> (Label, Trust) {
    let on = |list, word: &str| language.list(list).iter().any(|known| known.eq_ignore_ascii_case(word));
    let name = label.name.of(text);
    let Some((_, rest)) =
        name.split_once(' ').filter(|(first, _)| label.time.is_some() && on(List::MessageFrom, first))
    else {
        return (label, own);
    };
    let mut end = 0;
    for word in rest.split_inclusive(' ') {
        if end > 0 && on(List::MessageTo, word.trim()) {
            let label = Label { name: span_of_subslice(text, rest[..end].trim()), ..label };
            return (label, trust(language, text, &label));
        }
        end += word.len();
    }
    (label, own)
}

/// `Ida Moss, 4 Mill Lane – text`: what a comma joins to a name is a detail.
pub(super) fn without_address(language: &Language, text: &str, (label, own): (Label, Trust)) -> (Label, Trust) {
    let name = label.name.of(text);
    let Some((bare, behind)) = name.split_once(", ").filter(|_| label.details.is_none()) else { return (label, own) };
    let is_detail = behind.starts_with(|ch: char| ch.is_ascii_digit())
        || bare.contains(' ') && (behind.contains(' ') || behind.starts_with(char::is_lowercase));
    if !is_detail {
        return (label, own);
    }
    let label = Label { name: span_of_subslice(text, bare), details: Some(span_of_subslice(text, behind)), ..label };
    (label, trust(language, text, &label))
}
