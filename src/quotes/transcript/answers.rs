//! Do paragraphs answer questions as a person does? What is counted of the questions and answers of a layout, and the shares that decide.

use crate::document::{Block, BlockKind};
use crate::lang::{Classes, Language, List};
use crate::quotes::transcript::people::Head;
use crate::quotes::transcript::question::{Part, QuestionLayout};

/// So many answers are enough where a title or an introduction says who is asked, and so many where nothing does.
const LEAST_NAMED: usize = 2;
const LEAST_OPEN: usize = 3;

/// The words at the start of an answer in which a pronoun is looked for.
const OPENING: usize = 100;

/// Counts of a text whose questions are set apart in one way.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerMeasures {
    questions: usize,
    /// Questions that end with a question mark.
    asking: usize,
    /// Questions with an answer behind them.
    answered: usize,
    /// Questions to somebody: "you", "your".
    to_somebody: usize,
    /// Questions that a customer or visitor asks about their own affairs: "How do I …?"
    own: usize,
    /// Answers in the first person, and in that of one speaker.
    speaking: usize,
    speaking_alone: usize,
    /// Answers that speak to the reader, or for several, and never for one.
    instructing: usize,
    /// Answers in which somebody is quoted, by a comma before the closing mark: the writer's words.
    quoting: usize,
    /// Answers that speak to the reader, and neither for one nor for several.
    telling: usize,
    /// Answers that speak to the reader, and not for one.
    addressing: usize,
    /// Whether there are headings.
    headed: bool,
    /// Paragraphs, items and headings from the first question on.
    blocks: usize,
}

impl AnswerMeasures {
    pub(super) fn of(language: &Language, text: &str, blocks: &[Block], layout: QuestionLayout) -> Self {
        Self::count(language, text, blocks, layout, true)
    }

    /// The same without a look at the words of questions and answers.
    pub(super) fn of_layout(language: &Language, text: &str, blocks: &[Block], layout: QuestionLayout) -> Self {
        Self::count(language, text, blocks, layout, false)
    }

    fn count(language: &Language, text: &str, blocks: &[Block], layout: QuestionLayout, reads_words: bool) -> Self {
        let mut measures = Self::default();
        let mut open = false;
        for block in blocks {
            if matches!(block.kind, BlockKind::Markup | BlockKind::Code | BlockKind::FrontMatter | BlockKind::Rule) {
                continue;
            }
            measures.headed |= block.kind == BlockKind::Heading;
            let part = Part::of(language, text, block, layout);
            if let Some(question) = part.question {
                measures.ask(question.of(text));
                if reads_words {
                    measures.read_question(language, question.of(text));
                }
                open = true;
            }
            if measures.questions > 0 {
                measures.blocks += 1;
            }
            if let Some(answer) = part.answer.filter(|_| open && block.kind != BlockKind::Heading) {
                measures.answered += 1;
                if reads_words {
                    measures.read_answer(language, answer.of(text));
                }
                open = false;
            }
        }
        measures
    }

    fn ask(&mut self, question: &str) {
        self.questions += 1;
        self.asking += usize::from(question.trim_end_matches(['*', '_', ' ', '"', '”', ')']).ends_with('?'));
    }

    fn read_question(&mut self, language: &Language, question: &str) {
        let pronouns = Pronouns::of(language, question);
        self.to_somebody += usize::from(pronouns.second);
        self.own += usize::from(pronouns.singular && !pronouns.second);
    }

    fn read_answer(&mut self, language: &Language, words: &str) {
        let pronouns = Pronouns::of(language, words);
        self.speaking += usize::from(pronouns.first);
        self.speaking_alone += usize::from(pronouns.singular);
        self.quoting += usize::from([",”", ",\""].iter().any(|close| words.contains(close)));
        self.telling += usize::from(pronouns.second && !pronouns.first);
        self.addressing += usize::from(pronouns.second && !pronouns.singular);
        self.instructing += usize::from(!pronouns.singular && (pronouns.second || pronouns.first));
    }

    /// Whether questions and answers may be set in this way, whatever their words are.
    pub(super) fn may_be_set(&self, layout: QuestionLayout) -> bool {
        let Self { questions, asking, answered, blocks, .. } = *self;
        let least = if layout == QuestionLayout::Labels { 1 } else { LEAST_NAMED };
        let dense = match layout {
            QuestionLayout::Paragraphs => questions * 6 >= blocks,
            QuestionLayout::EmphasisedAnswers => questions * 3 >= blocks,
            QuestionLayout::Headings(_) | QuestionLayout::Emphasis => asking * 10 >= questions * 6,
            QuestionLayout::Labels | QuestionLayout::Lines | QuestionLayout::Dashes => true,
        };
        answered >= least && asking * 2 >= questions && dense
    }

    /// Whether there are questions with answers, in a text of which is known that it is an interview.
    pub(super) fn are_possible(&self) -> bool {
        self.answered > 0 && self.asking * 2 >= self.questions
    }

    /// Whether most answers tell the reader what to do: of a page about interviews, not of one.
    pub(super) fn tell_the_reader(&self) -> bool {
        self.telling * 2 > self.answered
    }

    /// Whether a person may answer, whatever the head of the text speaks of.
    pub(super) fn may_be_answers(&self) -> bool {
        let Self { questions, asking, answered, own, quoting, .. } = *self;
        answered > 0 && quoting * 2 < answered && own * 2 <= questions && asking * 2 >= questions
    }

    /// Whether somebody is spoken to who speaks for themselves, and the reader is told nothing.
    fn speak_for_one(&self) -> bool {
        let Self { questions, answered, to_somebody, own, speaking_alone, addressing, .. } = *self;
        to_somebody > 0 && speaking_alone > 0 && addressing * 3 <= answered && own * 3 <= questions
    }

    /// Whether a person answers. Where the head of the text speaks of an interview or names who is asked, less is enough.
    pub(super) fn are_answers(&self, layout: QuestionLayout, head: Head) -> bool {
        let Self {
            questions,
            asking,
            answered,
            to_somebody,
            speaking,
            speaking_alone,
            instructing,
            headed,
            blocks,
            ..
        } = *self;
        if !self.may_be_answers() {
            return false;
        }
        let personal = to_somebody * 2 >= answered && speaking_alone * 2 >= answered;
        let named = head == Head::Speaks || head == Head::Names && personal;
        let mostly_asks = asking * 10 >= questions * 6;
        let dense = questions * 6 >= blocks;
        // An organisation answers: it tells the reader what to do, and never says "I".
        let instructs = instructing * 2 > answered && speaking_alone == 0;
        // A page that instructs has a heading above, and says neither "I" nor "we".
        let spoken = speaking > 0 || !headed;
        match layout {
            QuestionLayout::Labels => answered >= LEAST_NAMED && !instructs || speaking_alone == answered,
            QuestionLayout::Lines | QuestionLayout::Dashes => false,
            QuestionLayout::EmphasisedAnswers => {
                answered >= LEAST_NAMED && !instructs && questions * 3 >= blocks && (named || to_somebody > 0 && spoken)
            }
            QuestionLayout::Headings(_) | QuestionLayout::Emphasis if named => {
                let speaks = speaking > 0 || answered >= LEAST_OPEN && instructing == 0;
                answered >= LEAST_NAMED && mostly_asks && speaks && !instructs
            }
            QuestionLayout::Headings(_) => answered >= LEAST_OPEN && mostly_asks && personal,
            QuestionLayout::Emphasis => {
                let asked = to_somebody * 2 >= answered && instructing * 3 <= answered;
                let alternates = asking == questions && answered == questions;
                let told = self.speak_for_one() && (speaking * 2 >= answered || alternates);
                spoken && answered >= LEAST_OPEN && mostly_asks && (asked || told)
            }
            QuestionLayout::Paragraphs if named => answered >= LEAST_NAMED && dense && speaking > 0 && !instructs,
            QuestionLayout::Paragraphs => {
                let told = self.speak_for_one() && speaking * 2 >= answered && questions * 5 >= blocks * 2;
                answered >= LEAST_OPEN && dense && (personal || told)
            }
        }
    }
}

/// The pronouns of a passage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pronouns {
    /// "I", "we", "my".
    pub(super) first: bool,
    /// "I", "my".
    pub(super) singular: bool,
    /// "you", "your".
    pub(super) second: bool,
}

impl Pronouns {
    /// Whether there is any.
    pub(super) fn any(self) -> bool {
        self.first || self.second
    }

    /// The pronouns among the first hundred words.
    pub(super) fn of(language: &Language, words: &str) -> Self {
        let mut pronouns = Self::default();
        let letter = |ch: char| ch.is_alphabetic() || matches!(ch, '’' | '\'');
        for word in words.split(|ch| !letter(ch)).filter(|word| !word.is_empty()).take(OPENING) {
            let word = word.split(['’', '\'']).next().unwrap_or(word);
            let on = |lists: [List; 2]| {
                lists.iter().any(|list| language.list(*list).iter().any(|known| known.eq_ignore_ascii_case(word)))
            };
            let singular = on([List::FirstPersonSingular, List::SpokenFirstPersonSingular]);
            pronouns.singular = pronouns.singular || singular;
            pronouns.first = pronouns.first || singular || on([List::FirstPerson, List::SpokenFirstPerson]);
            pronouns.second = pronouns.second
                || on([List::SecondPerson, List::SpokenSecondPerson])
                || language.word_any_case(word).classes.any(Classes::PRONOUN_SECOND);
            if pronouns.first && pronouns.singular && pronouns.second {
                break;
            }
        }
        pronouns
    }
}
