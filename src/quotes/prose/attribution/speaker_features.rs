//! A quoted span in its sentence: the features of each choice of who says it.

use crate::lang::{Classes, VerbClass};

use super::super::model::features::{absent, bucket, numbered, speaker as template};
use super::super::model::linear::FeatureSink;
use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, SentenceId, SpanId, distance};
use super::super::syntax::items::QuotedSpan;
use super::super::syntax::noun_phrase::PhraseKind;
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Shape, Tag, Token};
use super::cue_context::{class, form, has_class, lemma, noun_class};
use super::paragraph_state::ParagraphState;
use super::reporting_clause::{ClauseId, ReportingClause, ReportingClauses};
use super::side::Side;
use super::source::path;

/// Who says a quoted span, if it is a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// A term, a title, a scare quote.
    NotQuote,
    /// A quotation without a speaker.
    Nobody,
    /// The source of a reporting clause of the paragraph.
    Clause(ClauseId),
    /// Whoever says the quoted span before it in the paragraph.
    Previous,
    /// The speaker of the paragraph before.
    Carried,
    /// A noun phrase of the paragraph, without a cue.
    Phrase(PhraseId),
}

numbered! {
    /// Choices that share features about being a quotation at all.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Outcome {
        NotQuote = 0,
        NoSpeaker = 1,
        Speaker = 2,
    }
}

numbered! {
    /// Choices that share features about their surroundings.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum ChoiceClass {
        NotQuote = 0,
        Nobody = 1,
        Clause = 2,
        Previous = 3,
        Carried = 4,
        Phrase = 5,
    }
}

impl Outcome {
    pub(crate) const COUNT: usize = Self::Speaker as usize + 1;
}

impl ChoiceClass {
    pub(crate) const COUNT: usize = Self::Phrase as usize + 1;
}

impl Choice {
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::NotQuote => Outcome::NotQuote,
            Self::Nobody => Outcome::NoSpeaker,
            Self::Clause(_) | Self::Previous | Self::Carried | Self::Phrase(_) => Outcome::Speaker,
        }
    }

    pub(crate) fn class(self) -> ChoiceClass {
        match self {
            Self::NotQuote => ChoiceClass::NotQuote,
            Self::Nobody => ChoiceClass::Nobody,
            Self::Clause(_) => ChoiceClass::Clause,
            Self::Previous => ChoiceClass::Previous,
            Self::Carried => ChoiceClass::Carried,
            Self::Phrase(_) => ChoiceClass::Phrase,
        }
    }
}

numbered! {
    /// How a quoted span ends.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum SpanEnd {
        Other = 0,
        Comma = 1,
        Stop = 2,
        Question = 3,
        Dash = 4,
    }
}

impl SpanEnd {
    fn of(quoted: &QuotedSpan) -> Self {
        match quoted.last_byte {
            b',' => Self::Comma,
            b'.' => Self::Stop,
            b'?' | b'!' => Self::Question,
            _ if quoted.last == Tag::Dash => Self::Dash,
            _ => Self::Other,
        }
    }
}

/// A quoted span in its sentence, for the features of its choices.
pub(crate) struct SpanContext<'a> {
    paragraph: &'a Paragraph,
    clauses: &'a ReportingClauses,
    id: SpanId,
    state: ParagraphState,
    quoted: &'a QuotedSpan,
    sentence: SentenceId,
    /// The items of the sentence.
    items: Ids<ItemId>,
    /// The tags of its neighbours.
    left: u32,
    right: u32,
    words: u32,
    end: SpanEnd,
    /// Its end, whether it begins with a capital, has a verb, and looks like a title.
    form: u32,
    clauses_here: &'a [ReportingClause],
}

impl<'a> SpanContext<'a> {
    pub(crate) fn new(
        paragraph: &'a Paragraph,
        clauses: &'a ReportingClauses,
        id: SpanId,
        state: ParagraphState,
    ) -> Self {
        let quoted = &paragraph.quoted[id];
        let sentence = paragraph.sentence_of(quoted.item);
        let items = paragraph.sentences[sentence];
        let end = SpanEnd::of(quoted);
        let form = end.feature() << 3
            | u32::from(quoted.capital) << 2
            | u32::from(quoted.has_verb) << 1
            | u32::from(quoted.capitals);
        let clauses_here = &clauses.list[clauses.of_sentence(sentence)];
        let words = bucket(quoted.words);
        let (left, right) = (0, 0);
        let context = Self {
            paragraph,
            clauses,
            id,
            state,
            quoted,
            sentence,
            items,
            left,
            right,
            words,
            end,
            form,
            clauses_here,
        };
        let (left, right) = (context.tag_left(1), context.tag_right(1));
        Self { left, right, ..context }
    }

    /// An item of the sentence.
    fn item(&self, at: Option<ItemId>) -> Option<&'a Token> {
        at.filter(|at| self.items.contains(*at)).map(|at| &self.paragraph.items[at])
    }

    /// The tag of an item of the sentence.
    fn tag(&self, at: Option<ItemId>) -> u32 {
        self.item(at).map_or(absent::SPAN_NEIGHBOUR, |item| item.tag.feature())
    }

    /// The item at this distance before the span.
    fn at_left(&self, distance: usize) -> Option<ItemId> {
        self.quoted.item.checked_sub(distance)
    }

    fn tag_left(&self, distance: usize) -> u32 {
        self.tag(self.at_left(distance))
    }

    fn tag_right(&self, distance: usize) -> u32 {
        self.tag(Some(self.quoted.item + distance))
    }

    fn hash(&self, at: Option<ItemId>) -> u32 {
        self.item(at).map_or(absent::WORD, |item| item.hash)
    }

    fn opens_sentence(&self) -> u32 {
        u32::from(self.quoted.item == self.items.start)
    }

    fn opens_paragraph(&self) -> u32 {
        u32::from(self.quoted.item == ItemId::FIRST)
    }

    fn closes_paragraph(&self) -> u32 {
        u32::from(self.quoted.item + 1 >= self.paragraph.items.end().saturating_sub(1))
    }

    /// What is known of the paragraph before, and the place in this one.
    fn surroundings(&self) -> u32 {
        self.opens_paragraph() << 5
            | self.closes_paragraph() << 4
            | u32::from(self.state.colon) << 3
            | u32::from(self.state.continues) << 2
            | u32::from(self.state.ends_quoted) << 1
            | u32::from(self.state.carried)
    }

    /// The features of a choice.
    #[cfg(feature = "training")]
    pub(crate) fn features(&self, choice: Choice, out: &mut impl FeatureSink) {
        out.clear();
        self.outcome_features(choice.outcome(), out);
        self.class_features(choice.class(), out);
        self.choice_features(choice, out);
    }

    /// What the span itself says of being a quotation at all: the same for all choices of an outcome.
    pub(crate) fn outcome_features(&self, outcome: Outcome, out: &mut impl FeatureSink) {
        let Self { quoted, left, right, words, form, .. } = *self;
        let outcome = outcome.feature();
        let word_left = self.hash(self.at_left(1));
        out.add3(template::LENGTH_FORM, outcome, words, form);
        out.add3(template::NEIGHBOURS, outcome, left, right);
        out.add3(template::TWO_LEFT, outcome, self.tag_left(2), left);
        out.add3(template::TWO_RIGHT, outcome, right, self.tag_right(2));
        out.add2(template::WORD_LEFT, outcome, word_left);
        out.add3(template::TWO_WORDS_LEFT, outcome, self.hash(self.at_left(2)), word_left);
        out.add2(template::WORD_RIGHT, outcome, self.hash(Some(quoted.item + 1)));
        out.add3(template::LEFT_LENGTH, outcome, left, words);
        let (capitals, has_verb) = (u32::from(quoted.capitals), u32::from(quoted.has_verb));
        out.add3(template::LENGTH_CAPITALS, outcome, words, capitals << 1 | has_verb);
        out.add2(template::FIRST_WORD, outcome, quoted.first_hash);
        out.add3(template::FORM_PLACE, outcome, form, self.opens_paragraph() << 1 | self.closes_paragraph());
        out.add3(template::LEFT_FORM, outcome, left, form);
        out.add3(template::PREVIOUS_LENGTH, outcome, self.state.previous.feature(), words);
        out.add2(template::CLAUSES, outcome, (self.clauses_here.len() as u32).min(2));
        let before = self.items.start.max(quoted.item.saturating_sub(3))..quoted.item;
        let saying = self.paragraph.items[before].iter().any(|item| {
            item.tag == Tag::Noun && item.classes.any(Classes::SAYING | Classes::TERM_NOUN | Classes::TITLE_NOUN)
        });
        let term = u32::from(quoted.termed) << 1 | u32::from(saying);
        out.add3(template::TERM_VERB, outcome, term, has_verb);
        out.add3(template::TERM_LEFT, outcome, term, left);
    }

    /// What the span and its place say of a class of choices: the same for all of it.
    pub(crate) fn class_features(&self, class: ChoiceClass, out: &mut impl FeatureSink) {
        let Self { left, right, words, form, .. } = *self;
        let class = class.feature();
        let surroundings = self.surroundings();
        out.add2(template::CLASS_CONTEXT, class, surroundings);
        out.add3(template::CLASS_CONTEXT_FORM, class, surroundings, form);
        out.add3(template::CLASS_LENGTH, class, words, left);
        out.add3(template::CLASS_NEIGHBOURS, class, left, right);
        out.add3(template::CLASS_FORM, class, form, right);
        out.add3(template::CLASS_PREVIOUS, class, self.state.previous.feature(), left << 6 | right);
    }

    /// What distinguishes this choice from others of its class.
    pub(crate) fn choice_features(&self, choice: Choice, out: &mut impl FeatureSink) {
        match choice {
            Choice::NotQuote | Choice::Nobody => {}
            Choice::Previous => self.previous_features(out),
            Choice::Carried => {
                let surroundings = self.surroundings();
                out.add3(template::CARRIED_FORM, surroundings, self.form, self.words);
                let any = u32::from(!self.clauses_here.is_empty());
                out.add3(template::CARRIED_CLAUSES, surroundings, any, self.right);
            }
            Choice::Clause(clause) => self.clause_features(&self.clauses.list[clause], out),
            Choice::Phrase(phrase) => self.phrase_features(phrase, out),
        }
    }

    /// The quoted span before it, and what lies between.
    fn previous_features(&self, out: &mut impl FeatureSink) {
        let Self { paragraph, clauses, quoted, left, right, words, form, .. } = *self;
        let there = paragraph.quoted[self.id - 1].item;
        let apart = self.sentence - paragraph.sentence_of(there);
        let apart_4 = apart.min(4) as u32;
        let opens = self.opens_sentence();
        let between = &paragraph.items[there + 1..quoted.item];
        let gap = bucket(between.len());
        let relative = between.iter().any(|item| item.tag == Tag::Relative);
        out.add3(template::PREVIOUS_RELATIVE, u32::from(relative), left, words);
        out.add3(template::PREVIOUS_FORM, apart_4, self.state.previous.feature(), form);
        out.add3(template::PREVIOUS_DISTANCE, apart_4, left, gap);
        let opens_later_sentence = u32::from(self.sentence > SentenceId::FIRST) & opens;
        out.add2(template::PREVIOUS_OPENS_SENTENCE, apart_4, opens_later_sentence);
        let reporting = |clause: &&ReportingClause| clause.side != Side::None;
        let cues = clauses.between(there, quoted.item).iter().filter(reporting).take(3).count();
        out.add3(template::PREVIOUS_CUES, apart_4, cues.min(2) as u32, opens);
        let phrases = paragraph.phrases.between(there, quoted.item).iter();
        let names = phrases.filter(|phrase| phrase.kind == PhraseKind::Name).take(4).count();
        out.add3(template::PREVIOUS_NAMES, apart_4, names.min(3) as u32, opens);
        let closes = right == Tag::Stop.feature() || right >= absent::SPAN_NEIGHBOUR;
        out.add3(template::PREVIOUS_RIGHT, gap, u32::from(closes), right);
        let later = self.clauses_here.iter().any(|clause| clause.cue > quoted.item);
        out.add3(template::PREVIOUS_LATER_CUE, u32::from(later), apart.min(3) as u32, self.end.feature());
    }

    /// A noun phrase without a cue.
    fn phrase_features(&self, phrase: PhraseId, out: &mut impl FeatureSink) {
        let Self { paragraph, clauses, quoted, left, right, form, .. } = *self;
        let items = &paragraph.items;
        let (id, phrase) = (phrase, paragraph.phrases.list[phrase]);
        let kind = phrase.kind.feature();
        let here = self.items.contains(phrase.first);
        let is_left = phrase.end <= quoted.item;
        let between = if is_left { quoted.item - phrase.end } else { phrase.first - quoted.item - 1 };
        let gap = bucket(between);
        let side = u32::from(here) << 1 | u32::from(is_left);
        out.add3(template::PHRASE_GAP, side, gap, kind);
        out.add3(template::PHRASE_SPAN_NEIGHBOURS, side, left, right);
        out.add3(template::PHRASE_NOUN_CLASS, side, noun_class(&items[phrase.head], phrase.kind), gap);
        let (before, behind) = (self.tag(phrase.first.checked_sub(1)), self.tag(Some(phrase.end)));
        out.add3(template::PHRASE_NEIGHBOURS, side, before, behind);
        let clauses_there = &clauses.list[clauses.of_sentence(paragraph.sentence_of(phrase.first))];
        let owner = clauses_there.iter().find(|clause| clause.source == Some(id));
        out.add3(template::PHRASE_OWNER, side, owner.map_or(0, |owner| 1 + owner.side.feature()), kind);
        out.add3(template::PHRASE_OPENS_SENTENCE, side, u32::from(phrase.first == self.items.start), gap);
        let word_behind = items.get(phrase.end).map_or(absent::WORD, |item| item.hash);
        out.add3(template::PHRASE_WORD_BEHIND, side, word_behind, left);
        let any = self.clauses_here.iter().any(|clause| clause.margin > 0.0);
        out.add3(template::PHRASE_SOURCES, side, u32::from(any), gap);
        if is_left && between <= 4 {
            out.add3(template::PHRASE_PATH, path(&items[phrase.end..quoted.item]), kind, form);
        }
    }

    /// A reporting clause: its cue and source, and what lies between it and the span.
    fn clause_features(&self, clause: &ReportingClause, out: &mut impl FeatureSink) {
        let Self { paragraph, quoted, .. } = *self;
        let items = &paragraph.items;
        let cue = &items[clause.cue];
        let place = distance(self.sentence, clause.sentence + 2) as u32;
        let left = clause.cue < quoted.item;
        let (from, to) = if left { (clause.cue + 1, quoted.item) } else { (quoted.item + 1, clause.cue) };
        let between = &items[from.min(to)..to];
        let gap = bucket(between.len());
        let key = place << 1 | u32::from(left);
        let source = clause.source.map(|source| paragraph.phrases.list[source]);
        // Where the source is: none; before or behind the cue, and on which side of the span.
        let order = source.map_or(0, |source| {
            1 | u32::from(source.first < clause.cue) << 1 | u32::from(source.first < quoted.item) << 2
        });
        let class = class(cue);
        out.add3(template::CLAUSE_ORDER_GAP, key, order, gap);
        out.add3(template::CLAUSE_USE, key, class << 4 | form(cue), order);
        out.add3(template::CLAUSE_LEMMA, key, lemma(cue), u32::from(left));
        let kind = source.map_or(absent::PHRASE, |source| source.kind.feature());
        out.add3(template::CLAUSE_SOURCE_KIND, key, kind, order);
        out.add2(template::CLAUSE_MARGIN, key, (clause.margin.clamp(-2.0, 6.0) + 2.0) as u32);
        let covers = u32::from(clause.reports(quoted.item));
        out.add3(template::CLAUSE_SIDE, key, clause.side.feature(), covers);
        out.add3(template::CLAUSE_SCORE, key, covers, (clause.side_score.clamp(-4.0, 4.0) + 4.0) as u32);
        self.between_features(key, order, class, between, out);
        let ending = u32::from(quoted.last_byte == b',')
            | u32::from(quoted.last_byte == b'.') << 1
            | u32::from(quoted.capital) << 2;
        out.add3(template::CLAUSE_ENDING, key, order, ending);
        out.add3(template::CLAUSE_ENDING_GAP, key, ending, gap);
        out.add3(template::CLAUSE_ACCORDING, key, u32::from(has_class(cue, VerbClass::According)), order);
        let near = if left { self.at_left(1) } else { Some(quoted.item + 1) };
        let near = near
            .and_then(|at| items.get(at))
            .map_or(absent::WORD, |item| item.tag.feature() | u32::from(item.shape.has(Shape::CAPITAL)) << 6);
        out.add3(template::CLAUSE_NEAR, key, near, order);
        let before = self.id.checked_sub(1).map(|before| paragraph.quoted[before].item);
        out.add3(
            template::CLAUSE_BEYOND_SPAN,
            u32::from(before.is_some_and(|before| before > clause.cue)),
            u32::from(clause.cue > quoted.item),
            u32::from(clause.sentence == self.sentence),
        );
    }

    /// What lies between a reporting clause and the span.
    fn between_features(&self, key: u32, order: u32, class: u32, between: &[Token], out: &mut impl FeatureSink) {
        let count = |tags: &[Tag]| between.iter().filter(|item| tags.contains(&item.tag)).count().min(2) as u32;
        let quotes = count(&[Tag::Quoted]);
        let cues = count(&[Tag::Cue]);
        let commas = count(&[Tag::Comma, Tag::Dash]);
        let relative = u32::from(between.iter().any(|item| item.tag == Tag::Relative));
        let few = u32::from(self.quoted.words <= 3) << 1 | u32::from(self.quoted.has_verb);
        out.add3(template::CLAUSE_RELATIVE, key, relative, few);
        out.add3(template::CLAUSE_COUNTS_BETWEEN, key, quotes << 2 | cues, commas);
        out.add3(template::CLAUSE_CUES_BETWEEN, key, cues, bucket(between.len()));
        if between.len() <= 5 {
            let path = path(between);
            out.add3(template::CLAUSE_PATH, key, path, order);
            out.add3(template::CLAUSE_PATH_CLASS, key, path, class);
        }
    }
}
