//! Which language is a text in? Its letters say it where it is long, its commonest words where it is short.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::builtin;
use super::language::{Language, lower};
use super::lists::List;
use super::names;
use super::stem::Stemmer;
use super::words::Classes;
use crate::error::{Error, Result};

/// No more bytes of a text are looked at: a page is enough.
const SAMPLE: usize = 4_000;
/// So many short texts are looked at together.
const TOGETHER: usize = 200;
/// Fewer words than this say nothing of their language.
const FEW: usize = 4;
/// The least share of common words by which a language is told where its letters leave it open.
const COMMON: f64 = 0.25;
/// By so much more than in any other language the words have to be common then.
const CLEARLY: f64 = 1.4;
/// So many different common words tell a language by themselves.
const LEAST_TELLING: usize = 2;
/// From this share of common words on a text is in the language, without another look.
const PLAINLY: f64 = 0.3;

/// A language that a text seems to be in.
///
/// ```
/// use verbatims::lang;
///
/// let text = "Der Aufzug ist seit Wochen kaputt. Die Treppe ist für mich zu steil, und der Bus fährt nicht mehr.";
/// let guess = lang::guess(text).unwrap();
/// assert_eq!((guess.code(), guess.name(), guess.has_pack()), ("de", "German", true));
/// assert!(lang::guess("ok").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    code: String,
    name: String,
}

impl Guess {
    /// Its code, such as `fr`: of two letters where the crate knows words of the language, else of three (ISO 639-3).
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Its English name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a pack for it comes with the crate.
    pub fn has_pack(&self) -> bool {
        Language::codes().any(|code| code == self.code)
    }

    /// Whether the words of the language can be reduced to stems.
    pub fn has_stems(&self) -> bool {
        LANGUAGES.iter().any(|entry| entry.code == self.code && entry.stemmer != Stemmer::NONE)
    }

    /// The language of that code, as [`Language::named`] knows it or as the guess names it.
    pub fn of_code(code: &str) -> Option<Self> {
        if let Some(entry) = LANGUAGES.iter().find(|entry| entry.code == code) {
            return Some(entry.guess());
        }
        let language = whatlang::Lang::from_code(code)?;
        Some(Self { code: code.to_owned(), name: language.eng_name().to_owned() })
    }
}

/// A row of `seeds/languages.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    guess: String,
    name: String,
    stemmer: String,
    #[serde(default)]
    spoken: Vec<String>,
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    #[serde(default)]
    common: String,
    #[serde(default)]
    denials: String,
    #[serde(default)]
    compounds: Vec<String>,
    #[serde(default)]
    praise: String,
    #[serde(default)]
    complaints: String,
    #[serde(default)]
    contrasts: String,
    #[serde(default)]
    generic_nouns: String,
    #[serde(default)]
    plain_praise: String,
    #[serde(default)]
    plain_complaints: String,
    #[serde(default)]
    part_links: String,
    /// The list of the crate `stop-words`.
    #[serde(skip)]
    listed: FxHashSet<&'static str>,
}

impl Entry {
    fn guess(&self) -> Guess {
        Guess { code: self.code.clone(), name: self.name.clone() }
    }

    /// The share of these words that are too common to tell a theme by.
    fn share(&self, words: &[String]) -> f64 {
        let common = words.iter().filter(|word| self.listed.contains(word.as_str())).count();
        common as f64 / words.len().max(1) as f64
    }

    /// How many different words of those are longer than a letter: single letters stand in tables and lists of any language.
    fn telling(&self, words: &[String]) -> usize {
        let long = words.iter().filter(|word| word.chars().nth(1).is_some());
        long.filter(|word| self.listed.contains(word.as_str())).collect::<BTreeSet<_>>().len()
    }
}

#[derive(Deserialize)]
struct Entries {
    languages: Vec<Entry>,
}

/// The languages whose common words are known. A test reads the table, so that a broken one is no surprise for a user.
static LANGUAGES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let entries: Entries = toml::from_str(builtin::LANGUAGES).unwrap_or(Entries { languages: Vec::new() });
    let mut languages = entries.languages;
    languages.sort_by(|a, b| a.code.cmp(&b.code));
    for entry in &mut languages {
        entry.listed = stop_words::lookup(&entry.code).unwrap_or_default().iter().copied().collect();
    }
    languages
});

/// The languages of which words are known, by code; [`Language::named`] gives each.
pub fn known() -> impl Iterator<Item = Guess> {
    LANGUAGES.iter().map(Entry::guess)
}

/// The language that a text is in; `None` where it is too short to tell.
pub fn guess(text: &str) -> Option<Guess> {
    let sample = start(text, SAMPLE);
    let words = words(sample);
    if words.len() < FEW && sample.is_ascii() {
        return None;
    }
    let told = whatlang::detect(sample)?;
    let code = told.lang().code();
    let entry = LANGUAGES.iter().find(|entry| entry.guess == code);
    let (best, second) = most_common(&words);
    let seen = entry.map_or(0.0, |entry| entry.share(&words));
    // Lists of names and of foreign terms have letters of many languages: where letters say one thing and common words another, words are right.
    let likely = best.is_none_or(|best| best.share(&words) < COMMON.max(CLEARLY * seen));
    if told.is_reliable() && likely {
        return Some(match entry {
            Some(entry) => entry.guess(),
            None => Guess { code: code.to_owned(), name: told.lang().eng_name().to_owned() },
        });
    }
    let best = best?;
    let share = best.share(&words);
    let told = words.len() >= FEW && best.telling(&words) >= LEAST_TELLING;
    (told && share >= COMMON && share >= CLEARLY * second).then(|| best.guess())
}

/// The language of texts that are in one, such as the answers of a table, each too short to tell it by itself: 200 of them are looked at, from the first to
/// the last.
pub fn guess_together(texts: &[&str]) -> Option<Guess> {
    let some = texts.iter().step_by(texts.len().div_ceil(TOGETHER).max(1));
    guess(&some.copied().collect::<Vec<&str>>().join("\n"))
}

/// The language whose common words are most of these, and the share in the next.
fn most_common(words: &[String]) -> (Option<&'static Entry>, f64) {
    // Lists of common words are of many sizes: only those that were tried on each other are compared.
    let tried = LANGUAGES.iter().filter(|entry| entry.stemmer != Stemmer::NONE);
    let mut shares: Vec<(f64, &Entry)> = tried.map(|entry| (entry.share(words), entry)).collect();
    shares.sort_by(|a, b| b.0.total_cmp(&a.0));
    (shares.first().map(|(_, entry)| *entry), shares.get(1).map_or(0.0, |(share, _)| *share))
}

/// At most that many bytes of a text, to the end of a letter.
fn start(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// Words in lower case, as the lists of common words have them.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_alphabetic() && !matches!(letter, '\'' | '’'));
    let words = parts.map(|word| word.trim_matches(['\'', '’'])).filter(|word| !word.is_empty());
    words.map(|word| lower(word).into_owned()).collect()
}

impl Language {
    /// The pack of that code that comes with the crate; where there is none, the rules of English with the stems and the common words of that language
    /// (`ar`, `da`, `el`, `es`, `fi`, `fr`, `hu`, `it`, `nl`, `no`, `pt`, `ro`, `ru`, `sv`, `ta`, `tr`; without stems, each form of a word by itself: `af`, `az`, `be`,
    /// `bg`, `bn`, `ca`, `cs`, `eo`, `et`, `fa`, `gu`, `he`, `hi`, `hr`, `hy`, `id`, `ko`, `la`, `lt`, `lv`, `mr`, `ne`, `pl`, `sk`, `sl`, `tl`, `uk`, `ur`, `uz`, `vi`, `zu`):
    /// answers and turns are read and themed as they should be, but quotations in running text are found only as far as its names and marks are like those of English.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) for any other code.
    pub fn named(code: &str) -> Result<Self> {
        if Self::codes().any(|known| known == code) {
            return Self::builtin(code);
        }
        let unknown = || {
            let known = LANGUAGES.iter().map(|entry| entry.code.as_str());
            Error::setting("language", names::unknown("language", code, known))
        };
        let entry = LANGUAGES.iter().find(|entry| entry.code == code).ok_or_else(unknown)?;
        let mut language = Self::english();
        language.code = entry.code.as_str().into();
        language.name = entry.name.as_str().into();
        language.stemmer = Stemmer::named(&entry.stemmer).ok_or_else(unknown)?;
        language.vectors = super::vectors::Vectors::None;
        let mut words = (*language.words).clone();
        words.values_mut().for_each(|word| word.classes = word.classes.without(Classes::STOP));
        let fillers = entry.spoken.iter().map(String::as_str).filter(|filler| !filler.contains(' '));
        let more = entry.common.split_whitespace().chain(fillers);
        for common in entry.listed.iter().copied().chain(more) {
            words.entry(lower(common).as_ref().into()).or_default().classes |= Classes::STOP;
        }
        language.words = Arc::new(words);
        let mut lists = language.lists.to_vec();
        for (list, own) in [
            (List::Fillers, &entry.spoken),
            (List::LabelLinks, &entry.links),
            (List::LabelLacks, &entry.lacks),
            (List::CompoundLinks, &entry.compounds),
        ] {
            lists[list as usize].phrases = own.iter().map(|word| word.as_str().into()).collect();
        }
        lists[List::LabelParticles as usize].phrases.clear();
        for (list, words) in [
            (List::Denials, &entry.denials),
            (List::Praise, &entry.praise),
            (List::Complaints, &entry.complaints),
            (List::Contrasts, &entry.contrasts),
            (List::GenericNouns, &entry.generic_nouns),
            (List::PlainPraise, &entry.plain_praise),
            (List::PlainComplaints, &entry.plain_complaints),
            (List::PartLinks, &entry.part_links),
        ] {
            lists[list as usize].phrases = words.split_whitespace().map(Box::from).collect();
        }
        language.lists = lists.into();
        Ok(language)
    }

    /// Whether so many words of the text are common ones of this language that no other has to be thought of.
    pub(crate) fn is_plainly_of(&self, text: &str) -> bool {
        let words = words(start(text, SAMPLE / 8));
        let common = words.iter().filter(|word| self.word(word).classes.any(Classes::STOP)).count();
        words.len() >= FEW && common as f64 >= PLAINLY * words.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_the_table_has_a_stemmer_common_words_and_a_guess() {
        assert!(LANGUAGES.len() >= 45);
        for entry in LANGUAGES.iter() {
            assert!(!entry.listed.is_empty(), "{}", entry.code);
            assert!(whatlang::Lang::from_code(&entry.guess).is_some(), "{}", entry.guess);
            assert_eq!(Language::named(&entry.code).unwrap().name(), entry.name);
        }
        assert!(Language::named("xx").is_err());
    }

    #[test]
    fn short_answers_are_told_by_their_common_words() {
        for (code, text) in [
            ("en", "The stairs are hard for people on crutches. Pay slips come late. I like it here."),
            ("de", "Der Aufzug ist kaputt. Mehr Busse bitte. Die Kollegen helfen mir sofort."),
            ("fr", "La cantine est fermée le soir. Il n'y a pas assez de bus. Trop cher pour nous."),
            ("es", "El ascensor lleva semanas roto. Los compañeros me ayudan. Es muy caro para mí."),
            ("it", "L'ascensore è rotto da settimane. I colleghi mi aiutano. Non c'è il bus per la sera."),
            ("pt", "O elevador está quebrado há semanas. Os colegas me ajudam. É muito caro para nós."),
            ("nl", "De lift is al weken kapot. De collega's helpen mij meteen. Het is te duur voor ons."),
            ("sv", "Hissen har varit trasig i veckor. Kollegorna hjälper mig. Det är för dyrt för oss."),
        ] {
            assert_eq!(guess(text).map(|guess| guess.code), Some(code.to_owned()), "{text}");
        }
        for text in ["", "ok", "Rent", "n/a n/a n/a", "Ann Lee, Bo Ray, Cy Dorn"] {
            assert_eq!(guess(text), None, "{text}");
        }
    }

    #[test]
    fn a_language_without_a_stemmer_is_told_by_its_letters() {
        for (code, text) in [
            (
                "pl",
                "Winda jest zepsuta od kilku tygodni, a schody są dla mnie zbyt strome. Nikt nam nie powiedział, kiedy przyjdzie ktoś ją naprawić.",
            ),
            (
                "cs",
                "Výtah je už několik týdnů rozbitý a schody jsou pro mě příliš strmé. Nikdo nám neřekl, kdy ho někdo přijde opravit.",
            ),
            (
                "uk",
                "Ліфт зламаний уже кілька тижнів, а сходи для мене занадто круті. Ніхто не сказав нам, коли хтось прийде його полагодити.",
            ),
            (
                "vi",
                "Thang máy đã hỏng nhiều tuần nay và cầu thang quá dốc đối với tôi. Không ai nói với chúng tôi khi nào có người đến sửa.",
            ),
            (
                "he",
                "המעלית מקולקלת כבר כמה שבועות והמדרגות תלולות מדי בשבילי. איש לא אמר לנו מתי מישהו יבוא לתקן אותה.",
            ),
        ] {
            assert_eq!(guess(text).map(|guess| guess.code), Some(code.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_language_without_words_of_its_own_is_named() {
        let serbian = "Лифт је покварен већ неколико недеља, а степенице су за мене сувише стрме. Нико нам није рекао када ће неко доћи да га поправи.";
        let found = guess(serbian).unwrap();
        assert_eq!((found.code(), found.name(), found.has_pack()), ("srp", "Serbian", false));
        assert_eq!(Guess::of_code("srp"), Some(found));
    }
}
