//! `verbatims tables`: what the filters wrote, in any number of files and any order, as the tables of one run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};
use verbatims::export::json as jsonl;
use verbatims::import::model::Saved;
use verbatims::import::path::Imported;
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Codebook, Codings, Corpus, DocumentId, Extraction, Quote, QuoteId, Theme, import};

use crate::args::{Global, TableArgs, WriteArgs};
use crate::console::count;
use crate::exit::{Exit, Outcome, warn};
use crate::order::Place;
use crate::output::{self, Files};
use crate::{languages, pipeline, reading, show, theming};

/// Write the tables of one run from what the filters wrote on many machines
///
/// Reads JSON Lines of `verbatims extract`, a line a document or, with `--rows`, a quotation, in any number of files and any order, and those that `verbatims themes` or `verbatims code` wrote
/// of their quotations; writes the tables that `verbatims run` writes. A document that comes again as it was is counted once; one that comes with other
/// findings is refused. Documents are in the order of their ids, as in `run`, answers of a survey in the order of its rows.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims tables found-*.jsonl --codings coded-*.jsonl --model themes.model
  verbatims tables found.jsonl --codings coded.jsonl --codebook codes.csv --group Region --out results")]
pub(crate) struct TablesArgs {
    /// JSON Lines of `verbatims extract`, documents or `--rows`
    #[arg(value_name = "FOUND", required = true)]
    found: Vec<PathBuf>,
    /// JSON Lines of `verbatims themes` or `verbatims code`; several after one another
    #[arg(long, value_name = "CODED", num_args = 1.., help_heading = "Themes")]
    codings: Vec<PathBuf>,
    /// The model or the learnt codebook that they were put under: its themes with their words, in their order, also those that nobody speaks of
    #[arg(long, value_name = "FILE", conflicts_with = "codebook", help_heading = "Themes")]
    model: Option<PathBuf>,
    /// The codebook that they were coded by, likewise
    #[arg(long, value_name = "FILE", help_heading = "Themes")]
    codebook: Option<PathBuf>,
    /// The language of the quotations, by whose stems words of the codebook are missed in them [default: told from them]
    #[arg(long, value_name = "LANGUAGE", requires = "codebook", help_heading = "Themes")]
    language: Option<String>,
    /// An attribute that parts people into groups, or question, speaker, affiliation, role, document, kind, `all`; again for more
    #[arg(long, value_name = "NAME", help_heading = "Writing")]
    group: Vec<String>,
    /// The folder to write to
    #[arg(long, short, value_name = "FOLDER", default_value = "quotes-out", help_heading = "Writing")]
    out: PathBuf,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    write: WriteArgs,
}

pub(crate) fn tables(args: &TablesArgs, global: &Global) -> Outcome {
    output::refuse_existing(&args.out, &["quotes.csv", "themes.csv", "run.json"], &args.write)?;
    let Found { corpus, places, unread } = found(&args.found)?;
    if corpus.is_empty() {
        return Err(Exit::Nothing(
            "no line of a document is in these files; `verbatims extract` writes them".to_owned(),
        ));
    }
    let mut codings = Codings::default();
    for path in &args.codings {
        codings.merge(import::codings::lines(&path.display().to_string(), open(path)?)?)?;
    }
    let codebook = list(args, &corpus, &mut codings)?;
    let analysis = Analysis::of_corpus(&corpus, codings)?.in_order(places.iter().map(|(_, id)| id));
    let codebook = codebook.unwrap_or_else(|| {
        let language = languages::spoken_in(analysis.quotes().iter().map(|quote| quote.text.as_str()));
        theming::codebook_of(&analysis, &language)
    });
    let by_group = pipeline::by_groups(&analysis, &Imported::default(), &args.group, args.tables.min_cell)?;
    let mut files = Files::begin(&args.out, &args.write)?;
    files.add_tables(&analysis, &by_group, &codebook, &args.tables)?;
    files.add("quotes.jsonl", |out| jsonl::quotes(&analysis, out))?;
    let record = record(args, &corpus, &analysis, &files, unread)?;
    files.add("run.json", |out| Ok(writeln!(out, "{record:#}")?))?;
    let written = files.finish()?;
    if global.json {
        writeln!(io::stdout(), "{record:#}")?;
    } else if !global.quiet {
        let mut page = show::page();
        if !args.codings.is_empty() {
            show::themes(&mut page, &analysis, "of what was coded", None)?;
        }
        page.heading("Files")?;
        page.text(&written)?;
        page.finish()?;
    }
    match unread {
        0 => Ok(()),
        lines => Err(Exit::Partly(format!("{} hold an error instead of a document", count(lines, "line")))),
    }
}

fn open(path: &Path) -> Result<impl BufRead, Exit> {
    let file = File::open(path).map_err(|error| Exit::of_file(path, &error))?;
    Ok(BufReader::with_capacity(1 << 20, file))
}

/// What the files hold.
struct Found {
    corpus: Corpus,
    /// The documents in their order.
    places: Vec<(Place, DocumentId)>,
    /// How many lines hold an error instead of a document.
    unread: usize,
}

/// The documents of all files, whole or by their quotations.
fn found(paths: &[PathBuf]) -> Result<Found, Exit> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Line {
        Found {
            order: Option<usize>,
            #[serde(flatten)]
            found: Box<Extraction>,
        },
        Row(Box<Quote>),
        Unread {
            #[serde(rename = "error")]
            _error: String,
        },
    }
    let (mut all, mut places, mut unread) = (Vec::new(), Vec::new(), 0);
    let mut rows: BTreeMap<DocumentId, Vec<Quote>> = BTreeMap::new();
    for path in paths {
        for (number, line) in (1..).zip(open(path)?.split(b'\n')) {
            let line = line?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice(&line) {
                Ok(Line::Found { order, found }) => {
                    places.push((Place::new(&found.document, order), found.document.clone()));
                    all.push(*found);
                }
                Ok(Line::Row(quote)) => rows.entry(quote.document.clone()).or_default().push(*quote),
                Ok(Line::Unread { .. }) => unread += 1,
                Err(_) => {
                    let place = format!("{}: line {number}", path.display());
                    return Err(Exit::Stop(format!(
                        "{place}: this is no document as `verbatims extract` writes it, {{\"id\", \"quotes\", …}}, and no row of `--rows`, with places in bytes"
                    )));
                }
            }
        }
    }
    for (document, quotes) in rows {
        all.push(of_rows(&document, quotes)?);
        places.push((Place::new(&document, None), document));
    }
    places.sort();
    Ok(Found { corpus: Corpus::of(all)?, places, unread })
}

/// A document of which only its quotations are known. One that comes again as it was is counted once.
fn of_rows(document: &DocumentId, mut quotes: Vec<Quote>) -> Result<Extraction, Exit> {
    let number =
        |quote: &Quote| quote.id.as_str().rsplit_once('#').and_then(|(_, number)| number.parse::<usize>().ok());
    quotes.sort_by(|one, other| (number(one), &one.id).cmp(&(number(other), &other.id)));
    quotes.dedup();
    if let Some(pair) = quotes.windows(2).find(|pair| pair[0].id == pair[1].id) {
        let id = &pair[0].id;
        return Err(Exit::Stop(format!(
            "quotation `{id}` comes again as another; give one of its documents another id"
        )));
    }
    let attributes = quotes.first().map(|quote| quote.attributes.clone()).unwrap_or_default();
    let row =
        json!({ "id": document, "quotes": quotes, "not_quotes": [], "diagnostics": [], "attributes": attributes });
    serde_json::from_value(row).map_err(Exit::stop)
}

/// Lists the themes of the model or the codebook, in their order, before those that only codings name; returns the codebook.
fn list(args: &TablesArgs, corpus: &Corpus, codings: &mut Codings) -> Result<Option<Codebook>, Exit> {
    let (themes, codebook): (Vec<Theme>, Option<Codebook>) = match (&args.model, &args.codebook) {
        (Some(file), _) => match import::model::read_saved(file, &import::model::language(file)?)? {
            Saved::Themes(model) => (model.themes().to_vec(), None),
            Saved::Codebook(coder) => of_codebook(&coder, &judged(corpus, codings), codings),
        },
        (None, Some(file)) => {
            let codebook = import::codebook::read(file)?;
            let judged = judged(corpus, codings);
            let language = match &args.language {
                Some(_) => reading::language(args.language.as_deref())?,
                None => languages::spoken_in(judged.iter().map(|quote| quote.text.as_str())),
            };
            let coder = CodebookCoder::options(codebook, language).similarity(false).build()?;
            of_codebook(&coder, &judged, codings)
        }
        (None, None) => return Ok(None),
    };
    let listed = themes.len();
    codings.list_themes(themes);
    if let Some(theme) = codings.themes.get(listed) {
        warn(&format!("“{}” is not among the themes that were named; listed behind them.", theme.label));
    }
    Ok(codebook)
}

/// The quotations that were judged.
fn judged<'c>(corpus: &'c Corpus, codings: &Codings) -> Vec<&'c Quote> {
    let coded = codings.codings.iter().map(|coding| &coding.quote);
    let judged: BTreeSet<&QuoteId> = coded.chain(&codings.uncoded).chain(&codings.no_content).collect();
    corpus.quotes().filter(|quote| judged.contains(&quote.id)).collect()
}

/// The codes as themes with their words and exemplars, and which of their words none of the quotations has.
fn of_codebook(coder: &CodebookCoder, judged: &[&Quote], codings: &mut Codings) -> (Vec<Theme>, Option<Codebook>) {
    codings.unmatched = coder.unmatched(judged);
    (coder.themes_of(&codings.codings, judged), Some(coder.codebook().clone()))
}

fn record(
    args: &TablesArgs,
    corpus: &Corpus,
    analysis: &Analysis,
    files: &Files,
    unread: usize,
) -> Result<Value, Exit> {
    let paths = args.found.iter().chain(&args.codings).chain(&args.model).chain(&args.codebook);
    let inputs = paths.map(|path| Ok(json!({"path": path.to_string_lossy(), "sha256": output::sha256(path)?})));
    Ok(json!({
        "program": "verbatims",
        "version": env!("CARGO_PKG_VERSION"),
        "settings": { "group": args.group, "tables": serde_json::to_value(&args.tables).map_err(Exit::stop)? },
        "inputs": inputs.collect::<Result<Vec<Value>, Exit>>()?,
        "counts": output::counts(args.found.len(), corpus.len(), analysis),
        "unread_lines": unread,
        "files": files.hashes(),
    }))
}
