//! Words with the words around them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::query::{Finder, Query};
use crate::document::Document;
use crate::id::{DocumentId, QuoteId};
use crate::lang::Language;
use crate::quotes::Quote;
use crate::report::Counts;
use crate::text::{Position, Positions, Span};

/// One place where a word stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Line {
    /// The document.
    pub document: DocumentId,
    /// The quotation that it is in; none in what the writer says.
    pub quote: Option<QuoteId>,
    /// Who says it, where that is known.
    pub speaker: Option<String>,
    /// The names of the themes of the quotation, best first.
    pub themes: Vec<String>,
    /// The place in the document, in bytes.
    pub span: Span,
    /// The same as line and column; of a quotation in several runs, where it begins.
    #[serde(flatten)]
    pub position: Position,
    /// The row of a survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// The question of a survey that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The word or phrase that was looked for.
    pub word: String,
    /// What stands before it in its paragraph, or in the quotation, on one line, up to the word itself: it ends in a blank where one is there.
    pub before: String,
    /// What was found, as it is written.
    pub found: String,
    /// What stands behind it, likewise.
    pub after: String,
}

/// A form in which a word was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Form {
    /// The word or phrase that was looked for.
    pub word: String,
    /// The form, in lower case.
    pub form: String,
    /// How often.
    pub hits: usize,
}

/// How many quotations of a theme have the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnderTheme {
    /// The theme's name.
    pub theme: String,
    /// The quotations that have a word.
    pub found: usize,
    /// All of its quotations that were searched.
    pub searched: usize,
}

/// Where the words of a [`Query`] stand in what is added, with the words around them, and counts with their bases.
#[derive(Clone, Debug)]
pub struct Concordance {
    query: Query,
    context: usize,
    finders: BTreeMap<String, Finder>,
    lines: Vec<Line>,
    forms: BTreeMap<(usize, String), usize>,
    searched: Reach,
    found: Reach,
    themes: BTreeMap<String, (usize, usize)>,
}

/// Quotations, speakers and documents.
#[derive(Clone, Debug, Default)]
struct Reach {
    quotes: usize,
    speakers: BTreeSet<String>,
    documents: BTreeSet<DocumentId>,
}

impl Reach {
    fn add(&mut self, quote: &Quote) {
        self.quotes += 1;
        self.speakers.extend(quote.speaker_key());
        self.documents.insert(quote.document.clone());
    }

    fn counts(&self) -> Counts {
        Counts { quotes: self.quotes, speakers: self.speakers.len(), documents: self.documents.len() }
    }
}

impl Concordance {
    /// An empty one.
    pub fn new(query: Query) -> Self {
        Self {
            query,
            context: 60,
            finders: BTreeMap::new(),
            lines: Vec::new(),
            forms: BTreeMap::new(),
            searched: Reach::default(),
            found: Reach::default(),
            themes: BTreeMap::new(),
        }
    }

    /// How many characters before and behind a word are kept at most, to the end of a word. The default is 60.
    #[must_use]
    pub fn context(mut self, characters: usize) -> Self {
        self.context = characters;
        self
    }

    /// Searches the words of a quotation, which is under these themes (their names, best first).
    pub fn add_quote(&mut self, quote: &Quote, themes: &[&str], language: &Language) {
        self.searched.add(quote);
        let found = self.finder(language).find(&quote.text);
        if !found.is_empty() {
            self.found.add(quote);
        }
        let names: BTreeSet<&str> = themes.iter().copied().collect();
        for theme in names {
            let (with, all) = self.themes.entry(theme.to_owned()).or_default();
            *with += usize::from(!found.is_empty());
            *all += 1;
        }
        let mut places = Places::new(quote);
        for hit in found {
            let place = places.of(hit.span);
            self.line(&quote.document, Some((quote, themes)), place, (&quote.text, hit.span), hit.word);
        }
    }

    /// Searches a whole text, also what its writer says. `quotes` are the quotations that were found in it: a word that stands in one has its speaker.
    pub fn add_text<'q>(
        &mut self,
        document: &Document<'_>,
        quotes: impl IntoIterator<Item = &'q Quote>,
        language: &Language,
    ) {
        let mut runs: Vec<(Span, &Quote)> = Vec::new();
        for quote in quotes {
            self.searched.add(quote);
            runs.extend(quote.content.iter().map(|span| (*span, quote)));
        }
        self.searched.documents.insert(document.id.clone());
        runs.sort_by_key(|(span, _)| (span.start(), std::cmp::Reverse(span.end())));
        let mut positions = Positions::new(&document.text);
        let (mut open, mut next): (Vec<(Span, &Quote)>, usize) = (Vec::new(), 0);
        let mut counted: BTreeSet<&QuoteId> = BTreeSet::new();
        for hit in self.finder(language).find(&document.text) {
            let at = hit.span.start();
            let begun = runs[next..].iter().take_while(|(span, _)| span.start() <= at).count();
            open.extend(&runs[next..next + begun]);
            next += begun;
            open.retain(|(span, _)| span.end() > at);
            // Of quotations inside one another the inner one is meant.
            let quote = open.last().map(|(_, quote)| *quote);
            match quote {
                Some(quote) if counted.insert(&quote.id) => self.found.add(quote),
                _ => {}
            }
            self.found.documents.insert(document.id.clone());
            let place = (hit.span, positions.position(at));
            self.line(&document.id, quote.map(|quote| (quote, &[][..])), place, (&document.text, hit.span), hit.word);
        }
    }

    /// The places, in the order in which they were added.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What was searched: the base of [`found`](Self::found).
    pub fn searched(&self) -> Counts {
        self.searched.counts()
    }

    /// Where a word was found: quotations, their speakers, documents.
    pub fn found(&self) -> Counts {
        self.found.counts()
    }

    /// The words that were looked for.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// In which forms each word was found, by word, the most frequent first.
    pub fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<(usize, Form)> = Vec::new();
        for ((word, form), hits) in &self.forms {
            let form = Form { word: self.query.words()[*word].clone(), form: form.clone(), hits: *hits };
            forms.push((*word, form));
        }
        forms.sort_by_key(|(word, form)| (*word, std::cmp::Reverse(form.hits)));
        forms.into_iter().map(|(_, form)| form).collect()
    }

    /// How many quotations of each theme have a word, those with most first; themes without one are left out.
    pub fn themes(&self) -> Vec<UnderTheme> {
        let found = self.themes.iter().filter(|(_, (found, _))| *found > 0);
        let under = |(theme, (found, searched)): (&String, &(usize, usize))| UnderTheme {
            theme: theme.clone(),
            found: *found,
            searched: *searched,
        };
        let mut themes: Vec<UnderTheme> = found.map(under).collect();
        themes.sort_by_key(|theme| std::cmp::Reverse(theme.found));
        themes
    }

    fn finder(&mut self, language: &Language) -> &mut Finder {
        let query = &self.query;
        self.finders.entry(language.code().to_owned()).or_insert_with(|| query.finder(language))
    }

    /// Keeps a place: `place` in the document, `inside` the text that was searched.
    fn line(
        &mut self,
        document: &DocumentId,
        quote: Option<(&Quote, &[&str])>,
        place: (Span, Position),
        inside: (&str, Span),
        word: usize,
    ) {
        let (text, span) = inside;
        let found = one_line(span.of(text));
        *self.forms.entry((word, found.to_lowercase())).or_default() += 1;
        let (quote, themes) = quote.map_or((None, &[][..]), |(quote, themes)| (Some(quote), themes));
        let attribute = |name: &str| quote.and_then(|quote| quote.attributes.get(name)).cloned();
        self.lines.push(Line {
            document: document.clone(),
            quote: quote.map(|quote| quote.id.clone()),
            speaker: quote.and_then(Quote::speaker).map(|speaker| speaker.name.clone()),
            themes: themes.iter().map(|theme| (*theme).to_owned()).collect(),
            span: place.0,
            position: place.1,
            row: attribute("row"),
            question: attribute("question").or_else(|| attribute("column")),
            word: self.query.words()[word].clone(),
            before: before(&text[..span.start()], self.context),
            found,
            after: after(&text[span.end()..], self.context),
        });
    }
}

/// Where the words of a quotation are in its document.
struct Places<'q> {
    quote: &'q Quote,
    /// Where each run begins and ends in the words, and its place in the document.
    runs: Vec<(usize, usize, Span)>,
    positions: Positions<'q>,
}

impl<'q> Places<'q> {
    fn new(quote: &'q Quote) -> Self {
        let runs = quote.runs().zip(&quote.content);
        let runs = runs.map(|((start, words), span)| (start, start + words.len(), *span)).collect();
        Self { quote, runs, positions: Positions::new(&quote.text) }
    }

    fn of(&mut self, inside: Span) -> (Span, Position) {
        let run = |found: usize| self.runs[found.min(self.runs.len() - 1)];
        let shift = |at: usize, (start, _, span): (usize, usize, Span)| {
            (span.start() + at.saturating_sub(start)).min(span.end())
        };
        let first = run(self.runs.partition_point(|(_, end, _)| *end <= inside.start()));
        let last = run(self.runs.partition_point(|(_, end, _)| *end < inside.end()));
        let start = shift(inside.start(), first);
        let span = Span::new(start, shift(inside.end(), last).max(start));
        let mut position = self.quote.position;
        if self.runs.len() == 1 {
            let within = self.positions.position(inside.start());
            position.column = if within.line > 1 { within.column } else { position.column + within.column - 1 };
            position.line += within.line - 1;
        }
        (span, position)
    }
}

/// The end of the paragraph that a text breaks off in, on one line, whole words of so many characters.
fn before(text: &str, characters: usize) -> String {
    let start = text.char_indices().rev().nth(characters + 1).map(|(at, _)| at);
    let mut kept = &text[start.unwrap_or(0)..];
    if start.is_some() {
        kept = kept.find(char::is_whitespace).map_or(kept, |at| &kept[at..]);
    }
    let paragraph =
        kept.rmatch_indices('\n').find(|(at, _)| kept[..*at].trim_end_matches([' ', '\t', '\r']).ends_with('\n'));
    let kept = paragraph.map_or(kept, |(at, _)| &kept[at..]);
    let blank = if kept.ends_with(char::is_whitespace) && !kept.trim().is_empty() { " " } else { "" };
    format!("{}{blank}", one_line(kept))
}

/// The beginning of a text, to the end of its paragraph, likewise.
fn after(text: &str, characters: usize) -> String {
    let end = text.char_indices().nth(characters + 2).map(|(at, _)| at);
    let mut kept = &text[..end.unwrap_or(text.len())];
    if end.is_some() {
        kept = kept.rfind(char::is_whitespace).map_or(kept, |at| &kept[..at]);
    }
    let paragraph =
        kept.match_indices('\n').find(|(at, _)| kept[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n'));
    let kept = paragraph.map_or(kept, |(at, _)| &kept[..at]);
    let blank = if kept.starts_with(char::is_whitespace) && !kept.trim().is_empty() { " " } else { "" };
    format!("{blank}{}", one_line(kept))
}

/// A text on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Concordance, Query};
    use crate::document::Document;
    use crate::lang::Language;
    use crate::quotes::Extractor;

    fn of(words: &[&str]) -> Concordance {
        Concordance::new(Query::new(words).unwrap())
    }

    #[test]
    fn a_place_in_a_quotation_is_its_place_in_the_document() {
        let english = Language::english();
        let text = "Nobody came.\n\n“The trams stop at six,” said Ann Lee, “and the last tram is full.”\n";
        let corpus = Extractor::new(english.clone()).corpus(&[Document::new("a", text)]).unwrap();
        let mut found = of(&["tram"]);
        corpus.quotes().for_each(|quote| found.add_quote(quote, &["Trams"], &english));
        let words: Vec<&str> = found.lines().iter().map(|line| line.span.of(text)).collect();
        assert_eq!(words, ["trams", "tram"]);
        assert_eq!(found.lines()[0].position.line, 3);
        assert_eq!(
            (found.lines()[0].before.as_str(), found.lines()[0].after.as_str()),
            ("The ", " stop at six, … and the last tram is full.")
        );
        assert_eq!(found.lines()[0].themes, ["Trams"]);
        assert_eq!(found.themes()[0].found, 1);
    }

    #[test]
    fn a_word_of_a_text_has_a_speaker_only_inside_a_quotation() {
        let english = Language::english();
        let text = "The bus was late.\n\n“No bus came,” said Ann Lee.";
        let document = Document::new("a", text);
        let corpus = Extractor::new(english.clone()).corpus(std::slice::from_ref(&document)).unwrap();
        let mut found = of(&["bus"]);
        found.add_text(&document, corpus.quotes(), &english);
        found.add_text(&Document::new("b", "It rained."), [], &english);
        let speakers: Vec<Option<&str>> = found.lines().iter().map(|line| line.speaker.as_deref()).collect();
        assert_eq!(speakers, [None, Some("Ann Lee")]);
        assert_eq!(found.lines()[0].after, " was late.", "a context ends with its paragraph");
        let (hits, base) = (found.found(), found.searched());
        assert_eq!((hits.quotes, hits.documents, base.quotes, base.documents), (1, 1, 1, 2));
        assert_eq!(found.forms()[0].hits, 2);
    }

    #[test]
    fn a_context_keeps_whole_words() {
        let english = Language::english();
        let mut found = of(&["middle"]).context(12);
        let text = "one two three four five middle six seven eight nine";
        found.add_text(&Document::new("a", text), [], &english);
        let line = &found.lines()[0];
        assert_eq!((line.before.as_str(), line.after.as_str()), ("four five ", " six seven"));
        assert_eq!(found.lines()[0].position.column, 25);
    }
}
