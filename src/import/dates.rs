//! Dates as articles write them. One that could be read in two ways is none.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date that `text` is: `2025-03-09`, perhaps with a time behind it,
/// `March 9, 2025`, `9 Mar 2025`.
pub(super) fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(day) = text.get(..10)
        && text[10..].chars().next().is_none_or(|next| matches!(next, 'T' | ' ' | 't'))
        && let Ok(date) = day.parse::<Date>()
    {
        return Some(date);
    }
    let words: Vec<&str> = text.split([' ', ',', '.']).filter(|word| !word.is_empty()).collect();
    let [first, second, third] = words.as_slice() else { return None };
    let (month, day) = match (month(first), month(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse().ok()?;
    let year = third.parse().ok().filter(|_| third.len() == 4)?;
    Date::new(year, month, day).ok()
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|month| *month == word || word.len() >= 3 && month.starts_with(&word))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_they_can_mean_one_day_only() {
        for text in ["2025-03-09", "2025-03-09T10:00:00Z", "March 9, 2025", "9 Mar 2025", "Mar. 9th 2025"] {
            assert_eq!(read(text), Some(Date::constant(2025, 3, 9)), "{text}");
        }
        for text in
            ["03/09/2025", "9.3.2025", "March 2025", "2025-13-09", "March 39, 2025", "soon", "é 1 2025"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
