//! Headlines that name who says the rest: "Müller: Bridge is safe", "Report: Bus ‘a disgrace’".

use crate::lang::Classes;
use crate::quotes::prose::attribution::reporting_clause::Frames;
use crate::quotes::prose::syntax::noun_phrase::ChunkKind;
use crate::quotes::prose::syntax::paragraph::Paragraph;
use crate::quotes::prose::syntax::token::{Shape, Tag, Token};

/// The longest headline, in items.
const LONGEST: usize = 40;

/// Reads the first paragraph of a text as a headline; `body` is what follows it. The items behind the colon, without a full stop at the end, are
/// what the first noun phrase says.
pub(crate) fn read(paragraph: &Paragraph, frames: &Frames, text: &str, body: &str) -> Option<(usize, usize)> {
    /// Who and what says something.
    const SAYERS: Classes = Classes::PEOPLE.with(Classes::DOCUMENT).with(Classes::ORGANISATION);
    let items = &paragraph.items;
    let source = frames.chunks.first()?;
    let colon = source.end;
    let one_line = items.iter().skip(1).all(|item| !item.shape.has(Shape::NEWLINE));
    if source.first != 0
        || items.get(colon)?.tag != Tag::Colon
        || items.len() > LONGEST
        || !one_line
        || body.trim().is_empty()
    {
        return None;
    }
    let named = match source.kind {
        ChunkKind::Name => {
            let own = &items[..colon];
            let known =
                own.iter().any(|item| item.classes.any(SAYERS.with(Classes::GIVEN_HE).with(Classes::GIVEN_SHE)));
            // "Breaking: …", "The Latest: …": who says something is named again below.
            let head = &items[source.head];
            let word = &text[head.start as usize..head.end as usize];
            own[0].tag != Tag::Determiner && (known || is_named(body, word))
        }
        ChunkKind::Nominal => items[source.head].classes.any(SAYERS),
        _ => false,
    };
    let ends = |item: &Token| matches!(item.tag, Tag::Stop | Tag::Semicolon | Tag::Comma | Tag::Colon);
    let mut end = items.len();
    while end > colon + 1 && ends(&items[end - 1]) {
        end -= 1;
    }
    // What asks is asked by the writer: "Bo Ray: hero or fool?"
    let asks = items
        .last()
        .is_some_and(|item| item.tag == Tag::Stop && text.as_bytes().get(item.start as usize) == Some(&b'?'));
    let words = items[colon + 1..end].iter().filter(|item| item.tag > Tag::Punctuation).count();
    let whole = end == colon + 2 && items[colon + 1].tag == Tag::Quoted;
    // "Author: Bo Ray, Hull" is no headline.
    let says = |item: &Token| {
        matches!(item.tag, Tag::Quoted | Tag::Verb | Tag::Cue | Tag::Auxiliary | Tag::Modal | Tag::To)
            || item.verb.is_some()
            || item.classes.any(Classes::VERB)
    };
    let says = items[colon + 1..end].iter().any(says);
    (named && says && !asks && !whole && words + paragraph.quoted.len() >= 3).then_some((colon + 1, end))
}

/// Whether a text names a word, in that form.
fn is_named(body: &str, word: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric();
    body.match_indices(word).any(|(at, _)| {
        !body[..at].chars().next_back().is_some_and(letter)
            && !body[at + word.len()..].chars().next().is_some_and(letter)
    })
}
