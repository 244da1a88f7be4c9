//! Does a line announce people's own words? "Visitor comments", "What people wrote on the forms:", "They said:"; not "How to comment", "Our
//! response to your comments", "What you need:".

use crate::document::BlockKind;
use crate::lang::{Classes, List};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::wording::{count, words};
use crate::text::slice::{floor_char_boundary, span_of_subslice};

/// Of a line, at most this many bytes are looked at, from its end.
const LOOKED_AT: usize = 240;

/// An announcement has fewer words, a line without a colon fewer than that.
const WORDS: usize = 26;
const WORDS_OF_LINE: usize = 9;

/// A line without a colon has fewer bytes.
const LONGEST_LINE: usize = 120;

/// What a line says of the list below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::quotes::layout) enum Announcement {
    Nothing,
    /// People say something about it: "What worked", "Visitors liked".
    Opinions,
    /// Their words follow: "Comments", "Visitors wrote:".
    Words,
}

/// What a block announces to the list below it: a heading, a line that ends in a colon, a short line alone.
pub(in crate::quotes::layout) fn announced(page: &PageLayout<'_>, block: usize) -> Announcement {
    let kind = page.blocks[block].kind;
    if !matches!(kind, BlockKind::Heading | BlockKind::Paragraph | BlockKind::Item) {
        return Announcement::Nothing;
    }
    let line = page.words_of(block);
    let bare = line.trim_end_matches(['*', '_', ' ']);
    let body = bare.trim_end_matches([':', '*', '_', ' ']);
    let colon = bare[body.len()..].contains(':');
    let short = || body.len() < LONGEST_LINE && !body.contains('\n') && count(body, WORDS_OF_LINE) < WORDS_OF_LINE;
    let alone =
        kind == BlockKind::Heading || kind == BlockKind::Paragraph && short() && !body.ends_with(['.', '!', ',', ';']);
    if !(colon || alone) {
        return Announcement::Nothing;
    }
    let window = &body[floor_char_boundary(body, body.len().saturating_sub(LOOKED_AT))..];
    let cut = [". ", "! ", "? ", ".\n", "!\n", "?\n", "; "].into_iter().filter_map(|end| window.rfind(end)).max();
    let sentence = window[cut.map_or(0, |at| at + 2)..].trim_start_matches(['*', '_', '#', ' ']);
    if cut.is_none() && window.len() < body.len() || count(sentence, WORDS) >= WORDS {
        return Announcement::Nothing;
    }
    Sentence::new(page, sentence).announces(colon || kind == BlockKind::Heading)
}

/// A sentence taken apart, as far as an announcement needs it.
struct Sentence<'p, 's> {
    page: &'p PageLayout<'p>,
    text: &'s str,
    words: Vec<&'s str>,
}

/// Who may have written what is announced.
const PEOPLE: Classes = Classes::GROUP
    .with(Classes::RESPONDENT)
    .with(Classes::PERSON_NOUN)
    .with(Classes::PRONOUN_THEY)
    .with(Classes::PRONOUN_SECOND)
    .with(Classes::PRONOUN_INDEFINITE);

impl<'p, 's> Sentence<'p, 's> {
    fn new(page: &'p PageLayout<'p>, text: &'s str) -> Self {
        Self { page, text, words: words(text).collect() }
    }

    fn classes(&self, at: usize) -> Classes {
        self.words.get(at).map_or(Classes::default(), |word| self.page.language.word_any_case(word).classes)
    }

    fn is_on(&self, list: List, at: usize) -> bool {
        let lower = self.words[at].to_lowercase();
        self.page.language.list(list).iter().any(|known| **known == *lower)
    }

    fn announces(&self, introduces: bool) -> Announcement {
        let refused = (0..self.words.len()).any(|at| self.is_on(List::CommentRefusals, at)) || self.text.ends_with('?');
        if self.words.is_empty() || refused && !self.asks_what_was_good() {
            return Announcement::Nothing;
        }
        if !refused && (self.by_clause() || introduces && self.by_verb() || self.by_noun()) {
            return Announcement::Words;
        }
        if self.by_opinion() { Announcement::Opinions } else { Announcement::Nothing }
    }

    /// A short question of a form: "Could be better?".
    fn asks_what_was_good(&self) -> bool {
        self.text.ends_with('?') && self.words.len() < WORDS_OF_LINE
    }

    /// "Comments from the open day", "These are their comments", "Responses".
    fn by_noun(&self) -> bool {
        let whole = |at: usize| self.is_on(List::CommentNouns, at);
        let Some(noun) = (0..self.words.len()).rfind(|at| whole(*at) || self.is_weak_noun(*at)) else { return false };
        // Behind it nothing but where, when, and what they are about; a noun would be the head: "comment form".
        let next = self.classes(noun + 1);
        let known = Classes::PREPOSITION
            | Classes::AUXILIARY
            | Classes::PRONOUN_FIRST
            | Classes::PRONOUN_THEY
            | Classes::RELATIVE;
        let participle = next.any(Classes::VERB_ENDING | Classes::VERB)
            && self.page.language.word_any_case(self.words[noun + 1]).verb.is_none();
        let brackets = self.text[span_of_subslice(self.text, self.words[noun]).end()..].trim_start();
        let ends = noun + 1 == self.words.len() || brackets.starts_with(['(', ',', '–', '—', '-', '[']);
        let clause = Classes::COMPLEMENTISER | Classes::INFINITIVE_MARK;
        let reports =
            !next.any(Classes::RELATIVE) && (noun + 1..self.words.len()).any(|at| self.classes(at).any(clause));
        let goes_on = (ends || next.any(known | Classes::ADVERB) || participle) && !reports;
        // Before it no verb but one that shows, no clause, and no word that makes it the matter of something else.
        let before = 0..noun;
        let subordinate = Classes::SUBORDINATOR | Classes::INTERROGATIVE | Classes::MODAL | Classes::INFINITIVE_MARK;
        let foreign = before.clone().any(|at| {
            let classes = self.classes(at);
            let of = self.is_on(List::PartitiveLinks, at);
            classes.any(subordinate) || classes.any(Classes::PREPOSITION) && !of && at > 0 || self.is_ours(at)
        });
        goes_on
            && !foreign
            && (whole(noun) || before.into_iter().any(|at| self.is_people(at)) || self.people_behind(noun))
    }

    /// A noun for what may be the writer's own, unless it says whose it is: "suggestions", "thoughts".
    fn is_weak_noun(&self, at: usize) -> bool {
        self.is_on(List::CommentNounsOfPeople, at)
    }

    fn is_people(&self, at: usize) -> bool {
        let owned = self.classes(at).any(Classes::POSSESSIVE) && !self.is_ours(at);
        self.classes(at).any(PEOPLE) || owned
    }

    /// The writer's own: "our", "my".
    fn is_ours(&self, at: usize) -> bool {
        self.page.words.first_person.has(self.words[at]) && self.classes(at).any(Classes::POSSESSIVE)
    }

    /// "… from visitors", "… by our members".
    fn people_behind(&self, noun: usize) -> bool {
        noun + 1 < self.words.len()
            && self.is_on(List::PartitiveLinks, noun + 1)
            && (noun + 2..self.words.len()).any(|at| self.classes(at).any(PEOPLE))
    }

    /// "what people wrote on the forms", "what the coaches said", "how parents put it".
    fn by_clause(&self) -> bool {
        (0..self.words.len()).any(|open| {
            self.classes(open).any(Classes::INTERROGATIVE)
                && self.says_behind(open + 1).is_some_and(|verb| self.ends_clause(verb))
        })
    }

    /// "Visitors wrote", "We asked what to change, and they said".
    fn by_verb(&self) -> bool {
        let start = self.words.iter().rposition(|word| {
            let at = span_of_subslice(self.text, word).start();
            self.text[..at].trim_end().ends_with([',', ';', '–', '—'])
        });
        let start = start.unwrap_or(0);
        let joined = start + usize::from(self.classes(start).any(Classes::CONJUNCTION));
        self.says_behind(joined).is_some_and(|verb| self.ends_clause(verb))
    }

    /// The verb of saying whose subject starts at a place: people, not the writer, and nothing before them but what belongs to them.
    fn says_behind(&self, start: usize) -> Option<usize> {
        /// A subject has fewer words.
        const SUBJECT: usize = 6;
        let mut people = false;
        for at in start..self.words.len().min(start + SUBJECT) {
            let classes = self.classes(at);
            if people && self.is_on(List::CommentVerbs, at) {
                return Some(at);
            }
            let named = self.classes(at).any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
            let of_subject =
                Classes::DETERMINER | Classes::ADJECTIVE | Classes::NUMBER | Classes::POSSESSIVE | Classes::ADVERB;
            let opens = people || named || classes.any(PEOPLE | of_subject);
            if classes.any(Classes::PRONOUN_FIRST) || !opens && !classes.is_empty() {
                return None;
            }
            people |= classes.any(PEOPLE) || named;
        }
        None
    }

    /// Whether nothing but an object, a place or a time follows the verb: no clause whose words are the writer's.
    fn ends_clause(&self, verb: usize) -> bool {
        (verb + 1..self.words.len()).all(|at| {
            let known = self.page.language.word_any_case(self.words[at]);
            let clause = Classes::COMPLEMENTISER | Classes::SUBORDINATOR | Classes::MODAL | Classes::AUXILIARY;
            !known.classes.any(clause) || known.classes.any(Classes::PREPOSITION)
        })
    }

    /// "What worked", "What visitors liked", "The good bits", "Could be better".
    fn by_opinion(&self) -> bool {
        self.words.len() < WORDS_OF_LINE && (0..self.words.len()).any(|at| self.is_on(List::OpinionWords, at))
    }
}
