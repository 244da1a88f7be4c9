//! Counts that merge are those of all documents together, in whatever parts and order they come.

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use verbatims::report::{Tally, Unit};
use verbatims::{Analysis, Codings, Corpus, Document, ErrorKind, Extractor, Facet, Language};

const SPEAKERS: &[&str] = &["Ann Lee", "Bo Ray", "a nurse", "the council"];
const THEMES: &[&str] = &["Rent", "Buses", "Noise"];
const AREAS: &[&str] = &["Hull", "Leeds", ""];

fn facets() -> [Facet; 2] {
    [Facet::Attribute("area".into()), Facet::Speaker]
}

/// A document of a few quotations.
fn document(u: &mut Unstructured<'_>, id: usize) -> Result<Document<'static>> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=3)? {
        text += &format!("“It is so,” said {}. It went on.\n\n", u.choose(SPEAKERS)?);
    }
    Ok(Document::new(format!("d{id}"), text).attribute("area", *u.choose(AREAS)?))
}

/// What a coder says: some quotations have themes, some fit none, some say nothing, some were not read.
fn codings(corpus: &Corpus) -> Codings {
    let number = |quote: &verbatims::Quote| quote.id.as_str().bytes().map(usize::from).sum::<usize>();
    let judged = corpus.quotes().filter(|quote| number(quote) % 5 != 0);
    let themes = |number: usize| (0..number % 4).map(|at| THEMES[(number + at) % 3]).collect::<Vec<_>>();
    let mut codings = Codings::by_hand(judged.map(|quote| (quote.id.clone(), themes(number(quote)))));
    let (silent, uncoded) = codings.uncoded.drain(..).partition(|id| id.as_str().ends_with('1'));
    (codings.no_content, codings.uncoded) = (silent, uncoded);
    // A part lists all themes, also those that none of its quotations is under.
    codings.themes = Codings::by_hand([("x", THEMES.to_vec())]).themes;
    codings
}

fn analysis(extractor: &Extractor, documents: &[Document<'_>]) -> Analysis {
    let corpus = extractor.corpus(documents).unwrap();
    Analysis::of_corpus(&corpus, codings(&corpus)).unwrap()
}

#[test]
fn tallies_merge_as_their_documents_do() {
    let extractor = Extractor::new(Language::english());
    arbtest(|u| {
        let mut documents = Vec::new();
        for id in 0..u.int_in_range(0..=6)? {
            documents.push(document(u, id)?);
        }
        let tally = |documents: &[Document<'_>]| Tally::new(&analysis(&extractor, documents), &facets());
        let cut = |u: &mut Unstructured<'_>| u.int_in_range(0..=documents.len());
        let (one, two) = (cut(u)?, cut(u)?);
        let (low, high) = (one.min(two), one.max(two));
        // Parts that share documents.
        let (x, y, z) = (tally(&documents[..high]), tally(&documents[low..]), tally(&documents[low..high]));
        let merge = |a: &Tally, b: &Tally| {
            let mut all = a.clone();
            all.merge(b.clone()).unwrap();
            all
        };
        assert_eq!(merge(&x, &y), merge(&y, &x));
        assert_eq!(merge(&merge(&x, &y), &z), merge(&x, &merge(&y, &z)));
        assert_eq!(merge(&x, &x), x);
        assert_eq!(merge(&x, &z), x);
        let all = merge(&x, &y);
        assert_eq!(all, tally(&documents));
        assert_eq!(serde_json::from_str::<Tally>(&serde_json::to_string(&all).unwrap()).unwrap(), all);
        check(&all, &analysis(&extractor, &documents));
        Ok(())
    })
    .budget_ms(1_500);
}

/// The counts of an analysis of all.
fn check(tally: &Tally, analysis: &Analysis) {
    assert_eq!(tally.base(), analysis.base());
    let mut counts = analysis.theme_counts();
    counts.sort_by(|one, other| one.theme.cmp(&other.theme));
    let told = |counts: Vec<_>| {
        counts.into_iter().map(|(theme, label, counts)| format!("{theme} {label} {counts:?}")).collect::<Vec<_>>()
    };
    let one = tally.theme_counts().into_iter().map(|theme| (theme.theme, theme.label, theme.counts)).collect();
    let other = counts.into_iter().map(|theme| (theme.theme, theme.label, theme.counts)).collect();
    assert_eq!(told(one), told(other));
    for facet in facets() {
        let table = analysis.crosstab(&facet, Unit::Quotes);
        let groups = tally.by_group(&facet).unwrap();
        assert_eq!(groups.len(), table.levels.len());
        for group in groups {
            let column = table.levels.iter().position(|level| level.value == group.value).unwrap();
            assert_eq!(group.base, table.levels[column].base);
            for theme in group.themes {
                let row = table.rows.iter().find(|row| row.theme == theme.theme).unwrap();
                assert_eq!(Some(theme.counts), row.cells[column].counts);
            }
        }
    }
    let speakers = tally.by_speaker();
    assert_eq!(speakers.len(), analysis.base().content.speakers);
    assert!(speakers.iter().all(|speaker| speaker.base.speakers == 1));
}

#[test]
fn tallies_that_do_not_fit_are_refused_and_change_nothing() {
    let extractor = Extractor::new(Language::english());
    let said = |text: &str| analysis(&extractor, &[Document::new("d0", text.to_owned())]);
    let one = Tally::new(&said("“It is so,” said Ann Lee."), &facets());
    let mut kept = one.clone();
    let other = Tally::new(&said("“It is so,” said Bo Ray."), &facets());
    let error = kept.merge(other).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Conflict { document } if document.as_str() == "d0"), "{error}");
    let error = kept.merge(Tally::new(&said("“It is so,” said Ann Lee."), &[])).unwrap_err().to_string();
    assert!(error.contains("by the groups [area, speaker], the other by []"), "{error}");
    let mut renamed = codings(&extractor.corpus(&[]).unwrap());
    renamed.themes[0].label = "Renting".to_owned();
    let renamed = Tally::new(&Analysis::new([], renamed).unwrap(), &facets());
    let error = kept.merge(renamed).unwrap_err().to_string();
    assert!(error.contains("`Rent`") && error.contains("`Renting`"), "{error}");
    assert_eq!(kept, one);
    let error = one.by_group(&Facet::Role).unwrap_err().to_string();
    assert!(error.contains("role"), "{error}");
    assert_eq!(Tally::new(&Analysis::new([], Codings::default()).unwrap(), &[]).theme_counts(), []);
}
