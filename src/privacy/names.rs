//! Which words make a name, and where names are in a text.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Pseudonym;
use super::edits::Edits;
use crate::lang::{Classes, Language};
use crate::quotes::SpeakerKind;
use crate::text::Span;
use crate::text::marks::is_quotation_mark;
use crate::text::words::{folded, is_apostrophe, is_letter, words_of_names};

/// A word of a text in which names are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(|first| !first.is_lowercase() && first.is_alphabetic())
    }

    pub(super) fn lower(&self) -> String {
        folded(self.text)
    }
}

/// The words of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    words_of_names(text).map(|word| Token { text: word.text, start: word.start }).collect()
}

/// How a name has to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// With a capital, as in running text.
    Capital,
    /// In any case, as in labels and file names.
    Any,
}

/// What a word is in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// A given or family name.
    Strong,
    /// A particle, an initial, a suffix: names no one by itself.
    Weak,
}

/// A name taken apart.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) text: String,
    /// In lower case.
    words: Vec<(String, Part)>,
    /// Whether only the whole is a name: an organisation, or a script that does not separate words.
    whole: bool,
}

impl Name {
    /// None for what is no name: without letters, with digits, or a word for a role or for those who ask or answer.
    pub(super) fn new(text: &str, kind: SpeakerKind, language: &Language) -> Option<Self> {
        let whole = kind != SpeakerKind::Person;
        if text.chars().any(char::is_numeric) {
            return None;
        }
        let roles = Classes::INTERVIEWER.with(Classes::RESPONDENT).with(Classes::ROLE);
        let mut words = Vec::new();
        for token in tokens(text) {
            let lower = token.lower();
            let classes = language.word(&lower).classes;
            if words.is_empty() && (classes.any(Classes::HONORIFIC) || whole && classes.any(Classes::DETERMINER)) {
                continue;
            }
            let weak = !whole
                && (token.text.chars().count() < 2
                    || !token.is_capital()
                    || classes.any(Classes::NAME_PARTICLE.with(Classes::NAME_SUFFIX)));
            words.push((lower, if weak { Part::Weak } else { Part::Strong }));
        }
        // A name in lower case, and one in a script of single characters.
        let all_weak = words.iter().all(|(_, part)| *part == Part::Weak);
        if all_weak {
            words.iter_mut().for_each(|(_, part)| *part = Part::Strong);
        }
        // "Democratic", "New York": words that the language knows, and no given name among them.
        let given = Classes::GIVEN_HE.with(Classes::GIVEN_SHE).with(Classes::FAMILY_NAME);
        let known = |word: &str| {
            let entry = language.word(word);
            (!entry.classes.is_empty() || entry.verb.is_some()) && !entry.classes.any(given)
        };
        let place = |word: &str| language.word(word).classes.any(Classes::PLACE);
        let strong = || words.iter().filter(|(_, part)| *part == Part::Strong).map(|(word, _)| word.as_str());
        let is_other = !whole && strong().all(known) && (strong().any(place) || is_adjective(strong(), language));
        let letters = words.iter().map(|(word, _)| word.chars().count()).sum::<usize>();
        let single = words.len() > 1 && words.iter().all(|(word, _)| word.chars().count() == 1);
        let role = !whole && words.iter().all(|(word, _)| language.word(word).classes.any(roles));
        (letters > 1 && !role && !is_other).then(|| Self { text: text.to_owned(), words, whole: whole || single })
    }

    pub(super) fn strong(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|(_, part)| *part == Part::Strong).map(|(word, _)| word.as_str())
    }

    /// Whether every word of this name is one of the other's, or its initial, and the other has more.
    pub(super) fn is_part_of(&self, other: &Name) -> bool {
        let theirs: BTreeSet<&str> = other.strong().collect();
        let mine: BTreeSet<&str> = self.strong().collect();
        let initial = |word: &str| word.chars().count() == 1 && theirs.iter().any(|their| their.starts_with(word));
        let fits = |(word, part): &(String, Part)| {
            theirs.contains(word.as_str())
                || *part == Part::Weak && (initial(word) || other.words.iter().any(|(their, _)| their == word))
        };
        !self.whole && mine.len() < theirs.len() && self.words.iter().all(fits)
    }
}

/// Whether a single word is an adjective and nothing else.
fn is_adjective<'w>(mut words: impl Iterator<Item = &'w str>, language: &Language) -> bool {
    let first = words.next().map(|word| language.word(word).classes);
    words.next().is_none() && first.is_some_and(|classes| classes == Classes::ADJECTIVE)
}

/// Finds names in texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Finder {
    /// For each word of a name who has it, by number.
    words: FxHashMap<String, Vec<(usize, Part)>>,
    /// Names that count only as a whole, by their first word.
    whole: FxHashMap<String, Vec<(usize, Vec<String>)>>,
    /// All words of a name as one ("mariaortiz"), as addresses have them.
    joined: FxHashMap<String, usize>,
    /// Words of names that the language knows as other words.
    common: BTreeSet<String>,
}

/// A place where a name is.
struct Found {
    /// Tokens.
    end: usize,
    who: Vec<usize>,
    strong: usize,
}

impl Finder {
    pub(super) fn add(&mut self, number: usize, name: &Name, language: &Language) {
        if name.whole {
            let words: Vec<String> = name.words.iter().map(|(word, _)| word.clone()).collect();
            if let Some(first) = words.first() {
                self.whole.entry(first.clone()).or_default().push((number, words));
            }
            return;
        }
        for (word, part) in &name.words {
            let bearers = self.words.entry(word.clone()).or_default();
            match bearers.iter_mut().find(|(known, _)| *known == number) {
                Some((_, known)) => *known = (*known).min(*part),
                None => bearers.push((number, *part)),
            }
            let entry = language.word(word);
            let other = entry.classes.only(Classes::NAMES) != entry.classes || entry.verb.is_some();
            if *part == Part::Strong && other {
                self.common.insert(word.clone());
            }
        }
        let strong: Vec<&str> = name.strong().collect();
        if strong.len() > 1 {
            self.joined.entry(strong.concat()).or_insert(number);
        }
    }

    /// Whether a word is a person's name: with a capital any part of one, in lower case one that is no other word.
    pub(super) fn is_name(&self, token: &Token<'_>) -> bool {
        let lower = token.lower();
        (token.is_capital() || !self.common.contains(&lower)) && self.bearers(&lower).next().is_some()
    }

    /// Every name of the text with its pseudonym.
    pub(super) fn find(&self, text: &str, case: Case, language: &Language, list: &[Pseudonym]) -> Edits {
        let mut edits = Edits::default();
        if self.words.is_empty() && self.whole.is_empty() {
            return edits;
        }
        let tokens = tokens(text);
        // For each bearer the place where it was last named in full.
        let mut last_full: BTreeMap<usize, usize> = BTreeMap::new();
        let mut at = 0;
        let mut free = 0;
        while at < tokens.len() {
            let Some(found) = self.at(text, &tokens, at, case, language) else {
                at += 1;
                continue;
            };
            let who = found.who.iter().copied().max_by_key(|who| (last_full.get(who).copied(), usize::MAX - who));
            let Some(who) = who else {
                at += 1;
                continue;
            };
            if found.strong > 1 || found.who.len() == 1 {
                last_full.insert(who, at + 1);
            }
            let start = start(text, &tokens, at, free, &list[who], language);
            free = tokens[found.end - 1].end();
            edits.push(Span::new(start, free), &list[who].pseudonym);
            at = found.end;
        }
        edits
    }

    /// The longest name that begins at a word.
    fn at(&self, text: &str, tokens: &[Token<'_>], at: usize, case: Case, language: &Language) -> Option<Found> {
        let lower = tokens[at].lower();
        let mut best: Option<Found> = None;
        let mut offer = |end: usize, who: usize, strong: usize| match &mut best {
            Some(known) if (known.end, known.strong) > (end, strong) => {}
            Some(known) if (known.end, known.strong) == (end, strong) => known.who.push(who),
            _ => best = Some(Found { end, who: vec![who], strong }),
        };
        for (who, words) in self.whole.get(&lower).into_iter().flatten() {
            let end = at + words.len();
            let same = tokens.get(at..end).is_some_and(|tokens| {
                tokens.iter().zip(words).all(|(token, word)| token.lower() == *word)
                    && tokens.windows(2).all(|pair| is_joint(&text[pair[0].end()..pair[1].start], pair[0]))
            });
            if same && (case == Case::Any || tokens[at].is_capital()) {
                offer(end, *who, words.len());
            }
        }
        if let Some(who) = self.joined.get(&lower) {
            offer(at + 1, *who, 2);
        }
        for (who, _) in self.words.get(&lower).into_iter().flatten() {
            let (mut end, mut strong, mut capitals) = (at, 0, 0);
            let mut to = at;
            while let Some(token) = tokens.get(to) {
                if to > at && !is_joint(&text[tokens[to - 1].end()..token.start], tokens[to - 1]) {
                    break;
                }
                match self.part(token, *who) {
                    Some(Part::Strong) => {
                        (end, strong) = (to + 1, strong + 1);
                        capitals += usize::from(token.is_capital());
                    }
                    // "Ki-moon": what a hyphen ties to a name goes with it.
                    Some(Part::Weak) if to > at && end == to && &text[tokens[to - 1].end()..token.start] == "-" => {
                        end = to + 1;
                    }
                    Some(Part::Weak) => {}
                    // An initial in the middle that the known name lacks.
                    None if to > at && token.text.chars().count() == 1 && token.is_capital() => {}
                    None => break,
                }
                to += 1;
            }
            let address = || is_address(text, tokens[at]);
            let common = || strong == 1 && self.common.contains(&lower);
            let opens = || starts_sentence(text, tokens[at].start) && !acts(text, tokens, at, language);
            let accepted = match (strong, capitals) {
                (0, _) => false,
                (_, 0) => strong > 1 || (case == Case::Any || address()) && !common(),
                _ => !(common() && end == at + 1 && opens()),
            };
            if accepted {
                offer(end, *who, strong);
            }
        }
        best.or_else(|| self.inflected(&tokens[at], &lower, at, language))
    }

    /// A name with the ending of the genitive, where a language writes it without an apostrophe.
    fn inflected(&self, token: &Token<'_>, lower: &str, at: usize, language: &Language) -> Option<Found> {
        if language.writing().possessive_s || !token.is_capital() {
            return None;
        }
        let bare = lower.strip_suffix('s').filter(|bare| !self.common.contains(*bare))?;
        let who: Vec<usize> = self.bearers(bare).collect();
        (!who.is_empty()).then_some(Found { end: at + 1, who, strong: 1 })
    }

    fn bearers(&self, lower: &str) -> impl Iterator<Item = usize> {
        let bearers = self.words.get(lower).into_iter().flatten();
        bearers.filter(|(_, part)| *part == Part::Strong).map(|(who, _)| *who)
    }

    fn part(&self, token: &Token<'_>, who: usize) -> Option<Part> {
        let bearers = self.words.get(&token.lower())?;
        bearers.iter().find(|(bearer, _)| *bearer == who).map(|(_, part)| *part)
    }
}

/// Whether a word is used as a name by what is beside it: a courtesy title before it, a verb of saying or a possessive behind it.
fn acts(text: &str, tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let titled = at.checked_sub(1).is_some_and(|before| {
        let before = tokens[before];
        language.word(&before.lower()).classes.any(Classes::HONORIFIC)
            && matches!(text[before.end()..tokens[at].start].trim_start_matches('.'), " " | "\u{a0}")
    });
    let rest = &text[tokens[at].end()..];
    let says = tokens.get(at + 1).is_some_and(|next| {
        rest.starts_with(' ')
            && next.start == tokens[at].end() + 1
            && language.word(&next.lower()).classes.any(Classes::REPORTING)
    });
    let owns = rest.strip_prefix(is_apostrophe).and_then(|rest| rest.strip_prefix('s'));
    titled || says || owns.is_some_and(|rest| !rest.starts_with(is_letter))
}

/// Where a name starts with the initial and the courtesy title before it: "Dr. M. Ortiz". Nothing before `free` belongs to it.
fn start(text: &str, tokens: &[Token<'_>], at: usize, free: usize, who: &Pseudonym, language: &Language) -> usize {
    let mut first = at;
    let before = |first: usize| {
        let before = tokens[first.checked_sub(1)?];
        let gap = &text[before.end()..tokens[first].start];
        (before.start >= free && before.is_capital() && matches!(gap.trim_start_matches('.'), " " | "\u{a0}" | ""))
            .then_some(before)
    };
    let is_initial = |token: &Token<'_>| {
        token.text.chars().count() == 1
            && who.names.iter().flat_map(|name| tokens_of(name)).any(|word| word.starts_with(token.text))
    };
    // An initial that the known name lacks may come between one that it has and the name.
    let mut probe = at;
    while let Some(token) = before(probe).filter(|token| token.text.chars().count() == 1) {
        probe -= 1;
        if is_initial(&token) {
            first = probe;
        }
    }
    if before(first).is_some_and(|token| language.word(&token.lower()).classes.any(Classes::HONORIFIC)) {
        first -= 1;
    }
    tokens[first].start
}

fn tokens_of(name: &str) -> impl Iterator<Item = &str> {
    tokens(name).into_iter().map(|token| token.text)
}

/// Whether what is between two words may be inside a name.
fn is_joint(gap: &str, before: Token<'_>) -> bool {
    let initial = before.text.chars().count() == 1;
    let gap = gap.strip_prefix('.').filter(|_| initial).unwrap_or(gap);
    matches!(gap, "" | " " | "\u{a0}" | "\u{202f}" | "-" | "\u{2010}" | "\u{2011}" | "\n" | "\r\n" | "_")
}

/// Whether a word is part of an address or of a file's name.
fn is_address(text: &str, token: Token<'_>) -> bool {
    let before = text[..token.start].chars().next_back();
    let mut after = text[token.end()..].chars();
    let (next, second) = (after.next(), after.next());
    let inner = |mark: Option<char>| matches!(mark, Some('@' | '_'));
    inner(before) || inner(next) || next == Some('.') && second.is_some_and(char::is_alphanumeric)
}

/// Whether a sentence, a line or a quotation starts here.
pub(super) fn starts_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t', '\u{a0}', '*', '_', '>', '#']);
    before.chars().next_back().is_none_or(|last| {
        is_quotation_mark(last)
            || matches!(last, '.' | '!' | '?' | ':' | '…' | '\n' | '\r' | '(' | '[' | '-' | '–' | '—' | '•' | '|' | '/')
            // Stops and brackets of Chinese and Japanese.
            || matches!(last, '\u{3001}'..='\u{300f}')
    })
}
