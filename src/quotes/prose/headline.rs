//! Headlines that name who says the rest: "Müller: Bridge is safe", "Report: Bus ‘a disgrace’".

use crate::lang::Classes;

use super::syntax::index::{Id, Ids, ItemId};
use super::syntax::noun_phrase::{NounPhrase, PhraseKind};
use super::syntax::paragraph::Paragraph;
use super::syntax::token::{Shape, Tag, Token};

/// The longest headline, in items.
const LONGEST: usize = 40;

/// Who and what says something.
const SAYERS: Classes = Classes::PEOPLE.with(Classes::DOCUMENT).with(Classes::ORGANISATION);

/// Reads the first paragraph of a text as a headline; `body` is what follows it. The items behind the colon, without a full stop at the end, are
/// what the first noun phrase says.
pub(super) fn read(paragraph: &Paragraph, text: &str, body: &str) -> Option<Ids<ItemId>> {
    let items = &paragraph.items;
    let source = paragraph.phrases.list.first()?;
    let colon = source.end;
    let one_line = items.iter().skip(1).all(|item| !item.shape.has(Shape::NEWLINE));
    if source.first != ItemId::FIRST
        || items.get(colon)?.tag != Tag::Colon
        || items.len() > LONGEST
        || !one_line
        || body.trim().is_empty()
        || !may_say(paragraph, source, text, body)
    {
        return None;
    }
    let ends = |item: &Token| matches!(item.tag, Tag::Stop | Tag::Semicolon | Tag::Comma | Tag::Colon);
    let mut end = items.end();
    while end > colon + 1 && ends(&items[end - 1]) {
        end -= 1;
    }
    // What asks is asked by the writer: "Bo Ray: hero or fool?"
    let asks = items
        .last()
        .is_some_and(|item| item.tag == Tag::Stop && text.as_bytes().get(item.start as usize) == Some(&b'?'));
    let reported = &items[colon + 1..end];
    let words = reported.iter().filter(|item| item.tag > Tag::Punctuation).count();
    let whole = matches!(reported, [only] if only.tag == Tag::Quoted);
    // "Author: Bo Ray, Hull" is no headline.
    let says = |item: &Token| {
        matches!(item.tag, Tag::Quoted | Tag::Verb | Tag::Cue | Tag::Auxiliary | Tag::Modal | Tag::To)
            || item.verb.is_some()
            || item.classes.any(Classes::VERB)
    };
    let is_statement = reported.iter().any(says) && !asks && !whole && words + paragraph.quoted.len() >= 3;
    is_statement.then(|| Ids::new(colon + 1, end))
}

/// Whether the first noun phrase names a speaker.
fn may_say(paragraph: &Paragraph, source: &NounPhrase, text: &str, body: &str) -> bool {
    let items = &paragraph.items;
    let head = &items[source.head];
    match source.kind {
        PhraseKind::Name => {
            let own = &items[source.items()];
            let persons = SAYERS.with(Classes::GIVEN_HE).with(Classes::GIVEN_SHE);
            let known = own.iter().any(|item| item.classes.any(persons));
            // "Breaking: …", "The Latest: …": who says something is named again below.
            own[0].tag != Tag::Determiner && (known || is_named(body, &text[head.start as usize..head.end as usize]))
        }
        PhraseKind::Nominal => head.classes.any(SAYERS),
        _ => false,
    }
}

/// Whether a text names a word, in that form.
fn is_named(body: &str, word: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric();
    body.match_indices(word).any(|(at, _)| {
        !body[..at].chars().next_back().is_some_and(letter)
            && !body[at + word.len()..].chars().next().is_some_and(letter)
    })
}
