//! Files that a command writes, all or none.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use verbatims::export::csv;
use verbatims::export::workbook::Workbook;
use verbatims::export::write::{self, FileSet};
use verbatims::report::Crosstab;
use verbatims::{Analysis, Codebook};

use crate::args::{TableArgs, WriteArgs};
use crate::console::count;
use crate::exit::{Exit, is_folder};
use crate::pipeline::Pipeline;

/// Files of one folder, while they are written.
pub(crate) struct Files {
    folder: PathBuf,
    /// None in a dry run, which writes nothing.
    set: Option<FileSet>,
    force: bool,
    /// Each name with the SHA-256 of what is in it, in order.
    written: Vec<(String, String)>,
}

impl Files {
    /// Begins to write into a folder, unless this is a dry run.
    pub(crate) fn begin(folder: &Path, args: &WriteArgs) -> Result<Self, Exit> {
        let set = if args.dry_run { None } else { Some(FileSet::begin(folder, args.existing())?) };
        Ok(Self { folder: folder.to_owned(), set, force: args.force, written: Vec::new() })
    }

    /// Adds what `fill` writes. A name that is taken gets a number.
    pub(crate) fn add(
        &mut self,
        name: impl Into<String>,
        fill: impl FnOnce(&mut Hashing<'_>) -> verbatims::Result<()>,
    ) -> Result<(), Exit> {
        let mut name: String = name.into();
        let is_taken = |name: &str| self.written.iter().any(|(taken, _)| taken == name);
        if is_taken(&name) {
            let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
            let free = (2..).map(|number| format!("{stem}_{number}.{ending}"));
            name = free.into_iter().find(|name| !is_taken(name)).unwrap_or_default();
        }
        let mut hash = Sha256::new();
        match &mut self.set {
            Some(set) => set.file(&name, |out| fill(&mut Hashing { hash: &mut hash, out }))?,
            None => fill(&mut Hashing { hash: &mut hash, out: &mut io::sink() })?,
        }
        self.written.push((name, hex(&hash.finalize())));
        Ok(())
    }

    /// Adds the tables of quotations, themes, speakers and codes.
    pub(crate) fn add_tables(
        &mut self,
        analysis: &Analysis,
        by_group: &[Crosstab],
        codebook: &Codebook,
        tables: &TableArgs,
    ) -> Result<(), Exit> {
        let options = tables.options()?;
        csv::each_table(analysis, by_group, codebook, tables.min_cell, |name, fill| {
            self.add(name, |mut out| fill(options, &mut out))
        })
    }

    /// Each name with the SHA-256 of what is in it.
    pub(crate) fn hashes(&self) -> BTreeMap<&str, &str> {
        self.written.iter().map(|(name, hash)| (name.as_str(), hash.as_str())).collect()
    }

    /// Lets the files take their names, unless this is a dry run, and says what was written. With `--force`, what an earlier run wrote there goes
    /// away.
    pub(crate) fn finish(&mut self) -> Result<String, Exit> {
        let names = self.written.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        let Some(set) = self.set.take() else {
            return Ok(format!("would be written to {}: {names}", self.folder.display()));
        };
        let stale = if self.force { earlier(&self.folder) } else { Vec::new() };
        set.finish(&stale)?;
        Ok(format!("in {}: {names}", self.folder.display()))
    }
}

/// The same tables as the sheets of one workbook, with a sentence for each thing that it cannot hold.
pub(crate) fn workbook(
    analysis: &Analysis,
    by_group: &[Crosstab],
    codebook: &Codebook,
    min_cell: usize,
) -> Result<(Vec<u8>, Vec<String>), Exit> {
    let mut workbook = Workbook::new()?;
    csv::each_table(analysis, by_group, codebook, min_cell, |name, fill| {
        let name = name.trim_end_matches(".csv");
        workbook.sheet(name, |options, table| fill(options, table))
    })?;
    let mut bytes = Cursor::new(Vec::new());
    let written = workbook.finish(&mut bytes)?;
    let mut notes = Vec::new();
    if written.cut > 0 {
        let cells = count(written.cut, "cell");
        notes.push(format!(
            "in the workbook {cells} of more than 32,767 characters end in “…”; the tables hold them whole"
        ));
    }
    if !written.left_out.is_empty() {
        let names = written.left_out.join(", ");
        notes.push(format!("a sheet has no room for so many columns: {names}; the tables have them"));
    }
    Ok((bytes.into_inner(), notes))
}

/// What is written, and its hash.
pub(crate) struct Hashing<'a> {
    hash: &'a mut Sha256,
    out: &'a mut dyn Write,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The files that an earlier run wrote into a folder, by its `run.json`: names without a folder.
fn earlier(folder: &Path) -> Vec<String> {
    let record = fs::read(folder.join("run.json")).unwrap_or_default();
    let record: Value = serde_json::from_slice(&record).unwrap_or_default();
    let own = record["program"] == "verbatims";
    let files = record["files"].as_object().filter(|_| own).into_iter().flatten();
    files
        .map(|(name, _)| name.clone())
        .filter(|name| Path::new(name).file_name().is_some_and(|file| file == &**name))
        .collect()
}

/// Writes one file, unless this is a dry run, and says so.
pub(crate) fn file(
    path: &Path,
    args: &WriteArgs,
    fill: impl FnOnce(&mut Vec<u8>) -> verbatims::Result<()>,
) -> Result<String, Exit> {
    if args.dry_run {
        return Ok(format!("{} would be written", path.display()));
    }
    let mut bytes = Vec::new();
    fill(&mut bytes)?;
    write::file(path, args.existing(), |out| Ok(out.write_all(&bytes)?))?;
    Ok(format!("{} is written", path.display()))
}

/// Refuses early what writing would refuse late.
pub(crate) fn refuse_existing(folder: &Path, names: &[&str], args: &WriteArgs) -> Result<(), Exit> {
    names.iter().try_for_each(|name| refuse_existing_file(&folder.join(name), args))
}

/// Refuses early a file that is there, and a folder in its place.
pub(crate) fn refuse_existing_file(path: &Path, args: &WriteArgs) -> Result<(), Exit> {
    if path.is_dir() && !args.dry_run {
        return Err(Exit::Stop(is_folder(path)));
    }
    if args.force || args.dry_run || path.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Exit::Stop(format!(
        "{}: is there already and is left alone. `--force` replaces it; `--out` names another place",
        path.display()
    )))
}

/// A file as hexadecimal SHA-256.
pub(crate) fn sha256(path: &Path) -> Result<String, Exit> {
    let mut hash = Sha256::new();
    let mut file = File::open(path).map_err(|error| Exit::of_file(path, &error))?;
    io::copy(&mut file, &mut hash).map_err(|error| Exit::of_file(path, &error))?;
    Ok(hex(&hash.finalize()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files that were read, each with its hash; standard input has none.
pub(crate) fn inputs(pipeline: &Pipeline) -> Result<Vec<Value>, Exit> {
    let one = |path: &PathBuf| {
        let hash = if path.as_os_str() == "-" { Value::Null } else { sha256(path)?.into() };
        Ok(json!({"path": pipeline.hidden(&path.to_string_lossy()), "sha256": hash}))
    };
    pipeline.read.paths.iter().map(one).collect()
}

/// How many there are of everything.
pub(crate) fn counts(files: usize, documents: usize, analysis: &Analysis) -> Value {
    let base = analysis.base();
    json!({
        "files": files,
        "documents": documents,
        "quotes": base.all.quotes,
        "speakers": base.all.speakers,
        "responses": analysis.quotes().iter().filter(|quote| quote.is_response()).count(),
        "without_speaker": analysis.quotes().iter().filter(|quote| quote.speaker().is_none()).count(),
        "themes": analysis.themes().len(),
        "themed": base.content.quotes,
        "coded": base.coded.quotes,
        "uncoded": base.uncoded.quotes,
        "sentiment": base.sentiment.quotes,
        "with_several_themes": analysis.with_several(),
        "no_content": base.no_content.quotes,
    })
}
