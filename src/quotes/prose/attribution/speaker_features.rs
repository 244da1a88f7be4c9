//! A marked stretch and what stands around it: what speaks for each choice of whose words it holds.

use crate::lang::{Classes, VerbClass};
use crate::quotes::prose::attribution::reporting_clause::{Frame, Frames};
use crate::quotes::prose::attribution::source::{bucket, lemma, noun_class};
use crate::quotes::prose::attribution::speaker_choice::{Before, Choice, sentence_of};
use crate::quotes::prose::model::linear::Sink;
use crate::quotes::prose::syntax::noun_phrase::ChunkKind;
use crate::quotes::prose::syntax::paragraph::{Paragraph, Quoted};
use crate::quotes::prose::syntax::token::{Shape, Tag};

/// A number for the sort of a choice.
pub(crate) fn sort_of(choice: Choice) -> u32 {
    match choice {
        Choice::NotQuote => 0,
        Choice::Nobody => 1,
        Choice::Frame(_) => 2,
        Choice::Previous => 3,
        Choice::Carried => 4,
        Choice::Chunk(_) => 5,
    }
}

/// A marked stretch with what stands around it, for the features of its choices.
pub(crate) struct Setting<'a> {
    paragraph: &'a Paragraph,
    frames: &'a Frames,
    number: usize,
    before: Before,
    quoted: &'a Quoted,
    /// The number of its sentence, and the items of it.
    sentence: usize,
    start: usize,
    end: usize,
    left: u32,
    right: u32,
    words: u32,
    ending: u32,
    form: u32,
    frames_here: &'a [Frame],
}

/// How many numbers [`Setting::kind`] and [`sort_of`] give.
pub(crate) const KINDS: usize = 3;
pub(crate) const SORTS: usize = 6;

impl<'a> Setting<'a> {
    pub(crate) fn new(paragraph: &'a Paragraph, frames: &'a Frames, number: usize, before: Before) -> Self {
        let quoted = &paragraph.quoted[number];
        let sentence = sentence_of(paragraph, quoted.item);
        let (start, end) = paragraph.sentences[sentence];
        let ending = match quoted.last_byte {
            b',' => 1,
            b'.' => 2,
            b'?' | b'!' => 3,
            _ if quoted.last == Tag::Dash => 4,
            _ => 0,
        };
        let form =
            ending << 3 | u32::from(quoted.capital) << 2 | u32::from(quoted.clause) << 1 | u32::from(quoted.capitals);
        let (from, to) = frames.of_sentence(sentence);
        let words = bucket(quoted.words);
        let frames_here = &frames.frames[from..to];
        let setting = Self {
            paragraph,
            frames,
            number,
            before,
            quoted,
            sentence,
            start,
            end,
            left: 0,
            right: 0,
            words,
            ending,
            form,
            frames_here,
        };
        let (left, right) = (setting.tag(quoted.item.checked_sub(1)), setting.tag(Some(quoted.item + 1)));
        Self { left, right, ..setting }
    }

    /// The tag of an item of the sentence.
    fn tag(&self, at: Option<usize>) -> u32 {
        at.filter(|at| *at >= self.start && *at < self.end).map_or(90, |at| self.paragraph.items[at].tag as u32)
    }

    fn hash(&self, at: Option<usize>) -> u32 {
        at.filter(|at| *at >= self.start && *at < self.end).map_or(0, |at| self.paragraph.items[at].hash)
    }

    fn opens_paragraph(&self) -> u32 {
        u32::from(self.quoted.item == 0)
    }

    fn closes_paragraph(&self) -> u32 {
        u32::from(self.quoted.item + 1 >= self.paragraph.items.len().saturating_sub(1))
    }

    /// What is known of the paragraph before, and the place in this one.
    fn context(&self) -> u32 {
        self.opens_paragraph() << 5
            | self.closes_paragraph() << 4
            | u32::from(self.before.colon) << 3
            | u32::from(self.before.runs_on) << 2
            | u32::from(self.before.ends_quoted) << 1
            | u32::from(self.before.carried)
    }

    /// Whether a choice says that it is no quotation, one of nobody, one of somebody.
    pub(crate) fn kind(choice: Choice) -> u32 {
        match choice {
            Choice::NotQuote => 0,
            Choice::Nobody => 1,
            _ => 2,
        }
    }

    /// What speaks for a choice.
    pub(crate) fn features(&self, choice: Choice, out: &mut impl Sink) {
        out.clear();
        self.kind_features(Self::kind(choice), out);
        self.sort_features(sort_of(choice), out);
        self.choice_features(choice, out);
    }

    /// What the stretch itself says of being a quotation at all: the same for all choices of a kind.
    pub(crate) fn kind_features(&self, kind: u32, out: &mut impl Sink) {
        let Self { quoted, left, right, words, form, .. } = *self;
        let items = &self.paragraph.items;
        let left2 = self.tag(quoted.item.checked_sub(2));
        let right2 = self.tag(Some(quoted.item + 2));
        let hash = |at: Option<usize>| self.hash(at);
        out.add3(1, kind, words, form);
        out.add3(2, kind, left, right);
        out.add3(3, kind, left2, left);
        out.add3(4, kind, right, right2);
        out.add2(5, kind, hash(quoted.item.checked_sub(1)));
        out.add3(6, kind, hash(quoted.item.checked_sub(2)), hash(quoted.item.checked_sub(1)));
        out.add2(7, kind, hash(Some(quoted.item + 1)));
        out.add3(8, kind, left, words);
        out.add3(9, kind, words, u32::from(quoted.capitals) << 1 | u32::from(quoted.clause));
        out.add2(10, kind, quoted.first_hash);
        out.add3(11, kind, form, self.opens_paragraph() << 1 | self.closes_paragraph());
        out.add3(12, kind, left, form);
        out.add3(13, kind, self.before.previous.map_or(9, |sort| sort), words);
        out.add2(14, kind, (self.frames_here.len() as u32).min(2));
        let saying = items[self.start.max(quoted.item.saturating_sub(3))..quoted.item].iter().any(|item| {
            item.tag == Tag::Noun && item.classes.any(Classes::SAYING | Classes::TERM_NOUN | Classes::TITLE_NOUN)
        });
        out.add3(57, kind, u32::from(quoted.termed) << 1 | u32::from(saying), u32::from(quoted.clause));
        out.add3(58, kind, u32::from(quoted.termed) << 1 | u32::from(saying), left);
    }

    /// What the stretch and its place say of a sort of choice: the same for all choices of it.
    pub(crate) fn sort_features(&self, sort: u32, out: &mut impl Sink) {
        let Self { left, right, words, form, .. } = *self;
        let context = self.context();
        out.add2(15, sort, context);
        out.add3(16, sort, context, form);
        out.add3(17, sort, words, left);
        out.add3(18, sort, left, right);
        out.add3(19, sort, form, right);
        out.add3(56, sort, self.before.previous.map_or(9, |sort| sort), left << 6 | right);
    }

    /// What speaks for this choice against others of its sort.
    pub(crate) fn choice_features(&self, choice: Choice, out: &mut impl Sink) {
        let Self { paragraph, frames, number, before, quoted, sentence, start, end, .. } = *self;
        let Self { left, right, words, ending, form, frames_here, .. } = *self;
        let items = &paragraph.items;
        let tag = |at: Option<usize>| self.tag(at);
        let context = self.context();
        match choice {
            Choice::NotQuote | Choice::Nobody => {}
            Choice::Previous => {
                let there = &paragraph.quoted[number - 1];
                let apart = sentence - sentence_of(paragraph, there.item);
                let between = &items[there.item + 1..quoted.item];
                let relative = between.iter().any(|item| item.tag == Tag::Relative);
                out.add3(59, u32::from(relative), left, words);
                out.add3(20, apart.min(4) as u32, before.previous.unwrap_or(9), form);
                out.add3(21, apart.min(4) as u32, left, bucket(between.len()));
                out.add2(22, apart.min(4) as u32, u32::from(sentence > 0 && quoted.item == start));
                let cues = frames
                    .between(there.item, quoted.item)
                    .iter()
                    .filter(|frame| frame.side as u32 > 0)
                    .take(3)
                    .count();
                out.add3(23, apart.min(4) as u32, cues.min(2) as u32, u32::from(quoted.item == start));
                let names = frames
                    .chunks_between(there.item, quoted.item)
                    .iter()
                    .filter(|chunk| chunk.kind == ChunkKind::Name)
                    .take(4)
                    .count();
                out.add3(24, apart.min(4) as u32, names.min(3) as u32, u32::from(quoted.item == start));
                out.add3(25, bucket(between.len()), u32::from(right == Tag::Stop as u32 || right >= 90), right);
                let later = frames_here.iter().any(|frame| frame.cue > quoted.item);
                out.add3(26, u32::from(later), apart.min(3) as u32, ending);
            }
            Choice::Carried => {
                out.add3(27, context, form, words);
                let any = !frames_here.is_empty();
                out.add3(28, context, u32::from(any), right);
            }
            Choice::Frame(index) => {
                let frame = &frames.frames[index];
                frame_features(paragraph, frames, quoted, frame, sentence, out);
                out.add3(
                    55,
                    u32::from(number > 0 && paragraph.quoted[number - 1].item > frame.cue),
                    u32::from(frame.cue > quoted.item),
                    u32::from(frame.sentence == sentence),
                );
            }
            Choice::Chunk(index) => {
                let chunk = frames.chunks[index];
                let here = chunk.first >= start && chunk.first < end;
                let is_left = chunk.end <= quoted.item;
                let gap = if is_left { quoted.item - chunk.end } else { chunk.first - quoted.item - 1 };
                let side = u32::from(here) << 1 | u32::from(is_left);
                out.add3(40, side, bucket(gap), chunk.kind as u32);
                out.add3(41, side, left, right);
                out.add3(42, side, noun_class(&items[chunk.head], chunk), bucket(gap));
                out.add3(43, side, tag(chunk.first.checked_sub(1)), tag(Some(chunk.end)));
                let there = sentence_of(paragraph, chunk.first);
                let (from, to) = frames.of_sentence(there);
                let owner = frames.frames[from..to].iter().find(|frame| frame.source == Some(index));
                out.add3(44, side, owner.map_or(0, |owner| 1 + owner.side as u32), chunk.kind as u32);
                out.add3(45, side, u32::from(chunk.first == start), bucket(gap));
                let verb = items.get(chunk.end).map_or(0, |item| item.hash);
                out.add3(46, side, verb, left);
                let any = frames_here.iter().any(|frame| frame.margin > 0.0);
                out.add3(47, side, u32::from(any), bucket(gap));
                if is_left && gap <= 4 {
                    let mut path = gap as u32;
                    for item in &items[chunk.end..quoted.item] {
                        path = path.wrapping_mul(37).wrapping_add(item.tag as u32);
                    }
                    out.add3(48, path, chunk.kind as u32, form);
                }
            }
        }
    }
}

fn frame_features(
    paragraph: &Paragraph,
    frames: &Frames,
    quoted: &Quoted,
    frame: &Frame,
    sentence: usize,
    out: &mut impl Sink,
) {
    let items = &paragraph.items;
    let cue = &items[frame.cue];
    let place = (2 + frame.sentence).saturating_sub(sentence) as u32;
    let left = frame.cue < quoted.item;
    let (from, to) = if left { (frame.cue + 1, quoted.item) } else { (quoted.item + 1, frame.cue) };
    let between = &items[from.min(to)..to];
    let gap = bucket(between.len());
    let key = place << 1 | u32::from(left);
    let source = frame.source.map(|source| frames.chunks[source]);
    // Where the source stands: none; before or behind the cue, and on which side of the stretch.
    let order = match source {
        None => 0,
        Some(chunk) => 1 | u32::from(chunk.first < frame.cue) << 1 | u32::from(chunk.first < quoted.item) << 2,
    };
    let kind = source.map_or(9, |chunk| chunk.kind as u32);
    let class = cue.verb.map_or(50, |verb| verb.class as u32);
    let form = cue.verb.map_or(9, |verb| verb.form as u32);
    let lemma = lemma(cue);
    out.add3(30, key, order, gap);
    out.add3(31, key, class << 4 | form, order);
    out.add3(32, key, lemma, u32::from(left));
    out.add3(33, key, kind, order);
    out.add2(34, key, (frame.margin.clamp(-2.0, 6.0) + 2.0) as u32);
    let covers = frame.clause.is_some_and(|(from, to)| from <= quoted.item && quoted.item < to);
    out.add3(35, key, frame.side as u32, u32::from(covers));
    out.add3(36, key, u32::from(covers), (frame.strength.clamp(-4.0, 4.0) + 4.0) as u32);
    let quotes = between.iter().filter(|item| item.tag == Tag::Quoted).count().min(2) as u32;
    let cues = between.iter().filter(|item| item.tag == Tag::Cue).count().min(2) as u32;
    let commas = between.iter().filter(|item| matches!(item.tag, Tag::Comma | Tag::Dash)).count().min(2) as u32;
    let relative = between.iter().any(|item| item.tag == Tag::Relative);
    out.add3(60, key, u32::from(relative), u32::from(quoted.words <= 3) << 1 | u32::from(quoted.clause));
    out.add3(37, key, quotes << 2 | cues, commas);
    out.add3(38, key, cues, gap);
    if between.len() <= 5 {
        let mut path = between.len() as u32;
        for item in between {
            path = path.wrapping_mul(37).wrapping_add(item.tag as u32);
        }
        out.add3(39, key, path, order);
        out.add3(50, key, path, class);
    }
    let ending =
        u32::from(quoted.last_byte == b',') | u32::from(quoted.last_byte == b'.') << 1 | u32::from(quoted.capital) << 2;
    out.add3(51, key, order, ending);
    out.add3(52, key, ending, gap);
    out.add3(53, key, u32::from(cue.verb.is_some_and(|verb| verb.class == VerbClass::According)), order);
    let near = if left { quoted.item.checked_sub(1) } else { Some(quoted.item + 1) };
    let near = near
        .and_then(|at| items.get(at))
        .map_or(0, |item| item.tag as u32 | u32::from(item.shape.has(Shape::CAPITAL)) << 6);
    out.add3(54, key, near, order);
}
