//! `verbatims convert`: what was found, for other programs.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use verbatims::DocumentId;
use verbatims::export::markdown::{self, MarkdownOptions};
use verbatims::export::refi::{self, OffsetUnit, ProjectOptions};
use verbatims::export::{brat, csv, json as jsonl, labelstudio, taguette, webanno, write};

use crate::args::{Global, PrivacyArgs, ReadArgs, TableArgs, ThemeArgs, WriteArgs};
use crate::exit::{Exit, Outcome, warn};
use crate::gathering::Keep;
use crate::output::{self, Files};
use crate::pipeline::Pipeline;
use crate::{reading, show};

/// Write quotations and themes for other programs
///
/// The paths are texts, or the folder of an earlier `verbatims run`: then the same texts are read with the same settings, and themes that were
/// changed by hand in its quotes.csv are taken from there.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims convert quotes-out --to qdpx,qdc
  verbatims convert interviews/ --to documents --out texts     every text as JSON Lines, whatever form it had")]
pub(crate) struct ConvertArgs {
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    themes: ThemeArgs,
    /// For what: several are parted by commas
    #[arg(long, value_enum, value_name = "FORM", required = true, value_delimiter = ',', help_heading = "Writing")]
    to: Vec<Form>,
    /// The folder to write to
    #[arg(long, short, value_name = "FOLDER", default_value = "quotes-out", help_heading = "Writing")]
    out: PathBuf,
    /// The name of the project in other programs
    #[arg(long, value_name = "NAME", default_value = "verbatims", help_heading = "Writing")]
    name: String,
    /// What places count in REFI-QDA projects; NVivo seems to count UTF-16 units
    #[arg(long, value_enum, value_name = "UNIT", default_value_t, help_heading = "Writing")]
    offset_unit: Unit,
    /// Make speakers codes too, for programs that show no cases
    #[arg(long, help_heading = "Writing")]
    speaker_codes: bool,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    privacy: PrivacyArgs,
    #[command(flatten)]
    write: WriteArgs,
}

/// The forms of other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// REFI-QDA project: NVivo, ATLAS.ti, MAXQDA, QualCoder
    Qdpx,
    /// REFI-QDA codebook
    Qdc,
    /// Taguette project
    Taguette,
    /// Taguette codebook
    TaguetteCodebook,
    /// Label Studio: tasks with predictions, and the labelling interface
    LabelStudio,
    /// W3C Web Annotation, as JSON Lines
    WebAnnotation,
    /// brat: a text and its annotations for each document
    Brat,
    /// A page in Markdown
    Markdown,
    /// A workbook with all tables as its sheets
    Xlsx,
    /// Quotations as a table
    Csv,
    /// Quotations as JSON Lines
    Jsonl,
    /// The texts that were read, as JSON Lines
    Documents,
    /// Quotations and codings as one JSON value
    Json,
}

/// What places count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Unit {
    #[default]
    CodePoints,
    Utf16,
}

pub(crate) fn convert(args: &ConvertArgs, global: &Global) -> Outcome {
    let (read, themes, privacy) = match &args.read.paths[..] {
        [folder] if folder.join("run.json").is_file() => rerun(folder, args)?,
        _ => (
            ReadArgs { paths: args.read.paths.clone(), how: args.read.how.clone() },
            args.themes.clone(),
            args.privacy.clone(),
        ),
    };
    let pipeline = Pipeline::of(&read, &themes, &args.tables, &privacy, Keep::All, global)?;
    pipeline.say_notes(global);
    let mut conversion =
        Conversion { args, pipeline: &pipeline, files: Files::begin(&args.out, &args.write)?, notes: Vec::new() };
    args.to.iter().try_for_each(|form| conversion.add(*form))?;
    let Conversion { mut files, notes, .. } = conversion;
    let written = files.finish()?;
    if let Some(private) = pipeline.private.as_ref().filter(|_| args.privacy.pseudonymise && !args.write.dry_run) {
        warn(&private.write(&args.out, args.tables.options()?, args.write.existing())?);
    }
    if global.json {
        writeln!(io::stdout(), "{}", json!({"files": files.hashes(), "notes": notes}))?;
    } else if !global.quiet {
        let mut page = show::page();
        page.heading("Files")?;
        page.text(&written)?;
        notes.iter().try_for_each(|note| page.line(2, note))?;
        page.finish()?;
    }
    reading::skipped(&pipeline.read, global)
}

/// The files, as they are collected.
struct Conversion<'a> {
    args: &'a ConvertArgs,
    pipeline: &'a Pipeline,
    files: Files,
    /// What a form cannot carry.
    notes: Vec<String>,
}

impl Conversion<'_> {
    fn add(&mut self, form: Form) -> Outcome {
        let Pipeline { analysis, read, theming, .. } = self.pipeline;
        let (codebook, files) = (&theming.codebook, &mut self.files);
        let name = write::file_name(&self.args.name);
        let mut lost = None;
        match form {
            Form::Qdpx => return self.add_project(&name),
            Form::Qdc if codebook.codes.is_empty() => lost = Some("qdc was not written: there is no theme"),
            Form::Qdc => {
                files.add(format!("{name}.qdc"), |out| refi::codebook(codebook, out))?;
                lost = Some("qdc cannot carry words, exclusions and examples of codes");
            }
            Form::Taguette => {
                files.add(format!("{name}.sqlite3"), |out| {
                    taguette::project(analysis, &read.documents, &self.args.name, Some(codebook), out)
                })?;
                lost = Some("taguette cannot carry speakers, scores and attributes");
            }
            Form::TaguetteCodebook => {
                files.add("taguette-codebook.csv", |out| taguette::codebook(codebook, out))?;
                lost = Some("taguette-codebook cannot carry words, exclusions and examples of codes");
            }
            Form::LabelStudio => {
                files.add("labelstudio.json", |out| labelstudio::tasks(analysis, &read.documents, out))?;
                files.add("labelstudio.xml", |out| labelstudio::config(analysis, out))?;
            }
            Form::WebAnnotation => {
                files.add("annotations.jsonl", |out| webanno::annotations(analysis, &read.documents, out))?
            }
            Form::Brat => {
                for (name, bytes) in brat::files(analysis, &read.documents)? {
                    files.add(name, |out| {
                        out.write_all(&bytes)?;
                        Ok(())
                    })?;
                }
            }
            Form::Markdown => {
                let options = MarkdownOptions::default().title(&self.args.name);
                files.add("quotes.md", |out| markdown::page(analysis, &options, out))?;
            }
            Form::Xlsx => {
                let by_group = &self.pipeline.by_group;
                let (bytes, notes) = output::workbook(analysis, by_group, codebook, self.args.tables.min_cell)?;
                files.add(format!("{name}.xlsx"), |out| Ok(out.write_all(&bytes)?))?;
                self.notes.extend(notes);
            }
            Form::Csv => {
                let options = self.args.tables.options()?;
                files.add("quotes.csv", |out| csv::quotes(analysis, options, out))?;
            }
            Form::Jsonl => files.add("quotes.jsonl", |out| jsonl::quotes(analysis, out))?,
            Form::Json => files.add("analysis.json", |out| jsonl::analysis(analysis, out))?,
            Form::Documents => files.add("documents.jsonl", |out| {
                read.documents.iter().try_for_each(|document| jsonl::document(document, &mut *out))
            })?,
        }
        self.notes.extend(lost.map(str::to_owned));
        Ok(())
    }

    /// The REFI-QDA project, with the documents whose places depend on what is counted.
    fn add_project(&mut self, name: &str) -> Outcome {
        let Pipeline { analysis, read, theming, .. } = self.pipeline;
        let utf16 = self.args.offset_unit == Unit::Utf16;
        let options = ProjectOptions::default()
            .name(&self.args.name)
            .codebook(theming.codebook.clone())
            .speaker_codes(self.args.speaker_codes)
            .offset_unit(if utf16 { OffsetUnit::Utf16 } else { OffsetUnit::default() });
        let mut written = refi::Written::default();
        self.files.add(format!("{name}.qdpx"), |out| {
            written = refi::project(analysis, &read.documents, &options, out)?;
            Ok(())
        })?;
        self.notes
            .push("qdpx cannot carry scores and words of evidence, nor attributes of single quotations".to_owned());
        let listed = |ids: &[DocumentId]| ids.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
        if !written.blanked.is_empty() {
            let names = listed(&written.blanked);
            self.notes.push(format!("in {names} blanks stand for control characters, which no text file may hold"));
        }
        if !written.unit_matters.is_empty() && !utf16 {
            let names = listed(&written.unit_matters);
            self.notes.push(format!(
                "in {names} places differ between programs that count code points and those that count UTF-16 units (NVivo: `--offset-unit utf16`)"
            ));
        }
        Ok(())
    }
}

/// What an earlier run read, how, and the themes that a person has changed in its tables since.
fn rerun(folder: &Path, args: &ConvertArgs) -> Result<(ReadArgs, ThemeArgs, PrivacyArgs), Exit> {
    let path = folder.join("run.json");
    let broken = |what: String| Exit::Stop(format!("{}: {what}", path.display()));
    let bytes = fs::read(&path).map_err(|error| Exit::of_file(&path, &error))?;
    let record: Value = serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))?;
    let settings = &record["settings"];
    let of = |value: &Value| broken(format!("it is not what `verbatims run` writes: {value}"));
    let how = serde_json::from_value(settings["reading"].clone()).map_err(|_| of(&settings["reading"]))?;
    let mut themes: ThemeArgs =
        serde_json::from_value(settings["themes"].clone()).map_err(|_| of(&settings["themes"]))?;
    let paths: Vec<PathBuf> = serde_json::from_value(settings["paths"].clone()).map_err(|_| of(&settings["paths"]))?;
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(broken("that run read standard input, which is gone; name the texts".to_owned()));
    }
    if settings["pseudonymise"] == true && !args.privacy.pseudonymise {
        return Err(broken(
            "that run put pseudonyms in the place of names; name the texts and give `--pseudonymise --known KEY`"
                .to_owned(),
        ));
    }
    for input in record["inputs"].as_array().into_iter().flatten() {
        let (Some(file), Some(hash)) = (input["path"].as_str(), input["sha256"].as_str()) else { continue };
        if output::sha256(Path::new(file))? != hash {
            return Err(broken(format!("{file} has changed since; run `verbatims run` again")));
        }
    }
    // Saving the themes once more would replace what the run saved.
    (themes.model, themes.learn) = (None, None);
    let table = folder.join("quotes.csv");
    let changed = table.is_file() && record["files"]["quotes.csv"].as_str() != Some(&output::sha256(&table)?);
    if args.themes.codings.is_some() || changed {
        if changed && args.themes.codings.is_none() {
            warn(&format!("{} was changed since the run; its themes are taken", table.display()));
        }
        themes.codings = Some(args.themes.codings.clone().unwrap_or(table));
    }
    Ok((ReadArgs { paths, how }, themes, args.privacy.clone()))
}
