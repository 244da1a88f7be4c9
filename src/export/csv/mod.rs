//! Tables for spreadsheets and for programs. What each column contains is said in the guide ([`formats`](crate::guide::formats)).
//!
//! ```
//! use verbatims::export::csv::{self, CsvOptions};
//! use verbatims::{Analysis, Codings, Document, Extractor, Language};
//!
//! let corpus = Extractor::new(Language::english()).corpus(&[Document::new("a", "“Rent is high,” said Ann Lee.")])?;
//! let analysis = Analysis::of_corpus(&corpus, Codings::by_hand([("a#1", vec!["Rent"])]))?;
//! let mut table = Vec::new();
//! csv::themes_wide(&analysis, CsvOptions::plain(), &mut table)?;
//! assert_eq!(String::from_utf8_lossy(&table), "quote_id,document,speaker,Rent\na#1,a,Ann Lee,1\n");
//! # Ok::<(), verbatims::Error>(())
//! ```

mod agreement;
mod concordance;
mod crosstab;
mod difference;
mod private;
mod set;
mod table;
mod trust;
mod verified;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use crate::error::{Error, Result};
use crate::id::{DocumentId, ThemeId};
use crate::quotes::{Evidence, Quote, QuoteKind, SpeakerKind};
use crate::report::{Analysis, Cooccurrence, Counts, SpeakerKey, ThemeCount, Unit};
use crate::themes::{Codebook, Coding, Negation, Polarity, Theme};
use table::Table;
pub(super) use table::runs;

pub use agreement::{agreement, disagreements};
pub use concordance::concordance;
pub use crosstab::{theme_by, theme_by_cells, theme_by_cells_name, theme_by_name};
pub use difference::{difference, theme_changes};
pub use private::{key, leftovers};
pub use set::{Fill, each_table};
pub use trust::{coverage, saturation, stability};
pub use verified::verified;

/// How tables are written. The default is for spreadsheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    plain: bool,
    delimiter: u8,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { plain: false, delimiter: b',' }
    }
}

impl CsvOptions {
    /// Tables that a spreadsheet opens by double click: UTF-8 with a byte order mark, lines ended by CR LF, and an
    /// apostrophe before cells that it would run as a formula. The same as the default.
    pub fn spreadsheet() -> Self {
        Self::default()
    }

    /// Tables for programs: no byte order mark, lines ended by LF, every cell as it is.
    pub fn plain() -> Self {
        Self { plain: true, ..Self::default() }
    }

    /// The character between cells. The default is a comma; spreadsheets of countries with a decimal comma expect `;`.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) unless it is a comma, a semicolon, a tab or a vertical bar.
    pub fn delimiter(mut self, delimiter: char) -> Result<Self> {
        self.delimiter = match delimiter {
            ',' => b',',
            ';' => b';',
            '\t' => b'\t',
            '|' => b'|',
            other => {
                return Err(Error::setting("delimiter", format!("{other:?} is none of `,` `;` tab `|`")));
            }
        };
        Ok(self)
    }
}

/// The quotations, one row each, in the order of the analysis.
///
/// # Errors
/// If the writer fails.
pub fn quotes(analysis: &Analysis, options: CsvOptions, writer: impl Write) -> Result<()> {
    const COLUMNS: [&str; 29] = [
        "quote_id",
        "document",
        "speaker",
        "speaker_type",
        "role",
        "affiliation",
        "place",
        "kind",
        "text",
        "themes",
        "score",
        "start",
        "end",
        "line",
        "paragraph",
        "row",
        "column",
        "time",
        "cue",
        "needs_review",
        "reason",
        "mention",
        "respondent",
        "evidence",
        "spans",
        "cue_class",
        "judged",
        "weak",
        "basis",
    ];
    /// Columns that an attribute of the same name fills.
    const FROM_ATTRIBUTES: [&str; 5] = ["place", "paragraph", "row", "column", "time"];

    let attributes: BTreeSet<&str> = analysis
        .quotes()
        .iter()
        .flat_map(|quote| quote.attributes.keys())
        .map(String::as_str)
        .filter(|name| !FROM_ATTRIBUTES.contains(name))
        .collect();
    let names = Names::new(analysis);
    let mut table = Table::new(options, writer)?;
    let extra = attributes.iter().map(|name| apart(name, &COLUMNS));
    table.row(COLUMNS.iter().map(|name| (*name).to_owned()).chain(extra))?;
    for (quote, codings) in analysis.coded_quotes() {
        let speaker = quote.speaker();
        let of = |part: Option<&str>| part.unwrap_or_default().to_owned();
        let attribute = |name: &str| quote.attributes.get(name).cloned().unwrap_or_default();
        let extent = quote.extent();
        let reason = review(quote, &codings);
        let spans: Vec<String> = quote.content.iter().map(|span| format!("{}..{}", span.start(), span.end())).collect();
        let cells = [
            quote.id.to_string(),
            quote.document.to_string(),
            of(speaker.map(|it| it.name.as_str())),
            speaker.map(|it| it.kind.to_string()).unwrap_or_default(),
            of(speaker.and_then(|it| it.role.as_deref())),
            of(speaker.and_then(|it| it.affiliation.as_deref())),
            attribute("place"),
            quote.kind.to_string(),
            quote.text.clone(),
            list(codings.iter().map(|coding| names.of(coding))),
            list(codings.iter().map(|coding| format!("{:.3}", coding.score))),
            extent.start().to_string(),
            extent.end().to_string(),
            quote.position.line.to_string(),
            attribute("paragraph"),
            attribute("row"),
            attribute("column"),
            attribute("time"),
            of(quote.cue.as_ref().map(|it| it.text.as_str())),
            yes(reason.is_some()),
            reason.unwrap_or_default().to_owned(),
            of(quote.attribution.mention.as_ref().map(|it| it.text.as_str())),
            yes(quote.is_response()),
            quote.attribution.evidence.to_string(),
            list(spans.into_iter()),
            quote.cue_class.to_string(),
            judged(analysis, quote, &codings).to_owned(),
            list(codings.iter().filter(|coding| coding.weak).map(|coding| names.of(coding))),
            list(codings.iter().map(|coding| coding.basis.as_str().to_owned())),
        ];
        table.row(cells.into_iter().chain(attributes.iter().map(|name| attribute(name))))?;
    }
    table.finish()
}

/// The themes with their counts, in the order of the analysis, also themes without a quotation: their own, and with those of the themes below
/// them. Rows without a `theme_id` follow: quotations with content that fit no theme, those of them that only praise or complain where there are any, and those without content.
///
/// # Errors
/// If the writer fails.
pub fn themes(analysis: &Analysis, options: CsvOptions, writer: impl Write) -> Result<()> {
    const COLUMNS: [&str; 22] = [
        "theme_id",
        "theme",
        "quotes",
        "quotes_percent",
        "speakers",
        "speakers_percent",
        "documents",
        "documents_percent",
        "single_voice",
        "words",
        "unmatched",
        "level",
        "parent",
        "own",
        "total",
        "total_percent",
        "total_speakers",
        "total_documents",
        "by_words",
        "by_likeness",
        "weak",
        "question",
    ];
    let base = analysis.base();
    let mut table = Table::new(options, writer)?;
    table.row(COLUMNS)?;
    for (theme, count) in analysis.themes().iter().zip(analysis.theme_counts()) {
        let mut cells = counted(theme.id.as_str(), &theme.label, count.counts, Some(count.base));
        let ThemeCount { counts: Counts { quotes, speakers, .. }, total, .. } = count;
        cells.extend([
            yes(quotes > 0 && speakers < 2),
            list(theme.terms.iter().map(|(word, _)| word.clone())),
            list(analysis.codings().unmatched.get(&theme.id).into_iter().flatten().cloned()),
            count.level.to_string(),
            count.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            quotes.to_string(),
            total.quotes.to_string(),
            percent(total.quotes, count.base.quotes),
            total.speakers.to_string(),
            total.documents.to_string(),
            count.by_words.to_string(),
            count.by_likeness.to_string(),
            count.weak.to_string(),
            count.question.clone().unwrap_or_default(),
        ]);
        table.row(cells)?;
    }
    let sentiment = Some(("(praise or complaint only)", base.sentiment, Some(base.content)));
    let rows = [
        Some(("(no theme)", base.uncoded, Some(base.content))),
        sentiment.filter(|(_, counts, _)| counts.quotes > 0),
        Some(("(no content)", base.no_content, None)),
    ];
    for (name, counts, base) in rows.into_iter().flatten() {
        let mut cells = counted("", name, counts, base);
        cells.push(yes(false));
        cells.resize(COLUMNS.len(), String::new());
        table.row(cells)?;
    }
    table.finish()
}

/// Id, name, and how many quotations, speakers and documents there are, each with its share where there is something to be a share of.
fn counted(id: &str, name: &str, counts: Counts, base: Option<Counts>) -> Vec<String> {
    let mut cells = vec![id.to_owned(), name.to_owned()];
    for unit in [Unit::Quotes, Unit::Speakers, Unit::Documents] {
        cells.push(counts.of(unit).to_string());
        cells.push(base.map_or_else(String::new, |base| percent(counts.of(unit), base.of(unit))));
    }
    cells
}

/// One row a quotation, one column a theme: 1 where the quotation is under the theme, else 0. Quotations without content and those
/// that no coder has judged are left out.
///
/// # Errors
/// If the writer fails.
pub fn themes_wide(analysis: &Analysis, options: CsvOptions, writer: impl Write) -> Result<()> {
    let fixed = ["quote_id", "document", "speaker"];
    let mut table = Table::new(options, writer)?;
    let names = Names::new(analysis);
    let columns = analysis.themes().iter().map(|theme| apart(&names.of_theme(&theme.id), &fixed));
    table.row(fixed.iter().map(|name| (*name).to_owned()).chain(columns))?;
    let uncoded: BTreeSet<&str> = analysis.uncoded().map(|quote| quote.id.as_str()).collect();
    for (quote, codings) in analysis.coded_quotes() {
        if codings.is_empty() && !uncoded.contains(quote.id.as_str()) {
            continue;
        }
        let under: BTreeSet<&str> = codings.iter().map(|coding| coding.theme.as_str()).collect();
        let speaker = quote.speaker().map(|speaker| speaker.name.clone()).unwrap_or_default();
        let first = [quote.id.to_string(), quote.document.to_string(), speaker];
        let flags = analysis.themes().iter().map(|theme| usize::from(under.contains(theme.id.as_str())).to_string());
        table.row(first.into_iter().chain(flags))?;
    }
    table.finish()
}

/// Who is quoted, most often first: persons and organisations once, groups and the unnamed once a document or survey.
///
/// # Errors
/// If the writer fails.
pub fn speakers(analysis: &Analysis, options: CsvOptions, writer: impl Write) -> Result<()> {
    let named = analysis.quotes().iter().filter(|quote| quote.speaker().is_some());
    let mut said: Vec<(SpeakerKey<'_>, &Quote)> =
        named.filter_map(|quote| Some((SpeakerKey::of(quote)?, quote))).collect();
    said.sort_by_key(|(key, _)| *key);
    let mut voices: Vec<&[(SpeakerKey<'_>, &Quote)]> = said.chunk_by(|one, other| one.0 == other.0).collect();
    voices.sort_by_key(|said| std::cmp::Reverse(said.len()));
    let mut table = Table::new(options, writer)?;
    table.row([
        "speaker",
        "speaker_type",
        "role",
        "affiliation",
        "respondent",
        "quotes",
        "documents",
        "document",
        "themes",
    ])?;
    for said in voices {
        let SpeakerKey { name, within } = said[0].0;
        let mut voice = Voice::default();
        said.iter().for_each(|(_, quote)| voice.add(quote, &analysis.codings_of(&quote.id)));
        let mut themes: Vec<usize> = voice.themes.iter().filter_map(|theme| analysis.place_of(theme)).collect();
        themes.sort_unstable();
        let themes = themes.into_iter().map(|place| analysis.themes()[place].label.clone());
        table.row([
            name.unwrap_or_default().to_owned(),
            voice.kind.map(|kind| kind.to_string()).unwrap_or_default(),
            list(voice.roles.iter().map(|role| (*role).to_owned())),
            list(voice.affiliations.iter().map(|affiliation| (*affiliation).to_owned())),
            yes(voice.respondent),
            said.len().to_string(),
            voice.documents.len().to_string(),
            within.unwrap_or_default().to_owned(),
            list(themes),
        ])?;
    }
    table.finish()
}

/// A codebook, one row a code, which [`import::codebook`](crate::import::codebook) reads back.
///
/// # Errors
/// If the writer fails.
pub fn codebook(codebook: &Codebook, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row(["id", "name", "parent", "definition", "words", "exclude", "negation", "polarity", "examples"])?;
    for code in &codebook.codes {
        table.row([
            code.id.to_string(),
            code.name.clone(),
            code.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            code.definition.clone(),
            list(code.words.iter().cloned()),
            list(code.exclusions.iter().cloned()),
            if code.negation == Negation::Excludes { "excludes" } else { "" }.to_owned(),
            code.polarity.map_or(String::new(), |polarity| polarity.as_str().to_owned()),
            lines(&code.examples),
        ])?;
    }
    table.finish()
}

/// Which themes come up together: one row a pair that does, most often first.
///
/// # Errors
/// If the writer fails.
pub fn cooccurrence(cooccurrence: &Cooccurrence, options: CsvOptions, writer: impl Write) -> Result<()> {
    let label = |id: &crate::id::ThemeId| {
        let theme = cooccurrence.themes.iter().find(|(theme, ..)| theme == id);
        theme.map(|(_, label, _)| label.clone()).unwrap_or_default()
    };
    let mut table = Table::new(options, writer)?;
    table.row(["theme_id", "theme", "with_id", "with", "count", "speakers", "expected", "jaccard", "phi"])?;
    for pair in &cooccurrence.pairs {
        table.row([
            pair.first.to_string(),
            label(&pair.first),
            pair.second.to_string(),
            label(&pair.second),
            pair.count.to_string(),
            pair.speakers.to_string(),
            format!("{:.2}", pair.expected),
            format!("{:.3}", pair.jaccard),
            pair.phi.map(|phi| format!("{phi:.3}")).unwrap_or_default(),
        ])?;
    }
    table.finish()
}

/// What is known of one speaker over all quotations.
#[derive(Default)]
struct Voice<'a> {
    kind: Option<SpeakerKind>,
    /// In order of appearance, each once.
    roles: Vec<&'a str>,
    affiliations: Vec<&'a str>,
    respondent: bool,
    documents: BTreeSet<&'a DocumentId>,
    themes: BTreeSet<&'a ThemeId>,
}

impl<'a> Voice<'a> {
    fn add(&mut self, quote: &'a Quote, codings: &[&'a Coding]) {
        let once = |list: &mut Vec<&'a str>, part: &'a Option<String>| {
            if let Some(part) = part.as_deref()
                && !list.contains(&part)
            {
                list.push(part);
            }
        };
        if let Some(speaker) = quote.speaker() {
            once(&mut self.roles, &speaker.role);
            once(&mut self.affiliations, &speaker.affiliation);
            self.kind.get_or_insert(speaker.kind);
            self.respondent |= speaker.respondent;
        }
        self.documents.insert(&quote.document);
        self.themes.extend(codings.iter().map(|coding| &coding.theme));
    }
}

/// Why a person should look at a quotation: its speaker is not known, or its best theme is doubtful.
fn review(quote: &Quote, codings: &[&Coding]) -> Option<&'static str> {
    match quote.attribution.evidence {
        _ if quote.speaker().is_some() || quote.kind == QuoteKind::Response => {
            codings.iter().any(|coding| coding.weak).then_some("weak theme")
        }
        Evidence::UnresolvedPronoun => Some("pronoun without a speaker"),
        Evidence::Impersonal => Some("passive or impersonal"),
        _ => Some("no speaker named"),
    }
}

/// What themes are called in cells: by their names; two of one name, below different parents, are told apart by their ids.
struct Names<'a>(BTreeMap<&'a ThemeId, String>);

impl<'a> Names<'a> {
    fn new(analysis: &'a Analysis) -> Self {
        let mut labels: BTreeMap<&str, usize> = BTreeMap::new();
        for theme in analysis.themes() {
            *labels.entry(&theme.label).or_default() += 1;
        }
        let name = |theme: &Theme| {
            if labels[theme.label.as_str()] > 1 {
                format!("{} [{}]", theme.label, theme.id)
            } else {
                theme.label.clone()
            }
        };
        Self(analysis.themes().iter().map(|theme| (&theme.id, name(theme))).collect())
    }

    fn of_theme(&self, theme: &ThemeId) -> String {
        self.0.get(theme).cloned().unwrap_or_default()
    }

    fn of(&self, coding: &Coding) -> String {
        self.of_theme(&coding.theme)
    }
}

/// Whether a coder has read a quotation: `yes`, `no`, `no content` where it says nothing, or `praise` or `complaint` where it says nothing else.
fn judged(analysis: &Analysis, quote: &Quote, codings: &[&Coding]) -> &'static str {
    match analysis.sentiment_of(&quote.id) {
        Some(Polarity::Negative) => return "complaint",
        Some(_) => return "praise",
        None => {}
    }
    match analysis.has_content(&quote.id) {
        Some(true) => "yes",
        _ if !codings.is_empty() => "yes",
        Some(false) => "no content",
        None => "no",
    }
}

/// Several values in one cell.
fn list(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join("; ")
}

/// Several texts in one cell: a line each where one holds the mark that parts values.
fn lines(texts: &[String]) -> String {
    let one_line = texts.iter().map(|text| text.replace(['\n', '\r'], " "));
    if !texts.iter().any(|text| text.contains(';')) {
        return list(one_line);
    }
    let lines: Vec<String> = one_line.collect();
    // A cell of one line would be parted.
    if lines.len() == 1 { format!("{}\n", lines[0]) } else { lines.join("\n") }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// The percentage to one decimal; empty where there is nothing to be a share of.
fn percent(count: usize, base: usize) -> String {
    if base == 0 { String::new() } else { format!("{:.1}", count as f64 * 100.0 / base as f64) }
}

/// What is counted, as tables call it.
fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Quotes => "quotes",
        Unit::Speakers => "speakers",
        Unit::Documents => "documents",
    }
}

/// A name for a column that no fixed column has.
fn apart(name: &str, fixed: &[&str]) -> String {
    if fixed.contains(&name) { format!("{name} (attribute)") } else { name.to_owned() }
}
