//! The way that most commands share: read, find quotations, put them under themes, and where asked put pseudonyms in the place of names.

use std::path::{Path, PathBuf};

use crate::console::count;
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::html::HtmlOptions;
use verbatims::export::write::{self, Existing};
use verbatims::import::path::Imported;
use verbatims::import::plan::Plan;
use verbatims::privacy::{Leftover, PseudonymOptions, Pseudonyms};
use verbatims::report::{Crosstab, Unit};
use verbatims::{Analysis, Corpus, Facet, import};

use crate::args::{Global, PrivacyArgs, ReadArgs, TableArgs, ThemeArgs};
use crate::exit::{Exit, warn};
use crate::gathering::{Gathered, Keep};
use crate::read_as::Accounts;
use crate::reviewed::Reviewed;
use crate::theming::{self, Theming};
use crate::{gathering, languages, output, plan, read_as, reading, show};

/// Where a report shows no texts.
const NOT_SHOWN: &str = "the texts are not shown in the report: together those that are quoted have more than 16 MiB; every quotation has its place";

/// What was read and found.
pub(crate) struct Pipeline {
    pub(crate) read: Imported,
    pub(crate) corpus: Corpus,
    /// What became of each text.
    pub(crate) accounts: Accounts,
    /// How each file was read.
    pub(crate) plan: Plan,
    /// The language of most of the text.
    pub(crate) most: Option<String>,
    pub(crate) theming: Theming,
    pub(crate) analysis: Analysis,
    /// Themes by the groups that were named, else by every one that compares.
    pub(crate) by_group: Vec<Crosstab>,
    /// What the themed quotations are called.
    pub(crate) noun: &'static str,
    pub(crate) private: Option<Private>,
    /// What became of a review of an earlier report.
    pub(crate) review: Option<Reviewed>,
    /// Which texts are in another language than English, have no result, or were hardly read.
    pub(crate) notes: Vec<String>,
}

/// What belongs apart from the results.
pub(crate) struct Private {
    pseudonyms: Pseudonyms,
    leftovers: Vec<Leftover>,
}

impl Pipeline {
    /// Does it. Nothing found is an ending.
    pub(crate) fn of(
        read: &ReadArgs,
        themes: &ThemeArgs,
        tables: &TableArgs,
        privacy: &PrivacyArgs,
        keep: Keep,
        global: &Global,
    ) -> Result<Self, Exit> {
        let language = reading::language(read.how.language.as_deref())?;
        let extractor = read.how.extractor(&language);
        // Pseudonyms are put into the texts themselves.
        let keep = if privacy.pseudonymise { Keep::All } else { keep };
        let Gathered { read: mut found, corpus, mut accounts, doubts, most, hidden: not_shown } =
            gathering::gather(read, &language, &extractor, keep, global)?;
        let (mut corpus, unknown) = reading::with_speakers(corpus, &read.how)?;
        if corpus.quotes().next().is_none() {
            return Err(reading::nothing(&found, &doubts));
        }
        let mut notes = languages::notes(&found.documents, &read.how, &language, most.as_deref());
        notes.extend(doubts);
        notes.extend(unknown);
        if not_shown {
            notes.push(NOT_SHOWN.to_owned());
        }
        let language = languages::of_themes(most.as_deref(), &read.how, themes.predict.as_deref(), language);
        let mut themed = themes.of.scope().of(corpus.quotes());
        theming::in_order(&mut themed, &found.documents);
        let noun = show::noun(themed.iter().copied());
        let mut theming = Theming::of(themes, &language, (&corpus, &themed), global)?;
        if themes.codings.is_some() {
            theming.only_of(&corpus, global);
        }
        let mut plan = plan::of(&found, &corpus);
        // Pseudonyms are told from all quotations of the corpus, and a command that writes texts may want them there too.
        let quotes = match keep {
            Keep::All if privacy.pseudonymise => corpus.quotes().cloned().collect(),
            Keep::All => corpus.hand_over(),
            Keep::Shown(_) | Keep::None => corpus.hand_over_all(),
        };
        let mut analysis = Analysis::new(quotes, theming.take_codings())?
            .in_order(found.documents.iter().map(|document| &document.id));
        if let Some(stability) = &theming.stability {
            analysis = analysis.with_stability(stability.clone())?;
        }
        let mut private = None;
        if privacy.pseudonymise {
            let mut options = PseudonymOptions::new().by_role(privacy.by_role).organisations(privacy.organisations);
            for name in &privacy.hide {
                options = options.name(name);
            }
            // What stands in a personal column is hidden wherever it turns up.
            for value in &found.personal {
                options = if is_full_name(value) { options.name(value) } else { options.value(value) };
            }
            for name in &privacy.keep {
                options = options.keep(name);
            }
            if let Some(prefix) = &privacy.prefix {
                options = options.prefix(prefix);
            }
            if let Some(key) = &privacy.known {
                options = options.known(import::key::read(key)?);
            }
            let pseudonyms = Pseudonyms::new(corpus.quotes(), &language, &options);
            let hidden = pseudonyms.rewrite(&found.documents);
            let leftovers = hidden.leftovers(&corpus);
            let documents = hidden.documents().to_vec();
            corpus = hidden.corpus(&corpus)?;
            analysis = hidden.analysis(&analysis)?;
            drop(hidden);
            found.documents = documents;
            accounts = Accounts::of(&corpus, &found.documents);
            plan = plan::of(&found, &corpus);
            theming.hide(&pseudonyms, &analysis, &language);
            notes.iter_mut().for_each(|note| *note = pseudonyms.label(note));
            private = Some(Private { pseudonyms, leftovers });
        }
        let review = match &themes.edits {
            Some(file) => Reviewed::of(file, themes, &mut analysis)?,
            None => None,
        };
        if let Some(review) = &review {
            theming.reviewed(&analysis, &language);
            notes.extend(review.notes());
        }
        let by_group = by_groups(&analysis, &found, &read.how.group, tables.min_cell)?;
        Ok(Self {
            read: found,
            corpus,
            accounts,
            plan,
            most,
            theming,
            analysis,
            by_group,
            noun,
            private,
            review,
            notes,
        })
    }

    /// Says on standard error what to know of the texts, for commands whose page does not.
    pub(crate) fn say_notes(&self, global: &Global) {
        if !global.quiet {
            self.notes.iter().for_each(|note| warn(note));
        }
    }

    /// How the report is written.
    pub(crate) fn report(&self, title: Option<&str>, min_cell: usize) -> HtmlOptions {
        // Themes that are found question by question are listed so.
        let tells = |facet: &Facet| !(self.analysis.by_question() && *facet == Facet::Attribute("question".to_owned()));
        let mut options = HtmlOptions::default()
            .minimum_cell(min_cell)
            .facets(self.by_group.iter().map(|table| table.facet.clone()).filter(tells).collect())
            .method(&self.theming.method);
        if let Some(kinds) = read_as::summary(&self.corpus) {
            options = options.method(kinds);
        }
        if let Some(stability) = self.theming.stability_line() {
            options = options.method(stability);
        }
        for note in &self.notes {
            options = options.method(note);
        }
        if self.private.is_some() {
            options = options.method(
                "Names of speakers are pseudonyms; places count in the rewritten texts. A role and a place may still tell who somebody is.",
            );
        }
        for (heading, lines) in self.records() {
            options = options.record(heading, lines);
        }
        match title {
            Some(title) => options.title(title),
            None => options,
        }
    }

    /// What was read and how, for the method of a report.
    fn records(&self) -> Vec<(&'static str, Vec<String>)> {
        let texts = |lines: &mut dyn Iterator<Item = String>| lines.map(|line| self.hidden(&line)).collect::<Vec<_>>();
        let hash = |path: &PathBuf| match output::sha256(path) {
            Ok(hash) => format!("{}, SHA-256 {hash}", path.display()),
            Err(_) => path.display().to_string(),
        };
        let surveys = self.read.surveys.iter();
        let plan = surveys.flat_map(|survey| [survey.to_string(), format!("Counted: {}.", survey.ledger)]);
        let skipped = self.read.skipped.iter().map(ToString::to_string);
        let said = self.read.notes.iter().map(ToString::to_string);
        vec![
            ("What was read", texts(&mut self.read.paths.iter().map(hash))),
            ("How surveys were read", texts(&mut plan.into_iter())),
            (
                "What was skipped or looked odd",
                texts(&mut skipped.chain(said).chain(self.theming.warnings.iter().cloned())),
            ),
            ("Review", self.review.as_ref().map(Reviewed::lines).unwrap_or_default()),
        ]
    }

    /// A name of a file or a message with pseudonyms, where they are asked for.
    pub(crate) fn hidden(&self, label: &str) -> String {
        match &self.private {
            Some(private) => private.pseudonyms.label(label),
            None => label.to_owned(),
        }
    }
}

impl Private {
    /// Where the key and the list for review are written: beside the results, not in them.
    pub(crate) fn paths(out: &Path) -> [PathBuf; 2] {
        let stem = out.with_extension("");
        let stem = stem.file_name().unwrap_or_default().to_string_lossy();
        ["key", "review"].map(|what| out.with_file_name(format!("{stem}-{what}.csv")))
    }

    /// Writes the key and what may still be a name, and says so.
    pub(crate) fn write(&self, out: &Path, options: CsvOptions, existing: Existing) -> Result<String, Exit> {
        let [key, review] = Self::paths(out);
        write::private_file(&key, existing, |file| csv::key(self.pseudonyms.key(), options, file))?;
        let mut said = format!(
            "{} in the place of names. The key is apart, readable by you alone: {}.",
            count(self.pseudonyms.key().len(), "pseudonym"),
            key.display()
        );
        if !self.leftovers.is_empty() {
            write::private_file(&review, existing, |file| csv::leftovers(&self.leftovers, options, file))?;
            said.push_str(&format!(
                " {} that may be names still stand in the texts: see {}; `--hide NAME` hides one.",
                count(self.leftovers.len(), "capitalised word"),
                review.display()
            ));
        }
        Ok(said)
    }
}

/// Themes by the groups that were named, else by every one that compares; `read` says which columns there were.
pub(crate) fn by_groups(
    analysis: &Analysis,
    read: &Imported,
    groups: &[String],
    min_cell: usize,
) -> Result<Vec<Crosstab>, Exit> {
    let all = groups.iter().any(|name| reading::is_all(name));
    let groups = if all { &[] } else { groups };
    if analysis.themes().is_empty() {
        return Ok(Vec::new());
    }
    let tables: Vec<Crosstab> = match groups {
        [] if all => analysis.comparisons(Unit::Quotes),
        [] => analysis.main_comparisons(Unit::Quotes),
        _ => groups.iter().map(|name| analysis.crosstab(&reading::facet(name, read, analysis), Unit::Quotes)).collect(),
    };
    for (name, table) in groups.iter().zip(&tables) {
        if table.levels.is_empty() {
            return Err(Exit::Stop(format!(
                "`--group`: no quotation says anything of `{name}`; there are: {}",
                groups_there(analysis)
            )));
        }
    }
    Ok(tables.into_iter().map(|table| table.without_small_cells(min_cell)).collect())
}

/// Whether a cell that tells who somebody is is a name of two words or more, parts of which may turn up too.
fn is_full_name(value: &str) -> bool {
    let words: Vec<&str> = value.split_whitespace().collect();
    let lettered = |word: &&str| word.chars().all(|char| char.is_alphabetic() || "-'’.,".contains(char));
    (2..=5).contains(&words.len()) && words.iter().all(lettered)
}

fn groups_there(analysis: &Analysis) -> String {
    analysis.facets().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
