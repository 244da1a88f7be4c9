//! Days of any country, put in the order of ISO: so that they can be sorted, and cut to months.

use serde::{Deserialize, Serialize};

use super::words::words;

/// The order of day, month and year in the dates of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DateOrder {
    /// `2026-03-10`.
    YearMonthDay,
    /// `10.03.2026`.
    DayMonthYear,
    /// `3/10/2026`.
    MonthDayYear,
}

/// A day, as three numbers in the order of the cell, and what follows them.
struct Day<'t> {
    numbers: [u32; 3],
    /// How many digits the second has.
    digits: usize,
    /// The one that is a month by its name.
    month: Option<usize>,
    mark: char,
    rest: &'t str,
}

fn day(cell: &str) -> Option<Day<'_>> {
    let mut numbers = [0_u32; 3];
    let (mut month, mut mark, mut digits) = (None, ' ', 9);
    let mut rest = cell.trim_start();
    for (at, number) in numbers.iter_mut().enumerate() {
        let end = rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len());
        // The hour of ISO follows the day without a blank.
        let end = if at == 2 { rest[..end].find('T').filter(|it| *it > 0).unwrap_or(end) } else { end };
        let part = &rest[..end];
        rest = &rest[end..];
        if !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()) {
            *number = part.parse().ok()?;
            digits = if at < 2 { digits.min(part.len()) } else { digits };
        } else {
            if month.is_some() {
                return None;
            }
            (*number, month) = (words().month(part)?, Some(at));
        }
        if at < 2 {
            let marks = rest.len() - rest.trim_start_matches(['.', ',', '/', '-', ' ', '\u{a0}']).len();
            // The word between day, month and year: `1 de marzo`.
            let link = rest[marks..].split_once(' ').map_or(0, |(word, _)| {
                let is_link = word.len() <= 3
                    && word.bytes().all(|byte| byte.is_ascii_lowercase())
                    && words().month(word).is_none();
                if is_link { word.len() + 1 } else { 0 }
            });
            if marks == 0 || marks > 3 {
                return None;
            }
            mark = rest[..marks].chars().next().unwrap_or(' ');
            rest = &rest[marks + link..];
        }
    }
    // A fourth number makes an address of a machine, or a list.
    let longer = rest.strip_prefix(['.', '/']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let time = rest.is_empty() || rest.starts_with(['T', ' ', ',', '\u{a0}', '.', '/']) && !longer;
    let blank = mark == ' ' && month.is_none();
    (time && !blank && rest.len() <= 40).then_some(Day { numbers, digits, month, mark, rest })
}

impl Day<'_> {
    fn in_order(&self, order: DateOrder) -> Option<(u32, u32, u32)> {
        let [first, second, third] = self.numbers;
        let (year, month, day) = match (self.month, order) {
            (Some(0), _) => (third, first, second),
            (Some(1), _) if first > 31 => (first, second, third),
            (Some(1), _) => (third, second, first),
            (_, DateOrder::YearMonthDay) => (first, second, third),
            (_, DateOrder::DayMonthYear) => (third, second, first),
            (_, DateOrder::MonthDayYear) => (third, first, second),
        };
        let year = if year < 100 { 2000 + year } else { year };
        ((1900..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
            .then_some((year, month, day))
    }
}

/// Whether a cell begins with a day.
pub(super) fn is_date(cell: &str) -> bool {
    let orders = [DateOrder::YearMonthDay, DateOrder::DayMonthYear, DateOrder::MonthDayYear];
    day(cell).is_some_and(|day| orders.into_iter().any(|order| fits(&day, order)))
}

/// Four digits of a year stand first in the one order and last in the others.
fn fits(day: &Day<'_>, order: DateOrder) -> bool {
    (order == DateOrder::YearMonthDay) == (day.numbers[0] > 31) && day.in_order(order).is_some()
}

/// The order that most dates of a column have. Where day and month could be either, the one in which they lie close together; else full
/// numbers (`01/03`) and a full stop are a day first, other numbers (`3/1`) a month.
pub(super) fn order(cells: &[&str]) -> Option<DateOrder> {
    let days: Vec<(Day<'_>, &str)> = cells.iter().filter_map(|cell| Some((day(cell)?, *cell))).collect();
    if days.is_empty() || days.len() * 2 < cells.len() {
        return None;
    }
    let number = |order: DateOrder| days.iter().filter(|(day, _)| fits(day, order)).count();
    let [iso, day_first, month_first] =
        [DateOrder::YearMonthDay, DateOrder::DayMonthYear, DateOrder::MonthDayYear].map(number);
    if iso >= day_first && iso >= month_first {
        return (iso > 0).then_some(DateOrder::YearMonthDay);
    }
    if day_first != month_first {
        return Some(if day_first > month_first { DateOrder::DayMonthYear } else { DateOrder::MonthDayYear });
    }
    // Answers of one survey come in within weeks rather than years.
    let span = |order: DateOrder| {
        let days = || {
            days.iter()
                .filter_map(|(day, _)| day.in_order(order))
                .map(|(year, month, day)| (year * 12 + month) * 31 + day)
        };
        days().max().unwrap_or(0) - days().min().unwrap_or(0)
    };
    let (day_span, month_span) = (span(DateOrder::DayMonthYear), span(DateOrder::MonthDayYear));
    if day_span * 3 < month_span {
        return Some(DateOrder::DayMonthYear);
    }
    if month_span * 3 < day_span {
        return Some(DateOrder::MonthDayYear);
    }
    let by_mark = days[0].0.mark == '.'
        || days.iter().all(|(day, _)| day.digits == 2) && !days.iter().any(|(day, _)| half_day(day.rest));
    Some(if by_mark { DateOrder::DayMonthYear } else { DateOrder::MonthDayYear })
}

/// Whether the hour counts to twelve.
fn half_day(rest: &str) -> bool {
    let rest = rest.to_ascii_lowercase();
    rest.contains("am") || rest.contains("pm")
}

/// The year of a day in any order.
pub(super) fn year(cell: &str, order: DateOrder) -> Option<u32> {
    Some(day(cell)?.in_order(order)?.0)
}

/// A date year first, with what follows it; what is none stays as it is.
pub(super) fn iso(cell: &str, order: DateOrder) -> String {
    match day(cell).and_then(|day| Some((day.in_order(order)?, day.rest))) {
        Some(((year, month, day), rest)) => format!("{year:04}-{month:02}-{day:02}{rest}"),
        None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_every_country_are_put_year_first() {
        for (cells, first) in [
            (vec!["2026/03/01 10:00:00", "2026/03/02 10:00:00"], "2026-03-01 10:00:00"),
            (vec!["2026-03-01T10:00:00.000+01:00"], "2026-03-01T10:00:00.000+01:00"),
            (vec!["01.03.2026 10:00:00", "02.03.2026 10:00:00"], "2026-03-01 10:00:00"),
            (vec!["01/03/2026 10:00:00", "13/03/2026 10:00:00"], "2026-03-01 10:00:00"),
            (vec!["3/1/2026 10:00:00", "3/2/2026 9:00:00", "4/1/2026 9:00:00"], "2026-03-01 10:00:00"),
            (vec!["1.3.26", "2.3.26"], "2026-03-01"),
            (vec!["1 mars 2026", "2 mars 2026"], "2026-03-01"),
            (vec!["Mar 1, 2026 10:05 AM"], "2026-03-01 10:05 AM"),
            (vec!["1 de marzo de 2026"], "2026-03-01"),
        ] {
            let order = order(&cells).unwrap();
            assert_eq!(iso(cells[0], order), first, "{cells:?}");
            assert!(is_date(cells[0]), "{cells:?}");
        }
        for no in ["10.1.1.2", "+44 1482 555 123", "53.74", "I came on 3 March", "2026", "1-2-3-4", "may I go home", ""]
        {
            assert!(!is_date(no), "{no}");
        }
    }
}
