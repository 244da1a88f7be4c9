//! Which passages are people's words.

use crate::lang::List;
use crate::quotes::layout::Page;
use crate::quotes::layout::candidate::{Place, Under, Unit};
use crate::quotes::layout::passage::Form;
use crate::quotes::layout::speech_cues::{Lead, is_sentence, is_title_case, speaks_of_oneself};
use crate::quotes::quote::Evidence;
use crate::quotes::transcript::label;

impl Page<'_> {
    /// Decides which passages are people's words.
    pub(crate) fn decide(&self, units: &mut [Unit]) {
        // How this page sets quotations: with marks, or without.
        let quotations = || units.iter().filter(|unit| unit.place == Place::Quotation);
        let marked = quotations().filter(|unit| unit.passage.form != Form::Bare).count();
        let open = |unit: &&Unit| unit.passage.form == Form::Bare && unit.passage.said[0].who.is_none();
        let bare = quotations().filter(open).count();
        let bare_spoken = quotations().filter(open).filter(|unit| unit.spoken >= 2).count();
        let attributed = quotations().filter(|unit| unit.passage.said.iter().any(|said| said.who.is_some())).count();
        let bare_usual = bare_spoken * 2 >= bare && bare >= marked;
        let quotation_blocks = quotations().count();
        let italic = units.iter().filter(|unit| unit.italic && unit.passage.form == Form::Bare).count();
        let italic_spoken =
            units.iter().filter(|unit| unit.italic && unit.passage.form == Form::Bare && unit.spoken >= 2).count();
        let italic_usual = italic >= 3 && quotation_blocks < italic && italic_spoken * 2 >= italic;
        let mut verdicts = Vec::with_capacity(units.len());
        for unit in units.iter() {
            let text = unit.passage.said[0].content.of(self.text);
            let known = unit.passage.said.iter().any(|said| said.who.as_ref().is_some_and(|(who, _)| who.sure))
                || unit.place == Place::Quotation && unit.passage.said.iter().any(|said| said.who.is_some());
            // Who asks is no participant.
            let asks = unit.passage.said.iter().any(|said| {
                said.who.as_ref().is_some_and(|(who, _)| label::is_interviewer(self.language, &who.speaker.name))
            });
            let template = self.is_template(unit);
            let taken = match (unit.place, unit.passage.form) {
                _ if asks => false,
                // "How might we …?" between marks too.
                _ if text.trim_end().ends_with('?') && self.opens_as_template(text) => false,
                // `**Applicant**: a person who …` defines a word.
                (Place::Quotation, Form::Bare) if defines(unit) => false,
                // A researcher's note ends in the numbers of those it is about: "Most missed the link (P1, P4)".
                (Place::Item | Place::Paragraph, Form::Bare) if known && !unit.italic => unit.spoken >= 2,
                _ if known => unit.words > 0,
                _ if self.guide => false,
                (Place::Quotation, Form::Marked | Form::Framed) => {
                    !(unit.lead == Lead::Labels && unit.words <= 3 && !is_sentence(text))
                }
                _ if template => false,
                // What was shown to people addresses them; people speak of themselves.
                (Place::Quotation, Form::Bare) if unit.shown && !speaks_of_oneself(self.language, text) => false,
                (Place::Quotation, Form::Bare) => {
                    let announced = unit.announced || unit.under == Under::Quotations && unit.lead != Lead::Labels;
                    if announced {
                        true
                    } else if bare_usual {
                        unit.spoken >= 1
                            || unit.lead == Lead::Words
                            || unit.under != Under::Nothing
                            || bare_spoken * 4 >= bare * 3
                    } else {
                        unit.spoken >= 2 || unit.spoken >= 1 && attributed * 2 > marked && unit.lead != Lead::Labels
                    }
                }
                (_, Form::Marked) => unit.passage.announced || self.points(unit) >= 2,
                (_, Form::Framed) => false,
                (_, Form::Bare) if unit.italic => {
                    italic_usual && (unit.spoken >= 1 || is_sentence(text) || unit.lead == Lead::Words)
                        || unit.lead == Lead::Words && unit.spoken >= 3
                }
                (_, Form::Bare) => false,
            };
            verdicts.push(taken);
        }
        units.iter_mut().zip(verdicts).for_each(|(unit, taken)| unit.taken = taken);
        self.beside(units);
        // Unmarked items beside marked ones in one list, or under a lead-in that announces words.
        for number in 0..units.len() {
            let unit = &units[number];
            if unit.taken || unit.place != Place::Item || unit.passage.form != Form::Bare || unit.italic {
                continue;
            }
            let run = self.blocks[unit.block].run;
            let beside = |other: &&Unit| other.place == Place::Item && self.blocks[other.block].run.abs_diff(run) <= 2;
            let near = &units[number.saturating_sub(12)..units.len().min(number + 13)];
            let quotes =
                near.iter().filter(beside).filter(|other| other.taken && other.passage.form == Form::Marked).count();
            let all = near.iter().filter(beside).count();
            let own = near.iter().filter(beside).filter(|other| other.spoken >= 3).count();
            let speaking = near.iter().filter(beside).filter(|other| other.spoken >= 2).count();
            let taken = quotes >= 2 && unit.spoken >= 3
                || unit.under == Under::Quotations && speaking * 2 >= all && unit.lead != Lead::Labels
                || unit.under == Under::Words && own * 3 >= all * 2 && all >= 3 && !self.is_template(unit);
            units[number].taken = taken;
        }
    }

    /// Sentences without marks in a block quotation next to one that is taken are words of the same kind.
    fn beside(&self, units: &mut [Unit]) {
        let open = |unit: &Unit| unit.place == Place::Quotation && unit.passage.form == Form::Bare;
        for number in 1..units.len() {
            let (first, second) = (&units[number - 1], &units[number]);
            let near = open(first) && open(second) && first.lead == second.lead && first.lead != Lead::Labels;
            let near = near && first.section == second.section && self.next_block(first.last) == Some(second.block);
            let alike = |unit: &Unit| {
                is_sentence(unit.passage.said[0].content.of(self.text))
                    && !self.is_template(unit)
                    && (unit.taken || unit.passage.said[0].who.is_none())
            };
            if !near || first.taken == second.taken || !alike(first) || !alike(second) {
                continue;
            }
            (units[number - 1].taken, units[number].taken) = (true, true);
        }
    }

    /// Whether an unmarked passage begins as user stories and hypotheses do.
    fn is_template(&self, unit: &Unit) -> bool {
        unit.passage.form == Form::Bare && self.opens_as_template(unit.passage.said[0].content.of(self.text))
    }

    fn opens_as_template(&self, text: &str) -> bool {
        let lower = text.get(..24).unwrap_or(text).to_lowercase();
        let mut openings = self.language.list(List::TemplateOpenings).iter();
        openings.any(|opening| lower.strip_prefix(&**opening).is_some_and(|rest| rest.starts_with(' ')))
    }

    /// What speaks for a marked passage outside block quotations.
    fn points(&self, unit: &Unit) -> i32 {
        let text = unit.passage.said[0].content.of(self.text);
        let mut points = 0;
        points += match unit.words {
            0..=2 => -3,
            3..=4 => -1,
            5..=7 => 0,
            _ => 1,
        };
        points += i32::from(is_sentence(text));
        points += match unit.spoken {
            0 => 0,
            1 => 1,
            _ => 2,
        };
        points += match unit.lead {
            Lead::Words => 1,
            Lead::Labels => -2,
            Lead::Open => 0,
        };
        points += i32::from(unit.under != Under::Nothing) + i32::from(unit.announced);
        points -= 3 * i32::from(is_title_case(self.language, text));
        points
    }
}

/// Whether a label that is no participant's number stands before words that nobody speaks.
fn defines(unit: &Unit) -> bool {
    let said = &unit.passage.said[0];
    unit.spoken == 0
        && said.who.as_ref().is_some_and(|(who, evidence)| {
            *evidence == Evidence::Label
                && !who.mention.overlaps(said.content)
                && !who.speaker.name.contains(|ch: char| ch.is_ascii_digit())
        })
}
