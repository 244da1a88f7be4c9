//! In which language each text is, by whose rules it is read, and by whose words themes are told.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use verbatims::lang::{self, Guess};
use verbatims::{Document, DocumentKind, Language, import};

use crate::args::HowArgs;
use crate::console::count;

/// At most this many texts are named in a sentence.
const NAMED: usize = 5;

/// Says of each document in which language it is: as it was named, else as its words are. One answer is too short to tell, so the answers of a table
/// are taken together; what is short besides is in the language of most of the rest.
pub(crate) fn tell(documents: &mut [Document<'_>], how: &HowArgs, language: &Language) {
    documents.par_iter_mut().for_each(|document| tell_one(document, how, language));
    if how.language.is_some() {
        return;
    }
    tell_tables(documents);
    let most = most(documents);
    for document in documents.iter_mut().filter(|document| document.language.is_none()) {
        document.language.clone_from(&most);
    }
}

/// The language of a text that tells it by itself.
fn tell_one(document: &mut Document<'_>, how: &HowArgs, language: &Language) {
    if document.language.is_some() {
        return;
    }
    if how.language.is_some() {
        document.language = Some(language.code().to_owned());
    } else if document.kind != DocumentKind::Response {
        document.language = lang::guess(&document.text).map(|guess| guess.code().to_owned());
    }
}

/// The language of the answers of each table.
fn tell_tables(documents: &mut [Document<'_>]) {
    let mut tables: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let is_answer = |document: &Document<'_>| document.language.is_none() && document.kind == DocumentKind::Response;
    for (at, document) in documents.iter().enumerate().filter(|(_, document)| is_answer(document)) {
        // Answers that name no table, such as those of JSON Lines, are taken together too.
        let table = document.id.as_str().split_once(':').map_or("", |(table, _)| table);
        tables.entry(table.to_owned()).or_default().push(at);
    }
    for rows in tables.values() {
        let answers: Vec<&str> = rows.iter().map(|at| &*documents[*at].text).collect();
        let code = lang::guess_together(&answers).map(|guess| guess.code().to_owned());
        rows.iter().for_each(|at| documents[*at].language.clone_from(&code));
    }
}

/// How much text is in which language.
#[derive(Default)]
struct Sizes(BTreeMap<String, usize>);

impl Sizes {
    fn add(&mut self, document: &Document<'_>) {
        let Some(code) = &document.language else { return };
        match self.0.get_mut(code) {
            Some(size) => *size += document.text.len(),
            None => drop(self.0.insert(code.clone(), document.text.len())),
        }
    }

    fn most(&self) -> Option<&str> {
        self.0.iter().max_by_key(|(code, size)| (**size, std::cmp::Reverse(*code))).map(|(code, _)| code.as_str())
    }
}

/// The language of most of the text.
pub(crate) fn most(documents: &[Document<'_>]) -> Option<String> {
    let mut sizes = Sizes::default();
    documents.iter().for_each(|document| sizes.add(document));
    sizes.most().map(str::to_owned)
}

/// Says what [`tell`] says of documents that come a part at a time: what does not tell its language by itself waits for the others.
pub(crate) struct Telling<'a> {
    how: &'a HowArgs,
    language: &'a Language,
    sizes: Sizes,
    waiting: Vec<Document<'static>>,
}

impl<'a> Telling<'a> {
    pub(crate) fn new(how: &'a HowArgs, language: &'a Language) -> Self {
        Self { how, language, sizes: Sizes::default(), waiting: Vec::new() }
    }

    /// Those whose language is known now.
    pub(crate) fn told(&mut self, mut documents: Vec<Document<'static>>) -> Vec<Document<'static>> {
        documents.par_iter_mut().for_each(|document| tell_one(document, self.how, self.language));
        let (told, waiting) = documents.into_iter().partition(|document| document.language.is_some());
        self.waiting.extend::<Vec<_>>(waiting);
        let told: Vec<Document<'static>> = told;
        told.iter().for_each(|document| self.sizes.add(document));
        told
    }

    /// Those that waited.
    pub(crate) fn rest(&mut self) -> Vec<Document<'static>> {
        let mut documents = std::mem::take(&mut self.waiting);
        tell_tables(&mut documents);
        documents.iter().for_each(|document| self.sizes.add(document));
        let most = self.most().map(str::to_owned);
        for document in documents.iter_mut().filter(|document| document.language.is_none()) {
            document.language.clone_from(&most);
            self.sizes.add(document);
        }
        documents
    }

    /// The language of most of the text.
    pub(crate) fn most(&self) -> Option<&str> {
        self.sizes.most()
    }
}

/// The language of texts taken together, by its pack or its words; English where it cannot be told.
pub(crate) fn spoken_in<'t>(texts: impl Iterator<Item = &'t str>) -> Language {
    let guess = lang::guess_together(&texts.collect::<Vec<_>>());
    guess.and_then(|guess| Language::named(guess.code()).ok()).unwrap_or_else(Language::english)
}

/// The language by whose words themes are told: the one that was named, that of a saved model, or `most`, that of most of the text.
pub(crate) fn of_themes(most: Option<&str>, how: &HowArgs, model: Option<&Path>, language: Language) -> Language {
    if how.language.is_some() {
        return language;
    }
    let learnt = model.and_then(|file| import::model::language(file).ok());
    learnt.or_else(|| Language::named(most?).ok()).unwrap_or(language)
}

/// What a reader should know of the languages: which texts are not in English, and what was made of that.
/// `most` is that of most of the text.
pub(crate) fn notes(documents: &[Document<'_>], how: &HowArgs, language: &Language, most: Option<&str>) -> Vec<String> {
    let mut sources: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for document in documents {
        let named = sources.entry(document.language.as_deref().unwrap_or("")).or_default();
        if named.last() != Some(&source(document)) {
            named.push(source(document));
        }
    }
    let all = sources.values().map(Vec::len).sum();
    let mut notes = Vec::new();
    let named = how.language.as_deref();
    // A pack that was named says nothing new; a language without one does.
    let silent = named.is_some_and(|name| Path::new(name).is_dir() || Language::codes().any(|code| code == name));
    for (code, texts) in sources.iter().filter(|_| !silent) {
        let Some(guess) = Guess::of_code(code) else { continue };
        if named.is_none() && *code == language.code() {
            continue;
        }
        notes.push(format!("{} {}", which(texts, all), made_of(&guess, named.is_some(), texts.len())));
    }
    let told: Vec<&str> = sources.keys().copied().filter(|code| !code.is_empty()).collect();
    if named.is_none()
        && told.len() > 1
        && let Some(guess) = most.and_then(Guess::of_code)
    {
        notes.push(format!("themes go by the words of {}, the language of most of the text", guess.name()));
    }
    notes
}

/// The texts of a language, as the subject of a sentence.
fn which(texts: &[&str], all: usize) -> String {
    match texts {
        [one] => format!("{one}:"),
        _ if texts.len() == all => format!("all {}:", count(all, "text")),
        _ => {
            let more = if texts.len() > NAMED { ", …" } else { "" };
            let names: Vec<&str> = texts.iter().take(NAMED).copied().collect();
            format!("{} of {} ({}{more}):", texts.len(), count(all, "text"), names.join(", "))
        }
    }
}

/// What was made of texts in a language.
fn made_of(guess: &Guess, named: bool, texts: usize) -> String {
    let name = guess.name();
    let reads = match (named, texts) {
        (true, _) => format!("read as {name}, as asked"),
        (false, 1) => format!("this reads as {name}"),
        (false, _) => format!("these read as {name}"),
    };
    if guess.has_pack() {
        format!("{reads}; rules and stop words are {name} (`--language` names another)")
    } else if Language::named(guess.code()).is_ok() {
        format!("{reads}; labels and stop words are {name}, quotations are found by English rules")
    } else {
        format!(
            "{reads}, of which no words are known here; it is read by English rules, and common words may mark themes. \
             `--language FOLDER` takes a pack of your own"
        )
    }
}

/// The file of a document: answers of a table have its name and then their own.
pub(crate) fn source<'d>(document: &'d Document<'_>) -> &'d str {
    let id = document.id.as_str();
    if document.kind == DocumentKind::Response { id.split(':').next().unwrap_or(id) } else { id }
}
