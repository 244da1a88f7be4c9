//! Numbers in the margin of a PDF: of lines, as word processors and courts print them, or of paragraphs, as programs for coding do.

/// Fewer numbers than this may be anything: those that have lines of their own, and those that stand beside words.
const LEAST_ALONE: usize = 3;
const LEAST_BESIDE: usize = 4;

/// The steps in which lines are numbered.
const STEPS: [u32; 4] = [1, 2, 5, 10];

/// The blocks of a page, each its lines.
type Page = Vec<Vec<String>>;

/// Where the number of a line stands.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// Takes the numbers in the margin away; the least and the greatest of them, if there were any.
pub(super) fn strip(pages: &mut [Page]) -> Option<(u32, u32)> {
    let mut taken: Vec<u32> = Vec::new();
    take_beside(pages, Side::Left, &mut taken);
    take_beside(pages, Side::Right, &mut taken);
    take_alone(pages, &mut taken);
    without_empty(pages);
    Some((*taken.iter().min()?, *taken.iter().max()?))
}

fn without_empty(pages: &mut [Page]) {
    for page in pages.iter_mut() {
        page.iter_mut().for_each(|block| block.retain(|line| !line.is_empty()));
        page.retain(|block| !block.is_empty());
    }
}

fn lines(pages: &[Page]) -> impl Iterator<Item = &String> {
    pages.iter().flatten().flatten()
}

/// Lines that are a number and nothing else, and count up.
fn take_alone(pages: &mut [Page], taken: &mut Vec<u32>) {
    let numbers: Vec<u32> = lines(pages).filter_map(|line| number(line)).collect();
    // One on each page is its own.
    let of_pages = pages.len() > 1 && numbers.len() <= pages.len();
    if numbers.len() < LEAST_ALONE || of_pages || step(&numbers).is_none() {
        return;
    }
    taken.extend(numbers);
    for line in pages.iter_mut().flatten().flatten().filter(|line| number(line).is_some()) {
        line.clear();
    }
}

/// Numbers at one end of most lines that count up, or of every fifth line. Where a line is empty but for its number, that is one of them.
fn take_beside(pages: &mut [Page], side: Side, taken: &mut Vec<u32>) {
    let parts = |line: &'_ String| parted(line, side).map(|(number, words)| (number, words.is_empty()));
    let found: Vec<(u32, bool)> = lines(pages).filter_map(parts).collect();
    let numbers: Vec<u32> = found.iter().map(|(number, _)| *number).collect();
    let beside = found.iter().filter(|(_, alone)| !alone).count();
    let words = lines(pages).filter(|line| number(line).is_none()).count();
    let Some(step) = step(&numbers).filter(|_| numbers.len() >= LEAST_BESIDE) else { return };
    if beside == 0 || numbers.len() * step as usize * 10 < words * 7 || numbers.len() * step as usize > words * 2 {
        return;
    }
    taken.extend(numbers);
    for line in pages.iter_mut().flatten().flatten() {
        if let Some((_, words)) = parted(line, side) {
            *line = words.to_owned();
        }
    }
}

/// Takes the numbers of pages away where they are the last or first line of some: each as far from the place of its page as the others. A
/// number alone is its page's, counted from the first. The rest of them stood apart from the words and are gone already.
pub(super) fn strip_of_pages(pages: &mut [Page]) {
    for at_end in [true, false] {
        let end = |page: &Page| {
            let mut lines = page.iter().flatten();
            let line = if at_end { lines.next_back() } else { lines.next() };
            line.and_then(|line| number(line))
        };
        let ahead: Vec<(usize, i64)> = (1_i64..)
            .zip(&*pages)
            .enumerate()
            .filter_map(|(at, (place, page))| Some((at, i64::from(end(page)?) - place)))
            .collect();
        let Some((_, first)) = ahead.first().filter(|_| pages.len() > 1) else { continue };
        if ahead.iter().any(|(_, other)| other != first) || ahead.len() < 2 && *first != 0 {
            continue;
        }
        for (at, _) in ahead {
            let mut lines = pages[at].iter_mut().flatten();
            if let Some(line) = if at_end { lines.next_back() } else { lines.next() } {
                line.clear();
            }
        }
    }
    without_empty(pages);
}

/// The step in which nearly all numbers follow each other.
fn step(numbers: &[u32]) -> Option<u32> {
    let pairs = || numbers.windows(2).map(|pair| pair[1].checked_sub(pair[0]));
    STEPS.into_iter().find(|step| {
        let number = numbers.len().saturating_sub(1);
        number > 0 && pairs().filter(|pair| *pair == Some(*step)).count() * 10 >= number * 8
    })
}

/// The number that words are.
fn number(words: &str) -> Option<u32> {
    let is_number = (1..=5).contains(&words.len()) && words.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| words.parse().ok()).flatten()
}

/// The number at one end of a line, and its words without it.
fn parted(line: &str, side: Side) -> Option<(u32, &str)> {
    if let Some(alone) = number(line) {
        return Some((alone, ""));
    }
    let (first, words) = match side {
        Side::Left => line.split_once(' ')?,
        Side::Right => line.rsplit_once(' ').map(|(words, last)| (last, words))?,
    };
    Some((number(first)?, words))
}

#[cfg(test)]
mod tests {
    use super::{strip, strip_of_pages};

    fn page(blocks: &[&[&str]]) -> Vec<Vec<String>> {
        blocks.iter().map(|block| block.iter().map(|line| (*line).to_owned()).collect()).collect()
    }

    #[test]
    fn numbers_that_stand_together_are_left_out() {
        let mut pages = [page(&[&["Q: Why?"], &["A: Rent."], &["7"], &["8"], &["9"]])];
        assert_eq!(strip(&mut pages), Some((7, 9)));
        assert_eq!(pages[0], page(&[&["Q: Why?"], &["A: Rent."]]));
    }

    #[test]
    fn numbers_of_lines_are_left_out_at_either_end() {
        let mut pages = [page(&[&["1 Q: Why", "2 did you", "3 go?"], &["4 A: In 1990", "5 I went.", "6 So."]])];
        assert_eq!(strip(&mut pages), Some((1, 6)));
        assert_eq!(pages[0], page(&[&["Q: Why", "did you", "go?"], &["A: In 1990", "I went.", "So."]]));
        let mut pages = [page(&[&["a b 1", "c 2", "d e 3", "f 4", "g 5"]])];
        assert_eq!(strip(&mut pages), Some((1, 5)));
        let every_fifth = |from: u32| {
            page(&[&["a", "b", "c", "d", &format!("{from} e"), "f", "g", "h", "i", &(from + 5).to_string()]])
        };
        let mut pages = [every_fifth(5), every_fifth(15)];
        assert_eq!(strip(&mut pages), Some((5, 20)));
        assert_eq!(pages[1], page(&[&["a", "b", "c", "d", "e", "f", "g", "h", "i"]]));
    }

    #[test]
    fn numbers_of_pages_are_left_out() {
        let without = [page(&[&["a", "b"]]), page(&[&["c", "d"]])];
        let mut pages = [page(&[&["a", "b", "7"]]), page(&[&["c", "d", "8"]])];
        assert_eq!(strip(&mut pages), None);
        strip_of_pages(&mut pages);
        assert_eq!(pages, without);
        let mut pages = [page(&[&["a", "b"]]), page(&[&["c", "d", "2"]])];
        strip_of_pages(&mut pages);
        assert_eq!(pages, without);
        for other in [[page(&[&["a", "12"]]), page(&[&["c", "7"]])], [page(&[&["a", "9"]]), page(&[&["c"]])]] {
            let mut pages = other.clone();
            strip_of_pages(&mut pages);
            assert_eq!(pages, other);
        }
    }

    #[test]
    fn other_numbers_stay() {
        for blocks in [page(&[&["12"], &["1990"], &["3"]]), page(&[&["3 of us", "went out", "2 came back", "so"]])] {
            let mut pages = [blocks.clone()];
            assert_eq!(strip(&mut pages), None);
            assert_eq!(pages[0], blocks);
        }
    }
}
