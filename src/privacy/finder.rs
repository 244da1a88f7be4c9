//! Where names are in a text.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Pseudonym;
use super::edits::Edits;
use super::names::{Case, Name, Part, Token, starts_sentence, tokens};
use crate::lang::{Classes, Language};
use crate::text::Span;
use crate::text::words::{is_apostrophe, is_letter};

/// Who has a word in their name.
#[derive(Clone, Debug, Default)]
struct Bearers {
    /// By number, ascending.
    all: Vec<(usize, Part)>,
    /// Those whom the word names by itself.
    strong: Vec<usize>,
}

impl Bearers {
    /// Numbers come in their order.
    fn add(&mut self, number: usize, part: Part) {
        match self.all.last_mut().filter(|(known, _)| *known == number) {
            Some((_, known)) => *known = (*known).min(part),
            None => self.all.push((number, part)),
        }
        if part == Part::Strong && self.strong.last() != Some(&number) {
            self.strong.push(number);
        }
    }

    fn part(&self, who: usize) -> Option<Part> {
        let at = self.all.binary_search_by_key(&who, |(bearer, _)| *bearer).ok()?;
        Some(self.all[at].1)
    }
}

/// Finds names in texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Finder {
    /// For each word of a name who has it.
    words: FxHashMap<String, Bearers>,
    /// The words that several have, of each who has such a word.
    shared: FxHashMap<usize, BTreeSet<String>>,
    /// Names that count only as a whole, by their first word.
    whole: FxHashMap<String, Vec<(usize, Vec<String>)>>,
    /// All words of a name as one ("mariaortiz"), as addresses have them.
    joined: FxHashMap<String, usize>,
    /// Words of names that the language knows as other words.
    common: BTreeSet<String>,
}

/// As many may have a word and each be looked at wherever it stands.
const FEW: usize = 16;
/// The words of a name at most, as it stands in a text.
const RUN: usize = 32;

/// A place where a name is.
struct Found {
    /// Tokens.
    end: usize,
    who: Vec<Rc<[usize]>>,
    strong: usize,
}

impl Found {
    fn bearers(&self) -> impl Iterator<Item = usize> {
        self.who.iter().flat_map(|who| who.iter()).copied()
    }

    fn is_of(&self, who: usize) -> bool {
        self.who.iter().any(|all| all.binary_search(&who).is_ok())
    }
}

/// A text in which names are looked for, and what was found so far.
struct Search<'s> {
    finder: &'s Finder,
    text: &'s str,
    tokens: &'s [Token<'s>],
    case: Case,
    language: &'s Language,
    /// For each bearer the place where it was last named in full.
    last_full: BTreeMap<usize, usize>,
    /// Of words that many have, who was last named in full, and where.
    recent: FxHashMap<&'s str, (usize, usize)>,
    /// Who has words that many have, by the words as they stand.
    known: FxHashMap<String, Rc<[Group]>>,
    /// Whom the word before an ending names.
    stems: FxHashMap<String, Rc<[usize]>>,
}

/// Who has the same words at a place.
#[derive(Clone, Debug)]
struct Group {
    /// Tokens from the first, words that name by themselves, words with a capital.
    shape: (usize, usize, usize),
    who: Rc<[usize]>,
}

impl Finder {
    /// Adds a name of somebody; numbers come in their order.
    pub(super) fn add(&mut self, number: usize, name: &Name, language: &Language) {
        if name.whole {
            let words: Vec<String> = name.words.iter().map(|(word, _)| word.clone()).collect();
            if let Some(first) = words.first() {
                self.whole.entry(first.clone()).or_default().push((number, words));
            }
            return;
        }
        for (word, part) in &name.words {
            self.words.entry(word.clone()).or_default().add(number, *part);
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

    /// Notes which words many have, once all names are there.
    pub(super) fn finish(&mut self) {
        let many: BTreeMap<&String, &Bearers> =
            self.words.iter().filter(|(_, bearers)| bearers.all.len() > FEW).collect();
        for (word, bearers) in many {
            for (who, _) in &bearers.all {
                self.shared.entry(*who).or_default().insert(word.clone());
            }
        }
    }

    /// Whether a word is a person's name: with a capital any part of one, in lower case one that is no other word.
    pub(super) fn is_name(&self, token: &Token<'_>) -> bool {
        let lower = token.lower();
        (token.is_capital() || !self.common.contains(&lower))
            && self.words.get(&lower).is_some_and(|bearers| !bearers.strong.is_empty())
    }

    /// Every name of the text with its pseudonym.
    pub(super) fn find(&self, text: &str, case: Case, language: &Language, list: &[Pseudonym]) -> Edits {
        let mut edits = Edits::default();
        if self.words.is_empty() && self.whole.is_empty() {
            return edits;
        }
        let tokens = tokens(text);
        let mut search = Search {
            finder: self,
            text,
            tokens: &tokens,
            case,
            language,
            last_full: BTreeMap::new(),
            recent: FxHashMap::default(),
            known: FxHashMap::default(),
            stems: FxHashMap::default(),
        };
        let mut at = 0;
        let mut free = 0;
        while at < tokens.len() {
            let found = search.at(at);
            let Some((found, who)) = found.and_then(|found| search.who(&found, at).map(|who| (found, who))) else {
                at += 1;
                continue;
            };
            if found.strong > 1 || found.bearers().nth(1).is_none() {
                search.named(who, at + 1);
            }
            let start = start(text, &tokens, at, free, &list[who], language);
            free = tokens[found.end - 1].end();
            edits.push(Span::new(start, free), &list[who].pseudonym);
            at = found.end;
        }
        edits
    }
}

/// What is found so far: the longest name, of those the one with most words that name by themselves.
fn offer(best: &mut Option<Found>, end: usize, who: &Rc<[usize]>, strong: usize) {
    match best {
        Some(known) if (known.end, known.strong) > (end, strong) => {}
        Some(known) if (known.end, known.strong) == (end, strong) => known.who.push(who.clone()),
        _ => *best = Some(Found { end, who: vec![who.clone()], strong }),
    }
}

impl<'s> Search<'s> {
    /// Somebody was named in full.
    fn named(&mut self, who: usize, at: usize) {
        self.last_full.insert(who, at);
        for word in self.finder.shared.get(&who).into_iter().flatten() {
            self.recent.insert(word, (at, who));
        }
    }

    /// Whom a name means: who was last named in full, else the first.
    fn who(&self, found: &Found, at: usize) -> Option<usize> {
        if found.bearers().nth(FEW).is_none() {
            return found.bearers().max_by_key(|who| (self.last_full.get(who).copied(), usize::MAX - who));
        }
        let words = self.tokens[at..found.end].iter().filter_map(|token| self.recent.get(token.lower().as_str()));
        let recent = words.copied().filter(|(_, who)| found.is_of(*who)).max();
        recent.map(|(_, who)| who).or_else(|| found.who.iter().filter_map(|who| who.first().copied()).min())
    }

    /// The longest name that begins at a word.
    fn at(&mut self, at: usize) -> Option<Found> {
        let (text, tokens, finder) = (self.text, self.tokens, self.finder);
        let lower = tokens[at].lower();
        let mut best: Option<Found> = None;
        for (who, words) in finder.whole.get(&lower).into_iter().flatten() {
            let end = at + words.len();
            let same = tokens.get(at..end).is_some_and(|tokens| {
                tokens.iter().zip(words).all(|(token, word)| token.lower() == *word)
                    && tokens.windows(2).all(|pair| is_joint(&text[pair[0].end()..pair[1].start], pair[0]))
            });
            if same && (self.case == Case::Any || tokens[at].is_capital()) {
                offer(&mut best, end, &Rc::from([*who]), words.len());
            }
        }
        if let Some(who) = finder.joined.get(&lower) {
            offer(&mut best, at + 1, &Rc::from([*who]), 2);
        }
        if let Some(bearers) = finder.words.get(&lower) {
            let run = self.run(at);
            if bearers.all.len() <= FEW {
                self.each(at, run, bearers.all.iter().map(|(who, _)| *who), &lower, &mut best);
            } else {
                self.many(at, run, bearers, &lower, &mut best);
            }
        }
        best.or_else(|| self.inflected(at, &lower))
    }

    /// One past the last word that may be of one name with that at a place.
    fn run(&self, at: usize) -> usize {
        let mut end = at + 1;
        while end < self.tokens.len()
            && end < at + RUN
            && is_joint(&self.text[self.tokens[end - 1].end()..self.tokens[end].start], self.tokens[end - 1])
        {
            end += 1;
        }
        end
    }

    /// What each of some bearers of the first word has of a run.
    fn each(&self, at: usize, run: usize, who: impl Iterator<Item = usize>, lower: &str, best: &mut Option<Found>) {
        for who in who {
            let shape = self.walk(at, run, who);
            if self.is_accepted(at, lower, shape) {
                offer(best, at + shape.0, &Rc::from([who]), shape.1);
            }
        }
    }

    /// The same where many have the first word: those who have a word that few have reach further than all others, and what the others have is
    /// the same wherever the same words stand.
    fn many(&mut self, at: usize, run: usize, bearers: &Bearers, lower: &str, best: &mut Option<Found>) {
        let of = |token: &Token<'_>| self.finder.words.get(&token.lower());
        let rare = (at + 1..run).find(|to| {
            self.tokens[*to].text.chars().count() > 1
                && of(&self.tokens[*to]).is_none_or(|bearers| bearers.all.len() <= FEW)
        });
        let end = rare.unwrap_or(run);
        let few = rare.and_then(|to| of(&self.tokens[to])).map(|bearers| bearers.all.as_slice()).unwrap_or_default();
        let mut further = None;
        self.each(
            at,
            run,
            few.iter().map(|(who, _)| *who).filter(|who| bearers.part(*who).is_some()),
            lower,
            &mut further,
        );
        if let Some(found) = further.filter(|found| found.end > end) {
            if best.as_ref().is_none_or(|best| (best.end, best.strong) <= (found.end, found.strong)) {
                found.who.iter().for_each(|who| offer(best, found.end, who, found.strong));
            }
            return;
        }
        let from = self.tokens[at].start;
        let key = self.text[from..self.tokens[end - 1].end()].to_owned();
        let groups = match self.known.get(&key) {
            Some(groups) => groups.clone(),
            None => {
                let mut groups: BTreeMap<(usize, usize, usize), Vec<usize>> = BTreeMap::new();
                for (who, _) in &bearers.all {
                    groups.entry(self.walk(at, end, *who)).or_default().push(*who);
                }
                let groups: Rc<[Group]> =
                    groups.into_iter().map(|(shape, who)| Group { shape, who: who.into() }).collect();
                self.known.insert(key, groups.clone());
                groups
            }
        };
        for group in groups.iter().filter(|group| self.is_accepted(at, lower, group.shape)) {
            offer(best, at + group.shape.0, &group.who, group.shape.1);
        }
    }

    /// What of a run is in somebody's name: tokens up to the last, words that name by themselves, and how many of them have a capital.
    fn walk(&self, at: usize, run: usize, who: usize) -> (usize, usize, usize) {
        let (text, tokens) = (self.text, self.tokens);
        let (mut end, mut strong, mut capitals) = (at, 0, 0);
        for (to, token) in tokens.iter().enumerate().take(run).skip(at) {
            match self.finder.words.get(&token.lower()).and_then(|bearers| bearers.part(who)) {
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
        }
        (end - at, strong, capitals)
    }

    /// Whether what somebody has of the words at a place is their name there.
    fn is_accepted(&self, at: usize, lower: &str, (length, strong, capitals): (usize, usize, usize)) -> bool {
        let (text, tokens) = (self.text, self.tokens);
        let address = || is_address(text, tokens[at]);
        let common = || strong == 1 && self.finder.common.contains(lower);
        let opens = || starts_sentence(text, tokens[at].start) && !acts(text, tokens, at, self.language);
        match (strong, capitals) {
            (0, _) => false,
            (_, 0) => strong > 1 || (self.case == Case::Any || address()) && !common(),
            _ => !(common() && length == 1 && opens()),
        }
    }

    /// A name with the ending of the genitive, where a language writes it without an apostrophe.
    fn inflected(&mut self, at: usize, lower: &str) -> Option<Found> {
        if self.language.writing().possessive_s || !self.tokens[at].is_capital() {
            return None;
        }
        let bare = lower.strip_suffix('s').filter(|bare| !self.finder.common.contains(*bare))?;
        let bearers = self.finder.words.get(bare).filter(|bearers| !bearers.strong.is_empty())?;
        let who = self.stems.entry(bare.to_owned()).or_insert_with(|| bearers.strong.as_slice().into());
        Some(Found { end: at + 1, who: vec![who.clone()], strong: 1 })
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
