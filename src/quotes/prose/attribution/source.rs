//! Whose cue it is: the noun phrases around a cue, ranked.

use crate::lang::{Classes, VerbClass};
use crate::quotes::prose::model::linear::{Linear, Sink};
use crate::quotes::prose::syntax::noun_phrase::{Chunk, ChunkKind};
use crate::quotes::prose::syntax::paragraph::Paragraph;
use crate::quotes::prose::syntax::token::{Shape, Tag, Token, table_of};

/// A cue in its sentence, with what the sentence holds.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) paragraph: &'a Paragraph,
    /// Half-open range of items.
    pub(crate) sentence: (usize, usize),
    /// The noun phrases of the sentence.
    pub(crate) chunks: &'a [Chunk],
    /// The item of the cue.
    pub(crate) cue: usize,
    /// How many of the noun phrases begin before the cue.
    pub(crate) split: usize,
}

/// Who could be the source of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Candidate {
    /// A noun phrase of the sentence.
    Chunk(usize),
    /// Nobody is named.
    Nobody,
}

/// At most so many noun phrases on the left and on the right of a cue are looked at.
const LEFT: usize = 7;
const RIGHT: usize = 3;

/// Tags behind which a phrase on the right of a cue is hardly ever its source.
const CLOSES: [bool; Tag::Word as usize + 1] = table_of(&[
    Tag::Quoted,
    Tag::Stop,
    Tag::Colon,
    Tag::Semicolon,
    Tag::Conjunction,
    Tag::Subordinator,
    Tag::Auxiliary,
    Tag::Modal,
    Tag::Relative,
    Tag::That,
    Tag::Interrogative,
    Tag::Cue,
    Tag::Verb,
]);

impl<'a> Site<'a> {
    pub(crate) fn items(&self) -> &'a [Token] {
        &self.paragraph.items
    }

    /// The first noun phrase that begins at an item or behind it, by number.
    pub(crate) fn chunk_from(&self, item: usize) -> usize {
        self.chunks.partition_point(|chunk| chunk.first < item)
    }

    /// The noun phrase that begins at an item, by number.
    pub(crate) fn chunk_at(&self, item: usize) -> Option<usize> {
        let at = self.chunk_from(item);
        self.chunks.get(at).filter(|chunk| chunk.first == item).map(|_| at)
    }

    /// The item at a distance from the cue, within the sentence.
    pub(crate) fn at(&self, distance: isize) -> Option<&'a Token> {
        let (start, end) = self.sentence;
        self.paragraph.items[start..end].get(self.cue.wrapping_add_signed(distance).wrapping_sub(start))
    }

    pub(crate) fn tag_at(&self, distance: isize) -> u32 {
        self.at(distance).map_or(99, |item| item.tag as u32)
    }

    /// The tag of the item before the cue.
    pub(crate) fn tag_before(&self) -> Option<Tag> {
        self.at(-1).map(|item| item.tag)
    }

    /// The hash of the verb, or of the cue where the tables have no verb.
    pub(crate) fn lemma(&self) -> u32 {
        lemma(&self.items()[self.cue])
    }

    pub(crate) fn class(&self) -> u32 {
        self.items()[self.cue].verb.map_or(50, |verb| verb.class as u32)
    }

    pub(crate) fn form(&self) -> u32 {
        self.items()[self.cue].verb.map_or(9, |verb| verb.form as u32)
    }

    /// Fills `found` with those who could be the source.
    pub(crate) fn candidates(&self, found: &mut Vec<Candidate>) {
        found.clear();
        let split = self.split;
        if self.is_according()
            && let Some(next) = self.chunks.get(split).filter(|chunk| chunk.first == self.cue + 1)
            && next.kind != ChunkKind::Quoted
        {
            found.push(Candidate::Chunk(split));
            return;
        }
        let usable = |index: &usize| {
            self.chunks[*index].kind != ChunkKind::Quoted && !self.holds_cue(*index) && !self.is_attached(*index)
        };
        found.extend((0..split).rev().filter(usable).take(LEFT).map(Candidate::Chunk));
        // Behind a verb, or where another clause begins, hardly ever stands the source of the cue before it.
        let closes = |item: &Token| CLOSES[item.tag as usize];
        let behind = &self.items()[self.cue + 1..self.sentence.1];
        let clear = behind.iter().position(closes).map_or(self.sentence.1, |at| self.cue + 1 + at);
        let near = self.chunks[split..].iter().take_while(|chunk| chunk.first < clear).count();
        found.extend((split..split + near).filter(usable).take(RIGHT).map(Candidate::Chunk));
        found.push(Candidate::Nobody);
    }

    /// Whether a phrase belongs to the noun before it: "eine Sprecherin der Polizei", "a respondent from Hull".
    fn is_attached(&self, index: usize) -> bool {
        const PEOPLE: Classes = Classes::ROLE.with(Classes::RESPONDENT).with(Classes::PERSON_NOUN).with(Classes::GROUP);
        let items = self.items();
        let first = self.chunks[index].first;
        if first >= self.sentence.0 + 2 && items[first - 1].tag == Tag::Preposition {
            let noun = &items[first - 2];
            return noun.tag == Tag::Noun && noun.classes.any(PEOPLE);
        }
        items[first].classes.any(Classes::GENITIVE)
            && first > self.sentence.0
            && (items[first - 1].tag == Tag::Name
                || items[first - 1].tag == Tag::Noun && items[first - 1].classes.any(Classes::PERSONAL))
    }

    fn holds_cue(&self, index: usize) -> bool {
        let chunk = &self.chunks[index];
        chunk.first <= self.cue && self.cue < chunk.end
    }

    /// What speaks for a candidate.
    pub(crate) fn source_features(&self, candidate: Candidate, out: &mut impl Sink) {
        out.clear();
        let lemma = self.lemma();
        let class = self.class();
        let form = self.form();
        let items = self.items();
        let Candidate::Chunk(index) = candidate else {
            out.add(1, 0);
            out.add(2, lemma);
            out.add2(3, class, form);
            out.add2(4, self.tag_at(-1), form);
            out.add2(5, self.tag_at(-1), self.tag_at(-2));
            out.add2(6, self.tag_at(1), form);
            out.add(7, u32::from(self.cue == self.sentence.0));
            return;
        };
        let chunk = self.chunks[index];
        let left = chunk.first < self.cue;
        let side = u32::from(left);
        let (from, to) = if left { (chunk.end, self.cue) } else { (self.cue + 1, chunk.first) };
        let between = &items[from.min(to)..to];
        let distance = bucket(between.len());
        let kind = chunk.kind as u32;
        let head = &items[chunk.head];
        let noun = noun_class(head, chunk);
        let key = side << 8 | distance << 4 | kind;
        out.add(10, key);
        out.add2(11, key, class << 4 | form);
        out.add2(12, side << 4 | kind, lemma);
        out.add2(13, side, noun);
        if chunk.kind == ChunkKind::Nominal {
            out.add2(15, side, head.hash);
        }
        let before = item_tag(items, chunk.first.checked_sub(1).filter(|at| *at >= self.sentence.0));
        let before_hash = chunk.first.checked_sub(1).filter(|at| *at >= self.sentence.0).map_or(0, |at| items[at].hash);
        let after = item_tag(items, Some(chunk.end).filter(|at| *at < self.sentence.1));
        out.add3(16, side, before, distance);
        out.add3(17, side, after, distance);
        out.add3(18, side, before, after);
        out.add3(19, side, before_hash, u32::from(between.is_empty()));
        // What stands between, tag by tag where it is short.
        if between.len() <= 4 {
            let mut path = between.len() as u32;
            for item in between {
                path = path.wrapping_mul(37).wrapping_add(item.tag as u32);
            }
            out.add2(20, side, path);
            out.add3(21, side << 4 | kind, path, class);
            out.add3(22, side << 4 | form, path, self.tag_at(1));
        }
        let [commas, verbs, relative, that, quoted, links] = counts(between);
        let verbs = verbs.min(3);
        out.add3(
            23,
            side << 4 | commas.min(3),
            verbs << 4 | relative.min(1) << 2 | that.min(1),
            quoted.min(1) << 2 | links.min(2),
        );
        out.add2(25, side << 4 | quoted.min(1), commas.min(2) << 4 | verbs.min(2));
        // The comma right before the cue closes an apposition.
        let closes = u32::from(left && between.last().is_some_and(|item| item.tag == Tag::Comma) && between.len() > 1);
        out.add3(26, closes, after, kind);
        let nearer = self.chunks_between(index, left);
        out.add3(27, side, nearer.min(4), kind);
        out.add3(29, side, self.tag_at(-1), self.tag_at(1));
        out.add3(30, side << 4 | distance, self.tag_at(-1), form);
        if left {
            // Another cue or verb right after the phrase takes it as its own subject.
            let taken = self.verb_after(chunk.end);
            out.add3(31, taken, verbs, form);
            out.add3(32, taken, links.min(1), self.tag_at(-1));
        }
        if self.is_according() {
            out.add3(35, side, distance, kind);
        }
        out.add2(36, u32::from(head.shape.has(Shape::CAPITAL)), key);
    }

    pub(crate) fn is_according(&self) -> bool {
        self.items()[self.cue].verb.is_some_and(|verb| verb.class == VerbClass::According)
    }

    fn chunks_between(&self, index: usize, left: bool) -> u32 {
        (if left { self.split - 1 - index } else { index - self.split }) as u32
    }

    /// What verb stands right behind an item: none, a verb, a cue other than ours, ours.
    fn verb_after(&self, at: usize) -> u32 {
        for (distance, item) in self.items()[at..self.sentence.1].iter().take(5).enumerate() {
            if at + distance == self.cue {
                return 3;
            }
            match item.tag {
                Tag::Cue => return 2,
                Tag::Verb | Tag::Auxiliary | Tag::Modal => return 1,
                Tag::Adverb | Tag::Negation => {}
                _ => return 0,
            }
        }
        0
    }

    /// The best source, and how much better it is than nobody.
    pub(crate) fn best_source(&self, model: &Linear, candidates: &mut Vec<Candidate>) -> (Candidate, f32) {
        self.candidates(candidates);
        let mut best = (Candidate::Nobody, f32::NEG_INFINITY);
        let mut nobody = 0.0;
        let mut tally = model.tally();
        for &candidate in candidates.iter() {
            self.source_features(candidate, &mut tally);
            let score = tally.score();
            if candidate == Candidate::Nobody {
                nobody = score;
            }
            if score > best.1 {
                best = (candidate, score);
            }
        }
        (best.0, best.1 - nobody)
    }
}

pub(crate) fn lemma(cue: &Token) -> u32 {
    if cue.lemma != 0 { cue.lemma } else { cue.hash }
}

pub(crate) fn bucket(n: usize) -> u32 {
    const BUCKETS: [u8; 42] = {
        let mut buckets = [0; 42];
        let mut n = 0;
        while n < 42 {
            buckets[n] = match n {
                0..=3 => n as u8,
                4..=5 => 4,
                6..=8 => 5,
                9..=12 => 6,
                13..=20 => 7,
                21..=40 => 8,
                _ => 9,
            };
            n += 1;
        }
        buckets
    };
    u32::from(BUCKETS[n.min(41)])
}

/// How many commas, verbs, relatives, "that", marked stretches and links there are, up to 255 of each.
fn counts(items: &[Token]) -> [u32; 6] {
    /// A byte of the sum for each.
    const ONE: [u64; Tag::Word as usize + 1] = {
        let mut one = [0; Tag::Word as usize + 1];
        one[Tag::Comma as usize] = 1;
        one[Tag::Dash as usize] = 1;
        one[Tag::Verb as usize] = 1 << 8;
        one[Tag::Cue as usize] = 1 << 8;
        one[Tag::Auxiliary as usize] = 1 << 8;
        one[Tag::Modal as usize] = 1 << 8;
        one[Tag::Relative as usize] = 1 << 16;
        one[Tag::That as usize] = 1 << 24;
        one[Tag::Quoted as usize] = 1 << 32;
        one[Tag::Conjunction as usize] = 1 << 40;
        one[Tag::Subordinator as usize] = 1 << 40;
        one[Tag::Semicolon as usize] = 1 << 40;
        one[Tag::Colon as usize] = 1 << 40;
        one
    };
    let sum: u64 = items.iter().take(255).map(|item| ONE[item.tag as usize]).sum();
    [0, 8, 16, 24, 32, 40].map(|byte| (sum >> byte) as u32 & 0xff)
}

fn item_tag(items: &[Token], at: Option<usize>) -> u32 {
    at.map_or(98, |at| items[at].tag as u32)
}

/// What sort of noun heads a phrase.
pub(crate) fn noun_class(head: &Token, chunk: Chunk) -> u32 {
    const CLASSES: [Classes; 12] = [
        Classes::PRONOUN_HE,
        Classes::PRONOUN_SHE,
        Classes::PRONOUN_THEY,
        Classes::PRONOUN_IT,
        Classes::PRONOUN_FIRST,
        Classes::PRONOUN_SECOND,
        Classes::RESPONDENT,
        Classes::GROUP,
        Classes::ROLE,
        Classes::DOCUMENT,
        Classes::ORGANISATION,
        Classes::PERSON_NOUN,
    ];
    const ANY: Classes = {
        let mut any = Classes::NONE;
        let mut at = 0;
        while at < CLASSES.len() {
            any = any.with(CLASSES[at]);
            at += 1;
        }
        any
    };
    if !head.classes.any(ANY) {
        return 12 << 4 | chunk.kind as u32;
    }
    let first = CLASSES.iter().position(|class| head.classes.any(*class)).map_or(12, |at| at as u32);
    first << 4 | chunk.kind as u32
}

/// Whether a token may be a cue at all: a reporting verb, or a noun of saying behind its owner.
pub(crate) fn is_cue(items: &[Token], at: usize) -> bool {
    let item = &items[at];
    if item.tag == Tag::Cue {
        return true;
    }
    if item.verb.is_some() && item.tag != Tag::Quoted && !matches!(item.tag, Tag::Name) {
        return true;
    }
    item.classes.any(Classes::SPEECH_NOUN)
        && item.tag == Tag::Noun
        && at > 0
        && matches!(items[at - 1].tag, Tag::Clitic | Tag::Possessive)
}
