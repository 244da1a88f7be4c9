//! Quotations made elsewhere against their sources.

use std::time::Duration;

use arbtest::arbtest;
use verbatims::export::csv::{self, CsvOptions};
use verbatims::import::claims;
use verbatims::verify::{Claim, Finding, Verdict, verify};
use verbatims::{Analysis, Codings, Document, DocumentKind, Extractor, Language, Span};

const P7: &str = "INTERVIEWER: How is the flat?\n\nP7: The landlord doesn’t care – not one bit. We pay 3.5 times what it was,\n\
                  and the boiler has been broken since Christmas 😀. Nobody comes.\n";
const P8: &str = "INTERVIEWER: And the buses?\n\nP8: Nobody comes. After six there is no bus to the estate,\nso I can't take a late shift.\n";

fn sources() -> Vec<Document<'static>> {
    let transcript = |id: &str, text: &'static str| Document::new(id, text).kind(DocumentKind::Transcript);
    vec![transcript("interviews/p7.txt", P7), transcript("interviews/p8.txt", P8)]
}

fn one(text: &str) -> Finding {
    verify(&[Claim::new("1", text)], &sources()).unwrap().swap_remove(0)
}

fn check(text: &str, verdict: Verdict, true_text: &str) {
    let finding = one(text);
    let place = finding.place.as_ref();
    assert_eq!((finding.verdict, place.map_or("", |place| place.text.as_str())), (verdict, true_text), "{text}");
    if let Some(place) = place {
        let source = sources().into_iter().find(|source| source.id == place.document).unwrap();
        let parts: Vec<&str> = place.spans.iter().map(|span| span.of(&source.text)).collect();
        assert_eq!(parts.join(" … "), place.text, "{text}: the place holds the words");
    }
}

#[test]
fn the_same_bytes_are_exact() {
    check(
        "the boiler has been broken since Christmas 😀",
        Verdict::Exact,
        "the boiler has been broken since Christmas 😀",
    );
    check(" “Nobody comes.” ", Verdict::Exact, "Nobody comes.");
    // Words left out: each part stands there, in this order.
    check("The landlord doesn’t care […] Nobody comes.", Verdict::Exact, "The landlord doesn’t care … Nobody comes.");
}

#[test]
fn marks_blanks_and_line_breaks_are_told_apart_from_words() {
    check("The landlord doesn't care, not one bit", Verdict::Marks, "The landlord doesn’t care – not one bit");
    check("no bus to the estate so I can’t", Verdict::Marks, "no bus to the estate,\nso I can't");
    check("the boi-\nler has been broken", Verdict::Marks, "the boiler has been broken");
    // A number is another number with another point.
    assert_eq!(one("We pay 35 times what it was").verdict, Verdict::Near);
    // Half a word is no word.
    assert_eq!(one("he boiler has been broken since Christ").verdict, Verdict::Near);
    // Parts in another order are not the quotation.
    assert!(one("Nobody comes … The landlord doesn’t care").verdict > Verdict::Marks);
}

#[test]
fn a_changed_wording_is_near_with_the_true_text() {
    check(
        "the boiler had been broken ever since Christmas",
        Verdict::Near,
        "the boiler has been broken since Christmas",
    );
    check("nobody comes", Verdict::Near, "Nobody comes");
    let missing = one("We feel that the council has abandoned our whole neighbourhood");
    assert_eq!(missing.verdict, Verdict::Missing);
    let nothing = one("—");
    assert_eq!((nothing.verdict, nothing.place), (Verdict::Missing, None));
}

#[test]
fn the_source_and_the_place_that_are_named_come_first() {
    let mut claim = Claim::new("1", "Nobody comes.");
    claim.document = Some("p8".to_owned());
    let at = P8.find("Nobody").unwrap();
    claim.place = vec![Span::new(at, at + 13)];
    let found = verify(&[claim.clone()], &sources()).unwrap().swap_remove(0);
    let place = found.place.unwrap();
    assert_eq!((place.document.as_str(), place.position.line, found.elsewhere), ("interviews/p8.txt", 3, false));
    assert!(!found.moved);
    claim.text = "not one bit".to_owned();
    let found = verify(&[claim], &sources()).unwrap().swap_remove(0);
    assert!(found.verdict == Verdict::Exact && found.elsewhere && found.moved);
}

#[test]
fn an_exported_table_is_exact_at_its_places() {
    let sources = sources();
    let corpus = Extractor::new(Language::english()).corpus(&sources).unwrap();
    let analysis = Analysis::of_corpus(&corpus, Codings::default()).unwrap();
    for options in [CsvOptions::spreadsheet(), CsvOptions::plain(), CsvOptions::plain().delimiter(';').unwrap()] {
        let mut table = Vec::new();
        csv::quotes(&analysis, options, &mut table).unwrap();
        let read = claims::parse("quotes.csv", &String::from_utf8(table).unwrap()).unwrap();
        assert!(read.claims.len() > 2 && read.claims.len() == corpus.quotes().count());
        for (finding, quote) in verify(&read.claims, &sources).unwrap().iter().zip(corpus.quotes()) {
            assert_eq!(
                (finding.verdict, finding.elsewhere, finding.moved),
                (Verdict::Exact, false, false),
                "{quote:?}"
            );
            assert_eq!(finding.said_by(&corpus), quote.speaker());
        }
    }
}

#[test]
fn the_outcome_is_a_table() {
    let corpus = Extractor::new(Language::english()).corpus(&sources()).unwrap();
    let read = claims::parse(
        "ai.csv",
        "quote,source,speaker\nnobody comes.,p7.txt,\nwe want more trains,p7.txt,P9\n,p7.txt,\n",
    )
    .unwrap();
    assert_eq!(read.notes[0].to_string(), "ai.csv: line 4: no words in the column `quote`; left out");
    let findings = verify(&read.claims, &sources()).unwrap();
    let mut table = Vec::new();
    csv::verified(&read.claims, &findings, &corpus, CsvOptions::plain(), &mut table).unwrap();
    assert_eq!(
        String::from_utf8(table).unwrap(),
        "quote_id,verdict,text,source_text,likeness,document,line,column,spans,said_by,speaker,source,elsewhere,moved\n\
         row 2,near,nobody comes.,Nobody comes,1.00,interviews/p7.txt,4,51,163..175,P7,,p7.txt,no,no\n\
         row 3,missing,we want more trains,,0.00,,,,,,P9,p7.txt,no,no\n"
    );
}

#[test]
fn any_claim_has_a_finding() {
    const PIECES: &[&str] = &[
        "the", "The", "bus", " ", " ", "\r\n", "…", "...", "“", "”", "'", "-", "3.5", "😀", "e\u{301}", "é", ".",
        "漢字", "> ",
    ];
    arbtest(|u| {
        let text = |u: &mut arbtest::arbitrary::Unstructured<'_>, most| -> arbtest::arbitrary::Result<String> {
            let mut text = String::new();
            for _ in 0..u.int_in_range(0..=most)? {
                text.push_str(u.choose(PIECES)?);
            }
            Ok(text)
        };
        let source = text(u, 60)?;
        let claim = text(u, 12)?;
        let cut = u.int_in_range(0..=source.len())?;
        let slice = (cut..=source.len()).find_map(|at| source.get(at..)).unwrap_or_default();
        let claims = [Claim::new("1", claim), Claim::new("2", source.as_str()), Claim::new("3", slice)];
        let sources = [Document::new("a", source.as_str())];
        for finding in verify(&claims, &sources).unwrap() {
            assert!((0.0..=1.0).contains(&finding.similarity));
            if let Some(place) = finding.place {
                let parts: Vec<&str> = place.spans.iter().map(|span| span.of(&source)).collect();
                assert_eq!(parts.join(" … "), place.text);
            }
        }
        // A text is in itself.
        let whole = verify(&claims[1..2], &sources).unwrap();
        if source.chars().any(char::is_alphanumeric) {
            assert_eq!(whole[0].verdict, Verdict::Exact, "{source:?}");
        }
        Ok(())
    });
}

#[test]
fn many_claims_cost_little_more_than_one() {
    let text: String = (0..20_000).map(|number| format!("I think that number {number} is what it is. ")).collect();
    let sources = [Document::new("long", text.as_str())];
    let claims: Vec<Claim> = (0..300)
        .map(|number| Claim::new("1", format!("I think that number {} was what it is", number * 7)))
        .chain((0..300).map(|number| Claim::new("2", format!("I think that number {} is what it is", number * 7))))
        .collect();
    let findings = verify(&claims, &sources).unwrap();
    assert!(findings[..300].iter().all(|finding| finding.verdict == Verdict::Near));
    assert!(findings[300..].iter().all(|finding| finding.verdict == Verdict::Exact));
    assert_eq!(findings, verify(&claims, &sources).unwrap());
    // On one thread, the time that it has of a processor: a busy machine does not change it.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let took = pool.install(|| {
        let start = crate::cost::processor_time();
        verify(&claims, &sources).unwrap();
        crate::cost::processor_time().saturating_sub(start)
    });
    assert!(took < Duration::from_secs(20), "{took:?}");
}
