//! Codings that people made.

use verbatims::import::codings;
use verbatims::themes::Codings;

fn pairs(codings: &Codings) -> Vec<(&str, &str)> {
    codings.codings.iter().map(|coding| (coding.quote.as_str(), coding.theme.as_str())).collect()
}

#[test]
fn lists_single_themes_and_wide_tables_say_the_same() {
    let wanted = [("a#1", "Rent"), ("a#1", "=Buses"), ("b#1", "Rent")];
    for table in [
        "\u{feff}quote_id,text,themes\r\na#1,x,Rent; =Buses\r\na#2,y,\r\nb#1,z,Rent\r\n",
        "quote_id;theme\na#1;Rent\na#1;'=Buses\na#2;\nb#1;Rent\n",
        "quote_id,document,speaker,Rent,'=Buses\na#1,a,Ann,1,1\na#2,a,Bob,0,0\nb#1,b,Cid,1,0\n",
    ] {
        let codings = codings::parse("ann.csv", table).unwrap();
        assert_eq!(pairs(&codings), wanted, "{table}");
        assert_eq!(codings.uncoded.len(), 1, "read, and fits none");
    }
}

#[test]
fn a_table_that_is_none_says_what_is_missing() {
    let error = |table: &str| codings::parse("ann.csv", table).unwrap_err().to_string();
    assert_eq!(error("quote,theme\n"), "ann.csv: line 1: no column `quote_id` or `id`; found: quote, theme");
    assert_eq!(
        error("id,note\na#1,good\n"),
        "ann.csv: line 1: no column `themes`, `theme`, or of 1 and 0 for each theme; found: id, note"
    );
    assert_eq!(error("id,theme\na#1,x\n,y\n"), "ann.csv: line 3: this row has no `id`");
    assert!(error("").contains("empty"));
}
