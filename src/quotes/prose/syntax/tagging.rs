//! Corrects tags by their neighbours in the sentence.

use crate::lang::{Classes, Grammar, Reports, VerbClass, VerbForm, VerbUse};

use super::lexicon::Lexicon;
use super::token::{Shape, Tag, Token};

/// Corrects the tags of a sentence by their neighbours.
pub(crate) fn tag_in_context(items: &mut [Token], lexicon: &Lexicon) {
    split_cues(items);
    if lexicon.writing.capitalised_nouns {
        return tag_capitalised_in_context(items);
    }
    tag_acronyms(items);
    tag_first(items);
    if is_headline(items) {
        tag_headline(items);
    }
    tag_first_noun(items);
    for at in 1..items.len() {
        if matches!(items[at].tag, Tag::Cue | Tag::Verb | Tag::Noun | Tag::Adjective | Tag::Word | Tag::Name) {
            tag_beside(items, at);
        }
    }
}

/// "WHO" is no pronoun among words that are not all in capitals.
fn tag_acronyms(items: &mut [Token]) {
    for at in 0..items.len() {
        let upper = |item: &Token| item.shape.has(Shape::UPPER);
        if items[at].tag != Tag::Relative || !upper(&items[at]) {
            continue;
        }
        let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| items.get(at));
        if !near.into_iter().any(upper) {
            items[at].tag = Tag::Name;
            items[at].classes = Classes::ORGANISATION;
        }
    }
}

/// Corrects the tag of the first word: its capital says nothing.
fn tag_first(items: &mut [Token]) {
    let Some(at) = items.iter().position(|item| item.tag > Tag::Punctuation || item.tag == Tag::Quoted) else {
        return;
    };
    let next = items.get(at + 1).map(|item| item.tag);
    let first = &mut items[at];
    if first.tag != Tag::Name
        || first.shape.has(Shape::UPPER)
        || first.classes.any(Classes::TITLE | Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::PLACE)
    {
        return;
    }
    let classes = first.classes;
    if first.verb.is_some() {
        first.tag = Tag::Cue;
    } else if classes.any(Classes::ADVERB) {
        first.tag = Tag::Adverb;
    } else if classes.any(Classes::PERSONAL | Classes::NOUN) {
        first.tag = Tag::Noun;
    } else if classes.any(Classes::ADJECTIVE) {
        first.tag = Tag::Adjective;
    } else if classes.any(Classes::VERB) {
        // "Rents rose", "Cables had been cut": in front of its verb it is a noun.
        let subject = matches!(next, Some(Tag::Verb | Tag::Auxiliary | Tag::Modal));
        first.tag = if subject { Tag::Noun } else { Tag::Verb };
    }
}

/// A sentence that seems to begin with a verb begins with a noun where its verb or a colon follows: "Report: the bus is late", "Report says it
/// is late", "Rail Authority: it is late".
fn tag_first_noun(items: &mut [Token]) {
    let [first, rest @ ..] = items else { return };
    let base = first.verb.is_some_and(|verb| verb.form == VerbForm::Base);
    if first.tag != Tag::Cue || !(base || first.classes.any(Classes::DOCUMENT)) {
        return;
    }
    let named = rest.iter().take_while(|item| item.tag == Tag::Name && item.shape.has(Shape::CAPITAL)).count();
    let third = |item: &Token| item.verb.is_some_and(|verb| item.tag == Tag::Cue && verb.form == VerbForm::Third);
    let follows = rest.get(named).is_some_and(|item| item.tag == Tag::Colon || third(item));
    let organisation = rest[..named].iter().any(|item| item.classes.any(Classes::ORGANISATION));
    if follows && (organisation || named == 0 && first.classes.any(Classes::PERSONAL)) {
        first.tag = if named > 0 { Tag::Name } else { Tag::Noun };
        first.verb = None;
    }
}

/// Corrects the tags of a headline: verbs and nouns with capitals are no names.
fn tag_headline(items: &mut [Token]) {
    let verb = |item: &&mut Token| item.tag == Tag::Name && !item.shape.has(Shape::UPPER) && item.verb.is_some();
    for item in items.iter_mut().filter(verb) {
        if !item.classes.any(Classes::TITLE | Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::PLACE) {
            item.tag = Tag::Cue;
        }
    }
    // "Bo Ray Just Confirmed": an adverb between a name and its verb.
    for at in 1..items.len() {
        let adverb = items[at].tag == Tag::Name
            && items[at].classes.any(Classes::ADVERB)
            && !items[at].classes.any(Classes::NAMES);
        if adverb && items.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Cue | Tag::Verb)) {
            items[at].tag = Tag::Adverb;
        }
    }
    // "Experts Warn": nouns for people that are no title of a name.
    for at in 0..items.len() {
        let named = items.get(at + 1).is_some_and(|next| next.tag == Tag::Name);
        let item = &mut items[at];
        // "NORA Just Confirmed": an adverb behind the first word.
        if at > 0 && item.tag == Tag::Name && item.classes.any(Classes::ADVERB) && !item.shape.has(Shape::UPPER) {
            item.tag = Tag::Adverb;
        }
        let noun = item.classes.any(Classes::PERSONAL) && !item.shape.has(Shape::UPPER) && !named;
        if item.tag == Tag::Name && noun && !item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::PLACE) {
            item.tag = Tag::Noun;
        }
    }
}

/// Corrects the tag of a cue, verb, noun or adjective, or of the word before it.
fn tag_beside(items: &mut [Token], at: usize) {
    let before = items[at - 1].tag;
    let after = items.get(at + 1).map_or(Tag::Stop, |item| item.tag);
    let item = items[at];
    match item.tag {
        // "Another added, “…”", "some said that …": no noun follows.
        Tag::Cue
            if before == Tag::Determiner
                && items[at - 1].classes.any(Classes::PRONOUN_INDEFINITE)
                && item.verb.is_some_and(|verb| matches!(verb.form, VerbForm::Past | VerbForm::Third))
                && matches!(after, Tag::Comma | Tag::That | Tag::Colon | Tag::Quoted | Tag::Pronoun) =>
        {
            items[at - 1].tag = Tag::Pronoun;
        }
        // "According to estimates from the ministry", "in court documents": documents whose name is a verb too.
        Tag::Cue
            if item.classes.any(Classes::DOCUMENT)
                && item.verb.is_some_and(is_present)
                && names_document(items, at) =>
        {
            items[at].tag = Tag::Noun;
            items[at].verb = None;
        }
        // "the report", "his claims", "Trump's plans", "a proposed rule".
        Tag::Cue | Tag::Verb if matches!(before, Tag::Determiner | Tag::Possessive | Tag::Clitic) => {
            items[at].tag = if matches!(after, Tag::Noun | Tag::Name) { Tag::Adjective } else { Tag::Noun };
        }
        // "Safe according to …" keeps its cue.
        Tag::Cue if before == Tag::Adjective && item.verb.is_none_or(|verb| verb.class != VerbClass::According) => {
            items[at].tag = Tag::Noun;
        }
        // "show favour": a bare form behind another verb is its object.
        Tag::Cue if before == Tag::Cue && item.verb.is_some_and(|verb| verb.form == VerbForm::Base) => {
            items[at].tag = Tag::Noun;
            items[at].verb = None;
        }
        Tag::Cue if item.verb.is_some_and(|verb| verb.form == VerbForm::Gerund) && describes_it(items, at) => {
            items[at].tag = Tag::Adjective;
            items[at].verb = None;
        }
        // "One nurse", "many residents".
        Tag::Noun | Tag::Adjective
            if before == Tag::Pronoun && items[at - 1].classes.any(Classes::PRONOUN_INDEFINITE) =>
        {
            items[at - 1].tag = Tag::Determiner;
        }
        // "A county court judge has spoken": a person's noun between a noun and its verb.
        Tag::Cue
            if before == Tag::Noun
                && item.classes.any(Classes::ROLE | Classes::PERSON_NOUN | Classes::DOCUMENT)
                && matches!(after, Tag::Auxiliary | Tag::Modal | Tag::Cue) =>
        {
            items[at].tag = Tag::Noun;
        }
        // "A new campaign message: “…”": the last noun of a phrase that a determiner opens.
        Tag::Cue
            if after == Tag::Colon
                && item.classes.any(Classes::SPEECH_NOUN | Classes::NOUN | Classes::DOCUMENT)
                && item.verb.is_some_and(|verb| verb.form == VerbForm::Base)
                && ends_phrase(items, at) =>
        {
            items[at].tag = Tag::Noun;
        }
        // "…, judge rules", "…: judge": a person's noun behind a comma or a colon, with its verb or nothing behind it.
        Tag::Cue
            if matches!(before, Tag::Comma | Tag::Colon)
                && item.classes.any(Classes::ROLE | Classes::PERSON_NOUN | Classes::DOCUMENT)
                && item.verb.is_some_and(|verb| verb.form == VerbForm::Base)
                && is_subject_or_last(items, at) =>
        {
            items[at].tag = Tag::Noun;
            items[at].verb = None;
        }
        // "One tester noted", "One Carer stated": an unknown noun in front of its verb.
        Tag::Word | Tag::Name
            if before == Tag::Pronoun
                && items[at - 1].classes.any(Classes::PRONOUN_INDEFINITE)
                && !items[at - 1].classes.any(Classes::NEGATION)
                && !item.classes.any(Classes::VERB_ENDING)
                && matches!(after, Tag::Cue | Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Adverb | Tag::Open) =>
        {
            items[at - 1].tag = Tag::Determiner;
        }
        _ => {}
    }
}

fn is_present(verb: VerbUse) -> bool {
    matches!(verb.form, VerbForm::Base | VerbForm::Third)
}

/// Whether a word that is a noun and a verb names a document: behind "according to", or behind a preposition and a noun, with no clause behind it.
fn names_document(items: &[Token], at: usize) -> bool {
    let according = |item: &Token| item.verb.is_some_and(|verb| verb.class == VerbClass::According);
    let behind = items.get(at + 1).map_or(Tag::Stop, |item| item.tag);
    let noun = matches!(items[at - 1].tag, Tag::Noun | Tag::Name | Tag::Adjective | Tag::Word);
    let before = if noun { at.checked_sub(2) } else { Some(at - 1) };
    let opened =
        before.is_some_and(|before| according(&items[before]) || noun && items[before].tag == Tag::Preposition);
    // "A June report".
    let dated = items[at - 1].classes.any(Classes::MONTH | Classes::WEEKDAY);
    let opened = opened || dated && before.is_some_and(|before| items[before].tag == Tag::Determiner);
    // "The Department of Fisheries notes": a name is no part of the document's.
    let named = items[at - 1].tag == Tag::Name && !dated && !before.is_some_and(|before| according(&items[before]));
    opened
        && !named
        && !matches!(behind, Tag::That | Tag::Quoted | Tag::Colon | Tag::Comma | Tag::Pronoun | Tag::Determiner)
}

/// Whether a noun at an item is the last of a phrase that a determiner opens and whose words before it are no people.
fn ends_phrase(items: &[Token], at: usize) -> bool {
    let describes =
        |item: &&Token| matches!(item.tag, Tag::Noun | Tag::Adjective | Tag::Word | Tag::Adverb | Tag::Conjunction);
    let words = items[..at].iter().rev().take_while(describes).count();
    let people = |item: &Token| item.classes.any(Classes::PEOPLE);
    words > 0
        && at.checked_sub(words + 1).is_some_and(|first| matches!(items[first].tag, Tag::Determiner | Tag::Possessive))
        && !items[at - words..at].iter().any(people)
}

/// Whether a verb in the third person follows a word, or nothing does; behind a colon a preposition may.
fn is_subject_or_last(items: &[Token], at: usize) -> bool {
    let colon = items[at - 1].tag == Tag::Colon;
    items.get(at + 1).is_none_or(|next| {
        colon && next.tag == Tag::Preposition
            || next.verb.is_some_and(|verb| next.tag == Tag::Cue && verb.form == VerbForm::Third)
    })
}

/// Whether a gerund says what a verb makes of "it": "made it increasingly challenging".
fn describes_it(items: &[Token], gerund: usize) -> bool {
    let distance = if items[gerund - 1].tag == Tag::Adverb && gerund >= 2 { 2 } else { 1 };
    let object = gerund - distance;
    items[object].classes.any(Classes::PRONOUN_IT)
        && object.checked_sub(1).is_some_and(|verb| {
            matches!(items[verb].tag, Tag::Verb | Tag::Cue)
                || items[verb].classes.any(Classes::VERB | Classes::VERB_ENDING)
        })
}

/// Makes cues of words that are cues only beside a speaker: "…, so Müller", "Müller zufolge".
fn split_cues(items: &mut [Token]) {
    for at in 0..items.len() {
        if !items[at].classes.any(Classes::POSTPOSED | Classes::TAIL_CUE) && !names_source(items, at) {
            continue;
        }
        let postposed = items[at].classes.any(Classes::POSTPOSED) || names_source(items, at);
        if postposed || items[at].classes.any(Classes::TAIL_CUE) && is_tail_cue(items, at) {
            let class = if postposed { VerbClass::According } else { VerbClass::Say };
            let verb = VerbUse { lemma: u16::MAX, class, form: VerbForm::Past, reports: Reports::Clause };
            (items[at].tag, items[at].verb) = (Tag::Cue, Some(verb));
        }
    }
}

/// Whether a word says of a clause that a source tells it: a preposition beside its noun, "wonach", "demnach".
fn names_source(items: &[Token], at: usize) -> bool {
    let grammar = items[at].grammar;
    if grammar == Grammar::NONE {
        return false;
    }
    let behind_comma = at.checked_sub(1).is_some_and(|before| items[before].tag == Tag::Comma);
    grammar.any(Grammar::SOURCE_ADVERB)
        || grammar.any(Grammar::SOURCE_RELATIVE) && behind_comma
        || is_source_link(items, at)
}

/// "Nach ersten Berichten", "seiner Meinung nach": a preposition beside a noun that a source is known by.
fn is_source_link(items: &[Token], at: usize) -> bool {
    if items[at].tag != Tag::Preposition || !items[at].grammar.any(Grammar::SOURCE_LINK) {
        return false;
    }
    let describes = |item: &&Token| {
        matches!(item.tag, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Word | Tag::Number)
    };
    let words = items[at + 1..].iter().take_while(describes).count();
    let source = |item: &Token| item.grammar.any(Grammar::SOURCE_NOUN);
    items.get(at + 1 + words).is_some_and(source)
        || at.checked_sub(1).is_some_and(|before| source(&items[before]))
            && items.get(at + 1).is_none_or(|next| {
                next.tag <= Tag::Punctuation
                    || matches!(next.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Adverb)
            })
}

/// "…, so Müller": behind a comma or a mark that closes, before a noun phrase, with no verb before the next comma.
fn is_tail_cue(items: &[Token], at: usize) -> bool {
    let opened = at.checked_sub(1).is_some_and(|at| matches!(items[at].tag, Tag::Comma | Tag::Dash | Tag::Quoted));
    let speaker = items[at + 1..].iter().take(3).find(|item| item.tag != Tag::Word && item.tag != Tag::Adjective);
    let named = speaker.is_some_and(|item| {
        matches!(item.tag, Tag::Name | Tag::Noun | Tag::Determiner | Tag::Possessive | Tag::Pronoun)
    });
    opened
        && named
        && !items[at + 1..]
            .iter()
            .take_while(|item| !matches!(item.tag, Tag::Comma | Tag::Dash) && !item.tag.ends_clause())
            .any(|item| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue))
}

/// Whether nearly every open-class word of a sentence has a capital, as in a headline: "Bo Ray Calls the Plan ‘a Disgrace’".
pub(crate) fn is_headline(items: &[Token]) -> bool {
    let open = |item: &&Token| {
        matches!(item.tag, Tag::Name | Tag::Noun | Tag::Adjective | Tag::Adverb | Tag::Verb | Tag::Cue | Tag::Word)
    };
    let (mut words, mut small) = (0, 0);
    for item in items.iter().filter(open) {
        words += 1;
        small += usize::from(!item.shape.has(Shape::CAPITAL));
        if small * 8 > items.len() {
            return false;
        }
    }
    words >= 4 && small * 8 <= words
}

/// Corrects tags by their neighbours where all nouns have capitals.
fn tag_capitalised_in_context(items: &mut [Token]) {
    for at in 0..items.len() {
        let after = items.get(at + 1).map_or(Tag::Stop, |item| item.tag);
        let item = items[at];
        let classes = item.classes;
        let tag = match item.tag {
            // "…, die das sagen": a determiner without a noun phrase behind it.
            Tag::Determiner
                if classes.any(Classes::RELATIVE_ARTICLE)
                    && follows_comma(items, at)
                    && !matches!(after, Tag::Noun | Tag::Name | Tag::Adjective | Tag::Word | Tag::Number) =>
            {
                Tag::Relative
            }
            Tag::Name if !item.shape.has(Shape::UPPER) && is_determined(items, at) => {
                let kept = classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::PLACE);
                let person = classes.any(Classes::HONORIFIC) && !classes.any(Classes::PERSON_NOUN);
                if kept || person || item.shape.has(Shape::DOTTED) { Tag::Name } else { Tag::Noun }
            }
            // The first word of a sentence has a capital whatever it is.
            Tag::Noun if at == 0 && !classes.any(Classes::NOUNS) => {
                if item.verb.is_some() {
                    Tag::Cue
                } else if classes.any(Classes::ADVERB) {
                    Tag::Adverb
                } else if classes.any(Classes::ADJECTIVE) {
                    Tag::Adjective
                } else if classes.any(Classes::VERB) {
                    Tag::Verb
                } else {
                    Tag::Noun
                }
            }
            // "Ihr Vorsitzender": an owner, not who is spoken to.
            Tag::Pronoun
                if classes.any(Classes::POSSESSIVE)
                    && matches!(after, Tag::Noun | Tag::Name | Tag::Adjective | Tag::Word) =>
            {
                Tag::Possessive
            }
            // "Der deutsche Minister": a small letter makes no noun.
            Tag::Noun
                if !item.shape.has(Shape::CAPITAL)
                    && items.get(at + 1).is_some_and(|next| {
                        matches!(next.tag, Tag::Noun | Tag::Name) && next.shape.has(Shape::CAPITAL)
                    }) =>
            {
                Tag::Adjective
            }
            // "die kritisierte Reform"; "das sagte Müller" stays a cue.
            Tag::Cue | Tag::Verb
                if after == Tag::Noun
                    && at > 0
                    && matches!(items[at - 1].tag, Tag::Determiner | Tag::Possessive)
                    && !items[at - 1].classes.any(Classes::PRONOUN_INDEFINITE) =>
            {
                Tag::Adjective
            }
            tag => tag,
        };
        items[at].tag = tag;
        if matches!(tag, Tag::Noun | Tag::Name | Tag::Adjective) {
            items[at].verb = None;
        }
    }
}

fn follows_comma(items: &[Token], at: usize) -> bool {
    match at.checked_sub(1).map(|at| items[at].tag) {
        Some(Tag::Comma) => true,
        Some(Tag::Preposition) => at >= 2 && items[at - 2].tag == Tag::Comma,
        _ => false,
    }
}

/// Whether a determiner, or one and adjectives, precede an item.
fn is_determined(items: &[Token], at: usize) -> bool {
    let before = (0..at).rev().find(|&at| {
        let determines = matches!(items[at].tag, Tag::Determiner | Tag::Possessive);
        let describes = matches!(items[at].tag, Tag::Adjective | Tag::Word | Tag::Number | Tag::Adverb);
        determines || !describes || items[at].shape.has(Shape::CAPITAL)
    });
    // "Ursula von der Leyen": a determiner inside a family name.
    let in_name = |at: usize| {
        at >= 2
            && items[at].classes.any(Classes::NAME_PARTICLE)
            && items[at - 1].classes.any(Classes::NAME_PARTICLE)
            && items[at - 2].tag == Tag::Name
    };
    before.is_some_and(|at| matches!(items[at].tag, Tag::Determiner | Tag::Possessive) && !in_name(at))
}
