//! In which encoding are bytes that are not UTF-8?

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252, WINDOWS_1257};

use crate::lang;

/// Bytes beyond ASCII from which letters can be told from those of another alphabet; fewer are taken for Western ones.
const TELLING: usize = 4;

/// The encoding that the bytes are likeliest to have.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let odd = bytes.iter().filter(|byte| !byte.is_ascii()).take(TELLING).count();
    let guess = if odd < TELLING { WINDOWS_1252 } else { told(&detector, bytes) };
    // Excel for the Mac saves tables in an encoding that no browser knows. What is written in two bytes a letter is never like it.
    let sense = |table: &'static Encoding| sense(&table.decode_without_bom_handling(bytes).0);
    let is_mac = || sense(MACINTOSH) > sense(guess).max(sense(WINDOWS_1252));
    if guess.is_single_byte() && is_mac() { MACINTOSH } else { guess }
}

/// Languages whose letters the detector takes for those of their neighbours where it is not told the country: their codes, the ending of the country's
/// addresses, and the table that has their letters where Western ones are not all of them.
const BALTIC: [(&[&str], &[u8], Option<&'static Encoding>); 3] = [
    (&["et", "est"], b"ee", None),
    (&["lt", "lit"], b"lt", Some(WINDOWS_1257)),
    (&["lv", "lav"], b"lv", Some(WINDOWS_1257)),
];

/// Bytes in which it is looked for the language.
const SAMPLE: usize = 4_000;

/// What the detector says, told the country where it takes that to know the letters.
fn told(detector: &EncodingDetector, bytes: &[u8]) -> &'static Encoding {
    let guess = detector.guess(None, Utf8Detection::Deny);
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let language = lang::guess(&guess.decode_without_bom_handling(sample).0);
    let code = language.as_ref().map_or("", |language| language.code());
    let Some((_, country, table)) = BALTIC.iter().find(|(codes, ..)| codes.contains(&code)) else { return guess };
    let told = detector.guess(Some(country), Utf8Detection::Deny);
    if told == WINDOWS_1252 { table.unwrap_or(told) } else { told }
}

/// How well the letters beyond ASCII fit what stands beside them: small letters beside small ones, capitals at the start of words, marks at the edges.
fn sense(text: &str) -> i64 {
    let mut sense = 0;
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        if !letter.is_ascii() {
            sense += beside(before, letter, after);
        }
        before = letter;
    }
    sense
}

fn beside(before: char, letter: char, after: char) -> i64 {
    let joined = before.is_alphabetic() || after.is_alphabetic();
    match letter {
        '’' | '‘' | '“' | '”' | '„' | '«' | '»' | '…' | '–' | '—' | '\u{a0}' | '¿' | '¡' => 1,
        letter if letter.is_lowercase() => i64::from(joined),
        letter if letter.is_uppercase() && before.is_lowercase() => -2,
        letter if letter.is_alphabetic() => i64::from(joined),
        letter if letter.is_control() => -3,
        _ if before.is_alphabetic() && after.is_alphabetic() => -2,
        _ => 0,
    }
}
