//! Where a text of which only the names matter may have them: words with capitals, found without reading the others.

/// Words with capitals that are close together, with the word before and the word behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it begins a sentence.
    pub(crate) opens: bool,
}

/// The first run at `from` or behind it.
pub(crate) fn next_run(text: &str, from: usize) -> Option<Run> {
    let bytes = text.as_bytes();
    let first = next_capital(bytes, from)?;
    let (start, opens) = before(bytes, from, first);
    let (mut word, mut end) = behind(bytes, first);
    // The next run begins with the word before its capital: where no other word lies between, both are one.
    while let Some(next) = next_capital(bytes, word) {
        let start = before(bytes, word, next).0;
        if start > end && bytes[end..start].iter().any(|byte| is_letter(*byte)) {
            break;
        }
        (word, end) = behind(bytes, next);
    }
    // A character outside ASCII is not cut.
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    Some(Run { start: boundary(start), end: boundary(end), opens })
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Where the next word begins that has a capital or begins outside ASCII.
fn next_capital(bytes: &[u8], from: usize) -> Option<usize> {
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    const A: u64 = u64::from_le_bytes([0x80 - b'A'; 8]);
    const Z: u64 = u64::from_le_bytes([0x7f - b'Z'; 8]);
    let mut at = from;
    loop {
        // Eight bytes without a capital are passed at once.
        while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let word = u64::from_le_bytes(*eight);
            let plain = word & !HIGH;
            let found = ((plain + A) & !(plain + Z) | word) & HIGH;
            if found != 0 {
                at += found.trailing_zeros() as usize / 8;
                break;
            }
            at += 8;
        }
        let &byte = bytes.get(at)?;
        let begins = at == 0 || !is_letter(bytes[at - 1]);
        if begins && (byte.is_ascii_uppercase() || byte >= 0x80) {
            return Some(at);
        }
        at += 1;
    }
}

/// Where the word before a word begins, `from` at the earliest, and whether there is none in its sentence.
fn before(bytes: &[u8], from: usize, word: usize) -> (usize, bool) {
    let mut at = word;
    while at > from && !is_letter(bytes[at - 1]) {
        at -= 1;
        if matches!(bytes[at], b'.' | b'!' | b'?' | b':' | b'\n') {
            return (word, true);
        }
    }
    let opens = at == 0;
    while at > from && is_letter(bytes[at - 1]) {
        at -= 1;
    }
    (at, opens)
}

/// Where the word at `at` ends and where the word behind it does, with what closes them.
fn behind(bytes: &[u8], at: usize) -> (usize, usize) {
    let joins = |byte: u8| is_letter(byte) || matches!(byte, b'.' | b',' | b'\'' | b'-' | b'&' | b'@' | b'_');
    let while_any = |mut at: usize, any: &dyn Fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|byte| any(*byte)) {
            at += 1;
        }
        at
    };
    let word = while_any(at, &joins);
    let next = while_any(word, &|byte| !is_letter(byte));
    (word, while_any(next, &joins))
}

#[cfg(test)]
mod tests {
    use super::next_run;

    fn runs(text: &str) -> Vec<(&str, bool)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(run) = next_run(text, at) {
            found.push((&text[run.start..run.end], run.opens));
            at = run.end;
        }
        found
    }

    #[test]
    fn names_come_with_the_words_beside_them() {
        assert_eq!(
            runs("Bo Ray, of the small town of Hull, went on and on until late. Then he saw the mayor and left."),
            [("Bo Ray, of", true), ("of Hull, went", false), ("Then he", true)]
        );
        assert_eq!(runs("the long way home with old Émile’s dog"), [("old Émile’s dog", false)]);
        assert_eq!(runs("no name at all in 2019, and no iPhone"), []);
    }

    #[test]
    fn what_lies_two_words_apart_is_one_run() {
        assert_eq!(
            runs("the University of the North wrote to Bo"),
            [("the University of the North wrote to Bo", false)]
        );
    }
}
