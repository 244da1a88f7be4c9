//! Texts become findings a part at a time, so that memory is bounded by the quotations and not by the texts.

use std::collections::BTreeMap;

use rayon::prelude::*;
use verbatims::import::path::Imported;
use verbatims::{Corpus, Document, DocumentId, DocumentKind, Extractor, Language};

use crate::args::{Global, ReadArgs};
use crate::doubt::{self, Doubt};
use crate::exit::Exit;
use crate::languages::Telling;
use crate::order;
use crate::read_as::Accounts;
use crate::reading;

/// Which texts are kept after they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// All, for a command that writes or changes them.
    All,
    /// Those that a report shows, unless together they have more bytes than this.
    Shown(usize),
    /// None that is longer than what is quoted of it.
    None,
}

impl Keep {
    /// For a report. One of longer texts opens in no browser, and texts are marked up to more than twice their bytes.
    pub(crate) const REPORT: Self = Self::Shown(16 << 20);
}

/// What was read and found.
pub(crate) struct Gathered {
    pub(crate) read: Imported,
    pub(crate) corpus: Corpus,
    /// What became of each text.
    pub(crate) accounts: Accounts,
    /// What a reader should know of texts without a result.
    pub(crate) doubts: Vec<String>,
    /// The language of most of the text.
    pub(crate) most: Option<String>,
    /// Whether texts that a report would show were not kept.
    pub(crate) hidden: bool,
}

/// Reads what was named and finds its quotations.
pub(crate) fn gather(
    args: &ReadArgs,
    language: &Language,
    extractor: &Extractor,
    keep: Keep,
    global: &Global,
) -> Result<Gathered, Exit> {
    let mut telling = Telling::new(&args.how, language);
    let mut gathering = Gathering {
        extractor,
        keep,
        documents: Vec::new(),
        corpus: Corpus::new(),
        accounts: Accounts::default(),
        doubts: BTreeMap::new(),
        shown: 0,
        hidden: false,
    };
    let read = reading::read_in_parts(args, language, global, |documents| gathering.add(telling.told(documents)));
    let mut read = read?;
    gathering.add(telling.rest())?;
    let Gathering { documents, corpus, accounts, mut doubts, hidden, .. } = gathering;
    read.documents = documents;
    order::sort(&mut read);
    let doubts = read.documents.iter().filter_map(|document| doubts.remove(&document.id));
    let doubts = doubt::in_order(doubts);
    Ok(Gathered { read, corpus, accounts, doubts, most: telling.most().map(str::to_owned), hidden })
}

/// What was found so far.
struct Gathering<'e> {
    extractor: &'e Extractor,
    keep: Keep,
    documents: Vec<Document<'static>>,
    corpus: Corpus,
    accounts: Accounts,
    doubts: BTreeMap<DocumentId, Doubt>,
    /// The bytes of texts that are kept for a report.
    shown: usize,
    hidden: bool,
}

impl Gathering<'_> {
    /// Finds the quotations of some documents, and lets go of texts that are not kept.
    fn add(&mut self, mut documents: Vec<Document<'static>>) -> verbatims::Result<()> {
        let found: Vec<_> = documents.par_iter().map(|document| self.extractor.extract(document)).collect();
        for extraction in found {
            self.corpus.insert(extraction)?;
        }
        let (corpus, extractor) = (&self.corpus, self.extractor);
        let told = documents.par_iter().map(|document| {
            let record = corpus.document(&document.id);
            record.and_then(|record| doubt::note(document, record, extractor))
        });
        let told: Vec<Option<Doubt>> = told.collect();
        for (document, doubt) in documents.iter().zip(told) {
            self.doubts.extend(doubt.map(|doubt| (document.id.clone(), doubt)));
            if let Some(record) = self.corpus.document(&document.id) {
                self.accounts.add(document, record);
            }
        }
        for document in &mut documents {
            self.let_go(document);
        }
        self.documents.append(&mut documents);
        if matches!(self.keep, Keep::Shown(most) if self.shown > most) && !self.hidden {
            self.hidden = true;
            let mut kept = std::mem::take(&mut self.documents);
            kept.iter_mut().for_each(|document| self.let_go(document));
            self.documents = kept;
        }
        Ok(())
    }

    /// Lets go of a text, unless it is kept. Answers and turns are quotations all through, and what is said of them is told from their texts.
    fn let_go(&mut self, document: &mut Document<'static>) {
        let record = self.corpus.document(&document.id);
        let kind = record.map_or(document.kind, |record| record.document_kind);
        let quoted = record.is_some_and(|record| !record.quotes.is_empty());
        if self.keep == Keep::All || matches!(kind, DocumentKind::Response | DocumentKind::Transcript) {
            return;
        }
        if matches!(self.keep, Keep::Shown(_)) && quoted && !self.hidden {
            self.shown += document.text.len();
            return;
        }
        document.text = String::new().into();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser;
    use verbatims::Language;

    use super::{Gathered, Keep, gather};
    use crate::args::{Global, ReadArgs};

    #[derive(Parser)]
    #[command(disable_help_flag = true)]
    struct Call {
        #[command(flatten)]
        read: ReadArgs,
        #[command(flatten)]
        global: Global,
    }

    /// What is found in texts of one quotation, of none, of answers and of turns, and how long the texts are that are kept.
    fn gathered(name: &str, keep: Keep) -> (Gathered, Vec<usize>) {
        let folder = std::env::temp_dir().join(format!("verbatims-gathering-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let texts = [
            ("a", "prose", "“It is late,” said Ann Lee. The meeting went on."),
            ("b", "prose", "The meeting went on until nine in the evening."),
            ("c", "response", "The bus is late."),
            ("d", "transcript", "Interviewer: How is it?\\n\\nAnn Lee: It is late."),
            ("e", "prose", "“It is cold,” said Bo Ray. Nobody answered."),
        ];
        let lines =
            texts.map(|(id, kind, text)| format!("{{\"id\":\"{id}\",\"kind\":\"{kind}\",\"text\":\"{text}\"}}\n"));
        let file = folder.join("texts.jsonl");
        fs::write(&file, lines.concat()).unwrap();
        let call = Call::parse_from(["verbatims", "--quiet", file.to_str().unwrap()]);
        let english = Language::english();
        let extractor = call.read.how.extractor(&english);
        let gathered = gather(&call.read, &english, &extractor, keep, &call.global);
        fs::remove_dir_all(folder).unwrap();
        let Ok(gathered) = gathered else { panic!("the texts are read") };
        let lengths = gathered.read.documents.iter().map(|document| document.text.len()).collect();
        (gathered, lengths)
    }

    #[test]
    fn texts_are_kept_as_far_as_they_are_shown() {
        let (all, whole) = gathered("all", Keep::All);
        assert!(whole.iter().all(|length| *length > 0) && !all.hidden);
        // Without a quotation there is nothing to show.
        let (shown, lengths) = gathered("shown", Keep::Shown(10_000));
        assert_eq!(lengths, [whole[0], 0, whole[2], whole[3], whole[4]]);
        assert!(!shown.hidden);
        let none = [0, 0, whole[2], whole[3], 0];
        let (shown, lengths) = gathered("many", Keep::Shown(60));
        assert!(lengths == none && shown.hidden);
        let (kept, lengths) = gathered("none", Keep::None);
        assert!(lengths == none && !kept.hidden);
        for other in [shown, kept] {
            assert_eq!(other.corpus, all.corpus);
            assert_eq!((&other.doubts, &other.most), (&all.doubts, &all.most));
            assert_eq!(other.doubts.len(), 1, "{:?}", other.doubts);
        }
    }
}
