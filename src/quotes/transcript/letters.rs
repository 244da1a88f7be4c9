//! Do two letters with a full stop or a bracket ask and answer in turn: `Q.` and `A.`, `F.` and `A.`, `P)` and `R)`? By how they are used, since a letter that
//! asks in one language answers in another.

use std::collections::BTreeMap;

use crate::quotes::transcript::exchange::ends_asking;
use crate::quotes::transcript::label::{Label, Style};
use crate::text::Span;

/// Each letter opens so many lines.
const LEAST: usize = 2;

/// The capital with a full stop or a bracket that opens a line, and where the words behind it start.
fn opening(line: &str) -> Option<(char, usize)> {
    let bare = line.trim_start_matches([' ', '\t', '*', '_']);
    let inner = bare.strip_prefix('(');
    let letter = inner.unwrap_or(bare).chars().next().filter(|ch| ch.is_uppercase())?;
    let behind = &inner.unwrap_or(bare)[letter.len_utf8()..];
    let rest = if inner.is_some() { behind.strip_prefix(')') } else { behind.strip_prefix(['.', ')']) }?;
    let words = rest.trim_start_matches(['*', '_']).trim_start();
    // "A. Moss: …" and "A. Moss [0:03] …" name somebody.
    let named = words.split(' ').take(2).any(|word| word.ends_with(':') && word.starts_with(char::is_uppercase));
    if named
        || words.split(' ').nth(1).is_some_and(|word| word.starts_with(['[', '(']))
            && words.starts_with(char::is_uppercase)
    {
        return None;
    }
    // A second initial, or an abbreviation, is no label.
    let second = words.chars().nth(1) == Some('.');
    let parted = rest.starts_with([' ', '\t', '*', '_']);
    (parted && !words.is_empty() && !second).then(|| (letter, line.len() - words.len()))
}

/// The two letters, if most lines of one end with a question, most of the other do not, and they follow each other. The first asks.
pub(super) fn asking_and_answering(text: &str) -> Option<[char; 2]> {
    let mut counts: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    let mut order: Vec<char> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some((letter, words)) = opening(line.trim_end()) {
            let (number, asked) = counts.entry(letter).or_default();
            *number += 1;
            *asked += usize::from(ends_asking(&text[at + words..]) || line.trim_end().ends_with('?'));
            order.push(letter);
        }
        at += line.len();
    }
    let mut often = counts.iter().filter(|(_, (number, _))| *number >= LEAST);
    let ((first, (first_lines, first_asked)), (second, (second_lines, second_asked))) = (often.next()?, often.next()?);
    let changes = order.windows(2).filter(|pair| pair[0] != pair[1]).count();
    if often.next().is_some() || changes * 3 < (order.len() - 1) * 2 {
        return None;
    }
    let asks = |asked: &usize, lines: &usize| asked * 10 >= lines * 6;
    match (asks(first_asked, first_lines), asks(second_asked, second_lines)) {
        (true, false) => Some([*first, *second]),
        (false, true) => Some([*second, *first]),
        _ => None,
    }
}

/// The label of a line that opens with one of the letters.
pub(super) fn label(text: &str, start: usize, end: usize, letters: &Option<[char; 2]>) -> Option<Label> {
    let letters = letters.as_ref()?;
    let line = &text[start..end];
    let (letter, words) = opening(line.trim_end()).filter(|(letter, _)| letters.contains(letter))?;
    let name = start + line.find(letter)?;
    Some(Label {
        name: Span::new(name, name + letter.len_utf8()),
        details: None,
        time: None,
        loose_time: None,
        end: start + words,
        style: Style::Stop { dashed: false },
    })
}

#[cfg(test)]
mod tests {
    use super::asking_and_answering;

    #[test]
    fn letters_that_take_turns_and_of_which_one_asks() {
        assert_eq!(
            asking_and_answering("F. Wo?\n\nA. Hier.\n\nF. Wann?\n\nA. Nie. Wozu?\nDas nicht.\n"),
            Some(['F', 'A'])
        );
        assert_eq!(
            asking_and_answering("**P.** ¿Dónde?\n**R.** Aquí.\n**P.** ¿Cuándo?\n**R.** Nunca.\n"),
            Some(['P', 'R'])
        );
        assert_eq!(asking_and_answering("(Q) Why?\n(A) So.\n(Q) When?\n(A) Now.\n"), Some(['Q', 'A']));
        for text in [
            "A. One.\nB. Two.\nA. Three.\nB. Four.\n",
            "J. Roth came. Why?\nHe sat.\nA. Moss left.\n",
            "A. Why?\nB. So.\nC. Why?\nA. So\nB. x?\nC. no\n",
            "A. Moss: Why?\nB. Ray: So.\nA. Moss: When?\nB. Ray: Now.\n",
        ] {
            assert_eq!(asking_and_answering(text), None, "{text}");
        }
    }
}
