//! Files that a command writes, all or none.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use verbatims::Analysis;
use verbatims::export::write;
use verbatims::import::path::Imported;

use crate::args::WriteArgs;
use crate::exit::Exit;
use crate::pipeline::Pipeline;

/// Files of one folder, while they are written: none has its name before all are there.
pub(crate) struct Files<'a> {
    folder: &'a Path,
    args: &'a WriteArgs,
    /// None in a dry run.
    drafts: Option<write::Files>,
    /// Each name with the SHA-256 of what is in it.
    written: Vec<(String, String)>,
    /// Whether these files take the place of all that an earlier run wrote.
    replaces: bool,
}

impl<'a> Files<'a> {
    pub(crate) fn new(folder: &'a Path, args: &'a WriteArgs) -> Self {
        let drafts = (!args.dry_run).then(|| write::Files::new(folder, args.existing()));
        Self { folder, args, drafts, written: Vec::new(), replaces: false }
    }

    /// What an earlier run wrote into the folder, unchanged since, goes where this one does not write it and `--force` is given.
    pub(crate) fn replacing(mut self) -> Self {
        self.replaces = self.args.force;
        self
    }

    /// Adds what `fill` writes. A name that is taken gets a number.
    pub(crate) fn add(
        &mut self,
        name: impl Into<String>,
        fill: impl FnOnce(&mut dyn Write) -> verbatims::Result<()>,
    ) -> Result<(), Exit> {
        let mut name: String = name.into();
        if self.names().contains(&name.as_str()) {
            let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
            let free = (2..).map(|number| format!("{stem}_{number}.{ending}"));
            name = free.into_iter().find(|name| !self.names().contains(&name.as_str())).unwrap_or_default();
        }
        let mut hash = Sha256::new();
        match &mut self.drafts {
            Some(drafts) => drafts.add(&name, |out| fill(&mut Hashing { out, hash: &mut hash }))?,
            None => fill(&mut Hashing { out: io::sink(), hash: &mut hash })?,
        }
        self.written.push((name, hex(&hash.finalize())));
        Ok(())
    }

    /// The names, in order.
    fn names(&self) -> Vec<&str> {
        self.written.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Each name with the SHA-256 of what is in it.
    pub(crate) fn hashes(&self) -> BTreeMap<&str, &str> {
        self.written.iter().map(|(name, hash)| (name.as_str(), hash.as_str())).collect()
    }

    /// Gives them their names, unless this is a dry run, and says what was written.
    pub(crate) fn finish(&mut self) -> Result<String, Exit> {
        let names = self.names().join(", ");
        let Some(drafts) = self.drafts.take() else {
            return Ok(format!("would be written to {}: {names}", self.folder.display()));
        };
        let stale = if self.replaces { self.stale() } else { Vec::new() };
        drafts.finish()?;
        for path in &stale {
            std::fs::remove_file(path).map_err(|error| Exit::of_file(path, &error))?;
        }
        let mut said = format!("in {}: {names}", self.folder.display());
        if !stale.is_empty() {
            let stale: Vec<_> = stale.iter().filter_map(|path| path.file_name()?.to_str()).collect();
            said.push_str(&format!("\nof an earlier run, removed: {}", stale.join(", ")));
        }
        Ok(said)
    }

    /// Files that an earlier run wrote, unchanged since, which this one does not write.
    fn stale(&self) -> Vec<PathBuf> {
        let record = std::fs::read(self.folder.join("run.json")).ok();
        let record: Option<Value> = record.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let listed = record.as_ref().and_then(|record| record.get("files")?.as_object());
        let names = self.names();
        let is_stale = |(name, hash): (&String, &Value)| {
            let path = self.folder.join(name);
            // A name with a folder in it is none of a run's.
            let plain = Path::new(name).file_name().is_some_and(|file| file == name.as_str());
            let unchanged = || sha256(&path).is_ok_and(|found| hash.as_str() == Some(&found));
            (plain && !names.contains(&name.as_str()) && unchanged()).then_some(path)
        };
        listed.into_iter().flatten().filter_map(is_stale).collect()
    }
}

/// Hashes what is written.
struct Hashing<'h, W> {
    out: W,
    hash: &'h mut Sha256,
}

impl<W: Write> Write for Hashing<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
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

/// Refuses early a file that is there.
pub(crate) fn refuse_existing_file(path: &Path, args: &WriteArgs) -> Result<(), Exit> {
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
pub(crate) fn counts(read: &Imported, analysis: &Analysis) -> Value {
    let base = analysis.base();
    json!({
        "files": read.files,
        "documents": read.documents.len(),
        "quotes": base.all.quotes,
        "speakers": base.all.speakers,
        "responses": analysis.quotes().iter().filter(|quote| quote.is_response()).count(),
        "without_speaker": analysis.quotes().iter().filter(|quote| quote.speaker().is_none()).count(),
        "themes": analysis.themes().len(),
        "themed": base.content.quotes,
        "coded": base.coded.quotes,
        "uncoded": base.uncoded.quotes,
        "no_content": base.no_content.quotes,
    })
}
