//! Files become documents, and documents a corpus.

use std::path::Path;

use crate::console::count;
use rayon::prelude::*;
use verbatims::import;
use verbatims::import::path::{self, Imported, PathOptions, Why};
use verbatims::import::plan::{self, Role};
use verbatims::import::survey::SurveyOptions;
use verbatims::import::text::Encoding;
use verbatims::report::{Bands, TimeUnit};
use verbatims::{Analysis, Corpus, Document, DocumentId, DocumentKind, Extraction, Extractor, Facet, Language};

use crate::apart;
use crate::args::{Global, HowArgs, ReadArgs, with_names};
use crate::exit::{Exit, warn};
use crate::progress;

/// So many texts are named where nothing was found in any.
const SHOWN: usize = 8;

/// Facets that are no attributes, by what `--group` calls them.
const FACETS: &[(&str, Facet)] = &[
    ("speaker", Facet::Speaker),
    ("speaker-kind", Facet::SpeakerKind),
    ("affiliation", Facet::Affiliation),
    ("role", Facet::Role),
    ("document", Facet::Document),
    ("kind", Facet::Kind),
];

/// Attributes that every answer of a survey has.
const ATTRIBUTES: &[&str] = &["question", "finished"];

/// The language of that code, or the pack in that folder; English where none is named.
pub(crate) fn language(name: Option<&str>) -> verbatims::Result<Language> {
    let Some(name) = name else { return Ok(Language::english()) };
    let folder = Path::new(name);
    if folder.join("pack.toml").is_file() { Language::read(folder) } else { Language::named(name) }
}

/// Reads what was named. What is broken in a folder, or beside others, is skipped.
pub(crate) fn read(args: &ReadArgs, language: &Language, global: &Global) -> Result<Imported, Exit> {
    let mut documents = Vec::new();
    let mut read = read_in_parts(args, language, global, |part| {
        documents.extend(part);
        Ok(())
    })?;
    read.documents = documents;
    Ok(read)
}

/// As [`read`], a part of the documents at a time; none of them is in what is returned.
pub(crate) fn read_in_parts(
    args: &ReadArgs,
    language: &Language,
    global: &Global,
    mut part: impl FnMut(Vec<Document<'static>>) -> verbatims::Result<()>,
) -> Result<Imported, Exit> {
    if let Some(folder) = args.paths.iter().find(|path| import::results::is_results(path)) {
        return Err(Exit::Stop(format!(
            "{}: this folder holds results of an earlier run; name the texts",
            folder.display()
        )));
    }
    let options = options(&args.how, language)?.lenient(args.paths.len() > 1);
    let line = progress::line("reading", global.quiet);
    let kind = DocumentKind::from(args.how.kind());
    let how = &args.how;
    let (mut all, mut empty) = (0, Vec::new());
    let read = path::read_in_parts(&args.paths, &options, |documents| {
        let told = documents.into_iter().map(|mut document| {
            if document.kind == DocumentKind::Auto {
                document.kind = kind;
            }
            with_names(document, &how.interviewer, &how.respondent)
        });
        let told: Vec<Document<'static>> = told.collect();
        all += told.len();
        empty
            .extend(told.iter().filter(|document| document.text.trim().is_empty()).map(|document| document.id.clone()));
        part(told)
    });
    line.finish_and_clear();
    let read = read.map_err(|error| strict(error, &args.how))?;
    if !global.quiet {
        // A survey's own notes stand beneath its summary.
        let of_survey = |note: &&verbatims::import::Note| read.surveys.iter().any(|survey| survey.notes.contains(note));
        read.notes.iter().filter(|note| !of_survey(note)).for_each(|note| warn(&note.to_string()));
    }
    let empty: Vec<&str> = empty.iter().map(DocumentId::as_str).collect();
    let all_empty = empty.len() == all;
    if !empty.is_empty() && !global.quiet && !all_empty {
        warn(&format!("there is no text in {}", empty.join(", ")));
    }
    if all_empty {
        let mut why: Vec<String> = read.skipped.iter().map(ToString::to_string).collect();
        why.extend(read.surveys.iter().map(ToString::to_string));
        why.extend(read.notes.iter().map(ToString::to_string));
        let named: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
        let what = format!("{}: there is nothing to read in it", named.join(", "));
        return Err(Exit::Stop(std::iter::once(what).chain(why).collect::<Vec<_>>().join("\n  ")));
    }
    Ok(read)
}

/// A table that is broken ends a strict run with a code of its own.
fn strict(error: verbatims::Error, how: &HowArgs) -> Exit {
    match error.kind() {
        verbatims::ErrorKind::Format { .. } if how.strict => Exit::Partly(error.to_string()),
        _ => error.into(),
    }
}

/// How paths are read.
pub(crate) fn options(how: &HowArgs, language: &Language) -> Result<PathOptions, Exit> {
    let mut surveys = SurveyOptions::new(language.clone()).strict(how.strict);
    for column in &how.open {
        surveys = surveys.open(column);
    }
    for column in how.group.iter().filter(|name| facet_named(name).is_none() && !is_all(name) && !is_date(name)) {
        surveys = surveys.group(column);
    }
    surveys = surveys.all_groups(how.group.iter().any(|name| is_all(name)));
    for column in &how.personal {
        surveys = surveys.personal(column);
    }
    for column in &how.ignore {
        surveys = surveys.ignore(column);
    }
    for code in &how.missing {
        surveys = surveys.missing(code);
    }
    if let Some(rows) = how.header_rows {
        surveys = surveys.header_rows(rows);
    }
    if let Some(sheet) = &how.sheet {
        surveys = surveys.sheet(sheet);
    }
    if let Some(delimiter) = how.input_delimiter {
        surveys = surveys.delimiter(delimiter)?;
    }
    if let Some(column) = how.respondent.first().filter(|name| !name.eq_ignore_ascii_case("none")) {
        surveys = surveys.respondent(column);
    }
    let mut options = PathOptions::new(language.clone()).surveys(surveys).limits(how.limits()).reader(apart::reader());
    if let Some(name) = &how.encoding {
        options = options.encoding(Encoding::named(name)?);
    }
    if let Some(path) = &how.plan {
        options = options.plan(plan::read(path)?);
    }
    Ok(options)
}

/// Whether every group there is was asked for.
pub(crate) fn is_all(group: &str) -> bool {
    group.eq_ignore_ascii_case("all")
}

/// Whether it is the date that answers of a survey have, whatever its column is called.
fn is_date(group: &str) -> bool {
    parted(group).is_some_and(|(name, _)| name.eq_ignore_ascii_case("date"))
}

fn facet_named(name: &str) -> Option<Facet> {
    let known = FACETS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, facet)| facet.clone());
    let attribute = ATTRIBUTES.iter().find(|known| known.eq_ignore_ascii_case(name));
    known.or_else(|| attribute.map(|name| Facet::Attribute((*name).to_owned())))
}

/// How the values of an attribute are put together.
enum Parts {
    Time(TimeUnit),
    Width(u32),
    Quartiles,
}

/// `date:month`, `Age:10`, `Age:quartiles`: the attribute, and how its values are put together.
fn parted(name: &str) -> Option<(&str, Parts)> {
    let (attribute, parts) = name.rsplit_once(':')?;
    let parts = match parts.trim().to_lowercase().as_str() {
        "year" => Parts::Time(TimeUnit::Year),
        "month" => Parts::Time(TimeUnit::Month),
        "day" => Parts::Time(TimeUnit::Day),
        "quartiles" => Parts::Quartiles,
        width => Parts::Width(width.parse().ok().filter(|width| *width > 0)?),
    };
    Some((attribute.trim(), parts))
}

/// The facet that `--group` means: one of the fixed ones, a column or another attribute, whole or put together (`date:month`, `Age:10`).
pub(crate) fn facet(name: &str, read: &Imported, analysis: &Analysis) -> Facet {
    let attribute = |name: &str| {
        let columns = read.surveys.iter().filter_map(|survey| survey.plan.column(name).ok());
        columns.filter(|column| column.is == Role::Group).map(|column| column.name.clone()).next()
    };
    if let Some(facet) = facet_named(name).or_else(|| attribute(name).map(Facet::Attribute)) {
        return facet;
    }
    let Some((base, parts)) = parted(name) else { return Facet::Attribute(name.to_owned()) };
    let base = attribute(base).unwrap_or_else(|| base.to_owned());
    match parts {
        Parts::Time(unit) => Facet::Time(base, unit),
        Parts::Width(width) => Facet::Bands(base, Bands::Width(width)),
        // Without a number there is no band, which is said as of any group that no quotation has.
        Parts::Quartiles => {
            let none = || Facet::Bands(base.clone(), Bands::quartiles([]));
            analysis.quartiles(&base).unwrap_or_else(none)
        }
    }
}

/// Finds the quotations of documents.
pub(crate) fn extract(extractor: &Extractor, documents: &[Document<'_>], quiet: bool) -> Result<Corpus, Exit> {
    let bar = progress::bar("quotations", documents.len(), quiet);
    let found: Vec<Extraction> = documents
        .par_iter()
        .map(|document| {
            let found = extractor.extract(document);
            bar.inc(1);
            found
        })
        .collect();
    bar.finish_and_clear();
    Ok(Corpus::of(found)?)
}

/// Puts what people know of speakers into what was found, with a sentence on names that nobody bears.
pub(crate) fn with_speakers(corpus: Corpus, how: &HowArgs) -> Result<(Corpus, Option<String>), Exit> {
    let Some(file) = &how.speakers else { return Ok((corpus, None)) };
    let (corpus, unknown) = corpus.with_roster(&import::speakers::read(file)?);
    let note = (!unknown.is_empty())
        .then(|| format!("{}: nobody who is quoted is called {}", file.display(), unknown.join(", ")));
    Ok((corpus, note))
}

/// Says on standard error what was skipped and why, and that it is done but for that.
pub(crate) fn skipped(read: &Imported, global: &Global) -> Result<(), Exit> {
    if read.skipped.is_empty() {
        return Ok(());
    }
    let mut message = format!("skipped {}:", count(read.skipped.len(), "file"));
    for skipped in &read.skipped {
        message.push_str(&format!("\n  {skipped}"));
    }
    if read.skipped.iter().any(|skipped| matches!(skipped.why, Why::Broken(_))) {
        return Err(Exit::Partly(message));
    }
    if !global.quiet {
        warn(&message);
    }
    Ok(())
}

/// Why nothing was found; `notes` has a sentence for each text.
pub(crate) fn nothing(read: &Imported, notes: &[String]) -> Exit {
    let mut message = format!("Nothing found: 0 quotations in {}.", count(read.documents.len(), "document"));
    notes.iter().take(SHOWN).for_each(|note| message.push_str(&format!("\n  {note}")));
    if notes.len() > SHOWN {
        message.push_str(&format!("\n  and {} more", notes.len() - SHOWN));
    }
    for skipped in &read.skipped {
        message.push_str(&format!("\n  {skipped}"));
    }
    Exit::Nothing(message)
}
