//! Frames of a paragraph: cues with their sources and, where they report a clause, its extent.

use crate::lang::{Classes, VerbClass, VerbForm};
use crate::quotes::prose::attribution::clause;
use crate::quotes::prose::attribution::clause::{Boundaries, Side};
use crate::quotes::prose::attribution::cue_filter;
use crate::quotes::prose::attribution::source::{Candidate, Site, is_cue};
use crate::quotes::prose::model::linear::Linear;
use crate::quotes::prose::syntax::noun_phrase;
use crate::quotes::prose::syntax::noun_phrase::{Chunk, ChunkKind};
use crate::quotes::prose::syntax::paragraph::{Paragraph, Quoted};
use crate::quotes::prose::syntax::token::{Shape, Tag, Token, is_nominal};

/// The models that decide, in the order of the stages.
#[derive(Clone, Debug)]
pub(crate) struct Models {
    pub(crate) gate: Linear,
    pub(crate) source: Linear,
    pub(crate) side: Linear,
    pub(crate) boundary: Linear,
    pub(crate) accept: Linear,
    pub(crate) stretch: Linear,
    /// How sure the side must be.
    pub(crate) threshold: f32,
    /// How much must speak for a clause in the writer's words.
    pub(crate) certain: f32,
}

/// A cue with what belongs to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// The number of the sentence.
    pub(crate) sentence: usize,
    /// The item of the cue.
    pub(crate) cue: usize,
    /// The noun phrase of the source, as a number in [`Frames::chunks`].
    pub(crate) source: Option<usize>,
    /// How much better the source is than none.
    pub(crate) margin: f32,
    /// On which side the reported clause stands.
    pub(crate) side: Side,
    /// How much better that side is than none.
    pub(crate) strength: f32,
    /// The items of the reported clause.
    pub(crate) clause: Option<(usize, usize)>,
    /// The items in front of the frame that belong to a clause behind it.
    pub(crate) lead: Option<(usize, usize)>,
}

/// The frames of a paragraph and the noun phrases they choose from. Buffers are reused.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    pub(crate) chunks: Vec<Chunk>,
    /// For each sentence, its half-open range in `chunks`.
    pub(crate) ranges: Vec<(usize, usize)>,
    pub(crate) frames: Vec<Frame>,
    scratch: Scratch,
}

#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) chunks: Vec<Chunk>,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) boundaries: Boundaries,
}

impl Frames {
    /// Finds the noun phrases of every sentence that holds a cue or a marked stretch, or all of them where asked.
    pub(crate) fn chunk(&mut self, paragraph: &Paragraph) {
        self.chunks.clear();
        self.ranges.clear();
        for &(start, end) in &paragraph.sentences {
            let from = self.chunks.len();
            noun_phrase::chunks(paragraph, (start, end), &mut self.scratch.chunks);
            self.chunks.extend_from_slice(&self.scratch.chunks);
            self.ranges.push((from, self.chunks.len()));
        }
    }

    /// The site of a cue.
    pub(crate) fn site<'a>(&'a self, paragraph: &'a Paragraph, sentence: usize, cue: usize) -> Site<'a> {
        let (from, to) = self.ranges[sentence];
        let chunks = &self.chunks[from..to];
        let split = chunks.partition_point(|chunk| chunk.first < cue);
        Site { paragraph, sentence: paragraph.sentences[sentence], chunks, cue, split }
    }

    /// The frames of a sentence, as a half-open range.
    pub(crate) fn of_sentence(&self, sentence: usize) -> (usize, usize) {
        let from = self.frames.partition_point(|frame| frame.sentence < sentence);
        (from, self.frames.partition_point(|frame| frame.sentence <= sentence))
    }

    /// The frames whose cues stand between two items.
    pub(crate) fn between(&self, from: usize, to: usize) -> &[Frame] {
        let start = self.frames.partition_point(|frame| frame.cue <= from);
        let end = self.frames.partition_point(|frame| frame.cue < to);
        &self.frames[start..end.max(start)]
    }

    /// The noun phrases that begin between two items.
    pub(crate) fn chunks_between(&self, from: usize, to: usize) -> &[Chunk] {
        let start = self.chunks.partition_point(|chunk| chunk.first <= from);
        let end = self.chunks.partition_point(|chunk| chunk.first < to);
        &self.chunks[start..end.max(start)]
    }

    /// The noun phrase that begins at an item, without what is possessed.
    pub(crate) fn chunk_at(&self, item: usize) -> Option<Chunk> {
        let at = self.chunks.partition_point(|chunk| chunk.first < item);
        self.chunks.get(at).copied().filter(|chunk| chunk.first == item)
    }

    /// Finds the frames. With `indirect` off, only those near a marked stretch are looked for.
    pub(crate) fn find(&mut self, paragraph: &Paragraph, models: &Models, indirect: bool) {
        self.frames.clear();
        let mut scratch = std::mem::take(&mut self.scratch);
        // Clauses that are not likely are judged again with their extent at hand, by a model that knows no other word order.
        let threshold = if paragraph.writing.verb_second { models.threshold.max(0.0) } else { models.threshold };
        for (number, &(start, end)) in paragraph.sentences.iter().enumerate() {
            let away = cue_filter::is_away(paragraph, number);
            if away && !indirect {
                continue;
            }
            for cue in start..end {
                if !is_cue(&paragraph.items, cue) || away && cue_filter::passes_by(paragraph, number, cue, &models.gate)
                {
                    continue;
                }
                let site = self.site(paragraph, number, cue);
                let (source, margin) = match inverted(&site) {
                    Some(source) => (source, SURE),
                    None => site.best_source(&models.source, &mut scratch.candidates),
                };
                let (side, strength) = clause::best_side(&site, source, margin, &models.side);
                let (side, strength) = ruled(&site, source, side, strength);
                let (side, strength) = if closes(&site, source) { (Side::Before, SURE) } else { (side, strength) };
                let parted = items_parted(&site) && source != Candidate::Nobody;
                let side = match side {
                    _ if parted => Side::After,
                    _ if strength < threshold => Side::None,
                    side => side,
                };
                let clause =
                    (side != Side::None).then(|| extent(&site, source, side, &models.boundary, &mut scratch)).flatten();
                // What a comma parts from its cue begins right behind the cue.
                let parted = parted && matches!(source, Candidate::Chunk(index) if site.chunks[index].first < cue);
                let clause = clause.map(|(start, end)| if parted { (cue + 1, end) } else { (start, end) });
                let clause = clause.filter(|clause| !shows_a_thing(&site, source, side, *clause));
                let side = if clause.is_some() { side } else { Side::None };
                let (source, margin, side, strength, clause) = match attributed(&site) {
                    Some((source, side, clause)) => (source, SURE, side, SURE, clause),
                    None => (source, margin, side, strength, clause),
                };
                let lead = (side == Side::After).then(|| lead(&site, source, &models.boundary, &mut scratch)).flatten();
                let from = self.ranges[number].0;
                let source = match source {
                    Candidate::Chunk(index) => Some(from + index),
                    Candidate::Nobody => None,
                };
                self.frames.push(Frame { sentence: number, cue, source, margin, side, strength, clause, lead });
            }
        }
        self.scratch = scratch;
    }

    /// The clause of a frame on a given side, whatever the side model says.
    pub(crate) fn clause_on(
        &mut self,
        paragraph: &Paragraph,
        frame: usize,
        side: Side,
        models: &Models,
    ) -> Option<(usize, usize)> {
        let frame = self.frames[frame];
        let mut scratch = std::mem::take(&mut self.scratch);
        let site = self.site(paragraph, frame.sentence, frame.cue);
        let from = self.ranges[frame.sentence].0;
        let source = frame.source.map_or(Candidate::Nobody, |source| Candidate::Chunk(source - from));
        let clause = extent(&site, source, side, &models.boundary, &mut scratch);
        self.scratch = scratch;
        clause
    }
}

/// The margin of what a rule says.
const SURE: f32 = 4.0;

/// Whether a comma that was left out parts the cue from the clause that it reports.
fn items_parted(site: &Site<'_>) -> bool {
    site.items()[site.cue].shape.has(Shape::PARTED)
}

/// The source of a cue in front of it where the verb comes second: "…, sagte Müller", "das sagte Müller".
fn inverted(site: &Site<'_>) -> Option<Candidate> {
    let items = site.items();
    if !site.paragraph.writing.verb_second || site.is_according() || site.cue == site.sentence.0 {
        return None;
    }
    let before = items[site.cue - 1].tag;
    let second = site.cue == site.sentence.0 + 1
        && matches!(before, Tag::Adverb | Tag::Determiner | Tag::ObjectPronoun | Tag::Conjunction);
    let behind = matches!(before, Tag::Comma | Tag::Quoted | Tag::Dash);
    // "sagte am Montag Karin Lang", "sagte dazu Karin Lang".
    let mut first = site.cue + 1;
    while let Some(item) = items.get(first).filter(|_| first < site.sentence.1) {
        let time = site.chunk_at(first + 1).filter(|_| item.tag == Tag::Preposition).map(|at| site.chunks[at]);
        match time {
            Some(chunk) if items[chunk.head].classes.any(Classes::WEEKDAY | Classes::MONTH | Classes::PLACE) => {
                first = chunk.end;
            }
            _ if item.tag == Tag::Adverb => first += 1,
            _ => break,
        }
    }
    let at = site.chunk_at(first)?;
    let chunk = &site.chunks[at];
    let named = chunk.kind != ChunkKind::Quoted && items[chunk.head].tag != Tag::ObjectPronoun;
    ((second || behind) && named).then_some(Candidate::Chunk(at))
}

/// Whether a frame where the verb comes second closes its sentence behind a comma: "die Brücke ist sicher, sagte Müller".
fn closes(site: &Site<'_>, source: Candidate) -> bool {
    let rest = &site.items()[clause::frame_end(site, source)..site.sentence.1];
    site.paragraph.writing.verb_second
        && site.tag_before() == Some(Tag::Comma)
        && matches!(source, Candidate::Chunk(index) if site.chunks[index].first > site.cue)
        && rest.iter().all(|item| item.tag <= Tag::Punctuation && item.tag != Tag::Quoted)
}

/// A source, and on which side of its cue which clause stands.
type Attributed = (Candidate, Side, Option<(usize, usize)>);

/// Source and clause of a phrase of attribution where the verb comes second: "Laut Müller ist die Brücke sicher",
/// "Müller zufolge ist sie sicher", "Wie Müller sagte, ist sie sicher", "sie ist sicher, wie Müller sagte".
fn attributed(site: &Site<'_>) -> Option<Attributed> {
    if !site.paragraph.writing.verb_second {
        return None;
    }
    let items = site.items();
    let (start, end) = site.sentence;
    let last = (start..end).rev().find(|at| items[*at].tag > Tag::Punctuation || items[*at].tag == Tag::Quoted)?;
    if !site.is_according() {
        return as_said(site, last);
    }
    let postposed = items[site.cue].classes.any(Classes::POSTPOSED);
    if !postposed && site.cue != start {
        return None;
    }
    let split = site.chunks.partition_point(|chunk| chunk.first < site.cue);
    let source = if postposed { split.checked_sub(1)? } else { split };
    let chunk = site.chunks.get(source)?;
    let beside = if postposed { chunk.end == site.cue } else { chunk.first == site.cue + 1 };
    if !beside {
        return None;
    }
    let behind = if postposed { site.cue + 1 } else { chunk.end };
    let opens = !postposed || source <= 1 && site.chunks[0].first == start;
    let stop = |item: &&Token| !matches!(item.tag, Tag::Comma | Tag::Dash) && !item.tag.ends_clause();
    let is_verb = |item: &Token| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue | Tag::Word);
    let ahead = items[behind..end].iter().take(12).take_while(stop).position(is_verb).map(|at| behind + at);
    match ahead.filter(|_| opens) {
        Some(verb) => Some((Candidate::Chunk(source), Side::After, Some((verb, last + 1)))),
        None => postposed.then_some((Candidate::Chunk(source), Side::None, None)),
    }
}

/// "Wie Müller sagte, ist sie sicher": a cue that ends a clause which such a word opens.
fn as_said(site: &Site<'_>, last: usize) -> Option<Attributed> {
    let items = site.items();
    let (start, end) = site.sentence;
    let closed = items.get(site.cue + 1).filter(|_| site.cue + 1 < end).is_none_or(|item| item.tag <= Tag::Punctuation);
    let opener = (start..site.cue).rev().take_while(|at| items[*at].tag != Tag::Comma).last()?;
    let opens =
        items[opener].classes.any(Classes::AS_OPENER) && (opener == start || items[opener - 1].tag == Tag::Comma);
    if !closed || !opens {
        return None;
    }
    let source = site.chunk_from(opener + 1);
    site.chunks.get(source).filter(|chunk| chunk.end <= site.cue)?;
    let (side, clause) =
        if opener == start { (Side::After, (site.cue + 2, last + 1)) } else { (Side::Before, (start, opener - 1)) };
    Some((Candidate::Chunk(source), side, (clause.0 < clause.1).then_some(clause)))
}

/// What no model may overrule: cues that by their form report nothing, and "according to" somebody, which always does.
fn ruled(site: &Site<'_>, source: Candidate, side: Side, strength: f32) -> (Side, f32) {
    const SPEAKERS: Classes = Classes::PERSONAL;
    let items = site.items();
    let cue = &items[site.cue];
    let none = (Side::None, f32::NEG_INFINITY);
    let chunk = match source {
        Candidate::Chunk(index) => Some(site.chunks[index]),
        Candidate::Nobody => None,
    };
    let said_by = |chunk: Chunk| {
        !matches!(chunk.kind, ChunkKind::Nominal)
            || items[chunk.first..chunk.end].iter().any(|item| item.classes.any(SPEAKERS) || item.tag == Tag::Name)
    };
    if site.is_according() {
        let ahead = items[site.sentence.0..site.cue].iter().any(|item| item.tag > Tag::Punctuation);
        let behind =
            items[clause::frame_end(site, source)..site.sentence.1].iter().any(|item| item.tag > Tag::Punctuation);
        return match chunk {
            // "Sorted according to size."
            Some(chunk) if !said_by(chunk) && chunk.end == chunk.first + 1 => none,
            Some(chunk) if said_by(chunk) && (ahead || behind) => {
                let side = match (ahead, behind) {
                    (false, _) => Side::After,
                    (_, false) => Side::Before,
                    _ => side,
                };
                (side, strength.max(0.0))
            }
            _ => (side, strength),
        };
    }
    // "What is known elsewhere as “…”": the cue names a term.
    let quoted = &site.paragraph.quoted;
    let behind = &quoted[quoted.partition_point(|quoted| quoted.item <= site.cue)..];
    let near = |quoted: &Quoted| quoted.item - site.cue <= 6 && quoted.item < site.sentence.1;
    if chunk.is_none() && behind.iter().take_while(|quoted| near(quoted)).any(|quoted| quoted.termed) {
        return none;
    }
    let Some(verb) = cue.verb else { return (side, strength) };
    // "Asked not to be named" says nothing of the matter.
    let tag = |distance: isize| site.at(distance).map(|item| item.tag);
    let negated = isize::from(tag(1) == Some(Tag::Negation));
    if verb.class == VerbClass::Ask
        && tag(1 + negated) == Some(Tag::To)
        && tag(2 + negated) == Some(Tag::Auxiliary)
        && tag(4 + negated).is_none_or(|tag| tag <= Tag::Punctuation)
    {
        return none;
    }
    let before = site.tag_before();
    // "They tend to say" comes after no clause of its own: an infinitive does not report what stands before it.
    if side == Side::Before && verb.form == VerbForm::Base && before == Some(Tag::To) {
        return none;
    }
    // "A degree not seen since": a participle without its auxiliary.
    if side == Side::Before && chunk.is_none() && verb.form == VerbForm::Participle {
        let helped = items[site.sentence.0..site.cue].iter().rev().take(4).any(|item| item.tag == Tag::Auxiliary);
        if !helped {
            return none;
        }
    }
    // Only people and what they form have intentions and beliefs: "the policy aimed to slow them" says what it was for.
    let thinks = |chunk: Chunk| {
        let thinking = |item: &Token| item.classes.any(Classes::PEOPLE) || item.tag == Tag::Name;
        chunk.kind != ChunkKind::Nominal || items[chunk.first..chunk.end].iter().any(thinking)
    };
    if verb.class == VerbClass::Think && side == Side::After && chunk.is_some_and(|chunk| !thinks(chunk)) {
        return none;
    }
    // Things that show something else than a clause say nothing: "the move reflects the boundaries".
    if let Some(chunk) = chunk
        && side == Side::After
        && chunk.first < site.cue
        && !said_by(chunk)
        && !matches!(
            site.at(1).map(|item| item.tag),
            Some(Tag::That | Tag::Interrogative | Tag::Quoted | Tag::Colon | Tag::Comma)
        )
    {
        return none;
    }
    (side, strength)
}

/// Whether a verb of showing, or one without a source, has a thing for its object, not a clause: "they show favour to friends",
/// "this reflects the boundaries". Documents show what they say.
fn shows_a_thing(site: &Site<'_>, source: Candidate, side: Side, clause: (usize, usize)) -> bool {
    let items = site.items();
    let show = items[site.cue].verb.is_some_and(|verb| verb.class == VerbClass::Show);
    let document = match source {
        Candidate::Chunk(index) => items[site.chunks[index].head].classes.any(Classes::DOCUMENT),
        Candidate::Nobody => false,
    };
    let clausal = |item: &Token| {
        matches!(
            item.tag,
            Tag::That | Tag::Interrogative | Tag::Quoted | Tag::Verb | Tag::Cue | Tag::Auxiliary | Tag::Modal
        ) || item.tag == Tag::Word && item.classes.any(Classes::VERB_ENDING)
    };
    let nobody = source == Candidate::Nobody
        && !items[site.sentence.0..site.cue].iter().rev().take(3).any(|item| item.tag == Tag::Auxiliary);
    (show || nobody)
        && side == Side::After
        && !document
        && !items[clause.0.saturating_sub(1)..clause.1].iter().skip(usize::from(clause.0 == site.cue + 1)).any(clausal)
}

/// What a boundary is, for the model.
pub(crate) const START_AFTER: u32 = 1;
pub(crate) const END_AFTER: u32 = 2;
pub(crate) const START_BEFORE: u32 = 3;
pub(crate) const END_BEFORE: u32 = 4;
pub(crate) const LEAD: u32 = 5;

/// The items of the reported clause on a side.
fn extent(
    site: &Site<'_>,
    source: Candidate,
    side: Side,
    model: &Linear,
    scratch: &mut Scratch,
) -> Option<(usize, usize)> {
    let mut boundaries = std::mem::take(&mut scratch.boundaries);
    let pick = |boundaries: &Boundaries, role: u32, other: usize| pick(site, model, boundaries, role, other);
    let found = match side {
        Side::None => None,
        Side::After => {
            clause::starts_after(site, source, &mut boundaries);
            pick(&boundaries, START_AFTER, site.cue).and_then(|start| {
                let start = with_object(site, start);
                clause::ends_after(site, start, &mut boundaries);
                pick(&boundaries, END_AFTER, start).map(|end| (start, end))
            })
        }
        Side::Before => {
            clause::ends_before(site, source, &mut boundaries);
            pick(&boundaries, END_BEFORE, site.cue).and_then(|end| {
                clause::starts_before(site, end, &mut boundaries);
                pick(&boundaries, START_BEFORE, end).map(|start| (start, end))
            })
        }
    };
    scratch.boundaries = boundaries;
    found.and_then(|clause| outside_source(site, source, clause))
}

/// What stands in front of a frame and belongs to the clause behind it.
fn lead(site: &Site<'_>, source: Candidate, model: &Linear, scratch: &mut Scratch) -> Option<(usize, usize)> {
    let mut boundaries = std::mem::take(&mut scratch.boundaries);
    let end = clause::leads(site, source, &mut boundaries);
    let start = end.and_then(|end| pick(site, model, &boundaries, LEAD, end));
    scratch.boundaries = boundaries;
    let (start, end) = (start?, end?);
    (start < end).then_some((start, end))
}

/// The best of several boundaries.
fn pick(site: &Site<'_>, model: &Linear, boundaries: &Boundaries, role: u32, other: usize) -> Option<usize> {
    if let [only] = boundaries[..] {
        return Some(only);
    }
    let mut best: Option<(usize, f32)> = None;
    let mut tally = model.tally();
    for (number, &at) in boundaries.iter().enumerate() {
        clause::boundary_features(site, role, at, other, (number, boundaries.len()), &mut tally);
        let score = tally.score();
        if best.is_none_or(|(_, there)| score > there) {
            best = Some((at, score));
        }
    }
    best.map(|(at, _)| at)
}

/// A clause begins with what the writer says of the marked words: the object of "called the plan “a disgrace”" and, where the verb
/// comes second, the preposition of "sprach von einem „Fehler“".
fn with_object(site: &Site<'_>, start: usize) -> usize {
    let items = site.items();
    if site.paragraph.writing.verb_second && start == site.cue + 2 && items[start - 1].tag == Tag::Preposition {
        return start - 1;
    }
    let passive = site.tag_before() == Some(Tag::Auxiliary);
    let calls = items[site.cue].verb.is_some_and(|verb| verb.class == VerbClass::Call) && !passive;
    let object = calls && items[start].tag == Tag::Quoted && items[site.cue + 1..start].iter().all(is_nominal);
    if object { site.cue + 1 } else { start }
}

/// A clause does not hold its own source: it begins behind a source that stands at its beginning.
fn outside_source(site: &Site<'_>, source: Candidate, (start, end): (usize, usize)) -> Option<(usize, usize)> {
    let Candidate::Chunk(index) = source else { return (start < end).then_some((start, end)) };
    let chunk = site.chunks[index];
    let (start, end) = if chunk.end <= start || chunk.first >= end {
        (start, end)
    } else if chunk.first > site.cue && start > site.cue {
        (chunk.end, end)
    } else {
        (start, chunk.first.min(end))
    };
    (start < end).then_some((start, end))
}
