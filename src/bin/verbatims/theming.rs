//! Quotations are put under themes: a codebook's, those of a saved model, or those that are found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::console::count;
use verbatims::export::write::{self, Existing};
use verbatims::import::embeddings::Item;
use verbatims::import::model::Saved;
use verbatims::privacy::Pseudonyms;
use verbatims::themes::{Basis, CodebookCoder, Stability, ThemeModelOptions, ThemeStability, by_question};
use verbatims::{
    Analysis, Code, CodeId, Codebook, Codings, Corpus, Document, DocumentId, Language, Quote, QuoteId, Theme,
    ThemeModel, export, import,
};

use crate::args::{Global, Number, ThemeArgs};
use crate::exit::{Exit, warn};
use crate::{apart, progress};

/// Fewer quotations than this are too few to find themes in.
const FEW: usize = 30;
/// Up to this many quotations, stability is looked at unasked.
const QUICK: usize = 5_000;
const RESAMPLES: usize = 20;
/// Below this a theme has dissolved in the resamples.
const UNSTABLE: f64 = 0.5;
/// Words of a code that a warning names.
const SHOWN: usize = 12;
/// Words of a theme that was found, as a code.
const WORDS: usize = 8;
/// And quotations that stand for it.
const EXAMPLES: usize = 3;

/// Codings, and where they come from.
pub(crate) struct Theming {
    pub(crate) codings: Codings,
    /// The codebook, or one made of the themes that were found.
    pub(crate) codebook: Codebook,
    /// Whether the themes were found rather than given.
    found: bool,
    /// How far the themes come back, where it was looked at.
    pub(crate) stability: Option<Stability>,
    /// What to look out for.
    pub(crate) warnings: Vec<String>,
    /// Where the themes come from, after "6 themes".
    pub(crate) origin: String,
    /// The same as a sentence on method.
    pub(crate) method: String,
}

/// Puts answers into the order of their documents, so that questions come as they do in the file: a corpus is in the order of ids.
pub(crate) fn in_order(quotes: &mut [&Quote], documents: &[Document<'_>]) {
    if quotes.iter().any(|quote| quote.attributes.contains_key("question")) {
        let place: BTreeMap<&DocumentId, usize> = documents.iter().map(|document| &document.id).zip(0..).collect();
        quotes.sort_by_cached_key(|quote| place.get(&quote.document).copied());
    }
}

impl Theming {
    /// Puts quotations under themes as the arguments warn, and says what to look out for.
    pub(crate) fn of(
        args: &ThemeArgs,
        language: &Language,
        (corpus, quotes): (&Corpus, &[&Quote]),
        global: &Global,
    ) -> Result<Self, Exit> {
        [&args.codings, &args.codebook, &args.train].into_iter().flatten().try_for_each(|file| apart::prove(file))?;
        let line = progress::line("themes", global.quiet);
        let theming = match (&args.codings, &args.codebook, &args.predict) {
            (Some(file), ..) => Self::by_hand(file, quotes),
            (None, Some(file), _) => Self::by_codebook(file, args, language, quotes),
            (None, None, Some(file)) => Self::by_model(file, args, language, quotes),
            (None, None, None) => Self::discovered(args, language, corpus, quotes),
        };
        line.finish_and_clear();
        let theming = theming?;
        if !global.quiet {
            theming.warnings.iter().for_each(|warning| warn(warning));
        }
        Ok(theming)
    }

    fn by_codebook(file: &Path, args: &ThemeArgs, language: &Language, quotes: &[&Quote]) -> Result<Self, Exit> {
        let (codebook, passed) = import::codebook::read_with_notes(file)?;
        let options = CodebookCoder::options(codebook.clone(), language.clone())
            .similarity(!args.words_only)
            .vectors(!args.no_vectors)
            .every(args.every);
        let (examples, taught) = match &args.train {
            Some(train) => {
                let examples = import::examples::read_with(train, &codebook, quotes)?;
                let taught = format!(" and by {} that people have coded", count(examples.len(), "text"));
                (examples, taught)
            }
            None => (Vec::new(), String::new()),
        };
        let coder = match &args.learn {
            Some(file) => {
                let coder = options.learn(&examples, quotes)?;
                write::file(file, Existing::Replace, |out| export::model::write_coder(&coder, out))?;
                coder
            }
            None => options.fit(&examples)?,
        };
        let codings = coder.code(quotes);
        let name = name_of(file);
        let rests = rests_on(&codings, args.words_only);
        let found = |code: &Code| codings.codings.iter().any(|coding| coding.theme.as_str() == code.id.as_str());
        let mut warnings: Vec<String> = passed.iter().map(ToString::to_string).collect();
        warnings.extend(unmatched(&codebook, &count(quotes.len(), "quotation"), found));
        Ok(Self {
            codings,
            found: false,
            stability: None,
            warnings,
            origin: format!("of {name}"),
            method: format!(
                "Themes were looked for with the codebook {name} ({}), by its words and phrases{taught}. {rests}",
                count(codebook.codes.len(), "code")
            ),
            codebook,
        })
    }

    fn by_model(file: &Path, args: &ThemeArgs, language: &Language, quotes: &[&Quote]) -> Result<Self, Exit> {
        let model = match import::model::read_saved(file, language)? {
            Saved::Codebook(coder) if reviewed_only(args)? => return Ok(Self::by_coder(file, &coder, quotes)),
            Saved::Codebook(_) => {
                return Err(Exit::stop(
                    "`--edits` changes themes that were found; the themes of a codebook are changed there",
                ));
            }
            Saved::Themes(model) => edited(*model, args, quotes)?,
        };
        let codings = model.code(quotes);
        let name = name_of(file);
        let method =
            format!("Quotations were put under the themes of the saved model {name}, by the likeness of their words.");
        Ok(Self::of_codings(codings, quotes, format!("of {name}"), method))
    }

    /// By a codebook that was learnt before.
    fn by_coder(file: &Path, coder: &CodebookCoder, quotes: &[&Quote]) -> Self {
        let codings = coder.code(quotes);
        let name = name_of(file);
        let codebook = coder.codebook().clone();
        let found = |code: &Code| codings.codings.iter().any(|coding| coding.theme.as_str() == code.id.as_str());
        Self {
            found: false,
            stability: None,
            warnings: unmatched(&codebook, &count(quotes.len(), "quotation"), found),
            origin: format!("of {name}"),
            method: format!(
                "Themes were looked for with the codebook of {name} ({}) and what it had learnt before. {}",
                count(codebook.codes.len(), "code"),
                rests_on(&codings, coder.sizes().is_empty())
            ),
            codebook,
            codings,
        }
    }

    /// Themes that are found: question by question, unless one pot is asked for or a single model is saved or changed.
    fn discovered(args: &ThemeArgs, language: &Language, corpus: &Corpus, quotes: &[&Quote]) -> Result<Self, Exit> {
        let mut options = ThemeModel::options(language).seed(args.seed).vectors(!args.no_vectors).uncoded(args.uncoded);
        if let Some(file) = &args.embeddings {
            let items: Vec<Item<'_>> = corpus.quotes().map(|quote| embedded(quote)).collect();
            options = options.embeddings(import::embeddings::read(file, &items)?);
        }
        let parts = by_question(quotes);
        let single = args.pool || args.model.is_some() || args.edits.is_some();
        if parts.len() > 1 && !single {
            return Self::of_questions(args, &options, parts, quotes);
        }
        let options = bounded(options, args.k);
        let (mut model, mut codings) = options.fit_code(quotes)?;
        if args.edits.is_some() {
            model = edited(model, args, quotes)?;
            codings = model.code(quotes);
        }
        if let Some(file) = &args.model {
            write::file(file, Existing::Replace, |out| export::model::write(&model, out))?;
        }
        let pooled = match parts.len() {
            0 | 1 => String::new(),
            questions => format!(" The answers to {questions} questions were grouped in one pot."),
        };
        let method = format!("{}{pooled}", found_by(args, &format!("by grouping quotations {}", alike(args))));
        let mut theming = Self::of_codings(codings, quotes, "found by grouping what is alike".to_owned(), method);
        let content = quotes.len() - theming.codings.no_content.len();
        theming.warnings.extend(few(content, "quotation"));
        if parts.len() > 1 && !args.pool {
            theming.warnings.push(format!(
                "{} are themed in one pot, since `--model` and `--edits` go with one model.",
                count(parts.len(), "question")
            ));
        }
        theming.stability = stability(args, &options, quotes, &theming.codings)?;
        Ok(theming)
    }

    /// A model for each question.
    fn of_questions(
        args: &ThemeArgs,
        options: &ThemeModelOptions,
        parts: Vec<(Option<String>, Vec<&Quote>)>,
        quotes: &[&Quote],
    ) -> Result<Self, Exit> {
        let questions = parts.len();
        let (mut codings, mut stabilities, mut warnings, mut small) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (question, quotes) in parts {
            let name = question.clone().unwrap_or_else(|| "(no question)".to_owned());
            let mut bounds = bounded(options.clone(), args.k);
            let found = match bounds.fit_code(&quotes) {
                Ok((_, found)) => found,
                // A question that few people answer does not end the run of the others.
                Err(error) if args.k.is_some() => {
                    warnings.push(format!("question “{name}”: {error}; as many as its answers suggest were found."));
                    bounds = options.clone();
                    bounds.fit_code(&quotes)?.1
                }
                Err(error) => return Err(error.into()),
            };
            let content = quotes.len() - found.no_content.len();
            if (1..FEW).contains(&content) {
                small.push(format!("“{name}” {content}"));
            }
            stabilities.push((content, stability(args, &bounds, &quotes, &found)?));
            codings.push((question, found));
        }
        if !small.is_empty() {
            let have = if small.len() == 1 { "has" } else { "have" };
            warnings.push(format!(
                "{} {have} fewer than {FEW} answers, too few to find themes that hold; read the groups as a first sorting: {}. `--pool` puts all questions in one pot.",
                count(small.len(), "question"),
                small.join(", ")
            ));
        }
        let method = format!(
            "{} Each of the {questions} questions has themes of its own, and shares are of the answers to it.",
            found_by(args, &format!("question by question, by grouping answers {}", alike(args)))
        );
        let origin = format!("found by grouping what is alike, for each of {questions} questions");
        let mut theming = Self::of_codings(Codings::of_questions(codings), quotes, origin, method);
        theming.stability = Stability::of_questions(stabilities);
        theming.warnings = warnings;
        Ok(theming)
    }

    fn of_codings(codings: Codings, quotes: &[&Quote], origin: String, method: String) -> Self {
        Self {
            codebook: as_codebook(&codings.themes, quotes),
            codings,
            found: true,
            stability: None,
            warnings: Vec::new(),
            origin,
            method,
        }
    }

    fn by_hand(file: &Path, quotes: &[&Quote]) -> Result<Self, Exit> {
        // A run writes its themes and codes beside its quotations: they keep ids, order and words.
        let is_table = file.extension().is_some_and(|ending| ending == "csv");
        let beside =
            |name: &str| Some(file.with_file_name(name)).filter(|path| is_table && path != file && path.is_file());
        let (themes, codes) = (beside("themes.csv"), beside("codebook.csv"));
        let (codings, astray) = match &themes {
            Some(themes) => (import::codings::read_with_themes(file, themes)?, 0),
            None => by_people(file, quotes)?,
        };
        let mut codebook = match codes.filter(|_| themes.is_some()) {
            Some(codes) => import::codebook::read(&codes)?,
            None => Codebook::from(Vec::new()),
        };
        for theme in &codings.themes {
            // A theme that a person made has its name as id, its code an id of its own.
            let same = |code: &Code| code.id.as_str() == theme.id.as_str() || code.name == theme.label;
            if !codebook.codes.iter().any(same) {
                codebook.codes.push(Code::new(theme.label.clone()));
            }
        }
        let name = name_of(file);
        let from = if themes.is_some() { ", with the themes listed in themes.csv beside it" } else { "" };
        Ok(Self {
            codebook,
            codings,
            found: false,
            stability: None,
            warnings: Vec::from_iter(
                (astray > 0)
                    .then(|| format!("{name}: {} with a theme met no quotation; left out.", count(astray, "passage"))),
            ),
            origin: format!("of {name}"),
            method: format!("Themes were given by hand ({name}{from})."),
        })
    }

    /// Leaves out what people say of quotations that these texts do not have, and says so. Where they have none of them it is another's table, which
    /// counting refuses.
    pub(crate) fn only_of(&mut self, corpus: &Corpus, global: &Global) {
        let known: BTreeSet<&QuoteId> = corpus.quotes().map(|quote| &quote.id).collect();
        let Codings { codings, uncoded, no_content, .. } = &mut self.codings;
        let all = codings.iter().map(|coding| &coding.quote).chain(uncoded.iter()).chain(no_content.iter());
        let (met, astray): (BTreeSet<&QuoteId>, BTreeSet<&QuoteId>) = all.partition(|id| known.contains(id));
        let Some(first) = astray.first().filter(|_| !met.is_empty()) else { return };
        let judged = count(astray.len(), "judged quotation");
        let are = if astray.len() == 1 { "is" } else { "are" };
        let warning = format!("{judged} {are} not in these texts (first `{first}`); left out.");
        if !global.quiet {
            warn(&warning);
        }
        self.warnings.push(warning);
        codings.retain(|coding| known.contains(&coding.quote));
        uncoded.retain(|id| known.contains(id));
        no_content.retain(|id| known.contains(id));
    }

    /// The codings, for an analysis; the names of the themes stay.
    pub(crate) fn take_codings(&mut self) -> Codings {
        let mut names = Codings::default();
        names.themes.clone_from(&self.codings.themes);
        std::mem::replace(&mut self.codings, names)
    }

    /// Puts pseudonyms in the place of names; `analysis` has them already.
    pub(crate) fn hide(&mut self, pseudonyms: &Pseudonyms, analysis: &Analysis) {
        if self.found {
            self.codebook = as_codebook(analysis.themes(), &analysis.quotes().iter().collect::<Vec<_>>());
        }
        self.codings.themes = analysis.themes().to_vec();
        self.warnings.iter_mut().for_each(|warning| *warning = pseudonyms.label(warning));
    }

    /// Takes over themes that a reviewer renamed, merged or made.
    pub(crate) fn reviewed(&mut self, analysis: &Analysis) {
        if self.found {
            self.codebook = as_codebook(analysis.themes(), &analysis.quotes().iter().collect::<Vec<_>>());
        } else {
            let mut codes = Vec::new();
            for theme in analysis.themes() {
                let known = self.codebook.codes.iter().find(|code| code.id.as_str() == theme.id.as_str()).cloned();
                let mut code = known.unwrap_or_else(|| Code::new(theme.label.clone()));
                code.name.clone_from(&theme.label);
                codes.push(code);
            }
            self.codebook = Codebook::from(codes);
        }
        self.codings.themes = analysis.themes().to_vec();
    }

    /// How far the themes that were found come back: `stability 0.84 over 20 resamples; Damp unstable (0.41)`.
    pub(crate) fn stability_line(&self) -> Option<String> {
        let stability = self.stability.as_ref()?;
        let label = |id: &verbatims::ThemeId| {
            self.codings.themes.iter().find(|theme| theme.id == *id).map_or("", |theme| theme.label.as_str())
        };
        let unstable = stability.themes.iter().filter(|theme| theme.overlap < UNSTABLE);
        let unstable: Vec<String> =
            unstable.map(|theme| format!("{} ({:.2})", label(&theme.theme), theme.overlap)).collect();
        let mut line = format!("Stability {:.2} over {}", stability.overall, count(stability.resamples, "resample"));
        if !unstable.is_empty() {
            line.push_str(&format!("; unstable: {}", unstable.join(", ")));
        }
        Some(line + ".")
    }
}

/// What people say of quotations, in a table of ids and themes, an export of highlights, or a REFI-QDA project; and how many passages met none.
fn by_people(file: &Path, quotes: &[&Quote]) -> Result<(Codings, usize), Exit> {
    if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("qdpx")) {
        let project = import::refi::read(file)?;
        return Ok((project.codings(quotes, None), project.without_quotation(quotes)));
    }
    let codings = import::codings::read(file);
    let known = |codings: &Codings| {
        let judged = codings.uncoded.iter().chain(codings.codings.iter().map(|coding| &coding.quote));
        judged.into_iter().any(|id| quotes.iter().any(|quote| quote.id == *id))
    };
    match codings {
        Ok(codings) if known(&codings) => Ok((codings, 0)),
        // The ids of other programs are not those of quotations; their words tell which are meant.
        codings => match import::coded::read(file) {
            Ok(highlights) => Ok(import::coded::codings(&highlights, quotes)),
            Err(_) => Ok((codings?, 0)),
        },
    }
}

fn bounded(options: ThemeModelOptions, number: Option<Number>) -> ThemeModelOptions {
    match number {
        Some(Number { least, greatest }) if least == greatest => options.n_themes(least),
        Some(Number { least, greatest }) => options.between(least, greatest),
        None => options,
    }
}

/// How themes were found, as a sentence on method.
/// A quotation as a file of vectors may call it.
fn embedded(quote: &Quote) -> Item<'_> {
    Item { ids: vec![quote.id.as_str(), quote.document.as_str()], text: &quote.text }
}

/// By what texts are grouped.
fn alike(args: &ThemeArgs) -> String {
    match &args.embeddings {
        Some(file) => format!("by the vectors of {}", name_of(file)),
        None => "of like words".to_owned(),
    }
}

fn found_by(args: &ThemeArgs, how: &str) -> String {
    let number = match args.k {
        None => "chosen from the quotations".to_owned(),
        Some(Number { least, greatest }) if least == greatest => "as asked".to_owned(),
        Some(Number { least, greatest }) => format!("chosen from the quotations, {least} to {greatest}"),
    };
    format!("Themes were found {how} (number {number}, seed {}); their names are words of the quotations.", args.seed)
}

/// How far the themes come back: where it is asked for, or there are neither too few quotations nor so many that it takes long.
fn stability(
    args: &ThemeArgs,
    options: &ThemeModelOptions,
    quotes: &[&Quote],
    codings: &Codings,
) -> Result<Option<Stability>, Exit> {
    let content = quotes.len() - codings.no_content.len();
    let resamples = args.resamples.unwrap_or(if (FEW..=QUICK).contains(&content) { RESAMPLES } else { 0 });
    if resamples == 0 || codings.themes.len() < 2 {
        return Ok(None);
    }
    let mut stability = options.stability(quotes, resamples)?;
    // Edits may have taken themes away.
    let listed = |of: &ThemeStability| codings.themes.iter().any(|theme| theme.id == of.theme);
    stability.themes.retain(listed);
    Ok(Some(stability))
}

/// What codings by a codebook rest on, as a sentence on method.
fn rests_on(codings: &Codings, words_only: bool) -> String {
    let of = |basis: Basis| codings.codings.iter().filter(|coding| coding.basis == basis).count();
    let words = count(of(Basis::Words), "coding");
    let always = format!("Every match counts that the codebook's own rules do not take away: {words} by words");
    match (words_only, of(Basis::Likeness)) {
        (true, _) => format!("{always}; likeness was not looked at (`--words-only`)."),
        (false, likeness) => {
            let weak = codings.codings.iter().filter(|coding| coding.basis == Basis::Likeness && coding.weak).count();
            format!("{always}, {likeness} by likeness alone, {weak} of them suggestions that are marked weak.")
        }
    }
}

/// A warning for each code that none of `all` has, `found` says which have some.
pub(crate) fn unmatched(codebook: &Codebook, all: &str, found: impl Fn(&Code) -> bool) -> Vec<String> {
    let tree = codebook.tree();
    let codes = codebook.codes.iter().filter(|code| !tree.is_heading(code) && !found(code));
    let warning = |code: &Code| {
        let shown: Vec<&str> = code.words.iter().take(SHOWN).map(String::as_str).collect();
        let shown = shown.join(", ");
        match code.words.len() {
            0 => format!("theme “{}”: it has no words, and its name occurs in none of {all}.", code.name),
            1 => format!("theme “{}”: its word occurs in none of {all}: {shown}.", code.name),
            several => format!("theme “{}”: none of its {several} words occurs in {all}: {shown}.", code.name),
        }
    };
    codes.map(warning).collect()
}

/// A warning where themes were found in so few texts that they may not hold.
pub(crate) fn few(content: usize, noun: &str) -> Option<String> {
    (1..FEW).contains(&content).then(|| {
        format!(
            "{} {} too few to find themes that hold; read the groups as a first sorting. {FEW} or more work better.",
            count(content, noun),
            if content == 1 { "is" } else { "are" }
        )
    })
}

/// Themes that were found, as codes: their strongest words, and quotations that stand for them; below the question that they are of, where each has its own.
pub(crate) fn as_codebook(themes: &[Theme], quotes: &[&Quote]) -> Codebook {
    let text = |id: &QuoteId| quotes.iter().find(|quote| quote.id == *id).map(|quote| quote.text.clone());
    let mut codes: Vec<Code> = Vec::new();
    let mut last: Option<&String> = None;
    for theme in themes {
        if let Some(question) = theme.question.as_ref().filter(|question| last != Some(*question)) {
            let mut heading = Code::new(question);
            heading.id = heading_id(theme);
            codes.push(heading);
        }
        last = theme.question.as_ref();
        let mut code = Code::new(theme.label.clone());
        code.id = theme.id.as_str().into();
        code.parent = theme.question.as_ref().map(|_| heading_id(theme));
        code.words = theme.terms.iter().take(WORDS).map(|(word, _)| word.clone()).collect();
        code.examples = theme.exemplars.iter().take(EXAMPLES).filter_map(text).collect();
        codes.push(code);
    }
    Codebook::from(codes)
}

/// The id of the heading above the themes of a question: `q2` above `q2-t1`.
fn heading_id(theme: &Theme) -> CodeId {
    theme.id.as_str().split_once('-').map_or(theme.id.as_str(), |(question, _)| question).into()
}

/// The model after changes to its themes. A review is replayed later, on codings of every origin.
fn edited(model: ThemeModel, args: &ThemeArgs, quotes: &[&Quote]) -> Result<ThemeModel, Exit> {
    match &args.edits {
        Some(file) if !reviewed_only(args)? => Ok(model.edited(&import::edits::read(file)?, quotes)?),
        _ => Ok(model),
    }
}

/// Whether nothing but a review is to be replayed, if anything.
fn reviewed_only(args: &ThemeArgs) -> Result<bool, Exit> {
    match &args.edits {
        Some(file) => Ok(import::edits::read_review(file)?.is_some()),
        None => Ok(true),
    }
}

/// The name of a file without its folders.
pub(crate) fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}
